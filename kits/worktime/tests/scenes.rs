//! Scenes with known dates in the calendar of 2026.

use kernel::{Day, Moment};
use worktime::*;

fn at(s: &str) -> Moment {
    Moment::parse(s).expect("a time")
}
fn day(s: &str) -> Day {
    Day::parse(s).expect("a day")
}
fn pause(from: &str, to: Option<&str>) -> Pause {
    Pause { from: at(from), to: to.map(at), reason: "waiting_resident".into() }
}
fn deadline(inputs: &Inputs) -> Deadline {
    let deadline = due(inputs, &Calendar::state_council(), &Policy::default()).expect("a deadline");
    assert_eq!(verify(&deadline.proof), Ok(()));
    deadline
}
fn due_of(inputs: &Inputs) -> String {
    deadline(inputs).due_at.expect("not paused").rfc3339()
}
fn counted(d: &Deadline) -> Vec<String> {
    d.proof.steps.iter().filter(|s| s.counted > 0).map(|s| s.date.to_string()).collect()
}

#[test]
fn the_shipped_calendars_hold_the_published_days() {
    let calendar = Calendar::state_council();
    let worked = |year| {
        let first = Day::of(year, 1, 1);
        (0..365).filter(|n| calendar.is_worked(first.plus(*n))).count()
    };
    assert_eq!(worked(2026), 248);
    assert_eq!(worked(2025), 248);
    assert_eq!(calendar.kind(day("2026-09-20")), Kind::Makeup);
    let again: Calendar = serde_json::from_str(&serde_json::to_string(&calendar).expect("json")).expect("the same");
    assert_eq!(again, calendar);
}

#[test]
fn national_day_is_skipped_and_shown() {
    let d = deadline(&Inputs::new(at("2026-09-29T16:00"), 5, Unit::WorkDays));
    assert_eq!(counted(&d), ["2026-09-30", "2026-10-08", "2026-10-09", "2026-10-10", "2026-10-12"]);
    assert_eq!(d.due_at, Some(at("2026-10-12T17:30")));
    let kind = |s: &str| d.proof.steps.iter().find(|step| step.date == day(s)).map(|step| step.kind);
    for n in 1..=7 {
        assert_eq!(kind(&format!("2026-10-0{n}")), Some(Kind::Holiday));
    }
    assert_eq!(kind("2026-10-11"), Some(Kind::Rest));
    assert!(!d.provisional);
}

#[test]
fn a_makeup_sunday_is_worked() {
    assert_eq!(due_of(&Inputs::new(at("2026-09-17T10:00"), 5, Unit::WorkDays)), "2026-09-23T17:30:00+08:00");
    assert_eq!(due_of(&Inputs::new(at("2026-09-18T16:45"), 120, Unit::WorkMinutes)), "2026-09-20T10:15:00+08:00");
    assert_eq!(due_of(&Inputs::new(at("2026-09-24T09:00"), 7, Unit::CalendarDays)), "2026-10-08T17:30:00+08:00");
}

#[test]
fn a_shutdown_moves_running_clocks_it_touches() {
    let (old, policy) = (Calendar::state_council(), Policy::default());
    let storm = [(day("2026-09-21"), DayRule::of(Kind::Shutdown))];
    let new = old.revised("2026-storm", "Notice of the street, storm", day("2026-09-18"), storm);
    let now = at("2026-09-18T18:00");
    let touched = Inputs::new(at("2026-09-17T10:00"), 5, Unit::WorkDays);
    let before = deadline(&touched);
    let running = Running { inputs: &touched, deadline: &before, stopped_at: None };
    let Ok(Recomputed::Moved(after)) = recompute(running, &new, &policy, now) else { panic!("it moves") };
    assert_eq!(after.due_at, Some(at("2026-09-24T17:30")));
    assert_eq!(before.due_at, Some(at("2026-09-23T17:30")));
    assert_eq!(after.proof.calendar, "2026-storm");

    let other = Inputs::new(at("2026-09-18T16:45"), 120, Unit::WorkMinutes);
    let promise = deadline(&other);
    let running = Running { inputs: &other, deadline: &promise, stopped_at: None };
    assert_eq!(recompute(running, &new, &policy, now), Ok(Recomputed::Same));

    let stopped = Running { inputs: &touched, deadline: &before, stopped_at: Some(now) };
    assert_eq!(recompute(stopped, &new, &policy, now), Ok(Recomputed::Stopped));
}

#[test]
fn a_correction_never_makes_a_clock_overdue_at_once() {
    let makeup = [(day("2026-03-14"), DayRule::of(Kind::Makeup))];
    let new = Calendar::state_council().revised("2026-makeup", "Notice", day("2026-03-16"), makeup);
    let inputs = Inputs::new(at("2026-03-09T10:00"), 6, Unit::WorkDays);
    let old = deadline(&inputs);
    let running = Running { inputs: &inputs, deadline: &old, stopped_at: None };
    let now = at("2026-03-16T17:31");
    let Ok(Recomputed::Kept(kept)) = recompute(running, &new, &Policy::default(), now) else { panic!("it is kept") };
    assert_eq!(kept.due_at, old.due_at);
    assert!(kept.proof.kept_because.as_deref().is_some_and(|why| why.contains("2026-03-16T17:30")));
    assert_eq!(verify(&kept.proof), Ok(()));
}

