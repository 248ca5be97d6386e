//! Ballots through the JSON interface: one elector, one vote by any door; what a count shows; how it decides a matter.

use crate::common::ballots::*;
use crate::common::*;
use deliberation::rules::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// From a draft over a checked roll to the matter's resolution.
#[test]
fn a_ballot_decides_a_matter() {
    testkit::on_both(|site| {
        site.at("2026-10-01T09:00");
        residents(site, 3);
        let body = council(site);
        let (matter, options) = to_decide(site, &body, &[("划线停车", 1_000), ("种树", 800)]);
        let draft = |words: Value| refused(site, CONVENOR, &format!("{matter}/ballots"), words);
        assert_eq!(draft(json!({ "scope": "住户" })), ["option-missing"], "a question is about one option");
        assert_eq!(draft(json!({ "option": options[0], "doors": ["phone"] })), ["text-missing", "phone-hears"]);
        assert_eq!(draft(json!({ "option": options[0], "scope": "住户", "opens": "2026-10-02T09:00:00+08:00" })), ["opens-early"]);
        let ballot = drafted(site, &matter, json!({ "option": options[0], "secrecy": "named", "doors": ["web", "desk"], "base": "cast", "turnout": ">=1/2" }));
        let to = |verb: &str| format!("{ballot}/{verb}");
        // The roll: brought, checked, objected to, frozen.
        assert_eq!(refused(site, CONVENOR, &to("roll/opening"), json!({})), ["roll-empty"]);
        assert_eq!(refused(site, CONVENOR, &to("roll"), json!({ "text": "name\n林" })), ["roll-no-key"]);
        assert_eq!(refused(site, CONVENOR, &to("roll"), json!({ "text": "key,building\n1,哪里" })), ["place-unknown"]);
        let view = done(site, CONVENOR, &to("roll"), json!({ "text": sheet(5, 3) }));
        assert_eq!((view["electors"].clone(), view["lines"][0]["line"].clone()), (json!(5), json!(1)));
        assert_eq!(refused(site, CONVENOR, &to("roll"), json!({ "text": sheet(5, 3) })), ["roll-nothing-new"]);
        done(site, CONVENOR, &to("roll/opening"), json!({}));
        assert_eq!(seen(site, "lin", &ballot)["me"]["line"], 1, "everybody sees their own line");
        assert_eq!(seen(site, "nobody-listed", &ballot)["me"], Value::Null);
        let objected = done(site, "nobody-listed", &to("objections"), json!({ "text": "漏了 6-101" }));
        let objection = text(&objected["objections"][0]["id"]);
        site.at("2026-10-06T10:00");
        assert_eq!(refused(site, CONVENOR, &to("roll/freezing"), json!({})), ["objections-open"]);
        done(site, CONVENOR, &to("roll"), json!({ "text": "key\n6-101" }));
        done(site, CONVENOR, &to(&format!("objections/{objection}/verdict")), json!({ "granted": true, "reason": "已补上" }));
        done(site, CONVENOR, &to("roll/striking"), json!({ "key": "5-101", "reason": "空房" }));
        let frozen = done(site, CONVENOR, &to("roll/freezing"), json!({}));
        assert_eq!(frozen["electors"], 5);
        assert_eq!(refused(site, CONVENOR, &to("roll"), json!({ "text": "key\n7-101" })), ["ballot-not-now"]);
        assert_eq!(refused(site, "lin", &to("votes"), json!({ "choice": ["for"], "checked": true })), ["ballot-not-open"]);
        done(site, CONVENOR, &to("opening"), json!({}));
        // Votes: marked, checked, cast; once.
        let check = done(site, "lin", &to("votes"), json!({ "choice": ["for"] }));
        assert_eq!((check["stage"].clone(), check["me"]["state"].clone()), (json!("check"), json!("listed")), "looking is not voting");
        assert_eq!(refused(site, "lin", &to("votes"), json!({ "choice": [], "checked": true })), ["choice-missing"]);
        assert_eq!(refused(site, "nobody-listed", &to("votes"), json!({ "choice": ["for"], "checked": true })), ["not-on-roll"]);
        assert_eq!(says(site, "lin", &to("desk-votes"), json!({ "key": "1-101", "choice": ["for"] })).status, 403);
        let receipt = votes(site, "lin", &ballot, &["for"]);
        let again = json!({ "choice": ["for"], "checked": true, "receipt": receipt });
        assert_eq!(done(site, "lin", &to("votes"), again)["stage"], "done", "sent again, the same vote finds itself");
        let second = says(site, "lin", &to("votes"), json!({ "choice": ["against"], "checked": true }));
        assert_eq!((second.status.as_u16(), second.problems()), (422, vec!["voted-already".to_owned()]));
        assert!(second.text().contains("2026-10-06"), "by which door and on which day: {}", second.text());
        at_desk(site, &ballot, 2, &["for"]);
        assert_eq!(refused(site, "resident-2", &to("votes"), json!({ "choice": ["against"], "checked": true })), ["voted-already"]);
        assert_eq!(refused(site, "clerk", &to("desk-votes"), json!({ "key": "5-101", "choice": ["for"] })), ["not-on-roll"], "a struck line");
        assert_eq!(refused(site, "clerk", &to("papers"), json!({ "key": "3-101" })), ["door-not-listed"]);
        votes(site, "resident-3", &ballot, &["against"]);
        assert_eq!(seen(site, "lin", &ballot)["turnout"], Value::Null, "five electors: no turnout while it runs");
        assert_eq!(site.get(&to("proof.json")).send().status, 404);
        // Closed early by two hands, counted, challenged, sealed.
        done(site, CONVENOR, &to("closure"), json!({}));
        assert_eq!(refused(site, CONVENOR, &to("closure"), json!({})), ["closing-hand"]);
        site.at("2026-10-13T10:00");
        done(site, CONVENOR, &to("closure"), json!({}));
        assert_eq!(refused(site, "resident-4", &to("votes"), json!({ "choice": ["for"], "checked": true })), ["not-on-roll"]);
        let counted = done(site, CONVENOR, &to("count"), json!({}));
        assert_eq!((counted["counted"]["outcome"].clone(), counted["counted"]["electors"].clone()), (json!("adopted"), json!(3)));
        assert_eq!(counted["named"].as_array().map(Vec::len), Some(3));
        assert_eq!(refused(site, CONVENOR, &to("seal"), json!({})), ["may-be-challenged"]);
        let challenged = done(site, "lin", &to("challenges"), json!({ "text": "2-101 不是本人" }));
        let challenge = text(&challenged["challenges"][0]["id"]);
        assert_eq!(refused(site, "nobody-listed", &to("challenges"), json!({ "text": "不公平" })), ["not-on-roll"]);
        site.at("2026-10-16T11:00");
        assert_eq!(refused(site, CONVENOR, &to("seal"), json!({})), ["challenged"]);
        assert_eq!(refused(site, CONVENOR, &format!("{matter}/resolution"), json!({ "text": "划线", "option": options[0] })), ["nothing-adopted"]);
        done(site, "officer", &to(&format!("challenges/{challenge}/verdict")), json!({ "granted": false, "reason": "本人到台，有记录" }));
        done(site, CONVENOR, &to("seal"), json!({}));
        assert_eq!(refused(site, CONVENOR, &format!("{matter}/resolution"), json!({ "text": "种树", "option": options[1] })), ["option-not-won"]);
        let resolved = done(site, CONVENOR, &format!("{matter}/resolution"), json!({ "text": "划线停车，十天完成。" }));
        assert_eq!((text(&resolved["resolutions"][0]["ballot"]), resolved["resolutions"][0]["option"].clone()), (ballot.trim_start_matches("/ballots/").to_owned(), json!("划线停车")));
        assert_eq!(done(site, CONVENOR, &format!("{matter}/passages"), json!({}))["step"], "delivery");
        // Anybody counts again at home.
        let proof: Proof = serde_json::from_slice(&site.get(&to("proof.json")).send().body).expect("a proof");
        let csv = site.get(&to("votes.csv")).send().text();
        assert_eq!(verify_proof(&proof, &csv).expect("it repeats").outcome, BallotOutcome::Adopted);
        assert_eq!(broken_ballots(site), Vec::<String>::new());
        for path in ["/ballots".to_owned(), format!("{matter}/ballots"), ballot.clone(), matter.clone()] {
            for who in ["lin", CONVENOR, "officer", "auditor"] {
                let page = site.get(&path).by(&crate::common::who(who)).face(testkit::Face::Page).send();
                assert_eq!(page.status, 200, "{path} for {who}: {}", page.text());
            }
        }
        assert_eq!(site.get(&to("roll")).by(&crate::common::who("clerk")).face(testkit::Face::Page).send().status, 200);
        assert_eq!(site.get(&to("roll")).by(&crate::common::who("lin")).send().status, 403);
    });
}

