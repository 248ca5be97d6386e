//! Invariants of ballots over many drawn courses: doors and retries, frozen papers, bundles and balances.

use crate::common::ballots::*;
use crate::common::*;
use deliberation::rules::*;
use kernel::{AccountId, uuid::Uuid};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::json;
use std::collections::BTreeMap;
use testkit::Site;

fn choice(n: u128, state: OptionState) -> Choice {
    Choice { id: Uuid::from_u128(n), letter: "A".into(), title: format!("方案{n}"), text: String::new(), state, pricing: None, dropped_why: None, hash: Some(format!("h{n}")) }
}

fn question(words: Drawing) -> (BallotRule, Vec<BallotOption>) {
    rule_of(&Drawing { secrecy: Some(Secrecy::Named), ..words }, &[choice(1, OptionState::Frozen)], "维持现状").expect("a rule")
}

proptest! {
    /// 25: only frozen options with their hash stand on a paper, and "leave as is" stands beside every choice among them.
    #[test]
    fn a_paper_has_what_was_frozen(states in prop::collection::vec(prop::sample::select(OptionState::ALL.to_vec()), 0..6), method in prop::sample::select(BallotMethod::ALL.to_vec()), about in prop::option::of(0_u128..6)) {
        let choices: Vec<Choice> = states.iter().zip(0..).map(|(state, n)| choice(n, *state)).collect();
        let words = Drawing { method: Some(method), option: about.map(Uuid::from_u128), budget: 10_000, ..Drawing::default() };
        let Ok((_, options)) = rule_of(&words, &choices, "维持现状") else { return Ok(()) };
        let frozen: Vec<Uuid> = choices.iter().filter(|c| c.state == OptionState::Frozen).map(|c| c.id).collect();
        prop_assert!(!options.is_empty());
        for o in &options {
            prop_assert!(o.option.is_none_or(|id| frozen.contains(&id)) && !o.hash.is_empty());
        }
        let among = matches!(method, BallotMethod::Approval | BallotMethod::Score | BallotMethod::Irv | BallotMethod::Stv);
        prop_assert_eq!(options.iter().filter(|o| o.option.is_none()).count(), usize::from(among));
    }

    /// 38: a bundle counts after two equal readings by two, or after a third who read neither time; a reader reads once.
    #[test]
    fn a_bundle_takes_two_or_three(steps in prop::collection::vec((0_u8..4, 0_u8..2, any::<bool>()), 1..12)) {
        let account = |n: u8| AccountId::named(&n.to_string());
        let mut batch = Batch { ballot: BallotId::named("b"), no: 1, slips: 2, state: BatchState::Waiting, contents: None, settled_by: None };
        let mut readings: Vec<Reading> = vec![];
        for (who, what, settles) in steps {
            let contents = vec!["for".to_owned(), ["against", "abstain"][usize::from(what)].to_owned()];
            if settles {
                let settled = settle_batch(&batch, &readings, account(who), &contents);
                let may = batch.state == BatchState::Unequal && readings.iter().all(|r| r.reader != account(who));
                prop_assert_eq!(settled.is_ok(), may);
                batch = settled.map_or(batch, |d| d.0);
            } else {
                let reading = Reading { batch: 1, reader: account(who), contents };
                let read = read_batch(&batch, &readings, &reading);
                let may = matches!(batch.state, BatchState::Waiting | BatchState::ReadOnce) && readings.iter().all(|r| r.reader != reading.reader);
                prop_assert_eq!(read.is_ok(), may);
                if let Ok((next, _)) = read {
                    batch = next;
                    readings.push(reading);
                }
            }
            let equal = readings.len() == 2 && readings[0].contents == readings[1].contents;
            prop_assert_eq!(batch.contents.is_some(), equal || batch.settled_by.is_some());
            prop_assert_eq!(batch.settled_by.is_some(), batch.state == BatchState::Settled);
        }
    }

    /// 39: a sheet adds up or two say why it does not; a variance that reaches the margin forbids the count.
    #[test]
    fn papers_balance(issued in 0_i64..40, accepted in 0_i64..40, spoiled in 0_i64..10, away in 0_i64..10, by_paper in 0_i64..40, told in any::<bool>(), yes in 1_u64..40, against in 1_u64..40, variance in 0_i64..20) {
        let sheet = Balance { issued, accepted, spoiled, not_come_back: away, statement: if told { "数了两遍".into() } else { String::new() } };
        let adds_up = issued == accepted + spoiled + away && accepted == by_paper;
        prop_assert_eq!(balance_problems(&sheet, by_paper).is_empty(), adds_up || told);
        prop_assert_eq!(sheet.variance(by_paper) == 0, adds_up);
        prop_assume!(yes != against);
        let (rule, options) = question(Drawing { bar: ">1/2".into(), base: Some(Base::ForAgainst), ..Drawing::default() });
        let votes: Votes = [(("for".to_owned(), 1), yes), (("against".to_owned(), 1), against)].into();
        let of = Counting { ballot: "B", rule: &rule, options: &options, roll: RollSize { electors: 200, weight: 200 }, roll_hash: "r", secret: b"s" };
        let margin = i64::try_from(yes.abs_diff(against)).expect("small");
        prop_assert_eq!(variance_decides(&of, &votes, variance), variance >= margin);
    }

    /// 28: the hash of a roll tells every line that may vote and its weight, and nothing of who has voted.
    #[test]
    fn a_roll_hash_tells_its_lines(lines in prop::collection::vec((1_i64..900, any::<bool>()), 1..30), at in any::<prop::sample::Index>()) {
        let elector = |(n, (weight, voted)): (usize, &(i64, bool))| Elector {
            ballot: BallotId::named("b"), line: i32::try_from(n).unwrap_or(0) + 1, key: vec![u8::try_from(n).unwrap_or(0)], account: None, phone: None, place: None, weight: *weight,
            state: if *voted { ElectorState::Voted } else { ElectorState::Listed }, door: voted.then_some(Way::Desk), voted_on: None, counterfoil: None, taken_by: None,
        };
        let roll: Vec<Elector> = lines.iter().enumerate().map(elector).collect();
        let at = at.index(roll.len());
        let with = |change: &dyn Fn(&mut Elector)| {
            let mut other = roll.clone();
            change(&mut other[at]);
            roll_hash(&other)
        };
        let was = roll_hash(&roll);
        prop_assert_eq!(&was, &with(&|e| e.state = ElectorState::Voted));
        prop_assert_ne!(&was, &with(&|e| e.state = ElectorState::Struck));
        prop_assert_ne!(&was, &with(&|e| e.weight += 1));
        prop_assert_ne!(&was, &with(&|e| e.key.push(1)));
        let mut turned = roll.clone();
        turned.reverse();
        prop_assert_eq!(was, roll_hash(&turned), "lines have numbers: their order in a list is nothing");
    }
}

