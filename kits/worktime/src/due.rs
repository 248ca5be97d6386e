//! The walk from a beginning to a deadline.

use crate::{Calendar, Proof, Step};
use kernel::{Day, Moment};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Around the clock.
    Minutes,
    /// Within hours of work.
    WorkMinutes,
    /// To the end of the n-th working date after the first.
    WorkDays,
    /// To the end of the n-th date, rolled forward to a working one.
    CalendarDays,
}

impl Unit {
    pub const ALL: [Self; 4] = [Self::Minutes, Self::WorkMinutes, Self::WorkDays, Self::CalendarDays];
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

/// Time that does not count: half-open, open at the end while it lasts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    pub from: Moment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Moment>,
    pub reason: String,
}

impl Pause {
    /// `2026-10-09T10:00..2026-10-12T11:00`; nothing after the dots is an open pause.
    pub fn parse(text: &str) -> Option<Self> {
        let (from, to) = text.split_once("..")?;
        let to = if to.is_empty() { None } else { Some(Moment::parse(to)?) };
        Some(Self { from: Moment::parse(from)?, to, reason: "given".into() })
    }
}

/// How days are counted where local rules differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    pub version: i64,
    /// The day it begins counts as the first. Seed: no (Civil Code, art. 201).
    pub count_start_day: bool,
    /// A deadline on a day of rest moves to the next worked one. Seed: yes (Civil Code, art. 203).
    pub roll_forward: bool,
}

impl Policy {
    pub fn seed(version: i64) -> Self {
        Self { version, count_start_day: false, roll_forward: true }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    pub started_at: Moment,
    /// At least 1, in `unit`.
    pub amount: i64,
    pub unit: Unit,
    #[serde(default)]
    pub pauses: Vec<Pause>,
    /// Added amounts, in the clock's own unit.
    #[serde(default)]
    pub extensions: Vec<i64>,
}

impl Inputs {
    /// A proof is stored to the second, so it must be computed to the second to verify again.
    fn in_whole_seconds(&self) -> Self {
        let mut inputs = self.clone();
        inputs.started_at = whole_second(inputs.started_at);
        for pause in &mut inputs.pauses {
            pause.from = whole_second(pause.from);
            pause.to = pause.to.map(whole_second);
        }
        inputs
    }
}

fn whole_second(t: Moment) -> Moment {
    Moment(t.0.div_euclid(1_000_000) * 1_000_000)
}

/// A deadline with the way it was reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// None while a pause is open.
    pub due_at: Option<Moment>,
    /// As if an open pause ended when it was asked: not before this.
    pub not_before: Moment,
    /// A date of a year without a published calendar took part.
    pub provisional: bool,
    pub proof: Proof,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClockError {
    AmountTooSmall,
    /// No end within ten years: a calendar without work, or an amount out of measure.
    NoEnd,
}

impl std::fmt::Display for ClockError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::AmountTooSmall => "the amount must be at least 1",
            Self::NoEnd => "no end within ten years",
        })
    }
}
impl std::error::Error for ClockError {}

const MOST_DAYS: i64 = 3_660;

/// Computes a deadline. `now` only closes an open pause, for `not_before`.
pub fn due(inputs: &Inputs, calendar: &Calendar, policy: &Policy, now: Moment) -> Result<Deadline, ClockError> {
    let (inputs, now) = (&inputs.in_whole_seconds(), whole_second(now));
    let amount = inputs.extensions.iter().fold(inputs.amount, |sum, e| sum.saturating_add(*e));
    if inputs.amount < 1 || amount < 1 || inputs.extensions.iter().any(|e| *e < 0) {
        return Err(ClockError::AmountTooSmall);
    }
    let open = inputs.pauses.iter().any(|p| p.to.is_none());
    let pauses = union(&inputs.pauses, now.max(inputs.started_at));
    let mut walk = Walk { start: inputs.started_at, amount, calendar, policy, pauses: &pauses, steps: vec![] };
    let end = match inputs.unit {
        Unit::Minutes => walk.minutes(false),
        Unit::WorkMinutes => walk.minutes(true),
        Unit::WorkDays => walk.work_days(),
        Unit::CalendarDays => walk.calendar_days(),
    }?;
    let provisional =
        inputs.unit != Unit::Minutes && walk.steps.iter().any(|s| !calendar.is_published(s.date));
    let due_at = (!open).then_some(end);
    let steps = walk.steps;
    let proof = Proof::new(inputs.clone(), calendar, policy.clone(), steps, due_at, end, provisional, open.then_some(now));
    Ok(Deadline { due_at, not_before: end, provisional, proof })
}