/// Scene 15: 131 electors, 118 vote, 96 by web and desk, 22 on paper; the counts add up door by door.
#[test]
fn a_secret_ballot_by_three_doors() {
    testkit::on_both(|site| {
        let (ballot, _, _) = opened(site, json!({ "method": "yes_no" }), &[("划线停车", 1_000)], (131, 6));
        let to = |verb: &str| format!("{ballot}/{verb}");
        let people = residents(site, 6);
        let mut receipts: Vec<String> = people.iter().map(|who| votes(site, who, &ballot, &["for"])).collect();
        receipts.extend((7..=96).map(|n| at_desk(site, &ballot, n, &[["for", "against", "abstain"][n % 3]])));
        (97..=118).for_each(|n| on_paper(site, &ballot, n));
        assert_eq!(refused(site, "clerk", &to("papers"), json!({ "key": "97-101" })), ["voted-already"]);
        assert_eq!(refused(site, "clerk", &to("envelopes"), json!({ "counterfoil": 97 })), ["voted-already"], "a second envelope stays unopened");
        assert_eq!(refused(site, "clerk", &to("envelopes"), json!({ "counterfoil": 130 })), ["counterfoil-unknown"]);
        done(site, "clerk", &to("papers"), json!({ "key": "119-101" }));
        assert_eq!(refused(site, "clerk", &to("desk-votes"), json!({ "key": "119-101", "choice": ["for"] })), ["paper-is-out"]);
        assert_eq!(seen(site, "lin", &ballot)["turnout"], 118);
        assert_eq!(site.get(&to("receipts.txt")).send().status, 404, "no marks while it is open");
        let asked = |code: &str| done(site, "lin", &to("receipts"), json!({ "receipt": code }));
        assert_eq!((asked(&receipts[0])["found"].clone(), asked(&receipts[0])["counted"].clone()), (json!(true), json!(false)));
        assert_eq!(asked(&receipt_code(7))["found"], false);
        assert_eq!(broken_ballots(site), Vec::<String>::new(), "box and roll agree while it is open");
        site.at("2026-10-13T10:00");
        done(site, CONVENOR, &to("closure"), json!({}));
        // Paper: a sheet by two, a bundle read by two who differ, settled by a third.
        assert_eq!(refused(site, CONVENOR, &to("count"), json!({})), ["sheet-missing"]);
        let balance = json!({ "issued": 23, "accepted": 22, "spoiled": 0, "not_come_back": 1 });
        assert_eq!(refused(site, "clerk", &to("sheet"), json!({ "issued": 23, "accepted": 22, "spoiled": 0, "not_come_back": 0 })), ["variance-unexplained"]);
        done(site, "clerk", &to("sheet"), balance.clone());
        assert_eq!(refused(site, "clerk-2", &to("sheet"), json!({ "issued": 23, "accepted": 22, "spoiled": 1, "not_come_back": 0 })), ["tellers-differ"]);
        assert_eq!(done(site, "clerk-2", &to("sheet"), balance)["sheet_signed"], true);
        assert_eq!(refused(site, CONVENOR, &to("batches"), json!({ "count": 51 })), ["batch-size"]);
        done(site, CONVENOR, &to("batches"), json!({ "count": 22 }));
        assert_eq!(refused(site, CONVENOR, &to("count"), json!({})), ["paper-unread"]);
        let slips = |last: &str| json!({ "slips": format!("{}{last}", "2\n".repeat(21)) });
        assert_eq!(refused(site, "clerk", &to("batches/1/readings"), json!({ "slips": "1\n2" })), ["batch-length"]);
        done(site, "clerk", &to("batches/1/readings"), slips("1"));
        assert_eq!(refused(site, "clerk", &to("batches/1/readings"), slips("1")), ["another-reader"]);
        let differ = done(site, "clerk-2", &to("batches/1/readings"), slips("x"));
        assert_eq!((differ["batch"]["state"].clone(), differ["batch"]["differing"].clone()), (json!("unequal"), json!([22])));
        assert_eq!(refused(site, CONVENOR, &to("count"), json!({})), ["paper-unread"]);
        assert_eq!(says(site, "clerk", &to("batches/1/settlement"), slips("1")).status, 403);
        done(site, "auditor", &to("batches/1/settlement"), slips("1"));
        let counted = done(site, CONVENOR, &to("count"), json!({}));
        assert_eq!(counted["counted"]["electors"], 118);
        assert_eq!(counted["by_door"], json!({ "desk": 90, "paper": 22, "web": 6 }));
        assert_eq!(counted["counted"]["rounds"]["judgement"]["poll"]["electors"], json!({ "for": 37, "against": 51, "abstain": 30, "roll": 131, "present": 0 }));
        // Who voted and when is on the roll, what is in the slips: as many, and nothing in common.
        let (street, id) = (site.street, ballot.trim_start_matches("/ballots/").parse::<BallotId>().expect("an id"));
        let slips: i64 = site.read(move |r| r.one("select count(*) from ballot_slips where street_id = $1 and ballot_id = $2", db::args![street, id]));
        assert_eq!(slips, 96);
        assert_eq!((asked(&receipts[95])["found"].clone(), asked(&receipts[95])["counted"].clone()), (json!(true), json!(true)));
        assert_eq!(site.get(&to("receipts.txt")).send().text().lines().count(), 96);
        assert_eq!(seen(site, "lin", &ballot)["me"]["choice"], Value::Null);
        let proof: Proof = serde_json::from_slice(&site.get(&to("proof.json")).send().body).expect("a proof");
        assert!(verify_proof(&proof, &site.get(&to("votes.csv")).send().text()).is_ok());
        assert_eq!(broken_ballots(site), Vec::<String>::new());
        for who in ["lin", CONVENOR, "clerk", "auditor"] {
            assert_eq!(site.get(&ballot).by(&crate::common::who(who)).face(testkit::Face::Page).send().status, 200);
        }
    });
}

