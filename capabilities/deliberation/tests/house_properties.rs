//! Invariants that go through the doors: ratings once each, lists that show what a reader may open, helped people who are one.

use crate::common::*;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use testkit::{As, Site};

/// A course of drawn steps, the same each time.
pub fn drawn<T: std::fmt::Debug>(of: impl Strategy<Value = T>, many: usize) -> Vec<T> {
    prop::collection::vec(of, many).new_tree(&mut TestRunner::deterministic()).expect("a course").current()
}

/// 43: by whatever course, each person rates a round once, the owner of a task never, and the next round asks everybody again.
#[test]
fn one_rating_for_each_person_and_round() {
    let course = drawn((0_usize..4, 1_i64..6, any::<bool>()), 24);
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        let matter = crate::doers::in_delivery(site);
        let key = seen(site, CONVENOR, &matter)["doers"][0]["key"].clone();
        done(site, CONVENOR, &format!("{matter}/tasks"), json!({ "title": "开课", "to_be_seen": "课表贴出", "due": "2026-11-20", "owner_author": key }));
        let on = || done(site, "officer", &format!("{matter}/passages"), json!({ "overriding": "先听听大家怎么说" }));
        let people = ["lin", "zhao", "qian", "resident-9"];
        people.iter().for_each(|p| { site.account(p); });
        for round in 0..2 {
            assert_eq!(on()["step"], "evaluation");
            let mut rated: BTreeSet<&str> = BTreeSet::new();
            for (who_rates, satisfied, solved) in &course {
                let name = people[*who_rates];
                let words = json!({ "done": true, "solved": if *solved { "yes" } else { "no" }, "satisfied": satisfied });
                let answer = says(site, name, &format!("{matter}/ratings"), words);
                let expected: Vec<&str> = ["own-task"].into_iter().filter(|_| name == "lin").chain(["rated-already"].into_iter().filter(|_| rated.contains(name))).collect();
                assert_eq!(answer.problems(), expected, "{name} in round {round}: {}", answer.text());
                if expected.is_empty() {
                    rated.insert(name);
                }
                assert_eq!(seen(site, name, &matter)["ratings"]["all"], json!(rated.len()));
            }
            assert_eq!(rated.len(), 3, "everybody else was drawn");
            done(site, CONVENOR, &format!("{matter}/turns"), json!({ "to": "delivery", "reason": "还没办完" }));
        }
        let doubled: Vec<i64> = site.read(|r| r.all("select count(*) from matter_ratings group by matter_id, round, person_id having count(*) > 1", &[]));
        assert!(doubled.is_empty());
    });
}

pub fn listed(view: &Value, lists: &[&str]) -> BTreeSet<String> {
    lists.iter().flat_map(|l| view[*l].as_array().cloned().unwrap_or_default()).map(|m| text(&m["id"])).collect()
}

/// 50: over drawn meetings and readers, each list shows exactly what the rule lets that reader see: the calendar what everybody
/// may open, a body's page what those who hold office there may; and nothing is shown that does not open.
#[test]
fn lists_show_what_the_rule_lets_a_reader_see() {
    let course = drawn((0_u8..4, any::<bool>()), 14);
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        let body = council(site);
        let mut all: BTreeSet<String> = BTreeSet::new();
        for (n, (state, members_only)) in course.iter().enumerate() {
            let from = format!("2026-11-{:02}T19:00", 2 + n);
            let view = done(site, CHAIR, &format!("{body}/meetings"), json!({ "from": from, "venue": "居委会一楼", "members_only": members_only }));
            let known = listed(&view, &["meetings"]);
            let id = known.difference(&all).next().expect("a new meeting").clone();
            all.insert(id.clone());
            if *state > 0 {
                done(site, CONVENOR, &format!("/meetings/{id}/notices"), json!({ "items": [{ "kind": "discuss", "title": "停车" }] }));
            }
            if *state == 3 {
                done(site, CHAIR, &format!("/meetings/{id}/cancellation"), json!({ "reason": "下雨" }));
            }
        }
        let readers = [As::Visitor, who("lin"), who("clerk"), who("secretary-b"), who(CHAIR), who(CONVENOR), who("officer"), who("auditor")];
        for (n, reader) in readers.iter().enumerate() {
            let opens: BTreeSet<String> = all.iter().filter(|id| site.get(&format!("/meetings/{id}")).by(reader).send().status == 200).cloned().collect();
            let of_body = listed(&site.get(&body).by(reader).send().json(), &["meetings"]);
            let calendar = listed(&site.get("/meetings").by(reader).send().json(), &["coming", "past"]);
            assert!(calendar.is_subset(&opens) && of_body.is_subset(&opens), "reader {n}: shown, and does not open");
            // Outsiders see the same everywhere; insiders' own page shows all that they may open.
            if n < 4 {
                assert_eq!((&calendar, &of_body), (&opens, &opens), "reader {n}");
            } else if n < 7 {
                assert_eq!(of_body, opens, "reader {n}");
            }
        }
        let hidden = course.iter().filter(|(state, members_only)| *state == 0 || *members_only).count();
        assert!(hidden > 0 && hidden < course.len(), "the course has both");
    });
}

/// 52: whoever was helped by phone and signs in later is one person: the support they gave stands once, and counts once.
#[test]
fn a_helped_person_who_signs_in_later_is_one() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        council(site);
        let number = |site: &Site, name: &str| {
            let account = site.account(name);
            site.by_system(move |tx| identity::open_phone(tx, account, "test")).expect("a number")
        };
        let lin = number(site, "lin");
        done(site, "clerk", "/residences", json!({ "name": "lin", "phone": lin, "home": "ZA-1-1" }));
        let form = done(site, "lin", "/proposals", json!({ "title": "加灯", "place_name": "ZA-1-1", "text": "楼道太暗", "shown_name": "林" }));
        let supports = format!("/proposals/{}/supports", text(&form["made"]));
        for name in ["resident-31", "resident-32", "resident-33"] {
            // The clerk writes with the number they give; the same number signs in by itself afterwards.
            let phone = number(site, name);
            done(site, "clerk", &supports, json!({ "way": "phone", "name": name, "phone": phone, "home": "ZA-1-1", "confirmed": true }));
            assert_eq!(refused(site, name, &supports, json!({})), ["supported-already"], "their own support stands");
            assert_eq!(refused(site, "clerk", &supports, json!({ "way": "desk", "name": name, "phone": phone, "home": "ZA-1-1", "confirmed": true })), ["supported-already"]);
        }
        assert_eq!(seen(site, "lin", supports.trim_end_matches("/supports"))["inside"], json!(3));
        done(site, "resident-31", &format!("{supports}/withdrawal"), json!({}));
        assert_eq!(seen(site, "lin", supports.trim_end_matches("/supports"))["inside"], json!(2), "and is theirs to take back");
    });
}
