//! Objections and challenges: read on record, answered in public without names, and a count made again beside the first.

use crate::common::ballots::*;
use crate::common::*;
use deliberation::rules::{Proof, verify_proof};
use serde_json::{Value, json};
use testkit::{As, Face, Site};

/// Three papers, read twice as two for and one against where the slips say otherwise; counted.
fn counted_wrongly(site: &Site) -> String {
    let (ballot, _, _) = opened(site, json!({ "doors": ["web", "paper"], "secrecy": "confidential" }), &[("划线停车", 1_000)], (40, 1));
    (1..=3).for_each(|n| on_paper(site, &ballot, n));
    site.at("2026-10-13T10:00");
    done(site, CONVENOR, &format!("{ballot}/closure"), json!({}));
    for who in ["clerk", "clerk-2"] {
        done(site, who, &format!("{ballot}/sheet"), json!({ "issued": 3, "accepted": 3 }));
    }
    done(site, CONVENOR, &format!("{ballot}/batches"), json!({ "count": 3 }));
    reads(site, &ballot, 1, "1\n1\n2");
    let view = done(site, CONVENOR, &format!("{ballot}/count"), json!({}));
    assert_eq!(view["counted"]["outcome"], "adopted");
    ballot
}

fn reads(site: &Site, ballot: &str, no: i32, slips: &str) {
    for who in ["clerk", "clerk-2"] {
        done(site, who, &format!("{ballot}/batches/{no}/readings"), json!({ "slips": slips }));
    }
}

/// Sealed words that were opened, each with its event.
fn opened_so_far(site: &Site) -> i64 {
    site.read(|r| r.one("select count(*) from events where name = 'core.sealed_opened'", &[]))
}

fn proof(site: &Site, path: &str) -> Proof {
    serde_json::from_slice(&site.get(path).send().body).expect("a proof")
}

#[test]
fn a_challenge_that_holds_is_followed_by_a_second_count() {
    testkit::on_both(|site| {
        let ballot = counted_wrongly(site);
        let to = |verb: &str| format!("{ballot}/{verb}");
        let first = proof(site, &to("proof.json"));
        done(site, "lin", &to("challenges"), json!({ "text": "我家林阿姨亲眼看见第二张是反对" }));
        site.at("2026-10-14T10:00");
        // The page of whoever answers: no words until they are opened, which is on record.
        let view = seen(site, "officer", &to("pleas"));
        let id = text(&view["challenges"][0]["id"]);
        assert_eq!((view["bundles"].clone(), view["challenges"][0]["granted"].clone()), (json!([1]), Value::Null));
        assert!(!view.to_string().contains("林阿姨"));
        let opening = to(&format!("pleas/{id}/opening"));
        let before = opened_so_far(site);
        assert_eq!(says(site, CONVENOR, &opening, json!({})).status, 403, "a challenge is the street's to answer");
        assert_eq!(says(site, "lin", &opening, json!({})).status, 403);
        assert_eq!(done(site, "officer", &opening, json!({}))["opened"]["text"], "我家林阿姨亲眼看见第二张是反对");
        assert_eq!(opened_so_far(site), before + 1);
        // Upheld: bundle 1 is read again, the first count stays.
        let verdict = to(&format!("challenges/{id}/verdict"));
        let words = json!({ "granted": true, "remedy": "recount", "bundles": "2", "reason": "第一捆读错了一张" });
        assert_eq!(refused(site, "officer", &verdict, words.clone()), ["bundle-unknown"]);
        assert_eq!(refused(site, "officer", &verdict, json!({ "granted": true, "remedy": "recount" })), ["text-missing"]);
        assert_eq!(says(site, CONVENOR, &verdict, words).status, 403);
        let view = done(site, "officer", &verdict, json!({ "granted": true, "remedy": "recount", "bundles": "1", "reason": "第一捆读错了一张" }));
        assert_eq!((view["state"].clone(), view["bundles"].clone(), view["earlier"][0]["no"].clone()), (json!("closed"), json!([2]), json!(1)));
        assert_eq!(refused(site, "officer", &verdict, json!({ "granted": false, "reason": "再想想" })), ["answered-already"]);
        assert_eq!(site.get(&to("proof.json")).send().status, 404, "no count stands now");
        assert_eq!(refused(site, CONVENOR, &to("count"), json!({})), ["paper-unread"]);
        reads(site, &ballot, 2, "1\n2\n2");
        let again = done(site, CONVENOR, &to("count"), json!({}));
        assert_eq!((again["counted"]["outcome"].clone(), again["earlier"][0]["outcome"].clone()), (json!("not_adopted"), json!("adopted")));
        // Both proofs repeat, each from its own votes.
        let second = proof(site, &to("proof.json"));
        assert_ne!(second.votes_hash, first.votes_hash);
        assert_eq!(proof(site, &to("counts/1/proof.json")), first);
        let csv = |path: &str| site.get(&to(path)).send().text();
        assert!(verify_proof(&second, &csv("votes.csv")).is_ok() && verify_proof(&first, &csv("counts/1/votes.csv")).is_ok());
        assert!(verify_proof(&first, &csv("votes.csv")).is_err());
        assert_eq!(site.get(&to("counts/2/proof.json")).send().status, 404);
        assert_eq!(broken_ballots(site), Vec::<String>::new());
        // What was said and answered stands in public, without who said it.
        let public = site.get(&ballot).by(&As::Visitor).face(Face::Page).send().text();
        assert!(public.contains("第一捆读错了一张") && !public.contains("林阿姨"), "{public}");
        // It may be challenged again from now on, and is sealed only after that.
        assert_eq!(refused(site, CONVENOR, &to("seal"), json!({})), ["may-be-challenged"]);
        site.at("2026-10-17T11:00");
        assert_eq!(done(site, CONVENOR, &to("seal"), json!({}))["state"], "sealed");
        site.by_system(|tx| tx.exec("update ballot_counts set votes = replace(votes, '2', '3')", &[]));
        assert!(broken_ballots(site)[0].ends_with("(count 1)"));
    });
}

