//! From asking to doing: authors of a proposal own tasks of the resolution, and are counted; a proposal moves to another place.

use crate::common::*;
use serde_json::{Value, json};
use testkit::Site;

const HERE: &str = "ZA-1-1";

fn resident(site: &Site, name: &str) {
    let account = site.account(name);
    let phone = site.by_system(move |tx| identity::open_phone(tx, account, "test")).expect("a number");
    done(site, "clerk", "/residences", json!({ "name": name, "phone": phone, "home": HERE }));
}

fn proposed(site: &Site, by: &str, place: &str) -> String {
    let words = json!({ "title": "办一所夜校", "place_name": place, "text": "每周两晚，下班后学点手艺。", "offer": "我来教剪纸", "shown_name": by });
    format!("/proposals/{}", text(&done(site, by, "/proposals", words)["made"]))
}

/// Distinct authors who became doers, as officers read it.
fn became_doers(site: &Site) -> Value {
    let rows = seen(site, "officer", "/desk/indicators?period=year")["rows"].clone();
    let row = rows.as_array().expect("rows").iter().find(|r| r["shown"]["code"] == "deliberation.proposals.author_became_doer").expect("the figure").clone();
    row["shown"]["value"].clone()
}

/// The night school's proposal of three authors becomes a matter that a meeting decides; its page in the delivery step.
pub fn in_delivery(site: &Site) -> String {
    let body = council(site);
    for name in ["lin", "zhao", "qian"] {
        resident(site, name);
    }
    let proposal = proposed(site, "lin", HERE);
    for (n, name) in ["zhao", "qian"].into_iter().enumerate() {
        let view = done(site, "lin", &format!("{proposal}/authors"), json!({ "shown_name": name }));
        let invitation = view["authors"][n + 1]["invitation"].clone();
        done(site, name, &format!("{proposal}/authors/consent"), json!({ "invitation": invitation }));
    }
    for n in 0..5 {
        done(site, "clerk", &format!("{proposal}/supports"), json!({ "way": "phone", "name": format!("邻{n}"), "home": HERE, "confirmed": true }));
    }
    let view = done(site, CHAIR, &format!("{proposal}/answer"), json!({ "verdict": "matter", "reason": "大家都想学", "question": "夜校谁来教？", "topic": "公共空间" }));
    let id = text(&view["answer"]["matter"]);
    let matter = format!("/matters/{id}");
    for _ in 0..3 {
        done(site, "officer", &format!("{matter}/passages"), json!({ "overriding": "已经问过" }));
    }
    let meeting = convened(site, &body, "2026-10-20T19:00", json!([{ "kind": "decide", "title": "办夜校", "matter": id, "rule_name": "consent" }]));
    site.at("2026-10-20T19:00");
    come(site, &meeting, 0, 11);
    done(site, CHAIR, &format!("{meeting}/opening"), json!({}));
    done(site, CHAIR, &format!("{meeting}/results"), json!({ "item": 1, "how": "no_objection", "asked_aloud": true }));
    site.later(60);
    done(site, CHAIR, &format!("{meeting}/closure"), json!({}));
    minuted(site, &meeting, "");
    done(site, CONVENOR, &format!("{matter}/resolution"), json!({ "text": "办夜校，每周两晚。", "force": "commitment" }));
    assert_eq!(done(site, CONVENOR, &format!("{matter}/passages"), json!({}))["step"], "delivery");
    matter
}

