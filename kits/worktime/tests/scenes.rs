//! The handbook's scenes about deadlines (appeals, §15, 1–3 and 9), with the calendar of 2026.

use kernel::{Day, Moment};
use worktime::{Calendar, DayKind, Inputs, Pause, Policy, Unit, due, recompute, verify};

fn at(text: &str) -> Moment {
    Moment::parse(text).expect("a time")
}

fn inputs(start: &str, amount: i64, unit: Unit) -> Inputs {
    Inputs { started_at: at(start), amount, unit, pauses: vec![], extensions: vec![] }
}

fn reached(inputs: &Inputs, calendar: &Calendar) -> Moment {
    let deadline = due(inputs, calendar, &Policy::seed(1), inputs.started_at).expect("a deadline");
    verify(&deadline.proof).expect("a proof that holds");
    deadline.due_at.expect("no open pause")
}

#[test]
fn national_day() {
    let calendar = Calendar::state_council();
    let five = inputs("2026-09-29T16:00", 5, Unit::WorkDays);
    let deadline = due(&five, &calendar, &Policy::seed(1), five.started_at).expect("a deadline");
    assert_eq!(deadline.due_at, Some(at("2026-10-12T17:30")));
    let counted: Vec<_> =
        deadline.proof.steps.iter().filter(|s| s.counted == 1).map(|s| s.date.0).collect();
    assert_eq!(counted, [20_260_930, 20_261_008, 20_261_009, 20_261_010, 20_261_012]);
    let kind = |d| deadline.proof.steps.iter().find(|s| s.date == Day(d)).map(|s| s.kind);
    assert_eq!(kind(20_261_001), Some(DayKind::Holiday));
    assert_eq!(kind(20_261_010), Some(DayKind::Makeup));
    assert_eq!(kind(20_261_011), Some(DayKind::Rest));
    assert!(!deadline.provisional);
}

#[test]
fn make_up_sunday() {
    let calendar = Calendar::state_council();
    let first = inputs("2026-09-17T10:00", 5, Unit::WorkDays);
    let sign = inputs("2026-09-18T16:45", 120, Unit::WorkMinutes);
    assert_eq!(reached(&first, &calendar), at("2026-09-23T17:30"));
    assert_eq!(reached(&sign, &calendar), at("2026-09-20T10:15"));
    let storm = calendar.with_day("storm", Day(20_260_921), DayKind::Shutdown);
    assert_eq!(reached(&first, &storm), at("2026-09-24T17:30"));
    assert_eq!(reached(&sign, &storm), at("2026-09-20T10:15"));
    assert_eq!(reached(&inputs("2026-09-24T09:00", 7, Unit::CalendarDays), &calendar), at("2026-10-08T17:30"));
}

#[test]
fn waiting() {
    let calendar = Calendar::state_council();
    let mut five = inputs("2026-09-29T16:00", 5, Unit::WorkDays);
    let pause = |from: &str, to: &str| Pause { from: at(from), to: Some(at(to)), reason: "waiting_resident".into() };
    five.pauses = vec![pause("2026-10-09T10:00", "2026-10-12T11:00")];
    assert_eq!(reached(&five, &calendar), at("2026-10-14T17:30"));
    five.pauses = vec![pause("2026-10-09T10:00", "2026-10-09T11:00")];
    assert_eq!(reached(&five, &calendar), at("2026-10-12T17:30"));
    five.pauses[0].to = None;
    let open = due(&five, &calendar, &Policy::seed(1), at("2026-10-12T11:00")).expect("a deadline");
    assert_eq!((open.due_at, open.not_before), (None, at("2026-10-14T17:30")));
    verify(&open.proof).expect("a proof that holds");
}

#[test]
fn more_time_counts_in_the_clocks_own_unit() {
    let mut clock = inputs("2026-03-09T10:00", 5, Unit::WorkDays);
    assert_eq!(reached(&clock, &Calendar::state_council()), at("2026-03-16T17:30"));
    clock.extensions = vec![10];
    assert_eq!(reached(&clock, &Calendar::state_council()), at("2026-03-30T17:30"));
}

