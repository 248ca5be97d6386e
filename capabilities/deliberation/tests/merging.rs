//! Two matters become one: sources, concerns and people heard go along, whoever was in both is one; the first points forward.

use crate::common::*;
use serde_json::{Value, json};
use testkit::Site;

const HERE: &str = "ZA-1-1";

fn resident(site: &Site, name: &str) {
    let account = site.account(name);
    let phone = site.by_system(move |tx| identity::open_phone(tx, account, "test")).expect("a number");
    done(site, "clerk", "/residences", json!({ "name": name, "phone": phone, "home": HERE }));
}

/// A proposal that so many stand behind becomes a matter; its page.
fn from_proposal(site: &Site, by: &str, question: &str, supporters: std::ops::Range<usize>) -> String {
    let words = json!({ "title": question, "place_name": HERE, "text": "晚上没处停。", "shown_name": by });
    let proposal = format!("/proposals/{}", text(&done(site, by, "/proposals", words)["made"]));
    for n in supporters {
        done(site, "clerk", &format!("{proposal}/supports"), json!({ "way": "phone", "name": format!("邻{n}"), "home": HERE, "confirmed": true }));
    }
    let answer = json!({ "verdict": "matter", "reason": "该议", "question": question, "topic": "停车" });
    format!("/matters/{}", text(&done(site, CHAIR, &format!("{proposal}/answer"), answer)["answer"]["matter"]))
}

fn len(view: &Value, list: &str) -> usize {
    view[list].as_array().map_or(0, Vec::len)
}

#[test]
fn two_matters_become_one_and_nobody_counts_twice() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        council(site);
        ["lin", "zhao"].into_iter().for_each(|name| resident(site, name));
        let from = from_proposal(site, "lin", "车停哪里？", 0..5);
        let into = from_proposal(site, "zhao", "停车怎么办？", 3..8);
        let say = |who: &str, matter: &str| done(site, who, &format!("{matter}/responses"), json!({ "text": "没处停", "place_name": HERE }));
        say("lin", &from);
        say("zhao", &from);
        say("zhao", &into);
        let view = done(site, "lin", &format!("{from}/concerns"), json!({ "text": "救护车进不来" }));
        done(site, "zhao", &format!("{from}/concerns/{}/joinings", text(&view["concerns"][0]["id"])), json!({}));
        done(site, "zhao", &format!("{into}/concerns"), json!({ "text": "救护车 进不来" }));
        let (kept, code) = (seen(site, "lin", &into), text(&seen(site, "lin", &into)["code"]));
        assert_eq!((kept["behind"].clone(), kept["heard"].clone(), len(&kept, "sources")), (json!(5), json!(1), 1));
        let merger = format!("{from}/merger");
        let words = |into: &str, reason: &str| json!({ "into": into, "reason": reason });
        assert_eq!(says(site, "lin", &merger, words(&code, "同一件事")).status, 403);
        assert_eq!(refused(site, CONVENOR, &merger, words("M26-9999-9", "同一件事")), ["code-unknown"]);
        let own = text(&seen(site, "lin", &from)["code"]);
        assert_eq!(refused(site, CONVENOR, &merger, words(&own, " ")), ["text-missing", "matter-merge-itself"]);
        let gone = done(site, CONVENOR, &merger, words(&code, "同一件事，合起来议"));
        assert_eq!((gone["state"].clone(), gone["merged_into"]["code"].clone(), gone["ended_why"].clone()), (json!("merged"), json!(code), json!("同一件事，合起来议")));
        assert_eq!((len(&gone, "sources"), len(&gone, "concerns")), (1, 1), "the first stays readable");
        let view = seen(site, "lin", &into);
        assert_eq!((view["behind"].clone(), view["heard"].clone(), len(&view, "sources")), (json!(8), json!(2), 2), "each person once");
        assert_eq!((len(&view, "concerns"), view["concerns"][0]["joined"].clone(), view["merged_from"][0]["code"].clone()), (1, json!(2), json!(own)));
        assert_eq!(refused(site, "lin", &format!("{into}/responses"), json!({ "text": "再说" })), ["heard-already"], "heard there, heard here");
        let newest = text(&seen(site, "lin", "/my/messages")["items"][0]["says"]);
        assert!(newest.contains("已并入另一件"), "{newest}");
        assert_eq!(refused(site, CONVENOR, &merger, words(&code, "再并一次")), ["matter-ended"]);
        assert_eq!(refused(site, CONVENOR, &format!("{into}/merger"), words(&own, "并回去")), ["matter-merge-over"], "no way round in a circle");
        // What is being decided takes nothing up any more.
        let third = from_proposal(site, "lin", "车位怎么画？", 0..5);
        for _ in 0..3 {
            done(site, "officer", &format!("{into}/passages"), json!({ "overriding": "问过了" }));
        }
        assert_eq!(refused(site, CONVENOR, &format!("{third}/merger"), words(&code, "同一件事")), ["matter-merge-decided"]);
        let page = site.get(&from).face(testkit::Face::Page).send().text();
        assert!(page.contains("已并入") && page.contains(&into), "it points forward");
        let street = site.street;
        assert_eq!(site.read(move |r| deliberation::actions::broken_walks(r, street)), Vec::<String>::new());
    });
}
