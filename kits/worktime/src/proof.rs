//! The stored reason of a deadline: everything needed to reach it again.

use crate::due::{walk, DayFacts, Stop};
use crate::{Inputs, Kind, Policy, Span, TimeOfDay, Unit};
use kernel::{Day, Moment};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The way of counting; raised when the same inputs would give another result.
pub const ALGORITHM: u32 = 1;
/// The street's zone.
pub const ZONE: &str = "+08:00";

/// Inputs, the rules of each date used, and the result. `verify` needs nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    pub algorithm: u32,
    pub policy: Policy,
    /// The calendar's version.
    pub calendar: String,
    pub zone: String,
    pub day_ends_at: TimeOfDay,
    pub inputs: Inputs,
    /// When an open pause was taken to end; absent when none is open, or when it was taken to end at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Moment>,
    /// One per date, from the starting date to the last.
    pub steps: Vec<Step>,
    pub result: Moment,
    pub provisional: bool,
    /// Why this value stood when a newer calendar or policy would have given another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_because: Option<String>,
}

/// One date of the walk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub date: Day,
    pub kind: Kind,
    /// Days: 0 or 1. Minutes: whole minutes counted on this date.
    pub counted: i64,
    /// Minutes only: seconds beyond the whole minutes.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub seconds: i64,
    /// Working minutes only: the spans of this date.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Span>,
    /// The date's year was not published.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
}

impl Step {
    pub(crate) fn of(date: Day, facts: &DayFacts<'_>, counted: i64) -> Self {
        Self { date, kind: facts.kind, counted, seconds: 0, spans: vec![], provisional: facts.provisional }
    }
}

/// What in a proof does not follow from the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// Written by another way of counting.
    Algorithm(u32),
    Zone(String),
    /// The inputs themselves cannot be computed.
    Inputs(String),
    /// The walk needs a date that the steps do not hold.
    Missing(Day),
    /// The steps are not those of the walk, first at this date.
    Step(Day),
    Result { stored: Moment, computed: Moment },
    Provisional,
}

impl std::fmt::Display for Mismatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Algorithm(n) => write!(f, "counted by algorithm {n}, this is {ALGORITHM}"),
            Self::Zone(zone) => write!(f, "zone {zone}, expected {ZONE}"),
            Self::Inputs(why) => write!(f, "the inputs give no deadline: {why}"),
            Self::Missing(day) => write!(f, "no rule for {day}"),
            Self::Step(day) => write!(f, "the step of {day} does not follow"),
            Self::Result { stored, computed } => {
                write!(f, "stored {}, computed {}", stored.rfc3339(), computed.rfc3339())
            }
            Self::Provisional => f.write_str("the provisional mark does not follow"),
        }
    }
}
impl std::error::Error for Mismatch {}

/// Walks the proof again from its own rules and compares every step and the result.
pub fn verify(proof: &Proof) -> Result<(), Mismatch> {
    if proof.algorithm != ALGORITHM {
        return Err(Mismatch::Algorithm(proof.algorithm));
    }
    if proof.zone != ZONE {
        return Err(Mismatch::Zone(proof.zone.clone()));
    }
    let rules: BTreeMap<Day, &Step> = proof.steps.iter().map(|s| (s.date, s)).collect();
    let days = |day: Day| {
        let step = rules.get(&day)?;
        Some(DayFacts { kind: step.kind, spans: Cow::Borrowed(&step.spans[..]), provisional: step.provisional })
    };
    let (computed, steps) =
        walk(&proof.inputs, &proof.policy, proof.day_ends_at, proof.as_of, &days).map_err(|stop| match stop {
            Stop::Clock(e) => Mismatch::Inputs(e.to_string()),
            Stop::Unknown(day) => Mismatch::Missing(day),
        })?;
    if computed != proof.result {
        return Err(Mismatch::Result { stored: proof.result, computed });
    }
    if let Some((stored, _)) = proof.steps.iter().zip(&steps).find(|(a, b)| a != b) {
        return Err(Mismatch::Step(stored.date));
    }
    if let Some(extra) = proof.steps.get(steps.len()) {
        return Err(Mismatch::Step(extra.date));
    }
    let provisional = proof.inputs.unit != Unit::Minutes && steps.iter().any(|s| s.provisional);
    if provisional != proof.provisional {
        return Err(Mismatch::Provisional);
    }
    Ok(())
}

fn is_zero(n: &i64) -> bool {
    *n == 0
}
