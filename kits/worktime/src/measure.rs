//! Stretches of time with pauses taken out, walked a date at a time.

use crate::{Inputs, Pause, Span};
use kernel::{Day, Moment};

/// Dates a walk may cross: twenty years.
pub(crate) const FARTHEST: i64 = 20 * 366;

pub(crate) type Stretch = (Moment, Moment);

/// The union of the pauses, in order; one that is open ends at `as_of`, or is empty without it.
pub(crate) fn closed(pauses: &[Pause], as_of: Option<Moment>) -> Vec<Stretch> {
    let mut all: Vec<Stretch> = pauses
        .iter()
        .map(|p| (whole(p.from), whole(p.to.unwrap_or_else(|| as_of.unwrap_or(p.from)))))
        .filter(|(from, to)| from < to)
        .collect();
    all.sort_unstable();
    let mut union: Vec<Stretch> = Vec::with_capacity(all.len());
    for (from, to) in all {
        match union.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => union.push((from, to)),
        }
    }
    union
}

pub(crate) fn paused_at(pauses: &[Stretch], t: Moment) -> bool {
    pauses.iter().any(|(from, to)| *from <= t && t < *to)
}

/// What is left of one stretch when the pauses are taken out.
pub(crate) fn without(stretch: Stretch, pauses: &[Stretch]) -> impl Iterator<Item = Stretch> {
    let (mut from, to) = stretch;
    let mut left = vec![];
    for &(p, q) in pauses {
        if q <= from || to <= p {
            continue;
        }
        if from < p {
            left.push((from, p));
        }
        from = from.max(q);
    }
    if from < to {
        left.push((from, to));
    }
    left.into_iter()
}

/// The open stretches of a date: its working spans, or the whole date for a clock that runs day and night.
pub(crate) fn open(day: Day, spans: Option<&[Span]>) -> Vec<Stretch> {
    match spans {
        Some(spans) => spans.iter().map(|s| s.on(day)).collect(),
        None => vec![(day.start(), day.start().plus_days(1))],
    }
}

/// The part of a stretch that is not before `t`.
pub(crate) fn from((a, b): Stretch, t: Moment) -> Stretch {
    (a.max(t), b)
}

/// Deadlines are kept to the second, as they are shown.
pub(crate) fn whole(t: Moment) -> Moment {
    Moment(t.0.div_euclid(1_000_000) * 1_000_000)
}

/// The inputs as the proof stores them: whole seconds.
pub(crate) fn whole_inputs(inputs: &Inputs) -> Inputs {
    let mut inputs = inputs.clone();
    inputs.started_at = whole(inputs.started_at);
    for p in &mut inputs.pauses {
        p.from = whole(p.from);
        p.to = p.to.map(whole);
    }
    inputs
}
