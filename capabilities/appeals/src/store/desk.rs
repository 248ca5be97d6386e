//! What the desk's pages ask beside the cases themselves: counts of a list, saved views, earlier callbacks, notes.

use super::{CaseFilter, by_state};
use crate::rules::{COLUMNS, CaseId, ReporterId, State, VoiceId, WHO_MAY};
use auth::{Clause, Term, Viewer, Visible, visible};
use db::{Reader, Result, Sql, Tx, args};
use kernel::{AccountId, Moment, Sealed, StreetId, uuid::Uuid};

/// Open cases this viewer may see, by state. The whole street is answered from the kept counts.
pub fn waiting(r: &mut Reader<'_>, viewer: &Viewer, act: &str, now: Moment) -> Result<Vec<(State, i64)>> {
    let visible = visible(WHO_MAY, act, viewer, now, &COLUMNS);
    let counts = match whole_street(&visible) {
        Some(accused) => less(by_state(r, viewer.street, None)?, hidden(r, viewer.street, &accused)?),
        None => {
            let open: Vec<_> = State::ALL.iter().copied().filter(|s| s.is_open()).collect();
            let filter = CaseFilter { states: open, ..CaseFilter::default() };
            r.list(&Sql::visible_counts("state", "cases", viewer.street, &visible, |sql| filter.apply(sql)))?
        }
    };
    let read = |(code, n): (String, i64)| State::from_code(&code).filter(|s| s.is_open()).map(|s| (s, n));
    Ok(counts.into_iter().filter_map(read).filter(|(_, n)| *n > 0).collect())
}

/// Whether this viewer sees every case of the street but those about their own unit.
pub fn sees_all(viewer: &Viewer, act: &str, now: Moment) -> bool {
    whole_street(&visible(WHO_MAY, act, viewer, now, &COLUMNS)).is_some()
}

/// How many this viewer may see under a filter that keeps the rows few.
pub fn counted(r: &mut Reader<'_>, viewer: &Viewer, act: &str, filter: &CaseFilter, now: Moment) -> Result<i64> {
    let visible = visible(WHO_MAY, act, viewer, now, &COLUMNS);
    let counts: Vec<(String, i64)> =
        r.list(&Sql::visible_counts("state", "cases", viewer.street, &visible, |sql| filter.apply(sql)))?;
    Ok(counts.iter().map(|(_, n)| n).sum())
}

/// How many of them are past their date.
pub fn overdue(r: &mut Reader<'_>, viewer: &Viewer, act: &str, filter: &CaseFilter, now: Moment) -> Result<Vec<(State, i64)>> {
    let visible = visible(WHO_MAY, act, viewer, now, &COLUMNS);
    let filter = CaseFilter { due_before: Some(now), ..filter.clone() };
    let counts: Vec<(String, i64)> =
        r.list(&Sql::visible_counts("state", "cases", viewer.street, &visible, |sql| filter.apply(sql)))?;
    Ok(counts.into_iter().filter_map(|(code, n)| Some((State::from_code(&code)?, n))).collect())
}

/// The units whose being complained about hides a case, if nothing else is hidden from this list. Another branch may
/// show what this one hides: then only the rows can tell.
fn whole_street(visible: &Visible) -> Option<Vec<Uuid>> {
    visible.branches.iter().find_map(|branch| match branch.clauses.as_slice() {
        [] => Some(vec![]),
        [clause @ Clause::Linked { not: true, table, terms, .. }] if *table == COLUMNS.accused.0 => match terms.as_slice() {
            [Term::Any(_, units)] if visible.branches.iter().all(|b| b.clauses.contains(clause)) => Some(units.clone()),
            _ => None,
        },
        _ => None,
    })
}