/// The end of the scene of the night school: each of its three authors owns a task, and "author became doer" rises by three.
#[test]
fn three_authors_own_a_task_each_and_are_counted_as_doers() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        let matter = in_delivery(site);
        assert_eq!(became_doers(site), json!(0));
        let view = seen(site, CONVENOR, &matter);
        let doers = view["doers"].as_array().expect("authors").clone();
        assert_eq!(doers.iter().map(|d| (text(&d["name"]), d["offers"] == true)).collect::<Vec<_>>(), [("lin".into(), true), ("zhao".into(), true), ("qian".into(), true)]);
        let open = |n: usize, words: Value| {
            let mut all = json!({ "title": format!("第{n}班"), "to_be_seen": "课表贴出", "due": "2026-11-20" });
            all.as_object_mut().expect("words").extend(words.as_object().expect("words").clone());
            says(site, CONVENOR, &format!("{matter}/tasks"), all)
        };
        assert_eq!(open(0, json!({ "owner_author": "P26-9999-1/1" })).problems(), ["author-unknown"]);
        assert_eq!(open(0, json!({})).problems(), ["text-missing"], "somebody owns it");
        for (n, d) in doers.iter().enumerate() {
            assert!(open(n, json!({ "owner_author": d["key"] })).status.is_success());
        }
        assert_eq!(became_doers(site), json!(3));
        let task_of = |name: &str| {
            let view = seen(site, name, &matter);
            let mine = view["tasks"].as_array().expect("tasks").iter().find(|t| t["owner"] == name).expect("a task").clone();
            (format!("{matter}/tasks/{}", text(&mine["id"])), mine)
        };
        let (task, mine) = task_of("zhao");
        assert_eq!((mine["mine"].clone(), mine["asked"].clone()), (json!(true), json!(true)));
        let newest = text(&seen(site, "zhao", "/my/messages")["items"][0]["says"]);
        assert!(newest.contains("想请您来做"), "{newest}");
        assert_eq!(says(site, "lin", &format!("{task}/acceptance"), json!({})).status, 403, "each takes on their own");
        let view = done(site, "zhao", &format!("{task}/acceptance"), json!({}));
        assert!(view["tasks"].as_array().expect("tasks").iter().any(|t| t["state"] == "accepted"));
        assert_eq!(refused(site, "zhao", &format!("{task}/acceptance"), json!({})), ["task-taken"]);
        // Whoever was asked has five working days; after them somebody else is named, and counts no more.
        let (waits, _) = task_of("qian");
        let other = json!({ "owner_name": "物业" });
        assert_eq!(refused(site, CONVENOR, &format!("{waits}/owner"), other.clone()), ["task-asked"]);
        assert_eq!(refused(site, CONVENOR, &format!("{task}/owner"), other.clone()), ["task-taken"]);
        site.at("2026-10-28T19:00");
        assert_eq!(says(site, "lin", &format!("{waits}/owner"), other.clone()).status, 403);
        done(site, CONVENOR, &format!("{waits}/owner"), other);
        assert_eq!(became_doers(site), json!(2));
        assert_eq!(says(site, "qian", &format!("{waits}/acceptance"), json!({})).status, 403);
        assert!(site.get(&matter).by(&who(CONVENOR)).face(testkit::Face::Page).send().text().contains("请提案人来做"));
    });
}

#[test]
fn a_proposal_moves_only_to_a_place_that_needs_no_more_people() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        council(site);
        resident(site, "lin");
        resident(site, "zhao");
        let proposal = proposed(site, "lin", "ZA-1");
        let revise = |place: &str| json!({ "title": "办一所夜校", "text": "每周两晚，下班后学点手艺。", "offer": "我来教剪纸", "place_name": place });
        let versions = format!("{proposal}/versions");
        assert_eq!(refused(site, "lin", &versions, revise("")), ["nothing-changed"]);
        assert_eq!(refused(site, "lin", &versions, revise("ZA")), ["place-larger"], "a community needs fifty");
        assert_eq!(refused(site, "lin", &versions, revise("ZB-1")), ["not-of-the-place"]);
        assert_eq!(refused(site, "lin", &versions, revise("无此地")), ["place-unknown"]);
        for (name, home) in [("近", HERE), ("远", "ZA-1")] {
            done(site, "clerk", &format!("{proposal}/supports"), json!({ "way": "phone", "name": name, "home": home, "confirmed": true }));
        }
        done(site, "zhao", &format!("{proposal}/supports"), json!({}));
        let view = done(site, "lin", &versions, revise(HERE));
        assert_eq!((view["inside"].clone(), view["outside"].clone(), view["threshold"].clone()), (json!(2), json!(1), json!(20)), "counted anew, the threshold stays");
        assert_eq!((view["versions"][0]["material"].clone(), view["versions"][0]["no"].clone()), (json!(true), json!(2)));
        let changed = view["versions"][0]["pieces"].to_string();
        assert!(changed.contains("竹一第一网格") && changed.contains("gone"), "the old place stands in the change: {changed}");
        let newest = text(&seen(site, "zhao", "/my/messages")["items"][0]["says"]);
        assert!(newest.contains("提案"), "every supporter is told: {newest}");
        let street = site.street;
        assert_eq!(site.read(move |r| deliberation::actions::broken_proposals(r, street)), Vec::<String>::new());
    });
}