/// Equal shares, rankings, approvals and marks, with the pages that replay them; small rolls publish no contents.
#[test]
fn many_options_and_a_replay() {
    replayed("equal_shares", json!({ "budget": 50_000 }), "funded");
    replayed("stv", json!({ "seats": 2 }), "elected");
    replayed("irv", json!({}), "elected");
    replayed("approval", json!({ "tie": "lot" }), "elected");
    replayed("score", json!({ "tie": "lot" }), "elected");
}

fn replayed(method: &str, words: Value, outcome: &str) {
    let options = [("A1 健身角", 20_000), ("A2 长椅", 15_000), ("A3 路灯", 15_000), ("S1 童车棚", 20_000)];
    let choice = |n: usize| -> Vec<&str> {
        match (method, n <= 6) {
            ("score", true) => vec!["9", "8", "7", "", "0"],
            ("score", false) => vec!["", "", "", "10", "1"],
            (_, true) => vec!["1", "2", "3"],
            (_, false) => vec!["4"],
        }
    };
    testkit::on_both(|site| {
        let mut words = words.clone();
        words["method"] = json!(method);
        let (ballot, _, _) = opened(site, words, &options, (10, 1));
        let paper = site.get(&ballot).by(&crate::common::who("lin")).face(testkit::Face::Page).send().text();
        assert!(paper.contains("name=\"choice\"") && paper.contains("S1 童车棚"), "{paper}");
        assert!(paper.contains("维持现状") == (method != "equal_shares"), "leave as is stands beside all options but those that share money");
        votes(site, "lin", &ballot, &choice(1));
        (2..=10).for_each(|n| drop(at_desk(site, &ballot, n, &choice(n))));
        let view = counted(site, &ballot);
        assert_eq!(view["counted"]["outcome"], outcome, "{method}: {view}");
        if method == "equal_shares" {
            let won: Vec<i64> = view["counted"]["winners"].as_array().expect("winners").iter().filter_map(Value::as_i64).collect();
            assert!(won.contains(&4), "the few have their part: {won:?}");
        }
        let page = site.get(&ballot).face(testkit::Face::Page).send();
        assert!(page.status == 200 && page.text().contains("S1 童车棚"), "{}", page.text());
        assert_eq!(view["votes_public"], false, "ten electors");
        assert_eq!(site.get(&format!("{ballot}/votes.csv")).send().status, 404);
        let proof: Proof = serde_json::from_slice(&site.get(&format!("{ballot}/proof.json")).send().body).expect("a proof");
        let csv = site.get(&format!("{ballot}/votes.csv")).by(&crate::common::who("auditor")).send().text();
        assert_eq!(verify_proof(&proof, &csv).expect("it repeats"), proof.counted, "{method}");
        assert_eq!(broken_ballots(site), Vec::<String>::new());
    });
}

