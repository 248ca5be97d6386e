//! The line, on both engines: scene 4 of the handbook, signals that come twice, and who hears what.

use outside::exchange::MemoryExchange;
use serde_json::{Value, json};
use testkit::{Answer, As, Site, on_both};

const PHONE: &str = "13900004567";

fn person(key: &str) -> As {
    As::Person(key.into())
}

fn key(site: &Site) -> String {
    key_for(site, "exchange")
}

fn key_for(site: &Site, scope: &'static str) -> String {
    site.by_system(move |tx| identity::create_token(tx, "clerk", &[scope], tx.now().plus_days(300)))
}

fn signals(site: &Site, key: &str, signal: &Value) -> Answer {
    site.post("/exchange/signals").header("authorization", &format!("Bearer {key}")).json(signal).send()
}

fn calls(site: &Site, who: &str, day: &str) -> Value {
    site.get(&format!("/desk/calls?day={day}")).by(&person(who)).send().json()
}

/// A missed call at eleven is returned by half past two; after hours a message is a voice at once.
#[test]
fn a_missed_call_is_called_back_in_two_working_hours() {
    on_both(|site| {
        let (key, mut exchange) = (key(site), MemoryExchange::default());
        let call = exchange.rings();
        site.at("2026-11-24T11:00:00");
        for event in ["ringing", "missed", "missed"] {
            let came = signals(site, &key, &MemoryExchange::signal(&call, event, Some(PHONE), &[]));
            assert_eq!(came.status.as_u16(), 200, "{}", came.text());
        }
        let page = calls(site, "clerk", "");
        assert_eq!(page["to_return"].as_array().map(Vec::len), Some(1), "a signal may come twice");
        assert_eq!(page["to_return"][0]["return_due_at"], "2026-11-24T14:30:00+08:00");
        let id = page["to_return"][0]["id"].as_str().expect("an id").to_owned();
        let path = format!("/desk/calls/{id}");
        let shown = site.get(&path).by(&person("clerk")).send().json();
        assert_eq!(shown["phone"], PHONE, "whoever calls back needs the number");

        site.at("2026-11-24T14:10:00");
        let back = site.post(&format!("{path}/return")).by(&person("clerk")).json(&json!({ "reached": true })).send();
        assert_eq!((back.status.as_u16(), back.json()["call"]["stands"].clone()), (200, json!("returned")), "{}", back.text());
        let again = site.post(&format!("{path}/return")).by(&person("clerk")).json(&json!({ "reached": true })).send();
        assert_eq!((again.status.as_u16(), again.json()["problems"][0]["code"].clone()), (422, json!("call-returned")));
        let served = calls(site, "leader", "2026-11-24")["served"].clone();
        assert_eq!((served["calls"].clone(), served["connected"].clone(), served["in_time"].clone()), (json!(1), json!(1), json!(1)));

        site.at("2026-11-24T20:00:00");
        let message = exchange.rings();
        let words = [("text", "三号楼一楼的水管漏了，明天请来看看。")];
        for _ in 0..2 {
            assert_eq!(signals(site, &key, &MemoryExchange::signal(&message, "message", Some(PHONE), &words)).status.as_u16(), 200);
        }
        let voices: i64 = site.read(|r| r.one("select count(*) from voices where channel = 'hotline'", &[]));
        assert_eq!(voices, 1, "once, however often it is sent");
        let history = site.get(&path).by(&person("clerk")).send().json();
        assert_eq!(history["history"], Value::Null, "a returned call opens nothing more");
    });
}

