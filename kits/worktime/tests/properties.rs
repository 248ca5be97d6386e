//! I4 and I5 of the handbook: deadlines equal an independent walk, and never move the wrong way.

use kernel::{Day, Moment};
use proptest::prelude::*;
use worktime::{Calendar, DayKind, Inputs, Pause, Policy, Unit, due, verify};

/// Knows nothing of the kit's walk: goes minute by minute, or date by date, asking the calendar's data only.
fn brute_force(inputs: &Inputs, calendar: &Calendar) -> Moment {
    let paused = |t: Moment| inputs.pauses.iter().any(|p| p.from <= t && p.to.is_some_and(|to| t < to));
    let worked_minute = |t: Moment| {
        let minute = i32::from(t.civil().hour()) * 60 + i32::from(t.civil().minute());
        let day = worked(calendar, t.day());
        day && ((540..720).contains(&minute) || (810..1050).contains(&minute))
    };
    let amount = inputs.amount + inputs.extensions.iter().sum::<i64>();
    match inputs.unit {
        Unit::Minutes | Unit::WorkMinutes => {
            let (mut t, mut left) = (inputs.started_at, amount);
            loop {
                let counts = !paused(t) && (inputs.unit == Unit::Minutes || worked_minute(t));
                t = t.plus_minutes(1);
                left -= i64::from(counts);
                if left == 0 {
                    return t;
                }
            }
        }
        Unit::WorkDays | Unit::CalendarDays => {
            let end = |d: Day| d.start().plus_minutes(1_050);
            let (mut day, mut left) = (inputs.started_at.day(), amount);
            loop {
                day = day.plus(1);
                let free = worked(calendar, day) && !paused(end(day));
                let counts = if inputs.unit == Unit::WorkDays { free } else { !paused(end(day)) };
                if left > 0 {
                    left -= i64::from(counts);
                }
                if left == 0 && free {
                    return end(day);
                }
            }
        }
    }
}

fn worked(calendar: &Calendar, day: Day) -> bool {
    match calendar.days.get(&day) {
        Some(DayKind::Makeup | DayKind::Work) => true,
        Some(_) => false,
        None => day.weekday() <= 5,
    }
}

fn moment() -> impl Strategy<Value = Moment> {
    let from = Day::of(2025, 1, 1).start();
    (0i64..700 * 1_440).prop_map(move |minutes| from.plus_minutes(minutes))
}

fn inputs() -> impl Strategy<Value = Inputs> {
    let pause = (0i64..20_000, 1i64..8_000);
    (moment(), 0usize..4, 1i64..1_000, prop::collection::vec(pause, 0..4), prop::collection::vec(1i64..10, 0..2)).prop_map(
        |(started_at, unit, amount, pauses, extensions)| {
            let unit = Unit::ALL[unit];
            let days = matches!(unit, Unit::WorkDays | Unit::CalendarDays);
            let amount = if days { amount % 30 + 1 } else { amount };
            let pauses = pauses
                .into_iter()
                .map(|(after, length)| {
                    let from = started_at.plus_minutes(after);
                    Pause { from, to: Some(from.plus_minutes(length)), reason: "waiting_resident".into() }
                })
                .collect();
            Inputs { started_at, amount, unit, pauses, extensions }
        },
    )
}

fn reached(inputs: &Inputs, calendar: &Calendar) -> Moment {
    due(inputs, calendar, &Policy::seed(1), inputs.started_at).expect("a deadline").not_before
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// I4, and acceptance: 10,000 random cases over 2025 and 2026 in all four units.
    #[test]
    fn a_deadline_equals_the_brute_force_walk(inputs in inputs()) {
        let calendar = Calendar::state_council();
        let deadline = due(&inputs, &calendar, &Policy::seed(1), inputs.started_at).expect("a deadline");
        prop_assert_eq!(deadline.due_at, Some(brute_force(&inputs, &calendar)));
        prop_assert_eq!(verify(&deadline.proof), Ok(()));
        let text = serde_json::to_string(&deadline.proof).expect("written");
        prop_assert_eq!(serde_json::from_str::<worktime::Proof>(&text).expect("read"), deadline.proof);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// I5: less work, more pause, more time or a later start never bring a date forward; a make-up day never delays it.
    #[test]
    fn dates_move_only_the_right_way(inputs in inputs(), offset in 0i64..40, length in 1i64..3_000, kind in 0usize..3) {
        let calendar = Calendar::state_council();
        let base = reached(&inputs, &calendar);
        let day = inputs.started_at.day().plus(offset);
        if worked(&calendar, day) {
            let kind = [DayKind::Rest, DayKind::Holiday, DayKind::Shutdown][kind];
            prop_assert!(reached(&inputs, &calendar.with_day("2", day, kind)) >= base);
        } else {
            prop_assert!(reached(&inputs, &calendar.with_day("2", day, DayKind::Makeup)) <= base);
        }
        let from = inputs.started_at.plus_minutes(offset * 500);
        let mut paused = inputs.clone();
        paused.pauses.push(Pause { from, to: Some(from.plus_minutes(length)), reason: "force_majeure".into() });
        prop_assert!(reached(&paused, &calendar) >= base);
        let mut longer = inputs.clone();
        longer.extensions.push(1 + offset % 5);
        prop_assert!(reached(&longer, &calendar) >= base);
        let mut later = inputs.clone();
        later.started_at = inputs.started_at.plus_minutes(length);
        prop_assert!(reached(&later, &calendar) >= base);
    }

    /// I5: shortening a day changes no deadline in days.
    #[test]
    fn a_half_day_moves_no_deadline_in_days(inputs in inputs()) {
        let calendar = Calendar::state_council();
        let mut half = calendar.clone();
        half.spans = vec![worktime::Span { from: 540, to: 720 }];
        if matches!(inputs.unit, Unit::WorkDays | Unit::CalendarDays) {
            prop_assert_eq!(reached(&inputs, &half), reached(&inputs, &calendar));
        }
    }
}
