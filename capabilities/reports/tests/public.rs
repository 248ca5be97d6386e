//! Figures on both engines: what everybody sees, what is declared and put right, what changes with one record.

use crate::common::*;
use serde_json::json;
use testkit::on_both;

fn raised() -> serde_json::Value {
    json!({ "words": "188.09万元", "until": "2026-10-31", "source": "街道工作报告", "day": "2026-11-02", "hash": "ab".repeat(32) })
}

const DECLARED: &str = "/figures/charity.raised/declarations";

#[test]
fn a_declared_number_keeps_its_words_and_is_added_to_nothing() {
    on_both(|site| {
        assert_eq!(site.post(DECLARED).json(&raised()).send().status.as_u16(), 401, "a visitor is asked to sign in");
        assert_eq!(says(site, "clerk", DECLARED, raised()).status.as_u16(), 403, "a clerk sees it and may not");
        let wrong = json!({ "words": "若干", "until": "2026-10-31", "source": "", "day": "2026-11-02" });
        assert_eq!(refused(site, "officer", DECLARED, wrong), ["number-unread", "text-missing", "paper-missing"]);
        done(site, "officer", DECLARED, raised());
        assert_eq!(refused(site, "officer", DECLARED, raised()), ["declared-already"]);

        let page = public(site, "/figures/charity.raised");
        assert_eq!((page["is_computed"].clone(), page["shown"]["value"].clone()), (json!(false), json!(null)), "no counted number");
        let paper = &page["papers"][0];
        assert_eq!(paper["shown"]["value"], json!(188_090_000));
        assert_eq!((paper["paper"]["words"].clone(), paper["shown"]["origin"].clone()), (json!("188.09万元"), json!("declared")));
        let beside = json!({ "words": "98家", "near": "有效协议 112；到期的企业 3", "until": "2026-10-31", "source": "台账", "day": "2026-11-02", "hash": "cd".repeat(32) });
        let page = done(site, "officer", "/figures/partners.park_in_force/declarations", beside.clone());
        assert_eq!(page["papers"][0]["shown"]["beside"], json!([["agreements", 112], ["expired", 3]]));
        let unread = json!({ "near": "协议若干", "until": "2026-09-30", "words": "98家", "source": "台账", "day": "2026-11-02", "hash": "cd".repeat(32) });
        assert_eq!(refused(site, "officer", "/figures/partners.park_in_force/declarations", unread), ["near-unread"]);
        assert_eq!(paper["paper"]["by"], json!(null), "nobody's account is told");
        let doing = public(site, "/figures");
        let partners: Vec<_> = doing["partners"].as_array().into_iter().flatten().map(|p| text(&p["code"])).collect();
        assert_eq!(partners, ["partners.park_in_force", "charity.raised"], "in the order of the report");
    });
}

#[test]
fn another_hand_vouches_and_a_correction_shows_both_numbers() {
    on_both(|site| {
        let id = text(&done(site, "officer", DECLARED, raised())["papers"][0]["id"]);
        let (vouching, righting) = (format!("/figures/kept/{id}/certification"), format!("/figures/kept/{id}/restatement"));
        assert_eq!(refused(site, "officer", &vouching, json!({})), ["not_your_hand"]);
        assert_eq!(refused(site, "officer", &righting, json!({ "words": "187.09万元" })), ["text-missing"]);
        done(site, "leader", &vouching, json!({}));
        let page = done(site, "officer", &righting, json!({ "words": "187.09万元", "why": "一笔数了两次" }));
        let right = &page["corrections"][0];
        assert_eq!((right["old"].clone(), right["new"].clone(), right["why"].clone()), (json!(188_090_000), json!(187_090_000), json!("一笔数了两次")));
        assert_eq!(public(site, "/figures/corrections")["corrections"][0]["new"], json!(187_090_000));
        let csv = site.get("/open-data/corrections.csv").send().text();
        assert!(csv.starts_with("at,code,place,") && csv.contains("187090000"), "{csv}");
    });
}

