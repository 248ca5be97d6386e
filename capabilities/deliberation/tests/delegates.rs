//! An organisation's seat is the organisation's: another delegate sits to the end of the same term.

use crate::common::*;
use serde_json::{Value, json};

#[test]
fn an_organisation_changes_its_delegate_and_the_term_goes_on() {
    testkit::on_both(|site| {
        site.at("2026-03-02T09:00");
        let body = council(site);
        site.at("2026-03-03T09:00");
        let seats = |on: &str| seen(site, "officer", &format!("{body}?on={on}"))["roster"].as_array().expect("a roster").clone();
        let ended = seats("2026-03-03").into_iter().find(|s| s["category"] == "social").expect("a seat");
        done(site, "officer", &format!("/memberships/{}/ending", text(&ended["id"])), json!({ "reason": "换届" }));
        let words = json!({ "shown_name": "甲方代表", "category": "social", "organisation": "青禾社", "interests_declared": true });
        done(site, "officer", &format!("{body}/memberships"), words);
        let held = |name: &str, on: &str| seats(on).into_iter().find(|s| s["shown_name"] == name);
        let was = held("甲方代表", "2026-03-03").expect("a seat");
        let to = format!("/memberships/{}/delegate", text(&was["id"]));
        let words = |mandate: &str, declared: bool| json!({ "shown_name": "乙方代表", "mandate": mandate, "interests_declared": declared });
        assert_eq!(refused(site, "officer", &to, words("函〔2026〕3号", true)), ["delegate-today"]);

        site.at("2026-04-01T09:00");
        assert_eq!(says(site, "lin", &to, words("函〔2026〕3号", true)).status, 403);
        assert_eq!(refused(site, "officer", &to, words("", false)), ["text-missing", "interests-undeclared"], "a mandate is named");
        let resident = seats("2026-04-01").into_iter().find(|s| s["category"] == "resident").expect("a seat");
        assert_eq!(refused(site, "officer", &format!("/memberships/{}/delegate", text(&resident["id"])), words("函", true)), ["delegate-no-seat"]);
        done(site, "officer", &to, words("函〔2026〕3号", true));
        let now = held("乙方代表", "2026-04-01").expect("the new delegate");
        assert_eq!((&now["to"], &now["seat"], &now["organisation"], &now["from"]), (&was["to"], &was["seat"], &json!("青禾社"), &json!("2026-04-01")));
        assert_eq!((held("甲方代表", "2026-04-01").is_none(), held("甲方代表", "2026-03-31").is_some()), (true, true));
        assert_eq!(seen(site, "officer", &body)["filled"], Value::from(13), "one seat, one holder");
        assert_eq!(refused(site, "officer", &to, words("函〔2026〕4号", true)), ["delegate-no-seat"], "who was replaced is not replaced again");
    });
}
