//! What is forgotten of ballots of long ago.

use super::{changed, text};
use crate::rules::*;
use db::{Reader, Result, Tx, args};
use kernel::{Moment, StreetId, uuid::Uuid};

/// Ballots that are over and past their days, the oldest first.
pub fn ballots_to_forget(r: &mut Reader<'_>, street: StreetId, now: Moment, limit: i64) -> Result<Vec<Ballot>> {
    let before = now.plus_days(-ROLL_KEPT_DAYS);
    r.all(
        &format!(
            "select {} from ballots where street_id = $1 and forgotten_at is null and state in ('sealed', 'void')
               and closes_at <= $2 and coalesce(counted_at, closes_at) <= $2 order by closes_at, id limit $3",
            super::ballots::BALLOT
        ),
        args![street, before, limit],
    )
}

/// Lines, votes, slips, marks and bundles go; so do the words of objections and challenges and who spoke them. Answers,
/// the balance of papers and every proof stay.
pub fn forget_votes(tx: &mut Tx<'_>, of: BallotId) -> Result<()> {
    let street = tx.street();
    let gone = ["ballot_reasons", "ballot_votes", "ballot_electors", "ballot_turnouts", "ballot_slips", "ballot_receipts", "ballot_box", "ballot_readings", "ballot_batches"];
    for table in gone {
        tx.exec(&format!("delete from {table} where street_id = $1 and ballot_id = $2"), args![street, of])?;
    }
    for table in ["ballot_objections", "ballot_challenges"] {
        tx.exec(
            &format!("update {table} set text = $3, account_id = $4 where street_id = $1 and ballot_id = $2"),
            args![street, of, Vec::<u8>::new(), Uuid::nil()],
        )?;
    }
    tx.exec("update ballot_counts set votes = '' where street_id = $1 and ballot_id = $2", args![street, of])?;
    Ok(())
}

pub fn save_forgotten(tx: &mut Tx<'_>, was: &Ballot, b: &Ballot) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update ballots set forgotten_at = $3, kept_doors = $4, rev = $5 where street_id = $1 and id = $2 and rev = $6",
        args![street, b.id, b.forgotten_at, b.kept_doors.as_ref().map(text).transpose()?, b.rev, was.rev],
    )?)
}
