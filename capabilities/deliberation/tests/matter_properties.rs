//! Invariants of a matter's walk, its resolution, tasks and ratings over many drawn courses.

use auth::PlacePath;
use crate::common::*;
use deliberation::rules::*;
use kernel::{AccountId, Day, Moment, uuid::Uuid};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::json;

const BEGIN: Day = Day(20_260_302);

fn matter(track: Track) -> Matter {
    Matter {
        id: MatterId::named("m"), code: "M26-0001-1".into(), body: BodyId::named("b"), place: PlacePath::default(), question: "停哪里？".into(), topic: "停车".into(),
        track, owner: AccountId::named("owner"), state: MatterState::Walking, step: MatterStep::Needs, round: 1, ended_why: None, frozen_at: None, statement: None,
        opened_at: BEGIN.start(), merged_into: None, rev: 1,
    }
}

fn at_step(step: MatterStep) -> Matter {
    Matter { step, ..matter(Track::Ordinary) }
}

fn any_track() -> impl Strategy<Value = Track> {
    prop::sample::select(Track::ALL.to_vec())
}

proptest! {
    /// 18, 21, 44: by whatever steps it walks, a gate lets through only what it shows, or a reason of the street does;
    /// evaluation is never jumped over; nothing but a round of ratings settles it; rounds only grow; id and code stay.
    #[test]
    fn a_walk_jumps_over_nothing(track in any_track(), steps in prop::collection::vec((0_u8..8, any::<bool>(), any::<bool>(), 0_i64..6, 0_i64..6, "[ 因]{0,2}"), 1..60)) {
        let mut of = matter(track);
        let mut evaluated = false;
        for (act, met, overrides, solved, ratings, reason) in steps {
            let was = of.clone();
            let said = !reason.trim().is_empty();
            let records = Records { solved: solved.min(ratings), ratings, ..Records::default() };
            let conditions = [Condition { condition: "heard".into(), met, have: 0, need: 1 }];
            match act {
                0..=4 => {
                    let passed = pass(&was, &conditions, &records, overrides.then_some(reason.as_str()));
                    let may = was.state == MatterState::Walking && (met || overrides && said && was.step != MatterStep::Evaluation);
                    prop_assert_eq!(passed.is_ok(), may);
                    if let Ok(((on, how), _)) = passed {
                        prop_assert_eq!(how == Passing::Overridden, !met);
                        evaluated |= was.step == MatterStep::Evaluation;
                        let expected = was.step.next();
                        prop_assert!(expected.is_none() || on.step == expected.unwrap_or(on.step) && on.round == was.round);
                        of = on;
                    }
                }
                5 => {
                    let to = MatterStep::ALL[usize::try_from(ratings).unwrap_or(0) % MatterStep::ALL.len()];
                    let turned = turn(&was, Some(to), &reason);
                    prop_assert_eq!(turned.is_ok(), was.state == MatterState::Walking && to < was.step && said);
                    of = turned.map_or(was.clone(), |d| d.0);
                }
                6 => {
                    let ended = end(&was, Some(MatterState::Referred), &reason);
                    prop_assert_eq!(ended.is_ok(), was.state == MatterState::Walking && said);
                    if solved == 0 {
                        of = ended.map_or(was.clone(), |d| d.0);
                    }
                }
                _ => {
                    let settled = Some(Moment(0));
                    let again = reopen(&was, settled, None, &reason, reopens_until(Moment(0)).plus(-1));
                    prop_assert!(reopen(&was, settled, None, &reason, reopens_until(Moment(0))).is_err(), "twelve months, and no longer");
                    prop_assert_eq!(again.is_ok(), was.state == MatterState::Settled && said);
                    if let Ok((next, _)) = again {
                        prop_assert_eq!(next.round, was.round + 1);
                        of = next;
                    }
                }
            }
            prop_assert!(of.round >= was.round && (of.id, &of.code) == (was.id, &was.code));
            if of.state == MatterState::Settled && was.state != MatterState::Settled {
                prop_assert!(evaluated && was.step == MatterStep::Evaluation && met && solved.min(ratings) * 5 >= ratings * 3);
            }
            if !matches!(of.state, MatterState::Walking | MatterState::Settled) {
                prop_assert!(of.ended_why.as_ref().is_some_and(|why| !why.trim().is_empty()));
            }
        }
    }

    /// 18, 42: no gate opens while something of what it asks for is missing; delivery not while a task is open.
    #[test]
    fn a_gate_shows_what_is_missing(track in any_track(), step in prop::sample::select(MatterStep::ALL.to_vec()), heard in 0_i64..30, ways in prop::collection::btree_set(prop::sample::select(Way::ALL.to_vec()), 0..4), ready in 0_i64..4, left in 0_i64..3, tasks in 0_i64..4, ratings in 0_i64..15, days in 0_i64..30, yes in any::<bool>()) {
        let records = Records {
            heard, households: 10 * heard, one_building: yes, took_part: 20 * ratings, ways: ways.clone(), grids: 2, grids_heard: heard.min(2), concerns: heard.min(3), concerns_open: left, ready, drafts: left, frozen: yes, meetings: i64::from(yes),
            questions_open: left, adopted: yes, resolution: yes, tasks, tasks_open: left.min(tasks), ratings, concerns_asked: 2, concerns_eased: 2 - left, rating_ways: ratings.min(2), solved: ratings, statement: yes, days, ..Records::default()
        };
        let conditions = gate(track, step, &records);
        prop_assert!(!conditions.is_empty());
        let opens = conditions.iter().all(|c| c.met);
        let offline = ways.iter().any(|w| *w != Way::Web);
        let must = match step {
            MatterStep::Needs => ways.len() >= 2 && offline && heard > 0 && left == 0,
            MatterStep::Options => ready >= 1 && left == 0,
            MatterStep::Deliberation => yes && left == 0,
            MatterStep::Decision => yes,
            MatterStep::Delivery => tasks > 0 && left.min(tasks) == 0,
            MatterStep::Evaluation => ratings > 0 && yes && left == 0,
        };
        prop_assert!(must || !opens, "{:?} {:?}", step, conditions);
        // A decision takes as long as its roll and ballot, delivery as long as its tasks.
        let by_days = !matches!(step, MatterStep::Decision | MatterStep::Delivery);
        prop_assert!(!opens || !by_days || days >= track.days(step).0);
    }

    /// One in twenty households is heard where many live, a building keeps to five; one in twenty who took part rates, and
    /// a covenant is read twice.
    #[test]
    fn a_large_place_is_heard_in_proportion(track in any_track(), households in 0_i64..2_000, one_building in any::<bool>(), took_part in 0_i64..600, met in 0_i64..3) {
        let records = Records { households, one_building, took_part, meetings: met, ..Records::default() };
        let need = |step: MatterStep, name: &str| gate(track, step, &records).into_iter().find(|c| c.condition == name).map(|c| c.need);
        let floor = if matches!(track, Track::Small | Track::Urgent) { 5 } else { 20 };
        let share = if floor == 5 { 0 } else { (households + 19) / 20 };
        prop_assert_eq!(need(MatterStep::Needs, "heard"), Some(if one_building { 5 } else { share.max(floor) }));
        prop_assert_eq!(need(MatterStep::Evaluation, "ratings"), Some(track.least_ratings().max((took_part + 19) / 20)));
        prop_assert_eq!(need(MatterStep::Deliberation, "met"), Some(if track == Track::Covenant { 2 } else { 1 }));
    }

    /// 40: no resolution without a result that was adopted, none for an option that did not win, none in another step.
    #[test]
    fn a_resolution_stands_on_a_result(step in prop::sample::select(MatterStep::ALL.to_vec()), adopted in any::<bool>(), won in prop::collection::vec(0_u128..4, 0..3), chosen in prop::option::of(0_u128..4), binding in any::<bool>(), basis in any::<bool>()) {
        let choices: Vec<Choice> = (0..3).map(|n| Choice {
            id: Uuid::from_u128(n), letter: "A".into(), title: "划线".into(), text: String::new(), state: if n < 2 { OptionState::Frozen } else { OptionState::Dropped },
            pricing: None, dropped_why: None, hash: None,
        }).collect();
        let result = Adopted { ground: Ground::Ballot(BallotId::named("b")), won: Some(won.iter().map(|n| Uuid::from_u128(*n)).collect()) };
        let words = Resolving { text: "照办".into(), option: chosen.map(Uuid::from_u128), force: Some(if binding { Force::Binding } else { Force::Advice }) };
        let made = resolve((Uuid::nil(), "R".into()), &at_step(step), &words, (adopted.then_some(&result), &choices, if basis { "章程" } else { "" }), BEGIN.start());
        let fits = chosen.is_none_or(|n| n < 2 && (!adopted || won.contains(&n)));
        prop_assert_eq!(made.is_ok(), step == MatterStep::Decision && adopted && fits && (!binding || basis));
    }

    /// 20: what a matter takes up loses no source and doubles none, whichever came first; distinct people of a union are
    /// counted once; nothing is taken up by itself, by what ended, or at or beyond a decision, so no circle can close.
    #[test]
    fn sources_survive_a_merger_and_a_union_counts_each_once(known in prop::collection::vec(prop::option::of(0_u128..5), 1..6), coming in prop::collection::vec(prop::option::of(0_u128..5), 1..6), sets in prop::collection::vec(prop::collection::btree_set(0_u128..12, 0..8), 0..4), others in 0_i64..50, from in prop::sample::select(MatterStep::ALL.to_vec()), into in prop::sample::select(MatterStep::ALL.to_vec()), walks in any::<bool>(), same in any::<bool>(), reason in "[ 因]{0,2}") {
        let source = |n: usize, link: &Option<u128>| Source { kind: SourceKind::Proposal, link_kind: "proposal".into(), link_id: link.map(Uuid::from_u128), title: format!("{n}"), path: String::new(), people: 1 };
        let list = |all: &[Option<u128>], at: usize| all.iter().enumerate().map(|(n, l)| source(n + at, l)).collect::<Vec<_>>();
        let (a, b) = (list(&known, 0), list(&coming, 100));
        let new = new_sources(&a, &b);
        let united: Vec<&Source> = a.iter().chain(&new).collect();
        for s in a.iter().chain(&b) {
            prop_assert!(united.iter().any(|u| if s.link_id.is_some() { u.link_id == s.link_id } else { *u == s }), "lost {:?}", s);
        }
        prop_assert!(new.iter().enumerate().all(|(n, s)| s.link_id.is_none() || !a.iter().chain(&new[..n]).any(|k| k.link_id == s.link_id)));
        prop_assert!(new_sources(&united.into_iter().cloned().collect::<Vec<_>>(), &b).is_empty(), "once is enough");
        let people: Vec<std::collections::BTreeSet<kernel::PersonId>> = sets.iter().map(|s| s.iter().map(|n| kernel::PersonId(Uuid::from_u128(*n))).collect()).collect();
        let distinct = sets.iter().flatten().collect::<std::collections::BTreeSet<_>>().len();
        prop_assert_eq!(people_behind(&people, others), i64::try_from(distinct).unwrap_or(0) + others);
        let gone = at_step(from);
        let id = if same { gone.id } else { MatterId::named("n") };
        let taker = Matter { id, state: if walks { MatterState::Walking } else { MatterState::Settled }, ..at_step(into) };
        let may = walks && !same && from < MatterStep::Decision && into < MatterStep::Decision && !reason.trim().is_empty();
        let merged = merge_matters(&gone, &taker, &reason);
        prop_assert_eq!(merged.is_ok(), may);
        if let Ok((ended, _)) = merged {
            prop_assert_eq!((ended.id, ended.state, ended.merged_into), (gone.id, MatterState::Merged, Some(taker.id)));
            prop_assert!(merge_matters(&taker, &ended, "因").is_err());
        }
    }

    /// 41: whoever owns a task never confirms it, and nobody confirms it before its owner said that it is done, twice, or without what is to be seen and a witness.
    #[test]
    fn nobody_verifies_their_own_task(owner in prop::option::of(0_u8..3), by in 0_u8..3, state in prop::sample::select(TaskState::ALL.to_vec()), evidence in "[ 见]{0,2}", witness in "[ 林]{0,2}") {
        let account = |n: u8| AccountId::named(&n.to_string());
        let task = Task {
            id: Uuid::nil(), matter: MatterId::named("m"), resolution: Uuid::nil(), title: "划线".into(), to_be_seen: "五个车位".into(), owner_name: "物业".into(),
            owner: owner.map(account), due: BEGIN, state, evidence: None, reason: None, verified_by: None, witness: None, verified_at: None,
            asked_at: None, accepted_at: None, done_by: None, done_at: None, done_evidence: None, blocked_at: None, blocked_why: None, urged_at: None,
        };
        let done = verify(&task, account(by), &evidence, &witness, Moment(0));
        let said = state == TaskState::Done;
        prop_assert_eq!(done.is_ok(), owner != Some(by) && said && !evidence.trim().is_empty() && !witness.trim().is_empty());
    }
}

