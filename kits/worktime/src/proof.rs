//! How a date was reached, kept with it: enough to compute it again and to explain it.

use crate::{Calendar, DayKind, Inputs, Policy, Span, due};
use kernel::{Day, Moment};
use serde::{Deserialize, Serialize};

/// One date of the walk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub date: Day,
    pub kind: DayKind,
    /// Hours of work on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Span>,
    /// 1 or 0 for days; minutes for minutes.
    pub counted: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    pub algorithm: String,
    pub policy: Policy,
    pub calendar_version: String,
    pub calendar_source: String,
    /// Offset from UTC of all local times.
    pub zone: String,
    /// Minutes of the day at which a deadline in days ends.
    pub day_ends_at: i32,
    pub inputs: Inputs,
    pub steps: Vec<Step>,
    pub due_at: Option<Moment>,
    pub not_before: Moment,
    pub provisional: bool,
    /// When an open pause was taken to end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<Moment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_because: Option<String>,
}

pub const ALGORITHM: &str = "linqiao/worktime/1";

/// Where a stored proof and its own inputs part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch(pub String);

impl std::fmt::Display for Mismatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Proof {
    #[allow(clippy::too_many_arguments, reason = "a record of everything that went in")]
    pub(crate) fn new(
        inputs: Inputs,
        calendar: &Calendar,
        policy: Policy,
        steps: Vec<Step>,
        due_at: Option<Moment>,
        not_before: Moment,
        provisional: bool,
        asked_at: Option<Moment>,
    ) -> Self {
        Self {
            algorithm: ALGORITHM.into(),
            policy,
            calendar_version: calendar.version.clone(),
            calendar_source: calendar.source.clone(),
            zone: "+08:00".into(),
            day_ends_at: calendar.day_ends_at,
            inputs,
            steps,
            due_at,
            not_before,
            provisional,
            asked_at,
            kept_because: None,
        }
    }
}

/// Computes a proof again from itself alone: the kinds and hours of the dates it names are its calendar.
pub fn verify(proof: &Proof) -> Result<(), Mismatch> {
    if proof.algorithm != ALGORITHM {
        return Err(Mismatch(format!("the algorithm `{}` is not known here", proof.algorithm)));
    }
    let mut calendar = Calendar {
        version: proof.calendar_version.clone(),
        published_at: Day(0),
        source: proof.calendar_source.clone(),
        years: if proof.provisional { vec![] } else { years(proof) },
        spans: vec![],
        seasons: vec![],
        day_ends_at: proof.day_ends_at,
        workdays: vec![],
        days: proof.steps.iter().map(|s| (s.date, s.kind)).collect(),
    };
    calendar.seasons = proof
        .steps
        .iter()
        .map(|s| crate::Season { from: s.date, to: s.date, spans: s.spans.clone() })
        .collect();
    let asked_at = proof.asked_at.unwrap_or(proof.inputs.started_at);
    let again = due(&proof.inputs, &calendar, &proof.policy, asked_at)
        .map_err(|e| Mismatch(format!("the inputs give no deadline: {e}")))?;
    if (again.due_at, again.not_before) != (proof.due_at, proof.not_before) {
        return Err(Mismatch(format!("stored {}, computed {}", proof.not_before.rfc3339(), again.not_before.rfc3339())));
    }
    if again.proof.steps != proof.steps {
        return Err(Mismatch("the steps are not those of the inputs".into()));
    }
    Ok(())
}

fn years(proof: &Proof) -> Vec<i16> {
    let mut years: Vec<_> = proof.steps.iter().map(|s| (s.date.0 / 10_000) as i16).collect();
    years.dedup();
    years
}
