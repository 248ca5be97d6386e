//! Kinds of days and hours of work, as published. A weekend is never guessed: kinds come only from data.

use kernel::{Day, Moment};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    Work,
    Rest,
    Holiday,
    /// A day worked in exchange: counts like any work day.
    Makeup,
    /// Closed by storm or emergency.
    Shutdown,
}

impl DayKind {
    pub fn is_worked(self) -> bool {
        matches!(self, Self::Work | Self::Makeup)
    }
    pub fn code(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::Rest => "rest",
            Self::Holiday => "holiday",
            Self::Makeup => "makeup",
            Self::Shutdown => "shutdown",
        }
    }
}

/// Minutes of the day, half-open: 09:00–12:00 is 540..720. JSON: `["09:00", "12:00"]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "[String; 2]", try_from = "[String; 2]")]
pub struct Span {
    pub from: i32,
    pub to: i32,
}

/// Other hours in a part of the year, both days included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Season {
    pub from: Day,
    pub to: Day,
    pub spans: Vec<Span>,
}

/// One published version. It never changes; a correction is another version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "File", into = "File")]
pub struct Calendar {
    pub version: String,
    pub published_at: Day,
    pub source: String,
    /// Years whose kinds of days are published; others are computed from the week and are provisional.
    pub years: Vec<i16>,
    pub spans: Vec<Span>,
    pub seasons: Vec<Season>,
    /// Minutes of the day at which a deadline in days ends. Its own value: a half day still ends at this instant.
    pub day_ends_at: i32,
    /// Worked days of the week, Monday = 1.
    pub workdays: Vec<i8>,
    pub days: BTreeMap<Day, DayKind>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct CalendarError(pub String);

impl std::fmt::Display for CalendarError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for CalendarError {}

impl Calendar {
    /// The State Council's arrangements for 2025 and 2026.
    pub fn state_council() -> Self {
        const DATA: &str = include_str!("../calendars/state-council-2025-2026.json");
        serde_json::from_str(DATA).unwrap_or_else(|e| unreachable!("the calendar shipped with the house: {e}"))
    }
    /// Reads a calendar file; the form is that of `calendars/state-council-2025-2026.json`.
    pub fn parse(text: &str) -> Result<Self, CalendarError> {
        serde_json::from_str(text).map_err(|e| CalendarError(e.to_string()))
    }
    pub fn kind(&self, day: Day) -> DayKind {
        self.days.get(&day).copied().unwrap_or_else(|| {
            if self.workdays.contains(&day.weekday()) { DayKind::Work } else { DayKind::Rest }
        })
    }
    pub fn is_published(&self, day: Day) -> bool {
        self.years.contains(&((day.0 / 10_000) as i16))
    }
    /// Hours of work on a date; none unless it is worked.
    pub fn spans_on(&self, day: Day) -> &[Span] {
        if !self.kind(day).is_worked() {
            return &[];
        }
        self.seasons.iter().find(|s| s.from <= day && day <= s.to).map_or(&self.spans, |s| &s.spans)
    }
    /// The instant at which a date ends for deadlines in days.
    pub fn end_of(&self, day: Day) -> Moment {
        day.start().plus_minutes(self.day_ends_at.into())
    }
    /// Working dates in a year.
    pub fn working_days(&self, year: i16) -> usize {
        let (mut day, mut n) = (Day::of(year, 1, 1), 0);
        while day.0 / 10_000 == i32::from(year) {
            n += usize::from(self.kind(day).is_worked());
            day = day.plus(1);
        }
        n
    }
    /// The same calendar with one more date of another kind, under another version.
    pub fn with_day(&self, version: &str, day: Day, kind: DayKind) -> Self {
        let mut days = self.days.clone();
        days.insert(day, kind);
        Self { version: version.into(), days, ..self.clone() }
    }
}

/// The form of a calendar file.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: String,
    published_at: Day,
    source: String,
    years: Vec<i16>,
    spans: Vec<Span>,
    #[serde(default)]
    seasons: Vec<Season>,
    day_ends_at: String,
    workdays: Vec<i8>,
    #[serde(default)]
    holidays: Vec<[Day; 2]>,
    #[serde(default)]
    makeup: Vec<Day>,
    #[serde(default)]
    shutdown: Vec<Day>,
    #[serde(default)]
    rest: Vec<Day>,
    #[serde(default)]
    work: Vec<Day>,
}

