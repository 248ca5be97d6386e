//! Hooks, on both engines: what is told, signed and in order; what is not; and what a silent program gets later.

use kernel::Moment;
use outside::MemoryHook;
use serde_json::{Value, json};
use std::sync::Arc;
use testkit::{As, Site, Wanted, on_both};
use webhooks::follow::{Listener, Post};

fn admin() -> As {
    As::Person("sysadmin".into())
}

fn made(site: &Site, events: &str) -> String {
    let words = json!({ "url": "https://programs.example/linqiao", "events": events });
    let answer = site.post("/admin/webhooks").by(&admin()).json(&words).send();
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
    answer.json()["secret"].as_str().expect("a secret").to_owned()
}

/// The worker of the house, with this hook in place of the world.
fn works(site: &Site, out: &Arc<MemoryHook>) {
    let worker = jobs::Worker::new(site.db().clone(), vec![site.street], vec![Arc::new(Listener)], vec![])
        .with_errands(vec![Arc::new(Post { out: out.clone() })]);
    worker.run_once(site.now()).expect("a pass");
    worker.errands_once(site.now());
}

fn page(site: &Site) -> Value {
    site.get("/admin/webhooks").by(&admin()).send().json()
}

#[test]
fn public_events_are_told_signed_and_in_order() {
    on_both(|site| {
        let (out, secret) = (Arc::new(MemoryHook::default()), made(site, "appeals.case_*"));
        assert_eq!(page(site)["secret"], Value::Null, "it is shown once");
        let made = site.makes(&Wanted { state: appeals::rules::State::Handling, ..Wanted::default() });
        works(site, &out);
        let told = out.told();
        let names: Vec<_> = told.iter().map(|(_, _, body)| serde_json::from_str::<Value>(body).expect("JSON")["name"].clone()).collect();
        assert_eq!(names, ["appeals.case_accepted", "appeals.case_dispatched", "appeals.case_signed"]);
        for (url, headers, body) in &told {
            assert_eq!(url, "https://programs.example/linqiao");
            let of = |name: &str| headers.iter().find(|(k, _)| k == name).map(|(_, v)| v.clone()).expect("a header");
            let at = of("linqiao-signature").trim_start_matches("t=").split(',').next().and_then(|t| t.parse::<i64>().ok()).expect("a moment");
            assert_eq!(of("linqiao-signature"), webhooks::rules::signature(&secret, Moment(at * 1_000_000), body));
            let message: Value = serde_json::from_str(body).expect("JSON");
            assert_eq!((message["subject"]["id"].clone(), message["name"].clone()), (json!(made.case.id.to_string()), json!(of("linqiao-event"))));
            assert!(!body.contains("actor") && !body.contains("电梯"), "no person and no words of people: {body}");
        }
        works(site, &out);
        assert_eq!(out.told().len(), told.len(), "once");
    });
}

#[test]
fn a_silent_program_is_told_later_and_the_log_says_so() {
    on_both(|site| {
        let out = Arc::new(MemoryHook::default());
        made(site, "appeals.case_accepted");
        out.answers(None);
        site.makes(&Wanted { state: appeals::rules::State::Accepted, ..Wanted::default() });
        works(site, &out);
        let log = page(site)["log"][0].clone();
        assert_eq!((log["state"].clone(), log["tries"].clone(), log["last_status"].clone()), (json!("waiting"), json!(1), json!(0)));
        works(site, &out);
        assert_eq!(out.told().len(), 1, "not before its time");
        out.answers(Some(503));
        for minutes in webhooks::rules::AGAIN {
            site.later(minutes + 1);
            works(site, &out);
        }
        let log = page(site)["log"][0].clone();
        assert_eq!((log["state"].clone(), log["tries"].clone(), log["last_status"].clone()), (json!("failed"), json!(8), json!(503)));
        out.answers(Some(204));
        let again = format!("/admin/webhooks/sendings/{}/again", log["id"].as_str().expect("an id"));
        assert_eq!(site.post(&again).by(&admin()).json(&json!({})).send().status.as_u16(), 200);
        site.later(1);
        works(site, &out);
        assert_eq!(page(site)["log"][0]["state"], "sent");
        assert_eq!(site.post(&again).by(&admin()).json(&json!({})).send().status.as_u16(), 404, "what was sent is not sent again");
    });
}

/// What happened before anybody asked, or while a hook rested, is told to nobody, and leaves no delivery behind.
#[test]
fn a_hook_hears_of_nothing_before_it_listens() {
    on_both(|site| {
        let out = Arc::new(MemoryHook::default());
        let deliveries = || -> i64 { site.read(|r| r.one("select count(*) from deliveries", &[])) };
        let accepted = || site.makes(&Wanted { state: appeals::rules::State::Accepted, ..Wanted::default() });
        accepted();
        works(site.later(1), &out);
        assert_eq!(deliveries(), 0, "while nobody listens nothing is enlisted");
        made(site, "");
        works(site.later(1), &out);
        assert!(out.told().is_empty(), "the past is not told");
        accepted();
        works(site.later(1), &out);
        let told = out.told().len();
        assert!(told > 0 && deliveries() > 0);
        let id = page(site)["hooks"][0]["id"].as_str().expect("an id").to_owned();
        let switch = |verb: &str| site.post(&format!("/admin/webhooks/{id}/{verb}")).by(&admin()).json(&json!({})).send().status.as_u16();
        assert_eq!(switch("rest"), 200);
        accepted();
        works(site.later(1), &out);
        assert_eq!((switch("wake"), switch("wake")), (200, 200), "woken twice is woken");
        works(site.later(1), &out);
        assert_eq!(out.told().len(), told, "what happened while it rested is not told");
        accepted();
        works(site.later(1), &out);
        assert_eq!(out.told().len(), 2 * told);
    });
}

#[test]
fn only_what_was_asked_for_and_only_by_the_administrator() {
    on_both(|site| {
        let out = Arc::new(MemoryHook::default());
        made(site, "places.imported");
        site.makes(&Wanted { state: appeals::rules::State::Accepted, ..Wanted::default() });
        works(site, &out);
        assert!(out.told().is_empty());
        let words = json!({ "url": "ftp://nowhere", "events": "x" });
        let refused = site.post("/admin/webhooks").by(&admin()).json(&words).send();
        assert_eq!((refused.status.as_u16(), refused.problems()), (422, vec!["hook-url".to_owned(), "hook-events".to_owned()]));
        for who in ["dispatcher", "leader", "secadmin"] {
            assert_eq!(site.get("/admin/webhooks").by(&As::Person(who.into())).send().status.as_u16(), 404, "{who}");
        }
        let id = page(site)["hooks"][0]["id"].as_str().expect("an id").to_owned();
        let rested = site.post(&format!("/admin/webhooks/{id}/rest")).by(&admin()).json(&json!({})).send().json();
        assert_eq!(rested["hooks"][0]["active"], false);
    });
}
