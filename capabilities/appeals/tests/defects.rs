//! Faults that other software of this field is known for (§14 of the handbook), one test a row, named after it. The rows
//! about a phone without a network are walked in the browser.
use appeals::actions;
use appeals::rules::figures::FIGURES;
use appeals::rules::scoring::{MIN_N, Tally, WEIGHTS, rate};
use appeals::rules::*;
use appeals::store::{self, CaseFilter};
use crate::common::door::{Door, form};
use crate::common::{PARKS, PROPERTY, Site, at, rating, unit};
use db::testing::each_engine;
use db::{Keyset, args};
use serde_json::json;
use worktime::{Calendar, DayKind};

fn events(site: &Site<'_>, id: CaseId) -> Vec<String> {
    let street = site.street;
    let rows = site.db.read_now(move |r| journal::timeline(r, street, "case", id.uuid())).expect("a journal");
    rows.into_iter().map(|e| e.name).collect()
}

fn closed(site: &Site<'_>, key: &str) -> (CaseId, VoiceId, String) {
    let got = site.at_work(key);
    let (id, voice) = (got.case.id, got.voice);
    site.contacted(id);
    site.completed(id);
    site.approved(id);
    site.does(&site.callback_officer(), move |tx, v| actions::call_back(tx, v, id, voice, &rating(Satisfaction::Satisfied, true)));
    site.does(&site.callback_officer(), move |tx, v| actions::close(tx, v, id));
    (id, voice, got.code)
}

#[test]
fn a_merge_drops_no_person_no_reply_and_no_rating_and_comes_apart() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let target = site.at_work("target");
        let joined: Vec<_> = ["a", "b", "c"].map(|key| {
            let got = site.says(&site.visitor(), site.lift(key));
            site.accepted(got.case.id);
            let (id, into) = (got.case.id, target.case.case_no.clone());
            site.does(&site.dispatcher(), move |tx, v| actions::merge(tx, v, id, &Merger { into: into.clone(), ..Merger::default() }));
            got
        }).into();
        let id = target.case.id;
        assert_eq!(site.case(id).voices, 4);
        site.contacted(id);
        site.completed(id);
        site.approved(id);
        for got in &joined {
            assert!(site.told(got.voice).contains(&"replied".to_owned()), "every voice gets the reply");
            let (voice, bearer) = (got.voice, site.bearer(&got.code));
            site.does(&bearer, move |tx, v| actions::call_back(tx, v, id, voice, &rating(Satisfaction::Basically, true)));
        }
        let street = site.street;
        let rated: i64 = db.read_now(move |r| r.one("select count(*) from case_callbacks where street_id = $1", args![street])).expect("ratings");
        assert_eq!(rated, 3, "every voice rates for itself");
        let back = joined[0].case.id;
        site.does(&site.dispatcher(), move |tx, v| actions::unmerge(tx, v, back));
        assert_eq!((site.case(id).voices, site.case(back).voices), (3, 1));
    });
}

#[test]
fn duplicates_are_suggested_before_anything_is_sent() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let known = site.at_work("known").case.id;
        site.at("2026-11-25T09:00").by_system(actions::sweep);
        assert!(site.case(known).published);
        let (street, now, telling) = (site.street, site.now(), Reception { text: "电梯停运，下不了楼".into(), ..site.lift("not sent yet") });
        let found = db.read_now(move |r| {
            let names = actions::Names::read(r, street)?;
            actions::hints(r, street, &names, &telling, now)
        });
        assert_eq!(found.expect("hints").iter().map(|c| c.id).collect::<Vec<_>>(), [known]);
    });
}

#[test]
fn a_wrong_routing_leaves_its_trace_and_not_responsible_ends_nothing() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-05T09:00");
        let id = site.says(&site.visitor(), site.lift("k1")).case.id;
        site.accepted(id);
        let due = site.dispatched(id, PROPERTY).due_at;
        site.does(&site.reviewer(), move |tx, v| {
            let words = ReturnRequest { text: "不归我们管。".into(), basis: "职责清单第三条".into(), ..ReturnRequest::default() };
            actions::request_return(tx, v, id, &words, None)
        });
        let street = site.street;
        let leads = move |r: &mut db::Reader<'_>| store::leads(r, street, id);
        assert_eq!(db.read_now(leads).expect("leads"), [unit(PROPERTY)], "nobody lets go before another holds it");
        site.does(&site.dispatcher(), move |tx, v| {
            let taker = Some(Taker { unit: unit(PARKS), active: true, holder: None });
            actions::approve_return(tx, v, id, &ReturnApproval { unit: Some(unit(PARKS)), ..ReturnApproval::default() }, taker)
        });
        assert_eq!((site.case(id).state, site.case(id).due_at), (State::Dispatched, due), "the resident's date stands");
        let trace = events(&site, id);
        assert!(["appeals.return_asked", "appeals.return_approved"].iter().all(|e| trace.contains(&(*e).to_owned())), "{trace:?}");
    });
}

