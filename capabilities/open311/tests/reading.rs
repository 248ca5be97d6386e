//! What programs read: of the published schemas, the same in both notations, as the standard shows it.

use crate::common::*;
use serde_json::json;
use testkit::{Site, Wanted};

#[test]
fn every_read_is_of_its_schema_and_the_same_twice() {
    testkit::on_both(|site| {
        lifts_ask(site);
        schema::assert_is("services", &ask(site, "services", "").json());
        schema::assert_is("definition", &ask(site, "services/lift", "").json());
        let bare = ask(site, "services/noise", "").json();
        schema::assert_is("definition", &bare);
        assert_eq!(bare["attributes"], json!([]), "asked though there is nothing to ask");
        schema::assert_is("discovery", &ask(site, "discovery", "").json());
        assert_eq!(list(site, "").len(), 0);
        let one = published(site, &Wanted { words: words("lift", 31.945, 118.705), ..Wanted::default() });
        assert_eq!(list(site, "").len(), 1);
        published(site, &Wanted { words: words("noise", 31.947, 118.706), ..Wanted::default() });
        assert_eq!(list(site, "").len(), 2);
        let got = ask(site, &format!("requests/{}", one.case.case_no), "");
        schema::assert_is("requests", &got.json());
        assert_eq!(numbers(got.json().as_array().expect("a list of one")), vec![one.case.case_no.clone()]);
    });
}

#[test]
fn services_are_what_the_public_sees() {
    testkit::on_both(|site| {
        lifts_ask(site);
        let list = ask(site, "services", "").json();
        let lift = json!({ "service_code": "lift", "service_name": "电梯", "description": "停运、困人、异响", "metadata": true,
            "type": "realtime", "keywords": "电梯,停运", "group": "房屋" });
        assert_eq!(list[0], lift);
        let codes: Vec<_> = list.as_array().expect("a list").iter().map(|s| s["service_code"].clone()).collect();
        assert_eq!(codes, ["lift", "noise"], "neither headings nor what is only counted");
        let asked = ask(site, "services/lift", "").json();
        assert_eq!(asked["attributes"][1]["values"][1], json!({ "key": "tue", "name": "周二" }));
        assert_eq!(asked["attributes"][2]["order"], 3);
        for (call, code) in [("services/committee", 4042), ("services/homes", 4042), ("services/nothing", 4042), ("tokens/T7", 4044)] {
            let got = ask(site, call, "");
            assert_eq!((got.status.as_u16(), self::codes(&got)), (404, vec![code]), "{call}");
        }
    });
}

#[test]
fn an_item_is_as_precise_as_its_level() {
    testkit::on_both(|site| {
        let full = published(site, &Wanted { words: words("lift", 31.945_123_4, 118.705_678_9), ..Wanted::default() });
        let fuzzy = published(site, &Wanted { words: words("noise", 31.945_123_4, 118.705_678_9), ..Wanted::default() });
        let one = |no: &str| ask(site, &format!("requests/{no}"), "").json()[0].clone();
        let exact = one(&full.case.case_no);
        assert_eq!((exact["lat"].as_f64(), exact["long"].as_f64()), (Some(31.945_12), Some(118.705_68)));
        assert_eq!(exact["requested_datetime"], "2026-11-24T09:30:00+08:00");
        assert_eq!(exact["address"], "竹一1幢，竹一第一网格，竹一社区");
        assert_eq!((&exact["address_id"], &exact["description"], &exact["status"]), (&json!("ZA-1"), &json!("电梯停运"), &json!("open")));
        assert_eq!((&exact["status_notes"], &exact["agency_responsible"]), (&json!("待派单"), &json!("竹一社区")));
        let vague = one(&fuzzy.case.case_no);
        assert_eq!(vague["requested_datetime"], "2026-11-24T00:00:00+08:00");
        assert_eq!(vague["updated_datetime"].as_str().map(|t| &t[10..]), Some("T00:00:00+08:00"));
        assert_eq!((&vague["address"], &vague["address_id"]), (&json!("竹一社区"), &json!("ZA")));
        let (lat, lon) = appeals::rules::cell_centre(31.945_123_4, 118.705_678_9);
        assert!((vague["lat"].as_f64().expect("a number") - lat).abs() < 1e-5 && (vague["long"].as_f64().expect("a number") - lon).abs() < 1e-5);
        assert!((vague["lat"].as_f64().expect("a number") - 31.945_123_4).abs() > 1e-6);
    });
}

