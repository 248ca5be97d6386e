//! What nobody reads here: marked people, and whether something hidden exists; and what becomes of merged cases.

use appeals::{actions, rules::*};
use crate::common::*;
use testkit::{Site, Wanted};

/// Everything there is to read, with all extensions.
fn everything(site: &Site, numbers: &[String]) -> String {
    let mut calls = vec![
        "discovery.json".to_owned(), "discovery.xml".into(), "discovery.html".into(), "services.json".into(), "services.xml".into(),
        "services/lift.json".into(), "services/noise.xml".into(), "requests.json?extensions=true".into(),
        "requests.xml?extensions=true".into(), "servicerequestupdates.json".into(), "servicerequestupdates.xml".into(),
        "bulk/2026-11.csv".into(), "bulk/2026-11.json".into(), "bulk/2026-11.xml".into(),
    ];
    calls.extend(numbers.iter().flat_map(|n| [format!("requests/{n}.json?extensions=true"), format!("requests/{n}.xml")]));
    calls.push(format!("requests.json?service_request_id={}&extensions=true", numbers.join(",")));
    let mut all = String::new();
    for call in calls {
        let got = site.get(&format!("{BASE}/{call}")).send();
        assert!(!got.status.is_server_error(), "{call}: {}", got.text());
        all.push_str(&format!("{:?}\n{}\n", got.headers, got.text()));
    }
    all
}

#[test]
fn no_mark_is_read_here() {
    testkit::on_both(|site| {
        lifts_ask(site);
        let key = key(site);
        let marks = ["鹓雏", "17770007331", "canary@example.org", "device-canary", "account-canary", "蓼莪巷7001号", "金丝雀说的话", "L-canary", "31.94567", "118.70654"];
        let mut numbers = vec![];
        for (category, n) in [("lift", 0), ("noise", 1)] {
            let text = format!("{}。我是{}，电话{}", marks[6], marks[0], marks[1]);
            let got = bring(site, &[
                ("api_key", &key), ("service_code", category), ("description", &text), ("first_name", "雏"), ("last_name", "鹓"),
                ("phone", marks[1]), ("email", marks[2]), ("device_id", marks[3]), ("account_id", marks[4]), ("address_string", marks[5]),
                ("lat", "31.945671"), ("long", "118.706543"), ("media_url", "https://pictures.example/canary.jpg"),
                (if n == 0 { "attribute[number]" } else { "unknown" }, marks[7]),
            ]);
            assert_eq!(got.status, 200, "{}", got.text());
            let number = got.json()[0]["service_request_id"].as_str().expect("a number").to_owned();
            let code = got.json()[0]["service_notice"].as_str().expect("a notice").split("查询码 ").nth(1).expect("a code").chars().take(19).collect::<String>();
            let (street, asked) = (site.street, number.clone());
            let id = site.read(move |r| appeals::store::by_number(r, street, &asked)).expect("a case");
            let words = Acceptance { category: category.into(), title: "已登记".into(), ..Acceptance::default() };
            site.does(&site.staff("clerk"), move |tx, v| actions::accept(tx, v, id, &words, None));
            publish(site, id);
            let seen = everything(site, std::slice::from_ref(&number));
            assert!(seen.contains(&number), "it is there to be read");
            assert!(!seen.contains(&code) && !seen.contains(&code.replace(' ', "")), "the receipt code is told once");
            numbers.push(number);
        }
        let seen = everything(site, &numbers);
        // The full case's own point may be read; that of the fuzzy one, which is the same, is nowhere else.
        let exact = ask(site, &format!("requests/{}", numbers[0]), "").json()[0]["lat"].as_f64();
        assert_eq!(exact, Some(31.945_67));
        for mark in &marks[..8] {
            assert!(!seen.contains(mark), "`{mark}` is read");
        }
        let fuzzy = everything(site, &numbers[1..]).replace(&numbers[0], "");
        let alone = ask(site, &format!("requests/{}", numbers[1]), "extensions=true").text();
        assert!(!alone.contains(marks[8]) && !alone.contains(marks[9]) && !alone.contains("T09:30"), "{alone}");
        assert!(fuzzy.contains("竹一社区"));
        let street = site.street;
        let journal: Vec<String> = site.read(move |r| r.all("select body from events where street_id = $1", db::args![street]));
        assert!(marks.iter().all(|mark| !journal.concat().contains(mark)), "in the journal");
        assert!(!seen.contains(&key));
    });
}

