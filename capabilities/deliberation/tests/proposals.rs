//! Proposals through the JSON interface: put forward, stood behind by every way, answered, left, merged and split.

use crate::common::*;
use serde_json::{Value, json};
use testkit::Site;

/// A building of the grid ZA-1 and one far away.
const HERE: &str = "ZA-1-1";
const ELSEWHERE: &str = "ZB-1-1";

/// A resident signs in and shows at the desk that they live somewhere.
fn resident(site: &Site, name: &str, home: &str) {
    let account = site.account(name);
    let phone = site.by_system(move |tx| identity::open_phone(tx, account, "test")).expect("a number");
    done(site, "clerk", "/residences", json!({ "name": name, "phone": phone, "home": home }));
}

/// A proposal of somebody at a place; the path of its page.
fn proposed(site: &Site, by: &str, title: &str, place: &str) -> String {
    let words = json!({ "title": title, "place_name": place, "text": "每周两晚，在活动室，下班后学点手艺。", "offer": "我来教剪纸", "shown_name": by });
    let form = done(site, by, "/proposals", words);
    format!("/proposals/{}", text(&form["made"]))
}

/// So many people stand behind it, by phone, each of their own building.
fn supported(site: &Site, proposal: &str, prefix: &str, many: usize, home: &str) {
    for n in 0..many {
        done(site, "clerk", &format!("{proposal}/supports"), helped(&format!("{prefix}{n}"), "phone", home));
    }
}

fn helped(name: &str, way: &str, home: &str) -> Value {
    json!({ "way": way, "name": name, "home": home, "confirmed": true })
}

fn counts(view: &Value) -> (i64, i64) {
    (view["inside"].as_i64().expect("a count"), view["outside"].as_i64().expect("a count"))
}

/// What time has done by now.
fn time_passes(site: &Site) -> usize {
    site.by_system(deliberation::actions::pass_proposal_time)
}

fn holds(site: &Site) {
    let street = site.street;
    assert_eq!(site.read(move |r| deliberation::actions::broken_proposals(r, street)), Vec::<String>::new());
}

/// The newest message of a person says this.
fn is_told(site: &Site, who: &str, code: &str) {
    let after = |said: String| said.split_once('：').map(|(_, what)| what.to_owned()).unwrap_or_default();
    let meant = after(messages::Teller::says(&deliberation::Speakers, code, &json!({ "code": "P" }), ui::Lang::Zh));
    let newest = seen(site, who, "/my/messages")["items"][0]["says"].clone();
    assert_eq!(after(text(&newest)), meant, "{who}: {newest}");
}

#[test]
fn who_belongs_somewhere_proposes_there_and_nobody_else() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        council(site);
        let words = json!({ "title": "办夜校", "place_name": "ZA", "text": "学点手艺", "shown_name": "林" });
        assert_eq!(site.post("/proposals").json(&words).send().status, 401);
        assert_eq!(refused(site, "lin", "/proposals", words.clone()), ["residence-missing"]);
        resident(site, "lin", ELSEWHERE);
        assert_eq!(refused(site, "lin", "/proposals", words.clone()), ["not-of-the-place"]);
        resident(site, "lin", HERE);
        let made = done(site, "lin", "/proposals", words);
        let view = seen(site, "zhao", &format!("/proposals/{}", text(&made["made"])));
        assert_eq!((view["threshold"].clone(), view["state"].clone(), view["body_name"].clone()), (json!(50), json!("gathering"), json!("竹一社区协商议事会")));
        let code = text(&view["code"]);
        assert_eq!(deliberation::rules::code_typed(&code), Some(code));
        let bare = refused(site, "lin", "/proposals", json!({ "place_name": "ZA" }));
        assert_eq!(bare, ["text-missing", "text-missing", "text-missing"]);
        let youth = json!({ "title": "电竞角", "place_name": "ZA", "text": "周末开放", "shown_name": "林", "origin": "youth_council" });
        assert_eq!(refused(site, "lin", "/proposals", youth), ["not-of-the-young"]);
        for (place, threshold) in [(HERE, 5), ("ZA-1", 20), ("Z", 200)] {
            let path = proposed(site, "lin", "夜间照明", place);
            assert_eq!(seen(site, "lin", &path)["threshold"], threshold, "{place}");
        }
        // Staff write for somebody who asked, and only for people of their own place.
        assert_eq!(says(site, "lin", "/proposals", json!({ "title": "x", "place_name": "ZA", "text": "x", "shown_name": "x", "way": "desk", "name": "王", "home": HERE })).status, 403);
        let for_other = json!({ "title": "加扶手", "place_name": HERE, "text": "楼梯口加扶手", "shown_name": "王阿姨", "way": "phone", "name": "王阿姨", "home": HERE, "confirmed": true });
        assert_eq!(refused(site, "secretary-b", "/proposals", for_other.clone()), ["home-elsewhere"]);
        done(site, "grid-worker", "/proposals", for_other);
        holds(site);
    });
}

