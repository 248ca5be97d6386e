//! The kept counts: what a case adds, written in the transaction of its change, and counted again from the rows.

use crate::rules::counting::{Added, AnswerGiven, COUNTED_STAGES, Cell, Committed, Counts, Measure, Promised, Story, Turn, added};
use crate::rules::slices::{Line, Slice};
use crate::rules::{CaseId, CaseType, Satisfaction, Speaker, State, VoiceId};
use db::{FromRow, Reader, Result, Row, Sql, Tx, Value, args};
use kernel::{Day, Moment, PlaceId, StreetId, UnitId, uuid::Uuid};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Brings the kept counts up to what the case now is: what it added before is taken back exactly. Every verb that
/// changes a voice, a clock or an answer ends here; [`super::save`] calls it for those that change the case.
pub fn keep(tx: &mut Tx<'_>, id: CaseId) -> Result<()> {
    if tx.defers() {
        return Ok(());
    }
    let street = tx.street();
    let Some(Found { now: fresh, kept: old, .. }) = stories(tx, street, &[id])?.pop() else { return Ok(()) };
    if old.as_ref() == Some(&fresh) {
        return Ok(());
    }
    bring(tx, id, &fresh, old.as_ref())?;
    tx.exec("update cases set counted = $3 where street_id = $1 and id = $2", args![street, id, write(&fresh)?])?;
    Ok(())
}

/// As [`keep`], of a case that was just opened and whose story its maker knows; with the promise lists show.
pub fn keep_opened(tx: &mut Tx<'_>, id: CaseId, story: &Story, due: (Option<Moment>, &str)) -> Result<()> {
    let (street, fresh) = (tx.street(), added(story));
    let mut counted = None;
    if !tx.defers() {
        bring(tx, id, &fresh, None)?;
        counted = Some(write(&fresh)?);
    }
    tx.exec(
        "update cases set due_at = $3, due_stage = $4, counted = $5 where street_id = $1 and id = $2",
        args![street, id, due.0, due.1, counted],
    )?;
    Ok(())
}

/// Adds what a case now adds and takes back what it added before.
fn bring(tx: &mut Tx<'_>, id: CaseId, fresh: &Added, old: Option<&Added>) -> Result<()> {
    let mut lines = fresh.lines();
    let mut stands: BTreeMap<(Slice, Uuid, State), i64> = BTreeMap::new();
    stands.extend(fresh.stands().into_iter().map(|(slice, of)| ((slice, of, fresh.state), 1)));
    if let Some(old) = old {
        for (line, counts) in old.lines() {
            lines.entry(line).or_default().plus(&counts, -1);
        }
        for (slice, of) in old.stands() {
            *stands.entry((slice, of, old.state)).or_default() -= 1;
        }
    }
    let seed = id.uuid().as_bytes()[15];
    add_lines(tx, lines.into_iter().filter(|(_, counts)| !counts.is_zero()), |slice| seed % slice.shards())?;
    for ((slice, of, state), n) in stands.into_iter().filter(|s| s.1 != 0) {
        add_standing(tx, slice, of, state, seed % slice.shards(), n)?;
    }
    Ok(())
}

/// Adds what new cases add, all together; gives what each is kept as, to be stored with it.
pub(super) fn keep_new<'s>(tx: &mut Tx<'_>, stories: impl Iterator<Item = &'s Story>) -> Result<Vec<String>> {
    let (mut sum, mut kept) = (Sum::default(), vec![]);
    for story in stories {
        let added = added(story);
        sum.plus(&added);
        kept.push(write(&added)?);
    }
    sum.write(tx)?;
    Ok(kept)
}

/// What many cases add together. More lines than `ENOUGH` are written before more are gathered.
#[derive(Default)]
pub(super) struct Sum {
    pub lines: BTreeMap<Line, Counts>,
    stands: BTreeMap<(Slice, Uuid, State), i64>,
}
pub(super) const ENOUGH: usize = 100_000;

impl Sum {
    pub fn plus(&mut self, added: &Added) {
        for (line, counts) in added.lines() {
            self.lines.entry(line).or_default().plus(&counts, 1);
        }
        for (slice, of) in added.stands() {
            *self.stands.entry((slice, of, added.state)).or_default() += 1;
        }
    }

