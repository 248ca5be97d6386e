//! The overview: what happened, what is open, what needs somebody now.

use super::{Names, value, whose};
use crate::actions::COLUMNS;
use crate::rules::counting::{Counts, Measure as M, UNPLACED};
use crate::rules::figures::{Figure, Territory};
use crate::rules::scoring::Rate;
use crate::rules::slices::{Slice, Window};
use crate::rules::{Case, State, Urgency};
use crate::store::{self, CaseFilter, Insight};
use crate::views::*;
use auth::{Level, Viewer};
use db::{Reader, Result};
use kernel::{Moment, PlaceId, uuid::Uuid};
use std::collections::BTreeMap;

/// As in the queue: due within four hours is soon.
const SOON: i64 = 4 * Moment::HOUR;
const LONG: i64 = 48 * Moment::HOUR;
const TREND: i64 = 14;
const CATEGORIES: usize = 8;
const ATTENTION: usize = 6;

/// What the tiles and rows are made of.
const COUNTED: &[M] = &[
    M::Voices, M::Closed, M::Answered, M::HandleDue, M::HandleMet, M::Valid, M::Rated, M::Satisfied, M::Basically,
];

pub fn overview(r: &mut Reader<'_>, viewer: &Viewer, words: FigureWords, now: Moment) -> Result<OverviewView> {
    let names = Names::read(r, viewer.street)?;
    let (of, whose) = whose(&names, viewer, &words, now)?;
    let period = words.period.unwrap_or_default();
    let window = period.window(now.day());
    let insight = Insight::of(r, viewer, now)?;
    let counts = insight.sum(r, of.slice(), window, COUNTED)?;
    let trend = trend(r, &insight, of, now)?;
    let standing = insight.standing(r, of.slice().0, Some(of.slice().1))?;
    let late = insight.due_between(r, of, None, now)?;
    let long = insight.due_between(r, of, None, now.plus(-LONG))?;
    let cases = store::attention(r, viewer, of, now.plus(SOON), now)?;
    let (grids, unplaced) = grids(r, &names, viewer, &insight, of, &cases, now)?;
    let last_days = Window { from: now.day().plus(-29), to: now.day().plus(1) };
    let ended = insight.sum(r, of.slice(), last_days, &[M::Closed, M::Answered])?;
    let communities = if of == Territory::Street { communities(r, &names, &insight, window, &late)? } else { vec![] };
    Ok(OverviewView {
        today: trend.last().map_or(0, |d| d.received),
        yesterday: trend.iter().rev().nth(1).map_or(0, |d| d.received),
        open: standing.iter().filter(|((_, s), _)| s.is_open()).map(|(_, n)| n).sum(),
        overdue: late.values().sum(),
        long_overdue: long.values().sum(),
        received: counts.get(M::Voices),
        settled: settled(&counts),
        on_time: share("on-time", &counts),
        satisfaction: share("satisfaction", &counts),
        grids,
        unplaced,
        attention: cases.iter().take(ATTENTION).map(|c| names.line(c, now)).collect(),
        attention_all: waiting(r, viewer, &insight, of, now)?,
        trend,
        categories: categories(r, &names, &insight, of, window)?,
        communities,
        columns: columns(&standing, settled(&ended)),
        whose,
        period,
        window,
        words,
    })
}

fn settled(c: &Counts) -> i64 {
    c.get(M::Closed) + c.get(M::Answered)
}

fn share(code: &str, c: &Counts) -> Option<Rate> {
    value(Figure::named(code)?, c).rate
}

/// How many are late or soon due, of what this reader may see: the list the queue shows.
fn waiting(r: &mut Reader<'_>, viewer: &Viewer, insight: &Insight, of: Territory, now: Moment) -> Result<i64> {
    if store::sees_all(viewer, "see_case", now) {
        return Ok(insight.due_between(r, of, None, now.plus(SOON))?.values().sum());
    }
    let states = State::ALL.iter().copied().filter(|s| s.is_open()).collect();
    let due_before = Some(now.plus(SOON));
    let filter = CaseFilter { states, due_before, community: of.community(), ..CaseFilter::default() };
    store::counted(r, viewer, "see_case", &filter, now)
}

fn trend(r: &mut Reader<'_>, insight: &Insight, of: Territory, now: Moment) -> Result<Vec<TrendDay>> {
    let today = now.day();
    let window = Window { from: today.plus(1 - TREND), to: today.plus(1) };
    let days = insight.trend(r, of.slice(), window, false, &[M::Voices, M::Closed, M::Answered])?;
    let point = |back: i64| {
        let day = today.plus(back + 1 - TREND);
        let counts = days.get(&day.0).copied().unwrap_or_default();
        TrendDay { day, received: counts.get(M::Voices), settled: settled(&counts) }
    };
    Ok((0..TREND).map(point).collect())
}

