//! On the wire: other origins, tags, HEAD, limits, updates and the bulk export.

use crate::common::*;
use http::Method;
use serde_json::json;
use testkit::{Site, Wanted};

#[test]
fn any_origin_may_ask_without_credentials() {
    testkit::on_both(|site| {
        let asked = site.ask(Method::OPTIONS, &format!("{BASE}/requests.json")).header("origin", "https://app.example").header("access-control-request-method", "POST").send();
        assert_eq!(asked.status, 204);
        for (name, value) in [("access-control-allow-origin", "*"), ("access-control-allow-methods", "GET, HEAD, POST")] {
            assert_eq!(asked.headers[name], value);
        }
        assert!(asked.headers.get("access-control-allow-credentials").is_none());
        // A reader who is signed in is nobody here: no cookie is read, none is set.
        let staff = site.get(&format!("{BASE}/requests.json")).by(&testkit::As::Person("clerk".into())).header("sec-fetch-site", "cross-site").send();
        assert_eq!((staff.status.as_u16(), &staff.headers["access-control-allow-origin"]), (200, &"*".parse().expect("a value")));
        assert!(staff.headers.get("set-cookie").is_none() && staff.headers.get("vary").is_none());
        let page = site.get("/cases").header("origin", "https://app.example").send();
        assert!(page.headers.get("access-control-allow-origin").is_none(), "the pages stay closed");
    });
}

#[test]
fn a_reader_who_has_it_gets_the_tag_alone() {
    testkit::on_both(|site| {
        let made = published(site, &Wanted::default());
        for call in ["discovery.json", "services.xml", "services/lift.json", "requests.xml", "servicerequestupdates.json", "bulk/2026-11.csv", &format!("requests/{}.json", made.case.case_no)] {
            let path = format!("{BASE}/{call}");
            let first = site.get(&path).send();
            assert_eq!(first.status, 200, "{call}: {}", first.text());
            let tag = first.headers["etag"].to_str().expect("a tag").to_owned();
            let again = site.get(&path).header("if-none-match", &format!("\"x\", W/{tag}")).send();
            assert_eq!((again.status.as_u16(), again.body.len(), again.headers["etag"].to_str().ok()), (304, 0, Some(tag.as_str())), "{call}");
            assert_eq!(site.get(&path).header("if-none-match", "\"x\"").send().status, 200);
            let head = site.ask(Method::HEAD, &path).send();
            assert_eq!((head.status.as_u16(), head.body.len(), &head.headers["etag"]), (200, 0, &first.headers["etag"]), "{call}");
        }
        let before = site.get(&format!("{BASE}/requests.json")).send().headers["etag"].clone();
        published(site, &Wanted::default());
        assert_ne!(site.get(&format!("{BASE}/requests.json")).send().headers["etag"], before);
    });
}

#[test]
fn too_many_are_told_when_to_come_back() {
    testkit::on_both(|site: &Site| {
        let key = key(site);
        let last = (0..61).map(|n| {
            let text = format!("第{n}件");
            bring(site, &[("api_key", &key), ("service_code", "noise"), ("description", &text), ("lat", "31.945"), ("long", "118.705")])
        }).last().expect("an answer");
        assert_eq!((last.status.as_u16(), codes(&last), voices(site)), (429, vec![429], 60));
        let after: i64 = last.headers["retry-after"].to_str().expect("text").parse().expect("seconds");
        assert!((1..=60).contains(&after));
        schema::assert_is("errors", &last.json());
        site.later(1);
        let sound = bring(site, &[("api_key", &key), ("service_code", "noise"), ("description", "又一件"), ("lat", "31.945"), ("long", "118.705")]);
        assert_eq!(sound.status, 200, "{}", sound.text());
    });
}

