//! What the timer looks for: cases whose moment has come.

use crate::rules::{Case, CaseId, MANY_VOICES, State};
use db::{Reader, Result, Tx, args};
use kernel::{Day, Moment, StreetId};

/// One pass takes this many of each kind; the next pass takes the rest.
const PASS: i64 = 500;

/// Accepted cases whose day of publication has come.
pub fn ready_to_publish(r: &mut Reader<'_>, street: StreetId, now: Moment) -> Result<Vec<CaseId>> {
    r.all(
        "select id from cases
         where street_id = $1 and not published and published_at <= $2
           and public_level in ('full', 'fuzzy')
         order by published_at, id
         limit $3",
        args![street, now, PASS],
    )
}

pub fn publish(tx: &mut Tx<'_>, id: CaseId) -> Result<()> {
    let street = tx.street();
    let Some(case) = super::load(tx, street, id)?.filter(|c| !c.published) else { return Ok(()) };
    super::count_public(tx, [(&Case { published: true, ..case }, 1)])?;
    tx.exec("update cases set published = $3 where street_id = $1 and id = $2", args![street, id, true])?;
    Ok(())
}

/// Cases at work whose speaker owes an answer.
pub fn asked_at_work(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<CaseId>> {
    r.all(
        "select distinct c.id from case_questions q
         join cases c on c.street_id = q.street_id and c.id = q.case_id
         where q.street_id = $1 and q.answered_at is null and c.state = $2 and c.due_at is null",
        args![street, State::Handling.code()],
    )
}

/// Cases whose speaker let the day for an answer pass.
pub fn silent(r: &mut Reader<'_>, street: StreetId, now: Moment) -> Result<Vec<CaseId>> {
    r.all(
        "select c.id from cases c
         join case_questions q on q.street_id = c.street_id and q.case_id = c.id and q.answered_at is null
         where c.street_id = $1 and c.state = $2 and q.answer_by < $3
         limit $4",
        args![street, State::AwaitingInfo.code(), now, PASS],
    )
}

/// Cases past their date that nobody presses for, and that were not pressed for in this round.
pub fn overdue_unpressed(r: &mut Reader<'_>, street: StreetId, now: Moment) -> Result<Vec<CaseId>> {
    r.all(
        "select distinct c.id from clocks k
         join cases c on c.street_id = k.street_id and c.id = k.case_id
         where k.street_id = $1 and k.stopped_at is null and k.superseded = $2 and k.due_at < $3
           and k.stage in ('handle', 'redo') and c.supervision = 0 and c.lead_unit_id is not null
           and not exists (select 1 from case_supervisions s
                           where s.street_id = c.street_id and s.case_id = c.id and s.round = c.round
                             and s.cause = 'overdue')
         limit $4",
        args![street, false, now, PASS],
    )
}

/// Cases of which many spoke since then, and that nobody presses for. The number in the index is that of the rules.
pub fn spoken_of(r: &mut Reader<'_>, street: StreetId, since: Moment) -> Result<Vec<CaseId>> {
    r.all(
        "select c.id from cases c
         where c.street_id = $1 and c.touched_at >= $2 and c.voices >= 10 and c.voices >= $3 and c.supervision = 0
           and c.lead_unit_id is not null
           and c.state not in ('answered', 'refused', 'closed', 'merged', 'withdrawn', 'archived')
           and (select count(*) from voices v
                where v.street_id = c.street_id and v.case_id = c.id and v.received_at >= $2) >= $3
           and not exists (select 1 from case_supervisions s
                           where s.street_id = c.street_id and s.case_id = c.id and s.round = c.round
                             and s.cause = 'voices')",
        args![street, since, MANY_VOICES],
    )
}

/// Cases to be looked at again on this day or before.
pub fn deferrals_due(r: &mut Reader<'_>, street: StreetId, today: Day) -> Result<Vec<CaseId>> {
    r.all(
        "select case_id from case_deferrals
         where street_id = $1 and ended_at is null and review_on <= $2
         order by review_on, id",
        args![street, today],
    )
}

/// Cases whose sitting did not conclude in time.
pub fn unsettled_sittings(r: &mut Reader<'_>, street: StreetId, now: Moment) -> Result<Vec<CaseId>> {
    r.all(
        "select case_id from clocks
         where street_id = $1 and stage = 'conferral' and stopped_at is null and superseded = $2 and due_at < $3
         order by due_at, id",
        args![street, false, now],
    )
}

/// Ended cases that nobody has touched since.
pub fn quiet_since(r: &mut Reader<'_>, street: StreetId, since: Moment) -> Result<Vec<CaseId>> {
    r.all(
        "select id from cases
         where street_id = $1 and state in ('answered', 'refused', 'closed', 'withdrawn') and touched_at <= $2
         order by touched_at, id
         limit $3",
        args![street, since, PASS],
    )
}

pub fn cases_with_running_clocks(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<CaseId>> {
    r.all(
        "select distinct case_id from clocks where street_id = $1 and stopped_at is null and superseded = $2",
        args![street, false],
    )
}

/// Every stored proof: case number, stage, proof, and the due moment beside it.
pub fn proofs(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<(String, String, String, Option<Moment>)>> {
    r.all(
        "select c.case_no, k.stage, k.proof, k.due_at from clocks k
         join cases c on c.street_id = k.street_id and c.id = k.case_id
         where k.street_id = $1",
        args![street],
    )
}
