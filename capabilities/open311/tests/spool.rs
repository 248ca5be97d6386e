//! Maintenance: what programs bring rests sealed, is told by a token, and is received afterwards. The test address.
use crate::common::*;
use open311::actions;
use testkit::{Site, on_both};

fn maintenance(site: &Site, on: bool) {
    site.by_system(move |tx| actions::set_maintenance(tx, on));
}

fn drained(site: &Site) -> usize {
    actions::drain(site.db(), site.street, site.now()).expect("drained")
}

fn token(site: &Site, token: &str) -> testkit::Answer {
    ask(site, &format!("tokens/{token}"), "")
}

fn rows(site: &Site, sql: &'static str) -> i64 {
    let street = site.street;
    site.read(move |r| r.one(sql, db::args![street]))
}

/// Scene 7: spooled in maintenance, polled, resolved, expired.
#[test]
fn spooled_polled_resolved_expired() {
    on_both(|site| {
        let key = key(site);
        let words = [("api_key", key.as_str()), ("service_code", "lift"), ("address_string", "翠湖苑3幢"), ("description", "三号楼电梯停了三天"), ("phone", "19900001234")];
        maintenance(site, true);
        let offered = ask(site, "services", "").json();
        assert!(offered.as_array().expect("a list").iter().all(|s| s["type"] == "batch"), "{offered}");
        let before = voices(site);
        let kept = bring(site, &words);
        assert_eq!(kept.status, 200, "{}", kept.text());
        let told = kept.json()[0].clone();
        assert!(told.get("service_request_id").is_none(), "one excludes the other: {told}");
        let given = told["token"].as_str().expect("a token").to_owned();
        assert_eq!(bring(site, &words).json()[0]["token"], given.as_str(), "sent again it is the same");
        assert_eq!(bring(site, &words[..2]).status, 400, "what is wrong is told at once");
        assert_eq!((voices(site), rows(site, "select count(*) from open311_spool where street_id = $1")), (before, 1));
        assert_eq!(token(site, &given).json()[0]["service_request_id"], serde_json::Value::Null);
        assert_eq!((token(site, "T0").status.as_u16(), codes(&token(site, "T0"))), (404, vec![4044]));

        site.later(150);
        assert_eq!(drained(site), 0, "nothing is received while it lasts");
        maintenance(site, false);
        assert_eq!((drained(site), drained(site), voices(site)), (1, 0, before + 1));
        let number = token(site, &given).json()[0]["service_request_id"].as_str().expect("a number").to_owned();
        let street = site.street;
        let clock: i64 = site.read(move |r| {
            r.one("select started_at from clocks where street_id = $1 and stage = 'intake' order by id desc limit 1", db::args![street])
        });
        assert_eq!(clock, site.now().plus_minutes(-150).0, "the promise counts from when it was brought");
        assert_eq!(rows(site, "select count(*) from open311_spool where street_id = $1 and sent is not null"), 0, "its words are the voice's now");
        let cases = rows(site, "select count(*) from cases where street_id = $1");
        assert!(cases > 0 && !number.is_empty());
        assert_eq!(ask(site, "services", "").json()[0]["type"], "realtime");

        site.later(91 * 1_440);
        assert_eq!(token(site, &given).status, 404);
        drained(site);
        assert_eq!(rows(site, "select count(*) from open311_spool where street_id = $1"), 0, "forgotten");
    });
}

/// What cannot be received in the end is told, and holds up nothing.
#[test]
fn a_refusal_afterwards_is_told() {
    on_both(|site| {
        let key = key(site);
        maintenance(site, true);
        let bring = |code: &str, text: &str| {
            let got = bring(site, &[("api_key", &key), ("service_code", code), ("address_string", "翠湖苑3幢"), ("description", text)]);
            got.json()[0]["token"].as_str().expect("a token").to_owned()
        };
        let (gone, stays) = (bring("noise", "夜里施工"), bring("lift", "电梯异响"));
        let street = site.street;
        site.by_system(move |tx| tx.exec("delete from categories where street_id = $1 and code = 'noise'", db::args![street]));
        maintenance(site, false);
        assert_eq!(drained(site), 1);
        assert_eq!(token(site, &gone).status, 400);
        assert!(token(site, &stays).json()[0]["service_request_id"].is_string());
        assert_eq!(rows(site, "select count(*) from open311_spool where street_id = $1 and sent is not null"), 0);
    });
}

/// The test address answers where the street is an exercise, in both notations and every call; nowhere else.
#[test]
fn the_test_address_is_an_exercise() {
    on_both(|site| {
        let calls = ["services.json", "services/lift.xml", "requests.xml", "servicerequestupdates.json", "discovery.json"];
        for call in calls {
            assert_eq!(site.get(&format!("/open311/test/v2/{call}")).send().status, 404, "{call}");
        }
        site.by_system(|tx| appeals::store::set_setting(tx, "demo", "yes"));
        for call in calls {
            let (test, usual) = (site.get(&format!("/open311/test/v2/{call}")).send(), site.get(&format!("{BASE}/{call}")).send());
            assert_eq!((test.status, &test.body), (usual.status, &usual.body), "{call}");
            assert_eq!(test.status, 200);
        }
        let discovery = site.get("/open311/discovery.json").send().json();
        assert_eq!(discovery["endpoints"][0]["url"], "http://street.example/open311/test/v2");
        let key = key(site);
        let form = [("api_key", key.as_str()), ("service_code", "lift"), ("address_string", "翠湖苑3幢"), ("description", "停了")];
        let before = voices(site);
        assert_eq!(site.post("/open311/test/v2/requests.json").form(&form).send().status, 200);
        assert_eq!(voices(site), before + 1);
        assert_eq!(site.post("/open311/test/v2/services.json").form(&form).send().status, 404);
        assert_eq!(site.get("/open311/test/v2/nothing.json").send().status, 404);
    });
}
