//! The seated are told, reminded, and may follow their meetings in a calendar; nothing unpublished leaks.

use crate::common::*;
use serde_json::{Value, json};
use testkit::{As, Site};

fn inbox(site: &Site, who: &str) -> Vec<String> {
    let view = seen(site, who, "/my/messages");
    let all = view["items"].as_array().cloned().unwrap_or_default();
    all.iter().map(|m| format!("{} {}", text(&m["says"]), text(&m["link"]))).collect()
}

/// One message for each notice, change and cancellation, one reminder the day before; none for a plan.
#[test]
fn the_seated_are_told_and_reminded() {
    testkit::on_both(|site| {
        site.at("2026-11-02T09:00");
        let body = council(site);
        let meeting = planned(site, &body, "2026-11-10T19:00");
        assert!(inbox(site, TAKER).is_empty(), "a plan is nobody's message");
        let items = json!([{ "kind": "discuss", "title": "停车" }]);
        done(site, CONVENOR, &format!("{meeting}/notices"), json!({ "items": items }));
        let told = inbox(site, TAKER);
        assert_eq!(told.len(), 1);
        assert!(told[0].contains("11") && told[0].ends_with(&meeting), "{}", told[0]);
        assert!(inbox(site, "zhao").is_empty());
        done(site, CONVENOR, &format!("{meeting}/notices"), json!({ "items": items, "why_changed": "换了地方", "venue": "二楼" }));
        assert_eq!(inbox(site, TAKER).len(), 2);
        let remind = || site.by_system(deliberation::actions::remind);
        site.at("2026-11-09T18:59");
        assert_eq!(remind(), 0);
        site.at("2026-11-09T19:10");
        assert!(remind() >= 3, "chair, convenor and minute-taker at least");
        assert_eq!(remind(), 0, "once");
        assert_eq!(inbox(site, TAKER).len(), 3);
        done(site, CHAIR, &format!("{meeting}/cancellation"), json!({ "reason": "停电" }));
        assert_eq!(inbox(site, TAKER).len(), 4);
    });
}

/// Defect of a peer: notifications and feeds of what was not published, of what is for members.
#[test]
fn a_feed_tells_only_what_was_published() {
    testkit::on_both(|site| {
        site.at("2026-11-02T09:00");
        let body = council(site);
        let feed = |path: &str| site.get(path).by(&As::Visitor).send();
        let has = |path: &str, meeting: &str| feed(path).text().replace("\r\n ", "").contains(&format!("UID:{}@linqiao", meeting.trim_start_matches("/meetings/")));
        let plan = planned(site, &body, "2026-11-10T19:00");
        let secret: Value = done(site, CHAIR, &format!("{body}/meetings"), json!({ "from": "2026-11-11T19:00", "venue": "二楼", "members_only": true }));
        let secret = secret["meetings"].as_array().expect("meetings").iter().map(|m| format!("/meetings/{}", text(&m["id"]))).find(|m| *m != plan).expect("another");
        let (street, own_feed) = ("/meetings/calendar.ics".to_owned(), format!("{body}/calendar.ics"));
        assert!(!has(&street, &plan) && !has(&own_feed, &plan));
        let items = json!({ "items": [{ "kind": "discuss", "title": "停车" }] });
        done(site, CONVENOR, &format!("{plan}/notices"), items.clone());
        done(site, CONVENOR, &format!("{secret}/notices"), items);
        assert!(has(&street, &plan) && has(&own_feed, &plan) && !has(&street, &secret) && !has(&own_feed, &secret));
        assert!(!feed(&own_feed).text().contains("代表"), "no names in a feed");
        // One's own link has both, until another link is made.
        let link = |view: Value| text(&view["link"]).rsplit_once("/calendars/").map(|l| format!("/calendars/{}", l.1)).expect("a link");
        let first = link(done(site, TAKER, "/my/calendar", json!({})));
        assert!(has(&first, &plan) && has(&first, &secret));
        let next = link(done(site, TAKER, "/my/calendar", json!({})));
        assert_eq!((feed(&first).status.as_u16(), has(&next, &secret)), (404, true));
        let stranger = link(done(site, "zhao", "/my/calendar", json!({})));
        assert!(!has(&stranger, &plan));
        // Cancelled, it stays in the feed and says so, under the same name and a later sequence.
        let sequence = |text: String| text.lines().find_map(|l| l.strip_prefix("SEQUENCE:")?.trim().parse::<i32>().ok()).expect("a sequence");
        let before = sequence(feed(&own_feed).text());
        site.at("2026-11-05T15:30");
        done(site, CHAIR, &format!("{plan}/cancellation"), json!({ "reason": "停电" }));
        let after = feed(&own_feed).text();
        assert!(has(&own_feed, &plan) && after.contains("STATUS:CANCELLED"));
        assert!(after.contains("LAST-MODIFIED:20261105T073000Z"), "the moment it was called off");
        assert!(sequence(after) > before);
        site.at("2027-02-09T19:00");
        assert!(!has(&own_feed, &plan), "ninety days later it is gone");
    });
}
