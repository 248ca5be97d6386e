//! How we are doing, as everybody may know it.

use super::asking::{Town, counted_ones};
use crate::rules::*;
use crate::store;
use crate::views::{DoingView, MonthPoint, ReportLink, Shown, shown};
use db::{Reader, Result};
use figures::{Bound, Counted, Counts, Indicator, Public, Span, Unit, Where};
use kernel::{Moment, StreetId};
use std::collections::BTreeMap;

pub fn doing_view(r: &mut Reader<'_>, street: StreetId, now: Moment) -> Result<DoingView> {
    let (town, today) = (Town::read(r, street, now)?, now.day());
    let month = released_month(today);
    let released = Released::read(r, &town, month)?;
    let months = Released::of(r, &town, &with_released(closed_months(today, MONTHS), month), Some(&POINTS))?;
    let this_year = Period::Year.span(today);
    let mut view = DoingView {
        street: town.name(Where::Street), from: month.from, until: month.last(), month: vec![], now: vec![], year: vec![], partners: vec![],
        months: vec![], reports: reports(r, street)?,
    };
    for i in counted_ones() {
        match (i.public, i.counts) {
            (Public::Openly, Counts::Day) => view.now.push(counted(i, town.one(r, i, Where::Street, this_year)?, this_year)),
            (Public::Openly, Counts::Period) => {
                view.year.push(counted(i, town.one(r, i, Where::Street, this_year)?, this_year));
                view.month.push(released.street(i));
            }
            (Public::AtLeast(_), Counts::Period) => view.month.push(released.street(i)),
            (Public::AtLeast(_), Counts::Day) => view.now.push(released.street(i)),
        }
    }
    let papers = newest_papers(r, street, &town, today.plus(1))?;
    view.partners = catalogue().iter().filter(|i| !i.is_computed()).filter_map(|i| papers.get(i.code)).map(from_paper).collect();
    view.months = months.iter().rev().take(MONTHS as usize).rev().filter_map(point).collect();
    Ok(view)
}

/// As a reader of public records may count it.
pub(super) fn counted(i: &Indicator, c: Counted, span: Span) -> Shown {
    let beside = c.near.iter().map(|(code, n)| ((*code).to_owned(), *n)).collect();
    Shown { value: c.value.kept(), bound: c.bound, beside, on: c.on, ..shown(i, span, Origin::Computed) }
}

pub(super) fn from_paper(f: &Figure) -> Shown {
    Shown {
        code: f.indicator.clone(), version: f.version, origin: f.origin, value: f.value, unit: f.unit, bound: f.bound, covered: false, beside: f.near.clone(),
        from: f.span.from, until: f.span.last(), on: None, disputed: f.disputed_at.is_some(),
    }
}

/// Of each indicator the last paper that is of no later than `to`; declared before legacy where both are of one day.
pub(super) fn newest_papers(r: &mut Reader<'_>, street: StreetId, town: &Town, to: kernel::Day) -> Result<BTreeMap<String, Figure>> {
    let all = store::papers_by(r, street, town.place(Where::Street), to)?;
    Ok(all.into_iter().map(|f| (f.indicator.clone(), f)).collect())
}

/// The released numbers of one month that is over: of every indicator the street and its communities, covered together.
pub(super) struct Released {
    span: Span,
    street: kernel::PlaceId,
    communities: Vec<kernel::PlaceId>,
    kept: BTreeMap<(String, kernel::PlaceId), Figure>,
}

impl Released {
    pub fn read(r: &mut Reader<'_>, town: &Town, span: Span) -> Result<Self> {
        Self::months(r, town, &[span])?.pop().ok_or_else(|| db::Fault::other("a month was not read"))
    }

    /// Several months, the oldest first, in one reading.
    pub fn months(r: &mut Reader<'_>, town: &Town, spans: &[Span]) -> Result<Vec<Self>> {
        Self::of(r, town, spans, None)
    }

    /// The same of some indicators.
    pub fn of(r: &mut Reader<'_>, town: &Town, spans: &[Span], codes: Option<&[&str]>) -> Result<Vec<Self>> {
        let communities: Vec<_> = town.communities().iter().filter_map(|w| w.place()).collect();
        let (Some(first), Some(last)) = (spans.iter().map(|s| s.from).min(), spans.iter().map(|s| s.to).max()) else { return Ok(vec![]) };
        let mut kept: BTreeMap<Span, BTreeMap<(String, kernel::PlaceId), Figure>> = BTreeMap::new();
        for f in store::counted_between(r, town.street, Span { from: first, to: last }, codes)? {
            kept.entry(f.span).or_default().insert((f.indicator.clone(), f.place), f);
        }
        let one = |span: &Span| {
            let kept = kept.remove(span).unwrap_or_default();
            Self { span: *span, street: town.place(Where::Street), communities: communities.clone(), kept }
        };
        Ok(spans.iter().map(one).collect())
    }

    pub fn span(&self) -> Span {
        self.span
    }

