//! What was put right, and how definitions changed.

use super::asking::Town;
use crate::rules::{Restatement, catalogue, indicator, part_shown};
use crate::store;
use crate::views::{ChangeLine, CorrectionLine, CorrectionsView, CorrectionsWords};
use db::{Reader, Result};
use figures::{Indicator, Public, Unit, Where};
use kernel::{Moment, StreetId};

const PAGE: i64 = 40;

pub fn corrections_view(r: &mut Reader<'_>, street: StreetId, words: &CorrectionsWords, now: Moment) -> Result<CorrectionsView> {
    let town = Town::read(r, street, now)?;
    let found = store::restatements(r, street, None, words.after.parse().ok(), PAGE)?;
    let next = found.last().filter(|_| found.len() as i64 == PAGE).map(|n| format!("/figures/corrections?after={}", n.id));
    let corrections = found.iter().filter_map(|n| line(&town, n)).collect();
    let mut changes: Vec<ChangeLine> = catalogue().iter().flat_map(|i| changes(i)).collect();
    changes.sort_by(|a, b| b.day.cmp(&a.day).then(a.code.cmp(&b.code)));
    Ok(CorrectionsView { corrections, next, changes })
}

/// A correction of a number that was too small to be public is told without its numbers, and so is one of a share: beside
/// what was released it would say how few it was about.
pub(super) fn line(town: &Town, n: &Restatement) -> Option<CorrectionLine> {
    let i = indicator(&n.indicator)?;
    let of = town.of(n.place);
    let small = |v: &i64| i.public == Public::Openly || (of == Where::Street && i.unit != Unit::Share && part_shown(i, *v, Some(*v)));
    Some(CorrectionLine {
        id: n.id.to_string(), code: n.indicator.clone(), place: town.name(of), from: n.span.from, until: n.span.last(), old: n.old.filter(small),
        new: n.new.filter(small), why: n.why.clone(), at: n.at,
    })
}

pub(super) fn changes(i: &Indicator) -> Vec<ChangeLine> {
    let line = |c: &figures::Change| ChangeLine {
        code: i.code.to_owned(), version: c.version, day: c.day, what_zh: c.what.zh.to_owned(), what_en: c.what.en.to_owned(),
    };
    i.changes.iter().map(line).collect()
}