#[test]
fn hidden_young_and_unknown_are_one_answer() {
    testkit::on_both(|site| {
        let young = site.makes(&Wanted { state: State::Accepted, ..Wanted::default() });
        let counted = site.makes(&Wanted { state: State::Handling, words: words("committee", 31.945, 118.705), ..Wanted::default() });
        let secret = site.makes(&Wanted { words: Reception { secret: true, ..Wanted::default().words }, ..Wanted::default() });
        for suffix in ["json", "xml"] {
            let answer = |number: &str| {
                let got = site.get(&format!("{BASE}/requests/{number}.{suffix}?extensions=true")).send();
                let kept = ["content-type", "cache-control", "etag", "content-length"].map(|h| got.headers.get(h).cloned());
                (got.status, kept, got.body)
            };
            let nothing = answer("20260101-NOTHNG");
            assert_eq!(nothing.0, 404);
            for made in [&young, &counted, &secret] {
                assert_eq!(answer(&made.case.case_no), nothing);
            }
        }
        let all: Vec<String> = [&young, &counted, &secret].iter().map(|m| m.case.case_no.clone()).collect();
        assert_eq!(list(site, &format!("service_request_id={}", all.join(","))).len(), 0);
        assert_eq!(list(site, "").len(), 0);
        assert_eq!(ask(site, "servicerequestupdates", "").json(), serde_json::json!([]));
        let update = key_for(site, "open311_updates");
        let add = |number: &str| site.post(&format!("{BASE}/servicerequestupdates.json")).form(&[("api_key", update.as_str()), ("service_request_id", number), ("description", "x")]).send();
        let nothing = add("20260101-NOTHNG");
        assert!(all.iter().all(|n| add(n).body == nothing.body) && nothing.status == 404);
        // The timer publishes the one whose day has come, and no other.
        site.at("2026-11-26T10:00");
        site.by_system(actions::sweep);
        assert_eq!(numbers(&list(site, "")), vec![young.case.case_no.clone()]);
    });
}

#[test]
fn a_merged_number_is_an_alias() {
    testkit::on_both(|site| {
        let stays = published(site, &Wanted { words: words("noise", 31.945_123, 118.705_678), ..Wanted::default() });
        let goes = published(site, &Wanted { words: words("lift", 31.945_123, 118.705_678), ..Wanted::default() });
        let one = |no: &str| ask(site, &format!("requests/{no}"), "extensions=true").json();
        let before = one(&goes.case.case_no);
        let desk = testkit::As::Person("dispatcher".into());
        let (id, into) = (goes.case.id, serde_json::json!({ "into": stays.case.case_no }));
        let got = site.post(&format!("/cases/{id}/merger")).by(&desk).json(&into).send();
        assert_eq!(got.status, 200, "{}", got.text());
        let alias = one(&goes.case.case_no)[0].clone();
        assert_eq!(alias["service_request_id"], goes.case.case_no, "under the number asked for");
        assert_eq!((&alias["service_code"], &alias["extended_attributes"]["merged_into"]), (&"noise".into(), &stays.case.case_no.clone().into()));
        assert_eq!(alias["address"], "竹一社区", "as precisely as the case that stands for it");
        assert_ne!(alias["lat"].as_f64(), Some(31.945_12));
        assert_eq!(numbers(&list(site, "")), vec![stays.case.case_no.clone()], "lists leave aliases out");
        let both = numbers(&list(site, &format!("service_request_id={},{}", goes.case.case_no, stays.case.case_no)));
        assert_eq!(both.len(), 2);
        let got = site.post(&format!("/cases/{id}/merger/undo")).by(&desk).json(&serde_json::json!({})).send();
        assert_eq!(got.status, 200, "{}", got.text());
        assert_eq!(one(&goes.case.case_no)[0]["service_code"], before[0]["service_code"], "by itself again");
        assert_eq!(list(site, "").len(), 2);
    });
}

#[test]
fn closed_and_reopened_it_is_open_again() {
    testkit::on_both(|site| {
        let made = published(site, &Wanted { state: State::Closed, ..Wanted::default() });
        let one = || ask(site, &format!("requests/{}", made.case.case_no), "").json()[0].clone();
        let closed = one();
        assert_eq!(closed["status"], "closed");
        site.later(60 * 24);
        let again = serde_json::json!({ "text": "又停了" });
        let got = site.post("/receipt/reopening").by(&testkit::As::Bearer(made.code.clone())).json(&again).send();
        assert_eq!(got.status, 200, "{}", got.text());
        let open = one();
        assert_eq!(open["status"], "open");
        assert!(open["updated_datetime"].as_str() > closed["updated_datetime"].as_str());
    });
}