    fn figure(&self, i: &Indicator, place: kernel::PlaceId) -> Option<&Figure> {
        self.kept.get(&(i.code.to_owned(), place))
    }

    /// Each community's number and the street's, as they are released.
    fn numbers(&self, i: &Indicator) -> Vec<Option<i64>> {
        let value = |place: &kernel::PlaceId| self.figure(i, *place).and_then(|f| f.value);
        let street = value(&self.street);
        if i.public == Public::Openly {
            return self.communities.iter().map(value).chain([street]).collect();
        }
        if i.unit == Unit::Share {
            let exact = |s: SeenShare| if let SeenShare::Exact(n) = s { Some(n) } else { None };
            return self.shares(i).into_iter().map(exact).collect();
        }
        let parts: Vec<i64> = self.communities.iter().map(|c| value(c).unwrap_or(0)).collect();
        let rest = (street.unwrap_or(0) - parts.iter().sum::<i64>()).max(0);
        let adds_up = i.adds_up && street.is_some();
        let seen = if adds_up { released(i, &parts, rest) } else { alone(i, &parts, street) };
        self.communities.iter().zip(&seen).map(|(c, n)| n.filter(|_| value(c).is_some())).chain([*seen.last().unwrap_or(&None)]).collect()
    }

    /// Each community's share and the street's, as they are released.
    fn shares(&self, i: &Indicator) -> Vec<SeenShare> {
        let share = |place: &kernel::PlaceId| {
            let f = self.figure(i, *place)?;
            Some(Share { value: f.value?, under: under(f) })
        };
        let parts: Vec<_> = self.communities.iter().map(share).collect();
        released_shares(i, &parts, share(&self.street))
    }

    pub fn street(&self, i: &Indicator) -> Shown {
        let mut value = self.numbers(i).pop().flatten();
        let mut all = shown(i, self.span, Origin::Computed);
        let Some(f) = self.figure(i, self.street) else { return all };
        all.disputed = f.disputed_at.is_some();
        all.bound = f.bound;
        if i.unit == Unit::Share && i.public != Public::Openly && let Some(SeenShare::AtLeast(least)) = self.shares(i).pop() {
            (value, all.bound) = (Some(least), Bound::AtLeast);
        }
        all.covered = value.is_none() && f.value.is_some();
        all.value = value;
        // Of a share the parts stand beside the number under it.
        let of = if i.unit == Unit::Share { under(f) } else { f.value.unwrap_or(0) };
        all.beside = f.near.iter().filter(|(_, n)| !all.covered && part_shown(i, *n, Some(of))).cloned().collect();
        all
    }

    /// How exactly a place's number is meant.
    pub fn bound(&self, i: &Indicator, place: kernel::PlaceId) -> Bound {
        self.figure(i, place).map_or(Bound::Exact, |f| f.bound)
    }

    /// The communities in order: number, and whether one was covered.
    pub fn places(&self, i: &Indicator) -> Vec<(kernel::PlaceId, Option<i64>, bool)> {
        let numbers = self.numbers(i);
        let covered = |c: &kernel::PlaceId| self.figure(i, *c).is_some_and(|f| f.value.is_some());
        self.communities.iter().zip(numbers).map(|(c, n)| (*c, n, n.is_none() && covered(c))).collect()
    }
}

/// How many stand under a share: the first of what stands beside it.
fn under(f: &Figure) -> i64 {
    f.near.first().map_or(0, |n| n.1)
}

/// Numbers that do not sum up: each by itself.
fn alone(i: &Indicator, parts: &[i64], street: Option<i64>) -> Vec<Option<i64>> {
    parts.iter().map(|n| Some(*n)).chain([street]).map(|n| n.filter(|n| part_shown(i, *n, Some(*n)))).collect()
}

/// Months the page goes back.
const MONTHS: i32 = 12;

/// The months that are over, with the one that is released where it is not among them.
fn with_released(mut months: Vec<Span>, released: Span) -> Vec<Span> {
    if !months.contains(&released) {
        months.insert(0, released);
    }
    months
}

/// What is drawn month by month.
const POINTS: [&str; 3] = ["deliberation.meetings.good", "appeals.voices", "appeals.satisfaction"];

/// Meetings, voices and satisfaction of a month, as they were released.
fn point(month: &Released) -> Option<MonthPoint> {
    let of = |code: &str| Some(month.street(indicator(code)?).counted());
    Some(MonthPoint {
        month: month.span.from.civil().strftime("%Y-%m").to_string(),
        meetings: of(POINTS[0])?,
        voices: of(POINTS[1])?,
        satisfaction: of(POINTS[2])?,
    })
}

fn reports(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<ReportLink>> {
    let link = |e: Edition| ReportLink { id: e.id.to_string(), title: e.content.document.name(), from: e.span.from, until: e.span.last() };
    Ok(store::editions(r, street, true, None, 6)?.into_iter().map(link).collect())
}