/// Scene 1 of the handbook, with the promise as programs read it.
#[test]
fn national_day() {
    testkit::on_both(|site| {
        use appeals::{actions, rules::*};
        site.at("2026-09-29T15:00");
        let made = site.makes(&Wanted { state: State::Accepted, ..Wanted::default() });
        let id = made.case.id;
        site.at("2026-09-29T16:00");
        let taker = Some(Taker { unit: identity::demo::unit_id(testkit::PROPERTY), active: true, holder: None });
        site.does(&site.staff("dispatcher"), move |tx, v| actions::dispatch(tx, v, id, &Dispatching::default(), taker));
        publish(site, id);
        let promised = || ask(site, &format!("requests/{}", made.case.case_no), "").json()[0]["expected_datetime"].clone();
        assert_eq!(promised(), "2026-10-12T17:30:00+08:00");
        site.does(&site.staff("handler"), move |tx, v| actions::sign(tx, v, id));
        site.at("2026-10-09T10:00");
        let question = Saying { text: "请问是哪一部电梯？".into(), ..Saying::default() };
        site.does(&site.staff("handler"), move |tx, v| actions::request_information(tx, v, id, &question));
        assert_eq!(promised(), json!(null), "an open pause gives no date");
        site.at("2026-10-12T11:00");
        let speaker = site.viewer(&testkit::As::Bearer(made.code.clone()));
        site.does(&speaker, move |tx, v| {
            let voice = v.bears.first().copied().map(VoiceId);
            actions::supplement(tx, v, id, voice, &Saying { text: "东边那部".into(), ..Saying::default() })
        });
        assert_eq!(promised(), "2026-10-14T17:30:00+08:00");
    });
}

#[test]
fn a_closed_one_says_what_came_of_it() {
    testkit::on_both(|site| {
        let made = published(site, &Wanted { state: appeals::rules::State::Closed, ..Wanted::default() });
        let item = ask(site, &format!("requests/{}", made.case.case_no), "").json()[0].clone();
        assert_eq!((&item["status"], &item["status_notes"]), (&json!("closed"), &json!("已办结：已解决")));
        assert_eq!((&item["service_notice"], &item["agency_responsible"]), (&json!("电梯主板已经换好。"), &json!("物业管理办")));
        assert_eq!(item["updated_datetime"], made.case.closed_at.expect("an end").rfc3339());
        assert_eq!(item["expected_datetime"], json!(null));
        assert_eq!((item["lat"].as_f64(), item["long"].as_f64()), (Some(31.945), Some(118.705)), "where its building stands");
        assert_eq!(list(site, "bbox=118.70,31.94,118.71,31.95").len(), 1);
        assert_eq!((list(site, "status=closed").len(), list(site, "status=open").len(), list(site, "status=open,%20closed").len()), (1, 0, 1));
    });
}

#[test]
fn discovery_moves_with_the_services_and_not_otherwise() {
    testkit::on_both(|site: &Site| {
        let changeset = || ask(site, "discovery", "").json()["changeset"].as_str().expect("a text").to_owned();
        let first = changeset();
        assert!(first.as_str() <= "2026-11-24 09:30", "{first} is not in the past");
        site.later(60 * 24);
        published(site, &Wanted::default());
        assert_eq!(changeset(), first, "a case is no service");
        lifts_ask(site);
        assert_eq!(changeset(), "2026-11-25 09:30");
        let page = site.get("/open311/discovery.html").send();
        assert_eq!((page.status.as_u16(), &page.headers["content-type"]), (200, &"text/html; charset=utf-8".parse().expect("a value")));
        assert!(page.text().contains("开放接口") && page.text().contains("http://street.example/open311/v2"), "{}", page.text());
        let english = site.get("/open311/v2/discovery.html?lang=en").send().text();
        assert!(english.contains("Open interface") && english.contains("What can be called"), "{english}");
        let found = site.get("/open311/discovery.xml").send();
        assert_eq!(found.body, site.get("/open311/v2/discovery.xml").send().body, "one document at two addresses");
        let endpoint = ask(site, "discovery", "").json()["endpoints"][0].clone();
        assert_eq!(endpoint["url"], "http://street.example/open311/v2");
    });
}