/// A vote is changed only as the rule says: with its receipt, until the close, never on paper.
#[test]
fn a_change_leaves_one_vote() {
    testkit::on_both(|site| {
        let (ballot, _, _) = opened(site, json!({ "change": "with_receipt" }), &[("划线停车", 1_000)], (4, 2));
        let to = |verb: &str| format!("{ballot}/{verb}");
        let receipt = votes(site, "lin", &ballot, &["for"]);
        votes(site, "resident-2", &ballot, &["for"]);
        assert_eq!(refused(site, "lin", &to("votes"), json!({ "choice": ["against"], "checked": true })), ["voted-already"], "a lost receipt: the first stands");
        done(site, "lin", &to("votes"), json!({ "choice": ["against"], "checked": true, "receipt": receipt }));
        on_paper(site, &ballot, 3);
        assert_eq!(broken_ballots(site), Vec::<String>::new());
        site.at("2026-10-13T10:00");
        done(site, CONVENOR, &to("closure"), json!({}));
        assert_eq!(refused(site, "lin", &to("votes"), json!({ "choice": ["for"], "checked": true, "receipt": receipt })), ["voted-already"]);
        let balance = json!({ "issued": 1, "accepted": 1 });
        done(site, "clerk", &to("sheet"), balance.clone());
        done(site, "clerk-2", &to("sheet"), balance);
        done(site, CONVENOR, &to("batches"), json!({ "count": 1 }));
        done(site, "clerk", &to("batches/1/readings"), json!({ "slips": "3" }));
        done(site, "clerk-2", &to("batches/1/readings"), json!({ "slips": "3" }));
        let view = done(site, CONVENOR, &to("count"), json!({}));
        let sides = &view["counted"]["rounds"]["judgement"]["poll"]["electors"];
        assert_eq!((sides["for"].clone(), sides["against"].clone(), sides["abstain"].clone()), (json!(1), json!(1), json!(1)));
        assert_eq!(view["counted"]["outcome"], "not_adopted");
    });
}

