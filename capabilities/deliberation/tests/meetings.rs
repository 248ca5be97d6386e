//! Scenes of a convenor's evening: quorum, what may be decided, sealed minutes, the duty.

use crate::common::*;
use serde_json::{Value, json};
use testkit::{As, Face};

/// Scene 2: 15 seats, 13 filled, 9 needed; 8 talk, a ninth decides, and is missed when gone.
#[test]
fn no_quorum_no_decision() {
    testkit::on_both(|site| {
        site.at("2026-11-02T09:00");
        let body = council(site);
        let items = json!([{ "kind": "decide", "title": "通过停车公约", "rule_name": "ordinary" }]);
        let meeting = convened(site, &body, "2026-11-10T19:00", items);
        site.at("2026-11-10T18:55");
        come(site, &meeting, 0, 8);
        site.at("2026-11-10T19:00");
        let open = done(site, CHAIR, &format!("{meeting}/opening"), json!({}));
        let quorum = &open["room"]["quorum"];
        assert_eq!((open["room"]["expected"].as_i64(), quorum["present"].as_i64(), quorum["needed"].as_i64()), (Some(13), Some(8), Some(9)));
        let vote = json!({ "item": 1, "how": "hands", "for": 6, "against": 2, "again_for": 6, "again_against": 2 });
        assert_eq!(refused(site, CHAIR, &format!("{meeting}/results"), vote.clone()), ["no-quorum"]);
        site.at("2026-11-10T19:15");
        come(site, &meeting, 8, 1);
        site.at("2026-11-10T19:20");
        let view = seen(site, TAKER, &meeting);
        assert_eq!(view["quorate"], true);
        let ninth = view["ticks"][8]["there"].clone();
        done(site, TAKER, &format!("{meeting}/departures"), json!({ "attendance": ninth }));
        site.at("2026-11-10T19:21");
        assert_eq!(refused(site, CHAIR, &format!("{meeting}/results"), vote.clone()), ["no-quorum"], "the line dropped");
        come(site, &meeting, 8, 1);
        let differing = json!({ "item": 1, "how": "hands", "for": 6, "against": 2, "again_for": 5, "again_against": 2 });
        assert_eq!(refused(site, CHAIR, &format!("{meeting}/results"), differing), ["tellers-differ"]);
        let decided = done(site, CHAIR, &format!("{meeting}/results"), vote.clone());
        assert_eq!(decided["items"][0]["result"]["verdict"], "adopted");
        assert_eq!(refused(site, CHAIR, &format!("{meeting}/results"), vote), ["decided-already"]);
    });
}

#[test]
fn what_was_not_announced_in_time_is_not_decided() {
    testkit::on_both(|site| {
        site.at("2026-11-02T09:00");
        let body = council(site);
        let late = planned(site, &body, "2026-11-04T19:00");
        let item = |title: &str| json!({ "kind": "decide", "title": title, "rule_name": "ordinary" });
        assert_eq!(refused(site, CHAIR, &format!("{late}/notices"), json!({ "items": [item("一")] })), ["notice-short"]);
        assert_eq!(refused(site, CHAIR, &format!("{late}/notices"), json!({ "agenda": "表决 | 一 | 猜拳", "extraordinary": "电梯停运" })), ["rule-unknown"]);
        let meeting = convened(site, &body, "2026-11-10T19:00", json!([item("一")]));
        site.at("2026-11-09T09:00");
        let change = json!({ "items": [item("一"), item("二")] });
        assert_eq!(refused(site, CHAIR, &format!("{meeting}/notices"), change.clone()), ["say-what-changed"]);
        let mut change = change;
        change["why_changed"] = json!("加一项");
        let view = done(site, CHAIR, &format!("{meeting}/notices"), change);
        assert_eq!((view["items"][0]["decidable"].clone(), view["items"][1]["decidable"].clone()), (json!(true), json!(false)));
        site.at("2026-11-10T19:00");
        come(site, &meeting, 0, 10);
        done(site, CHAIR, &format!("{meeting}/opening"), json!({}));
        let vote = |no: i32| json!({ "item": no, "how": "no_objection", "asked_aloud": true });
        assert_eq!(refused(site, CHAIR, &format!("{meeting}/results"), vote(2)), ["not-announced"]);
        done(site, CHAIR, &format!("{meeting}/results"), vote(1));
        let urgent = |agree: i64, money: i64| json!({ "title": "换锁", "rule_name": "ordinary", "agree": agree, "money": money });
        assert_eq!(refused(site, CHAIR, &format!("{meeting}/items"), urgent(6, 0)), ["urgency-few"]);
        assert_eq!(refused(site, CHAIR, &format!("{meeting}/items"), urgent(9, 200_001)), ["urgency-money"]);
        done(site, CHAIR, &format!("{meeting}/items"), urgent(7, 200_000));
        let view = done(site, CHAIR, &format!("{meeting}/results"), vote(3));
        assert_eq!(view["items"][2]["added"], true);
    });
}