    pub fn write(self, tx: &mut Tx<'_>) -> Result<()> {
        add_lines(tx, self.lines.into_iter(), |_| 0)?;
        self.stands.into_iter().try_for_each(|((slice, of, state), n)| add_standing(tx, slice, of, state, 0, n))
    }
}

/// As many lines as one statement carries: few kinds of statement, few walks to the server.
const TOGETHER: usize = 8;

fn add_lines(tx: &mut Tx<'_>, lines: impl Iterator<Item = (Line, Counts)>, shard: impl Fn(Slice) -> u8) -> Result<()> {
    let lines: Vec<_> = lines.collect();
    let street = tx.street();
    for part in lines.chunks(TOGETHER) {
        let mut values: Vec<Value> = Vec::with_capacity(part.len() * WIDTH);
        for (line, counts) in part {
            values.extend([street.into(), line.slice.code().into(), line.period.into(), line.of.into()]);
            values.extend([Value::from(&line.category), line.since.into(), i32::from(shard(line.slice)).into()]);
            values.extend(counts.0.iter().map(|n| Value::from(*n)));
        }
        tx.exec(&ADDING[part.len() - 1], &values)?;
    }
    Ok(())
}

/// The columns of a line.
const WIDTH: usize = 7 + Measure::ALL.len();

/// The statement that adds one line, two lines, and so on up to [`TOGETHER`].
static ADDING: LazyLock<Vec<String>> = LazyLock::new(|| {
    let row = |row: usize| (1..=WIDTH).map(|n| format!("${}", row * WIDTH + n)).collect::<Vec<_>>().join(", ");
    let adding = |lines: usize| {
        format!(
            "insert into figure_counts (street_id, slice, period, of_id, category, since, shard, {})
             values ({})
             on conflict (street_id, slice, period, of_id, category, since, shard)
             do update set {}",
            names(|m| m.to_owned()),
            (0..lines).map(row).collect::<Vec<_>>().join("), ("),
            names(|m| format!("{m} = figure_counts.{m} + excluded.{m}"))
        )
    };
    (1..=TOGETHER).map(adding).collect()
});

pub(super) fn names(each: impl Fn(&str) -> String) -> String {
    Measure::ALL.iter().map(|m| each(m.code())).collect::<Vec<_>>().join(", ")
}

fn add_standing(tx: &mut Tx<'_>, slice: Slice, of: Uuid, state: State, shard: u8, n: i64) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into state_counts (street_id, slice, of_id, state, shard, n)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (street_id, slice, of_id, state, shard)
         do update set n = state_counts.n + excluded.n",
        args![street, slice.code(), of, state.code(), i32::from(shard), n],
    )?;
    Ok(())
}

/// The stored form of what a case adds; measures by position, units by place in the list.
#[derive(Serialize, Deserialize)]
struct Stored {
    c: PlaceId,
    g: PlaceId,
    k: String,
    l: Option<UnitId>,
    s: State,
    u: Vec<UnitId>,
    d: Vec<(i32, i32, Option<usize>, Vec<i64>)>,
}

pub(super) fn write(added: &Added) -> Result<String> {
    let mut units: Vec<UnitId> = added.cells.keys().filter_map(|c| c.unit).collect();
    units.sort_unstable();
    units.dedup();
    let cell = |(cell, counts): (&Cell, &Counts)| {
        let sparse = counts.0.iter().enumerate().filter(|(_, n)| **n != 0).flat_map(|(m, n)| [m as i64, *n]);
        (cell.day.0, cell.since.0, cell.unit.and_then(|u| units.binary_search(&u).ok()), sparse.collect())
    };
    let d = added.cells.iter().map(cell).collect();
    let (c, g, k) = (added.community, added.grid, added.category.clone());
    Ok(serde_json::to_string(&Stored { c, g, k, l: added.lead, s: added.state, u: units, d })?)
}

pub(super) fn read(text: &str) -> Result<Added> {
    let stored: Stored = serde_json::from_str(text)?;
    let mut cells = BTreeMap::new();
    for (day, since, unit, sparse) in stored.d {
        let mut counts = Counts::default();
        for pair in sparse.chunks_exact(2) {
            let place = usize::try_from(pair[0]).ok().and_then(|m| counts.0.get_mut(m));
            *place.ok_or_else(|| db::Fault::Other("a stored count of an unknown measure".into()))? = pair[1];
        }
        let unit = unit.and_then(|n| stored.u.get(n).copied());
        cells.insert(Cell { day: Day(day), since: Day(since), unit }, counts);
    }
    Ok(Added { community: stored.c, grid: stored.g, category: stored.k, lead: stored.l, state: stored.s, cells })
}