#[test]
fn holidays_are_not_counted_and_make_up_days_are() {
    each_engine(|db| {
        let site = Site::new(db, "2026-09-29T15:00");
        let id = site.says(&site.visitor(), site.lift("k1")).case.id;
        site.accepted(id);
        let due = site.at("2026-09-29T16:00").dispatched(id, PROPERTY).due_at;
        assert_eq!(due, Some(at("2026-10-12T17:30")), "30 Sep, 8, 9, 10 (a Saturday that is worked) and 12 Oct");
    });
}

#[test]
fn leaving_out_weekends_never_makes_a_date_come_earlier() {
    let policy = worktime::Policy::seed(1);
    let all_week = (1..=30).fold(Calendar::state_council(), |c, day| {
        c.with_day("every day is worked", kernel::Day::of(2026, 11, day), DayKind::Work)
    });
    let with_weekends = Calendar::state_council();
    for (amount, unit) in [(1, worktime::Unit::WorkDays), (3, worktime::Unit::WorkDays), (600, worktime::Unit::WorkMinutes), (2, worktime::Unit::CalendarDays)] {
        for hour in 0..240 {
            let inputs = worktime::Inputs {
                started_at: at("2026-11-02T00:00").plus_minutes(hour * 60), amount, unit, pauses: vec![], extensions: vec![],
            };
            let now = inputs.started_at;
            let plain = worktime::due(&inputs, &all_week, &policy, now).expect("a date").due_at;
            let shorter = worktime::due(&inputs, &with_weekends, &policy, now).expect("a date").due_at;
            assert!(shorter >= plain, "{inputs:?}: {shorter:?} before {plain:?}");
        }
    }
}

#[test]
fn a_new_holiday_moves_what_runs_and_the_date_explains_itself() {
    each_engine(|db| {
        let site = Site::new(db, "2026-09-17T09:30");
        let got = site.says(&site.visitor(), site.lift("k1"));
        let id = got.case.id;
        site.accepted(id);
        site.at("2026-09-17T10:00").dispatched(id, PROPERTY);
        site.at("2026-09-18T17:00").by_system(|tx| {
            let storm = Calendar::state_council().with_day("台风", kernel::Day(20_260_921), DayKind::Shutdown);
            actions::publish_calendar(tx, &storm)
        });
        let clock = site.clock(id, "handle");
        assert_eq!(clock.due_at, Some(at("2026-09-24T17:30")));
        assert!(site.told(got.voice).contains(&"date_moved".to_owned()));
        let proof: worktime::Proof = serde_json::from_str(&clock.proof).expect("a proof");
        assert_eq!(worktime::verify(&proof), Ok(()));
        assert!(proof.steps.iter().any(|s| s.kind == DayKind::Shutdown && s.counted == 0));
    });
}

#[test]
fn paused_time_survives_a_new_calendar_nobody_is_woken_and_nothing_escalates_after_an_answer() {
    each_engine(|db| {
        let site = Site::new(db, "2026-09-29T15:00");
        let got = site.says(&site.visitor(), site.lift("k1"));
        let id = got.case.id;
        site.accepted(id);
        site.at("2026-09-29T16:00").dispatched(id, PROPERTY);
        site.signed(id);
        site.at("2026-10-09T10:00").does(&site.handler(), move |tx, v| {
            actions::request_information(tx, v, id, &Saying { text: "请问是哪一部电梯？".into(), ..Saying::default() })
        });
        let bearer = site.bearer(&got.code);
        site.at("2026-10-12T11:00").does(&bearer, move |tx, v| {
            actions::supplement(tx, v, id, Some(VoiceId(v.bears[0])), &Saying { text: "东边那部".into(), ..Saying::default() })
        });
        site.by_system(|tx| {
            let calendar = Calendar::state_council().with_day("停电", kernel::Day(20_261_013), DayKind::Shutdown);
            actions::publish_calendar(tx, &calendar)
        });
        assert_eq!(site.case(id).due_at, Some(at("2026-10-15T17:30")), "the pause and the new day both count");

        let (done, ..) = closed(&site, "k2");
        site.at("2026-12-20T09:00").by_system(actions::sweep);
        assert_eq!(site.case(done).supervision, 0, "what is answered is not pressed for");
        assert!(site.case(id).supervision > 0, "what is not, is");
    });
    let goes_at = |moment| messages::rules::goes_at(at(moment), None);
    assert_eq!(goes_at("2026-11-23T00:00"), at("2026-11-23T08:00"), "no notice at midnight");
    assert_eq!(goes_at("2026-11-23T08:00"), at("2026-11-23T08:00"));
}