/// Night school: 41 web, 15 paper, 11 desk, 3 of them twice → 64; answered in time, and it is a matter.
#[test]
fn a_night_school_is_stood_behind_by_every_way_and_becomes_a_matter() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        council(site);
        resident(site, "lin", HERE);
        let proposal = proposed(site, "lin", "办一所夜校", "ZA");
        let supports = format!("{proposal}/supports");
        for n in 0..41 {
            let name = format!("web{n}");
            resident(site, &name, HERE);
            done(site, &name, &supports, json!({}));
        }
        assert_eq!(refused(site, "web0", &supports, json!({})), ["supported-already"], "once a person");
        // Eleven at the desk, one of whom stood behind it on the web.
        for n in 0..10 {
            done(site, "clerk", &supports, helped(&format!("desk{n}"), "desk", HERE));
        }
        assert_eq!(counts(&seen(site, "lin", &proposal)), (51, 0));
        let again = refused(site, "clerk", &supports, helped("web1", "desk", HERE));
        assert_eq!(again, ["supported-already"], "the same name in the same building is the same person");
        // Fifteen lines of a sheet, two of whom stood behind it before: read by one, then by another.
        for (reader, reads) in [("clerk", 0), ("clerk-2", 13)] {
            for n in 0..13 {
                done(site, reader, &supports, helped(&format!("paper{n}"), "paper", HERE));
            }
            for name in ["web2", "desk3"] {
                assert_eq!(refused(site, reader, &supports, helped(name, "paper", HERE)), ["supported-already"]);
            }
            assert_eq!(counts(&seen(site, "lin", &proposal)).0, 51 + reads);
        }
        let reached = seen(site, "lin", &proposal);
        assert_eq!((counts(&reached), reached["state"].clone()), ((64, 0), json!("reached")));
        is_told(site, "lin", "proposal-reached");
        is_told(site, CHAIR, "proposal-owed");
        // 30 working days from Monday 12 October are Monday 23 November.
        assert_eq!(&text(&reached["owed"]["answer_due"])[..10], "2026-11-23", "by the end of work");
        assert_eq!(&text(&reached["owed"]["first_due"])[..10], "2026-10-19");
        assert_eq!(says(site, "lin", &format!("{proposal}/answer"), json!({ "verdict": "matter" })).status, 403);
        site.at("2026-10-14T10:00");
        done(site, CONVENOR, &format!("{proposal}/first-word"), json!({ "text": "看到了，十一月例会上议。" }));
        assert_eq!(refused(site, CONVENOR, &format!("{proposal}/first-word"), json!({ "text": "再说一次" })), ["first-word-said"]);
        site.at("2026-11-11T10:00");
        assert_eq!(refused(site, CHAIR, &format!("{proposal}/answer"), json!({})), ["text-missing", "verdict-missing"]);
        let bare = refused(site, CHAIR, &format!("{proposal}/answer"), json!({ "verdict": "matter", "reason": "大家都想学" }));
        assert_eq!(bare, ["text-missing", "text-missing"], "a matter needs its question and topic");
        let answer = json!({ "verdict": "matter", "reason": "大家都想学", "question": "夜校办在哪里，谁来教？", "topic": "公共空间" });
        let view = done(site, CHAIR, &format!("{proposal}/answer"), answer.clone());
        assert_eq!((view["state"].clone(), view["answer"]["late"].clone()), (json!("answered"), json!(false)));
        let matter = seen(site, "lin", &format!("/matters/{}", text(&view["answer"]["matter"])));
        let source = &matter["sources"][0];
        assert_eq!((source["kind"].clone(), source["people"].clone(), source["path"].clone()), (json!("proposal"), json!(64), json!(proposal)));
        is_told(site, "web40", "proposal-answered");
        assert_eq!(refused(site, CHAIR, &format!("{proposal}/answer"), answer), ["nothing-owed"]);
        assert_eq!(refused(site, "web0", &format!("{supports}/withdrawal"), json!({})), ["proposal-over"]);
        holds(site);
    });
}

