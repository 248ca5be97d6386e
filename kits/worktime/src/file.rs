//! The file format of a calendar: ranges of days instead of one line per day.

use crate::{Calendar, DayRule, Kind, Span, WeekPattern};
use kernel::Day;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Why a calendar cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CalendarError {
    /// Not the format; the message names line and column.
    Format(String),
    /// A range that ends before it begins, or is longer than a year.
    Range(Day, Day),
    /// The same day twice with different rules.
    Twice(Day),
    /// Spans out of order, overlapping, or none on a worked day; the text says where.
    Spans(String),
}

impl CalendarError {
    pub(crate) fn from_json(e: serde_json::Error) -> Self {
        Self::Format(e.to_string())
    }
}
impl std::fmt::Display for CalendarError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Format(why) => f.write_str(why),
            Self::Range(from, to) => write!(f, "the range {from} to {to} must run forward and within a year"),
            Self::Twice(day) => write!(f, "{day} is given twice"),
            Self::Spans(place) => write!(f, "the spans of {place} must follow each other, none empty"),
        }
    }
}
impl std::error::Error for CalendarError {}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CalendarFile {
    version: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    published_on: Option<Day>,
    source: String,
    published_years: BTreeSet<i32>,
    #[serde(default)]
    pattern: WeekPattern,
    days: Vec<Entry>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    from: Day,
    /// Included; absent for a single day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<Day>,
    kind: Kind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    spans: Option<Vec<Span>>,
}

impl TryFrom<CalendarFile> for Calendar {
    type Error = CalendarError;

    fn try_from(file: CalendarFile) -> Result<Self, CalendarError> {
        let pattern = file.pattern;
        let usable = |spans: &[Span]| !spans.is_empty() && Span::in_order(spans);
        if !usable(&pattern.spans) {
            return Err(CalendarError::Spans("the week".into()));
        }
        if let Some(season) = pattern.seasons.iter().find(|s| !usable(&s.spans)) {
            return Err(CalendarError::Spans(format!("the season from {}", season.from)));
        }
        let mut days = BTreeMap::new();
        for Entry { from, to, kind, name, spans } in file.days {
            let to = to.unwrap_or(from);
            let length = to.since(from);
            if !(0..366).contains(&length) {
                return Err(CalendarError::Range(from, to));
            }
            if spans.as_deref().is_some_and(|s| !usable(s)) {
                return Err(CalendarError::Spans(from.to_string()));
            }
            for n in 0..=length {
                let rule = DayRule { kind, spans: spans.clone(), name: name.clone() };
                if days.insert(from.plus(n), rule).is_some() {
                    return Err(CalendarError::Twice(from.plus(n)));
                }
            }
        }
        Ok(Self {
            version: file.version,
            published_on: file.published_on,
            source: file.source,
            pattern,
            days,
            published_years: file.published_years,
        })
    }
}

impl From<Calendar> for CalendarFile {
    fn from(c: Calendar) -> Self {
        let entry = |(from, rule): (Day, DayRule)| Entry { from, to: None, kind: rule.kind, name: rule.name, spans: rule.spans };
        Self {
            version: c.version,
            published_on: c.published_on,
            source: c.source,
            published_years: c.published_years,
            pattern: c.pattern,
            days: c.days.into_iter().map(entry).collect(),
        }
    }
}
