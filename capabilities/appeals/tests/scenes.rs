//! The walk of a voice, on both engines: what a resident and a clerk would tell of it.
use appeals::actions;
use appeals::rules::*;
use appeals::store::{self, CaseFilter};
use crate::common::luck::Luck;
use crate::common::{CALLS, PARKS, PROPERTY, Site, at, rating, unit};
use db::testing::each_engine;
use db::{Keyset, args};
use worktime::{Calendar, DayKind};

#[test]
fn one_voice_becomes_a_closed_case() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let got = site.says(&site.visitor(), site.lift("k1"));
        assert_eq!(got.case.state, State::Registered);
        assert_eq!(got.case.due_at, Some(at("2026-11-23T11:00")), "two working hours to be taken in");
        let (id, voice) = (got.case.id, got.voice);

        site.at("2026-11-23T09:20").accepted(id);
        let dispatched = site.at("2026-11-23T09:30").dispatched(id, PROPERTY);
        assert_eq!(dispatched.due_at, Some(at("2026-11-30T17:30")), "five working days");
        site.at("2026-11-23T10:00").signed(id);
        assert_eq!(site.may_not(&site.handler(), move |tx, v| actions::complete(tx, v, id, &Completion {
            result: Some(CaseResult::Solved), public_reply: "修好了。".into(), ..Completion::default()
        })), ["contact-first"]);
        site.at("2026-11-23T10:30").contacted(id);
        site.at("2026-11-25T15:00").completed(id);
        assert_eq!(site.at("2026-11-25T16:00").approved(id).state, State::Callback);
        assert_eq!(site.clock(id, "handle").met, Some(true));
        assert_eq!(site.may_not(&site.callback_officer(), move |tx, v| actions::close(tx, v, id)), ["callbacks-open"]);
        site.at("2026-11-26T10:00").does(&site.callback_officer(), move |tx, v| {
            actions::call_back(tx, v, id, voice, &rating(Satisfaction::Satisfied, true))
        });
        let closed = site.does(&site.callback_officer(), move |tx, v| actions::close(tx, v, id));
        assert_eq!((closed.state, closed.result), (State::Closed, Some(CaseResult::Solved)));

        let street = site.street;
        let tally = db
            .read_now(move |r| store::tally(r, street, kernel::Day(20_261_101), kernel::Day(20_261_201)))
            .expect("a tally");
        assert_eq!((tally.valid, tally.solved_yes, tally.satisfied), (1, 1, 1));
        let told: Vec<String> = db
            .read_now(move |r| Ok(store::messages(r, street, voice)?.into_iter().map(|m| m.0).collect()))
            .expect("messages");
        assert_eq!(told, ["accepted", "dispatched", "signed", "replied", "closed"]);
        let leads = db.read_now(move |r| store::leads(r, street, id)).expect("leads");
        assert_eq!(leads, [], "nobody leads a closed case");
        let kept = db.read_now(move |r| store::by_state(r, street, None)).expect("kept");
        assert_eq!(kept, [("closed".to_owned(), 1)]);
        assert_eq!(db.read_now(move |r| store::figures_agree(r, street)).expect("counted"), Vec::<String>::new());
        let (holding, broken) = db.read_now(move |r| actions::verify_clocks(r, street)).expect("verified");
        assert_eq!((holding, broken), (site.clocks(id).len(), vec![]));
    });
}

/// Scene 1 of the handbook.
#[test]
fn national_day() {
    each_engine(|db| {
        let site = Site::new(db, "2026-09-29T15:00");
        let id = site.says(&site.visitor(), site.lift("k1")).case.id;
        site.accepted(id);
        site.at("2026-09-29T16:00").dispatched(id, PROPERTY);
        let handle = site.clock(id, "handle");
        assert_eq!(handle.due_at, Some(at("2026-10-12T17:30")));
        let proof: worktime::Proof = serde_json::from_str(&handle.proof).expect("a proof");
        assert_eq!(worktime::verify(&proof), Ok(()));
        let holidays = proof.steps.iter().filter(|s| s.kind == DayKind::Holiday).count();
        assert_eq!(holidays, 7, "1 to 7 October");
    });
}

