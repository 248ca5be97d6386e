//! A substitute sits while the holder is away, by the desk or by the room's code; are both there, only the holder counts.

use crate::common::*;
use serde_json::{Value, json};
use testkit::Site;

fn present(site: &Site, meeting: &str) -> (Option<i64>, bool) {
    let view = seen(site, TAKER, meeting);
    (view["room"]["quorum"]["present"].as_i64(), view["room"]["quorum"]["met"] == true)
}

fn seat_of(site: &Site, body: &str, name: &str) -> (String, Value) {
    let view = seen(site, "officer", body);
    let seat = view["roster"].as_array().expect("a roster").iter().find(|s| s["shown_name"] == name).expect("a seat").clone();
    (format!("/memberships/{}", text(&seat["id"])), seat)
}

#[test]
fn a_substitute_counts_only_while_the_holder_is_away() {
    testkit::on_both(|site| {
        site.at("2026-11-02T09:00");
        let body = council(site);
        let (seat, _) = seat_of(site, &body, "代表12");
        let to = format!("{seat}/substitute");
        let words = |login: &str, declared: bool| json!({ "shown_name": "替补甲", "login": login, "interests_declared": declared });
        assert_eq!(says(site, "lin", &to, words("", true)).status, 403);
        assert_eq!(refused(site, "officer", &to, words("", false)), ["interests-undeclared"]);
        assert_eq!(refused(site, "officer", &to, words("grid-worker", true)), ["sits-already"], "a member stands in for nobody");
        assert_eq!(refused(site, "officer", &to, words("nobody-knows", true)), ["login-unknown"]);
        let meeting = convened(site, &body, "2026-11-10T19:00", json!([{ "kind": "decide", "title": "通过停车公约", "rule_name": "ordinary" }]));
        site.at("2026-11-10T18:55");
        // Eight of the roster come, of whom none is the one who is away.
        let ticks = seen(site, TAKER, &meeting)["ticks"].clone();
        let others: Vec<&Value> = ticks.as_array().expect("a roster").iter().filter(|t| t["shown_name"] != "代表12").take(8).collect();
        for tick in others {
            done(site, TAKER, &format!("{meeting}/attendance"), json!({ "membership": tick["membership"] }));
        }
        let id = seat.trim_start_matches("/memberships/").to_owned();
        let coming = json!({ "membership": id, "substitute": true });
        assert_eq!(refused(site, TAKER, &format!("{meeting}/attendance"), coming.clone()), ["no-substitute"]);
        site.at("2026-11-10T19:00");
        done(site, CHAIR, &format!("{meeting}/opening"), json!({}));
        assert_eq!(present(site, &meeting), (Some(8), false));
        done(site, "officer", &to, words("clerk", true));
        assert_eq!(seat_of(site, &body, "代表12").1["substitute"], "替补甲", "named in public");
        done(site, TAKER, &format!("{meeting}/attendance"), coming);
        site.at("2026-11-10T19:05");
        assert_eq!(present(site, &meeting), (Some(9), true), "for the holder who is away");
        let members = seen(site, "lin", &meeting)["room"]["members"].to_string();
        assert!(members.contains("替补甲") && !members.contains("代表12"), "by their own name: {members}");
        done(site, TAKER, &format!("{meeting}/attendance"), json!({ "membership": id }));
        site.at("2026-11-10T19:10");
        assert_eq!(present(site, &meeting).0, Some(9), "both are there: the holder alone counts");
        let tick = seen(site, TAKER, &meeting)["ticks"].as_array().expect("ticks").iter().find(|t| t["membership"] == json!(id)).expect("the seat").clone();
        assert!(tick["there"].is_string() && tick["substitute_there"].is_string());
        done(site, TAKER, &format!("{meeting}/departures"), json!({ "attendance": tick["there"] }));
        site.at("2026-11-10T19:15");
        assert_eq!(present(site, &meeting), (Some(9), true));
        done(site, TAKER, &format!("{meeting}/departures"), json!({ "attendance": tick["substitute_there"] }));
        site.at("2026-11-10T19:20");
        assert_eq!(present(site, &meeting), (Some(8), false));
        // Another is named: the one before stands in no more.
        done(site, "officer", &to, json!({ "shown_name": "替补乙", "interests_declared": true }));
        assert_eq!(seat_of(site, &body, "代表12").1["substitute"], "替补乙");
        assert_eq!(broken(site), Vec::<String>::new());
    });
}

/// Whoever stands in and shows the code of the room comes as a substitute.
#[test]
fn a_substitute_comes_in_by_the_code_of_the_room() {
    testkit::on_both(|site| {
        site.at("2026-11-02T09:00");
        let body = council(site);
        let (seat, _) = seat_of(site, &body, "代表12");
        done(site, "officer", &format!("{seat}/substitute"), json!({ "shown_name": "替补甲", "login": "clerk", "interests_declared": true }));
        let meeting = convened(site, &body, "2026-11-10T19:00", json!([{ "kind": "discuss", "title": "停车" }]));
        site.at("2026-11-10T19:00");
        done(site, CHAIR, &format!("{meeting}/opening"), json!({}));
        let code = seen(site, CHAIR, &format!("{meeting}/code"))["code"].clone();
        done(site, "clerk", &format!("{meeting}/arrival"), json!({ "code": code }));
        site.at("2026-11-10T19:01");
        assert_eq!(present(site, &meeting).0, Some(1));
    });
}
