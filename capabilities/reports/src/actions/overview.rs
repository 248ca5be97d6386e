//! The officers' overview.

use super::asking::{Town, counted_ones};
use super::doing::counted;
use super::held;
use crate::rules::*;
use crate::views::*;
use auth::{Level, Viewer};
use db::{Reader, Result};
use figures::{Counted, Counts, Span, Where};
use kernel::Moment;

/// Below this many a comparison says nothing.
const LEAST_COMPARED: i64 = 30;

pub fn overview_view(r: &mut Reader<'_>, viewer: &Viewer, words: OverviewWords, now: Moment) -> Result<OverviewView> {
    held::<ReadRecords>(viewer, now)?;
    let (town, today) = (Town::read(r, viewer.street, now)?, now.day());
    let period = words.period.unwrap_or(Period::Month);
    let (span, before) = (period.span(today), period.before(today));
    let of = town.asked(&words.community);
    let mut rows = vec![];
    for i in counted_ones() {
        let shown = counted(i, town.one(r, i, of, span)?, span);
        let was = if i.counts == Counts::Period { Some(town.one(r, i, of, before)?) } else { None };
        let enough = |c: &figures::Counted| match c.value {
            figures::Value::Number(n) => n >= LEAST_COMPARED,
            figures::Value::Share { under, .. } => under >= LEAST_COMPARED,
            figures::Value::Unknown => false,
        };
        let value_enough = shown.value.is_some_and(|n| i.unit == figures::Unit::Share || n >= LEAST_COMPARED);
        let comparable = value_enough && was.as_ref().is_some_and(enough);
        rows.push(OverviewRow { shown, before: was.and_then(|c| c.value.kept()), comparable });
    }
    let chosen = indicator(&words.code).filter(|i| i.is_computed()).or_else(|| indicator("deliberation.meetings.good"));
    let communities = town.communities();
    let mut places = vec![];
    if let Some(i) = chosen {
        for (w, c) in communities.iter().zip(town.count(r, i, &communities, span)?) {
            let id = w.place().map(|p| p.to_string()).unwrap_or_default();
            places.push(PlaceLine { id, name: town.name(*w), value: c.value.kept(), covered: false });
        }
    }
    let late = late(r, &town, of, span)?;
    let shape = |s: places::Shape| OutlineShape {
        value: places.iter().find(|p| p.id == s.place.to_string()).and_then(|p| p.value),
        id: s.place.to_string(),
        name: s.name,
        rings: s.rings.iter().map(|ring| ring.iter().map(|[lon, lat]| (*lon, *lat)).collect()).collect(),
    };
    let shapes = places::shapes(r, viewer.street, Level::Community, now)?.into_iter().map(shape).collect();
    Ok(OverviewView {
        period, from: span.from, until: span.last(), before: (before.from, before.last()), place: of.place().map(|p| p.to_string()), place_name: town.name(of),
        communities: communities.iter().map(|w| (w.place().map(|p| p.to_string()).unwrap_or_default(), town.name(*w))).collect(),
        rows, late, map_code: chosen.map(|i| i.code.to_owned()).unwrap_or_default(), places, shapes, words,
    })
}

/// Where it is late: meetings owed and promises due, of each community asked for.
fn late(r: &mut Reader<'_>, town: &Town, of: Where, span: Span) -> Result<Vec<LateLine>> {
    let places = if of == Where::Street { town.communities() } else { vec![of] };
    let (Some(duty), Some(due)) = (indicator("deliberation.duty.rate"), indicator("appeals.on_time")) else { return Ok(vec![]) };
    let (meetings, promises) = (town.count(r, duty, &places, span)?, town.count(r, due, &places, span)?);
    let near = |c: &Counted, code| c.near(code).unwrap_or(0);
    let line = |((place, m), p): ((&Where, &Counted), &Counted)| LateLine {
        id: place.place().map(|p| p.to_string()).unwrap_or_default(),
        name: town.name(*place),
        meetings: near(m, "owed") - near(m, "met") - near(m, "excused"),
        owed: near(m, "owed") - near(m, "excused"),
        promises: near(p, "late"),
        due: near(p, "due"),
    };
    let mut lines: Vec<LateLine> = places.iter().zip(&meetings).zip(&promises).map(line).filter(|l| l.meetings + l.promises > 0).collect();
    lines.sort_by_key(|l| std::cmp::Reverse((l.promises, l.meetings)));
    Ok(lines)
}

/// What the whole street reads on the wall.
pub fn wall_view(r: &mut Reader<'_>, viewer: &Viewer, words: OverviewWords, now: Moment) -> Result<FiguresWallView> {
    let mut view = overview_view(r, viewer, words, now)?;
    view.rows.retain(|row| row.shown.value.is_some());
    Ok(FiguresWallView(view))
}