/// A challenge that cannot be mended by counting ends the ballot, as before; one that is declined changes nothing.
#[test]
fn a_challenge_may_end_a_ballot_or_nothing() {
    testkit::on_both(|site| {
        let ballot = counted_wrongly(site);
        let to = |verb: &str| format!("{ballot}/{verb}");
        for text in ["有人代投", "还有人代投"] {
            done(site, "lin", &to("challenges"), json!({ "text": text }));
        }
        let view = seen(site, "officer", &to("pleas"));
        let ids: Vec<String> = view["challenges"].as_array().expect("two").iter().map(|c| text(&c["id"])).collect();
        let verdict = |id: &str| to(&format!("challenges/{id}/verdict"));
        assert_eq!(done(site, "officer", &verdict(&ids[0]), json!({ "granted": false, "reason": "有签字，本人投的" }))["state"], "counted");
        assert_eq!(done(site, "officer", &verdict(&ids[1]), json!({ "granted": true, "remedy": "void", "reason": "三票代投" }))["state"], "void");
        assert_eq!(seen(site, "lin", &ballot)["why_void"], "三票代投");
    });
}

/// Objections to the roll are read by the secretary, whose page the desk's roll leads to.
#[test]
fn an_objection_is_read_and_answered() {
    testkit::on_both(|site| {
        site.at("2026-10-01T09:00");
        residents(site, 1);
        let body = council(site);
        let (matter, ids) = to_decide(site, &body, &[("划线停车", 1_000)]);
        let ballot = drafted(site, &matter, json!({ "option": ids[0] }));
        let to = |verb: &str| format!("{ballot}/{verb}");
        done(site, CONVENOR, &to("roll"), json!({ "text": sheet(3, 1) }));
        done(site, CONVENOR, &to("roll/opening"), json!({}));
        done(site, "zhao", &to("objections"), json!({ "text": "漏了我们家 6-101" }));
        let page = |path: &str| site.get(path).by(&who(CONVENOR)).face(Face::Page).send().text();
        assert!(page(&to("roll")).contains(&to("pleas")));
        let id = text(&seen(site, CONVENOR, &to("pleas"))["objections"][0]["id"]);
        assert!(page(&to("pleas")).contains(&format!("pleas/{id}/opening")));
        assert_eq!(done(site, CONVENOR, &to(&format!("pleas/{id}/opening")), json!({}))["opened"]["text"], "漏了我们家 6-101");
        let words = [("reason", ""), ("granted", "true")];
        let again = site.post(&to(&format!("objections/{id}/verdict"))).by(&who(CONVENOR)).form(&words).face(Face::Page).send();
        assert_eq!(again.status, 422);
        done(site, CONVENOR, &to(&format!("objections/{id}/verdict")), json!({ "granted": true, "reason": "已补上" }));
        assert_eq!(site.get(&to("pleas")).by(&who("lin")).send().status, 403);
        assert_eq!(says(site, "secretary-b", &to(&format!("pleas/{id}/opening")), json!({})).status, 403, "another community's secretary");
    });
}