/// Scene 2: a storm is declared; the promise moves, the voice is told, both rows remain.
#[test]
fn make_up_sunday_and_a_storm() {
    each_engine(|db| {
        let site = Site::new(db, "2026-09-17T09:30");
        let first = site.says(&site.visitor(), site.lift("k1"));
        let id = first.case.id;
        site.accepted(id);
        site.at("2026-09-17T10:00").dispatched(id, PROPERTY);
        assert_eq!(site.clock(id, "handle").due_at, Some(at("2026-09-23T17:30")));
        site.at("2026-09-18T16:30");
        let other = site.says(&site.visitor(), site.lift("k2")).case.id;
        site.accepted(other);
        site.at("2026-09-18T16:45").dispatched(other, PROPERTY);
        assert_eq!(site.clock(other, "sign").due_at, Some(at("2026-09-20T10:15")));
        site.at("2026-09-18T17:00");
        let moved = site.by_system(|tx| {
            let storm = Calendar::state_council().with_day("2026 台风", kernel::Day(20_260_921), DayKind::Shutdown);
            actions::publish_calendar(tx, &storm)
        });
        assert_eq!(moved, 2, "the promises of both cases cross the Monday");
        assert_eq!(site.clock(id, "handle").due_at, Some(at("2026-09-24T17:30")));
        assert_eq!(site.clock(other, "sign").due_at, Some(at("2026-09-20T10:15")));
        let rows: Vec<_> = site.clocks(id).into_iter().filter(|c| c.stage == "handle").map(|c| c.due_at).collect();
        assert_eq!(rows, [Some(at("2026-09-23T17:30")), Some(at("2026-09-24T17:30"))]);
        assert_eq!(site.case(id).due_at, Some(at("2026-09-24T17:30")));
        let (street, voice) = (site.street, first.voice);
        let told = db.read_now(move |r| store::messages(r, street, voice)).expect("messages");
        assert!(told.iter().any(|m| m.0 == "date_moved"));
    });
}

/// Scene 3: between question and answer the promise waits.
#[test]
fn waiting_for_the_resident() {
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
        assert_eq!(site.case(id).due_at, None, "an open pause gives no date");
        let bearer = site.bearer(&got.code);
        site.at("2026-10-12T11:00").does(&bearer, move |tx, v| {
            let voice = Some(VoiceId(v.bears[0]));
            actions::supplement(tx, v, id, voice, &Saying { text: "东边那部".into(), ..Saying::default() })
        });
        assert_eq!(site.case(id).due_at, Some(at("2026-10-14T17:30")));
    });
}

/// Scene 4, the part of the desk: an urging is counted once a day, whoever writes it down.
#[test]
fn an_urging_counts_once_a_day() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let words = Reception { phone: "19900001234".into(), name: "孙某".into(), ..site.lift("k1") };
        let got = site.says(&site.clerk(), Reception { channel: Some(Channel::Hotline), ..words });
        let (id, voice) = (got.case.id, got.voice);
        for (time, counted) in [("2026-11-25T09:00", 1), ("2026-11-25T15:00", 1), ("2026-11-26T09:00", 2)] {
            site.at(time).does(&site.clerk(), move |tx, v| actions::urge(tx, v, id, voice));
            assert_eq!(site.case(id).urgings, counted);
        }
        let street = site.street;
        let digest = db
            .read_now(|r| r.blind(kernel::Purpose::Contact, "reporters.phone", "19900001234"))
            .expect("an index");
        let history = db.read_now(move |r| store::history(r, street, digest, 5)).expect("history");
        assert_eq!(history.len(), 1, "the caller's number finds the voice");
    });
}

