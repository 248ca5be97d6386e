//! A matter through all six steps through the JSON interface; what a step does not list; gates.

use crate::common::*;
use deliberation::rules::*;
use serde_json::{Value, json};
use testkit::Site;

/// A small matter in one grid: opened, five heard at the desk and on paper, a concern taken up.
fn opened(site: &Site, body: &str, track: &str) -> String {
    let words = json!({ "question": "单元门口的车停哪里？", "topic": "停车", "track": track, "place_name": "ZA-1", "source": "body", "source_title": "议事会动议" });
    done(site, CONVENOR, &format!("{body}/matters"), words);
    format!("/matters/{}", text(&site.get("/matters").send().json()["matters"][0]["id"]))
}

fn conditions(view: &Value) -> Vec<(String, bool)> {
    let gate = view["gate"].as_array().cloned().unwrap_or_default();
    gate.iter().map(|c| (text(&c["condition"]), c["met"] == true)).collect()
}

fn option_of(view: &Value) -> String {
    text(&view["options"][0]["id"])
}

fn pass(site: &Site, matter: &str) -> Value {
    done(site, CONVENOR, &format!("{matter}/passages"), json!({}))
}

#[test]
fn six_steps_from_a_need_to_a_result() {
    testkit::on_both(|site| {
        site.at("2026-10-05T09:00");
        let body = council(site);
        let matter = opened(site, &body, "small");
        let to = |verb: &str| format!("{matter}/{verb}");
        // Needs.
        assert_eq!(refused(site, "lin", &to("options"), json!({ "title": "划线", "text": "划五个车位" })), ["not-in-step"]);
        done(site, "lin", &to("responses"), json!({ "text": "晚上回来没处停", "place_name": "ZA-1-1" }));
        assert_eq!(refused(site, "lin", &to("responses"), json!({ "text": "再说一遍" })), ["heard-already"]);
        for _ in 0..4 {
            done(site, CONVENOR, &to("responses"), json!({ "text": "门口堵", "way": "paper", "place_name": "ZA-1" }));
        }
        assert_eq!(says(site, "lin", &to("responses"), json!({ "text": "代人说", "way": "phone" })).status, 403);
        let view = done(site, "lin", &to("concerns"), json!({ "text": "救护车进不来" }));
        let concern = text(&view["concerns"][0]["id"]);
        done(site, "zhao", &to(&format!("concerns/{concern}/joinings")), json!({}));
        assert_eq!(refused(site, "zhao", &to(&format!("concerns/{concern}/joinings")), json!({})), ["joined-already"]);
        assert_eq!(refused(site, CONVENOR, &to(&format!("concerns/{concern}/judgement")), json!({ "taken_up": false })), ["text-missing"]);
        let view = done(site, CONVENOR, &to(&format!("concerns/{concern}/judgement")), json!({ "taken_up": true }));
        assert_eq!((view["concerns"][0]["joined"].clone(), view["heard"].clone()), (json!(2), json!(5)));
        assert_eq!(conditions(&view).iter().filter(|c| !c.1).map(|c| c.0.as_str()).collect::<Vec<_>>(), ["days"]);
        assert_eq!(refused(site, CONVENOR, &to("passages"), json!({})), ["gate-unmet"]);
        assert_eq!(says(site, "lin", &to("passages"), json!({})).status, 403);
        site.at("2026-10-06T09:00");
        assert_eq!(pass(site, &matter)["step"], "options");
        // Options.
        let view = done(site, "lin", &to("options"), json!({ "title": "划线停车", "text": "东侧划五个车位，留出通道" }));
        let option = option_of(&view);
        let bare = refused(site, CONVENOR, &to(&format!("options/{option}/pricing")), json!({ "once_low": 800, "once_high": 1200, "price_source": "三家询价", "money_from": "公共收益", "responsible": "物业", "feasibility_by": "街道城管办" }));
        assert_eq!(bare, ["undertaking-missing", "not-feasible"]);
        let price = json!({ "once_low": 800, "once_high": 1200, "price_source": "三家询价", "money_from": "公共收益", "responsible": "物业", "feasibility_by": "街道城管办", "undertaken": true, "feasible": true, "duration_days": 10 });
        done(site, CONVENOR, &to(&format!("options/{option}/pricing")), price);
        assert_eq!(pass(site, &matter)["step"], "deliberation");
        // Deliberation: a question is answered, the options are final, a quorate meeting has the item.
        let view = done(site, "zhao", &to("arguments"), json!({ "side": "question", "text": "谁来划线？" }));
        let question = text(&view["arguments"][0]["id"]);
        done(site, CONVENOR, &to(&format!("arguments/{question}/answer")), json!({ "text": "物业" }));
        done(site, CONVENOR, &to("freezing"), json!({}));
        let id = matter.trim_start_matches("/matters/").to_owned();
        let items = json!([{ "kind": "decide", "title": "划线停车", "matter": id, "rule_name": "consent" }]);
        let meeting = convened(site, &body, "2026-10-10T19:00", items);
        site.at("2026-10-10T19:00");
        come(site, &meeting, 0, 11);
        done(site, CHAIR, &format!("{meeting}/opening"), json!({}));
        assert_eq!(refused(site, CHAIR, &format!("{meeting}/results"), json!({ "item": 1, "how": "no_objection" })), ["not-asked"]);
        let decided = done(site, CHAIR, &format!("{meeting}/results"), json!({ "item": 1, "how": "no_objection", "asked_aloud": true }));
        assert_eq!(decided["items"][0]["result"]["verdict"], "adopted");
        site.later(60);
        done(site, CHAIR, &format!("{meeting}/closure"), json!({}));
        assert_eq!(refused(site, CONVENOR, &to("passages"), json!({})), ["gate-unmet"], "no minutes yet");
        minuted(site, &meeting, "");
        assert_eq!(pass(site, &matter)["step"], "decision");
        // Decision, by nobody's objection.
        assert_eq!(refused(site, CONVENOR, &to("resolution"), json!({ "text": "划线", "force": "binding" })), ["no-basis"]);
        done(site, CONVENOR, &to("resolution"), json!({ "text": "东侧划五个车位，十天完成。", "option": option, "force": "commitment" }));
        assert_eq!(refused(site, CONVENOR, &to("resolution"), json!({ "text": "再来" })), ["resolved-already"]);
        assert_eq!(pass(site, &matter)["step"], "delivery");
        // Delivery.
        let task = json!({ "title": "划线", "to_be_seen": "地上有五个车位", "owner_name": "物业", "owner_login": "grid-worker", "due": "2026-10-20" });
        let view = done(site, CONVENOR, &to("tasks"), task);
        let task = text(&view["tasks"][0]["id"]);
        assert_eq!(refused(site, CONVENOR, &to("passages"), json!({})), ["gate-unmet"]);
        done(site, TAKER, &to(&format!("tasks/{task}/acceptance")), json!({}));
        done(site, TAKER, &to(&format!("tasks/{task}/done")), json!({ "evidence": "划好了" }));
        done(site, CONVENOR, &to(&format!("tasks/{task}/verification")), json!({ "evidence": "五个车位已划", "witness": "林阿姨" }));
        assert_eq!(pass(site, &matter)["step"], "evaluation");
        // Evaluation.
        assert_eq!(refused(site, TAKER, &to("ratings"), json!({ "done": true, "solved": "yes", "satisfied": 5 })), ["own-task"]);
        let eased = |answer: &str| json!([format!("{concern}:{answer}")]);
        assert_eq!(refused(site, "lin", &to("ratings"), json!({ "done": true, "solved": "yes", "satisfied": 5, "eased": eased("maybe") })), ["eased-unknown"]);
        done(site, "lin", &to("ratings"), json!({ "done": true, "solved": "yes", "satisfied": 5 }));
        assert_eq!(refused(site, "lin", &to("ratings"), json!({ "done": true, "solved": "yes", "satisfied": 5 })), ["rated-already"]);
        let form = site.get(&matter).by(&who("zhao")).face(testkit::Face::Page).send().text();
        assert!(form.contains(&format!("{concern}:partly")), "the rating asks of each concern");
        done(site, CONVENOR, &to("statement"), json!({ "text": "车位划好，通道畅通。" }));
        for n in 0..4 {
            let solved = if n < 2 { "yes" } else { "no" };
            done(site, CONVENOR, &to("ratings"), json!({ "done": true, "solved": solved, "satisfied": 4, "way": "phone" }));
        }
        site.at("2026-10-20T09:00");
        let unmet = |site: &Site| conditions(&seen(site, CONVENOR, &matter)).into_iter().filter(|c| !c.1).map(|c| c.0).collect::<Vec<_>>();
        assert_eq!(unmet(site), ["eased"], "nobody said whether the ambulance gets in now");
        for n in 0..6 {
            let solved = if n < 4 { "yes" } else { "no" };
            done(site, CONVENOR, &to("ratings"), json!({ "done": true, "solved": solved, "satisfied": 4, "way": "paper", "eased": eased("yes") }));
        }
        let open = seen(site, "lin", &matter);
        assert!(open["concerns"][0]["eased"].is_null() && unmet(site).is_empty(), "counts come after the step");
        let settled = pass(site, &matter);
        assert_eq!((settled["state"].clone(), settled["round"].clone()), (json!("settled"), json!(1)), "three in five say it is solved");
        assert_eq!(settled["concerns"][0]["eased"], json!({ "yes": 6, "partly": 0, "no": 0, "unsaid": 5 }));
        assert_eq!(refused(site, "lin", &to("ratings"), json!({ "solved": "no", "satisfied": 1 })), ["matter-ended"]);
        let again = done(site, CONVENOR, &to("reopening"), json!({ "reason": "又堵了", "to": "options" }));
        assert_eq!((again["id"].clone(), again["round"].clone(), again["step"].clone()), (json!(id), json!(2), json!("options")));
        let street = site.street;
        assert_eq!(site.read(move |r| deliberation::actions::broken_walks(r, street)), Vec::<String>::new());
        assert_eq!(broken(site), Vec::<String>::new());
        for path in ["/bodies", body.as_str(), "/meetings", meeting.as_str(), "/duties", "/matters", matter.as_str()] {
            for who in ["lin", CONVENOR, CHAIR, "officer"] {
                let page = site.get(path).by(&crate::common::who(who)).face(testkit::Face::Page).send();
                assert_eq!(page.status, 200, "{path} for {who}: {}", page.text());
            }
        }
    });
}

