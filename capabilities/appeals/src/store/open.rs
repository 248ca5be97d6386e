//! Published cases for programs: by when they were asked for or changed, by number, and what stands beside them.

use super::case::CASE;
use crate::rules::{Case, CaseId, PhotoId, PublicLevel, State, VoiceId};
use db::{FromRow, Reader, Result, Sql, args};
use kernel::{Moment, StreetId, uuid::Uuid};

/// As the index of `0030_open311.sql` has it: a fuzzy case to the day, in the street's time.
const REQUESTED: &str =
    "(case when t.public_level = 'full' then t.opened_at else t.opened_at - (t.opened_at + 28800000000) % 86400000000 end)";
/// The newest of touch and publication, or the end.
const UPDATED: &str = "case when t.closed_at is not null then t.closed_at
    when t.published_at > t.touched_at then t.published_at else t.touched_at end";

/// What a list is narrowed to. All bounds are inclusive.
#[derive(Clone, Debug, Default)]
pub struct RequestFilter {
    pub requested: (Option<Moment>, Option<Moment>),
    pub updated: (Option<Moment>, Option<Moment>),
    pub states: Vec<State>,
    pub categories: Vec<String>,
    /// West, south, east, north of the point as it is kept, wider than the published one by whoever asks; cases without
    /// a point of their own are let through.
    pub around: Option<[f64; 4]>,
}

/// The last item of a page: newest first, then by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestKey {
    pub requested_at: Moment,
    pub case_no: String,
}

/// One page of published cases, newest first.
pub fn requests(
    r: &mut Reader<'_>,
    street: StreetId,
    filter: &RequestFilter,
    after: Option<&RequestKey>,
    (skip, limit): (i64, i64),
) -> Result<Vec<Case>> {
    let mut sql = Sql::new("select ");
    sql.push(CASE).push("\nfrom ");
    match filter.updated.0 {
        Some(from) => moved_since(&mut sql, street, from),
        None => sql.push("cases t\nwhere t.street_id = ").bind(street),
    };
    sql.push("\n  and t.published = ").bind(true);
    sql.push("\n  and t.public_level in ('full', 'fuzzy')");
    sql.and(&format!("{REQUESTED} >="), filter.requested.0);
    sql.and(&format!("{REQUESTED} <="), filter.requested.1);
    let (from, to) = filter.updated;
    if from.is_some() || to.is_some() {
        let told = format!("(case when t.public_level = 'full' then {UPDATED} else {UPDATED} - ({UPDATED} + 28800000000) % 86400000000 end)");
        sql.and(&format!("{told} >="), from).and(&format!("{told} <="), to);
    }
    if !filter.states.is_empty() {
        sql.push("\n  and ").within("t.state", filter.states.iter().map(|s| s.code()));
    }
    if !filter.categories.is_empty() {
        sql.push("\n  and ").within("t.category", filter.categories.iter().map(String::as_str));
    }
    if let Some([west, south, east, north]) = filter.around {
        sql.push("\n  and (t.lon is null or t.lon >= ").bind(west).push(" and t.lat >= ").bind(south);
        sql.push(" and t.lon <= ").bind(east).push(" and t.lat <= ").bind(north).push(")");
    }
    if let Some(key) = after {
        sql.push("\n  and ").push(REQUESTED).push(" <= ").bind(key.requested_at);
        sql.push("\n  and (").push(REQUESTED).push(" < ").bind(key.requested_at);
        sql.push(" or t.case_no < ").bind(&key.case_no).push(")");
    }
    sql.push("\norder by ").push(REQUESTED).push(" desc, t.case_no desc\nlimit ").bind(limit);
    sql.push(" offset ").bind(skip);
    r.list(&sql)
}

/// Cases touched or announced since, each by its own index; a join in this order, or SQLite walks all that is published.
fn moved_since(sql: &mut Sql, street: StreetId, from: Moment) -> &mut Sql {
    // What is told to the day may have been touched at any hour of it.
    let from = from.plus(-Moment::DAY);
    sql.push("(select c.id from cases c where c.street_id = ").bind(street);
    sql.push(" and c.published = ").bind(true).push(" and c.touched_at >= ").bind(from);
    sql.push("\n  union select c.id from cases c where c.street_id = ").bind(street);
    sql.push(" and c.published = ").bind(true).push(" and c.published_at >= ").bind(from);
    sql.push(") moved\ncross join cases t\nwhere t.street_id = ").bind(street).push("\n  and t.id = moved.id")
}

