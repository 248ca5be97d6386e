//! The colour of a running clock, from three instants that can be stored beside it.

use crate::measure::{self, Stretch};
use crate::{Calendar, Inputs, Unit};
use kernel::{Day, Moment};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    Green,
    /// A quarter of the amount is left, or one working day of three or more.
    Yellow,
    /// Past due.
    Red,
    /// Overdue by more than the whole amount.
    Black,
}

/// When a clock changes colour. Lists compare these; they compute nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// Yellow from this instant on.
    pub yellow_from: Moment,
    /// Red after this instant.
    pub red_after: Moment,
    /// Black after this instant.
    pub black_after: Moment,
}

impl Marks {
    pub fn at(&self, now: Moment) -> Colour {
        if now > self.black_after {
            Colour::Black
        } else if now > self.red_after {
            Colour::Red
        } else if now >= self.yellow_from {
            Colour::Yellow
        } else {
            Colour::Green
        }
    }
}

/// The colour now. A paused clock has no due time and stays green.
pub fn colour(inputs: &Inputs, due_at: Option<Moment>, now: Moment, calendar: &Calendar) -> Colour {
    due_at.map_or(Colour::Green, |due_at| marks(inputs, due_at, calendar).at(now))
}

/// The three instants of a clock due at `due_at`.
/// Amounts of work are measured in working time, an ordinary day long each; others in plain time.
pub fn marks(inputs: &Inputs, due_at: Moment, calendar: &Calendar) -> Marks {
    let ordinary = calendar.ordinary_minutes();
    let within_work = matches!(inputs.unit, Unit::WorkMinutes | Unit::WorkDays);
    let minutes_each = match inputs.unit {
        Unit::Minutes | Unit::WorkMinutes => 1,
        Unit::WorkDays => ordinary,
        Unit::CalendarDays => 24 * 60,
    };
    let amount = inputs.total().saturating_mul(minutes_each).saturating_mul(Moment::MINUTE);
    let day = ordinary * Moment::MINUTE;
    let is_long = within_work && amount >= 3 * day;
    let warning = if is_long { (amount / 4).max(day) } else { amount / 4 };
    let walk = Walk { calendar, within_work, pauses: measure::closed(&inputs.pauses, None) };
    Marks {
        yellow_from: walk.before(due_at, warning).max(inputs.started_at),
        red_after: due_at,
        black_after: walk.after(due_at, amount),
    }
}

struct Walk<'a> {
    calendar: &'a Calendar,
    within_work: bool,
    pauses: Vec<Stretch>,
}

impl Walk<'_> {
    fn stretches(&self, day: Day) -> Vec<Stretch> {
        let open = measure::open(day, self.within_work.then(|| self.calendar.spans(day)));
        open.into_iter().flat_map(|s| measure::without(s, &self.pauses)).collect()
    }

    /// The latest instant with `amount` of counted time between it and `end`.
    fn before(&self, end: Moment, mut amount: i64) -> Moment {
        let mut day = end.day();
        for _ in 0..measure::FARTHEST {
            for (a, b) in self.stretches(day).into_iter().rev() {
                let b = b.min(end);
                if b <= a {
                    continue;
                }
                if amount <= b.since(a) {
                    return b.plus(-amount);
                }
                amount -= b.since(a);
            }
            day = day.plus(-1);
        }
        day.start()
    }

    /// The earliest instant with `amount` of counted time between `start` and it.
    fn after(&self, start: Moment, mut amount: i64) -> Moment {
        let mut day = start.day();
        for _ in 0..measure::FARTHEST {
            for (a, b) in self.stretches(day) {
                let a = a.max(start);
                if b <= a {
                    continue;
                }
                if amount <= b.since(a) {
                    return a.plus(amount);
                }
                amount -= b.since(a);
            }
            day = day.plus(1);
        }
        day.start()
    }
}
