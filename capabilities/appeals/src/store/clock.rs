//! Clocks: one row a promise, with its stored proof. A changed promise is a new row that supersedes the old.

use crate::rules::{AssignmentId, CaseId, ClockId, Seed};
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{Moment, StreetId};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};
use worktime::{Calendar, Deadline, Inputs, Pause, Unit};

/// One promise as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Clock {
    pub id: ClockId,
    pub case: CaseId,
    pub stage: String,
    pub round: i32,
    pub policy_version: i64,
    pub policy_key: String,
    pub inputs: Inputs,
    pub due_at: Option<Moment>,
    pub provisional: bool,
    pub stopped_at: Option<Moment>,
    pub met: Option<bool>,
    pub superseded: bool,
    pub proof: String,
    /// The part of a unit that helps; none for what the case itself promises.
    pub assignment: Option<AssignmentId>,
}

pub(super) const CLOCK: &str = "id, case_id, stage, round, policy_version, policy_key, started_at, unit, amount, pauses, extensions, due_at,
  provisional, stopped_at, met, superseded, proof, assignment_id";

impl FromRow for Clock {
    fn from_row(r: &mut Row) -> Result<Self> {
        let (id, case, stage, round) = (r.next()?, r.next()?, r.next()?, r.next()?);
        let (policy_version, policy_key, started_at) = (r.next()?, r.next()?, r.next()?);
        let unit = super::code(r, Unit::from_code)?;
        let amount = r.next()?;
        let pauses: Vec<Pause> = serde_json::from_str(&r.next::<String>()?)?;
        let extensions: Vec<i64> = serde_json::from_str(&r.next::<String>()?)?;
        Ok(Self {
            id,
            case,
            stage,
            round,
            policy_version,
            policy_key,
            inputs: Inputs { started_at, amount, unit, pauses, extensions },
            due_at: r.next()?,
            provisional: r.next()?,
            stopped_at: r.next()?,
            met: r.next()?,
            superseded: r.next()?,
            proof: r.next()?,
            assignment: r.next()?,
        })
    }
}

/// What a clock row is made of, beside its deadline.
pub struct Started<'a> {
    pub case: CaseId,
    pub stage: &'a str,
    pub round: i32,
    pub policy_version: i64,
    pub policy_key: &'a str,
    pub inputs: &'a Inputs,
    pub supersedes: Option<ClockId>,
    pub assignment: Option<AssignmentId>,
}

pub fn insert_clock(tx: &mut Tx<'_>, s: &Started<'_>, deadline: &Deadline) -> Result<ClockId> {
    let (street, id) = (tx.street(), ClockId::fresh());
    tx.exec(
        "insert into clocks (street_id, id, case_id, stage, round, policy_version, policy_key, calendar_version, started_at,
           unit, amount, pauses, extensions, due_at, provisional, proof, supersedes, superseded, assignment_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
        args![
            street,
            id,
            s.case,
            s.stage,
            s.round,
            s.policy_version,
            s.policy_key,
            &deadline.proof.calendar_version,
            s.inputs.started_at,
            s.inputs.unit.code(),
            s.inputs.amount,
            serde_json::to_string(&s.inputs.pauses)?,
            serde_json::to_string(&s.inputs.extensions)?,
            deadline.due_at,
            deadline.provisional,
            serde_json::to_string(&deadline.proof)?,
            s.supersedes,
            false,
            s.assignment
        ],
    )?;
    if let Some(old) = s.supersedes {
        tx.exec("update clocks set superseded = $3 where street_id = $1 and id = $2", args![street, old, true])?;
    }
    Ok(id)
}

