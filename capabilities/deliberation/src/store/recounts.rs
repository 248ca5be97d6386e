//! Counts that were made again, as they stood.

use super::{text, whole};
use crate::rules::*;
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::StreetId;

impl FromRow for EarlierCount {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self { no: r.next()?, proof: whole(r)?, votes: r.next()?, counted_at: r.next()?, why: r.next()? })
    }
}

/// The first first.
pub fn earlier_counts(r: &mut Reader<'_>, street: StreetId, of: BallotId) -> Result<Vec<EarlierCount>> {
    r.all("select no, proof, votes, counted_at, why from ballot_counts where street_id = $1 and ballot_id = $2 order by no", args![street, of])
}

pub fn keep_count(tx: &mut Tx<'_>, of: BallotId, c: &EarlierCount) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into ballot_counts (street_id, ballot_id, no, proof, votes, counted_at, why) values ($1, $2, $3, $4, $5, $6, $7)",
        args![street, of, c.no, text(&c.proof)?, &c.votes, c.counted_at, &c.why],
    )?;
    Ok(())
}
