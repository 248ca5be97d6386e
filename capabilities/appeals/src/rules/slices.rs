//! How the numbers of one case are laid out in the kept table: by slice and by period. Pure.

use crate::rules::counting::{ALWAYS, Added, Counts, UNPLACED};
use kernel::{Day, PlaceId, uuid::Uuid};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// By what a sum is broken down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slice {
    Street,
    Community,
    Grid,
    Unit,
    Category,
    CommunityCategory,
}

impl Slice {
    pub const ALL: [Self; 6] =
        [Self::Street, Self::Community, Self::Grid, Self::Unit, Self::Category, Self::CommunityCategory];

    pub fn code(self) -> &'static str {
        match self {
            Self::Street => "street",
            Self::Community => "community",
            Self::Grid => "grid",
            Self::Unit => "unit",
            Self::Category => "category",
            Self::CommunityCategory => "community_category",
        }
    }
    /// The street's own lines are written by everybody; the others are spread by their own kind already.
    pub fn shards(self) -> u8 {
        if self == Self::Street { 16 } else { 2 }
    }
}

/// One line of the kept table, before its shard.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    pub slice: Slice,
    pub period: i32,
    pub of: Uuid,
    pub category: String,
    pub since: Day,
}

impl Added {
    /// Every line this case has a part in: each cell once by its day and once by its month.
    pub fn lines(&self) -> BTreeMap<Line, Counts> {
        let mut lines: BTreeMap<Line, Counts> = BTreeMap::new();
        for (cell, counts) in &self.cells {
            for (slice, of, category) in self.slices(cell.unit) {
                for period in [cell.day.0, month(cell.day)] {
                    let line = Line { slice, period, of, category: category.to_owned(), since: cell.since };
                    lines.entry(line).or_default().plus(counts, 1);
                }
            }
        }
        lines
    }

    fn slices(&self, unit: Option<kernel::UnitId>) -> Vec<(Slice, Uuid, &str)> {
        let (nobody, community) = (Uuid::nil(), self.community.uuid());
        let mut slices = vec![
            (Slice::Street, nobody, ""),
            (Slice::Community, community, ""),
            (Slice::Grid, self.grid_or_rest().uuid(), ""),
            (Slice::Category, nobody, self.category.as_str()),
            (Slice::CommunityCategory, community, self.category.as_str()),
        ];
        slices.extend(unit.map(|u| (Slice::Unit, u.uuid(), "")));
        slices
    }

    /// What a community has outside its grids stands under the community's own id, so that grids add up to it.
    pub fn grid_or_rest(&self) -> PlaceId {
        if self.grid == UNPLACED { self.community } else { self.grid }
    }

    /// Where the case is counted as standing in its state.
    pub fn stands(&self) -> Vec<(Slice, Uuid)> {
        let mut stands = vec![
            (Slice::Street, Uuid::nil()),
            (Slice::Community, self.community.uuid()),
            (Slice::Grid, self.grid_or_rest().uuid()),
        ];
        stands.extend(self.lead.map(|u| (Slice::Unit, u.uuid())));
        stands
    }
}

/// `202611` of the 23rd of November 2026.
fn month(day: Day) -> i32 {
    day.0 / 100
}

/// Days from `from` up to, not including, `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Window {
    #[schema(value_type = String)]
    pub from: Day,
    #[schema(value_type = String)]
    pub to: Day,
}

/// The windows people ask for by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    Today,
    #[default]
    Month,
    /// From the 19th to before the next 19th.
    Assessment,
    Quarter,
    Year,
}

