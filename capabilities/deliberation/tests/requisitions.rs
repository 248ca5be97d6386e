//! Residents or members ask for a meeting: enough names bind the chair, once, and the meeting that is convened is named.

use crate::common::*;
use serde_json::{Value, json};
use testkit::Site;

fn inbox(site: &Site, who: &str) -> Vec<String> {
    seen(site, who, "/my/messages")["items"].as_array().expect("messages").iter().map(|m| text(&m["says"]).to_owned()).collect()
}

/// Somebody of the place whose name staff write down.
fn neighbour(n: usize) -> Value {
    json!({ "way": "paper", "name": format!("署名{n}"), "phone": format!("199-0001-{n:04}"), "home": "ZA-1-1", "confirmed": true })
}

#[test]
fn twenty_residents_have_a_meeting_called() {
    testkit::on_both(|site| {
        site.at("2026-03-02T09:00");
        let body = council(site);
        let page = format!("{body}/requisitions");
        let mut words = neighbour(0);
        assert_eq!(refused(site, CONVENOR, &page, words.clone()), ["text-missing"], "a topic is said");
        words["topic"] = json!("夜里停车怎么办");
        let made = done(site, CONVENOR, &page, words);
        let one = &made["requisitions"][0];
        assert_eq!((&made["residents_needed"], &made["members_needed"], &one["residents"], &one["members"], &one["state"]), (&json!(20), &json!(3), &json!(1), &json!(0), &json!("gathering")));
        let sign = format!("/requisitions/{}/signatures", text(&one["id"]));
        assert_eq!(refused(site, CONVENOR, &sign, neighbour(0)), ["requisition-signed"]);
        for n in 1..19 {
            assert_eq!(done(site, CONVENOR, &sign, neighbour(n))["requisitions"][0]["state"], "gathering");
        }
        site.at("2026-03-03T10:00");
        let reached = done(site, CONVENOR, &sign, neighbour(19));
        let one = &reached["requisitions"][0];
        assert_eq!((&one["state"], &one["due_on"], &one["days_late"]), (&json!("reached"), &json!("2026-03-13"), &json!(0)));
        assert_eq!(refused(site, CONVENOR, &sign, neighbour(20)), ["requisition-closed"]);
        let told = |who: &str, what: &str| inbox(site, who).iter().filter(|m| m.contains(what)).count();
        assert_eq!((told(CHAIR, "凑够了"), told(CONVENOR, "凑够了"), told(TAKER, "凑够了")), (1, 1, 0));
        assert!(seen(site, "lin", &page)["requisitions"][0].get("signatures").is_none(), "names are for nobody");

        let answer = format!("/requisitions/{}/meeting", text(&one["id"]));
        let before = convened(site, &body, "2026-03-20T19:00", json!([{ "kind": "discuss", "title": "夜里停车" }]));
        let id = before.trim_start_matches("/meetings/").to_owned();
        assert_eq!(says(site, "lin", &answer, json!({ "meeting": id })).status, 403);
        assert_eq!(refused(site, CHAIR, &answer, json!({})), ["requisition-meeting"]);
        let unsent = planned(site, &body, "2026-03-21T19:00");
        assert_eq!(refused(site, CHAIR, &answer, json!({ "meeting": unsent.trim_start_matches("/meetings/") })), ["requisition-meeting"], "a plan is no notice");

        site.at("2026-03-14T09:00");
        assert_eq!(seen(site, CHAIR, &page)["requisitions"][0]["days_late"], 1);
        assert_eq!((site.by_system(deliberation::actions::urge_requisitions), site.by_system(deliberation::actions::urge_requisitions)), (1, 0), "urged once");
        assert_eq!(told(CHAIR, "还没定"), 1);
        let called = done(site, CHAIR, &answer, json!({ "meeting": id }));
        assert_eq!((&called["requisitions"][0]["state"], &called["requisitions"][0]["meeting"]["id"]), (&json!("convened"), &json!(id)));
        assert_eq!(refused(site, CHAIR, &answer, json!({ "meeting": id })), ["requisition-not-owed"]);
    });
}

#[test]
fn a_fifth_of_the_seats_is_enough_and_strangers_are_not() {
    testkit::on_both(|site| {
        site.at("2026-03-02T09:00");
        let body = council(site);
        let page = format!("{body}/requisitions");
        assert_eq!(refused(site, "zhao", &page, json!({ "topic": "楼道灯" })), ["requisition-not-of-body"]);
        let made = done(site, CHAIR, &page, json!({ "topic": "楼道灯" }));
        assert_eq!((&made["requisitions"][0]["members"], &made["requisitions"][0]["mine"]), (&json!(1), &json!(true)));
        let sign = format!("/requisitions/{}/signatures", text(&made["requisitions"][0]["id"]));
        assert_eq!(done(site, TAKER, &sign, json!({}))["requisitions"][0]["state"], "gathering", "two of thirteen");
    });
}