/// Whoever was told of an evening comes then: nobody is called for tonight by a second notice.
#[test]
fn an_earlier_evening_is_told_as_long_before_as_a_first_notice() {
    testkit::on_both(|site| {
        site.at("2026-11-02T09:00");
        let body = council(site);
        let items = json!([{ "kind": "discuss", "title": "停车" }]);
        let meeting = convened(site, &body, "2026-11-12T19:00", items.clone());
        let moved = |from: &str, why: &str| json!({ "items": items, "why_changed": "改时间", "from": format!("{from}:00+08:00"), "extraordinary": why });
        let notices = format!("{meeting}/notices");
        site.at("2026-11-08T09:00");
        assert_eq!(refused(site, CHAIR, &notices, moved("2026-11-08T19:00", "")), ["notice-earlier"]);
        assert_eq!(refused(site, CHAIR, &notices, moved("2026-11-10T19:00", "")), ["notice-earlier"]);
        assert_eq!(refused(site, CHAIR, &notices, moved("2026-11-09T08:00", "要下大雨")), ["notice-day"]);
        let page = site.post(&notices).by(&who(CHAIR)).face(Face::Page).form(&[("agenda", "讨论 | 停车"), ("why_changed", "议事厅停电"), ("from", "2026-11-08T19:00")]).send();
        assert_eq!(page.status, 422);
        let page = page.text();
        assert!(page.contains("也要提前 3 天") && page.contains("议事厅停电") && page.contains("2026-11-08T19:00"), "{page}");
        let from = |view: &Value| text(&view["from"])[..16].to_owned();
        assert_eq!(from(&seen(site, CHAIR, &meeting)), "2026-11-12T19:00", "nothing was moved");
        // Told in time, for a reason in public, or later: it goes out.
        assert_eq!(from(&done(site, CHAIR, &notices, moved("2026-11-11T19:00", ""))), "2026-11-11T19:00");
        assert_eq!(from(&done(site, CHAIR, &notices, moved("2026-11-09T19:00", "要下大雨"))), "2026-11-09T19:00");
        site.at("2026-11-09T18:00");
        assert_eq!(from(&done(site, CHAIR, &notices, moved("2026-11-09T20:00", ""))), "2026-11-09T20:00", "an hour later is no surprise");
        done(site, CHAIR, &notices, json!({ "items": items, "why_changed": "换个屋", "venue": "二楼" }));
        assert_eq!(refused(site, CHAIR, &notices, moved("2026-11-09T19:00", "")), ["notice-earlier"], "and back again is earlier");
    });
}

