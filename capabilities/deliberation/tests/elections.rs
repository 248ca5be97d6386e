//! A ballot fills vacant seats of a body with whoever is elected and accepts.

use crate::common::ballots::*;
use crate::common::*;
use serde_json::{Value, json};
use testkit::{As, Face};

#[test]
fn the_elected_sit_once_they_accept() {
    testkit::on_both(|site| {
        site.at("2026-10-01T09:00");
        residents(site, 3);
        let body = council(site);
        let elections = format!("{body}/elections");
        let words = |more: Value| {
            let mut all = json!({ "category": "resident", "question": "选谁当居民代表？", "scope": "竹一社区的住户", "candidates": "林华 | handler\n陈二\n赵三" });
            more.as_object().expect("words").iter().for_each(|(k, v)| all[k] = v.clone());
            all
        };
        assert_eq!(refused(site, CONVENOR, &elections, words(json!({}))), ["no-vacancy"]);
        // Two residents leave.
        let roster = site.get(&body).send().json()["roster"].clone();
        let seats = roster.as_array().expect("a roster").iter().filter(|m| m["category"] == "resident" && !["代表0", "代表1"].contains(&m["shown_name"].as_str().unwrap_or_default())).take(2);
        for seat in seats {
            done(site, "officer", &format!("/memberships/{}/ending", text(&seat["id"])), json!({ "reason": "搬走了" }));
        }
        let refused_for = |more: Value| refused(site, CONVENOR, &elections, words(more));
        assert_eq!(refused_for(json!({ "category": "drawn" })), ["seat-not-elected"]);
        assert_eq!(refused_for(json!({ "seats": 3 })), ["seats-more-than-vacant"]);
        assert_eq!(refused_for(json!({ "method": "yes_no" })), ["method-elects-nobody"]);
        assert_eq!(refused_for(json!({ "candidates": "林华\n林 华" })), ["candidate-twice"]);
        assert_eq!(refused_for(json!({ "candidates": "某人 | nobody-here" })), ["login-unknown"]);
        assert_eq!(refused_for(json!({ "candidates": "" })), ["candidates-missing"]);
        assert_eq!(says(site, "lin", &elections, words(json!({}))).status, 403);
        let view = done(site, CONVENOR, &elections, words(json!({})));
        assert_eq!(view["vacant"], json!([["resident", 2]]));
        let ballot = format!("/ballots/{}", text(&view["ballots"][0]["id"]));
        let to = |verb: &str| format!("{ballot}/{verb}");
        let view = seen(site, "lin", &ballot);
        assert_eq!((view["matter"].clone(), view["rule"]["seats"].clone(), view["rule"]["at_most"].clone(), view["category"].clone()), (Value::Null, json!(2), json!(2), json!("resident")));
        done(site, CONVENOR, &to("roll"), json!({ "text": sheet(6, 3) }));
        done(site, CONVENOR, &to("roll/opening"), json!({}));
        site.at("2026-10-06T10:00");
        done(site, CONVENOR, &to("roll/freezing"), json!({}));
        done(site, CONVENOR, &to("opening"), json!({}));
        let paper = site.get(&ballot).by(&who("lin")).face(Face::Page).send().text();
        assert!(paper.contains("陈二") && !paper.contains("维持现状"), "nobody is no candidate: {paper}");
        votes(site, "lin", &ballot, &["1", "2"]);
        votes(site, "resident-2", &ballot, &["1"]);
        at_desk(site, &ballot, 4, &["3"]);
        at_desk(site, &ballot, 5, &["1", "2"]);
        let answer = |by: &str, words: Value| says(site, by, &to("acceptances"), words);
        let yes = |no: i32| json!({ "no": no, "accepted": true, "interests_declared": true });
        assert_eq!(answer("handler", yes(1)).problems(), ["not-elected"], "nothing is counted yet");
        let view = counted(site, &ballot);
        assert_eq!((view["counted"]["outcome"].clone(), view["counted"]["winners"].clone()), (json!("elected"), json!([1, 2])));
        assert_eq!(answer("handler", yes(1)).problems(), ["not-elected"], "it may still be challenged");
        site.at("2026-10-16T11:00");
        done(site, CONVENOR, &to("seal"), json!({}));
        let filled = || site.get(&body).send().json()["filled"].clone();
        assert_eq!(filled(), 11, "elected is not seated");
        assert_eq!(answer("resident-2", yes(1)).status, 403);
        assert_eq!(answer("handler", json!({ "no": 1, "accepted": true })).problems(), ["interests-undeclared"]);
        assert_eq!(answer("handler", yes(3)).status, 403, "not hers to answer");
        assert_eq!(answer(CONVENOR, yes(3)).problems(), ["not-elected"]);
        let view = answer("handler", yes(1)).json();
        assert_eq!((view["candidates"][0]["state"].clone(), filled()), (json!("accepted"), json!(12)));
        assert_eq!(answer("handler", yes(1)).problems(), ["answered-already"]);
        assert_eq!(answer(CONVENOR, json!({ "no": 2 })).problems(), ["text-missing"]);
        let view = answer(CONVENOR, json!({ "no": 2, "reason": "照顾家人，来不了" })).json();
        assert_eq!((view["candidates"][1]["state"].clone(), filled()), (json!("declined"), json!(12)));
        let roster = site.get(&body).send().json()["roster"].clone();
        let lin = roster.as_array().expect("a roster").iter().find(|m| m["shown_name"] == "林华").expect("she sits");
        assert_eq!(lin["category"], "resident");
        for path in [ballot.clone(), elections.clone(), "/ballots".to_owned()] {
            for reader in [As::Visitor, who("lin"), who(CONVENOR)] {
                assert_eq!(site.get(&path).by(&reader).face(Face::Page).send().status, 200, "{path}");
            }
        }
        assert_eq!(broken_ballots(site), Vec::<String>::new());
    });
}
