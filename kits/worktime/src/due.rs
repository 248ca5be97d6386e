//! How a deadline is reached: one walk over dates, the same for computing and for verifying.

use crate::measure::{self, Stretch};
use crate::{Calendar, ClockError, Deadline, Inputs, Kind, Policy, Proof, Span, Step, TimeOfDay, Unit, ALGORITHM, ZONE};
use kernel::{Day, Moment};
use std::borrow::Cow;

/// The deadline of a clock. While a pause is open, `not_before` takes it to have ended where it began;
/// `due_as_of` takes it to end at a given moment.
pub fn due(inputs: &Inputs, calendar: &Calendar, policy: &Policy) -> Result<Deadline, ClockError> {
    compute(inputs, calendar, policy, None)
}

/// The deadline as if every open pause ended at `as_of`; `due_at` is still absent while one is open.
pub fn due_as_of(inputs: &Inputs, calendar: &Calendar, policy: &Policy, as_of: Moment) -> Result<Deadline, ClockError> {
    compute(inputs, calendar, policy, Some(measure::whole(as_of)))
}

fn compute(inputs: &Inputs, calendar: &Calendar, policy: &Policy, as_of: Option<Moment>) -> Result<Deadline, ClockError> {
    let inputs = measure::whole_inputs(inputs);
    let as_of = as_of.filter(|_| inputs.is_paused());
    let days = |day: Day| {
        let spans = Cow::Borrowed(calendar.spans(day));
        Some(DayFacts { kind: calendar.kind(day), spans, provisional: calendar.is_provisional(day) })
    };
    let (result, steps) = match walk(&inputs, policy, calendar.pattern.day_ends_at, as_of, &days) {
        Ok(found) => found,
        Err(Stop::Clock(e)) => return Err(e),
        Err(Stop::Unknown(_)) => return Err(ClockError::TooFar),
    };
    // A clock that runs day and night does not look at the calendar.
    let provisional = inputs.unit != Unit::Minutes && steps.iter().any(|s| s.provisional);
    let due_at = (!inputs.is_paused()).then_some(result);
    let proof = Proof {
        algorithm: ALGORITHM,
        policy: policy.clone(),
        calendar: calendar.version.clone(),
        zone: ZONE.into(),
        day_ends_at: calendar.pattern.day_ends_at,
        inputs,
        as_of,
        steps,
        result,
        provisional,
        kept_because: None,
    };
    Ok(Deadline { due_at, not_before: result, provisional, proof })
}

/// What the walk must know about a date.
pub(crate) struct DayFacts<'a> {
    pub kind: Kind,
    pub spans: Cow<'a, [Span]>,
    pub provisional: bool,
}

pub(crate) enum Stop {
    Clock(ClockError),
    /// The walk reached a date it has no rule for; only a stored proof can lack one.
    Unknown(Day),
}

pub(crate) type Days<'a> = &'a dyn Fn(Day) -> Option<DayFacts<'a>>;

pub(crate) fn walk(
    inputs: &Inputs,
    policy: &Policy,
    day_ends_at: TimeOfDay,
    as_of: Option<Moment>,
    days: Days<'_>,
) -> Result<(Moment, Vec<Step>), Stop> {
    if inputs.amount < 1 || inputs.extensions.iter().any(|e| *e < 1) {
        return Err(Stop::Clock(ClockError::NotPositive));
    }
    if inputs.pauses.iter().any(|p| p.to.is_some_and(|to| to < p.from)) {
        return Err(Stop::Clock(ClockError::PauseBackwards));
    }
    let pauses = measure::closed(&inputs.pauses, as_of);
    match inputs.unit {
        Unit::Minutes | Unit::WorkMinutes => walk_minutes(inputs, &pauses, days),
        Unit::WorkDays | Unit::CalendarDays => walk_days(inputs, policy, day_ends_at, &pauses, days),
    }
}

fn walk_minutes(inputs: &Inputs, pauses: &[Stretch], days: Days<'_>) -> Result<(Moment, Vec<Step>), Stop> {
    let within_work = inputs.unit == Unit::WorkMinutes;
    let mut missing = inputs.total().checked_mul(Moment::MINUTE).ok_or(Stop::Clock(ClockError::TooFar))?;
    let mut steps = vec![];
    let mut day = inputs.started_at.day();
    for _ in 0..measure::FARTHEST {
        let facts = days(day).ok_or(Stop::Unknown(day))?;
        let before = missing;
        let mut reached = None;
        for stretch in measure::open(day, within_work.then_some(&facts.spans)) {
            for (a, b) in measure::without(measure::from(stretch, inputs.started_at), pauses) {
                if reached.is_none() && missing <= b.since(a) {
                    reached = Some(a.plus(missing));
                    missing = 0;
                }
                if reached.is_none() {
                    missing -= b.since(a);
                }
            }
        }
        let seconds = (before - missing) / 1_000_000;
        let mut step = Step::of(day, &facts, seconds / 60);
        step.seconds = seconds % 60;
        if within_work {
            step.spans = facts.spans.to_vec();
        }
        steps.push(step);
        if let Some(at) = reached {
            return Ok((at, steps));
        }
        day = day.plus(1);
    }
    Err(Stop::Clock(ClockError::TooFar))
}

fn walk_days(
    inputs: &Inputs,
    policy: &Policy,
    day_ends_at: TimeOfDay,
    pauses: &[Stretch],
    days: Days<'_>,
) -> Result<(Moment, Vec<Step>), Stop> {
    let started_on = inputs.started_at.day();
    let mut missing = inputs.total();
    let mut steps = vec![];
    let mut day = started_on;
    for _ in 0..measure::FARTHEST {
        let facts = days(day).ok_or(Stop::Unknown(day))?;
        let ends = day_ends_at.on(day);
        let begun = day > started_on || (policy.count_start_day && inputs.started_at < ends);
        let running = begun && !measure::paused_at(pauses, ends);
        let countable = running && (inputs.unit == Unit::CalendarDays || facts.kind.is_worked());
        let counts = countable && missing > 0;
        missing -= i64::from(counts);
        steps.push(Step::of(day, &facts, i64::from(counts)));
        // A calendar-day count that has run out still looks for a worked, unpaused date to end on.
        let may_end = inputs.unit == Unit::WorkDays || !policy.roll_forward || facts.kind.is_worked();
        if missing == 0 && running && may_end {
            return Ok((ends, steps));
        }
        day = day.plus(1);
    }
    Err(Stop::Clock(ClockError::TooFar))
}