/// Scene 11 in small: corrections with verdicts, two hands, a chain; a changed byte is found, an erased name is not missed.
#[test]
fn sealed_minutes() {
    testkit::on_both(|site| {
        site.at("2026-10-02T09:00");
        let body = council(site);
        let mut sealed = vec![];
        for (from, signing) in [("2026-10-08T19:00", "2026-10-15T09:00"), ("2026-11-10T19:00", "2026-11-18T09:00")] {
            let meeting = convened(site, &body, from, json!([{ "kind": "discuss", "title": "停车" }]));
            site.at(from);
            come(site, &meeting, 0, 13);
            done(site, CHAIR, &format!("{meeting}/opening"), json!({}));
            site.later(60);
            let closed = done(site, CHAIR, &format!("{meeting}/closure"), json!({}));
            assert_eq!(closed["state"], "closed");
            minuted(site, &meeting, "");
            done(site, TAKER, &format!("{meeting}/minutes/confirmation"), json!({}));
            assert_eq!(says(site, "secretary-b", &format!("{meeting}/minutes/confirmation"), json!({})).status, 404, "was not there");
            done(site, CHAIR, &format!("{meeting}/minutes/amendments"), json!({ "item": 1, "text": "是五个车位" }));
            let view = seen(site, TAKER, &meeting);
            let amendment = text(&view["minutes"]["amendments"][0]["id"]);
            site.at(signing);
            assert_eq!(refused(site, CHAIR, &format!("{meeting}/minutes/seal"), json!({})), ["amendments-open"]);
            let verdict = format!("{meeting}/minutes/amendments/{amendment}/verdict");
            assert_eq!(refused(site, TAKER, &verdict, json!({ "verdict": "declined" })), ["text-missing"], "every verdict has its reason");
            done(site, TAKER, &verdict, json!({ "verdict": "declined", "reason": "录音里是四个" }));
            let one = done(site, CHAIR, &format!("{meeting}/minutes/seal"), json!({}));
            assert_eq!(one["state"], "circulated", "one hand does not seal");
            let two = done(site, TAKER, &format!("{meeting}/minutes/seal"), json!({}));
            assert_eq!((two["state"].clone(), two["minutes"]["amendments"][0]["verdict"].clone()), (json!("sealed"), json!("declined")));
            done(site, CHAIR, &format!("{meeting}/minutes/addenda"), json!({ "text": "第二天补充：车位已划线" }));
            sealed.push(meeting);
        }
        let public = site.get(&sealed[1]).by(&As::Visitor).send().json();
        assert_eq!((public["minutes"]["seal_no"].clone(), public["minutes"]["confirmed"].clone()), (json!(3), json!(1)));
        assert_eq!(broken(site), Vec::<String>::new());
        let account = site.account(CHAIR);
        assert!(site.by_system(move |tx| deliberation::store::forget_name(tx, account)) >= 2);
        assert_eq!(broken(site), Vec::<String>::new(), "an erased name leaves the seal whole");
        site.by_system(|tx| {
            let street = tx.street();
            tx.exec("update meeting_seals set canonical = replace(canonical, '停车', '停電') where street_id = $1 and no = 1", db::args![street])
        });
        assert!(broken(site).iter().any(|b| b.ends_with("(seal 1)")));
    });
}

#[test]
fn one_row_for_each_whatever_the_door() {
    testkit::on_both(|site| {
        site.at("2026-11-02T09:00");
        let body = council(site);
        let meeting = convened(site, &body, "2026-11-10T19:00", json!([{ "kind": "discuss", "title": "停车" }]));
        site.at("2026-11-10T18:50");
        let code = text(&seen(site, CHAIR, &format!("{meeting}/code"))["code"]);
        let there = done(site, CHAIR, &format!("{meeting}/arrival"), json!({ "code": code }));
        assert_eq!(there["there"], true);
        assert_eq!(refused(site, CHAIR, &format!("{meeting}/arrival"), json!({ "code": code })), ["there-already"]);
        done(site, "lin", &format!("{meeting}/arrival"), json!({ "code": code }));
        site.later(2);
        assert_eq!(refused(site, "zhao", &format!("{meeting}/arrival"), json!({ "code": code })), ["room-code-wrong"]);
        let attend = format!("{meeting}/attendance");
        let sheet = json!({ "shown_name": "路过的邻居", "door": "sheet", "sheet_line": 7, "place_name": "ZA-1-1" });
        done(site, TAKER, &attend, sheet.clone());
        assert_eq!(refused(site, TAKER, &attend, sheet), ["sheet-line-taken"]);
        let view = seen(site, TAKER, &meeting);
        assert_eq!(view["room"]["people"], json!([["member", 1], ["resident", 2]]));
        assert!(!site.get(&meeting).send().text().contains("路过的邻居"), "a walk-in's name is nobody's to read");
        assert_eq!(says(site, "handler", &attend, json!({ "shown_name": "某人" })).status, 404);
    });
}

