//! Deadlines against an independent walk, minute by minute and date by date; and what may never move them earlier.

use kernel::{Day, Moment};
use rand::{rngs::StdRng, RngExt, SeedableRng};
use worktime::*;

/// Minutes since 2025-01-01 00:00 in the street, the brute force's only notion of time.
const MINUTES: usize = 4 * 366 * 1440;

/// What each minute and date is, laid out from the calendar's days alone.
struct Table {
    first: Day,
    work: Vec<bool>,
    worked: Vec<bool>,
}

impl Table {
    fn of(calendar: &Calendar) -> Self {
        let first = Day::of(2025, 1, 1);
        let mut work = vec![false; MINUTES];
        let mut worked = vec![];
        for n in 0..MINUTES / 1440 {
            let day = first.plus(n as i64);
            worked.push(matches!(calendar.kind(day), Kind::Work | Kind::Makeup));
            for minute in 0..1440 {
                let morning = (9 * 60..12 * 60).contains(&minute);
                let afternoon = (13 * 60 + 30..17 * 60 + 30).contains(&minute);
                work[n * 1440 + minute] = worked[n] && (morning || afternoon);
            }
        }
        Self { first, work, worked }
    }

    fn minute(&self, t: Moment) -> usize {
        (t.since(self.first.start()) / Moment::MINUTE) as usize
    }

    fn brute(&self, inputs: &Inputs) -> Moment {
        let pauses: Vec<_> =
            inputs.pauses.iter().map(|p| (self.minute(p.from), self.minute(p.to.unwrap_or(p.from)))).collect();
        let paused = |m: usize| pauses.iter().any(|&(a, b)| a <= m && m < b);
        let start = self.minute(inputs.started_at);
        let mut left = inputs.amount + inputs.extensions.iter().sum::<i64>();
        let end = match inputs.unit {
            Unit::Minutes | Unit::WorkMinutes => {
                let mut m = start;
                while left > 0 {
                    if !paused(m) && (inputs.unit == Unit::Minutes || self.work[m]) {
                        left -= 1;
                    }
                    m += 1;
                }
                m
            }
            Unit::WorkDays | Unit::CalendarDays => {
                let ends = |date: usize| date * 1440 + 17 * 60 + 30;
                let mut date = start / 1440;
                while left > 0 {
                    date += 1;
                    if !paused(ends(date)) && (inputs.unit == Unit::CalendarDays || self.worked[date]) {
                        left -= 1;
                    }
                }
                while !self.worked[date] || paused(ends(date)) {
                    date += 1;
                }
                ends(date)
            }
        };
        self.first.start().plus_minutes(end as i64)
    }
}

fn random_inputs(rng: &mut StdRng, unit: Unit) -> Inputs {
    let first = Day::of(2025, 1, 1).start();
    let started_at = first.plus_minutes(rng.random_range(0..730 * 1440));
    let most = match unit {
        Unit::Minutes => 6_000,
        Unit::WorkMinutes => 5_000,
        Unit::WorkDays => 30,
        Unit::CalendarDays => 100,
    };
    let mut inputs = Inputs::new(started_at, rng.random_range(1..=most), unit);
    for _ in 0..rng.random_range(0..4) {
        let from = started_at.plus_minutes(rng.random_range(-2_000..40_000)).max(first);
        let to = from.plus_minutes(rng.random_range(0..15_000));
        inputs.pauses.push(Pause { from, to: Some(to), reason: "waiting_resident".into() });
    }
    for _ in 0..rng.random_range(0..3) {
        inputs.extensions.push(rng.random_range(1..=most));
    }
    inputs
}

fn due_at(inputs: &Inputs, calendar: &Calendar) -> Moment {
    let deadline = due(inputs, calendar, &Policy::default()).expect("a deadline");
    deadline.due_at.expect("not paused")
}

#[test]
fn ten_thousand_deadlines_agree_with_a_walk_by_minutes_and_dates() {
    let calendar = Calendar::state_council();
    let table = Table::of(&calendar);
    let mut rng = StdRng::seed_from_u64(20_260_929);
    for n in 0..10_000 {
        let inputs = random_inputs(&mut rng, Unit::ALL[n % 4]);
        let deadline = due(&inputs, &calendar, &Policy::default()).expect("a deadline");
        assert_eq!(deadline.due_at, Some(table.brute(&inputs)), "{inputs:?}");
        assert_eq!(verify(&deadline.proof), Ok(()), "{inputs:?}");
    }
}

