//! A task on its way: accepted in time or somebody else is named, standing still, more time, done and verified by another.

use crate::common::*;
use crate::doers::in_delivery;
use serde_json::{Value, json};
use testkit::Site;

fn opened(site: &Site, matter: &str, words: Value) -> String {
    let view = done(site, CONVENOR, &format!("{matter}/tasks"), words);
    let tasks = view["tasks"].as_array().expect("tasks").clone();
    let newest = tasks.iter().map(|t| text(&t["id"])).max().expect("a task");
    format!("{matter}/tasks/{newest}")
}

fn task(view: &Value, path: &str) -> Value {
    let id = path.rsplit('/').next().unwrap_or_default();
    view["tasks"].as_array().expect("tasks").iter().find(|t| t["id"] == id).expect("the task").clone()
}

#[test]
fn a_task_is_done_by_one_and_verified_by_another() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        let matter = in_delivery(site);
        // Named by account alone: no name is asked beside it.
        let path = opened(site, &matter, json!({ "title": "请老师", "to_be_seen": "课表贴出来", "owner_login": TAKER, "due": "2026-12-01" }));
        assert!(!text(&task(&seen(site, CONVENOR, &matter), &path)["owner"]).is_empty());
        assert_eq!(refused(site, TAKER, &format!("{path}/done"), json!({ "evidence": "课表" })), ["task-not-taken"]);
        done(site, TAKER, &format!("{path}/acceptance"), json!({}));
        let verification = format!("{path}/verification");
        assert_eq!(refused(site, CONVENOR, &verification, json!({ "evidence": "课表在门口", "witness": "陈伯" })), ["task-not-done"]);
        // It stands still, in public, and goes on.
        assert_eq!(refused(site, TAKER, &format!("{path}/blocking"), json!({})), ["text-missing"]);
        let view = done(site, TAKER, &format!("{path}/blocking"), json!({ "reason": "等教室钥匙" }));
        assert_eq!(task(&public(site, &matter), &path)["blocked_why"], json!("等教室钥匙"));
        assert_eq!(task(&view, &path)["may_report"], json!(true));
        assert_eq!(refused(site, TAKER, &format!("{path}/blocking"), json!({ "reason": "x" })), ["task-blocked-already"]);
        done(site, TAKER, &format!("{path}/blocking/end"), json!({}));
        assert_eq!(refused(site, TAKER, &format!("{path}/blocking/end"), json!({})), ["task-not-blocked"]);
        // A stranger reports nothing.
        assert_eq!(says(site, "lin", &format!("{path}/done"), json!({ "evidence": "x" })).status, 403);
        let view = done(site, TAKER, &format!("{path}/done"), json!({ "evidence": "课表在门口" }));
        assert_eq!((task(&view, &path)["state"].clone(), task(&view, &path)["done_evidence"].clone()), (json!("done"), json!("课表在门口")));
        assert_eq!(refused(site, TAKER, &format!("{path}/done"), json!({ "evidence": "x" })), ["task-done-already"]);
        assert_eq!(says(site, TAKER, &format!("{path}/verification"), json!({ "witness": "陈伯" })).status, 403);
        let view = done(site, CONVENOR, &format!("{path}/verification"), json!({ "witness": "陈伯" }));
        let shown = task(&view, &path);
        assert_eq!((shown["state"].clone(), shown["evidence"].clone()), (json!("verified"), json!("课表在门口")), "what the owner showed is what was looked at");
        assert_eq!(refused(site, TAKER, &format!("{path}/blocking"), json!({ "reason": "x" })), ["task-over"]);
    });
}