/// I12 and scene 15: the same draft sent five times at once is one voice and one receipt.
#[test]
fn twice_from_the_bus() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let (street, now, place) = (site.street, site.now(), site.somewhere());
        let words = site.lift("from the bus");
        let codes: Vec<String> = std::thread::scope(|scope| {
            let sends: Vec<_> = (0..5)
                .map(|_| {
                    let (words, visitor, db) = (&words, site.visitor(), &db.db);
                    scope.spawn(move || sent(db, street, now, &visitor, words, place))
                })
                .collect();
            sends.into_iter().map(|s| s.join().expect("sent")).collect()
        });
        assert!(codes.windows(2).all(|w| w[0] == w[1]), "one receipt");
        let voices: i64 = db.read_now(|r| r.one("select count(*) from voices", &[])).expect("a count");
        assert_eq!(voices, 1);
        let other = Reception { text: "另一件事".into(), ..site.lift("from the bus") };
        let refused = site.may_not(&site.visitor(), move |tx, v| {
            actions::receive(tx, v, &other, Intake { by: None, staff: false, has_photo: false }, place)
        });
        assert_eq!(refused, ["key-reused"]);
    });
}

/// I12: a handful of drafts, each sent any number of times, in any order, by several hands at once: one voice and one
/// receipt each.
#[test]
fn drafts_sent_in_any_order_are_one_voice_each() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let (street, now, place) = (site.street, site.now(), site.somewhere());
        for seed in 1..=6_u64 {
            let drafts: Vec<Reception> = (0..4).map(|d| site.lift(&format!("draft {seed} {d}"))).collect();
            let got: Vec<(usize, String)> = std::thread::scope(|scope| {
                let hands: Vec<_> = (0..4_u64)
                    .map(|hand| {
                        let (drafts, visitor, db) = (&drafts, site.visitor(), &db.db);
                        scope.spawn(move || {
                            let mut luck = Luck::of(seed * 1_000 + hand);
                            let order = (0..2 + seed).map(|_| luck.below(drafts.len()));
                            order.map(|d| (d, sent(db, street, now, &visitor, &drafts[d], place))).collect::<Vec<_>>()
                        })
                    })
                    .collect();
                hands.into_iter().flat_map(|h| h.join().expect("a hand")).collect()
            });
            let codes: std::collections::BTreeSet<_> = got.iter().collect();
            let used: std::collections::BTreeSet<_> = got.iter().map(|g| g.0).collect();
            assert_eq!(codes.len(), used.len(), "seed {seed}: one receipt a draft: {got:?}");
            let like = format!("draft {seed} %");
            let voices: i64 = db
                .read_now(move |r| r.one("select count(*) from voices where client_key like $1", db::args![like]))
                .expect("a count");
            assert_eq!(voices, used.len() as i64, "seed {seed}");
        }
    });
}

/// Sends a draft until the engine took it, as a phone does; its receipt's code.
fn sent(
    db: &db::Db,
    street: kernel::StreetId,
    now: kernel::Moment,
    who: &auth::Viewer,
    words: &Reception,
    place: actions::Whereabouts,
) -> String {
    loop {
        let (words, who) = (words.clone(), who.clone());
        let by = db::By { street, actor: kernel::Actor::Nobody, now, request: None };
        let sent = db.write_now(by, move |tx| {
            actions::receive(tx, &who, &words, Intake { by: None, staff: false, has_photo: false }, place)
        });
        match sent {
            Ok(outcome) => return outcome.into_inner().expect("received").code,
            Err(db::Fault::Busy) => {}
            Err(fault) if fault.is_constraint("voices_client_key") => {}
            Err(fault) => panic!("{fault}"),
        }
    }
}

/// I9: whoever worked on it does not ask; the accused see nothing.
#[test]
fn the_callback_is_made_by_somebody_else() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let got = site.says(&site.visitor(), site.lift("k1"));
        let (id, voice) = (got.case.id, got.voice);
        site.accepted(id);
        site.dispatched(id, PROPERTY);
        site.signed(id);
        site.contacted(id);
        site.completed(id);
        let own_hand = site.handler();
        assert_eq!(site.may_not(&own_hand, move |tx, v| actions::approve(tx, v, id, &Approving::default())), ["Forbidden"]);
        site.approved(id);
        let ask = move |tx: &mut db::Tx<'_>, v: &auth::Viewer| {
            actions::call_back(tx, v, id, voice, &rating(Satisfaction::Satisfied, true))
        };
        assert_eq!(site.may_not(&site.callback_officer_of(PROPERTY), ask), ["Hidden"]);
        assert_eq!(site.may_not(&site.resident("a stranger"), ask), ["Hidden"]);
        site.does(&site.callback_officer_of(CALLS), ask);
    });
}