/// A case with what it adds now, and what it was last kept as.
pub(super) struct Found {
    pub id: CaseId,
    pub case_no: String,
    pub now: Added,
    pub kept: Option<Added>,
}

pub(super) fn stories(r: &mut Reader<'_>, street: StreetId, ids: &[CaseId]) -> Result<Vec<Found>> {
    let mut heads = load_heads(r, street, ids)?;
    let mut at: BTreeMap<CaseId, usize> = BTreeMap::new();
    at.extend(heads.iter().enumerate().map(|(n, h)| (h.id, n)));
    let mut each = |id: CaseId, put: &mut dyn FnMut(&mut Story)| {
        if let Some(head) = at.get(&id).and_then(|n| heads.get_mut(*n)) {
            put(&mut head.story);
        }
    };
    for (case, voice, speaker, received) in rows::<(CaseId, VoiceId, String, Moment)>(
        r, street, ids, "select case_id, id, speaker, received_at from voices", "", "order by case_id, id",
    )? {
        let speaker = Speaker::from_code(&speaker).unwrap_or(Speaker::Resident);
        each(case, &mut |s| s.voices.push((voice, speaker, received)));
    }
    for (case, unit, since) in rows::<(CaseId, UnitId, Moment)>(
        r, street, ids, "select case_id, unit_id, dispatched_at from case_assignments", "and role = 'lead'", "order by case_id, id",
    )? {
        each(case, &mut |s| s.leads.push((unit, since)));
    }
    let promises = rows::<Clocked>(
        r, street, ids,
        "select case_id, stage, started_at, due_at, stopped_at, met,
           (select a.unit_id from case_assignments a where a.street_id = clocks.street_id and a.id = clocks.assignment_id),
           extensions <> '[]'
         from clocks",
        &format!("and stage in ({}) and not superseded", COUNTED.as_str()),
        "order by case_id, id",
    )?;
    for Clocked(case, promised) in promises {
        each(case, &mut |s| s.promises.push(promised.clone()));
    }
    for (case, unit, at, overturned) in rows::<(CaseId, UnitId, Moment, bool)>(
        r, street, ids, "select case_id, unit_id, at, overturned from case_dispatches", "", "order by case_id, id",
    )? {
        each(case, &mut |s| s.dispatches.push((unit, at, overturned)));
    }
    for (case, unit, due_on, met_at) in rows::<(CaseId, Option<UnitId>, Day, Option<Moment>)>(
        r, street, ids, "select case_id, unit_id, due_on, met_at from case_commitments", "and waived_at is null", "order by case_id, id",
    )? {
        each(case, &mut |s| s.commitments.push(Committed { unit, due_on, met_at }));
    }
    for Answered(case, answer) in rows::<Answered>(
        r, street, ids, &format!("select case_id, {ANSWER} from case_callbacks"), "and source <> 'upper'", "order by case_id, id",
    )? {
        each(case, &mut |s| s.answers.push(answer.clone()));
    }
    for (case, name, at, last) in turns(r, street, ids)? {
        if let Some(turn) = turn(&name, &last) {
            each(case, &mut |s| s.turns.push((turn, at)));
        }
    }
    let found = |h: Head| {
        let kept = h.counted.as_deref().map(read).transpose()?;
        Ok(Found { id: h.id, case_no: h.case_no, now: added(&h.story), kept })
    };
    heads.into_iter().map(found).collect()
}

/// The stages that are counted, as SQL names them.
static COUNTED: LazyLock<String> =
    LazyLock::new(|| COUNTED_STAGES.iter().map(|s| format!("'{}'", s.0)).collect::<Vec<_>>().join(", "));

/// Rows of one table for these cases.
fn rows<T: FromRow>(
    r: &mut Reader<'_>, street: StreetId, ids: &[CaseId], select: &str, given: &str, order: &str,
) -> Result<Vec<T>> {
    let mut sql = Sql::new(select);
    sql.push("\nwhere street_id = ").bind(street).push("\n  and ").within("case_id", ids.iter().copied());
    sql.push("\n  ").push(given).push("\n").push(order);
    r.list(&sql)
}