/// An owner without an account says it to whoever keeps the matter, who writes it down and does not verify it.
#[test]
fn what_one_wrote_down_for_an_owner_another_verifies() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        let matter = in_delivery(site);
        let path = opened(site, &matter, json!({ "title": "请老师", "to_be_seen": "课表贴出来", "owner_name": "老年大学", "due": "2026-12-01" }));
        let words = json!({ "evidence": "课表在门口", "witness": "陈伯" });
        for who in [CONVENOR, CHAIR] {
            assert_eq!(refused(site, who, &format!("{path}/verification"), words.clone()), ["task-not-done"]);
        }
        let keeper = [CONVENOR, CHAIR].into_iter().find(|who| task(&seen(site, who, &matter), &path)["may_report"] == true).expect("somebody keeps it");
        let other = if keeper == CHAIR { CONVENOR } else { CHAIR };
        let view = done(site, keeper, &format!("{path}/done"), json!({ "evidence": "课表在门口" }));
        assert_eq!(task(&view, &path)["may_verify"], json!(false));
        assert_eq!(refused(site, keeper, &format!("{path}/verification"), words.clone()), ["own-task"]);
        assert_eq!(task(&seen(site, other, &matter), &path)["may_verify"], json!(true));
        let view = done(site, other, &format!("{path}/verification"), words);
        assert_eq!(task(&view, &path)["state"], json!("verified"));
    });
}

#[test]
fn more_time_is_asked_by_one_and_decided_by_another_and_the_old_day_stays() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        let matter = in_delivery(site);
        let path = opened(site, &matter, json!({ "title": "请老师", "to_be_seen": "课表", "owner_login": CHAIR, "due": "2026-12-01" }));
        done(site, CHAIR, &format!("{path}/acceptance"), json!({}));
        let time = format!("{path}/time");
        assert_eq!(refused(site, CHAIR, &time, json!({ "due": "2026-11-30" })), ["more-time-later", "text-missing"]);
        done(site, CHAIR, &time, json!({ "due": "2026-12-10", "reason": "老师出差" }));
        assert_eq!(refused(site, CHAIR, &time, json!({ "due": "2026-12-20", "reason": "再等等" })), ["more-time-waits"]);
        assert_eq!(refused(site, CHAIR, &format!("{time}/decision"), json!({ "grants": true })), ["another-hand"], "the chair owns it");
        assert_eq!(refused(site, CONVENOR, &format!("{time}/decision"), json!({ "grants": false })), ["text-missing"], "a refusal says why");
        let view = done(site, CONVENOR, &format!("{time}/decision"), json!({ "grants": true }));
        let shown = task(&view, &path);
        assert_eq!((shown["due"].clone(), shown["extensions"][0]["was_due"].clone()), (json!("2026-12-10"), json!("2026-12-01")));
        assert_eq!(refused(site, CONVENOR, &format!("{time}/decision"), json!({ "grants": true })), ["more-time-none"]);
        done(site, CHAIR, &time, json!({ "due": "2026-12-30", "reason": "还没回来" }));
        let view = done(site, CONVENOR, &format!("{time}/decision"), json!({ "grants": false, "said": "换一位老师" }));
        assert_eq!((task(&view, &path)["due"].clone(), task(&view, &path)["extensions"][1]["granted"].clone()), (json!("2026-12-10"), json!(false)));
        assert_eq!(task(&public(site, &matter), &path)["extensions"].as_array().map(Vec::len), Some(2), "everybody reads both days");
    });
}

#[test]
fn a_task_nobody_accepts_is_told_once_and_goes_to_another() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        let matter = in_delivery(site);
        let path = opened(site, &matter, json!({ "title": "请老师", "to_be_seen": "课表", "owner_login": TAKER, "due": "2026-12-01" }));
        let urged = || site.by_system(deliberation::actions::urge_unaccepted);
        // Asked on Tuesday evening, 20 October: five working days are over after Tuesday the 27th.
        site.at("2026-10-26T20:00");
        assert_eq!(urged(), 0);
        assert_eq!(refused(site, CONVENOR, &format!("{path}/owner"), json!({ "owner_login": "grid-head" })), ["task-asked"]);
        site.at("2026-10-28T20:00");
        assert_eq!((urged(), urged()), (1, 0), "once");
        let says = text(&seen(site, CHAIR, "/my/messages")["items"][0]["says"]);
        assert!(says.contains("五个工作日"), "{says}");
        done(site, CONVENOR, &format!("{path}/owner"), json!({ "owner_login": "grid-head" }));
        site.at("2026-11-10T20:00");
        assert_eq!(urged(), 1, "the next one has their days too");
    });
}