/// Scene 6, the part of rights: a letter about the committee is hidden from the committee.
#[test]
fn about_the_committee() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let letter = Reception {
            channel: Some(Channel::Mailbox),
            about_committee: true,
            category: "committee".into(),
            ..site.lift("letter")
        };
        let id = site.says(&site.resident("lin"), letter).case.id;
        let other = site.says(&site.resident("lin"), site.lift("other")).case.id;
        let list = |who: auth::Viewer| {
            let now = site.now();
            let all = Keyset { before: None, limit: 50 };
            db.read_now(move |r| store::list(r, &who, "see_case", &CaseFilter::default(), all, now))
                .expect("a list")
                .into_iter()
                .map(|c| c.id)
                .collect::<Vec<_>>()
        };
        assert_eq!(list(site.secretary()), [other]);
        assert_eq!(list(site.clerk()), [other, id]);
        assert_eq!(list(site.visitor()), []);
        site.does(&site.clerk(), move |tx, v| {
            actions::accept(tx, v, id, &Acceptance { category: "committee".into(), ..Acceptance::default() }, None)
        });
        let to_the_accused = site.may_not(&site.dispatcher(), move |tx, v| {
            let taker = Taker { unit: unit("c1-office"), active: true, holder: None };
            actions::dispatch(tx, v, id, &Dispatching::default(), Some(taker))
        });
        assert_eq!(to_the_accused, ["unit-accused"]);
        assert_eq!(site.may_not(&site.secretary(), move |tx, v| actions::answer(tx, v, id, &Saying::default())), ["Hidden"]);
    });
}

#[test]
fn no_brings_it_back_and_twice_no_needs_the_supervisor() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let got = site.says(&site.visitor(), site.lift("k1"));
        let (id, voice, code) = (got.case.id, got.voice, got.code);
        site.accepted(id);
        site.dispatched(id, PROPERTY);
        site.signed(id);
        let why = || Saying { text: "电梯第二天又停了".into(), ..Saying::default() };
        for round in 1..=3 {
            site.contacted(id);
            site.completed(id);
            site.approved(id);
            site.does(&site.bearer(&code), move |tx, v| {
                actions::call_back(tx, v, id, voice, &rating(Satisfaction::Dissatisfied, false))
            });
            assert_eq!(site.may_not(&site.callback_officer(), move |tx, v| actions::close(tx, v, id)), ["redo-due"]);
            if round == 3 {
                let refused = site.may_not(&site.callback_officer(), move |tx, v| actions::redo(tx, v, id, &why()));
                assert_eq!(refused, ["redo-needs-supervisor"]);
                site.does(&site.supervisor(), move |tx, v| actions::redo(tx, v, id, &why()));
            } else {
                let again = site.does(&site.callback_officer(), move |tx, v| actions::redo(tx, v, id, &why()));
                assert_eq!((again.state, again.round), (State::Handling, round + 1));
                assert_eq!(again.due_stage.as_deref(), Some("redo"));
            }
        }
    });
}

