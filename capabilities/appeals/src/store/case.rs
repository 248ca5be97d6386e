//! Cases: found for an act, listed by the rule table, saved with their kept counts.

use super::{code, code_opt};
use crate::rules::{COLUMNS, Case, CaseId, CaseResult, CaseType, Links, PublicLevel, REPEAT_DAYS, State, Urgency, WHO_MAY};
use auth::{Act, Denied, Held, PlacePath, Viewer, visible};
use db::{FromRow, Keyset, Reader, Result, Row, Sql, Tx, Value, args};
use kernel::{Moment, PlaceId, StreetId, UnitId, uuid::Uuid};
use std::collections::BTreeMap;

pub(super) const CASE: &str = "t.id, t.case_no, t.case_type, t.category, t.urgency, t.community_id, t.grid_id, t.building_id,
  t.grid_at_opening, t.lat, t.lon, t.state, t.round, t.redos, t.lead_unit_id, t.handler_id, t.no_return, t.title,
  t.summary, t.public_level, t.published, t.published_at, t.public_reply, t.internal_note, t.result,
  t.refusal_reason, t.refused_proposed_by, t.refused_by, t.received_by, t.completed_by, t.voices, t.urgings,
  t.questions, t.contacted, t.due_at, t.due_stage, t.opened_at, t.closed_at, t.touched_at, t.extension_days,
  t.supervision, t.merged_into, t.rev";

impl FromRow for Case {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            case_no: r.next()?,
            case_type: code(r, CaseType::from_code)?,
            category: r.next()?,
            urgency: code(r, Urgency::from_code)?,
            place: PlacePath { community: r.next()?, grid: r.next()?, building: r.next()? },
            grid_at_opening: r.next()?,
            point: r.next::<Option<f64>>()?.zip(r.next::<Option<f64>>()?),
            state: code(r, State::from_code)?,
            round: r.next()?,
            redos: r.next()?,
            lead: r.next()?,
            handler: r.next()?,
            no_return: r.next()?,
            title: r.next()?,
            summary: r.next()?,
            public_level: code(r, PublicLevel::from_code)?,
            published: r.next()?,
            published_at: r.next()?,
            public_reply: r.next()?,
            internal_note: r.next()?,
            result: code_opt(r, CaseResult::from_code)?,
            refusal_reason: r.next()?,
            refusal_proposed_by: r.next()?,
            refused_by: r.next()?,
            received_by: r.next()?,
            completed_by: r.next()?,
            voices: r.next()?,
            urgings: r.next()?,
            questions: r.next()?,
            contacted: r.next()?,
            due_at: r.next()?,
            due_stage: r.next()?,
            opened_at: r.next()?,
            closed_at: r.next()?,
            touched_at: r.next()?,
            extension_days: r.next()?,
            supervision: r.next()?,
            merged_into: r.next()?,
            rev: r.next()?,
            links: Links::default(),
        })
    }
}

/// The case for an act: not there and not visible are one answer.
pub fn find<A: Act<Case>>(r: &mut Reader<'_>, viewer: &Viewer, id: CaseId, now: Moment) -> Result<Held<Case, A>> {
    let case = load(r, viewer.street, id)?.ok_or(Denied::Hidden)?;
    Ok(Held::take(viewer, case, now)?)
}

/// A case with what the rules about people need, whoever asks.
pub(crate) fn load(r: &mut Reader<'_>, street: StreetId, id: CaseId) -> Result<Option<Case>> {
    let sql = format!("select {CASE} from cases t where t.street_id = $1 and t.id = $2");
    let Some(mut case) = r.opt::<Case>(&sql, args![street, id])? else { return Ok(None) };
    case.links = links(r, street, id)?;
    Ok(Some(case))
}