const HOUSEHOLDS: usize = 6;
const PEOPLE: [&str; 3] = ["lin", "resident-2", "resident-3"];

/// What a vote of the walk is by hand: by which door, with which receipt, saying what.
type Held = BTreeMap<usize, (Way, String, &'static str)>;

/// 26, 27, 37: whatever comes by whichever door and how often, each household has one vote; it changes with its receipt
/// alone, on paper never; after the close nothing does, and at every commit votes and roll lines are as many.
#[test]
fn doors_and_retries_leave_one_vote_each() {
    let mut runner = TestRunner::deterministic();
    let step = (0_u8..7, 0..HOUSEHOLDS, 0_usize..3);
    let mut course = |many: usize| prop::collection::vec(step.clone(), many).new_tree(&mut runner).expect("a course").current();
    let courses = [("secret", course(60)), ("confidential", course(60))];
    testkit::on_both(|site| walked(site, courses[0].0, &courses[0].1));
    testkit::on_both(|site| walked(site, courses[1].0, &courses[1].1));
}

fn walked(site: &Site, secrecy: &str, course: &[(u8, usize, usize)]) {
    let words = json!({ "method": "yes_no", "secrecy": secrecy, "change": "with_receipt", "doors": ["web", "desk", "paper"] });
    let (ballot, _, _) = opened(site, words, &[("划线停车", 1_000)], (HOUSEHOLDS, PEOPLE.len()));
    let to = |verb: &str| format!("{ballot}/{verb}");
    let (mut held, mut issued): (Held, BTreeMap<usize, i64>) = (BTreeMap::new(), BTreeMap::new());
    let ok = |by: &str, verb: &str, words: serde_json::Value| {
        let answer = says(site, by, &to(verb), words);
        assert!(answer.status.is_success() || answer.status == 422, "{verb}: {}", answer.text());
        answer.status.is_success().then(|| answer.json())
    };
    for (act, at, said) in course {
        let (key, said) = (format!("{}-101", at + 1), ["for", "against", "abstain"][*said]);
        let free = !held.contains_key(at) && !issued.contains_key(at);
        let may_change = held.get(at).is_some_and(|(door, ..)| *door != Way::Paper);
        match act {
            // On the web, new or with another receipt.
            0 | 1 => if let Some(who) = PEOPLE.get(*at) {
                let done = ok(who, "votes", json!({ "choice": [said], "checked": true }));
                assert_eq!(done.is_some(), free);
                if let Some(view) = done { held.insert(*at, (Way::Web, text(&view["receipt"]), said)); }
            },
            2 => {
                let done = ok("clerk", "desk-votes", json!({ "key": key, "choice": [said] }));
                assert_eq!(done.is_some(), free);
                if let Some(view) = done { held.insert(*at, (Way::Desk, text(&view["receipt"]), said)); }
            }
            // Sent again under its own receipt: the same one is there, another one changes it.
            3 | 4 => if let (Some(who), Some((_, receipt, had))) = (PEOPLE.get(*at), held.get_mut(at)) {
                let done = ok(who, "votes", json!({ "choice": [said], "checked": true, "receipt": receipt }));
                assert_eq!(done.is_some(), may_change);
                if done.is_some() { *had = said; }
            },
            5 => {
                let done = ok("clerk", "papers", json!({ "key": key }));
                assert_eq!(done.is_some(), free);
                if let Some(view) = done { issued.insert(*at, view["counterfoil"].as_i64().expect("a number")); }
            }
            _ => if let Some(no) = issued.get(at) {
                let done = ok("clerk", "envelopes", json!({ "counterfoil": no }));
                assert_eq!(done.is_some(), !held.contains_key(at));
                if done.is_some() { held.insert(*at, (Way::Paper, receipt_code(0), "for")); }
            },
        }
        assert_eq!(broken_ballots(site), Vec::<String>::new());
    }
    assert!(held.len() > 3, "the walk comes somewhere: {held:?}");
    site.at("2026-10-13T10:00");
    done(site, CONVENOR, &to("closure"), json!({}));
    for (at, (_, receipt, had)) in &held {
        if let Some(who) = PEOPLE.get(*at) {
            assert_eq!(refused(site, who, &to("votes"), json!({ "choice": ["abstain"], "checked": true, "receipt": receipt_code(7) })), ["voted-already"]);
            let another = if *had == "for" { "against" } else { "for" };
            assert_eq!(refused(site, who, &to("votes"), json!({ "choice": [another], "checked": true, "receipt": receipt })), ["voted-already"]);
        }
    }
    let by_paper = held.values().filter(|h| h.0 == Way::Paper).count();
    let sheet = json!({ "issued": issued.len(), "accepted": by_paper, "not_come_back": issued.len() - by_paper });
    done(site, "clerk", &to("sheet"), sheet.clone());
    done(site, "clerk-2", &to("sheet"), sheet);
    if by_paper > 0 {
        done(site, CONVENOR, &to("batches"), json!({ "count": by_paper }));
        for reader in ["clerk", "clerk-2"] {
            done(site, reader, &to("batches/1/readings"), json!({ "slips": "1\n".repeat(by_paper) }));
        }
    }
    let view = done(site, CONVENOR, &to("count"), json!({}));
    let sides = &view["counted"]["rounds"]["judgement"]["poll"]["electors"];
    for side in ["for", "against", "abstain"] {
        assert_eq!(sides[side], held.values().filter(|h| h.2 == side).count(), "{side}: {view}");
    }
    assert_eq!(broken_ballots(site), Vec::<String>::new());
}