#[test]
fn supports_from_elsewhere_stand_apart_and_what_was_reached_stays_reached() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        council(site);
        resident(site, "lin", HERE);
        resident(site, "zhao", HERE);
        let proposal = proposed(site, "lin", "楼道加灯", HERE);
        supported(site, &proposal, "近", 4, HERE);
        supported(site, &proposal, "远", 3, ELSEWHERE);
        let view = seen(site, "lin", &proposal);
        assert_eq!((counts(&view), view["state"].clone(), view["owed"].clone()), ((4, 3), json!("gathering"), Value::Null));
        done(site, "zhao", &format!("{proposal}/supports"), json!({}));
        let due = seen(site, "lin", &proposal)["owed"]["answer_due"].clone();
        site.later(60 * 24);
        done(site, "zhao", &format!("{proposal}/supports/withdrawal"), json!({}));
        let view = seen(site, "lin", &proposal);
        assert_eq!((counts(&view).0, view["state"].clone(), view["owed"]["answer_due"].clone()), (4, json!("reached"), due.clone()));
        assert_eq!(refused(site, "zhao", &format!("{proposal}/supports/withdrawal"), json!({})), ["not-supported"]);
        done(site, "zhao", &format!("{proposal}/supports"), json!({}));
        assert_eq!(seen(site, "lin", &proposal)["owed"]["answer_due"], due, "one clock, never set again");
        holds(site);
    });
}

#[test]
fn a_paper_line_counts_when_two_have_read_it_and_a_number_later_is_the_same_person() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        council(site);
        resident(site, "lin", HERE);
        let proposal = proposed(site, "lin", "楼道加灯", "ZA-1");
        let supports = format!("{proposal}/supports");
        let line = helped("陈伯", "paper", HERE);
        assert_eq!(counts(&done(site, "clerk", &supports, line.clone())), (0, 0));
        assert_eq!(refused(site, "clerk", &supports, line.clone()), ["read-by-another"]);
        assert_eq!(counts(&done(site, "clerk-2", &supports, line)), (1, 0));
        let with_number = json!({ "way": "phone", "name": "陈伯", "phone": "13700000001", "home": HERE });
        done(site, "clerk", "/residences", json!({ "name": "陈伯", "phone": "137 0000 0001", "home": HERE, "tie": "owns" }));
        assert_eq!(refused(site, "clerk", &supports, with_number), ["supported-already"], "the number is his, and he has signed");
        let other = json!({ "way": "phone", "name": "陈伯", "phone": "13700000002", "home": HERE });
        assert_eq!(refused(site, "clerk", &supports, other.clone()), ["residence-missing"], "another of the same name, not known here");
        let mut confirmed = other;
        confirmed["confirmed"] = json!(true);
        assert_eq!(counts(&done(site, "clerk", &supports, confirmed)), (2, 0));
        assert_eq!(refused(site, "clerk", &supports, helped("陈伯", "desk", HERE)), ["phone-needed"]);
        assert_eq!(refused(site, "clerk", &supports, json!({ "way": "desk", "name": "", "home": "ZA" })), ["text-missing", "home-missing"]);
        assert_eq!(refused(site, "clerk", &supports, json!({ "way": "desk", "name": "甲", "phone": "12", "home": HERE })), ["phone-wrong"]);
        holds(site);
    });
}

