//! How close a deadline is.

use crate::{Calendar, Inputs, Unit};
use kernel::Moment;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    Green,
    /// A quarter of the amount is left or less; or one working day of three or more.
    Yellow,
    /// Past due.
    Red,
    /// Overdue by more than the whole amount.
    Black,
}

/// The colour of a running clock.
pub fn colour(inputs: &Inputs, due_at: Moment, calendar: &Calendar, now: Moment) -> Colour {
    let whole = due_at.since(inputs.started_at).max(1);
    if now > due_at {
        return if now.since(due_at) > whole { Colour::Black } else { Colour::Red };
    }
    let left = due_at.since(now);
    let last_day = matches!(inputs.unit, Unit::WorkDays | Unit::CalendarDays) && inputs.amount >= 3 && {
        let working = |d| calendar.kind(d).is_worked();
        let days = (1..=due_at.day().since(now.day())).filter(|n| working(now.day().plus(*n))).count();
        days <= 1
    };
    if left * 4 <= whole || last_day { Colour::Yellow } else { Colour::Green }
}