/// A variance that could have changed the result forbids counting; the street declares the ballot void.
#[test]
fn papers_that_do_not_add_up() {
    testkit::on_both(|site| {
        let (ballot, matter, _) = opened(site, json!({}), &[("划线停车", 1_000)], (6, 1));
        let to = |verb: &str| format!("{ballot}/{verb}");
        votes(site, "lin", &ballot, &["for"]);
        at_desk(site, &ballot, 2, &["for"]);
        on_paper(site, &ballot, 3);
        site.at("2026-10-13T10:00");
        done(site, CONVENOR, &to("closure"), json!({}));
        let sheet = json!({ "issued": 5, "accepted": 1, "statement": "少了四张" });
        done(site, "clerk", &to("sheet"), sheet.clone());
        done(site, "clerk-2", &to("sheet"), sheet);
        done(site, CONVENOR, &to("batches"), json!({ "count": 1 }));
        done(site, "clerk", &to("batches/1/readings"), json!({ "slips": "2" }));
        done(site, "clerk-2", &to("batches/1/readings"), json!({ "slips": "2" }));
        assert_eq!(refused(site, CONVENOR, &to("count"), json!({})), ["variance-decides"]);
        assert_eq!(says(site, CONVENOR, &to("voiding"), json!({ "reason": "重投" })).status, 403);
        assert_eq!(refused(site, "officer", &to("voiding"), json!({})), ["text-missing"]);
        assert_eq!(done(site, "officer", &to("voiding"), json!({ "reason": "纸票对不上，重投" }))["state"], "void");
        assert_eq!(refused(site, CONVENOR, &format!("{matter}/resolution"), json!({ "text": "划线" })), ["nothing-adopted"]);
    });
}