#[test]
fn closed_is_not_taken_for_solved_and_reopening_leaves_its_trace() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let got = site.at_work("k1");
        let (id, voice) = (got.case.id, got.voice);
        site.contacted(id);
        site.completed(id);
        site.approved(id);
        let no = CallingBack { explained_ok: Some(true), ..rating(Satisfaction::Dissatisfied, false) };
        site.does(&site.callback_officer(), move |tx, v| actions::call_back(tx, v, id, voice, &no));
        site.does(&site.callback_officer(), move |tx, v| actions::close(tx, v, id));
        let street = site.street;
        let tally = db.read_now(move |r| store::tally(r, street, kernel::Day(20_261_101), kernel::Day(20_261_201))).expect("a tally");
        assert_eq!((tally.valid, tally.solved_yes), (1, 0), "explained and closed is not solved");
        let bearer = site.bearer(&got.code);
        site.does(&bearer, move |tx, v| {
            actions::reopen(tx, v, id, Some(VoiceId(v.bears[0])), &Saying { text: "今天又停了".into(), ..Saying::default() })
        });
        assert_eq!((site.case(id).state, site.case(id).round), (State::Handling, 2));
        let trace = events(&site, id);
        assert!(["appeals.case_closed", "appeals.case_reopened"].iter().all(|e| trace.contains(&(*e).to_owned())));
    });
}

#[test]
fn tiny_samples_are_not_ranked_and_windows_are_half_open() {
    let few = rate(19_000, 20).expect("a rate");
    let enough = rate(186_000, 200).expect("a rate");
    assert!(few.too_few && !enough.too_few && few.denominator < MIN_N);
    assert_eq!((few.low, few.high), (7_639, 9_911));
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        closed(&site, "k1");
        let street = site.street;
        let on = |from: u32, to: u32| {
            let (from, to) = (kernel::Day(from as i32), kernel::Day(to as i32));
            db.read_now(move |r| store::tally(r, street, from, to)).expect("a tally").valid
        };
        assert_eq!((on(20_261_123, 20_261_124), on(20_261_122, 20_261_123), on(20_261_124, 20_261_125)), (1, 0, 0));
    });
}

#[test]
fn a_hundred_is_multiplied_once_and_nothing_is_divided_by_zero() {
    let best = Tally { valid: 3, contacted_yes: 3, contacted: 3, solved_yes: 3, solved: 3, satisfied: 3, basically: 0, rated: 3 };
    assert_eq!(best.rates(WEIGHTS).score, Some(10_000), "100.00, not 10,000");
    let none = Tally::default().rates(WEIGHTS);
    assert!(none.response.is_none() && none.solution.is_none() && none.satisfaction.is_none() && none.score.is_none());
    assert!(FIGURES.iter().all(|f| f.under.is_empty() || rate(0, 0).is_none()));
}

#[test]
fn what_is_sent_twice_is_there_once() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let first = site.says(&site.visitor(), site.lift("k1"));
        let again = site.says(&site.visitor(), site.lift("k1"));
        assert_eq!((first.voice, &first.code), (again.voice, &again.code));
        let voices: i64 = db.read_now(|r| r.one("select count(*) from voices", &[])).expect("a count");
        assert_eq!(voices, 1);
    });
}

