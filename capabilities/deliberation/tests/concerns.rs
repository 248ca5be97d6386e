//! What is the same said in two ways: put together by a member, counted by people, answered once.

use crate::common::*;
use serde_json::{Value, json};
use testkit::{Face, Site};

fn named(site: &Site, who: &str, matter: &str, what: &str) -> String {
    let view = done(site, who, &format!("{matter}/concerns"), json!({ "text": what }));
    text(&of(&view, what)["id"])
}

fn of(view: &Value, what: &str) -> Value {
    view["concerns"].as_array().expect("concerns").iter().find(|c| c["text"] == what).cloned().expect("named")
}

#[test]
fn members_put_together_what_is_the_same() {
    testkit::on_both(|site| {
        site.at("2026-10-05T09:00");
        let body = council(site);
        let words = json!({ "question": "单元门口的车停哪里？", "topic": "停车", "track": "small", "place_name": "ZA-1", "source": "body", "source_title": "议事会动议" });
        done(site, CONVENOR, &format!("{body}/matters"), words);
        let matter = format!("/matters/{}", text(&site.get("/matters").send().json()["matters"][0]["id"]));
        let (blocked, narrow, dark) = (named(site, "lin", &matter, "救护车进不来"), named(site, "lin", &matter, "路太窄"), named(site, "zhao", &matter, "晚上看不清"));
        let to = |concern: &str, verb: &str| format!("{matter}/concerns/{concern}/{verb}");
        done(site, "zhao", &to(&narrow, "joinings"), json!({}));
        done(site, CHAIR, &to(&dark, "joinings"), json!({}));
        // Whoever keeps the matter does not group, unless they sit in the body.
        for other in ["lin", CONVENOR, "officer"] {
            assert_eq!(says(site, other, &to(&blocked, "grouping"), json!({ "under": narrow })).status, 403, "{other}");
        }
        assert_eq!(refused(site, CHAIR, &to(&blocked, "grouping"), json!({ "under": blocked })), ["concern-missing"]);
        let view = done(site, CHAIR, &to(&blocked, "grouping"), json!({ "under": narrow }));
        assert_eq!((of(&view, "路太窄")["joined"].clone(), of(&view, "救护车进不来")["joined"].clone()), (json!(2), json!(1)), "lin is one, whatever she named");
        done(site, CHAIR, &to(&blocked, "joinings"), json!({}));
        let view = seen(site, CHAIR, &matter);
        assert_eq!((view["concerns"][0]["text"].clone(), view["concerns"][0]["joined"].clone()), (json!("路太窄"), json!(3)), "the union comes first");
        assert_eq!(refused(site, CHAIR, &to(&narrow, "grouping"), json!({ "under": dark })), ["concern-heads"]);
        // One answer for both, and none for one alone.
        assert_eq!(refused(site, CONVENOR, &to(&blocked, "judgement"), json!({ "taken_up": true })), ["concern-grouped"]);
        let open = |view: &Value| view["gate"].as_array().expect("a gate").iter().find(|c| c["condition"] == "concerns").map(|c| c["met"].clone());
        done(site, CONVENOR, &to(&dark, "judgement"), json!({ "taken_up": true }));
        assert_eq!(open(&seen(site, CHAIR, &matter)), Some(json!(false)));
        let view = done(site, CONVENOR, &to(&narrow, "judgement"), json!({ "taken_up": false, "why_not": "路是市里的，已转交" }));
        assert_eq!(open(&view), Some(json!(true)));
        assert_eq!(of(&view, "救护车进不来")["why_not"], "路是市里的，已转交");
        assert_eq!(refused(site, CHAIR, &to(&blocked, "grouping"), json!({ "under": null })), ["concern-answered"]);
        let page = site.get(&matter).face(Face::Page).send().text();
        assert!(page.contains("救护车进不来") && page.contains("路太窄"), "both wordings stay");
    });
}

#[test]
fn apart_again_each_has_its_own() {
    testkit::on_both(|site| {
        site.at("2026-10-05T09:00");
        let body = council(site);
        let words = json!({ "question": "单元门口的车停哪里？", "topic": "停车", "track": "small", "place_name": "ZA-1", "source": "body", "source_title": "议事会动议" });
        done(site, CONVENOR, &format!("{body}/matters"), words);
        let matter = format!("/matters/{}", text(&site.get("/matters").send().json()["matters"][0]["id"]));
        let (blocked, narrow) = (named(site, "lin", &matter, "救护车进不来"), named(site, "zhao", &matter, "路太窄"));
        let grouping = format!("{matter}/concerns/{blocked}/grouping");
        let counts = |view: &Value| (of(view, "路太窄")["joined"].clone(), of(view, "救护车进不来")["joined"].clone());
        assert_eq!(counts(&done(site, CHAIR, &grouping, json!({ "under": narrow }))), (json!(2), json!(1)));
        assert_eq!(counts(&done(site, CHAIR, &grouping, json!({}))), (json!(1), json!(1)));
        assert_eq!(refused(site, CHAIR, &grouping, json!({})), ["concern-missing"]);
    });
}
