//! Lists written out as files.

use crate::rules::{CaseId, ExportForm};
use db::{FromRow, Reader, Result, Row, Sql, Tx, args};
use kernel::{AccountId, Moment, StreetId, uuid::Uuid};
use std::collections::HashMap;

pub struct Export {
    pub id: Uuid,
    pub form: ExportForm,
    pub query: String,
    pub at: Moment,
    pub written: i32,
    pub outcome: Option<String>,
}

const EXPORT: &str = "id, form, query, at, written, outcome";

impl FromRow for Export {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            form: super::code(r, ExportForm::from_code)?,
            query: r.next()?,
            at: r.next()?,
            written: r.next()?,
            outcome: r.next()?,
        })
    }
}

pub fn insert_export(tx: &mut Tx<'_>, account: AccountId, form: ExportForm, query: &str) -> Result<Uuid> {
    let (street, now, id) = (tx.street(), tx.now(), Uuid::now_v7());
    tx.exec(
        "insert into exports (street_id, id, account_id, form, query, at, written) values ($1, $2, $3, $4, $5, $6, $7)",
        args![street, id, account, form.code(), query, now, 0],
    )?;
    Ok(id)
}

/// One's own, the newest first.
pub fn exports(r: &mut Reader<'_>, street: StreetId, account: AccountId) -> Result<Vec<Export>> {
    let sql = format!("select {EXPORT} from exports where street_id = $1 and account_id = $2 order by id desc limit 20");
    r.all(&sql, args![street, account])
}

pub fn export(r: &mut Reader<'_>, street: StreetId, account: AccountId, id: Uuid) -> Result<Option<Export>> {
    let sql = format!("select {EXPORT} from exports where street_id = $1 and account_id = $2 and id = $3");
    r.opt(&sql, args![street, account, id])
}

/// How far it is; with an outcome when it has ended.
pub fn mark_export(tx: &mut Tx<'_>, id: Uuid, written: i32, outcome: Option<&str>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update exports set written = $3, outcome = $4, ended_at = $5 where street_id = $1 and id = $2",
        args![street, id, written, outcome, outcome.map(|_| now)],
    )?;
    Ok(())
}

/// Files that are old enough to go.
pub fn old_exports(r: &mut Reader<'_>, street: StreetId, before: Moment) -> Result<Vec<(Uuid, String)>> {
    r.all(
        "select id, form from exports where street_id = $1 and outcome = 'ready' and ended_at < $2 order by id limit 100",
        args![street, before],
    )
}

/// When what happened to a case.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stamps {
    pub accepted: Option<Moment>,
    pub dispatched: Option<Moment>,
    pub signed: Option<Moment>,
    pub contacted: Option<Moment>,
    pub completed: Option<Moment>,
}

/// The moments of these cases, from their clocks and assignments.
pub fn stamps(r: &mut Reader<'_>, street: StreetId, cases: &[CaseId]) -> Result<HashMap<CaseId, Stamps>> {
    let mut all: HashMap<CaseId, Stamps> = HashMap::new();
    let mut sql = Sql::new("select case_id, stage, max(stopped_at) from clocks where street_id = ");
    sql.bind(street).push(" and superseded = ").bind(false).push(" and stopped_at is not null and ");
    sql.within("stage", ["intake", "contact", "handle", "redo"]).push(" and ");
    sql.within("case_id", cases.iter().copied()).push(" group by case_id, stage");
    let clocks: Vec<(CaseId, String, Moment)> = r.list(&sql)?;
    for (case, stage, at) in clocks {
        let stamps = all.entry(case).or_default();
        match stage.as_str() {
            "intake" => stamps.accepted = Some(at),
            "contact" => stamps.contacted = Some(at),
            _ => stamps.completed = stamps.completed.max(Some(at)),
        }
    }
    let mut sql = Sql::new("select case_id, min(dispatched_at), max(signed_at) from case_assignments where street_id = ");
    sql.bind(street).push(" and role = 'lead' and ").within("case_id", cases.iter().copied()).push(" group by case_id");
    let leads: Vec<(CaseId, Option<Moment>, Option<Moment>)> = r.list(&sql)?;
    for (case, dispatched, signed) in leads {
        let stamps = all.entry(case).or_default();
        (stamps.dispatched, stamps.signed) = (dispatched, signed);
    }
    Ok(all)
}