#[test]
fn a_changed_proof_is_found() {
    let clock = inputs("2026-09-29T16:00", 5, Unit::WorkDays);
    let mut proof = due(&clock, &Calendar::state_council(), &Policy::seed(1), clock.started_at).expect("one").proof;
    proof.due_at = Some(at("2026-10-13T17:30"));
    assert!(verify(&proof).is_err());
}

#[test]
fn a_new_value_already_past_is_not_taken() {
    let old_calendar = Calendar::state_council().with_day("storm", Day(20_260_921), DayKind::Shutdown);
    let clock = inputs("2026-09-17T10:00", 5, Unit::WorkDays);
    let old = due(&clock, &old_calendar, &Policy::seed(1), clock.started_at).expect("one");
    let now = at("2026-09-24T09:00");
    let kept = recompute(&old, &clock, &Calendar::state_council(), &Policy::seed(1), now).expect("one");
    assert_eq!(kept.due_at, Some(at("2026-09-24T17:30")));
    assert!(kept.proof.kept_because.is_some());
}

#[test]
fn a_year_not_published_is_provisional() {
    let clock = inputs("2026-12-30T10:00", 5, Unit::WorkDays);
    let deadline = due(&clock, &Calendar::state_council(), &Policy::seed(1), clock.started_at).expect("one");
    assert!(deadline.provisional);
    verify(&deadline.proof).expect("a proof that holds");
}

#[test]
fn nothing_and_never_are_refused() {
    let none = inputs("2026-09-29T16:00", 0, Unit::Minutes);
    assert!(due(&none, &Calendar::state_council(), &Policy::seed(1), none.started_at).is_err());
    let long = inputs("2026-09-29T16:00", i64::MAX, Unit::WorkDays);
    assert!(due(&long, &Calendar::state_council(), &Policy::seed(1), long.started_at).is_err());
}

#[test]
fn a_clock_started_between_seconds_verifies_as_it_is_stored() {
    let mut clock = inputs("2026-09-18T11:50", 90, Unit::WorkMinutes);
    clock.started_at = clock.started_at.plus(700_000);
    let pause = |from: &str, to: &str, micros| Pause {
        from: at(from).plus(micros),
        to: Some(at(to).plus(900_000 - micros)),
        reason: "waiting_resident".into(),
    };
    clock.pauses = vec![pause("2026-09-18T11:55", "2026-09-18T14:00", 600_000)];
    let deadline = due(&clock, &Calendar::state_council(), &Policy::seed(1), clock.started_at).expect("one");
    let text = serde_json::to_string(&deadline.proof).expect("stored");
    let stored: worktime::Proof = serde_json::from_str(&text).expect("read back");
    assert_eq!((verify(&stored), stored.due_at), (Ok(()), deadline.due_at));
}

#[test]
fn the_command_line_answers_or_says_what_it_could_not_read() {
    let now = at("2026-09-29T16:00");
    let ask = |unit: &str, pauses: &[&str]| {
        let pauses: Vec<String> = pauses.iter().map(|p| (*p).to_owned()).collect();
        worktime::cli_json("2026-09-29T16:00", 5, unit, None, &pauses, now)
    };
    assert!(ask("work_days", &[]).is_ok_and(|json| json.contains("2026-10-12T17:30:00+08:00")));
    let waited = ask("work_days", &["2026-10-09T10:00..2026-10-12T11:00"]);
    assert!(waited.is_ok_and(|json| json.contains("2026-10-14T17:30:00+08:00")));
    assert!(ask("weeks", &[]).is_err_and(|why| why.contains("calendar_days")));
    assert!(ask("work_days", &["yesterday"]).is_err_and(|why| why.contains("yesterday")));
    assert!(ask("work_days", &["2026-10-12T11:00..2026-10-09T10:00"]).is_err());
}
