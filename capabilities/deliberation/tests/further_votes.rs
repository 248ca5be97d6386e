//! A question that is asked again on its roll: after a tie, after an objection, by the rule to fall back on.

use crate::common::ballots::*;
use crate::common::*;
use serde_json::{Value, json};
use testkit::Site;

fn sealed(site: &Site, ballot: &str, closing: &str, sealing: &str) -> Value {
    site.at(closing);
    done(site, CONVENOR, &format!("{ballot}/closure"), json!({}));
    done(site, CONVENOR, &format!("{ballot}/count"), json!({}));
    site.at(sealing);
    done(site, CONVENOR, &format!("{ballot}/seal"), json!({}))
}

fn follows(site: &Site, ballot: &str) -> String {
    format!("/ballots/{}", text(&seen(site, CONVENOR, ballot)["followed_by"]))
}

/// A tie whose rule names a second vote is put once more to the same roll; a second tie fails.
#[test]
fn a_tie_is_voted_on_a_second_time() {
    testkit::on_both(|site| {
        let (ballot, matter, _) = opened(site, json!({ "tie": "second_vote" }), &[("划线停车", 1_000)], (4, 1));
        votes(site, "lin", &ballot, &["for"]);
        at_desk(site, &ballot, 2, &["against"]);
        let again = format!("{ballot}/further-votes");
        assert_eq!(refused(site, CONVENOR, &again, json!({})), ["not-asked-again"], "nothing is counted yet");
        let view = sealed(site, &ballot, "2026-10-13T10:00", "2026-10-16T11:00");
        assert_eq!((view["counted"]["outcome"].clone(), view["again"].clone()), (json!("tie"), json!("second_vote")));
        assert_eq!(refused(site, CONVENOR, &format!("{matter}/resolution"), json!({ "text": "划线" })), ["nothing-adopted"]);
        assert_eq!(refused(site, CONVENOR, &again, json!({ "opens": "2026-10-16T12:00:00+08:00", "closes": "2026-11-16T12:00:00+08:00" })), ["ballot-days"]);
        assert_eq!(says(site, "lin", &again, json!({})).status, 403);
        done(site, CONVENOR, &again, json!({ "opens": "2026-10-16T12:00:00+08:00", "closes": "2026-10-20T12:00:00+08:00" }));
        assert_eq!(refused(site, CONVENOR, &again, json!({})), ["asked-again-already"]);
        let second = follows(site, &ballot);
        let view = seen(site, "lin", &second);
        assert_eq!((view["state"].clone(), view["electors"].clone(), view["rule"]["tie"].clone()), (json!("frozen"), json!(4), json!("fails")));
        assert_eq!(view["roll_hash"], seen(site, "lin", &ballot)["roll_hash"], "the same roll");
        site.at("2026-10-16T12:00");
        done(site, CONVENOR, &format!("{second}/opening"), json!({}));
        votes(site, "lin", &second, &["for"]);
        at_desk(site, &second, 2, &["against"]);
        at_desk(site, &second, 3, &["for"]);
        let view = sealed(site, &second, "2026-10-20T12:00", "2026-10-23T13:00");
        assert_eq!((view["counted"]["outcome"].clone(), view["again"].clone()), (json!("adopted"), Value::Null));
        done(site, CONVENOR, &format!("{matter}/resolution"), json!({ "text": "划线停车" }));
        assert_eq!(broken_ballots(site), Vec::<String>::new());
    });
}

/// An objection is answered by other words, twice at most; then the charter's rule decides.
#[test]
fn an_objection_is_worded_anew_and_then_voted_on() {
    testkit::on_both(|site| {
        site.at("2026-10-01T09:00");
        let body = council(site);
        let (matter, _) = to_decide(site, &body, &[("划线停车", 1_000)]);
        let words = json!({ "method": "consent", "scope": "本届议事会", "check_days": 0, "opens": "2026-10-01T12:00:00+08:00", "closes": "2026-10-02T12:00:00+08:00" });
        let mut ballot = drafted(site, &matter, words);
        done(site, CONVENOR, &format!("{ballot}/roll"), json!({ "seats": true }));
        done(site, CONVENOR, &format!("{ballot}/roll/opening"), json!({}));
        done(site, CONVENOR, &format!("{ballot}/roll/freezing"), json!({}));
        for round in 0..3 {
            let day = |n: i64| format!("2026-10-{:02}T12:00", 1 + 5 * round + n);
            site.at(&day(0));
            done(site, CONVENOR, &format!("{ballot}/opening"), json!({}));
            votes(site, CHAIR, &ballot, &["consent"]);
            done(site, TAKER, &format!("{ballot}/votes"), json!({ "choice": ["object"], "reason": "救护车进不来", "checked": true }));
            let view = sealed(site, &ballot, &day(1), &format!("2026-10-{:02}T13:00", 1 + 5 * round + 4));
            let expected = if round < 2 { "rewording" } else { "fallback" };
            assert_eq!((view["again"].clone(), view["rewording"].clone()), (json!(expected), json!(round)));
            if round < 2 {
                assert_eq!(refused(site, CONVENOR, &format!("{ballot}/further-votes"), json!({})), ["text-missing"]);
            } else {
                assert_eq!(refused(site, CONVENOR, &format!("{ballot}/further-votes"), json!({ "rule_name": "consent" })), ["rule-unknown"]);
            }
            let opens = format!("2026-10-{:02}T12:00:00+08:00", 6 + 5 * round);
            let closes = format!("2026-10-{:02}T12:00:00+08:00", 7 + 5 * round);
            done(site, CONVENOR, &format!("{ballot}/further-votes"), json!({ "text": format!("划线停车，留出通道（{round}）"), "opens": opens, "closes": closes }));
            ballot = follows(site, &ballot);
        }
        let view = seen(site, CHAIR, &ballot);
        assert_eq!((view["rule"]["method"].clone(), view["rule"]["legs"][0]["base"].clone()), (json!("yes_no"), json!("cast")));
        assert_eq!(view["options"][0]["title"], "划线停车，留出通道（1）", "the words stay as they were put last");
        site.at("2026-10-16T12:00");
        done(site, CONVENOR, &format!("{ballot}/opening"), json!({}));
        votes(site, CHAIR, &ballot, &["for"]);
        let view = sealed(site, &ballot, "2026-10-17T12:00", "2026-10-20T13:00");
        assert_eq!(view["counted"]["outcome"], "adopted");
        assert_eq!(broken_ballots(site), Vec::<String>::new());
    });
}