#[test]
fn waiting_for_the_resident_does_not_count() {
    let mut inputs = Inputs::new(at("2026-09-29T16:00"), 5, Unit::WorkDays);
    inputs.pauses = vec![pause("2026-10-09T10:00", Some("2026-10-12T11:00"))];
    assert_eq!(due_of(&inputs), "2026-10-14T17:30:00+08:00");
    inputs.pauses = vec![pause("2026-10-09T10:00", Some("2026-10-09T11:00"))];
    assert_eq!(due_of(&inputs), "2026-10-12T17:30:00+08:00");
}

#[test]
fn an_open_pause_promises_only_not_before() {
    let mut inputs = Inputs::new(at("2026-09-29T16:00"), 5, Unit::WorkDays);
    inputs.pauses = vec![pause("2026-10-09T10:00", None)];
    let calendar = Calendar::state_council();
    assert_eq!(deadline(&inputs).due_at, None);
    let d = due_as_of(&inputs, &calendar, &Policy::default(), at("2026-10-12T11:00")).expect("a deadline");
    assert_eq!((d.due_at, d.not_before), (None, at("2026-10-14T17:30")));
    assert_eq!(verify(&d.proof), Ok(()));
    assert_eq!(colour(&inputs, d.due_at, at("2026-12-01T09:00"), &calendar), Colour::Green);
}

#[test]
fn an_extension_adds_to_the_amount() {
    let mut inputs = Inputs::new(at("2026-03-09T10:00"), 5, Unit::WorkDays);
    assert_eq!(due_of(&inputs), "2026-03-16T17:30:00+08:00");
    inputs.extensions = vec![10];
    assert_eq!(due_of(&inputs), "2026-03-30T17:30:00+08:00");
}

#[test]
fn a_year_not_yet_published_is_provisional() {
    let d = deadline(&Inputs::new(at("2026-12-30T10:00"), 5, Unit::WorkDays));
    assert!(d.provisional);
    assert!(!deadline(&Inputs::new(at("2026-12-31T23:59"), 30, Unit::Minutes)).provisional);
}

#[test]
fn colours_follow_what_is_left() {
    let calendar = Calendar::state_council();
    let see = |inputs: &Inputs, now: &str| colour(inputs, deadline(inputs).due_at, at(now), &calendar);
    let five = Inputs::new(at("2026-03-09T10:00"), 5, Unit::WorkDays);
    assert_eq!(see(&five, "2026-03-13T15:00"), Colour::Green);
    assert_eq!(see(&five, "2026-03-16T09:00"), Colour::Yellow);
    assert_eq!(see(&five, "2026-03-16T17:30"), Colour::Yellow);
    assert_eq!(see(&five, "2026-03-16T17:31"), Colour::Red);
    assert_eq!(see(&five, "2026-03-23T17:30"), Colour::Red);
    assert_eq!(see(&five, "2026-03-24T09:01"), Colour::Black);
    let two_hours = Inputs::new(at("2026-03-09T10:00"), 120, Unit::Minutes);
    assert_eq!(see(&two_hours, "2026-03-09T11:29"), Colour::Green);
    assert_eq!(see(&two_hours, "2026-03-09T11:30"), Colour::Yellow);
    assert_eq!(see(&two_hours, "2026-03-09T14:01"), Colour::Black);
}

#[test]
fn a_proof_that_was_touched_is_found_out() {
    let proof = deadline(&Inputs::new(at("2026-09-29T16:00"), 5, Unit::WorkDays)).proof;
    let mut later = proof.clone();
    later.result = later.result.plus_days(1);
    assert!(matches!(verify(&later), Err(Mismatch::Result { .. })));
    let mut lost = proof.clone();
    lost.steps.remove(3);
    assert_eq!(verify(&lost), Err(Mismatch::Missing(day("2026-10-02"))));
    let mut worked = proof.clone();
    worked.steps[2].kind = Kind::Work;
    assert!(verify(&worked).is_err());
    let text = serde_json::to_string(&proof).expect("json");
    assert_eq!(serde_json::from_str::<Proof>(&text).expect("the same"), proof);
}

#[test]
fn what_cannot_be_computed_says_why() {
    let calendar = Calendar::state_council();
    let none = Inputs::new(at("2026-03-09T10:00"), 0, Unit::WorkDays);
    assert_eq!(due(&none, &calendar, &Policy::default()), Err(ClockError::NotPositive));
    let far = Inputs::new(at("2026-03-09T10:00"), i64::MAX, Unit::Minutes);
    assert_eq!(due(&far, &calendar, &Policy::default()), Err(ClockError::TooFar));
    assert!(cli_json("2026-09-29T16:00", 5, "weeks", None, &[]).is_err_and(|e| e.0.contains("work_days")));
    assert!(parse_calendar("{").is_err());
    let printed = cli_json("2026-09-29T16:00", 5, "work_days", None, &[]).expect("printed");
    assert!(printed.contains("2026-10-12T17:30:00+08:00"));
}

#[test]
fn a_clock_started_between_seconds_verifies_as_it_is_stored() {
    let mut inputs = Inputs::new(at("2026-09-18T11:50").plus(700_000), 90, Unit::WorkMinutes);
    let (from, to) = (at("2026-09-18T11:55").plus(600_000), at("2026-09-18T14:00").plus(300_000));
    inputs.pauses = vec![Pause { from, to: Some(to), reason: "waiting_resident".into() }];
    let d = deadline(&inputs);
    let text = serde_json::to_string(&d.proof).expect("stored");
    assert_eq!(serde_json::from_str::<Proof>(&text).map(|p| verify(&p)).ok(), Some(Ok(())));
}