#[test]
fn an_edit_is_a_version_once_somebody_stands_behind_it_and_one_that_matters_is_told() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        council(site);
        resident(site, "lin", HERE);
        resident(site, "zhao", HERE);
        let proposal = proposed(site, "lin", "办一所夜校", "ZA");
        let versions = format!("{proposal}/versions");
        let free = done(site, "lin", &versions, json!({ "title": "办一所夜校", "text": "每周两晚，免费。", "material": true }));
        assert_eq!((free["version"].clone(), free["versions"].clone()), (json!(1), json!([])), "free before the first support");
        done(site, "zhao", &format!("{proposal}/supports"), json!({}));
        supported(site, &proposal, "邻居", 2, HERE);
        assert_eq!(says(site, "zhao", &versions, json!({ "title": "改", "text": "改" })).status, 403);
        let small = done(site, "lin", &versions, json!({ "title": "办一所夜校", "text": "每周两晚，免费，自带本子。" }));
        assert_eq!((small["version"].clone(), small["material_until"].clone()), (json!(2), Value::Null));
        assert_eq!(refused(site, "lin", &versions, json!({ "title": "办一所夜校", "text": "每周两晚，免费，自带本子。" })), ["nothing-changed"]);
        let big = done(site, "lin", &versions, json!({ "title": "办一所夜校", "text": "每周两晚，收费五十元，自带本子。", "material": true }));
        assert_eq!((big["version"].clone(), counts(&big), big["confirmed"].clone()), (json!(3), (3, 0), json!(0)), "supports stand");
        let pieces = big["versions"][0]["pieces"].as_array().expect("a comparison").clone();
        let of = |change: &str| pieces.iter().filter(|p| p["change"] == change).map(|p| text(&p["text"])).collect::<String>();
        assert_eq!((of("gone"), of("new")), ("免费，".to_owned(), "收费五十元，".to_owned()));
        is_told(site, "zhao", "proposal-changed");
        let view = done(site, "zhao", &format!("{proposal}/supports/confirmation"), json!({}));
        assert_eq!((view["confirmed"].clone(), view["mine"]["newest"].clone()), (json!(1), json!(true)));
        assert_eq!(refused(site, "zhao", &format!("{proposal}/supports/confirmation"), json!({})), ["nothing-to-confirm"]);
        // The author says it is nothing; somebody of the place rules that it matters.
        done(site, "lin", &versions, json!({ "title": "办一所夜校", "text": "每周四晚，收费五十元，自带本子。" }));
        assert_eq!(says(site, "lin", &format!("{versions}/ruling"), json!({})).status, 403);
        let ruled = done(site, CONVENOR, &format!("{versions}/ruling"), json!({}));
        assert_eq!(ruled["versions"][0]["material"], true);
        assert_eq!(refused(site, CONVENOR, &format!("{versions}/ruling"), json!({})), ["nothing-to-rule"]);
        assert!(seen(site, "zhao", &proposal)["material_until"].is_string());
        site.later(60 * 24 * 8);
        assert_eq!(seen(site, "zhao", &proposal)["material_until"], Value::Null);
        holds(site);
    });
}

#[test]
fn an_author_shows_only_after_consenting() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        council(site);
        resident(site, "lin", HERE);
        let proposal = proposed(site, "lin", "办一所夜校", "ZA");
        let mine = done(site, "lin", &format!("{proposal}/authors"), json!({ "shown_name": "赵师傅" }));
        let code = text(&mine["authors"][1]["invitation"]);
        assert_eq!(code.len(), 6);
        let theirs = seen(site, "zhao", &proposal);
        assert_eq!(theirs["authors"].as_array().map(Vec::len), Some(1), "not before consent: {theirs}");
        assert!(!theirs.to_string().contains(&code));
        let wrong = if code == "000000" { "000001" } else { "000000" };
        assert_eq!(refused(site, "zhao", &format!("{proposal}/authors/consent"), json!({ "invitation": wrong })), ["invitation-unknown"]);
        done(site, "zhao", &format!("{proposal}/authors/consent"), json!({ "invitation": code }));
        assert_eq!(seen(site, "clerk", &proposal)["authors"][1]["name"], "赵师傅");
        assert_eq!(refused(site, "zhao", &format!("{proposal}/authors/consent"), json!({ "invitation": code })), ["author-already"]);
    });
}

