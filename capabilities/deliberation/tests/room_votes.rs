//! Votes by raised hands in a meeting, members who step aside, and agreement with its reasons.

use crate::common::ballots::*;
use crate::common::*;
use serde_json::{Value, json};
use testkit::{As, Face, Site};

/// A matter to decide, and a meeting of 10 October with it on the agenda: matter, meeting.
fn on_the_agenda(site: &Site) -> (String, String) {
    site.at("2026-10-01T09:00");
    let body = council(site);
    let (matter, _) = to_decide(site, &body, &[("划线停车", 1_000)]);
    let id = matter.trim_start_matches("/matters/");
    let items = json!([{ "kind": "decide", "title": "划线停车", "matter": id, "rule_name": "ordinary" }]);
    let meeting = convened(site, &body, "2026-10-10T19:00", items);
    (matter, meeting)
}

fn hands(yes: i64, against: i64, abstain: i64) -> Value {
    json!({ "for": yes, "against": against, "abstain": abstain })
}

fn item(meeting: &str, no: i32) -> String {
    format!("{}/{no}", meeting.trim_start_matches("/meetings/"))
}

/// Called with a quorum, counted by two who have to agree, minuted under the ballot's own id, and a resolution stands on it
/// once nobody challenged it.
#[test]
fn hands_are_counted_by_two() {
    testkit::on_both(|site| {
        let (matter, meeting) = on_the_agenda(site);
        let draft = |words: Value| refused(site, CONVENOR, &format!("{matter}/ballots"), words);
        assert_eq!(draft(json!({ "method": "hands", "scope": "到会的" })), ["meeting-item-missing"]);
        assert_eq!(draft(json!({ "method": "hands", "scope": "到会的", "meeting_item": item(&meeting, 7) })), ["item-unknown"]);
        let offered = seen(site, CONVENOR, &format!("{matter}/ballots"))["items"].clone();
        assert_eq!(offered[0][0], json!(item(&meeting, 1)));
        let ballot = drafted(site, &matter, json!({ "method": "hands", "meeting_item": item(&meeting, 1), "bar": ">=9/10" }));
        let to = |verb: &str| format!("{ballot}/{verb}");
        let view = seen(site, CONVENOR, &ballot);
        assert_eq!((view["rule"]["legs"][0]["bar"].clone(), view["rule"]["legs"][0]["base"].clone()), (json!({ "num": 1, "den": 2, "strict": true }), json!("present")), "the rule is the notice's, not the desk's");
        assert_eq!(view["rule"]["doors"], json!(["room"]));
        site.at("2026-10-10T18:55");
        come(site, &meeting, 0, 8);
        assert_eq!(refused(site, CHAIR, &to("calling"), json!({})), ["not-open"]);
        site.at("2026-10-10T19:00");
        done(site, CHAIR, &format!("{meeting}/opening"), json!({}));
        assert_eq!(refused(site, CHAIR, &to("calling"), json!({})), ["no-quorum"], "8 of 9");
        assert_eq!(says(site, "lin", &to("calling"), json!({})).status, 403);
        assert_eq!(refused(site, CHAIR, &to("hands"), hands(5, 2, 1)), ["vote-not-called"]);
        site.later(5);
        come(site, &meeting, 8, 2);
        let open = done(site, CHAIR, &to("calling"), json!({}));
        assert_eq!((open["state"].clone(), open["electors"].clone(), open["hands"]["needed"].clone()), (json!("open"), json!(10), json!(9)));
        // Two tellers, apart from each other.
        assert_eq!(refused(site, CHAIR, &to("hands"), hands(8, 2, 1)), ["more-than-present"]);
        let once = done(site, CHAIR, &to("hands"), hands(7, 2, 1));
        assert_eq!((once["state"].clone(), once["hands"]["first_told"].clone()), (json!("open"), json!(true)));
        assert!(!seen(site, TAKER, &ballot).to_string().contains("\"for\":7"), "the second teller is not shown the first count");
        assert_eq!(refused(site, CONVENOR, &to("count"), json!({})), ["ballot-not-now"]);
        assert_eq!(refused(site, TAKER, &to("hands"), hands(6, 3, 1)), ["tellers-differ"]);
        done(site, CHAIR, &to("hands"), hands(6, 3, 1));
        let counted = done(site, TAKER, &to("hands"), hands(6, 3, 1));
        assert_eq!((counted["state"].clone(), counted["counted"]["outcome"].clone()), (json!("counted"), json!("adopted")));
        assert_eq!(counted["counted"]["rounds"]["judgement"]["poll"]["electors"], json!({ "for": 6, "against": 3, "abstain": 1, "roll": 10, "present": 10 }));
        // The minutes pull the result from the ballot, by its id.
        let minuted = seen(site, TAKER, &meeting)["items"][0]["result"].clone();
        assert_eq!((minuted["verdict"].clone(), minuted["hands"].clone()), (json!("adopted"), hands(6, 3, 1)));
        let results: Vec<kernel::uuid::Uuid> = site.read(|r| r.all("select id from meeting_results", &[]));
        assert_eq!(results[0].to_string(), ballot.trim_start_matches("/ballots/"));
        let again = json!({ "item": 1, "how": "hands", "for": 9, "again_for": 9 });
        assert_eq!(refused(site, CHAIR, &format!("{meeting}/results"), again), ["decided-already"]);
        // Nothing is resolved on it before it is sealed.
        site.later(30);
        done(site, CHAIR, &format!("{meeting}/closure"), json!({}));
        minuted_out(site, &meeting);
        assert_eq!(refused(site, CONVENOR, &format!("{matter}/resolution"), json!({ "text": "划线" })), ["nothing-adopted"]);
        site.at("2026-10-14T09:00");
        done(site, CONVENOR, &to("seal"), json!({}));
        let resolved = done(site, CONVENOR, &format!("{matter}/resolution"), json!({ "text": "划线" }));
        assert_eq!(text(&resolved["resolutions"][0]["ballot"]), ballot.trim_start_matches("/ballots/"));
        assert_eq!((broken_ballots(site), broken(site)), (vec![], vec![]));
        for who in [As::Visitor, who(CHAIR), who("lin")] {
            assert_eq!(site.get(&ballot).by(&who).face(Face::Page).send().status, 200);
        }
    });
}