fn links(r: &mut Reader<'_>, street: StreetId, id: CaseId) -> Result<Links> {
    let voices: Vec<(Uuid, Option<kernel::AccountId>, bool, Option<Moment>)> = r.all(
        "select id, account_id, secret, withdrawn_at from voices where street_id = $1 and case_id = $2",
        args![street, id],
    )?;
    let units: Vec<(UnitId, String, Option<Moment>)> = r.all(
        "select unit_id, role, ended_at from case_assignments where street_id = $1 and case_id = $2
         union all
         select unit_id, 'accused', cast(null as bigint) from case_accused where street_id = $1 and case_id = $2
         union all
         select id, 'contested', cast(null as bigint) from case_exclusions where street_id = $1 and case_id = $2",
        args![street, id],
    )?;
    let (accused, units): (Vec<_>, Vec<_>) = units.into_iter().partition(|u| u.1 == "accused");
    let (contested, units): (Vec<_>, Vec<_>) = units.into_iter().partition(|u| u.1 == "contested");
    Ok(Links {
        owners: voices.iter().filter_map(|v| v.1).collect(),
        voices: voices.iter().map(|v| v.0).collect(),
        secret: voices.iter().any(|v| v.2),
        contested: !contested.is_empty(),
        assists: units.iter().filter(|u| u.1 != "lead" && u.2.is_none()).map(|u| u.0).collect(),
        ever_held: units.iter().map(|u| u.0).collect(),
        accused: accused.into_iter().map(|u| u.0).collect(),
    })
}

/// The id behind a public case number.
pub fn by_number(r: &mut Reader<'_>, street: StreetId, case_no: &str) -> Result<Option<CaseId>> {
    r.opt("select id from cases where street_id = $1 and case_no = $2", args![street, case_no])
}

/// The number of the case in which the one of this number went up, if it did.
pub fn alias_of(r: &mut Reader<'_>, street: StreetId, case_no: &str) -> Result<Option<String>> {
    r.opt(
        "select t.case_no from cases c join cases t on t.street_id = c.street_id and t.id = c.merged_into
         where c.street_id = $1 and c.case_no = $2",
        args![street, case_no],
    )
}

/// A published case by its number; any other answers as if it did not exist.
pub fn public_case(r: &mut Reader<'_>, street: StreetId, case_no: &str) -> Result<Option<Case>> {
    let sql = format!("select {CASE} from cases t where t.street_id = $1 and t.case_no = $2 and t.published = $3");
    r.opt(&sql, args![street, case_no, true])
}

/// Filters of a list of cases; every list keeps them in its address.
#[derive(Clone, Debug, Default)]
pub struct CaseFilter {
    pub states: Vec<State>,
    pub category: Option<String>,
    pub community: Option<PlaceId>,
    pub grid: Option<PlaceId>,
    pub lead: Option<UnitId>,
    pub urgency: Option<Urgency>,
    pub due_before: Option<Moment>,
    pub closed_after: Option<Moment>,
    /// Ids found by words, newest first.
    pub among: Option<Vec<Uuid>>,
}

/// True of every case that is open, in the words of the index that holds few others: of a street's many cases a planner
/// cannot know that so few are open.
pub(super) const STILL_OPEN: &str = "t.closed_at is null and t.state <> 'merged'";

impl CaseFilter {
    pub(super) fn apply(&self, sql: &mut Sql) {
        if !self.states.is_empty() {
            sql.push("\n  and ").within("t.state", self.states.iter().map(|s| s.code()));
            if self.states.iter().all(|s| s.is_open()) {
                sql.push("\n  and ").push(STILL_OPEN);
            }
        }
        sql.and("t.category =", self.category.clone());
        sql.and("t.community_id =", self.community);
        sql.and("t.grid_id =", self.grid);
        sql.and("t.lead_unit_id =", self.lead);
        sql.and("t.urgency =", self.urgency.map(Urgency::code));
        sql.and("t.due_at <", self.due_before);
        sql.and("t.closed_at >", self.closed_after);
        if let Some(ids) = &self.among {
            sql.push("\n  and ").within("t.id", ids.iter().copied());
        }
    }
}

/// What this viewer may see of the working side, newest first.
pub fn list(
    r: &mut Reader<'_>,
    viewer: &Viewer,
    act: &str,
    filter: &CaseFilter,
    keyset: Keyset,
    now: Moment,
) -> Result<Vec<Case>> {
    let visible = visible(WHO_MAY, act, viewer, now, &COLUMNS);
    r.list(&Sql::visible(CASE, "cases", viewer.street, &visible, keyset, |sql| filter.apply(sql)))
}