#[test]
fn an_answer_is_one_of_four_and_a_late_one_is_urged_then_supervised() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        let body = council(site);
        resident(site, "lin", HERE);
        let proposal = proposed(site, "lin", "楼道加灯", HERE);
        supported(site, &proposal, "邻居", 5, HERE);
        let answer = format!("{proposal}/answer");
        assert_eq!(seen(site, "lin", "/overdue")["bodies"], json!([]));
        site.at("2026-10-20T09:00");
        let late = seen(site, "lin", "/overdue");
        assert_eq!((late["bodies"][0]["name"].clone(), late["bodies"][0]["late"][0]["first_word"].clone()), (json!("竹一社区协商议事会"), json!(true)));
        assert_eq!(time_passes(site), 0);
        site.at("2026-11-24T09:00");
        assert_eq!(time_passes(site), 1);
        is_told(site, CHAIR, "proposal-late");
        assert_eq!(time_passes(site), 0, "urged once");
        site.at("2026-12-02T09:00");
        assert_eq!(time_passes(site), 1);
        is_told(site, "officer", "proposal-supervised");
        let line = seen(site, "lin", "/overdue")["bodies"][0]["late"][0].clone();
        assert!(line["first_word"] == false && line["days_late"].as_i64() >= Some(8) && line["supervised_at"].is_string(), "{line}");
        assert!(seen(site, "lin", &proposal)["owed"]["urged_at"].is_string());
        assert_eq!(refused(site, CHAIR, &answer, json!({ "verdict": "declined", "reason": "电费没有出处" })), ["text-missing"]);
        assert_eq!(refused(site, CHAIR, &answer, json!({ "verdict": "referred", "reason": "归物业" })), ["text-missing"]);
        let declined = done(site, CHAIR, &answer, json!({ "verdict": "declined", "reason": "电费没有出处", "would_change": "有人承担电费时" }));
        assert_eq!((declined["answer"]["late"].clone(), declined["answer"]["would_change"].clone()), (json!(true), json!("有人承担电费时")));
        assert_eq!(seen(site, "lin", "/overdue")["bodies"], json!([]));
        for verdict in ["done", "referred"] {
            let other = proposed(site, "lin", "楼道加灯", HERE);
            supported(site, &other, "邻居", 5, HERE);
            let view = done(site, CONVENOR, &format!("{other}/answer"), json!({ "verdict": verdict, "reason": "见链接", "link": "物业公司" }));
            assert_eq!(view["answer"]["link"], "物业公司");
        }
        let of_body = seen(site, "lin", &format!("/proposals?body={}", body.trim_start_matches("/bodies/")));
        assert_eq!(of_body["proposals"].as_array().map(Vec::len), Some(3));
        holds(site);
    });
}

#[test]
fn below_the_threshold_it_lapses_after_a_word_and_may_still_be_taken_up() {
    testkit::on_both(|site| {
        site.at("2026-03-02T09:00");
        council(site);
        resident(site, "lin", HERE);
        let proposal = proposed(site, "lin", "办一所夜校", "ZA");
        supported(site, &proposal, "邻居", 3, HERE);
        site.at("2026-07-29T09:00");
        assert_eq!(time_passes(site), 0);
        site.at("2026-07-30T10:00");
        assert_eq!((time_passes(site), time_passes(site)), (1, 0));
        is_told(site, "lin", "proposal-lapses-soon");
        site.at("2026-08-29T10:00");
        assert_eq!((time_passes(site), time_passes(site)), (1, 0));
        assert_eq!(seen(site, "lin", &proposal)["state"], "lapsed");
        is_told(site, "lin", "proposal-lapsed");
        assert_eq!(refused(site, "lin", &format!("{proposal}/supports"), json!({})), ["proposal-over"]);
        let answer = format!("{proposal}/answer");
        assert_eq!(refused(site, CHAIR, &answer, json!({ "verdict": "declined", "reason": "不", "would_change": "不" })), ["nothing-owed"]);
        done(site, CHAIR, &answer, json!({ "verdict": "matter", "reason": "值得一议", "question": "夜校怎么办？", "topic": "夜校" }));
        holds(site);
    });
}