fn hidden(r: &mut Reader<'_>, street: StreetId, units: &[Uuid]) -> Result<Vec<(String, i64)>> {
    let mut sql = Sql::new("select c.state, count(*) from cases c where c.street_id = ");
    sql.bind(street).push(" and c.id in (select a.case_id from case_accused a where a.street_id = ").bind(street);
    sql.push(" and ").within("a.unit_id", units.iter().copied());
    sql.push(") group by c.state");
    r.list(&sql)
}

fn less(all: Vec<(String, i64)>, hidden: Vec<(String, i64)>) -> Vec<(String, i64)> {
    let gone = |code: &str| hidden.iter().find(|(c, _)| c == code).map_or(0, |(_, n)| *n);
    all.into_iter().map(|(code, n)| (code.clone(), n - gone(&code))).collect()
}

/// The first opened of what this viewer may see under a filter.
pub fn oldest(r: &mut Reader<'_>, viewer: &Viewer, act: &str, filter: &CaseFilter, now: Moment) -> Result<Option<Moment>> {
    let visible = visible(WHO_MAY, act, viewer, now, &COLUMNS);
    let first: Vec<Moment> =
        r.list(&Sql::visible_first("opened_at", "cases", viewer.street, &visible, |sql| filter.apply(sql)))?;
    Ok(first.first().copied())
}

/// Filters one account keeps: id, name, query.
pub fn saved_views(r: &mut Reader<'_>, street: StreetId, account: AccountId) -> Result<Vec<(Uuid, String, String)>> {
    r.all(
        "select id, name, query from saved_views where street_id = $1 and account_id = $2 order by id limit 20",
        args![street, account],
    )
}

/// Keeps filters under a name; the same name again replaces them.
pub fn save_view(tx: &mut Tx<'_>, account: AccountId, name: &str, query: &str) -> Result<()> {
    let (street, id) = (tx.street(), Uuid::now_v7());
    tx.exec(
        "insert into saved_views (street_id, id, account_id, name, query) values ($1, $2, $3, $4, $5)
         on conflict (street_id, account_id, name) do update set query = excluded.query",
        args![street, id, account, name, query],
    )?;
    Ok(())
}

pub fn drop_view(tx: &mut Tx<'_>, account: AccountId, id: Uuid) -> Result<u64> {
    let street = tx.street();
    tx.exec("delete from saved_views where street_id = $1 and account_id = $2 and id = $3", args![street, account, id])
}

/// Attempts of this round for each voice of a case: voice, how many, the last.
pub fn attempts_of(r: &mut Reader<'_>, street: StreetId, case: CaseId, round: i32) -> Result<Vec<(VoiceId, i64, Moment)>> {
    r.all(
        "select voice_id, count(*), max(at) from case_callbacks
         where street_id = $1 and case_id = $2 and round = $3 and source <> 'upper'
         group by voice_id",
        args![street, case, round],
    )
}

/// Sealed notes of a case, oldest first: id, kind, when, text.
pub fn notes_of(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Vec<(Uuid, String, Moment, Sealed)>> {
    r.all(
        "select id, kind, at, text from case_notes where street_id = $1 and case_id = $2 order by id",
        args![street, case],
    )
}

/// A speaker's sealed name and number, and whether they asked for help as an elder.
pub fn reporter(r: &mut Reader<'_>, street: StreetId, id: ReporterId) -> Result<Option<(Option<Sealed>, Option<Sealed>, bool)>> {
    r.opt("select name, phone, elder from reporters where street_id = $1 and id = $2", args![street, id])
}

/// Voices from a number since an instant, and whether one of them was an elder's.
pub fn voices_since(r: &mut Reader<'_>, street: StreetId, phone_digest: Vec<u8>, since: Moment) -> Result<(i64, bool)> {
    let rows: Vec<(Uuid, bool)> = r.all(
        "select v.id, p.elder from reporters p
         join voices v on v.street_id = p.street_id and v.reporter_id = p.id
         where p.street_id = $1 and p.phone_digest = $2 and v.received_at >= $3",
        args![street, phone_digest, since],
    )?;
    Ok((rows.len() as i64, rows.iter().any(|r| r.1)))
}