/// 16, 19: over drawn walks through the public door, stretches tile each matter's life, and every change of step has its
/// event with an account behind it.
#[test]
fn every_change_of_step_has_its_event() {
    let mut runner = TestRunner::deterministic();
    let courses: Vec<Vec<(u8, u8)>> = (0..4).map(|_| prop::collection::vec((0_u8..6, 0_u8..6), 25).new_tree(&mut runner).expect("a course").current()).collect();
    testkit::on_both(|site| {
        site.at("2026-10-05T09:00");
        let body = council(site);
        let mut changes = 0;
        for course in &courses {
            let words = json!({ "question": "单元门口的车停哪里？", "topic": "停车", "track": "ordinary", "place_name": "ZA-1", "source": "body", "source_title": "议事会动议" });
            done(site, CONVENOR, &format!("{body}/matters"), words);
            let matter = format!("/matters/{}", text(&site.get("/matters").send().json()["matters"][0]["id"]));
            let before = changes;
            for (act, to) in course {
                site.later(60);
                let step = MatterStep::ALL[usize::from(*to) % 6].code();
                let (by, verb, words) = match act {
                    0..=2 => ("officer", "passages", json!({ "overriding": "赶时间" })),
                    3 => (CONVENOR, "turns", json!({ "to": step, "reason": "再问一遍" })),
                    4 => (CONVENOR, "passages", json!({})),
                    _ => (CONVENOR, "reopening", json!({ "to": step, "reason": "又来了" })),
                };
                changes += usize::from(says(site, by, &format!("{matter}/{verb}"), words).status.is_success());
            }
            let view = seen(site, CONVENOR, &matter);
            assert_eq!(view["walk"].as_array().map(Vec::len), Some(changes - before), "a stay ends with each change: {view}");
        }
        assert!(changes > 10);
        let street = site.street;
        assert_eq!(site.read(move |r| deliberation::actions::broken_walks(r, street)), Vec::<String>::new());
        let told: Vec<(String, i64)> = site.read(|r| {
            r.all("select name, count(*) from events where name in ('deliberation.matter_passed', 'deliberation.matter_turned', 'deliberation.matter_reopened') and actor_kind = 'account' and actor_id is not null group by name", &[])
        });
        assert_eq!(told.iter().map(|t| t.1).sum::<i64>(), i64::try_from(changes).expect("a number"));
    });
}
