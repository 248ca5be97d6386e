//! The page of one figure.

use super::asking::Town;
use super::doing::{Released, counted, from_paper};
use super::{corrections, may};
use crate::rules::*;
use crate::store;
use crate::views::*;
use auth::{Denied, Viewer};
use db::{Reader, Result};
use figures::{Counts, Indicator, Public, Span, Where};
use kernel::{Day, Moment};

const PAGE: usize = 40;
const CORRECTIONS: i64 = 20;

/// Everybody sees what is public; those who may open the records see running numbers of any time.
pub fn figure_view(r: &mut Reader<'_>, viewer: &Viewer, code: &str, words: FigureWords, now: Moment) -> Result<IndicatorView> {
    let i = indicator(code).ok_or(Denied::Hidden)?;
    let (street, today) = (viewer.street, now.day());
    let town = Town::read(r, street, now)?;
    let opens = may::<ReadRecords>(viewer, now);
    let of = town.asked(&words.community);
    let span = asked(&words, today);
    let month = released_month(today);
    let open = opens || i.public == Public::Openly;
    let value = if open { town.one(r, i, of, span)? } else { figures::Counted::of(figures::Value::Unknown) };
    let groups = value.groups.iter().map(|g| (g.name.clone(), g.value)).collect();
    let released = Released::read(r, &town, month)?;
    let shown = match (open, i.is_computed()) {
        (_, false) => crate::views::shown(i, span, Origin::Declared),
        (true, true) => counted(i, value, span),
        (false, true) => released_of(&released, i, of, month),
    };
    let (records, page) = if opens { town.behind(r, i, of, span)? } else { (vec![], None) };
    let records_all = records.len();
    let from = words.after.parse::<usize>().unwrap_or(0).min(records_all);
    let next = (from + PAGE < records_all).then(|| format!("/figures/{code}?{}", query(&words, from + PAGE)));
    let records = opens.then(|| {
        let line = |x: figures::Record| RecordLine { id: x.id.to_string(), label: x.label, path: x.path, day: x.day };
        records.into_iter().skip(from).take(PAGE).map(line).collect()
    });
    let (places, places_span) = places(r, &town, i, &released, opens, span, month)?;
    let place = town.place(of);
    let kept = if opens { store::history(r, street, code, place, Origin::Computed)? } else { vec![] };
    let found = store::restatements(r, street, Some(code), None, CORRECTIONS)?;
    Ok(IndicatorView {
        shown,
        papers: papers(r, street, i, place)?,
        is_computed: i.is_computed(),
        as_of_day: i.counts == Counts::Day,
        place: of.place().map(|p| p.to_string()),
        place_name: town.name(of),
        trend: trend(r, &town, i, of, opens, now)?,
        places,
        places_from: places_span.from,
        places_until: places_span.last(),
        groups,
        records,
        records_all,
        records_page: page,
        next,
        kept: kept.into_iter().rev().map(kept_line).collect(),
        corrections: found.iter().filter_map(|n| corrections::line(&town, n)).collect(),
        changes: corrections::changes(i),
        may: FigureMay { declare: may::<DeclareFigure>(viewer, now), certify: may::<CertifyFigure>(viewer, now), restate: may::<RestateFigure>(viewer, now) },
        words,
        declaring: Declaring::default(),
        restating: Restating::default(),
        problems: vec![],
    })
}

/// This year up to today, unless another time is asked for.
fn asked(words: &FigureWords, today: Day) -> Span {
    let said = Day::parse(&words.from).zip(Day::parse(&words.until));
    said.and_then(|(from, until)| spoken(from, until)).unwrap_or_else(|| Period::Year.span(today))
}

fn query(words: &FigureWords, after: usize) -> String {
    let after = after.to_string();
    let all = [("from", &words.from), ("until", &words.until), ("community", &words.community), ("after", &after)];
    all.into_iter().filter(|(_, v)| !v.is_empty()).map(|(n, v)| format!("{n}={v}")).collect::<Vec<_>>().join("&")
}

fn released_of(released: &Released, i: &Indicator, of: Where, month: Span) -> Shown {
    let Some(place) = of.place() else { return released.street(i) };
    let (value, covered) = released.places(i).into_iter().find(|p| p.0 == place).map_or((None, false), |p| (p.1, p.2));
    Shown { value, covered, ..shown(i, month, Origin::Computed) }
}

fn places(
    r: &mut Reader<'_>, town: &Town, i: &Indicator, released: &Released, opens: bool, span: Span, month: Span,
) -> Result<(Vec<PlaceLine>, Span)> {
    if !i.is_computed() {
        return Ok((vec![], month));
    }
    let line = |place: kernel::PlaceId, value: Option<i64>, covered: bool| PlaceLine {
        id: place.to_string(), name: town.name(Where::Community(place)), value, covered,
    };
    if !opens && i.public != Public::Openly {
        return Ok((released.places(i).into_iter().map(|(place, n, covered)| line(place, n, covered)).collect(), month));
    }
    let communities = town.communities();
    let counted = town.count(r, i, &communities, span)?;
    let lines = communities.iter().zip(counted).filter_map(|(w, c)| Some(line(w.place()?, c.value.kept(), false)));
    Ok((lines.collect(), span))
}

/// Twelve months: counted for those who may, as released for everybody else.
fn trend(r: &mut Reader<'_>, town: &Town, i: &Indicator, of: Where, opens: bool, now: Moment) -> Result<Vec<TrendPoint>> {
    let mut points = vec![];
    if !i.is_computed() {
        return Ok(points);
    }
    let months = closed_months(now.day(), 12);
    if !opens && i.public != Public::Openly {
        let point = |m: &Released| TrendPoint { from: m.span().from, value: released_of(m, i, of, m.span()).counted() };
        return Ok(Released::of(r, town, &months, Some(&[i.code]))?.iter().map(point).collect());
    }
    for span in months {
        points.push(TrendPoint { from: span.from, value: town.one(r, i, of, span)?.value.kept() });
    }
    Ok(points)
}

fn papers(r: &mut Reader<'_>, street: kernel::StreetId, i: &Indicator, place: kernel::PlaceId) -> Result<Vec<PaperLine>> {
    let mut all = store::history(r, street, i.code, place, Origin::Declared)?;
    all.extend(store::history(r, street, i.code, place, Origin::Legacy)?);
    all.sort_by_key(|f| std::cmp::Reverse(f.span.to));
    let line = |f: Figure| {
        let (shown, certified_at) = (from_paper(&f), f.certified_at);
        let paper = f.source.map(|p| Paper { by: None, ..p })?;
        Some(PaperLine { id: f.id.to_string(), shown, paper, certified_at })
    };
    Ok(all.into_iter().filter_map(line).collect())
}

fn kept_line(f: Figure) -> KeptLine {
    let shown = Shown { beside: f.near.clone(), ..from_paper(&f) };
    KeptLine { id: f.id.to_string(), shown, ids_hash: f.ids_hash, seal: f.seal, kept_at: f.kept_at, certified_at: f.certified_at }
}