#[test]
fn the_month_is_met_by_a_sealed_meeting() {
    testkit::on_both(|site| {
        site.at("2026-10-02T09:00");
        let body = council(site);
        let month = |n: usize| site.get("/duties?year=2026").send().json()["rows"][0]["cells"][n]["state"].clone();
        assert_eq!((month(8), month(9), month(10)), (json!("missed"), json!("running"), json!("coming")));
        let meeting = convened(site, &body, "2026-10-20T19:00", json!([{ "kind": "discuss", "title": "停车" }]));
        assert_eq!(month(9), "planned");
        site.at("2026-10-20T19:00");
        come(site, &meeting, 0, 10);
        done(site, CHAIR, &format!("{meeting}/opening"), json!({}));
        site.later(60);
        done(site, CHAIR, &format!("{meeting}/closure"), json!({}));
        assert_eq!(month(9), "held");
        minuted(site, &meeting, "2026-11-02T09:00");
        assert_eq!(month(9), "met");
        done(site, "officer", &format!("{body}/excuses"), json!({ "month": 202_609, "reason": "换届" }));
        let view = site.get("/duties?year=2026").send().json();
        assert_eq!((view["rows"][0]["cells"][8]["state"].clone(), view["rate"]["met"].clone(), view["rate"]["excused"].clone()), (json!("excused"), json!(1), json!(1)));
        assert_eq!(view["owed_a_year"], 12);
    });
}

#[test]
fn a_seat_has_one_holder_and_a_person_one_seat() {
    testkit::on_both(|site| {
        site.at("2026-11-02T09:00");
        let body = council(site);
        let seat = |words| refused(site, "officer", &format!("{body}/memberships"), words);
        assert_eq!(seat(json!({ "shown_name": "多一个", "category": "resident", "interests_declared": true })), ["no-seat-free"]);
        assert_eq!(seat(json!({ "shown_name": "又来", "category": "drawn", "login": "building-head", "interests_declared": true })), ["sits-already"]);
        assert_eq!(seat(json!({ "shown_name": "没声明", "category": "drawn" })), ["interests-undeclared"]);
        let view = site.get(&body).send().json();
        assert_eq!((view["seats"].clone(), view["filled"].clone(), view["vacancies"].clone()), (json!(15), json!(13), json!([{ "category": "drawn", "seats": 1 }, { "category": "expert", "seats": 1 }])));
        let seat = text(&view["roster"][0]["id"]);
        done(site, "officer", &format!("/memberships/{seat}/ending"), json!({ "reason": "搬走了" }));
        assert_eq!(site.get(&body).send().json()["filled"], 12);
        assert_eq!(site.get(&format!("{body}/roster?on=2026-11-01")).send().json()["filled"], 0, "before anybody was seated");
        assert_eq!(says(site, "secretary-a", &format!("{body}/memberships"), json!({})).status, 403);
    });
}

/// As somebody types the agenda into the form: the code of its matter last, small letters forgiven.
#[test]
fn an_agenda_line_names_its_matter_and_a_closed_room_still_says_who_was_there() {
    testkit::on_both(|site| {
        site.at("2026-10-05T09:00");
        let body = council(site);
        let words = json!({ "question": "车停哪里？", "topic": "停车", "track": "small", "source": "body", "source_title": "动议" });
        done(site, CONVENOR, &format!("{body}/matters"), words);
        let matter = public(site, "/matters")["matters"][0].clone();
        let code = text(&matter["code"]).to_lowercase();
        let meeting = planned(site, &body, "2026-10-10T19:00");
        assert_eq!(seen(site, CONVENOR, &meeting)["walking"][0]["code"], matter["code"]);
        let notices = format!("{meeting}/notices");
        assert_eq!(refused(site, CONVENOR, &notices, json!({ "agenda": "表决 | 车位 | ordinary | M26-9999-9" })), ["matter-code-unknown"]);
        let view = done(site, CONVENOR, &notices, json!({ "agenda": format!("讨论 | 近况\n表决 | 车位 | ordinary | {code}") }));
        assert_eq!((&view["items"][1]["matter"], &view["items"][1]["rule_name"], &view["items"][0]["matter"]), (&matter["id"], &json!("ordinary"), &Value::Null));
        site.at("2026-10-10T19:00");
        come(site, &meeting, 0, 11);
        done(site, CHAIR, &format!("{meeting}/opening"), json!({}));
        assert_eq!(public(site, &meeting)["walking"], json!([]));
        site.at("2026-10-10T20:00:01.5");
        let closed = done(site, CHAIR, &format!("{meeting}/closure"), json!({}));
        assert_eq!(closed["room"]["quorum"]["present"], 11, "stays are kept to the second, the clock is not");
    });
}
