//! One figure with its trend and the records it was counted from.

use super::{Names, value, whose};
use crate::rules::counting::{Counts, Measure};
use crate::rules::figures::{DEFINITIONS, Figure, Records, Territory};
use crate::rules::slices::{Slice, Window};
use crate::rules::{Case, CaseId};
use crate::store::{self, Asking, CaseFilter, Insight, Record};
use crate::views::{FigureView, FigureWords, RecordLine, TrendPoint};
use auth::Viewer;
use db::{Keyset, Reader, Result};
use kernel::{Moment, UnitId, uuid::Uuid};
use std::collections::HashMap;

const PAGE: i64 = 40;
/// A trend has at most so many days; longer windows go by month.
const DAYS: i64 = 62;

pub fn figure(r: &mut Reader<'_>, viewer: &Viewer, code: &str, words: FigureWords, now: Moment) -> Result<FigureView> {
    let figure = Figure::named(code).ok_or(auth::Denied::Hidden)?;
    let names = Names::read(r, viewer.street)?;
    let (of, mut whose) = whose(&names, viewer, &words, now)?;
    // Units work for the whole street: their figures are for those who see all of it.
    let unit = words.unit.parse::<Uuid>().ok().map(UnitId).filter(|_| of == Territory::Street);
    let slice = unit.map_or(of.slice(), |u| (Slice::Unit, u.uuid()));
    let window = words.window(now.day());
    let insight = Insight::of(r, viewer, now)?;
    let mut which = figure.measures();
    which.push(Measure::Valid);
    let counts = insight.sum(r, slice, window, &which)?;
    let population = match figure.code {
        "per-10000" => population(r, &names, viewer, of)?,
        _ => None,
    };
    let asking = Asking {
        street: viewer.street,
        window: window.until(now.day()),
        community: of.community(),
        unit,
        before: key(&words.after),
        limit: PAGE,
        now,
    };
    let (found, last) = store::records(r, figure.records, asking)?;
    let (records, kept_back) = shown(r, viewer, &names, figure, found, now)?;
    let next = last.map(|(at, id)| format!("/desk/figures/{}?{}", figure.code, words.with(&[("after", &format!("{}.{id}", at.0))])));
    whose.communities.retain(|_| unit.is_none());
    Ok(FigureView {
        code: figure.code,
        definition: DEFINITIONS,
        unit: names.unit(unit),
        value: value(figure, &counts),
        population,
        trend: trend(r, &insight, figure, slice, window, now)?,
        records_all: behind(figure, &counts),
        records,
        kept_back,
        next,
        whose,
        window,
        words,
    })
}

/// Rows that stand behind the value: those of the denominator, or of the number itself. Notes are the numerator's.
fn behind(figure: &Figure, c: &Counts) -> i64 {
    let notes = matches!(figure.records, Records::Notes(_));
    match figure.under {
        [] => figure.number(c),
        _ if notes => figure.over.iter().map(|o| c.get(o.0)).sum(),
        under => under.iter().map(|m| c.get(*m)).sum(),
    }
}

fn trend(
    r: &mut Reader<'_>,
    insight: &Insight,
    figure: &'static Figure,
    slice: (Slice, Uuid),
    window: Window,
    now: Moment,
) -> Result<Vec<TrendPoint>> {
    let monthly = window.days() > DAYS;
    // A single day says nothing of how it goes: the two weeks up to it do.
    let window = window.until(now.day());
    let window = if window.days() < 2 { Window { from: window.to.plus(-14), ..window } } else { window };
    let mut which = figure.measures();
    which.push(Measure::Valid);
    let found = insight.trend(r, slice, window, monthly, &which)?;
    let mut points = vec![];
    let mut day = if monthly { window.from.first_of_month() } else { window.from };
    while day < window.to {
        let counts: Counts = found.get(&if monthly { day.0 / 100 } else { day.0 }).copied().unwrap_or_default();
        points.push(TrendPoint { from: day, monthly, value: value(figure, &counts) });
        day = if monthly { day.plus(31).first_of_month() } else { day.plus(1) };
    }
    Ok(points)
}

/// The rows whose cases this reader may see, and how many more there are on the page.
fn shown(
    r: &mut Reader<'_>,
    viewer: &Viewer,
    names: &Names,
    figure: &Figure,
    found: Vec<Record>,
    now: Moment,
) -> Result<(Vec<RecordLine>, usize)> {
    let counted: Vec<_> = found.into_iter().filter_map(|record| Some((counts(figure, &record)?, record))).collect();
    let ids = counted.iter().map(|(_, record)| record.case.uuid()).collect();
    let filter = CaseFilter { among: Some(ids), ..CaseFilter::default() };
    let keyset = Keyset { before: None, limit: PAGE };
    let cases: HashMap<CaseId, Case> =
        store::list(r, viewer, "see_case", &filter, keyset, now)?.into_iter().map(|c| (c.id, c)).collect();
    let all = counted.len();
    let line = |(counts, record): (i64, Record)| {
        let case = cases.get(&record.case)?;
        Some(RecordLine { id: record.id, case: names.line(case, now), at: record.at, counts })
    };
    let lines: Vec<_> = counted.into_iter().filter_map(line).collect();
    let kept_back = all - lines.len();
    Ok((lines, kept_back))
}

/// What a row counts in the numerator, in thousandths; nothing at all where the figure does not ask it.
fn counts(figure: &Figure, record: &Record) -> Option<i64> {
    if let Some(answer) = &record.answer {
        let three = crate::rules::figures::THREE.contains(&figure.code);
        if three && !record.mark.answered {
            return None;
        }
        let said = if three { answer.said() } else { answer.asked() };
        let asked: i64 = figure.under.iter().map(|m| said.get(*m)).sum();
        return (asked > 0).then(|| figure.thousandths(&said));
    }
    let mark = record.mark;
    match figure.code {
        "first-time" | "reopening" if mark.answered => None,
        "reopening" => Some(if mark.reopened { 1_000 } else { 0 }),
        "extended" => Some(if mark.answered { 1_000 } else { 0 }),
        "per-10000" if !mark.met => None,
        "direct-answers" => Some(if mark.answered { 1_000 } else { 0 }),
        "settled" | "received" => Some(1_000),
        _ => Some(if mark.met { 1_000 } else { 0 }),
    }
}

/// A row's place in the list: `moment.id`.
fn key(text: &str) -> Option<(Moment, Uuid)> {
    let (at, id) = text.split_once('.')?;
    Some((Moment(at.parse().ok()?), id.parse().ok()?))
}

fn population(r: &mut Reader<'_>, names: &Names, viewer: &Viewer, of: Territory) -> Result<Option<(i64, String)>> {
    let Some(place) = of.community().or(names.tree.root().map(|p| p.id)) else { return Ok(None) };
    let found = places::residents(r, viewer.street, place)?;
    Ok(found.map(|(n, day)| (n, day.to_string())))
}
