//! What a deadline is computed from, and what comes out.

use crate::Proof;
use kernel::Moment;
use serde::{Deserialize, Serialize};

/// What an amount is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Day and night.
    Minutes,
    /// Minutes within working spans.
    WorkMinutes,
    /// Worked dates, ending at the calendar's `day_ends_at`.
    WorkDays,
    /// Dates, the last rolled forward to a worked one.
    CalendarDays,
}

impl Unit {
    pub const ALL: [Unit; 4] = [Self::Minutes, Self::WorkMinutes, Self::WorkDays, Self::CalendarDays];
    pub fn code(self) -> &'static str {
        match self {
            Self::Minutes => "minutes",
            Self::WorkMinutes => "work_minutes",
            Self::WorkDays => "work_days",
            Self::CalendarDays => "calendar_days",
        }
    }
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|u| u.code() == code)
    }
}

/// How local rules read the count.
/// By default the starting day is not counted and a last day of rest rolls forward (Civil Code, arts. 201 and 203).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    pub version: String,
    /// Days only: the starting day counts if work started before it ended.
    pub count_start_day: bool,
    /// Calendar days only.
    pub roll_forward: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Self { version: "civil-code-201-203".into(), count_start_day: false, roll_forward: true }
    }
}

/// A stretch that does not count; half-open, and still running while `to` is absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    pub from: Moment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Moment>,
    /// A code: `waiting_resident`, `deferral`, `upper_tier`, `force_majeure`.
    pub reason: String,
}

/// Everything about one clock that is not calendar or policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    pub started_at: Moment,
    pub amount: i64,
    pub unit: Unit,
    #[serde(default)]
    pub pauses: Vec<Pause>,
    /// Added to the amount, in the same unit.
    #[serde(default)]
    pub extensions: Vec<i64>,
}

impl Inputs {
    pub fn new(started_at: Moment, amount: i64, unit: Unit) -> Self {
        Self { started_at, amount, unit, pauses: vec![], extensions: vec![] }
    }
    /// The amount with its extensions.
    pub fn total(&self) -> i64 {
        self.extensions.iter().fold(self.amount, |sum, e| sum.saturating_add(*e))
    }
    /// Whether a pause is still open.
    pub fn is_paused(&self) -> bool {
        self.pauses.iter().any(|p| p.to.is_none())
    }
}

/// A computed deadline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// Absent while a pause is open.
    pub due_at: Option<Moment>,
    /// The same as `due_at`, or the earliest it can become while a pause is open.
    pub not_before: Moment,
    /// It touches a year whose calendar is not published yet.
    pub provisional: bool,
    pub proof: Proof,
}

/// Why no deadline can be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockError {
    /// Amounts and extensions are at least 1.
    NotPositive,
    /// More than twenty years, or no day ever counts.
    TooFar,
    /// A pause that ends before it begins.
    PauseBackwards,
}

impl std::fmt::Display for ClockError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NotPositive => "the amount and each extension must be at least 1",
            Self::TooFar => "no deadline within twenty years",
            Self::PauseBackwards => "a pause ends before it begins",
        })
    }
}
impl std::error::Error for ClockError {}