fn minuted_out(site: &Site, meeting: &str) {
    done(site, TAKER, &format!("{meeting}/minutes"), json!({ "items": [{ "no": 1, "text": "举手通过。" }] }));
    done(site, TAKER, &format!("{meeting}/minutes/circulation"), json!({}));
}

/// Whoever steps aside is off the roll, out of the quorum and its base, and counts no hands; the reason is public.
#[test]
fn a_recused_member_is_out_of_roll_and_quorum() {
    testkit::on_both(|site| {
        let (matter, meeting) = on_the_agenda(site);
        let ballot = drafted(site, &matter, json!({ "method": "hands", "meeting_item": item(&meeting, 1) }));
        let to = |verb: &str| format!("{ballot}/{verb}");
        let seats = seen(site, CHAIR, &ballot)["seats"].clone();
        assert_eq!(seats.as_array().map(Vec::len), Some(13), "the chair may decide about each");
        assert_eq!(seen(site, TAKER, &ballot)["seats"].as_array().map(Vec::len), Some(1), "a member speaks for their own seat");
        assert_eq!(refused(site, TAKER, &to("recusals"), json!({})), ["text-missing"]);
        done(site, TAKER, &to("recusals"), json!({ "reason": "施工队是我表弟的" }));
        assert_eq!(refused(site, TAKER, &to("recusals"), json!({ "reason": "再说一遍" })), ["recused-already"]);
        let other = seats.as_array().expect("seats").iter().find(|s| s[1] == "代表9").expect("a seat")[0].clone();
        assert_eq!(says(site, TAKER, &to("recusals"), json!({ "membership": other, "reason": "他家也有份" })).status, 403);
        assert_eq!(says(site, "zhao", &to("recusals"), json!({ "reason": "我不来" })).status, 403);
        done(site, CHAIR, &to("recusals"), json!({ "membership": other, "reason": "物业是当事方" }));
        let public = site.get(&ballot).by(&As::Visitor).face(Face::Page).send().text();
        assert!(public.contains("施工队是我表弟的") && public.contains("物业是当事方"));
        site.at("2026-10-10T18:55");
        come(site, &meeting, 0, 13);
        site.at("2026-10-10T19:00");
        done(site, CHAIR, &format!("{meeting}/opening"), json!({}));
        let open = done(site, CHAIR, &to("calling"), json!({}));
        assert_eq!((open["electors"].clone(), open["hands"]["needed"].clone()), (json!(11), json!(8)), "two thirds of eleven");
        assert_eq!(refused(site, TAKER, &to("hands"), hands(6, 3, 1)), ["teller-interested"]);
        assert_eq!(refused(site, CHAIR, &to("recusals"), json!({ "reason": "我也回避" })), ["recusal-late"]);
        done(site, CHAIR, &to("hands"), hands(6, 5, 0));
        assert_eq!(done(site, CONVENOR, &to("hands"), hands(6, 5, 0))["counted"]["outcome"], "adopted");
        assert_eq!(broken_ballots(site), Vec::<String>::new());
    });
}

