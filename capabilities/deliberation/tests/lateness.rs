//! A step of a matter beyond its last day: listed for everybody, urged, and nothing passes by itself.

use crate::common::*;
use serde_json::json;

#[test]
fn a_late_step_is_listed_and_urged_every_week() {
    testkit::on_both(|site| {
        site.at("2026-10-01T09:00");
        let body = council(site);
        let words = json!({ "question": "单元门口的车停哪里？", "topic": "停车", "track": "urgent", "place_name": "ZA-1", "source": "body", "source_title": "议事会动议" });
        done(site, CONVENOR, &format!("{body}/matters"), words);
        let urge = || site.by_system(deliberation::actions::urge_late_steps);
        let listed = || site.get("/overdue").send().json()["matters"].as_array().cloned().unwrap_or_default();
        assert_eq!((urge(), listed().len()), (0, 0), "three days are left");
        let inbox = |who: &str| seen(site, who, "/my/messages")["items"].as_array().map_or(0, Vec::len);
        let before = inbox(CHAIR);
        site.at("2026-10-09T09:00");
        assert_eq!(listed().len(), 1);
        assert_eq!((listed()[0]["step"].clone(), listed()[0]["days_late"].as_i64().is_some_and(|d| d >= 1)), (json!("needs"), true));
        assert!(urge() >= 2, "the owner and the chair");
        assert_eq!(urge(), 0, "once for each week");
        assert_eq!(inbox(CHAIR), before + 1);
        site.at("2026-10-17T09:00");
        assert!(urge() >= 2, "and again");
        let id = text(&listed()[0]["id"]);
        assert_eq!(seen(site, CONVENOR, &format!("/matters/{id}"))["step"], "needs", "nothing passes by itself");
        done(site, CONVENOR, &format!("/matters/{id}/ending"), json!({ "state": "referred", "reason": "交给物业处理" }));
        assert_eq!((urge(), listed().len()), (0, 0));
    });
}