#[test]
fn money_takes_two_hands_and_an_override_its_reason() {
    testkit::on_both(|site| {
        site.at("2026-10-05T09:00");
        let body = council(site);
        let matter = opened(site, &body, "money");
        let passages = format!("{matter}/passages");
        assert_eq!(says(site, CONVENOR, &passages, json!({ "overriding": "赶时间" })).status, 403, "the street overrides, not the secretary");
        let over = done(site, "officer", &passages, json!({ "overriding": "汛期将至" }));
        assert_eq!((over["step"].clone(), over["walk"][0]["how"].clone(), over["walk"][0]["reason"].clone()), (json!("options"), json!("overridden"), json!("汛期将至")));
        let back = done(site, CONVENOR, &format!("{matter}/turns"), json!({ "to": "needs", "reason": "没问到居民" }));
        assert_eq!((back["step"].clone(), back["round"].clone()), (json!("needs"), json!(2)));
        assert_eq!(refused(site, CONVENOR, &format!("{matter}/turns"), json!({ "to": "delivery", "reason": "跳过去" })), ["turn-forward"]);
        assert_eq!(refused(site, CONVENOR, &format!("{matter}/ending"), json!({ "state": "declined" })), ["text-missing"]);
        let ended = done(site, CONVENOR, &format!("{matter}/ending"), json!({ "state": "referred", "reason": "转物业处理" }));
        assert_eq!(ended["state"], "referred");
        let street = site.street;
        assert_eq!(site.read(move |r| deliberation::actions::broken_walks(r, street)), Vec::<String>::new());
    });
}