/// Published cases of these numbers, in no order.
pub fn requests_of(r: &mut Reader<'_>, street: StreetId, numbers: &[String]) -> Result<Vec<Case>> {
    let mut sql = Sql::new("select ");
    sql.push(CASE).push("\nfrom cases t\nwhere t.street_id = ").bind(street);
    sql.push("\n  and t.published = ").bind(true).push("\n  and t.public_level in ('full', 'fuzzy')");
    sql.push("\n  and ").within("t.case_no", numbers.iter().map(String::as_str));
    r.list(&sql)
}

/// For numbers whose case went up in another: that one's number, and how much the public sees of the one that went.
pub fn public_aliases(r: &mut Reader<'_>, street: StreetId, numbers: &[String]) -> Result<Vec<(String, String, PublicLevel)>> {
    let mut sql = Sql::new("select c.case_no, t.case_no, c.public_level from cases c");
    sql.push("\njoin cases t on t.street_id = c.street_id and t.id = c.merged_into");
    sql.push("\nwhere c.street_id = ").bind(street).push("\n  and c.public_level in ('full', 'fuzzy')");
    sql.push("\n  and ").within("c.case_no", numbers.iter().map(String::as_str));
    let rows: Vec<(String, String, String)> = r.list(&sql)?;
    Ok(rows.into_iter().filter_map(|(gone, into, level)| Some((gone, into, PublicLevel::from_code(&level)?))).collect())
}

/// The running promises of the handling: none while it is paused.
pub fn promised(r: &mut Reader<'_>, street: StreetId, cases: &[CaseId]) -> Result<Vec<(CaseId, Moment)>> {
    type Line = (CaseId, String, Option<Moment>, Option<Moment>, bool);
    let all: Vec<Line> = of_cases(r, street, cases, "case_id, stage, due_at, stopped_at, superseded from clocks where case_id")?;
    let runs = |(case, stage, due, stopped, superseded): Line| {
        let promise = matches!(stage.as_str(), "handle" | "redo") && stopped.is_none() && !superseded;
        Some((case, due.filter(|_| promise)?))
    };
    Ok(all.into_iter().filter_map(runs).collect())
}

/// Photos the public may see, oldest first.
pub fn public_photos(r: &mut Reader<'_>, street: StreetId, cases: &[CaseId]) -> Result<Vec<(CaseId, PhotoId)>> {
    let all: Vec<(CaseId, PhotoId, Option<Moment>)> = of_cases(r, street, cases, "case_id, id, approved_at from photos where case_id")?;
    let mut approved: Vec<_> = all.into_iter().filter(|p| p.2.is_some()).map(|p| (p.0, p.1)).collect();
    approved.sort_by_key(|p| p.1);
    Ok(approved)
}

/// The voices of cases with the service each came through, oldest first.
pub fn channels(r: &mut Reader<'_>, street: StreetId, cases: &[CaseId]) -> Result<Vec<(CaseId, String)>> {
    let mut all: Vec<(CaseId, VoiceId, String)> = of_cases(r, street, cases, "case_id, id, channel from voices where case_id")?;
    all.sort_by_key(|v| v.1);
    Ok(all.into_iter().map(|(case, _, channel)| (case, channel)).collect())
}

/// What everybody may know has happened to cases, oldest first: case, event, when, name.
pub fn public_events(r: &mut Reader<'_>, street: StreetId, cases: &[CaseId]) -> Result<Vec<(CaseId, Uuid, Moment, String)>> {
    let select = "subject_id, id, at, name from events where subject_kind = 'case' and audience = 'public' and subject_id";
    let mut all: Vec<(CaseId, Uuid, Moment, String)> = of_cases(r, street, cases, select)?;
    all.sort_by_key(|e| e.1);
    Ok(all)
}

/// So many cases are asked for in one statement, so that its text is always the same.
const TOGETHER: usize = 100;

/// Rows of cases, in no order: to be ordered by SQLite it would walk all of a table by its key.
fn of_cases<T: FromRow>(r: &mut Reader<'_>, street: StreetId, cases: &[CaseId], select: &str) -> Result<Vec<T>> {
    let mut found = vec![];
    for part in cases.chunks(TOGETHER) {
        let last = part.last().copied();
        let whole = part.iter().copied().chain(std::iter::repeat_n(last, TOGETHER - part.len()).flatten());
        let mut sql = Sql::new("select ");
        sql.within(select, whole).push("\n  and street_id = ").bind(street);
        found.extend(r.list::<T>(&sql)?);
    }
    Ok(found)
}

/// Notes through which door a voice came, where it is not the residents' own pages.
pub fn set_door(tx: &mut db::Tx<'_>, voice: VoiceId, door: &str) -> Result<()> {
    let street = tx.street();
    tx.exec("update voices set door = $3 where street_id = $1 and id = $2", args![street, voice, door])?;
    Ok(())
}