/// Published cases, newest first: the same for everybody.
pub fn list_public(r: &mut Reader<'_>, street: StreetId, filter: &CaseFilter, keyset: Keyset) -> Result<Vec<Case>> {
    let mut sql = Sql::new("select ");
    sql.push(CASE).push("\nfrom cases t\nwhere t.street_id = ").bind(street);
    sql.push("\n  and t.published = ").bind(true);
    filter.apply(&mut sql);
    sql.and("t.id <", keyset.before);
    sql.push("\norder by t.id desc\nlimit ").bind(keyset.limit);
    r.list(&sql)
}

pub(super) fn values(street: StreetId, c: &Case) -> Vec<Value> {
    vec![
        street.into(), c.id.into(), (&c.case_no).into(), c.case_type.code().into(), (&c.category).into(),
        c.urgency.code().into(), c.place.community.into(), c.place.grid.into(), c.place.building.into(),
        c.grid_at_opening.into(), c.point.map(|p| p.0).into(), c.point.map(|p| p.1).into(), c.state.code().into(),
        c.round.into(), c.redos.into(), c.lead.into(), c.handler.into(), c.no_return.into(), (&c.title).into(),
        (&c.summary).into(), c.public_level.code().into(), c.published.into(), c.published_at.into(),
        c.public_reply.clone().into(), c.internal_note.clone().into(), c.result.map(CaseResult::code).into(),
        c.refusal_reason.clone().into(), c.refusal_proposed_by.into(), c.refused_by.into(), c.received_by.into(),
        c.completed_by.into(), c.voices.into(), c.urgings.into(), c.questions.into(), c.contacted.into(),
        c.due_at.into(), c.due_stage.clone().into(), c.opened_at.into(), c.closed_at.into(), c.touched_at.into(),
        c.extension_days.into(), c.supervision.into(), c.merged_into.into(),
        c.rev.into(),
    ]
}

pub(super) const STORED: &str = "case_no, case_type, category, urgency, community_id, grid_id, building_id, grid_at_opening, lat,
  lon, state, round, redos, lead_unit_id, handler_id, no_return, title, summary, public_level, published,
  published_at, public_reply, internal_note, result, refusal_reason, refused_proposed_by, refused_by, received_by,
  completed_by, voices, urgings, questions, contacted, due_at, due_stage, opened_at, closed_at, touched_at, extension_days,
  supervision, merged_into, rev";

/// A new case. Whoever brings it in calls [`super::keep`] once its voice and its clock are there too.
pub fn insert(tx: &mut Tx<'_>, case: &Case) -> Result<()> {
    let marks: Vec<_> = (1..=44).map(|n| format!("${n}")).collect();
    let sql = format!("insert into cases (street_id, id, {STORED}) values ({})", marks.join(", "));
    tx.exec(&sql, &values(tx.street(), case))?;
    count_public(tx, [(case, 1)])
}

/// The case as it now stands, with its part in the kept counts, if nobody came between: `was` is what was read.
pub fn save(tx: &mut Tx<'_>, was: &Case, case: &Case) -> Result<()> {
    let set: Vec<_> = STORED.split(',').enumerate().map(|(i, c)| format!("{} = ${}", c.trim(), i + 3)).collect();
    let sql = format!("update cases set {} where street_id = $1 and id = $2 and rev = $45", set.join(", "));
    let mut values = values(tx.street(), case);
    values.push(was.rev.into());
    if tx.exec(&sql, &values)? != 1 {
        return Err(db::Fault::Busy);
    }
    let moved = was.state != case.state || was.place != case.place || was.category != case.category;
    if moved || was.published != case.published {
        count_public(tx, [(was, -1), (case, 1)])?;
    }
    super::keep(tx, case.id)
}

/// The clock a list shows for the case; not a hand on it, so its revision stays.
pub fn show_due(tx: &mut Tx<'_>, case: &Case) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "update cases set due_at = $3, due_stage = $4 where street_id = $1 and id = $2",
        args![street, case.id, case.due_at, case.due_stage.clone()],
    )?;
    Ok(())
}