#[test]
fn a_refusal_takes_two_people_and_can_be_objected_to_once() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let got = site.says(&site.visitor(), site.lift("k1"));
        let (id, voice) = (got.case.id, got.voice);
        let refusal = || Refusal {
            reason: "outside_powers".into(),
            right_office: "请联系区市场监管局，电话 12315。".into(),
            ..Refusal::default()
        };
        assert_eq!(site.may_not(&site.dispatcher(), move |tx, v| actions::confirm_refusal(tx, v, id)), ["no-proposal"]);
        site.does(&site.clerk(), move |tx, v| actions::propose_refusal(tx, v, id, &refusal()));
        assert_eq!(site.may_not(&site.clerk(), move |tx, v| actions::confirm_refusal(tx, v, id)), ["Forbidden"]);
        let refused = site.does(&site.dispatcher(), move |tx, v| actions::confirm_refusal(tx, v, id));
        assert_eq!(refused.state, State::Refused);
        let object = move |tx: &mut db::Tx<'_>, v: &auth::Viewer| {
            actions::object(tx, v, id, voice, &Saying { text: "这件事就归街道管".into(), ..Saying::default() })
        };
        let bearer = site.bearer(&got.code);
        assert_eq!(site.does(&bearer, object).state, State::Registered);
        let without_a_proposal = site.may_not(&site.other_dispatcher(), move |tx, v| actions::confirm_refusal(tx, v, id));
        assert_eq!(without_a_proposal, ["no-proposal"], "the old proposal went with the refusal");
        site.does(&site.clerk(), move |tx, v| actions::propose_refusal(tx, v, id, &refusal()));
        let same_hand = site.may_not(&site.dispatcher(), move |tx, v| actions::confirm_refusal(tx, v, id));
        assert_eq!(same_hand, ["other-hand"], "who refused does not decide on the objection");
        site.does(&site.other_dispatcher(), move |tx, v| actions::confirm_refusal(tx, v, id));
        assert_eq!(site.may_not(&bearer, object), ["once-only"]);
    });
}

/// I13: what was said, the number and the name stand nowhere but sealed.
#[test]
fn what_is_sealed_stands_nowhere_in_clear() {
    let db = db::testing::sqlite();
    let site = Site::new(&db, "2026-11-23T09:00");
    let marks = ["金丝雀甲乙丙", "19911112222", "鸢尾巷七号"];
    let words = Reception {
        text: format!("{} 电梯坏了", marks[0]),
        phone: marks[1].into(),
        address_note: marks[2].into(),
        name: "金丝雀丁".into(),
        ..site.lift("canary")
    };
    let got = site.says(&site.resident("lin"), words);
    let id = got.case.id;
    site.accepted(id);
    let (opened, _) = site.does(&site.clerk(), move |tx, clerk| actions::open_sealed(tx, clerk, id, "answering"));
    let [voice] = opened.as_slice() else { panic!("one voice") };
    assert!(voice.text.contains(marks[0]));
    assert_eq!((voice.phone.as_deref(), voice.address_note.as_deref()), (Some(marks[1]), Some(marks[2])));
    assert_eq!(site.may_not(&site.clerk(), move |tx, clerk| actions::open_sealed(tx, clerk, id, "")), ["reason-missing"]);
    let dump = tempfile_dump(&db);
    for mark in marks.iter().chain(&["金丝雀丁", got.code.as_str()]) {
        assert!(!dump.windows(mark.len()).any(|w| w == mark.as_bytes()), "{mark} stands in the database");
    }
    assert!(dump.windows(6).any(|w| w == "电梯".as_bytes()), "the control is found");
}

fn tempfile_dump(db: &db::testing::Fresh) -> Vec<u8> {
    let file = std::env::temp_dir().join(format!("linqiao-dump-{}.db", kernel::uuid::Uuid::now_v7()));
    db.copy_to(&file).expect("a copy");
    let bytes = std::fs::read(&file).expect("the copy");
    std::fs::remove_file(&file).expect("removed");
    bytes
}

/// I19: two people act at once; the second is told what changed and nothing is lost.
#[test]
fn two_people_at_once() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let id = site.says(&site.visitor(), site.lift("k1")).case.id;
        let rev = Some(site.case(id).rev);
        site.accepted(id);
        let stale = site.may_not(&site.dispatcher(), move |tx, v| {
            let taker = Taker { unit: unit(PARKS), active: true, holder: None };
            actions::dispatch(tx, v, id, &Dispatching { rev, ..Dispatching::default() }, Some(taker))
        });
        assert_eq!(stale, ["stale"]);
    });
}