/// On a roll of seats that is drawn up already a recusal strikes the line.
#[test]
fn a_recusal_strikes_a_line_of_the_roll() {
    testkit::on_both(|site| {
        site.at("2026-10-01T09:00");
        let body = council(site);
        let (matter, _) = to_decide(site, &body, &[("划线停车", 1_000)]);
        let words = json!({ "elector_kind": "seat", "secrecy": "named", "check_days": 0, "doors": ["web"], "opens": "2026-10-01T12:00:00+08:00", "closes": "2026-10-03T12:00:00+08:00" });
        let ballot = drafted(site, &matter, words);
        let to = |verb: &str| format!("{ballot}/{verb}");
        done(site, CONVENOR, &to("roll"), json!({ "seats": true }));
        done(site, CONVENOR, &to("roll/opening"), json!({}));
        done(site, TAKER, &to("recusals"), json!({ "reason": "施工队是我表弟的" }));
        assert_eq!(done(site, CONVENOR, &to("roll/freezing"), json!({}))["electors"], 12);
        site.at("2026-10-01T12:00");
        done(site, CONVENOR, &to("opening"), json!({}));
        assert_eq!(refused(site, TAKER, &to("votes"), json!({ "choice": ["for"], "checked": true })), ["not-on-roll"]);
        votes(site, CHAIR, &ballot, &["for"]);
        let households = drafted(site, &matter, json!({ "option": Value::Null }));
        assert_eq!(refused(site, TAKER, &format!("{households}/recusals"), json!({ "reason": "我回避" })), ["recusal-of-seats"]);
    });
}

/// A screen votes beside the hands where the meeting has screens; both together are never more than are entitled.
#[test]
fn a_hybrid_meeting_has_one_roll() {
    testkit::on_both(|site| {
        site.at("2026-10-01T09:00");
        let body = council(site);
        let (matter, _) = to_decide(site, &body, &[("划线停车", 1_000)]);
        let view = done(site, CHAIR, &format!("{body}/meetings"), json!({ "from": "2026-10-10T19:00", "venue": "居委会一楼", "mode": "hybrid" }));
        let meeting = format!("/meetings/{}", text(&view["meetings"][0]["id"]));
        done(site, CONVENOR, &format!("{meeting}/notices"), json!({ "items": [{ "kind": "decide", "title": "划线停车", "rule_name": "ordinary" }] }));
        let ballot = drafted(site, &matter, json!({ "method": "hands", "meeting_item": item(&meeting, 1), "doors": ["web"] }));
        let to = |verb: &str| format!("{ballot}/{verb}");
        site.at("2026-10-10T19:00");
        come(site, &meeting, 0, 13);
        done(site, CHAIR, &format!("{meeting}/opening"), json!({}));
        done(site, CHAIR, &to("calling"), json!({}));
        votes(site, TAKER, &ballot, &["against"]);
        assert_eq!(refused(site, CHAIR, &to("hands"), hands(13, 0, 0)), ["more-than-present"], "one of thirteen voted on a screen");
        done(site, CHAIR, &to("hands"), hands(12, 0, 0));
        let counted = done(site, CONVENOR, &to("hands"), hands(12, 0, 0));
        let sides = &counted["counted"]["rounds"]["judgement"]["poll"]["electors"];
        assert_eq!((sides["for"].clone(), sides["against"].clone(), counted["counted"]["electors"].clone()), (json!(12), json!(1), json!(13)));
        assert_eq!(broken_ballots(site), Vec::<String>::new());
    });
}

