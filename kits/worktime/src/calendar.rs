//! A working calendar: a weekly pattern, the days that differ from it, and the paper it rests on.

use crate::file::{CalendarError, CalendarFile};
use crate::{Span, TimeOfDay};
use kernel::Day;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One published version. Published versions never change; a correction is a new version (`revised`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "CalendarFile", into = "CalendarFile")]
pub struct Calendar {
    pub version: String,
    pub published_on: Option<Day>,
    /// The document it follows: name and number.
    pub source: String,
    pub pattern: WeekPattern,
    /// The days that differ from the pattern.
    pub days: BTreeMap<Day, DayRule>,
    /// Years whose arrangement is known; deadlines that touch another year are provisional.
    pub published_years: BTreeSet<i32>,
}

/// What a date is. `Work` and `Makeup` count alike; the others do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Work,
    Rest,
    Holiday,
    /// A weekend day worked in exchange for a holiday (补班).
    Makeup,
    /// No work because of a storm or an emergency (停工日).
    Shutdown,
}

impl Kind {
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

/// A day that differs from the pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayRule {
    pub kind: Kind,
    /// Working spans of this one day, for half days; `None` takes the season's.
    pub spans: Option<Vec<Span>>,
    /// The festival or reason, for the reader.
    pub name: Option<String>,
}

impl DayRule {
    pub fn of(kind: Kind) -> Self {
        Self { kind, spans: None, name: None }
    }
}

/// An ordinary week: which weekdays are worked, from when to when, and when a day ends for deadlines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeekPattern {
    /// Monday first.
    pub week: [Kind; 7],
    pub spans: Vec<Span>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seasons: Vec<Season>,
    /// A value of its own, so that a half day ends at the same instant and cannot bring a date forward.
    pub day_ends_at: TimeOfDay,
}

/// Other hours between two dates, both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Season {
    pub from: Day,
    pub to: Day,
    pub spans: Vec<Span>,
}

impl Default for WeekPattern {
    fn default() -> Self {
        let mut week = [Kind::Work; 7];
        week[5] = Kind::Rest;
        week[6] = Kind::Rest;
        let spans = vec![
            Span::new(TimeOfDay::hm(9, 0), TimeOfDay::hm(12, 0)),
            Span::new(TimeOfDay::hm(13, 30), TimeOfDay::hm(17, 30)),
        ];
        Self { week, spans, seasons: vec![], day_ends_at: TimeOfDay::hm(17, 30) }
    }
}

impl Calendar {
    /// The State Council arrangements of 2025 and 2026 in one calendar. Other years are provisional.
    pub fn state_council() -> Self {
        let read = |text: &str| Self::from_json(text).expect("the calendars that ship are read by a test");
        read(include_str!("../calendars/2025.json")).joined(read(include_str!("../calendars/2026.json")))
    }

    /// Reads the file format of `calendars/`.
    /// Errors name the line or the day that cannot be taken.
    pub fn from_json(text: &str) -> Result<Self, CalendarError> {
        serde_json::from_str(text).map_err(CalendarError::from_json)
    }

    /// Both calendars' days and years; where they disagree, `later` wins, and so does its pattern.
    pub fn joined(mut self, later: Self) -> Self {
        self.days.extend(later.days);
        self.published_years.extend(later.published_years);
        self.version = format!("{}+{}", self.version, later.version);
        self.source = format!("{}；{}", self.source, later.source);
        self.published_on = self.published_on.max(later.published_on);
        self.pattern = later.pattern;
        self
    }

    /// A new version in which some days are different; this one stays as it is.
    pub fn revised(
        &self,
        version: &str,
        source: &str,
        published_on: Day,
        changes: impl IntoIterator<Item = (Day, DayRule)>,
    ) -> Self {
        let mut next = self.clone();
        next.version = version.into();
        next.source = source.into();
        next.published_on = Some(published_on);
        next.days.extend(changes);
        next
    }

    pub fn kind(&self, day: Day) -> Kind {
        self.days.get(&day).map_or_else(|| self.pattern.week[(day.weekday() - 1) as usize], |rule| rule.kind)
    }

    pub fn is_worked(&self, day: Day) -> bool {
        self.kind(day).is_worked()
    }

    /// The festival or reason of a day that differs from the pattern.
    pub fn name(&self, day: Day) -> Option<&str> {
        self.days.get(&day)?.name.as_deref()
    }

    /// Working spans of a date; empty when it is not worked.
    pub fn spans(&self, day: Day) -> &[Span] {
        if !self.is_worked(day) {
            return &[];
        }
        if let Some(spans) = self.days.get(&day).and_then(|rule| rule.spans.as_deref()) {
            return spans;
        }
        let season = self.pattern.seasons.iter().find(|s| s.from <= day && day <= s.to);
        season.map_or(&self.pattern.spans, |s| &s.spans)
    }

    /// Whether the date's year is not yet published, so that its kind is a guess from the pattern.
    pub fn is_provisional(&self, day: Day) -> bool {
        !self.published_years.contains(&(day.0 / 10_000))
    }

    /// Minutes of work in an ordinary day.
    pub fn ordinary_minutes(&self) -> i64 {
        self.pattern.spans.iter().map(|s| s.minutes()).sum()
    }
}
