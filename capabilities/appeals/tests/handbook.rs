//! Scenes of the handbook (§15) in full, and two people at one case at the same instant, on both engines.
use appeals::actions;
use appeals::rules::scoring::WEIGHTS;
use appeals::rules::*;
use appeals::store;
use crate::common::{PARKS, PROPERTY, Site, at, unit};
use db::testing::each_engine;
use kernel::{Day, Moment, Outcome};
use std::sync::Barrier;
use worktime::{Calendar, Inputs, Pause, Policy, Unit, due};

fn ends(start: &str, amount: i64, unit: Unit, pauses: Vec<Pause>) -> Option<Moment> {
    let inputs = Inputs { started_at: at(start), amount, unit, pauses, extensions: vec![] };
    due(&inputs, &Calendar::state_council(), &Policy::seed(1), at(start)).expect("a deadline").due_at
}

/// Scenes 2 to 4, the parts that are the calendar's alone.
#[test]
fn holidays_roll_a_short_pause_changes_nothing_and_a_missed_call_waits_for_lunch() {
    assert_eq!(ends("2026-09-24T09:00", 7, Unit::CalendarDays, vec![]), Some(at("2026-10-08T17:30")));
    let pause = Pause { from: at("2026-10-09T10:00"), to: Some(at("2026-10-09T11:00")), reason: "waiting_resident".into() };
    let without = ends("2026-09-29T16:00", 5, Unit::WorkDays, vec![]);
    assert_eq!(ends("2026-09-29T16:00", 5, Unit::WorkDays, vec![pause]), without);
    assert_eq!(ends("2026-11-24T11:00", 120, Unit::WorkMinutes, vec![]), Some(at("2026-11-24T14:30")));
}

/// Scene 4: three voices of one number, one of them open; an urging is no new case, and counts once that day.
#[test]
fn hotline_history() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-19T09:00");
        let told = |key: &str| {
            let words = Reception { phone: "19900001234".into(), channel: Some(Channel::Hotline), ..site.lift(key) };
            site.says(&site.clerk(), words)
        };
        for key in ["first", "second"] {
            let id = told(key).case.id;
            let words = Saying { text: "已经告诉您怎么办。".into(), ..Saying::default() };
            site.does(&site.clerk(), move |tx, v| actions::answer(tx, v, id, &words));
        }
        let open = told("third");
        site.at("2026-11-21T10:00");
        let street = site.street;
        let history = || {
            let digest = db.read_now(|r| r.blind(kernel::Purpose::Contact, "reporters.phone", "19900001234")).expect("an index");
            db.read_now(move |r| store::history(r, street, digest, 5)).expect("history")
        };
        assert_eq!(history().len(), 3);
        assert_eq!(history()[0].1, open.case.id, "the open one comes first");
        let (id, voice) = (open.case.id, open.voice);
        for _ in 0..2 {
            site.does(&site.clerk(), move |tx, v| actions::urge(tx, v, id, voice));
            assert_eq!((site.case(id).urgings, history().len()), (1, 3));
            site.later(60);
        }
    });
}

/// Scene 10, through the verbs: two hundred answers give the three rates.
#[test]
fn three_rates_of_two_hundred_callbacks() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-24T09:00");
        for n in 0..200 {
            let got = site.says(&site.visitor(), site.lift(&format!("voice {n}")));
            let (id, voice) = (got.case.id, got.voice);
            let words = Saying { text: "今天就修。".into(), ..Saying::default() };
            site.does(&site.clerk(), move |tx, v| actions::answer(tx, v, id, &words));
            let satisfaction = match n {
                0..100 => Satisfaction::Satisfied,
                100..160 => Satisfaction::Basically,
                _ => Satisfaction::Dissatisfied,
            };
            let words = CallingBack {
                reached: true,
                contacted: Some(n < 190),
                solved: Some(n < 160),
                satisfaction: Some(satisfaction),
                ..CallingBack::default()
            };
            site.does(&site.callback_officer(), move |tx, v| actions::call_back(tx, v, id, voice, &words));
        }
        let street = site.street;
        let tally = db.read_now(move |r| store::tally(r, street, Day(20_261_124), Day(20_261_125))).expect("a tally");
        let rates = tally.rates(WEIGHTS);
        let value = |r: Option<scoring::Rate>| r.map(|r| r.value);
        let three = [value(rates.response), value(rates.solution), value(rates.satisfaction)];
        assert_eq!((rates.valid, three, rates.score), (200, [Some(9_500), Some(8_000), Some(7_700)], Some(8_030)));
    });
}

/// I19: two dispatchers at one instant, each for another unit. One succeeds, the other is told; one lead.
#[test]
fn two_dispatchers_at_one_instant() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-24T09:00");
        for n in 0..15 {
            let id = site.says(&site.visitor(), site.lift(&format!("race {n}"))).case.id;
            site.accepted(id);
            let (rev, now, street, start) = (site.case(id).rev, site.now(), site.street, Barrier::new(2));
            let hands = [(site.dispatcher(), PROPERTY), (site.other_dispatcher(), PARKS)];
            let done: Vec<bool> = std::thread::scope(|scope| {
                let both: Vec<_> = hands
                    .into_iter()
                    .map(|(who, to)| {
                        let (start, db) = (&start, &db.db);
                        scope.spawn(move || {
                            start.wait();
                            loop {
                                let (viewer, words) = (who.clone(), Dispatching { rev: Some(rev), ..Dispatching::default() });
                                let by = db::By { street, actor: who.actor(), now, request: None };
                                let taker = Some(Taker { unit: unit(to), active: true, holder: None });
                                match db.write_now(by, move |tx| actions::dispatch(tx, &viewer, id, &words, taker)) {
                                    Ok(Outcome::Done(_)) => break true,
                                    Ok(Outcome::Refused(_, told)) => {
                                        assert_eq!(told[0].code, "not-now", "{told:?}");
                                        break false;
                                    }
                                    Err(db::Fault::Busy) => {}
                                    Err(fault) => panic!("{fault}"),
                                }
                            }
                        })
                    })
                    .collect();
                both.into_iter().map(|h| h.join().expect("an answer")).collect()
            });
            assert_eq!(done.iter().filter(|d| **d).count(), 1, "one of the two");
            let leads = db.read_now(move |r| store::leads(r, street, id)).expect("leads");
            assert_eq!(leads, vec![unit(if done[0] { PROPERTY } else { PARKS })]);
        }
    });
}