#[test]
fn a_number_is_opened_once_somebody_answered() {
    on_both(|site| {
        let (key, mut exchange) = (key(site), MemoryExchange::default());
        let call = exchange.rings();
        signals(site, &key, &MemoryExchange::signal(&call, "ringing", Some(PHONE), &[]));
        let id = calls(site, "clerk", "")["ringing"][0]["id"].as_str().expect("it rings").to_owned();
        let path = format!("/desk/calls/{id}");
        assert_eq!(site.get(&path).by(&person("clerk")).send().json()["phone"], Value::Null);
        let taken = site.post(&format!("{path}/answer")).by(&person("clerk")).json(&json!({})).send().json();
        assert_eq!((taken["phone"].clone(), taken["call"]["stands"].clone()), (json!(PHONE), json!("talking")));
        assert_eq!(site.get(&path).by(&person("clerk-2")).send().json()["phone"], Value::Null, "it is in another's hand");
        let late = site.post(&format!("{path}/answer")).by(&person("clerk-2")).json(&json!({})).send();
        assert_eq!(late.json()["problems"][0]["code"], "call-taken");
        let nowhere = site.post(&format!("{path}/transfer")).by(&person("clerk")).json(&json!({ "to": "12345" })).send();
        assert_eq!((nowhere.status.as_u16(), nowhere.json()["problems"][0]["field"].clone()), (422, json!("text")));
        let on = site.post(&format!("{path}/transfer")).by(&person("clerk")).json(&json!({ "to": "12345", "text": "市里已接" })).send();
        assert_eq!(on.json()["call"]["transferred_to"], "12345");
        assert_eq!(on.json()["transfer_outcome"], "市里已接", "what came of it is kept");
        assert_eq!(site.get(&path).by(&person("clerk-2")).send().json()["transfer_outcome"], Value::Null);

        // Two subjects of one call are two voices with one origin.
        let form = site.get(&format!("{path}/intake")).by(&person("clerk")).send().json();
        assert_eq!(form["words"]["phone"], PHONE);
        assert_eq!(site.get(&format!("{path}/intake")).by(&person("clerk-2")).send().json()["words"]["phone"], "");
        for (n, text) in ["三号楼电梯停了三天。", "楼下的路灯不亮。"].into_iter().enumerate() {
            let words = json!({ "client_key": format!("call-{n}"), "channel": "hotline", "category": "lift", "text": text, "phone": PHONE, "address_note": "三号楼" });
            let theirs = site.post(&format!("{path}/intake")).by(&person("clerk-2")).json(&words).send();
            assert_eq!(theirs.status.as_u16(), 404, "{}", theirs.text());
            for _ in 0..2 {
                let taken = site.post(&format!("{path}/intake")).by(&person("clerk")).json(&words).send();
                assert_eq!(taken.status.as_u16(), 201, "{}", taken.text());
            }
        }
        let wrong = site.post(&format!("{path}/intake")).by(&person("clerk")).json(&json!({ "client_key": "call-9", "phone": PHONE })).send();
        assert_eq!(wrong.status.as_u16(), 422);
        let told = site.get(&path).by(&person("clerk")).send().json();
        assert_eq!(told["voices"].as_array().map(Vec::len), Some(2), "{told}");
        let origins: i64 = site.read(|r| r.one("select count(distinct origin_id) from voices where origin_id is not null", &[]));
        assert_eq!(origins, 1);

        // Where the recording lies is known to whoever has the call in hand, for a year.
        let digest = "ab".repeat(32);
        let recorded = [("recording", "rec/2026/a1.wav"), ("sha256", digest.as_str())];
        assert_eq!(signals(site, &key, &MemoryExchange::signal(&call, "recorded", None, &recorded)).status.as_u16(), 200);
        let place = |who: &str| site.get(&path).by(&person(who)).send().json()["recording"].clone();
        assert_eq!((place("clerk"), place("clerk-2")), (json!("rec/2026/a1.wav"), Value::Null));
        let later = site.now().plus_days(366);
        site.by_system(move |tx| hotline::store::forget_recordings(tx, later.plus_days(-365)));
        let kept = site.get(&path).by(&person("clerk")).send().json();
        assert_eq!((kept["recording"].clone(), kept["call"]["recording_digest"].clone()), (Value::Null, json!(digest)));
        // Nothing of the number stands in the journal.
        let bodies: Vec<String> = site.read(|r| r.all("select body from events where subject_kind = 'call'", &[]));
        assert!(bodies.len() >= 3 && bodies.iter().all(|b| !b.contains(PHONE)), "{bodies:?}");
    });
}

#[test]
fn without_an_exchange_clerks_write_calls_down() {
    on_both(|site| {
        let begun = site.post("/desk/calls").by(&person("clerk")).json(&json!({ "phone": PHONE })).send();
        assert_eq!((begun.status.as_u16(), begun.json()["phone"].clone()), (200, json!(PHONE)), "{}", begun.text());
        for (words, field) in [(json!({ "phone": "12" }), "phone-unreadable"), (json!({ "missed": true }), "phone-for-return")] {
            let refused = site.post("/desk/calls").by(&person("clerk")).json(&words).send();
            assert_eq!((refused.status.as_u16(), refused.json()["problems"][0]["code"].clone()), (422, json!(field)));
        }
    });
}

#[test]
fn only_the_exchange_signals_and_only_the_desk_hears() {
    on_both(|site| {
        let signal = MemoryExchange::signal("a", "ringing", Some(PHONE), &[]);
        assert_eq!(signals(site, "lq_nothing_at-all", &signal).status.as_u16(), 401);
        let staff = key_for(site, "*");
        assert_eq!(signals(site, &staff, &signal).status.as_u16(), 401, "a key for everything is no key of the exchange");
        let key = key(site);
        assert_eq!(signals(site, &key, &json!({ "call": "a", "event": "dancing" })).status.as_u16(), 422);
        for (who, status) in [("leader", 200), ("officer", 200), ("handler", 404), ("sysadmin", 404)] {
            assert_eq!(site.get("/desk/calls").by(&person(who)).send().status.as_u16(), status, "{who}");
        }
        assert_eq!(site.post("/desk/calls").by(&person("leader")).json(&json!({ "phone": PHONE })).send().status.as_u16(), 403);
    });
}