/// Invariant 17, over all roles, verbs and steps of the handbook's table.
#[test]
fn a_verb_is_done_only_where_its_step_lists_it() {
    let table = [
        (MatterStep::Needs, "response concern joining", "response concern joining", "concern_grouping", "concern_judging"),
        (MatterStep::Options, "option", "option", "", "pricing dropping"),
        (MatterStep::Deliberation, "argument", "argument", "", "answer freezing"),
        (MatterStep::Decision, "", "", "", "ballot resolution"),
        (MatterStep::Delivery, "task_done task_blocking task_more_time", "", "", "task task_more_time task_verification task_cancelling"),
        (MatterStep::Evaluation, "rating", "rating", "", "statement"),
    ];
    let all: Vec<&str> = table.iter().flat_map(|t| [t.1, t.2, t.3, t.4]).flat_map(str::split_whitespace).collect();
    for (step, resident, helper, member, keeper) in table {
        for (part, listed) in [(Part::Resident, resident), (Part::Helper, helper), (Part::Member, member), (Part::Keeper, keeper)] {
            for verb in &all {
                assert_eq!(declares(step, part, verb), listed.split_whitespace().any(|v| v == *verb), "{step:?} {part:?} {verb}");
            }
        }
    }
    for track in Track::ALL {
        assert!(!gate(*track, MatterStep::Evaluation, &Records::default()).is_empty(), "no track drops evaluation");
        assert!(gate(*track, MatterStep::Evaluation, &Records::default()).iter().any(|c| !c.met));
    }
}
