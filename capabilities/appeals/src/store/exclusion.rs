//! Cases asked to be left out of scores, and the panel's votes.

use crate::rules::{CaseId, Exclusion, Vote};
use db::{Reader, Result, Tx, args};
use kernel::{AccountId, Moment, StreetId, uuid::Uuid};

pub fn exclusion(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Option<Exclusion>> {
    type Found = (Uuid, String, Option<AccountId>, Option<String>, Option<Moment>, Option<Moment>);
    let found: Option<Found> = r.opt(
        "select id, reason, asked_by, decision, objection_by, objected_at from case_exclusions
         where street_id = $1 and case_id = $2",
        args![street, case],
    )?;
    let Some((id, reason, asked_by, decision, objection_by, objected)) = found else { return Ok(None) };
    let votes: Vec<(AccountId, bool, bool)> = r.all(
        "select by_account, agrees, stale from case_exclusion_votes
         where street_id = $1 and exclusion_id = $2
         order by at, by_account",
        args![street, id],
    )?;
    let votes = votes.into_iter().map(|(by, agrees, stale)| Vote { by, agrees, stale }).collect();
    Ok(Some(Exclusion { id, reason, asked_by, decision, objection_by, objected: objected.is_some(), votes }))
}

pub fn insert_exclusion(tx: &mut Tx<'_>, case: CaseId, reason: &str, by: Option<AccountId>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into case_exclusions (street_id, id, case_id, reason, asked_at, asked_by) values ($1, $2, $3, $4, $5, $6)",
        args![street, Uuid::now_v7(), case, reason, now, by],
    )?;
    Ok(())
}

pub fn insert_vote(tx: &mut Tx<'_>, exclusion: Uuid, by: AccountId, agrees: bool) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into case_exclusion_votes (street_id, exclusion_id, by_account, agrees, at) values ($1, $2, $3, $4, $5)",
        args![street, exclusion, by, agrees, now],
    )?;
    Ok(())
}

pub fn decide_exclusion(tx: &mut Tx<'_>, exclusion: Uuid, decision: &str, objection_by: Moment) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update case_exclusions set decision = $3, decided_at = $4, objection_by = $5 where street_id = $1 and id = $2",
        args![street, exclusion, decision, now, objection_by],
    )?;
    Ok(())
}

/// The panel decides again, without those who have.
pub fn object_to_exclusion(tx: &mut Tx<'_>, exclusion: Uuid, by: Option<AccountId>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update case_exclusions set decision = null, decided_at = null, objected_at = $3, objected_by = $4
         where street_id = $1 and id = $2",
        args![street, exclusion, now, by],
    )?;
    tx.exec(
        "update case_exclusion_votes set stale = $3 where street_id = $1 and exclusion_id = $2",
        args![street, exclusion, true],
    )?;
    Ok(())
}

/// Cases left out of scores that were open within a span: id and what each adds to the kept counts.
pub fn left_out(r: &mut Reader<'_>, street: StreetId, from: Moment, to: Moment) -> Result<Vec<(CaseId, Option<String>)>> {
    r.all(
        "select c.id, c.counted from case_exclusions e
         join cases c on c.street_id = e.street_id and c.id = e.case_id
         where e.street_id = $1 and e.decision = 'approved' and c.opened_at < $3
           and (c.closed_at is null or c.closed_at >= $2 or c.touched_at >= $2)",
        args![street, from, to],
    )
}