/// Seats of a body vote by their accounts, without a period of checking; the clock opens, closes and seals.
#[test]
fn the_clock_and_the_seats() {
    testkit::on_both(|site| {
        site.at("2026-10-01T09:00");
        residents(site, 1);
        let body = council(site);
        let (matter, _) = to_decide(site, &body, &[("划线停车", 1_000)]);
        let words = json!({ "elector_kind": "seat", "scope": "本届议事会", "check_days": 0, "doors": ["web"], "opens": "2026-10-01T12:00:00+08:00", "closes": "2026-10-03T12:00:00+08:00" });
        let ballot = drafted(site, &matter, words);
        let to = |verb: &str| format!("{ballot}/{verb}");
        assert_eq!(done(site, CONVENOR, &to("roll"), json!({ "seats": true }))["electors"], 13);
        done(site, CONVENOR, &to("roll/opening"), json!({}));
        done(site, CONVENOR, &to("roll/freezing"), json!({}));
        let tend = || site.by_system(|tx| deliberation::actions::tend_ballots(tx, 10));
        assert_eq!(tend(), 0);
        site.at("2026-10-01T12:00");
        assert_eq!((tend(), tend()), (1, 0));
        votes(site, CHAIR, &ballot, &["for"]);
        votes(site, TAKER, &ballot, &["for"]);
        site.at("2026-10-03T12:00");
        assert_eq!(tend(), 1);
        done(site, CONVENOR, &to("count"), json!({}));
        site.at("2026-10-06T12:00");
        assert_eq!(tend(), 1);
        assert_eq!(seen(site, "lin", &ballot)["state"], "sealed");
    });
}