impl Period {
    pub const ALL: [Self; 5] = [Self::Today, Self::Month, Self::Assessment, Self::Quarter, Self::Year];
    pub fn code(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Month => "month",
            Self::Assessment => "assessment",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
    /// The window of this name that holds `today`.
    pub fn window(self, today: Day) -> Window {
        let date = today.civil();
        let first = |y: i16, m: i8| Day::of(y, m, 1);
        let (year, m) = (date.year(), date.month());
        let (from, months) = match self {
            Self::Today => return Window { from: today, to: today.plus(1) },
            Self::Month => (first(year, m), 1),
            Self::Assessment if date.day() >= ASSESSMENT_DAY => (Day::of(year, m, ASSESSMENT_DAY), 1),
            Self::Assessment => (months_on(Day::of(year, m, ASSESSMENT_DAY), -1), 1),
            Self::Quarter => (first(year, (m - 1) / 3 * 3 + 1), 3),
            Self::Year => (first(year, 1), 12),
        };
        Window { from, to: months_on(from, months) }
    }
}

/// The day a month of assessment begins.
pub const ASSESSMENT_DAY: i8 = 19;

/// The same day of a later or earlier month; only days every month has are asked for.
pub(super) fn months_on(day: Day, months: i32) -> Day {
    let date = day.civil();
    let count = i32::from(date.year()) * 12 + i32::from(date.month()) - 1 + months;
    Day((count / 12) * 10_000 + (count % 12 + 1) * 100 + i32::from(date.day()))
}

impl Window {
    /// The month of this name, `2026-10`.
    pub fn of_month(name: &str) -> Option<Self> {
        let first = Day::parse(&format!("{name}-01")).filter(|_| name.len() == 7)?;
        // The last month a calendar knows has no day after it.
        Some(Period::Month.window(first)).filter(|month| month.days() > 0)
    }
    /// Nothing after this day: what is due later is not decided.
    pub fn until(self, last: Day) -> Self {
        Self { to: self.to.min(last.plus(1)), ..self }
    }
    pub fn days(self) -> i64 {
        self.to.since(self.from).max(0)
    }
    pub fn holds(self, line: &Line) -> bool {
        let covered = self.periods().iter().any(|(from, to)| (*from..*to).contains(&line.period));
        covered && (line.since == ALWAYS || line.since >= self.from)
    }
    /// The periods that cover the window: whole months where there are any, days at both ends. Each is a half-open
    /// range of `yyyymm` or `yyyymmdd`.
    pub fn periods(self) -> Vec<(i32, i32)> {
        if self.to <= self.from {
            return vec![];
        }
        let first = if self.from.civil().day() == 1 { self.from } else { next_month(self.from) };
        let last = Day::of(self.to.civil().year(), self.to.civil().month(), 1);
        if first >= last {
            return vec![(self.from.0, self.to.0)];
        }
        let ranges = [(self.from.0, first.0), (month(first), month(last)), (last.0, self.to.0)];
        ranges.into_iter().filter(|(a, b)| a < b).collect()
    }
}

fn next_month(day: Day) -> Day {
    let date = day.civil();
    months_on(Day::of(date.year(), date.month(), 1), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_windows_are_half_open() {
        let on = |s: &str| Day::parse(s).expect("a day");
        let window = |p: Period, s: &str| {
            let w = p.window(on(s));
            (w.from.to_string(), w.to.to_string())
        };
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(window(Period::Today, "2026-12-31"), pair("2026-12-31", "2027-01-01"));
        assert_eq!(window(Period::Month, "2026-11-27"), pair("2026-11-01", "2026-12-01"));
        assert_eq!(window(Period::Assessment, "2026-11-27"), pair("2026-11-19", "2026-12-19"));
        assert_eq!(window(Period::Assessment, "2027-01-05"), pair("2026-12-19", "2027-01-19"));
        assert_eq!(window(Period::Quarter, "2026-11-27"), pair("2026-10-01", "2027-01-01"));
        assert_eq!(window(Period::Year, "2026-11-27"), pair("2026-01-01", "2027-01-01"));
    }

    proptest::proptest! {
        /// Every day of a window is covered once, and no day outside it.
        #[test]
        fn periods_cover_a_window_exactly(from in 0i64..800, long in 0i64..800, probe in -40i64..1700) {
            let start = Day::of(2026, 1, 1);
            let w = Window { from: start.plus(from), to: start.plus(from + long) };
            let day = start.plus(probe);
            let times = w.periods().iter().filter(|(a, b)| {
                (*a..*b).contains(&day.0) || (*a..*b).contains(&month(day))
            }).count();
            proptest::prop_assert_eq!(times, usize::from(w.from <= day && day < w.to));
        }
    }
}
