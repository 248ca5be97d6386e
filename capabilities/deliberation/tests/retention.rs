//! Two years after the count a ballot forgets its roll and its votes; what everybody may check stays.

use crate::common::ballots::*;
use crate::common::*;
use deliberation::rules::{BallotId, Proof};
use serde_json::{Value, json};
use testkit::{As, Face, Site};

const GONE: [&str; 7] = ["ballot_electors", "ballot_slips", "ballot_receipts", "ballot_votes", "ballot_readings", "ballot_batches", "ballot_box"];

fn rows(site: &Site, table: &'static str, id: BallotId) -> i64 {
    site.read(move |r| r.one(&format!("select count(*) from {table} where ballot_id = $1"), db::args![id]))
}

/// Whoever works here still does, years later.
fn posts_go_on(site: &Site) {
    site.by_system(|tx| {
        let (street, until) = (tx.street(), tx.now().plus_days(4 * 365));
        tx.exec("update posts set until_at = $2 where street_id = $1", db::args![street, until])
    });
}

#[test]
fn a_roll_is_kept_for_two_years() {
    testkit::on_both(|site| {
        let (ballot, matter, _) = opened(site, json!({}), &[("划线停车", 1_000)], (31, 1));
        posts_go_on(site);
        let to = |verb: &str| format!("{ballot}/{verb}");
        let id: BallotId = ballot.trim_start_matches("/ballots/").parse().expect("an id");
        votes(site, "lin", &ballot, &["for"]);
        at_desk(site, &ballot, 2, &["for"]);
        on_paper(site, &ballot, 3);
        site.at("2026-10-13T10:00");
        done(site, CONVENOR, &to("closure"), json!({}));
        for who in ["clerk", "clerk-2"] {
            done(site, who, &to("sheet"), json!({ "issued": 1, "accepted": 1 }));
        }
        done(site, CONVENOR, &to("batches"), json!({ "count": 1 }));
        for who in ["clerk", "clerk-2"] {
            done(site, who, &to("batches/1/readings"), json!({ "slips": "2" }));
        }
        done(site, CONVENOR, &to("count"), json!({}));
        done(site, "lin", &to("challenges"), json!({ "text": "我叫林华，住 1-101" }));
        let challenge = text(&seen(site, "officer", &to("pleas"))["challenges"][0]["id"]);
        done(site, "officer", &to(&format!("challenges/{challenge}/verdict")), json!({ "granted": false, "reason": "记录齐全" }));
        site.at("2026-10-17T10:00");
        done(site, CONVENOR, &to("seal"), json!({}));
        done(site, CONVENOR, &format!("{matter}/resolution"), json!({ "text": "划线停车" }));
        let forget = || site.by_system(deliberation::actions::forget_rolls);
        let before = seen(site, "lin", &ballot);
        let proof: Proof = serde_json::from_slice(&site.get(&to("proof.json")).send().body).expect("a proof");
        site.at("2028-10-12T09:59");
        assert_eq!((forget(), rows(site, "ballot_electors", id)), (0, 31), "a minute before two years are over");
        site.at("2028-10-12T10:00");
        assert_eq!((forget(), forget()), (1, 0));
        for table in GONE {
            assert_eq!(rows(site, table, id), 0, "{table}");
        }
        let after = seen(site, "lin", &ballot);
        for part in ["turnout", "by_door", "electors", "counted", "result_hash", "roll_hash"] {
            assert_eq!(after[part], before[part], "{part}");
        }
        assert_eq!((after["me"].clone(), after["votes_public"].clone()), (Value::Null, json!(false)));
        assert_eq!(after["challenges"][0]["reason"], "记录齐全", "what was answered stays");
        let said: Vec<Vec<u8>> = site.read(|r| r.all("select text from ballot_challenges", &[]));
        assert_eq!(said, [Vec::<u8>::new()], "what was said, and by whom, does not");
        let kept: Proof = serde_json::from_slice(&site.get(&to("proof.json")).send().body).expect("a proof");
        assert_eq!(kept, proof);
        assert_eq!(site.get(&to("votes.csv")).by(&who("auditor")).send().status, 404);
        for (path, by) in [(ballot.clone(), As::Visitor), (to("protocol"), As::Visitor), (to("roll"), who("clerk")), (to("pleas"), who("officer"))] {
            assert_eq!(site.get(&path).by(&by).face(Face::Page).send().status, 200, "{path}");
        }
        assert_eq!(broken_ballots(site), Vec::<String>::new());
        let told: i64 = site.read(|r| r.one("select count(*) from events where name = 'deliberation.roll_forgotten' and actor_kind = 'system'", &[]));
        assert_eq!(told, 1);
    });
}

/// What runs, or was counted lately, keeps its roll however long ago it was opened.
#[test]
fn what_is_not_over_is_not_forgotten() {
    testkit::on_both(|site| {
        let (ballot, _, _) = opened(site, json!({}), &[("划线停车", 1_000)], (3, 1));
        posts_go_on(site);
        let id: BallotId = ballot.trim_start_matches("/ballots/").parse().expect("an id");
        votes(site, "lin", &ballot, &["for"]);
        site.at("2029-01-01T09:00");
        assert_eq!(site.by_system(deliberation::actions::forget_rolls), 0, "still open");
        done(site, CONVENOR, &format!("{ballot}/closure"), json!({}));
        done(site, CONVENOR, &format!("{ballot}/count"), json!({}));
        site.at("2029-01-05T09:00");
        done(site, CONVENOR, &format!("{ballot}/seal"), json!({}));
        assert_eq!((site.by_system(deliberation::actions::forget_rolls), rows(site, "ballot_electors", id)), (0, 3));
    });
}