#[test]
fn who_gives_no_name_is_reached_and_stays_unknown() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let words = Reception { anonymous: true, phone: String::new(), ..site.lift("k1") };
        let got = site.says(&site.visitor(), words);
        let id = got.case.id;
        site.does(&site.clerk(), move |tx, v| {
            actions::request_information(tx, v, id, &Saying { text: "请问是几号楼？".into(), ..Saying::default() })
        });
        assert!(!site.told(got.voice).is_empty(), "the question stands on the receipt");
        let bearer = site.bearer(&got.code);
        site.does(&bearer, move |tx, v| {
            actions::supplement(tx, v, id, Some(VoiceId(v.bears[0])), &Saying { text: "三号楼".into(), ..Saying::default() })
        });
        assert_eq!(site.case(id).state, State::Registered);
        let street = site.street;
        let people: i64 = db.read_now(move |r| r.one("select count(*) from reporters where street_id = $1", args![street])).expect("a count");
        assert_eq!(people, 0, "nothing is kept of who it was");
        let actors: Vec<String> = db.read_now(move |r| {
            r.all("select distinct cast(actor_id as text) from events where street_id = $1 and subject_kind = 'case' and actor_kind = 'account'", args![street])
        }).expect("actors");
        assert_eq!(actors.len(), 1, "the clerk alone is named in the journal");
    });
}

/// Nothing is hidden as settled: who says too much at once is told so, and what was taken in waits where clerks see it.
#[test]
fn too_many_voices_are_refused_aloud_and_those_taken_in_wait_in_sight() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let door = Door::of(&site);
        let say = |n: usize| form("/voices", &[("client_key", &format!("k{n}")), ("text", "门口的灯不亮"), ("address_note", "3幢"), ("category", "lift")], &[]);
        let mut taken = 0;
        let refused = loop {
            let came = door.send(say(taken));
            if !came.status.is_success() && !came.status.is_redirection() {
                break came;
            }
            taken += 1;
            assert!(taken < 200, "somewhere it is too much");
        };
        assert_eq!(refused.status.as_u16(), 429, "{}", refused.text());
        let waiting = door.gets("clerk", "/desk/cases?state=registered").json();
        let registered = waiting["waiting"].as_array().expect("counts").iter().find(|w| w["state"] == "registered").expect("some").clone();
        assert_eq!(registered["n"], json!(taken), "all of them, none settled by a machine");
    });
}

/// What pages count is kept; what they list is read by the page, by its key.
#[test]
fn lists_and_counts_read_no_whole_table() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        for n in 0..40 {
            site.says(&site.visitor(), site.lift(&format!("k{n}")));
        }
        let (viewer, now, street) = (site.dispatcher(), site.now(), site.street);
        let page = Keyset { before: None, limit: 10 };
        let who = viewer.clone();
        let first = db.read_now(move |r| store::list(r, &who, "see_case", &CaseFilter::default(), page, now)).expect("a page");
        assert_eq!(first.len(), 10, "a page is what is asked for");
        let before = first.last().map(|c| c.id.uuid());
        let who = viewer.clone();
        let next = db
            .read_now(move |r| store::list(r, &who, "see_case", &CaseFilter::default(), Keyset { before, limit: 10 }, now))
            .expect("a page");
        assert!(next.iter().all(|c| Some(c.id.uuid()) < before), "the next goes on by the key");
        // Counts come from rows that are kept, not from the cases.
        let waiting = db.read_now(move |r| store::by_state(r, street, None)).expect("counts");
        assert_eq!(waiting, [("registered".to_owned(), 40)]);
        let kept: i64 = db.read_now(move |r| r.one("select count(*) from state_counts where street_id = $1", args![street])).expect("counts");
        assert!((1..40).contains(&kept), "a row a state and place, not a row a case: {kept}");
    });
}

#[test]
fn who_is_not_reached_is_tried_again_and_counts_as_not_reached() {
    let try_at = |text: &str| Attempt { at: at(text), reached: false };
    let day = [try_at("2026-11-23T09:30"), try_at("2026-11-23T14:00"), try_at("2026-11-23T19:00")];
    assert!(!is_unreached(&day, at("2026-11-23T19:00")), "one day is not enough");
    let days = [try_at("2026-11-23T09:30"), try_at("2026-11-24T14:00"), try_at("2026-11-26T19:00")];
    assert!(is_unreached(&days, at("2026-11-26T19:00")));
    assert!(FIGURES.iter().any(|f| f.code == "reach"), "how many are reached is a figure of its own");
}
