//! Deadlines by stepping through minutes and dates, in plain arithmetic: knows nothing of the kit's own walk.

use kernel::Moment;
use std::collections::BTreeMap;
use worktime::{Calendar, DayKind, Inputs, Unit};

/// Local minutes since 1970 (the street is at UTC+8 all year).
fn minutes(at: Moment) -> i64 {
    (at.0 / 1_000_000 + 8 * 3_600).div_euclid(60)
}
fn moment(minutes: i64) -> Moment {
    Moment((minutes * 60 - 8 * 3_600) * 1_000_000)
}

/// Which dates are worked, by days since 1970. A date the calendar does not name follows the week.
pub struct Worked(BTreeMap<i64, bool>);

impl Worked {
    pub fn of(calendar: &Calendar) -> Self {
        let days = calendar.days.iter().map(|(day, kind)| {
            (minutes(day.start()).div_euclid(1_440), matches!(kind, DayKind::Work | DayKind::Makeup))
        });
        Self(days.collect())
    }
    fn on(&self, day: i64) -> bool {
        // 1 January 1970 was a Thursday.
        self.0.get(&day).copied().unwrap_or((day + 3).rem_euclid(7) < 5)
    }
}

/// When the amount is used up. Every moment here falls on a whole minute.
pub fn due(inputs: &Inputs, worked: &Worked) -> Moment {
    let pauses: Vec<_> = inputs.pauses.iter().map(|p| (minutes(p.from), p.to.map_or(i64::MAX, minutes))).collect();
    let paused = |t: i64| pauses.iter().any(|(from, to)| *from <= t && t < *to);
    let mut left = inputs.amount + inputs.extensions.iter().sum::<i64>();
    let start = minutes(inputs.started_at);
    if matches!(inputs.unit, Unit::Minutes | Unit::WorkMinutes) {
        let mut t = start;
        while left > 0 {
            let (day, of_day) = (t.div_euclid(1_440), t.rem_euclid(1_440));
            let office = (540..720).contains(&of_day) || (810..1_050).contains(&of_day);
            let counts = inputs.unit == Unit::Minutes || (office && worked.on(day));
            left -= i64::from(counts && !paused(t));
            t += 1;
        }
        return moment(t);
    }
    let mut day = start.div_euclid(1_440);
    loop {
        day += 1;
        let end = day * 1_440 + 1_050;
        let free = worked.on(day) && !paused(end);
        let counts = if inputs.unit == Unit::WorkDays { free } else { !paused(end) };
        left -= i64::from(counts && left > 0);
        if left == 0 && free {
            return moment(end);
        }
    }
}
