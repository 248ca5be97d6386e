//! A month of the street in one table that everybody may read: what was told, by community and kind. Pure.

use crate::rules::Category;
use kernel::{Day, PlaceId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Below this a number of people could point at one of them.
pub const FEWEST: u64 = 5;

/// A month's table is written on this day of the next one: by then what was told on its last days has its kind.
pub const WRITTEN_ON: i8 = 5;

/// The kind of what nobody had sorted when the table was written.
pub const UNSORTED: &str = "unsorted";

/// Months a street looks back when it begins to write tables.
const LOOKS_BACK: i32 = 12;

/// A calendar month in the street's time, `2026-10`; ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(i32);

impl Month {
    /// The month a stored number or a reader's text names: `202610` or `2026-10`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text.split('-').collect();
        let number: i32 = (digits.len() == 6).then(|| digits.parse().ok()).flatten()?;
        (1..=12).contains(&(number % 100)).then_some(Self(number)).filter(|m| (1900..=9998).contains(&(m.0 / 100)))
    }
    pub fn of(day: Day) -> Self {
        Self(day.0 / 100)
    }
    pub fn number(self) -> i32 {
        self.0
    }
    fn shifted(self, months: i32) -> Self {
        let n = self.0 / 100 * 12 + self.0 % 100 - 1 + months;
        Self(n.div_euclid(12) * 100 + n.rem_euclid(12) + 1)
    }
    /// Its first day, and the first after it.
    pub fn days(self) -> (Day, Day) {
        (Day(self.0 * 100 + 1), Day(self.shifted(1).0 * 100 + 1))
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.0 / 100, self.0 % 100)
    }
}

/// The months whose tables are due today, oldest first, after the last one written.
pub fn due(today: Day, last: Option<Month>) -> Vec<Month> {
    let written = today.civil().day() >= WRITTEN_ON;
    let newest = Month::of(today).shifted(if written { -1 } else { -2 });
    let mut next = last.map_or_else(|| newest.shifted(1 - LOOKS_BACK), |m| m.shifted(1));
    let mut due = vec![];
    while next <= newest {
        due.push(next);
        next = next.shifted(1);
    }
    due
}

/// One row of a month: a community, or what could not be given to one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MonthRow {
    #[schema(value_type = Option<String>)]
    pub community: Option<PlaceId>,
    /// By kind, in the order of the table's kinds; nothing where the count is covered.
    pub counts: Vec<Option<u64>>,
    pub total: Option<u64>,
}

/// What was told in a month: nothing in it can be worked out of what is covered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MonthTable {
    /// Codes of the kinds: the headings of the category tree.
    pub kinds: Vec<String>,
    pub rows: Vec<MonthRow>,
    pub totals: Vec<Option<u64>>,
    pub total: Option<u64>,
}

impl MonthTable {
    pub fn is_empty(&self) -> bool {
        self.total == Some(0)
    }
}

/// Counts by community and category, under the headings of the tree, with the small ones covered.
pub fn table(told: &[(Option<PlaceId>, String, i64)], communities: &[PlaceId], categories: &[Category]) -> MonthTable {
    let heading = |code: &str| match categories.iter().find(|c| c.code == code) {
        Some(category) => category.parent.clone().unwrap_or_else(|| code.to_owned()),
        None => UNSORTED.to_owned(),
    };
    let mut sums: BTreeMap<(Option<PlaceId>, String), u64> = BTreeMap::new();
    for (community, code, n) in told {
        let placed = community.filter(|c| communities.contains(c));
        *sums.entry((placed, heading(code))).or_default() += u64::try_from(*n).unwrap_or(0);
    }
    let tops = categories.iter().filter(|c| c.parent.is_none() && c.code != UNSORTED).map(|c| c.code.as_str()).chain([UNSORTED]);
    let kinds: Vec<String> = tops.filter(|code| sums.keys().any(|(_, k)| k == code)).map(str::to_owned).collect();
    let nowhere = sums.keys().any(|(placed, _)| placed.is_none());
    let places: Vec<_> = communities.iter().copied().map(Some).chain(nowhere.then_some(None)).collect();
    let counts: Vec<Vec<u64>> = places
        .iter()
        .map(|place| kinds.iter().map(|kind| sums.get(&(*place, kind.clone())).copied().unwrap_or(0)).collect())
        .collect();
    let mut covered = suppression::cover(&counts, FEWEST).cells.into_iter().map(|mut row| {
        let total = row.pop().flatten();
        (row, total)
    });
    let rows = places.iter().zip(&mut covered).map(|(place, (counts, total))| MonthRow { community: *place, counts, total }).collect();
    let (totals, total) = covered.next().unwrap_or((vec![], Some(0)));
    MonthTable { kinds, rows, totals, total }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_written_on_the_fifth_of_the_next() {
        let month = |text: &str| Month::parse(text).expect("a month");
        let last = Some(month("2026-09"));
        assert_eq!(due(Day::of(2026, 11, 4), last), []);
        assert_eq!(due(Day::of(2026, 11, 5), last), [month("2026-10")]);
        assert_eq!(due(Day::of(2027, 1, 5), last), [month("2026-10"), month("2026-11"), month("2026-12")]);
        let first = due(Day::of(2026, 1, 20), None);
        assert_eq!((first.len(), first[0], first[11]), (12, month("2025-01"), month("2025-12")));
        assert_eq!(month("2026-12").days(), (Day::of(2026, 12, 1), Day::of(2027, 1, 1)));
    }
    #[test]
    fn what_names_no_month_is_none() {
        assert!(["", "2026-13", "2026-00", "202-610x", "9999-12", "－"].iter().all(|t| Month::parse(t).is_none()));
    }
}