/// Scene 3, invariant 26: the same elector by two doors at once; one is accepted, the other told by which door.
#[test]
fn a_race_has_one_winner() {
    testkit::on_both(|site| {
        const HOUSEHOLDS: usize = 1_000;
        let (ballot, _, _) = opened(site, json!({ "secrecy": "confidential", "doors": ["web", "desk", "phone"] }), &[("划线停车", 1_000)], (HOUSEHOLDS, 1));
        let id: BallotId = ballot.trim_start_matches("/ballots/").parse().expect("an id");
        let (street, now) = (site.street, site.now());
        let outcomes: Vec<Vec<&'static str>> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..8).map(|worker| {
                let (viewer, db) = (site.viewer(&crate::common::who(if worker % 2 == 0 { "clerk" } else { "clerk-2" })), site.db().clone());
                scope.spawn(move || {
                    let door = if worker % 2 == 0 { Way::Desk } else { Way::Phone };
                    (1..=HOUSEHOLDS).filter(|n| n % 4 == worker / 2).map(|n| {
                        let words = deliberation::actions::Casting {
                            key: format!("{n}-101"), door: Some(door), choice: vec!["for".into()], receipt: receipt_code((n * 2 + worker % 2) as u128), ..Default::default()
                        };
                        let (viewer, by) = (viewer.clone(), db::By { street, actor: viewer.actor(), now, request: None });
                        let came = db.write_now(by, move |tx| deliberation::actions::take_vote(tx, &viewer, id, &words));
                        match came.expect("no fault") {
                            kernel::Outcome::Done(_) => "accepted",
                            kernel::Outcome::Refused(_, problems) => problems[0].code,
                        }
                    }).collect()
                })
            }).collect();
            workers.into_iter().map(|w| w.join().expect("a worker")).collect()
        });
        let counts = outcomes.into_iter().flatten().fold(BTreeMap::new(), |mut all: BTreeMap<_, usize>, code| {
            *all.entry(code).or_default() += 1;
            all
        });
        assert_eq!(counts, [("accepted", HOUSEHOLDS), ("voted-already", HOUSEHOLDS)].into());
        assert_eq!(broken_ballots(site), Vec::<String>::new());
    });
}

/// A line added to a frozen roll, a slip taken away, a count altered: each is found.
#[test]
fn what_was_tampered_with_is_found() {
    testkit::on_both(|site| {
        let (ballot, _, _) = opened(site, json!({}), &[("划线停车", 1_000)], (5, 1));
        votes(site, "lin", &ballot, &["for"]);
        at_desk(site, &ballot, 2, &["for"]);
        counted(site, &ballot);
        assert_eq!(broken_ballots(site), Vec::<String>::new());
        let tampered = |sql: &'static str| {
            site.by_system(move |tx| tx.exec(sql, &[]));
            broken_ballots(site).into_iter().map(|b| b.split(' ').nth(1).unwrap_or_default().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(tampered("update ballot_electors set weight = weight + 1 where line = 4"), ["(roll)"]);
        assert_eq!(tampered("update ballot_electors set weight = weight - 1 where line = 4"), Vec::<String>::new());
        assert_eq!(tampered("update ballot_slips set content = 'against'"), ["(count)"]);
        assert_eq!(tampered("delete from ballot_slips"), ["(votes)", "(count)"]);
    });
}

/// The key of the roll is the database's own: two lines of one key are refused, whoever writes them.
#[test]
fn one_line_for_each_key() {
    testkit::on_both(|site| {
        let (ballot, _, _) = opened(site, json!({ "secrecy": "named", "doors": ["web", "desk"] }), &[("划线停车", 1_000)], (3, 1));
        votes(site, "lin", &ballot, &["for"]);
        let (street, now) = (site.street, site.now());
        let twice = |sql: &'static str| site.db().write_now(db::By::system(street, "test", now), move |tx| tx.exec(sql, &[])).expect_err("refused");
        let second_line = "insert into ballot_electors (street_id, ballot_id, elector_key, line, weight, state)
            select street_id, ballot_id, elector_key, 99, 1, 'listed' from ballot_electors where line = 1";
        assert!(twice(second_line).is_constraint("ballot_electors_pk"));
        let second_vote = "insert into ballot_votes (street_id, ballot_id, elector_key, content, weight, mark)
            select street_id, ballot_id, elector_key, 'against', 1, 'other' from ballot_votes";
        assert!(twice(second_vote).is_constraint("ballot_votes_pk"));
    });
}