pub fn accuse(tx: &mut Tx<'_>, id: CaseId, units: &[UnitId]) -> Result<()> {
    let street = tx.street();
    for unit in units {
        tx.exec(
            "insert into case_accused (street_id, case_id, unit_id) values ($1, $2, $3)
             on conflict (street_id, case_id, unit_id) do nothing",
            args![street, id, *unit],
        )?;
    }
    Ok(())
}

/// The street's own lines are written by everybody: spread over so many rows, writers seldom meet.
const SHARDS: i32 = 4;

/// A line of the public counts: slice, category or '' for all, of what, state, shard.
type PublicLine = (&'static str, String, Uuid, &'static str, i32);

/// What the public may count: published cases only.
pub(super) fn count_public<'c>(tx: &mut Tx<'_>, cases: impl IntoIterator<Item = (&'c Case, i64)>) -> Result<()> {
    // Whoever loads much at once counts at the end: PostgreSQL keeps every state of a row until the transaction ends.
    if tx.defers() {
        return Ok(());
    }
    let street = tx.street();
    let mut lines: BTreeMap<PublicLine, i64> = BTreeMap::new();
    for (case, n) in cases.into_iter().filter(|(c, _)| c.published) {
        let shard = i32::from(case.id.uuid().as_bytes()[15]) % SHARDS;
        let slices = [
            ("street", Some(street.uuid()), shard),
            ("community", case.place.community.map(PlaceId::uuid), 0),
            ("grid", case.place.grid.map(PlaceId::uuid), 0),
        ];
        for (slice, of, shard) in slices {
            for category in ["", &case.category] {
                let line = of.map(|of| (slice, category.to_owned(), of, case.state.code(), shard));
                line.into_iter().for_each(|line| *lines.entry(line).or_default() += n);
            }
        }
    }
    for ((slice, category, of, state, shard), n) in lines.into_iter().filter(|l| l.1 != 0) {
        tx.exec(
            "insert into public_counts (street_id, slice, category, of_id, state, shard, n)
             values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (street_id, slice, category, of_id, state, shard)
             do update set n = public_counts.n + excluded.n",
            args![street, slice, category, of, state, shard, n],
        )?;
    }
    Ok(())
}

/// Counts what the public may count again from the cases.
pub(super) fn recount_public(tx: &mut Tx<'_>) -> Result<()> {
    let street = tx.street();
    tx.exec("delete from public_counts where street_id = $1", args![street])?;
    for (slice, of) in [("street", "street_id"), ("community", "community_id"), ("grid", "grid_id")] {
        for category in ["''", "category"] {
            let sql = format!(
                "insert into public_counts (street_id, slice, category, of_id, state, shard, n)
                 select street_id, '{slice}', {category}, {of}, state, 0, count(*) from cases
                 where street_id = $1 and published and {of} is not null
                 group by street_id, {of}, state{}",
                if category == "category" { ", category" } else { "" }
            );
            tx.exec(&sql, args![street])?;
        }
    }
    Ok(())
}

/// Where the cases are that could be the same trouble again: of its category in its community, opened within the days
/// before it.
pub fn alike(r: &mut Reader<'_>, street: StreetId, case: &Case) -> Result<Vec<(Option<PlaceId>, Option<(f64, f64)>)>> {
    let rows: Vec<(Option<PlaceId>, Option<f64>, Option<f64>)> = r.all(
        "select building_id, lat, lon from cases
         where street_id = $1 and category = $2 and community_id = $3 and opened_at >= $4 and opened_at <= $5 and id <> $6
           and state <> 'withdrawn' and state <> 'merged'",
        args![street, &case.category, case.place.community, case.opened_at.plus_days(-REPEAT_DAYS), case.opened_at, case.id],
    )?;
    Ok(rows.into_iter().map(|(building, lat, lon)| (building, lat.zip(lon))).collect())
}

/// Kept with the case; its kept counts follow when it is saved.
pub fn note_repeat(tx: &mut Tx<'_>, id: CaseId, repeats: bool) -> Result<()> {
    let street = tx.street();
    tx.exec("update cases set repeats = $3 where street_id = $1 and id = $2", args![street, id, repeats])?;
    Ok(())
}