fn grids(
    r: &mut Reader<'_>,
    names: &Names,
    viewer: &Viewer,
    insight: &Insight,
    of: Territory,
    cases: &[Case],
    now: Moment,
) -> Result<(Vec<GridOpen>, i64)> {
    let mut open: BTreeMap<Uuid, i64> = BTreeMap::new();
    for ((grid, state), n) in insight.standing(r, Slice::Grid, None)? {
        *open.entry(grid).or_default() += if state.is_open() { n } else { 0 };
    }
    let inside = |grid: PlaceId| of.community().is_none_or(|c| names.tree.path_of(grid).community == Some(c));
    let urgent: Vec<&Case> = cases.iter().filter(|c| c.urgency != Urgency::Normal && c.point.is_some()).collect();
    let shapes = places::shapes(r, viewer.street, Level::Grid, now)?;
    let grid = |s: places::Shape| GridOpen {
        open: open.get(&s.place.uuid()).copied().unwrap_or(0),
        id: s.place.to_string(),
        name: s.name,
        rings: s.rings.iter().map(|ring| ring.iter().map(|[lon, lat]| (*lon, *lat)).collect()).collect(),
        pins: pins(&urgent, s.place),
    };
    let grids: Vec<GridOpen> = shapes.into_iter().filter(|s| inside(s.place)).map(grid).collect();
    // What a community has outside its grids stands under the community's own id; what has no place under none.
    let outside = |id: &Uuid| match of {
        Territory::Street => names.tree.by_id(PlaceId(*id)).is_none_or(|p| p.level != Level::Grid),
        Territory::Community(c) => *id == c.uuid(),
    };
    let unplaced = open.iter().filter(|(id, _)| outside(id)).map(|(_, n)| n).sum();
    Ok((grids, unplaced))
}

fn pins(urgent: &[&Case], grid: PlaceId) -> Vec<((f64, f64), String)> {
    let here = urgent.iter().filter(|c| c.place.grid == Some(grid));
    here.filter_map(|c| c.point.map(|(lat, lon)| ((lon, lat), c.title.clone()))).collect()
}

fn categories(r: &mut Reader<'_>, names: &Names, insight: &Insight, of: Territory, window: Window) -> Result<Vec<CategoryCount>> {
    let (slice, id) = match of {
        Territory::Street => (Slice::Category, Uuid::nil()),
        Territory::Community(id) => (Slice::CommunityCategory, id.uuid()),
    };
    let sums = insight.sums(r, slice, Some(id), window, &[M::Voices])?;
    let mut counts: Vec<_> = sums.into_iter().map(|((_, code), c)| (c.get(M::Voices), code)).filter(|c| c.0 > 0).collect();
    counts.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let named = |(n, code): (i64, String)| {
        let (name_zh, name_en) = names.category(&code);
        CategoryCount { code, name_zh, name_en, n }
    };
    Ok(counts.into_iter().take(CATEGORIES).map(named).collect())
}

fn communities(
    r: &mut Reader<'_>,
    names: &Names,
    insight: &Insight,
    window: Window,
    late: &BTreeMap<PlaceId, i64>,
) -> Result<Vec<CommunityRow>> {
    let sums = insight.sums(r, Slice::Community, None, window, COUNTED)?;
    let mut open: BTreeMap<Uuid, i64> = BTreeMap::new();
    for ((id, state), n) in insight.standing(r, Slice::Community, None)? {
        *open.entry(id).or_default() += if state.is_open() { n } else { 0 };
    }
    let row = |place: PlaceId, id: Option<String>, name: String| {
        let counts = sums.get(&(place.uuid(), String::new())).copied().unwrap_or_default();
        CommunityRow {
            id,
            name,
            received: counts.get(M::Voices),
            settled: settled(&counts),
            open: open.get(&place.uuid()).copied().unwrap_or(0),
            overdue: late.get(&place).copied().unwrap_or(0),
            on_time: share("on-time", &counts),
            satisfaction: share("satisfaction", &counts),
        }
    };
    let places = names.tree.communities();
    let mut rows: Vec<_> = places.iter().map(|c| row(c.id, Some(c.id.to_string()), c.short_name.clone())).collect();
    let rest = row(UNPLACED, None, String::new());
    if rest.received + rest.open + rest.settled > 0 {
        rows.push(rest);
    }
    Ok(rows)
}

/// Counts of the pipeline's columns; the last looks back thirty days.
fn columns(standing: &BTreeMap<(Uuid, State), i64>, ended: i64) -> Vec<ColumnCount> {
    let count = |n: usize| standing.iter().filter(|((_, s), _)| s.is_open() && s.column() == Some(n)).map(|(_, n)| n).sum();
    let n = |n: usize| if n + 1 == COLUMNS.len() { ended } else { count(n) };
    COLUMNS.iter().enumerate().map(|(i, code)| ColumnCount { code, n: n(i) }).collect()
}
