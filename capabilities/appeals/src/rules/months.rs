//! A month of the street in one table that everybody may read: what was told, by community and kind. Pure.

use super::slices::{Period, Window, months_on};
use crate::rules::{Category, UNSORTED};
use kernel::{Day, PlaceId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Below this a number of people could point at one of them.
pub const FEWEST: u16 = 5;

/// A month's table is written on this day of the next one: by then what was told on its last days has its kind.
const WRITTEN_ON: i8 = 5;

/// Months a street looks back when it begins to write tables.
const LOOKS_BACK: i32 = 12;

/// `2026-10`, of any day in it.
pub fn month_name(day: Day) -> String {
    let mut name = day.to_string();
    name.truncate("2026-10".len());
    name
}

/// The months whose tables are due today, oldest first, after the last one written, which is named by its first day.
pub fn due(today: Day, last: Option<Day>) -> Vec<Window> {
    let over = if today.civil().day() >= WRITTEN_ON { -1 } else { -2 };
    let newest = months_on(Period::Month.window(today).from, over);
    let mut next = last.map_or_else(|| months_on(newest, 1 - LOOKS_BACK), |first| months_on(first, 1));
    let mut due = vec![];
    while next <= newest {
        due.push(Period::Month.window(next));
        next = months_on(next, 1);
    }
    due
}

/// A heading of the category tree, as it was called when the table was written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MonthKind {
    pub code: String,
    pub name_zh: String,
    pub name_en: String,
}

/// One row of a month: a community as it was called then, or what could not be given to one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MonthRow {
    pub community: Option<String>,
    /// By kind, in the order of the table's kinds; nothing where the count is covered.
    pub counts: Vec<Option<u64>>,
    pub total: Option<u64>,
}

/// What was told in a month: nothing in it can be worked out of what is covered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MonthTable {
    /// `2026-10`: from its first day up to, not including, the first of the next.
    pub month: String,
    pub kinds: Vec<MonthKind>,
    pub rows: Vec<MonthRow>,
    pub totals: Vec<Option<u64>>,
    pub total: Option<u64>,
}

/// Counts by community and category, under the headings of the tree, with the small ones covered. `named` gives the
/// Chinese and English name of a heading.
pub fn table(
    month: Window,
    told: &[(Option<PlaceId>, String, i64)],
    communities: &[(PlaceId, String)],
    categories: &[Category],
    named: impl Fn(&str) -> (String, String),
) -> MonthTable {
    let heading = |code: &str| match categories.iter().find(|c| c.code == code) {
        Some(category) => category.parent.clone().unwrap_or_else(|| code.to_owned()),
        None => UNSORTED.to_owned(),
    };
    let mut sums: BTreeMap<(Option<PlaceId>, String), u64> = BTreeMap::new();
    for (community, code, n) in told {
        let placed = community.filter(|id| communities.iter().any(|c| c.0 == *id));
        *sums.entry((placed, heading(code))).or_default() += u64::try_from(*n).unwrap_or(0);
    }
    let tops = categories.iter().filter(|c| c.parent.is_none() && c.code != UNSORTED).map(|c| c.code.as_str()).chain([UNSORTED]);
    let kinds: Vec<&str> = tops.filter(|code| sums.keys().any(|(_, kind)| kind == code)).collect();
    let nowhere = sums.keys().any(|(placed, _)| placed.is_none()).then_some((None, None));
    let places: Vec<_> = communities.iter().map(|(id, name)| (Some(*id), Some(name.clone()))).chain(nowhere).collect();
    let count = |place, kind: &str| sums.get(&(place, kind.to_owned())).copied().unwrap_or(0);
    let counts: Vec<Vec<u64>> = places.iter().map(|(place, _)| kinds.iter().map(|kind| count(*place, kind)).collect()).collect();
    let mut covered = suppression::cover(&counts, FEWEST.into()).into_iter().map(|mut row| {
        let total = row.pop().flatten();
        (row, total)
    });
    let rows = places.into_iter().zip(&mut covered).map(|((_, community), (counts, total))| MonthRow { community, counts, total }).collect();
    let (totals, total) = covered.next().unwrap_or_default();
    let kind = |code: &&str| {
        let (name_zh, name_en) = named(code);
        MonthKind { code: (*code).to_owned(), name_zh, name_en }
    };
    MonthTable { month: month_name(month.from), kinds: kinds.iter().map(kind).collect(), rows, totals, total }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_written_on_the_fifth_of_the_next() {
        let month = |text: &str| Window::of_month(text).expect("a month");
        let last = Some(Day::of(2026, 9, 1));
        assert_eq!(due(Day::of(2026, 11, 4), last), []);
        assert_eq!(due(Day::of(2026, 11, 5), last), [month("2026-10")]);
        assert_eq!(due(Day::of(2027, 1, 5), last), [month("2026-10"), month("2026-11"), month("2026-12")]);
        let first = due(Day::of(2026, 1, 20), None);
        assert_eq!((first.len(), first[0], first[11]), (12, month("2025-01"), month("2025-12")));
        assert_eq!(month("2026-12"), Window { from: Day::of(2026, 12, 1), to: Day::of(2027, 1, 1) });
    }
    #[test]
    fn what_names_no_month_is_none() {
        assert!(["", "2026-13", "2026-00", "202-610x", "9999-12", "－"].iter().all(|t| Window::of_month(t).is_none()));
    }
}
