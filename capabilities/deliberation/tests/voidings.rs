//! Scenes of a seal declared void: the reason is public, the chain holds, the meeting no longer counts, another hand restores it.

use crate::common::*;
use serde_json::{Value, json};
use testkit::{As, Face, Site};

const OFFICER: &str = "officer";
const SUPERVISOR: &str = "supervisor";

/// One evening, sealed; the path of its page.
fn sealed(site: &Site) -> String {
    site.at("2026-11-02T09:00");
    let body = council(site);
    let meeting = convened(site, &body, "2026-11-10T19:00", json!([{ "kind": "discuss", "title": "停车" }]));
    site.at("2026-11-10T19:00");
    come(site, &meeting, 0, 13);
    done(site, CHAIR, &format!("{meeting}/opening"), json!({}));
    site.later(60);
    done(site, CHAIR, &format!("{meeting}/closure"), json!({}));
    minuted(site, &meeting, "2026-11-18T09:00");
    meeting
}

fn counted(site: &Site) -> Vec<Option<i64>> {
    use figures::{Ask, Atlas, Memo, Source, Span, Where};
    struct Flat;
    impl Atlas for Flat {
        fn path(&self, _: kernel::PlaceId) -> auth::PlacePath {
            auth::PlacePath::default()
        }
        fn buildings(&self, _: Where) -> i64 {
            0
        }
        fn root(&self) -> Option<kernel::PlaceId> {
            None
        }
    }
    let (street, now) = (site.street, site.now());
    let span = Span { from: kernel::Day::of(2026, 11, 1), to: kernel::Day::of(2026, 12, 1) };
    site.read(move |r| {
        let of = |code: &str| deliberation::figures::INDICATORS.iter().find(|i| i.code == code).map(|i| i.source);
        let mut all = vec![];
        for code in ["deliberation.meetings.good", "deliberation.duty.rate"] {
            let Some(Source::Computed { count, .. }) = of(code) else { panic!("{code} is counted") };
            let ask = Ask { street, places: &[Where::Street], span, now, atlas: &Flat, memo: &Memo::default() };
            all.push(count(r, &ask)?[0].value.kept());
        }
        Ok(all)
    })
}

#[test]
fn a_void_seal_is_public_and_the_meeting_no_longer_counts() {
    testkit::on_both(|site| {
        let meeting = sealed(site);
        let (voiding, restoration) = (format!("{meeting}/minutes/voiding"), format!("{meeting}/minutes/restoration"));
        let before = site.get(&meeting).by(&As::Visitor).send().json();
        assert_eq!(counted(site), [Some(1), Some(10_000)]);

        let why = json!({ "reason": "签字的记录员那天不在场" });
        assert_eq!(says(site, CHAIR, &voiding, why.clone()).status, 404, "not the body itself");
        assert_eq!(says(site, SUPERVISOR, &voiding, why.clone()).status, 404);
        assert_eq!(refused(site, OFFICER, &voiding, json!({ "reason": " " })), ["text-missing"]);
        assert_eq!(refused(site, OFFICER, &restoration, why.clone()), ["seal-not-void"]);
        done(site, OFFICER, &voiding, why.clone());
        assert_eq!(refused(site, OFFICER, &voiding, why.clone()), ["seal-not-standing"]);

        let after = site.get(&meeting).by(&As::Visitor).send().json();
        assert_eq!(after["state"], "voided");
        let kept = |view: &Value| json!([view["items"], view["minutes"]["hash"], view["minutes"]["sealed_at"], view["minutes"]["amendments"]]);
        assert_eq!(kept(&before), kept(&after), "sealed minutes never change");
        assert_eq!((after["minutes"]["addenda"][0]["seal"].clone(), after["minutes"]["addenda"][0]["text"].clone()), (json!("void"), why["reason"].clone()));
        let page = site.get(&meeting).face(Face::Page).send().text();
        assert!(page.contains("封存已作废") && page.contains("签字的记录员那天不在场"));
        assert_eq!(counted(site), [Some(0), Some(0)]);
        assert_eq!(broken(site), Vec::<String>::new(), "the chain holds and says so");

        assert_eq!(refused(site, OFFICER, &restoration, json!({ "reason": "查清了" })), ["restored-by-another"]);
        assert_eq!(says(site, "clerk", &restoration, json!({ "reason": "查清了" })).status, 404);
        done(site, SUPERVISOR, &restoration, json!({ "reason": "查清了：记录员在场，签到表可证" }));
        assert_eq!(counted(site), [Some(1), Some(10_000)]);
        assert_eq!(broken(site), Vec::<String>::new());
        done(site, CHAIR, &format!("{meeting}/minutes/addenda"), json!({ "text": "签到表已附" }));
        assert_eq!(broken(site), Vec::<String>::new(), "a note after it says nothing of the seal");

        let street = site.street;
        site.by_system(move |tx| tx.exec("update meetings set voided_at = closed_at where street_id = $1", db::args![street]));
        assert!(broken(site).iter().any(|b| b.ends_with("(state)")), "the control: a state turned by hand is seen");
    });
}
