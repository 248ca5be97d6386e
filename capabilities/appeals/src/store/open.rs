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
    sql.push(CASE).push("\nfrom cases t\nwhere t.street_id = ").bind(street);
    sql.push("\n  and t.published = ").bind(true);
    sql.push("\n  and t.public_level in ('full', 'fuzzy')");
    sql.and(&format!("{REQUESTED} >="), filter.requested.0);
    sql.and(&format!("{REQUESTED} <="), filter.requested.1);
    let (from, to) = filter.updated;
    if from.is_some() || to.is_some() {
        let told = format!("(case when t.public_level = 'full' then {UPDATED} else {UPDATED} - ({UPDATED} + 28800000000) % 86400000000 end)");
        sql.and(&format!("{told} >="), from).and(&format!("{told} <="), to);
    }
    if let Some(from) = from {
        // Each side has an index of its own; a hand on the case or its end, whichever came last, is not before.
        let day = from.plus(-Moment::DAY);
        sql.push("\n  and t.id in (select c.id from cases c where c.street_id = ").bind(street);
        sql.push(" and c.published = ").bind(true).push(" and c.touched_at >= ").bind(day);
        sql.push(" union all select c.id from cases c where c.street_id = ").bind(street);
        sql.push(" and c.published = ").bind(true).push(" and c.published_at >= ").bind(day).push(")");
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
    of_cases(r, street, cases, "case_id, due_at from clocks", "case_id", " and stage in ('handle', 'redo') and stopped_at is null and not superseded and due_at is not null order by id")
}

/// Photos the public may see, oldest first.
pub fn public_photos(r: &mut Reader<'_>, street: StreetId, cases: &[CaseId]) -> Result<Vec<(CaseId, PhotoId)>> {
    of_cases(r, street, cases, "case_id, id from photos", "case_id", " and approved_at is not null order by id")
}

/// The voices of cases with the service each came through, oldest first.
pub fn channels(r: &mut Reader<'_>, street: StreetId, cases: &[CaseId]) -> Result<Vec<(CaseId, String)>> {
    of_cases(r, street, cases, "case_id, channel from voices", "case_id", " order by id")
}

/// What everybody may know has happened to cases, oldest first: case, event, when, name.
pub fn public_events(r: &mut Reader<'_>, street: StreetId, cases: &[CaseId]) -> Result<Vec<(CaseId, Uuid, Moment, String)>> {
    of_cases(r, street, cases, "subject_id, id, at, name from events", "subject_id", " and subject_kind = 'case' and audience = 'public' order by id")
}

/// So many cases are asked for in one statement, so that its text is always the same.
const TOGETHER: usize = 100;

fn of_cases<T: FromRow>(
    r: &mut Reader<'_>,
    street: StreetId,
    cases: &[CaseId],
    select: &str,
    column: &str,
    rest: &str,
) -> Result<Vec<T>> {
    let mut found = vec![];
    for part in cases.chunks(TOGETHER) {
        let last = part.last().copied();
        let whole = part.iter().copied().chain(std::iter::repeat_n(last, TOGETHER - part.len()).flatten());
        let mut sql = Sql::new("select ");
        sql.push(select).push("\nwhere street_id = ").bind(street).push("\n  and ").within(column, whole).push(rest);
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
