//! What became one proposal.

use super::changed;
use crate::rules::*;
use db::{Reader, Result, Tx, args};
use kernel::StreetId;

const MERGER: &str = "id, from_id, into_id, asked_by, asked_at, merged_at, decided_why, split_at, split_why, refused_at";
db::row!(Merger { id, from, into, asked_by, asked_at, merged_at, decided_why, split_at, split_why, refused_at });

/// Mergers a proposal took part in, on either side, the first first.
pub fn mergers_of(r: &mut Reader<'_>, street: StreetId, of: ProposalId) -> Result<Vec<Merger>> {
    r.all(&format!("select {MERGER} from proposal_mergers where street_id = $1 and (from_id = $2 or into_id = $2) order by asked_at, id"), args![street, of])
}

pub fn insert_merger(tx: &mut Tx<'_>, m: &Merger) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into proposal_mergers (street_id, id, from_id, into_id, asked_by, asked_at) values ($1, $2, $3, $4, $5, $6)",
        args![street, m.id, m.from, m.into, m.asked_by, m.asked_at],
    )?;
    Ok(())
}

pub fn save_merger(tx: &mut Tx<'_>, m: &Merger) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update proposal_mergers set merged_at = $3, decided_why = $4, split_at = $5, split_why = $6, refused_at = $7 where street_id = $1 and id = $2",
        args![street, m.id, m.merged_at, m.decided_why.clone(), m.split_at, m.split_why.clone(), m.refused_at],
    )?)
}

/// What was merged into a proposal and is still with it.
pub fn merged_into(r: &mut Reader<'_>, street: StreetId, into: ProposalId) -> Result<Vec<ProposalId>> {
    r.all("select id from proposals where street_id = $1 and merged_into = $2 order by id", args![street, into])
}
