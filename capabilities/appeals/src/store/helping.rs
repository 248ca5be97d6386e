//! Units called to help a case: who has not finished, and what the unit that leads asked for.

use super::Clock;
use super::clock::CLOCK;
use crate::rules::{AssignmentId, AssistanceAsking, Case, CaseId, Help, Helper};
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{AccountId, Moment, StreetId, UnitId, uuid::Uuid};

impl FromRow for Helper {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            unit: r.next()?,
            help: super::code(r, Help::from_code)?,
            spot: r.next()?,
            arrived_at: r.next()?,
            declining: r.next()?,
        })
    }
}

/// Units that have not finished, in the order they were called.
pub fn helping(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Vec<Helper>> {
    r.all(
        "select id, unit_id, role, spot, arrived_at, declining from case_assignments
         where street_id = $1 and case_id = $2 and role <> 'lead' and ended_at is null
         order by id",
        args![street, case],
    )
}

/// Units that helped and have finished: which, how, and how it ended.
pub fn helped(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Vec<(UnitId, String, Option<String>)>> {
    r.all(
        "select unit_id, role, end_reason from case_assignments
         where street_id = $1 and case_id = $2 and role <> 'lead' and ended_at is not null
         order by id",
        args![street, case],
    )
}

/// A unit as it is called.
pub struct Called<'a> {
    pub unit: UnitId,
    pub help: Help,
    pub spot: Option<&'a str>,
    pub by: Option<AccountId>,
}

pub fn insert_helper(tx: &mut Tx<'_>, case: CaseId, called: &Called<'_>) -> Result<AssignmentId> {
    let (street, now, id) = (tx.street(), tx.now(), AssignmentId::fresh());
    tx.exec(
        "insert into case_assignments (street_id, id, case_id, unit_id, role, dispatched_at, by_account, spot)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![street, id, case, called.unit, called.help.code(), now, called.by, called.spot],
    )?;
    Ok(id)
}

pub fn arrived(tx: &mut Tx<'_>, id: AssignmentId, metres: Option<i32>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update case_assignments set arrived_at = $3, metres = $4, declining = $5 where street_id = $1 and id = $2",
        args![street, id, now, metres, false],
    )?;
    Ok(())
}

pub fn set_declining(tx: &mut Tx<'_>, id: AssignmentId, declining: bool) -> Result<()> {
    let street = tx.street();
    tx.exec("update case_assignments set declining = $3 where street_id = $1 and id = $2", args![street, id, declining])?;
    Ok(())
}

pub fn end_helper(tx: &mut Tx<'_>, id: AssignmentId, reason: &str) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update case_assignments set ended_at = $3, end_reason = $4, declining = $5 where street_id = $1 and id = $2",
        args![street, id, now, reason, false],
    )?;
    Ok(())
}

/// The running clock of one unit's part.
pub fn running_for(r: &mut Reader<'_>, street: StreetId, case: CaseId, assignment: AssignmentId) -> Result<Option<Clock>> {
    let sql = format!(
        "select {CLOCK} from clocks
         where street_id = $1 and case_id = $2 and assignment_id = $3 and stopped_at is null and superseded = $4"
    );
    r.opt(&sql, args![street, case, assignment, false])
}

pub fn assistance_asked(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Option<AssistanceAsking>> {
    let row: Option<(Option<UnitId>, Option<AccountId>)> = r.opt(
        "select unit_id, asked_by from case_assistance_requests
         where street_id = $1 and case_id = $2 and decided_at is null",
        args![street, case],
    )?;
    Ok(row.map(|(unit, asked_by)| AssistanceAsking { unit, asked_by }))
}

pub fn insert_assistance_request(tx: &mut Tx<'_>, case: &Case, unit: Option<UnitId>, by: Option<AccountId>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into case_assistance_requests (street_id, id, case_id, unit_id, asked_at, asked_by)
         values ($1, $2, $3, $4, $5, $6)",
        args![street, Uuid::now_v7(), case.id, unit, now, by],
    )?;
    Ok(())
}

/// Decides what waits; nothing is done if nothing waits.
pub fn decide_assistance(tx: &mut Tx<'_>, case: CaseId, by: Option<AccountId>, granted: bool) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update case_assistance_requests set decided_at = $3, decided_by = $4, granted = $5
         where street_id = $1 and case_id = $2 and decided_at is null",
        args![street, case, now, by, granted],
    )?;
    Ok(())
}

/// Cases whose called units are late to the spot, and that nobody pressed for on that account in this round.
pub fn late_arrivals(r: &mut Reader<'_>, street: StreetId, now: Moment) -> Result<Vec<CaseId>> {
    r.all(
        "select distinct c.id from clocks k
         join cases c on c.street_id = k.street_id and c.id = k.case_id
         where k.street_id = $1 and k.stopped_at is null and k.superseded = $2 and k.due_at < $3
           and k.stage = 'arrival' and c.supervision = 0 and c.lead_unit_id is not null and c.state <> 'merged'
           and not exists (select 1 from case_supervisions s
                           where s.street_id = c.street_id and s.case_id = c.id and s.round = c.round
                             and s.cause = 'arrival')",
        args![street, false, now],
    )
}