#[test]
fn what_has_happened_is_read_and_added_to() {
    testkit::on_both(|site| {
        let made = published(site, &Wanted { state: appeals::rules::State::Handling, ..Wanted::default() });
        let number = made.case.case_no.clone();
        // Its day of publication is tomorrow; the timer would not have published it before.
        site.later(60 * 48);
        let read = || ask(site, "servicerequestupdates", "").json().as_array().cloned().expect("a list");
        let updates = read();
        let statuses: Vec<_> = updates.iter().map(|u| u["status"].as_str().expect("a status")).collect();
        assert_eq!(statuses, ["open", "investigating", "internal_referral", "in_progress"]);
        assert!(updates.iter().all(|u| u["service_request_id"] == number.as_str()));
        assert_eq!(ask(site, "servicerequestupdates", "start_date=2026-11-01&end_date=x").status, 400);
        let (creating, updating) = (key(site), key_for(site, "open311_updates"));
        let add = |key: &str, more: &[(&str, &str)]| {
            let words: Vec<_> = [("api_key", key), ("service_request_id", number.as_str())].into_iter().chain(more.iter().copied()).collect();
            site.post(&format!("{BASE}/servicerequestupdates.json")).form(&words).send()
        };
        assert_eq!(add(&creating, &[("description", "还没修")]).status, 403, "another scope");
        assert_eq!(codes(&add(&updating, &[])), vec![400]);
        assert_eq!(codes(&add(&updating, &[("description", "x"), ("status", "WHATEVER")])), vec![400]);
        let state = site.case(made.case.id).state;
        let added = add(&updating, &[("description", "还没修好"), ("status", "FIXED")]);
        assert_eq!(added.status, 200, "{}", added.text());
        assert!(added.json()[0]["update_id"].is_string());
        assert_eq!(site.case(made.case.id).state, state, "a supplement, never a state");
        let street = site.street;
        let notes: i64 = site.read(move |r| r.one("select count(*) from case_notes where street_id = $1 and kind = 'supplement'", db::args![street]));
        assert_eq!(notes, 1);
        assert!(!ask(site, "servicerequestupdates", "").text().contains("还没修好"), "what a program says is for staff");
    });
}

#[test]
fn extensions_are_told_when_asked_for() {
    testkit::on_both(|site| {
        let made = published(site, &Wanted { state: appeals::rules::State::Handling, ..Wanted::default() });
        let plain = list(site, "extensions=false");
        assert!(plain[0].get("extended_attributes").is_none() && plain[0].get("notes").is_none());
        let more = ask(site, "requests", "extensions=true").json()[0].clone();
        let state = &more["extended_attributes"];
        assert_eq!(state["state"], "handling");
        assert_eq!((&state["round"], &state["voices"], &state["channel"]), (&json!(1), &json!(null), &json!("online")));
        assert_eq!(state["clock_proof_url"], format!("http://street.example/cases/{}", made.case.case_no));
        let notes: Vec<_> = more["notes"].as_array().expect("notes").iter().map(|n| n["type"].as_str().expect("a type")).collect();
        assert_eq!(&notes[..2], ["voice_received", "case_accepted"]);
    });
}

#[test]
fn a_month_is_one_file() {
    testkit::on_both(|site| {
        let made = published(site, &Wanted { state: appeals::rules::State::Closed, words: appeals::rules::Reception { title: "a,\"b\"".into(), ..Wanted::default().words }, ..Wanted::default() });
        let get = |suffix: &str| site.get(&format!("{BASE}/bulk/2026-11.{suffix}")).send();
        let file = get("csv");
        assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
        let rows: Vec<csv::StringRecord> = csv::Reader::from_reader(file.body.as_slice()).records().map(|r| r.expect("a row")).collect();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].len(), &rows[0][0], &rows[0][17], &rows[0][18]), (21, made.case.case_no.as_str(), made.case.closed_at.expect("an end").rfc3339().as_str(), "closed"));
        same(&get("json"), &get("xml"));
        assert_eq!(get("json").json()[0]["source"], "online");
        assert_eq!(site.get(&format!("{BASE}/bulk/2026-10.json")).send().json(), json!([]));
    });
}
