//! Members who cannot come say so before; who stays away without a word too often has a motion opened on the seat.

use crate::common::*;
use serde_json::{Value, json};
use testkit::Site;

/// Called in time; its evening has come.
fn evening(site: &Site, body: &str, told: &str, at: &str) -> String {
    site.at(told);
    let meeting = convened(site, body, &format!("{at}T19:00"), json!([{ "kind": "discuss", "title": "停车" }]));
    site.at(&format!("{at}T18:55"));
    meeting
}

fn held(site: &Site, meeting: &str, from: usize, many: usize) {
    come(site, meeting, from, many);
    done(site, CHAIR, &format!("{meeting}/opening"), json!({}));
    done(site, CHAIR, &format!("{meeting}/closure"), json!({}));
}

fn moved(site: &Site) -> usize {
    let view = seen(site, CHAIR, "/my/messages");
    view["items"].as_array().expect("messages").iter().filter(|m| text(&m["says"]).contains("缺会")).count()
}

#[test]
fn three_evenings_without_a_word_open_a_motion() {
    testkit::on_both(|site| {
        site.at("2026-03-02T09:00");
        let body = council(site);
        let first = evening(site, &body, "2026-03-02T10:00", "2026-03-10");
        let last_seat = seen(site, TAKER, &first)["ticks"][12]["membership"].clone();
        let excuses = format!("{first}/excuses");
        assert_eq!(seen(site, CHAIR, &first)["excused"], json!(false), "who holds a seat may say so");
        assert_eq!(seen(site, "zhao", &first)["excused"], Value::Null);
        assert_eq!(refused(site, "zhao", &excuses, json!({})), ["excuse-no-seat"]);
        assert_eq!(says(site, "zhao", &excuses, json!({ "membership": last_seat })).status, 404, "only staff of the meeting write it down for another");
        done(site, TAKER, &excuses, json!({ "membership": last_seat }));
        assert_eq!(refused(site, TAKER, &excuses, json!({ "membership": last_seat })), ["absence-told"]);
        assert_eq!(seen(site, TAKER, &first)["ticks"][12]["excused"], true);
        held(site, &first, 0, 11);
        assert_eq!(refused(site, TAKER, &excuses, json!({ "membership": seen(site, TAKER, &first)["ticks"][11]["membership"] })), ["excuse-late"]);

        for (told, at) in [("2026-04-01T10:00", "2026-04-10"), ("2026-05-01T10:00", "2026-05-12")] {
            let meeting = evening(site, &body, told, at);
            held(site, &meeting, 0, 11);
        }
        // The twelfth stayed away three times, the thirteenth twice without a word.
        assert_eq!(moved(site), 1);
        let absences = seen(site, CHAIR, &body)["absences"].clone();
        assert_eq!((absences.as_array().map(Vec::len), &absences[0]["missed"]), (Some(1), &json!(3)));
        assert!(seen(site, "lin", &body)["absences"].is_null(), "nobody else reads who stayed away");
        assert_eq!(seen(site, CHAIR, &body)["filled"], 13, "no seat ends by itself");

        let fourth = evening(site, &body, "2026-06-01T10:00", "2026-06-10");
        held(site, &fourth, 0, 12);
        assert_eq!(moved(site), 2, "once for each seat");
        assert_eq!(seen(site, CHAIR, &body)["absences"].as_array().map(Vec::len), Some(2));
        site.at("2027-05-13T09:00");
        assert!(seen(site, CHAIR, &body)["absences"].is_null(), "a year later it is forgotten");
    });
}
