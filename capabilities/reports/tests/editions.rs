//! The written report on both engines: from its template to a signed edition that stands.

use crate::common::*;
use serde_json::{Value, json};
use testkit::{Face, Site, on_both};

const TEXT: &str = "title {street}月报\n# 人\n楼栋长{identity.building_heads}人，募集善款{charity.raised}，共建企业{partners.park_in_force}家。\n@figures identity.building_heads\n@signed {street}";

fn template(site: &Site) -> String {
    let view = done(site, "officer", "/desk/reports/templates", json!({ "name": "月报", "text": TEXT }));
    text(&view["id"])
}

fn drafted(site: &Site, template: &str) -> Value {
    let days = json!({ "from": "2026-01-01", "until": "2026-11-24" });
    done(site, "officer", &format!("/desk/reports/templates/{template}/editions"), days)
}

#[test]
fn two_others_read_it_and_then_it_stands() {
    on_both(|site| {
        let paper = json!({ "words": "188.09万元", "until": "2026-10-31", "source": "材料", "day": "2026-11-02", "hash": "ab".repeat(32) });
        done(site, "officer", "/figures/charity.raised/declarations", paper);
        let of = template(site);
        let edition = drafted(site, &of);
        let path = format!("/reports/{}", text(&edition["id"]));
        assert_eq!(edition["missing"], json!(["签了共建协议的园区企业"]), "what is not known is marked, not guessed");
        let figures = edition["figures"].as_array().expect("figures");
        let value = |code: &str| figures.iter().find(|f| f["code"] == json!(code) && f["near"].is_null()).map(|f| (f["value"].clone(), f["origin"].clone()));
        assert_eq!(value("identity.building_heads"), Some((json!(1), json!("computed"))));
        assert_eq!(value("charity.raised"), Some((json!(188_090_000), json!("declared"))));

        assert_eq!(site.get(&path).send().status.as_u16(), 404, "nobody outside reads a draft");
        assert_eq!(refused(site, "officer", &format!("{path}/review"), json!({})), ["not_your_hand"]);
        assert_eq!(refused(site, "leader", &format!("{path}/signature"), json!({})), ["review-first"]);
        done(site, "supervisor", &format!("{path}/review"), json!({}));
        done(site, "leader", &format!("{path}/signature"), json!({}));
        assert_eq!(refused(site, "officer", &format!("{path}/recount"), json!({})), ["signed-stands"]);

        // One record changes: the next edition says so, the signed one does not.
        let signed = public(site, &path);
        meddles(site, "update posts set state = 'ended' where street_id = $1 and role = 'building_head'");
        assert_eq!(public(site, &path), signed);
        let next = drafted(site, &of);
        let changed: Vec<_> = figures.iter().zip(next["figures"].as_array().expect("figures")).filter(|(a, b)| a != b).map(|(a, _)| text(&a["code"])).collect();
        assert!(!changed.is_empty() && changed.iter().all(|c| c == "identity.building_heads"), "{changed:?}");
        let street = site.street;
        assert_eq!(site.read(move |r| reports::actions::broken_editions(r, street)), Vec::<String>::new());
        meddles(site, "update report_editions set content = replace(content, '188.09', '288.09') where street_id = $1 and state = 'signed'");
        assert_eq!(site.read(move |r| reports::actions::broken_editions(r, street)).len(), 1, "the control: meddling is seen");
    });
}

#[test]
fn an_edition_is_a_page_a_document_and_text() {
    on_both(|site| {
        let edition = drafted(site, &template(site));
        let path = format!("/reports/{}", text(&edition["id"]));
        let page = site.get(&path).by(&who("officer")).face(Face::Page).send().text();
        assert!(page.contains("/figures/identity.building_heads?from=2026-01-01"), "every number opens its figure");
        ui::testing::assert_nothing_inline(&page);
        let file = |kind: &str| site.get(&format!("{path}/files/{kind}")).by(&who("leader")).send();
        assert!(file("docx").body.starts_with(b"PK"));
        assert!(file("md").text().contains("竹溪街道月报"));
        assert_eq!(file("json").json()["document"]["title"], json!(["竹溪街道月报"]));
        assert_eq!(file("exe").status.as_u16(), 404);
        assert_eq!(site.get(&format!("{path}/files/md")).send().status.as_u16(), 404, "a draft is for those who work on it");
    });
}

#[test]
fn a_template_is_tried_before_it_is_kept() {
    on_both(|site| {
        let words = |text: &str| json!({ "name": "季报", "text": text, "from": "2026-07-01", "until": "2026-09-30" });
        let view = done(site, "officer", "/desk/reports/previews", words(TEXT));
        assert_eq!(view["preview"]["subtitle"], json!("（2026年7月1日至9月30日）"));
        let wrong = words("title 季报\n{deliberation.meetings.bad}\n@places appeals.voices");
        assert_eq!(refused(site, "officer", "/desk/reports/previews", wrong.clone()), ["slot-unknown", "places-small"]);
        let kept = refused(site, "officer", "/desk/reports/templates", wrong);
        assert_eq!(kept, ["slot-unknown", "places-small"]);
        assert_eq!(site.post("/desk/reports/previews").by(&who("clerk")).json(&words(TEXT)).send().status.as_u16(), 404);
        let shipped = json!({ "name": "全文", "text": reports::rules::SHIPPED, "from": "2026-01-01", "until": "2026-11-24" });
        let view = done(site, "officer", "/desk/reports/previews", shipped);
        assert!(view["figures"].as_array().is_some_and(|f| f.len() > 20));
    });
}