#[test]
fn nothing_that_takes_time_away_brings_a_deadline_forward() {
    let calendar = Calendar::state_council();
    let mut rng = StdRng::seed_from_u64(5);
    let resting = [Kind::Rest, Kind::Holiday, Kind::Shutdown];
    for n in 0..4_000 {
        let inputs = random_inputs(&mut rng, Unit::ALL[n % 4]);
        let before = due_at(&inputs, &calendar);
        let some_day = inputs.started_at.day().plus(rng.random_range(0..60));
        let published = Day::of(2026, 1, 1);

        let rest = DayRule::of(resting[rng.random_range(0..3)]);
        let fewer = calendar.revised("fewer", "test", published, [(some_day, rest)]);
        assert!(due_at(&inputs, &fewer) >= before, "a day of rest: {inputs:?}");

        if !calendar.is_worked(some_day) {
            let more = calendar.revised("more", "test", published, [(some_day, DayRule::of(Kind::Makeup))]);
            assert!(due_at(&inputs, &more) <= before, "a make-up day: {inputs:?}");
        }

        let mut paused = inputs.clone();
        let from = inputs.started_at.plus_minutes(rng.random_range(0..20_000));
        let to = from.plus_minutes(rng.random_range(0..10_000));
        paused.pauses.push(Pause { from, to: Some(to), reason: "force_majeure".into() });
        let with_pause = due_at(&paused, &calendar);
        assert!(with_pause >= before, "a pause: {inputs:?}");
        if let Some(last) = paused.pauses.last_mut() {
            last.to = Some(to.plus_minutes(700));
        }
        assert!(due_at(&paused, &calendar) >= with_pause, "a longer pause: {inputs:?}");

        let mut extended = inputs.clone();
        extended.extensions.push(rng.random_range(1..10));
        assert!(due_at(&extended, &calendar) >= before, "an extension: {inputs:?}");

        let mut later = inputs.clone();
        later.started_at = later.started_at.plus_minutes(rng.random_range(1..3_000));
        assert!(due_at(&later, &calendar) >= before, "a later start: {inputs:?}");

        if inputs.unit == Unit::WorkDays && calendar.is_worked(some_day) {
            let morning = vec![Span::new(TimeOfDay::hm(9, 0), TimeOfDay::hm(12, 0))];
            let half = DayRule { spans: Some(morning), ..DayRule::of(Kind::Work) };
            let halved = calendar.revised("half", "test", published, [(some_day, half)]);
            assert_eq!(due_at(&inputs, &halved), before, "a half day: {inputs:?}");
        }
    }
}

#[test]
fn a_new_version_changes_running_clocks_only() {
    let calendar = Calendar::state_council();
    let mut rng = StdRng::seed_from_u64(6);
    for n in 0..1_000 {
        let inputs = random_inputs(&mut rng, Unit::ALL[n % 4]);
        let old = due(&inputs, &calendar, &Policy::default()).expect("a deadline");
        let storm = (inputs.started_at.day().plus(rng.random_range(0..20)), DayRule::of(Kind::Shutdown));
        let new = calendar.revised("storm", "test", Day::of(2026, 1, 1), [storm]);
        let now = inputs.started_at;
        let stopped = Running { inputs: &inputs, deadline: &old, stopped_at: Some(now) };
        assert_eq!(recompute(stopped, &new, &Policy::default(), now), Ok(Recomputed::Stopped));
        let running = Running { inputs: &inputs, deadline: &old, stopped_at: None };
        if let Ok(Recomputed::Moved(moved)) = recompute(running, &new, &Policy::default(), now) {
            assert_eq!((&*moved.proof.calendar, &*old.proof.calendar), ("storm", "cn-2025+cn-2026"));
            assert_eq!(verify(&moved.proof).and(verify(&old.proof)), Ok(()));
        }
    }
}