struct Head {
    id: CaseId,
    case_no: String,
    counted: Option<String>,
    story: Story,
}

impl FromRow for Head {
    fn from_row(row: &mut Row) -> Result<Self> {
        Ok(Self {
            id: row.next()?,
            case_no: row.next()?,
            counted: row.next()?,
            story: Story {
                case_type: super::code(row, CaseType::from_code)?,
                category: row.next()?,
                community: row.next()?,
                grid: row.next()?,
                lead: row.next()?,
                state: super::code(row, State::from_code)?,
                opened_at: row.next()?,
                repeats: row.next()?,
                voices: vec![],
                promises: vec![],
                leads: vec![],
                dispatches: vec![],
                answers: vec![],
                commitments: vec![],
                turns: vec![],
            },
        })
    }
}

fn load_heads(r: &mut Reader<'_>, street: StreetId, ids: &[CaseId]) -> Result<Vec<Head>> {
    let mut sql = Sql::new(
        "select id, case_no, counted, case_type, category, community_id, grid_id, lead_unit_id, state, opened_at, repeats
         from cases",
    );
    sql.push("\nwhere street_id = ").bind(street).push("\n  and ").within("id", ids.iter().copied());
    r.list(&sql)
}

pub(super) const ANSWER: &str = "id, voice_id, round, at, reached, source, contacted, solved, satisfaction";

impl FromRow for AnswerGiven {
    fn from_row(row: &mut Row) -> Result<Self> {
        Ok(Self {
            id: row.next()?,
            voice: row.next()?,
            round: row.next()?,
            at: row.next()?,
            reached: row.next()?,
            own: row.next::<String>()? == "self",
            contacted: row.next()?,
            solved: row.next()?,
            satisfaction: super::code_opt(row, Satisfaction::from_code)?,
        })
    }
}

struct Clocked(CaseId, Promised);
impl FromRow for Clocked {
    fn from_row(row: &mut Row) -> Result<Self> {
        let case = row.next()?;
        let promised = Promised {
            stage: row.next()?,
            started_at: row.next()?,
            due_at: row.next()?,
            stopped_at: row.next()?,
            met: row.next()?,
            unit: row.next()?,
            extended: row.next()?,
        };
        Ok(Self(case, promised))
    }
}

struct Answered(CaseId, AnswerGiven);
impl FromRow for Answered {
    fn from_row(row: &mut Row) -> Result<Self> {
        Ok(Self(row.next()?, AnswerGiven::from_row(row)?))
    }
}

/// The turns of these cases as the journal has them, in order.
fn turns(r: &mut Reader<'_>, street: StreetId, ids: &[CaseId]) -> Result<Vec<(CaseId, String, Moment, String)>> {
    let mut sql = Sql::new(
        "select subject_id, name, at, case when name = 'appeals.voice_withdrawn' then body else '' end from events",
    );
    sql.push("\nwhere street_id = ").bind(street).push("\n  and subject_kind = 'case'\n  and ");
    sql.within("subject_id", ids.iter().copied());
    sql.push("\n  and ").within("name", TURNS.iter().map(|t| t.0)).push("\norder by subject_id, id");
    r.list(&sql)
}

const TURNS: [(&str, Turn); 14] = [
    ("appeals.case_accepted", Turn::Accepted),
    ("appeals.case_answered", Turn::Answered),
    ("appeals.case_refused", Turn::Refused),
    ("appeals.objection_raised", Turn::Objected),
    ("appeals.case_dispatched", Turn::Dispatched),
    ("appeals.completion_approved", Turn::Approved),
    ("appeals.rework_asked", Turn::Reworked),
    ("appeals.case_closed", Turn::Closed),
    ("appeals.redo_asked", Turn::Redone),
    ("appeals.case_reopened", Turn::Reopened),
    ("appeals.case_lapsed", Turn::Withdrawn),
    ("appeals.voice_withdrawn", Turn::Withdrawn),
    ("appeals.supplemented", Turn::Resumed),
    ("appeals.case_verified", Turn::Verified),
];

/// A voice that left others behind ends nothing.
fn turn(name: &str, body: &str) -> Option<Turn> {
    let known = TURNS.iter().find(|t| t.0 == name)?.1;
    (name != "appeals.voice_withdrawn" || body.contains("\"last\":true")).then_some(known)
}