#[test]
fn a_receipt_opens_its_voice_and_nothing_else() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let mine = site.says(&site.visitor(), site.lift("k1"));
        let yours = site.says(&site.visitor(), site.lift("k2"));
        assert_ne!(mine.code, yours.code);
        let bearer = site.bearer(&mine.code);
        assert_eq!(bearer.bears, [mine.voice.uuid()]);
        let (theirs, voice) = (yours.case.id, yours.voice);
        assert_eq!(site.may_not(&bearer, move |tx, v| actions::urge(tx, v, theirs, voice)), ["Hidden"]);
        let street = site.street;
        let stored: Vec<Vec<u8>> =
            db.read_now(move |r| r.all("select code_digest from receipts where street_id = $1", args![street])).expect("digests");
        assert!(stored.iter().all(|d| d.len() == 16 && !mine.code.as_bytes().starts_with(d)));
    });
}

/// I20: whichever code of many is shown, however it is typed, it opens its own voice; what is no code opens nothing, its
/// check digit right or not; and whoever bears one can do nothing with another's.
#[test]
fn of_many_receipts_each_opens_its_own() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let mut luck = Luck::of(20);
        let all: Vec<_> = (0..12).map(|n| site.says(&site.visitor(), site.lift(&format!("k{n}")))).collect();
        let codes: std::collections::BTreeSet<&str> = all.iter().map(|got| got.code.as_str()).collect();
        assert_eq!(codes.len(), all.len());
        for _ in 0..60 {
            let (one, other) = (luck.pick(&all), luck.pick(&all));
            let gap = luck.pick(&["", " ", "-", "  "]);
            let typed: Vec<String> = one.code.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect();
            let bearer = site.bearer(&format!(" {} ", typed.join(gap)));
            assert_eq!(bearer.bears, [one.voice.uuid()]);
            if one.voice != other.voice {
                let (case, voice) = (other.case.id, other.voice);
                assert_eq!(site.may_not(&bearer, move |tx, v| actions::urge(tx, v, case, voice)), ["Hidden"]);
                assert_eq!(site.may_not(&bearer, move |tx, v| actions::withdraw(tx, v, case, voice, &Saying::default())), ["Hidden"]);
            }
            // A digit changed, two swapped, or halves of two receipts; the check digit as it came, or made to fit.
            let mut digits: Vec<char> = one.code.chars().collect();
            let (at, to) = (luck.below(15), luck.below(15));
            match luck.below(3) {
                0 => digits[at] = char::from_digit(luck.below(10) as u32, 10).expect("a digit"),
                1 => digits.swap(at, to),
                _ => digits = one.code.chars().take(8).chain(other.code.chars().skip(8)).collect(),
            }
            let body: String = digits[..15].iter().collect();
            let fits = format!("{body}{}", check_digit(&body));
            let came: String = digits.into_iter().collect();
            for wrong in [came, fits].iter().filter(|code| !codes.contains(code.as_str())) {
                assert!(site.bearer(wrong).bears.is_empty(), "{wrong}");
            }
        }
    });
}

#[test]
fn quiet_cases_come_to_rest_and_published_ones_appear() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let got = site.says(&site.visitor(), site.lift("k1"));
        let (id, voice, street) = (got.case.id, got.voice, site.street);
        site.accepted(id);
        let public = || {
            db.read_now(move |r| store::list_public(r, street, &CaseFilter::default(), Keyset { before: None, limit: 9 }))
                .expect("a list")
                .len()
        };
        assert_eq!(public(), 0, "not before a working day has passed");
        site.at("2026-11-25T09:00");
        assert_eq!(site.by_system(actions::sweep), 1);
        assert_eq!(site.by_system(actions::sweep), 0, "repeating it changes nothing");
        assert_eq!(public(), 1);
        let bearer = site.bearer(&got.code);
        site.does(&bearer, move |tx, v| actions::withdraw(tx, v, id, voice, &Saying::default()));
        assert_eq!(site.case(id).state, State::Withdrawn);
        site.at("2026-12-26T09:00").by_system(actions::sweep);
        assert_eq!(site.case(id).state, State::Archived);
    });
}