pub fn clocks_of(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Vec<Clock>> {
    let sql = format!("select {CLOCK} from clocks where street_id = $1 and case_id = $2 order by id");
    r.all(&sql, args![street, case])
}

/// The running clock of a stage.
pub fn running(r: &mut Reader<'_>, street: StreetId, case: CaseId, stage: &str) -> Result<Option<Clock>> {
    let sql = format!(
        "select {CLOCK} from clocks
         where street_id = $1 and case_id = $2 and stage = $3 and stopped_at is null and superseded = $4
         order by id desc
         limit 1"
    );
    r.opt(&sql, args![street, case, stage, false])
}

/// Every running clock of a case, the newest first.
pub fn all_running(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Vec<Clock>> {
    let sql = format!(
        "select {CLOCK} from clocks
         where street_id = $1 and case_id = $2 and stopped_at is null and superseded = $3
         order by id desc"
    );
    r.all(&sql, args![street, case, false])
}

/// The promise shown for a case, with its proof: the running one of its state.
pub fn promise(
    r: &mut Reader<'_>,
    street: StreetId,
    case: &crate::rules::Case,
) -> Result<Option<(String, worktime::Proof)>> {
    let Some(stage) = &case.due_stage else { return Ok(None) };
    let Some(clock) = running(r, street, case.id, stage)? else { return Ok(None) };
    Ok(Some((clock.stage, serde_json::from_str(&clock.proof)?)))
}

pub fn stop(tx: &mut Tx<'_>, id: ClockId, at: Option<Moment>, met: Option<bool>) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "update clocks set stopped_at = $3, met = $4 where street_id = $1 and id = $2",
        args![street, id, at, met],
    )?;
    Ok(())
}

/// Ends every running clock of a case without a judgement.
pub fn stop_running(tx: &mut Tx<'_>, case: CaseId, at: Moment) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "update clocks set stopped_at = $3
         where street_id = $1 and case_id = $2 and stopped_at is null and superseded = $4",
        args![street, case, at, false],
    )?;
    Ok(())
}

/// The last clock of a stage that was stopped and not yet judged: a completion waiting for its review.
pub fn stopped_provisionally(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Vec<Clock>> {
    let sql = format!(
        "select {CLOCK} from clocks
         where street_id = $1 and case_id = $2 and stopped_at is not null and met is null and superseded = $3
         order by id"
    );
    r.all(&sql, args![street, case, false])
}

/// Amount, unit and version of a policy row: the newest version of the installation.
pub fn policy(r: &mut Reader<'_>, street: StreetId, key: &str) -> Result<Option<(i64, i64, String)>> {
    r.opt(
        "select cast(version as bigint), amount, unit from clock_policies
         where street_id = $1 and key = $2
         order by version desc
         limit 1",
        args![street, key],
    )
}

/// Whether the street has a clock policy at all.
pub fn has_policies(r: &mut Reader<'_>, street: StreetId) -> Result<bool> {
    Ok(r.opt::<String>("select key from clock_policies where street_id = $1 limit 1", args![street])?.is_some())
}

pub fn insert_policy(tx: &mut Tx<'_>, version: i64, seed: &Seed, source: &str) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into clock_policies (street_id, version, key, amount, unit, source) values ($1, $2, $3, $4, $5, $6)",
        args![street, version, seed.key, seed.amount, seed.unit.code(), source],
    )?;
    Ok(())
}

pub fn insert_calendar(tx: &mut Tx<'_>, calendar: &Calendar) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into calendars (street_id, version, published_at, source, body) values ($1, $2, $3, $4, $5)",
        args![street, &calendar.version, now, &calendar.source, serde_json::to_string(calendar)?],
    )?;
    Ok(())
}

/// The calendar in force; read once per version, since a published version never changes.
pub fn calendar(r: &mut Reader<'_>, street: StreetId) -> Result<Arc<Calendar>> {
    type Kept = HashMap<(StreetId, String), Arc<Calendar>>;
    static KEPT: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);
    let newest = "order by published_at desc, version desc limit 1";
    let version: String =
        r.one(&format!("select version from calendars where street_id = $1 {newest}"), args![street])?;
    let key = (street, version);
    if let Some(calendar) = KEPT.lock().get(&key) {
        return Ok(calendar.clone());
    }
    let body: String = r.one(
        "select body from calendars where street_id = $1 and version = $2",
        args![street, &key.1],
    )?;
    let calendar = Arc::new(Calendar::parse(&body).map_err(db::Fault::other)?);
    KEPT.lock().insert(key, calendar.clone());
    Ok(calendar)
}