/// A running clock under a new calendar or policy. A value already past is not taken: the old one is kept, and the
/// proof says so.
pub fn recompute(
    old: &Deadline,
    inputs: &Inputs,
    calendar: &Calendar,
    policy: &Policy,
    now: Moment,
) -> Result<Deadline, ClockError> {
    let mut fresh = due(inputs, calendar, policy, now)?;
    let would_be_past = fresh.due_at.is_some_and(|d| d <= now) && fresh.due_at != old.due_at;
    if would_be_past && old.due_at > fresh.due_at {
        let mut kept = old.clone();
        kept.proof.kept_because = Some(format!("{} would already be past", fresh.not_before.rfc3339()));
        return Ok(kept);
    }
    fresh.proof.kept_because = None;
    Ok(fresh)
}

/// Half-open intervals, joined and in order.
pub(crate) fn union(pauses: &[Pause], now: Moment) -> Vec<(Moment, Moment)> {
    let mut all: Vec<_> =
        pauses.iter().map(|p| (p.from, p.to.unwrap_or(now))).filter(|(from, to)| from < to).collect();
    all.sort_unstable();
    let mut joined: Vec<(Moment, Moment)> = vec![];
    for (from, to) in all {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    joined
}

struct Walk<'a> {
    start: Moment,
    amount: i64,
    calendar: &'a Calendar,
    policy: &'a Policy,
    pauses: &'a [(Moment, Moment)],
    steps: Vec<Step>,
}

impl Walk<'_> {
    fn paused_at(&self, at: Moment) -> bool {
        self.pauses.iter().any(|(from, to)| *from <= at && at < *to)
    }

    /// What is left of a stretch outside the pauses.
    fn unpaused(&self, from: Moment, to: Moment) -> Vec<(Moment, Moment)> {
        let (mut left, mut at) = (vec![], from);
        for (p, q) in self.pauses {
            if *q <= at || *p >= to {
                continue;
            }
            if at < *p {
                left.push((at, *p));
            }
            at = at.max(*q);
        }
        if at < to {
            left.push((at, to));
        }
        left
    }

    /// Least instant by which the measure of counted time reaches the amount.
    fn minutes(&mut self, working: bool) -> Result<Moment, ClockError> {
        let mut need = self.amount.checked_mul(Moment::MINUTE).ok_or(ClockError::NoEnd)?;
        let first = self.start.day();
        for n in 0..MOST_DAYS {
            let day = first.plus(n);
            let stretches: Vec<(Moment, Moment)> = if working {
                let at = |m: i32| day.start().plus_minutes(m.into());
                self.calendar.spans_on(day).iter().map(|s| (at(s.from), at(s.to))).collect()
            } else {
                vec![(day.start(), day.plus(1).start())]
            };
            let mut counted = 0;
            for (from, to) in stretches {
                for (from, to) in self.unpaused(from.max(self.start), to) {
                    let length = to.since(from);
                    if length >= need {
                        self.step(day, (counted + need) / Moment::MINUTE);
                        return Ok(from.plus(need));
                    }
                    need -= length;
                    counted += length;
                }
            }
            self.step(day, counted / Moment::MINUTE);
        }
        Err(ClockError::NoEnd)
    }

    fn work_days(&mut self) -> Result<Moment, ClockError> {
        let mut need = self.amount;
        for day in self.dates() {
            let counts = self.is_free(day);
            self.step(day, counts.into());
            need -= i64::from(counts);
            if need == 0 {
                return Ok(self.calendar.end_of(day));
            }
        }
        Err(ClockError::NoEnd)
    }

    fn calendar_days(&mut self) -> Result<Moment, ClockError> {
        let mut need = self.amount;
        for day in self.dates() {
            if need > 0 {
                let counts = !self.paused_at(self.calendar.end_of(day));
                self.step(day, counts.into());
                need -= i64::from(counts);
            } else {
                self.step(day, 0);
            }
            if need == 0 && (!self.policy.roll_forward || self.is_free(day)) {
                return Ok(self.calendar.end_of(day));
            }
        }
        Err(ClockError::NoEnd)
    }

    /// Worked, and not paused at its end.
    fn is_free(&self, day: Day) -> bool {
        self.calendar.kind(day).is_worked() && !self.paused_at(self.calendar.end_of(day))
    }

    fn dates(&self) -> impl Iterator<Item = Day> + use<> {
        let first = self.start.day().plus(i64::from(!self.policy.count_start_day));
        (0..MOST_DAYS).map(move |n| first.plus(n))
    }

    fn step(&mut self, date: Day, counted: i64) {
        let spans = self.calendar.spans_on(date).to_vec();
        self.steps.push(Step { date, kind: self.calendar.kind(date), spans, counted });
    }
}