#[test]
fn one_record_changes_its_figures_and_no_other() {
    on_both(|site| {
        let before = counted(site);
        meddles(site, "update posts set state = 'ended' where street_id = $1 and role = 'building_head'");
        let after = counted(site);
        let moved: Vec<_> = before.iter().zip(&after).filter(|(b, a)| b != a).map(|(b, _)| b.0.as_str()).collect();
        assert_eq!(moved, ["identity.building_heads"]);
        let of = |all: &[(String, serde_json::Value)]| all.iter().find(|f| f.0 == "identity.building_heads").map(|f| f.1[0].clone());
        assert_eq!((of(&before), of(&after)), (Some(json!(1)), Some(json!(0))));
    });
}

#[test]
fn a_month_is_kept_once_and_tells_when_its_records_move() {
    on_both(|site| {
        let keeps = || site.by_system(reports::actions::keep_months);
        assert!(keeps() > 0 && keeps() == 0, "once");
        let street = site.street;
        let broken = || site.read(move |r| reports::actions::broken_figures(r, street));
        assert_eq!(broken(), Vec::<String>::new());
        // A number about October that was brought in later.
        meddles(site, "update statistics set value = value + 1 where street_id = $1 and measure = 'resident' and value = 200000");
        assert_eq!(broken(), ["places.resident 2026-10-01–2026-11-01"]);
        assert_eq!(site.by_system(reports::actions::dispute_moved), 1);
        assert_eq!(broken(), Vec::<String>::new(), "it waits for a word");
        let page = seen(site, "officer", "/figures/places.resident");
        let kept = page["kept"].as_array().expect("kept").iter().find(|k| k["shown"]["disputed"] == json!(true)).cloned().expect("marked");
        assert_eq!(kept["shown"]["value"], json!(200_000));
        let righting = format!("/figures/kept/{}/restatement", text(&kept["id"]));
        done(site, "officer", &righting, json!({ "why": "人口数更新了" }));
        let right = public(site, "/figures/places.resident")["corrections"][0].clone();
        assert_eq!((right["old"].clone(), right["new"].clone()), (json!(200_000), json!(200_001)));
    });
}

#[test]
fn everybody_sees_months_and_those_who_may_see_today() {
    on_both(|site| {
        assert_eq!(site.get("/desk/indicators").send().status.as_u16(), 401);
        assert_eq!(site.get("/desk/indicators").by(&who("clerk")).send().status.as_u16(), 404);
        let page = public(site, "/figures/appeals.voices");
        assert_eq!((page["records"].clone(), page["shown"]["value"].clone()), (json!(null), json!(null)), "no running number without a post");
        assert_eq!(seen(site, "officer", "/figures/appeals.voices")["shown"]["value"], json!(0));
        assert_eq!(site.get("/figures/nothing.of.that.name").send().status.as_u16(), 404);
        for path in ["/figures", "/figures/deliberation.meetings.good", "/figures/corrections", "/open-data"] {
            let html = site.get(path).face(testkit::Face::Page).send().text();
            assert!(html.contains("<h1"), "{path}");
            ui::testing::assert_nothing_inline(&html);
        }
        for path in ["/desk/indicators", "/desk/indicators/wall", "/desk/reports", "/desk/reports/templates/new", "/figures/charity.raised"] {
            let html = site.get(path).by(&who("officer")).face(testkit::Face::Page).send();
            assert_eq!(html.status.as_u16(), 200, "{path}");
            ui::testing::assert_nothing_inline(&html.text());
        }
    });
}

#[test]
fn open_data_stands_at_stable_addresses() {
    on_both(|site| {
        site.by_system(reports::actions::keep_months);
        let definitions = public(site, "/open-data/definitions.json");
        assert!(definitions.as_array().is_some_and(|all| all.len() >= 31));
        let figures = public(site, "/open-data/figures.json");
        let resident = figures.as_array().expect("rows").iter().find(|f| f["code"] == json!("places.resident") && f["place_code"] == json!("Z")).cloned();
        assert_eq!(resident.map(|f| f["value"].clone()), Some(json!(200_000)));
        let turtle = site.get("/open-data/catalog.ttl").send().text();
        assert!(turtle.contains("a dcat:Catalog") && turtle.matches("a dcat:Distribution").count() == 8, "{turtle}");
        assert_eq!(public(site, "/open-data/catalog.jsonld")["dcat:dataset"].as_array().map(Vec::len), Some(4));
        assert_eq!(site.get("/open-data/voices.csv").send().status.as_u16(), 404);
    });
}