/// Agreement: an objection needs its reason, which stands on the page after the count without a name; one is enough.
#[test]
fn an_objection_has_its_reason() {
    testkit::on_both(|site| {
        site.at("2026-10-01T09:00");
        let body = council(site);
        let (matter, _) = to_decide(site, &body, &[("划线停车", 1_000)]);
        let words = |more: Value| {
            let mut all = json!({ "method": "consent", "scope": "本届议事会", "check_days": 0, "opens": "2026-10-01T12:00:00+08:00", "closes": "2026-10-03T12:00:00+08:00" });
            more.as_object().expect("words").iter().for_each(|(k, v)| all[k] = v.clone());
            all
        };
        assert_eq!(refused(site, CONVENOR, &format!("{matter}/ballots"), words(json!({ "secrecy": "secret" }))), ["consent-open"]);
        assert_eq!(refused(site, CONVENOR, &format!("{matter}/ballots"), words(json!({ "doors": ["web", "paper"] }))), ["consent-open"]);
        let ballot = drafted(site, &matter, words(json!({ "change": "until_close" })));
        let to = |verb: &str| format!("{ballot}/{verb}");
        done(site, CONVENOR, &to("roll"), json!({ "seats": true }));
        done(site, CONVENOR, &to("roll/opening"), json!({}));
        done(site, CONVENOR, &to("roll/freezing"), json!({}));
        site.at("2026-10-01T12:00");
        done(site, CONVENOR, &to("opening"), json!({}));
        let vote = |by: &str, choice: &str, reason: &str| says(site, by, &to("votes"), json!({ "choice": [choice], "reason": reason, "checked": true }));
        assert_eq!(vote(TAKER, "object", "").problems(), ["text-missing"]);
        let check = site.post(&to("votes")).by(&who(TAKER)).form(&[("choice", "object"), ("reason", "救护车进不来")]).face(Face::Page).send().text();
        assert!(check.contains("name=\"reason\" value=\"救护车进不来\""), "{check}");
        assert!(vote(TAKER, "object", "救护车进不来").status.is_success());
        assert!(vote(CHAIR, "concern", "先试三个月").status.is_success());
        assert!(!seen(site, CHAIR, &ballot).to_string().contains("救护车"), "no reason before the close");
        let page = site.get(&ballot).by(&who(CHAIR)).face(Face::Page).send().text();
        assert!(!page.contains("救护车") && page.contains("name=\"reason\""));
        site.at("2026-10-03T12:00");
        done(site, CONVENOR, &to("closure"), json!({}));
        let view = done(site, CONVENOR, &to("count"), json!({}));
        assert_eq!((view["counted"]["outcome"].clone(), view["counted"]["rounds"]["stances"].clone()), (json!("not_adopted"), json!({ "aside": 0, "concern": 1, "consent": 0, "object": 1 })));
        assert_eq!(view["reasons"], json!([{ "stance": "object", "reason": "救护车进不来" }, { "stance": "concern", "reason": "先试三个月" }]));
        assert!(site.get(&ballot).face(Face::Page).send().text().contains("救护车进不来"));
        assert_eq!(broken_ballots(site), Vec::<String>::new());
    });
}
