//! The time of a step: more of it once, by another hand; a matter with which nobody goes on lapses; invitations are not guessed.

use crate::common::*;
use deliberation::actions::{lapse_matters, urge_late_steps};
use serde_json::{Value, json};
use testkit::Site;

fn opened(site: &Site, body: &str) -> String {
    let words = json!({ "question": "单元门口的车停哪里？", "topic": "停车", "track": "small", "place_name": "ZA-1", "source": "body", "source_title": "议事会动议" });
    done(site, CONVENOR, &format!("{body}/matters"), words);
    format!("/matters/{}", text(&site.get("/matters").send().json()["matters"][0]["id"]))
}

fn due(view: &Value) -> String {
    text(&view["due"])[..10].to_owned()
}

#[test]
fn a_step_is_given_more_time_once_by_another_hand() {
    testkit::on_both(|site| {
        site.at("2026-10-01T09:00");
        let body = council(site);
        let matter = opened(site, &body);
        let extension = format!("{matter}/extension");
        let words = |days: i64, reason: &str| json!({ "days": days, "reason": reason });
        assert_eq!(says(site, "lin", &extension, words(5, "国庆人少")).status, 403);
        assert_eq!(refused(site, CONVENOR, &extension, words(5, "国庆人少")), ["extended-by-another"]);
        assert_eq!(refused(site, CHAIR, &extension, words(0, " ")), ["text-missing", "extension-days"]);
        assert_eq!(refused(site, CHAIR, &extension, words(15, "国庆人少")), ["extension-days"], "no longer than the step itself");
        let was = due(&seen(site, CHAIR, &matter));
        let view = done(site, CHAIR, &extension, words(5, "国庆人少"));
        assert_eq!((was.as_str(), due(&view).as_str()), ("2026-10-15", "2026-10-20"));
        assert_eq!((view["extended"]["reason"].clone(), text(&view["extended"]["was_due"])[..10].to_owned()), (json!("国庆人少"), was));
        assert_eq!(refused(site, "officer", &extension, words(3, "再等等")), ["extended-already"]);
        let page = site.get(&matter).face(testkit::Face::Page).send().text();
        assert!(page.contains("国庆人少") && page.contains("已延期"), "everybody reads why");
        // A late step needs enough days to stand in time again; the next stay has a time of its own.
        let other = opened(site, &body);
        site.at("2026-10-20T09:00");
        assert_eq!(refused(site, CHAIR, &format!("{other}/extension"), words(2, "再等等")), ["extension-short"]);
        let late = |site: &Site| site.get("/overdue").send().json()["matters"].as_array().map_or(0, Vec::len);
        assert_eq!(late(site), 1);
        done(site, CHAIR, &format!("{other}/extension"), words(10, "再等等"));
        assert_eq!(late(site), 0);
        done(site, "officer", &format!("{matter}/passages"), json!({ "overriding": "问够了" }));
        let view = seen(site, CHAIR, &matter);
        assert_eq!((view["extended"].clone(), view["walk"][0]["extended"]["days"].clone()), (Value::Null, json!(5)));
        done(site, CHAIR, &extension, words(3, "再等等"));
    });
}

#[test]
fn what_nobody_goes_on_with_lapses_after_two_urgings_and_120_days() {
    testkit::on_both(|site| {
        site.at("2026-05-04T09:00");
        let body = council(site);
        let (matter, busy) = (opened(site, &body), opened(site, &body));
        done(site, "lin", &format!("{matter}/responses"), json!({ "text": "晚上没处停", "place_name": "ZA-1-1" }));
        let state = |path: &str| text(&seen(site, "lin", path)["state"]);
        site.at("2026-06-01T09:00");
        assert!(site.by_system(urge_late_steps) > 0);
        site.at("2026-09-02T09:00");
        assert_eq!(site.by_system(lapse_matters), 0, "urged once only");
        assert!(site.by_system(urge_late_steps) > 0);
        done(site, "lin", &format!("{busy}/responses"), json!({ "text": "晚上没处停", "place_name": "ZA-1-1" }));
        assert_eq!(site.by_system(lapse_matters), 1);
        assert_eq!((state(&matter), state(&busy)), ("lapsed".into(), "walking".into()));
        assert_eq!(site.by_system(lapse_matters), 0);
        let view = seen(site, "lin", &matter);
        assert_eq!((view["ended_why"].clone(), view["walk"][0]["how"].clone()), (json!("no_act"), json!("ended")));
        assert!(site.get(&matter).face(testkit::Face::Page).send().text().contains("按规则终止"));
        let newest = text(&seen(site, "lin", "/my/messages")["items"][0]["says"]);
        assert!(newest.contains("已经终止"), "whoever took part is told: {newest}");
        let by: Vec<String> = site.read(|r| r.all("select actor_kind from events where name = 'deliberation.matter_ended'", &[]));
        assert_eq!(by, ["system"]);
        assert_eq!(refused(site, "lin", &format!("{matter}/concerns"), json!({ "text": "还是没处停" })), ["matter-ended"]);
        // 120 days after the last act of the other, not before.
        site.at("2026-12-30T09:00");
        site.by_system(urge_late_steps);
        assert_eq!(site.by_system(lapse_matters), 0);
        site.at("2026-12-31T09:00");
        assert_eq!(site.by_system(lapse_matters), 1);
        let street = site.street;
        assert_eq!(site.read(move |r| deliberation::actions::broken_walks(r, street)), Vec::<String>::new());
    });
}

#[test]
fn invitations_are_not_guessed() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        council(site);
        let account = site.account("lin");
        let phone = site.by_system(move |tx| identity::open_phone(tx, account, "test")).expect("a number");
        done(site, "clerk", "/residences", json!({ "name": "lin", "phone": phone, "home": "ZA-1-1" }));
        let form = done(site, "lin", "/proposals", json!({ "title": "办夜校", "place_name": "ZA-1", "text": "学点手艺", "shown_name": "林" }));
        let proposal = format!("/proposals/{}", text(&form["made"]));
        let view = done(site, "lin", &format!("{proposal}/authors"), json!({ "shown_name": "赵" }));
        let code = text(&view["authors"][1]["invitation"]);
        let consent = format!("{proposal}/authors/consent");
        let wrong = if code == "000000" { "111111" } else { "000000" };
        for _ in 0..deliberation::rules::INVITATION_TRIES {
            assert_eq!(refused(site, "zhao", &consent, json!({ "invitation": wrong })), ["invitation-unknown"]);
        }
        assert_eq!(refused(site, "zhao", &consent, json!({ "invitation": code })), ["invitation-tries"], "not even the right one");
        site.at("2026-10-13T09:00");
        done(site, "zhao", &consent, json!({ "invitation": code }));
        site.account("qian");
        assert_eq!(refused(site, "qian", &consent, json!({ "invitation": code })), ["invitation-unknown"], "it works once");
    });
}
