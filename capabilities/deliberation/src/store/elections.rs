//! Who stands in a ballot that elects.

use super::{changed, code};
use crate::rules::*;
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::StreetId;

impl FromRow for Candidate {
    fn from_row(r: &mut Row) -> Result<Self> {
        let (no, shown_name, account) = (r.next()?, r.next()?, r.next()?);
        let state = code(r, CandidateState::from_code)?;
        Ok(Self { no, shown_name, account, state, membership: r.next()?, reason: r.next()?, answered_at: r.next()? })
    }
}

pub fn candidates_of(r: &mut Reader<'_>, street: StreetId, of: BallotId) -> Result<Vec<Candidate>> {
    r.all(
        "select no, shown_name, account_id, state, membership_id, reason, answered_at from ballot_candidates where street_id = $1 and ballot_id = $2 order by no",
        args![street, of],
    )
}

pub fn insert_candidates(tx: &mut Tx<'_>, of: BallotId, candidates: &[Candidate]) -> Result<()> {
    let street = tx.street();
    for c in candidates {
        tx.exec(
            "insert into ballot_candidates (street_id, ballot_id, no, shown_name, account_id, state) values ($1, $2, $3, $4, $5, $6)",
            args![street, of, c.no, &c.shown_name, c.account, c.state.code()],
        )?;
    }
    Ok(())
}

/// An answer, once.
pub fn save_candidate(tx: &mut Tx<'_>, of: BallotId, c: &Candidate) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update ballot_candidates set state = $4, membership_id = $5, reason = $6, answered_at = $7
         where street_id = $1 and ballot_id = $2 and no = $3 and state = 'standing'",
        args![street, of, c.no, c.state.code(), c.membership, c.reason.clone(), c.answered_at],
    )?)
}