#[test]
fn what_an_author_leaves_above_the_threshold_is_offered_to_others() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        council(site);
        resident(site, "lin", HERE);
        resident(site, "zhao", HERE);
        let small = proposed(site, "lin", "办一所夜校", "ZA");
        assert_eq!(done(site, "lin", &format!("{small}/withdrawal"), json!({}))["state"], "withdrawn", "alone and below the threshold");
        // With another author it ends when they agree.
        let shared = proposed(site, "lin", "种一棵树", "ZA");
        let code = text(&done(site, "lin", &format!("{shared}/authors"), json!({ "shown_name": "赵" }))["authors"][1]["invitation"]);
        done(site, "zhao", &format!("{shared}/authors/consent"), json!({ "invitation": code }));
        assert_eq!(done(site, "lin", &format!("{shared}/withdrawal"), json!({}))["state"], "gathering");
        assert_eq!(done(site, "zhao", &format!("{shared}/withdrawal/consent"), json!({}))["state"], "withdrawn");
        // Above it: supporters may take over, and the answer's clock runs on.
        let proposal = proposed(site, "lin", "楼道加灯", HERE);
        done(site, "zhao", &format!("{proposal}/supports"), json!({}));
        supported(site, &proposal, "邻居", 4, HERE);
        let due = seen(site, "lin", &proposal)["owed"]["answer_due"].clone();
        assert_eq!(done(site, "lin", &format!("{proposal}/withdrawal"), json!({}))["state"], "reached");
        is_told(site, "zhao", "proposal-offered");
        assert_eq!(refused(site, "lin", &format!("{proposal}/adoption"), json!({ "shown_name": "林" })), ["not-to-adopt"]);
        site.later(60 * 24 * 13);
        assert_eq!(time_passes(site), 0);
        let adopted = done(site, "zhao", &format!("{proposal}/adoption"), json!({ "shown_name": "赵" }));
        assert_eq!((adopted["leaving_until"].clone(), adopted["owed"]["answer_due"].clone()), (Value::Null, due));
        assert_eq!(says(site, "lin", &format!("{proposal}/withdrawal"), json!({})).status, 403, "it is another's now");
        // Nobody takes over: it ends after fourteen days, and not a day before.
        done(site, "zhao", &format!("{proposal}/withdrawal"), json!({}));
        site.later(60 * 24 * 14 - 1);
        assert_eq!(time_passes(site), 0);
        site.later(1);
        assert_eq!(time_passes(site), 1);
        assert_eq!(seen(site, "lin", &proposal)["state"], "withdrawn");
        holds(site);
    });
}

/// Micro-gardens: 38 and 31 with 9 in common are 60; the earlier clock runs on; split, each has its own again.
#[test]
fn micro_gardens_are_merged_and_taken_apart_again() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        council(site);
        resident(site, "lin", HERE);
        resident(site, "zhao", HERE);
        let first = proposed(site, "lin", "楼前微花园", "ZA-1");
        supported(site, &first, "甲", 29, HERE);
        supported(site, &first, "同", 9, HERE);
        let early = seen(site, "lin", &first)["owed"]["answer_due"].clone();
        site.at("2026-10-14T09:00");
        let second = proposed(site, "zhao", "花园一起种", "ZA-1");
        supported(site, &second, "乙", 22, HERE);
        supported(site, &second, "同", 9, HERE);
        let late = seen(site, "zhao", &second)["owed"]["answer_due"].clone();
        assert!(text(&early) < text(&late));
        let code = |path: &str| text(&seen(site, "lin", path)["code"]);
        let (mine, theirs) = (code(&first), code(&second));
        let merger = format!("{first}/merger");
        assert_eq!(refused(site, "lin", &merger, json!({ "into": "P26-9999-1" })), ["code-unknown"]);
        assert_eq!(refused(site, "lin", &merger, json!({ "into": mine })), ["merger-itself"]);
        assert_eq!(says(site, "zhao", &merger, json!({ "into": theirs })).status, 403);
        done(site, "lin", &merger, json!({ "into": theirs.to_lowercase().replace('-', " ") }));
        assert_eq!(refused(site, "lin", &merger, json!({ "into": theirs })), ["merger-asked"]);
        is_told(site, "zhao", "proposal-merger-asked");
        // The body decides only after ten days of silence, with a reason.
        assert_eq!(refused(site, CONVENOR, &format!("{merger}/decision"), json!({ "reason": "同一件事" })), ["silence-first"]);
        assert_eq!(says(site, "lin", &format!("{merger}/agreement"), json!({})).status, 403, "whoever asked does not agree for the other");
        let gone = done(site, "zhao", &format!("{merger}/agreement"), json!({}));
        assert_eq!((gone["state"].clone(), gone["merged_into"]["code"].clone(), counts(&gone)), (json!("merged"), json!(theirs), (38, 0)));
        let kept = seen(site, "clerk", &second);
        assert_eq!((counts(&kept), kept["owed"]["answer_due"].clone(), kept["merged_from"][0]["code"].clone()), ((60, 0), early.clone(), json!(mine)));
        assert_eq!(kept["authors"].as_array().map(Vec::len), Some(2), "all authors are kept");
        assert_eq!(refused(site, "lin", &format!("{first}/supports"), json!({})), ["proposal-merged"]);
        site.at("2026-10-16T09:00");
        supported(site, &second, "新", 3, HERE);
        resident(site, "sun", HERE);
        done(site, "sun", &format!("{second}/supports"), json!({}));
        assert_eq!(counts(&seen(site, "lin", &second)), (64, 0));
        assert_eq!(refused(site, "zhao", &format!("{first}/split"), json!({})), ["text-missing"]);
        let apart = done(site, "zhao", &format!("{first}/split"), json!({ "reason": "两处地方" }));
        assert_eq!((counts(&apart), apart["state"].clone(), apart["owed"]["answer_due"].clone()), ((38, 0), json!("reached"), early.clone()));
        let other = seen(site, "zhao", &second);
        assert_eq!((counts(&other), other["owed"]["answer_due"].clone()), ((35, 0), early), "31 and the 4 who joined since; no clock moves back");
        is_told(site, "sun", "proposal-split-choose");
        // Asked again, and nobody answers: the body decides.
        done(site, "lin", &merger, json!({ "into": theirs }));
        site.at("2026-10-26T09:00");
        assert_eq!(refused(site, CONVENOR, &format!("{merger}/decision"), json!({})), ["text-missing"]);
        done(site, CONVENOR, &format!("{merger}/decision"), json!({ "reason": "同一块绿地" }));
        assert_eq!(counts(&seen(site, "zhao", &second)), (64, 0));
        holds(site);
    });
}