impl TryFrom<File> for Calendar {
    type Error = CalendarError;
    fn try_from(file: File) -> Result<Self, CalendarError> {
        let mut days = BTreeMap::new();
        for [from, to] in &file.holidays {
            if to.since(*from) < 0 || to.since(*from) > 366 {
                return Err(CalendarError(format!("the holiday from {from} to {to} is not a range of days")));
            }
            for n in 0..=to.since(*from) {
                days.insert(from.plus(n), DayKind::Holiday);
            }
        }
        let lists = [
            (&file.makeup, DayKind::Makeup),
            (&file.rest, DayKind::Rest),
            (&file.work, DayKind::Work),
            (&file.shutdown, DayKind::Shutdown),
        ];
        for (list, kind) in lists {
            for day in list {
                if days.insert(*day, kind).is_some_and(|before| before != kind && kind != DayKind::Shutdown) {
                    return Err(CalendarError(format!("{day} is named twice")));
                }
            }
        }
        for season in file.seasons.iter().map(|s| &s.spans).chain([&file.spans]) {
            if season.is_empty() || season.windows(2).any(|w| w[0].to > w[1].from) {
                return Err(CalendarError("hours of work must be named, in order, without overlap".into()));
            }
        }
        if file.workdays.is_empty() || file.workdays.iter().any(|d| !(1..=7).contains(d)) {
            return Err(CalendarError("workdays are numbers from 1 (Monday) to 7".into()));
        }
        Ok(Self {
            version: file.version,
            published_at: file.published_at,
            source: file.source,
            years: file.years,
            spans: file.spans,
            seasons: file.seasons,
            day_ends_at: minutes(&file.day_ends_at)?,
            workdays: file.workdays,
            days,
        })
    }
}

impl From<Calendar> for File {
    fn from(c: Calendar) -> Self {
        let of = |kind| c.days.iter().filter(|(_, k)| **k == kind).map(|(d, _)| *d).collect::<Vec<_>>();
        Self {
            holidays: of(DayKind::Holiday).into_iter().map(|d| [d, d]).collect(),
            makeup: of(DayKind::Makeup),
            shutdown: of(DayKind::Shutdown),
            rest: of(DayKind::Rest),
            work: of(DayKind::Work),
            version: c.version,
            published_at: c.published_at,
            source: c.source,
            years: c.years,
            spans: c.spans,
            seasons: c.seasons,
            day_ends_at: clock(c.day_ends_at),
            workdays: c.workdays,
        }
    }
}

impl TryFrom<[String; 2]> for Span {
    type Error = CalendarError;
    fn try_from([from, to]: [String; 2]) -> Result<Self, CalendarError> {
        let span = Self { from: minutes(&from)?, to: minutes(&to)? };
        if span.from < span.to { Ok(span) } else { Err(CalendarError(format!("{from} is not before {to}"))) }
    }
}
impl From<Span> for [String; 2] {
    fn from(s: Span) -> Self {
        [clock(s.from), clock(s.to)]
    }
}

fn minutes(text: &str) -> Result<i32, CalendarError> {
    let parts = text.split_once(':').and_then(|(h, m)| Some((h.parse::<i32>().ok()?, m.parse::<i32>().ok()?)));
    match parts {
        Some((h, m)) if (0..=24).contains(&h) && (0..60).contains(&m) && h * 60 + m <= 1_440 => Ok(h * 60 + m),
        _ => Err(CalendarError(format!("`{text}` is not a time of day like 17:30"))),
    }
}

fn clock(minutes: i32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_2026_has_248_working_days() {
        let c = Calendar::state_council();
        assert_eq!(c.working_days(2026), 248);
        assert_eq!(c.kind(Day(20_260_920)), DayKind::Makeup);
        assert_eq!(c.kind(Day(20_261_001)), DayKind::Holiday);
        assert!(c.is_published(Day(20_261_231)) && !c.is_published(Day(20_270_101)));
    }

    #[test]
    fn a_calendar_survives_its_file() {
        let c = Calendar::state_council().with_day("2", Day(20_260_921), DayKind::Shutdown);
        let text = serde_json::to_string(&c).expect("written");
        assert_eq!(Calendar::parse(&text), Ok(c));
        assert!(Calendar::parse("{}").is_err());
    }
}
