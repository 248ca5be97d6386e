//! The rates of a window, and of each unit and community in it.

use super::{Names, value, whose};
use crate::rules::counting::{Counts, Measure, UNPLACED};
use crate::rules::figures::{DEFINITIONS, FIGURES, Figure, THREE, Territory};
use crate::rules::scoring::{Tally, WEIGHTS, places, rate};
use crate::rules::slices::Slice;
use crate::store::{Insight, Sums, without};
use crate::views::{Adjusted, Deferred, FigureValue, FigureWords, RateRow, RatesView};
use auth::Viewer;
use db::{Reader, Result};
use kernel::{Moment, UnitId, uuid::Uuid};

/// Rows of units and communities: the three questions and the promise.
const ROWS: &[Measure] = &[
    Measure::Valid, Measure::ContactSaid, Measure::ContactYes, Measure::SolveSaid, Measure::SolveYes, Measure::Rated,
    Measure::Satisfied, Measure::Basically, Measure::HandleDue, Measure::HandleMet,
];

pub fn rates(r: &mut Reader<'_>, viewer: &Viewer, words: FigureWords, now: Moment) -> Result<RatesView> {
    let names = Names::read(r, viewer.street)?;
    let (of, whose) = whose(&names, viewer, &words, now)?;
    let window = words.window(now.day());
    let insight = Insight::of(r, viewer, now)?;
    let (slice, id) = of.slice();
    let sums = insight.sums(r, slice, Some(id), window, Measure::ALL)?;
    let left_out = insight.left_out(r, window)?;
    let one = |sums: &Sums| sums.values().next().copied().unwrap_or_default();
    let (counts, kept) = (one(&sums), one(&without(&sums, &left_out, slice, window)));
    let by = THREE.iter().find(|code| **code == words.by).copied().unwrap_or("solution");
    let (mut units, mut communities) = (vec![], vec![]);
    if of == Territory::Street {
        let sums = insight.sums(r, Slice::Unit, None, window, ROWS)?;
        let kept = without(&sums, &left_out, Slice::Unit, window);
        units = rows(&sums, &kept, by, |id| names.unit(Some(UnitId(id))));
        let sums = insight.sums(r, Slice::Community, None, window, ROWS)?;
        let kept = without(&sums, &left_out, Slice::Community, window);
        communities = rows(&sums, &kept, by, |id| {
            let place = names.tree.by_id(kernel::PlaceId(id)).map(|p| p.short_name.clone());
            if id == UNPLACED.uuid() { Some(String::new()) } else { place }
        });
    }
    let figures = |three: bool| -> Vec<FigureValue> {
        FIGURES.iter().filter(|f| THREE.contains(&f.code) == three).map(|f| value(f, &counts)).collect()
    };
    Ok(RatesView {
        period: (!words.is_free(now.day())).then(|| words.period.unwrap_or_default()),
        window,
        definition: DEFINITIONS,
        valid: counts.get(Measure::Valid),
        score: Tally::of(&counts).rates(WEIGHTS).score,
        three: figures(true),
        adjusted: adjusted(&counts, &kept),
        others: figures(false),
        deferred: Deferred::of(&insight.deferred(r, of)?, now.day()),
        by,
        units,
        communities,
        whose,
        words,
    })
}

/// Rows in order of the chosen rate; what has too few stands below, by name.
fn rows(sums: &Sums, kept: &Sums, by: &str, name: impl Fn(Uuid) -> Option<String>) -> Vec<RateRow> {
    let mut rows: Vec<RateRow> = sums
        .iter()
        .filter(|(_, c)| c.get(Measure::Valid) > 0 || c.get(Measure::HandleDue) > 0)
        .filter_map(|(key, c)| Some(row(key.0, name(key.0)?, c, kept.get(key).unwrap_or(c))))
        .collect();
    let chosen = |r: &RateRow| r.three.iter().find(|v| v.code == by).and_then(|v| v.rate);
    let found = places(&rows.iter().map(chosen).collect::<Vec<_>>());
    for (row, place) in rows.iter_mut().zip(found) {
        row.place = place;
    }
    let few = |r: &RateRow| chosen(r).is_none_or(|r| r.too_few);
    // Without an order between them, neighbours stand by name.
    rows.sort_by(|a, b| (few(a), a.place, &a.name).cmp(&(few(b), b.place, &b.name)));
    rows
}

/// After exclusions, with the share that was left out.
fn adjusted(raw: &Counts, kept: &Counts) -> Adjusted {
    let (all, valid) = (raw.get(Measure::Valid), kept.get(Measure::Valid));
    Adjusted {
        valid,
        three: THREE.iter().filter_map(|code| Figure::named(code)).map(|f| value(f, kept)).collect(),
        score: Tally::of(kept).rates(WEIGHTS).score,
        left_out: rate((all - valid) * 1_000, all).map(|r| r.value),
    }
}

fn row(id: Uuid, name: String, c: &Counts, kept: &Counts) -> RateRow {
    let of = |code: &str| Figure::named(code).map(|f| value(f, c));
    RateRow {
        id: (id != UNPLACED.uuid()).then(|| id.to_string()),
        name,
        valid: c.get(Measure::Valid),
        three: THREE.iter().filter_map(|code| of(code)).collect(),
        score: Tally::of(c).rates(WEIGHTS).score,
        adjusted: adjusted(c, kept),
        on_time: of("on-time").and_then(|v| v.rate),
        place: None,
    }
}