#[test]
fn writing_one_shows_what_is_like_it_and_every_page_opens() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        council(site);
        resident(site, "lin", HERE);
        let proposal = proposed(site, "lin", "在活动室办夜校", "ZA");
        let form = seen(site, "zhao", "/proposals/new?title=%E7%A4%BE%E5%8C%BA%E5%A4%9C%E6%A0%A1&place_name=ZA");
        assert_eq!((form["second"].clone(), form["threshold"].clone(), form["alike"][0]["path"].clone()), (json!(true), json!(50), json!(proposal)));
        let unknown = seen(site, "zhao", "/proposals/new?title=x&place_name=%E4%B8%8D%E7%9F%A5");
        assert_eq!((unknown["second"].clone(), unknown["problems"][0]["code"].clone()), (json!(false), json!("place-unknown")));
        supported(site, &proposal, "邻居", 50, HERE);
        site.at("2027-01-11T09:00");
        for path in ["/proposals", "/proposals?state=reached", "/proposals/new", "/proposals/new?title=x&place_name=ZA", proposal.as_str(), "/overdue"] {
            for who in ["lin", CONVENOR, "clerk", "zhao"] {
                let page = site.get(path).by(&crate::common::who(who)).face(testkit::Face::Page).send();
                assert_eq!(page.status, 200, "{path} for {who}: {}", page.text());
            }
            assert_eq!(site.get(path).send().status, 200, "{path} for everybody");
        }
        let anonymous = site.get(&proposal).send().text();
        assert!(!anonymous.contains("邻居0"), "nobody sees who stands behind it");
        assert_eq!(site.get("/residences/new").by(&crate::common::who("clerk")).send().status, 200);
        assert_eq!(site.get("/residences/new").by(&crate::common::who("lin")).send().status, 404);
        assert_eq!(says(site, "lin", "/residences", json!({ "name": "林", "home": HERE })).status, 404);
    });
}

#[test]
fn whoever_goes_takes_their_name_along_and_the_count_stays() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        council(site);
        resident(site, "lin", HERE);
        resident(site, "zhao", HERE);
        let proposal = proposed(site, "lin", "楼道加灯", HERE);
        for who in ["lin", "zhao"] {
            done(site, who, &format!("{proposal}/supports"), json!({}));
        }
        let data = site.post("/account/data").by(&crate::common::who("zhao")).json(&json!({})).send().json();
        assert_eq!(data["kept"][0]["number"], seen(site, "zhao", &proposal)["code"], "{data}");
        assert!(site.post("/account/erasure").by(&crate::common::who("lin")).json(&json!({ "sure": true })).send().status.is_success());
        let left = seen(site, "zhao", &proposal);
        assert_eq!((left["authors"][0]["name"].clone(), counts(&left)), (json!("已注销"), (2, 0)));
        let account = site.account("lin");
        let street = site.street;
        let ties = site.read(move |r| {
            let gone: Option<i64> = r.opt("select 1 from residences a join accounts b on b.person_id = a.person_id where a.street_id = $1 and b.id = $2", db::args![street, account])?;
            Ok(gone)
        });
        assert_eq!(ties, None, "where they lived goes with them");
        holds(site);
    });
}
