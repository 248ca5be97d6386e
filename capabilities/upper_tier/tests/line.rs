//! The line to their system, on both engines: what waits goes up once, what is new comes down once, silence harms nothing.
use crate::common::*;
use outside::upper::{Down, MemoryUpper, Order, Word};
use serde_json::json;
use std::sync::Arc;
use testkit::{Site, on_both};
use upper_tier::follow::Exchange;

fn order(no: &str) -> Order {
    Order {
        their_no: no.into(),
        tier: "区城运中心".into(),
        text: "三幢电梯停了三天。".into(),
        due_at: "2026-12-04T17:30:00+08:00".into(),
        category: "lift".into(),
        address: "竹一1幢".into(),
        ..Order::default()
    }
}

/// The worker of the house, with this line in place of the world.
fn works(site: &Site, line: &Arc<MemoryUpper>) {
    let worker = jobs::Worker::new(site.db().clone(), vec![site.street], vec![], vec![])
        .with_errands(vec![Arc::new(Exchange { line: line.clone() })]);
    worker.errands_once(site.now());
}

#[test]
fn orders_come_down_and_answers_go_up_by_themselves() {
    on_both(|site| {
        let line = Arc::new(MemoryUpper::default());
        line.gives(Down { orders: vec![order("L1"), order("L2")], words: vec![], next: "m1".into() });
        works(site, &line);
        let id = case_of(&crate::common::order(site, "L1"));
        accepted(site, id);
        dispatched(site, id, "");
        site.does(&site.staff("handler"), move |tx, v| appeals::actions::sign(tx, v, id));
        finished(site, id);
        line.silent(true);
        works(site.later(6), &line);
        assert!(line.sent().is_empty(), "nobody listened");
        assert_eq!(crate::common::order(site, "L1")["stands"], "ready", "what did not go up still waits");
        line.silent(false);
        works(site.later(11), &line);
        works(site.later(6), &line);
        let sent = line.sent();
        assert_eq!(sent.len(), 1, "once: {sent:?}");
        assert_eq!((sent[0].their_no.as_str(), sent[0].kind.as_str(), sent[0].text.as_str()), ("L1", "answer", REPLY));
        assert_eq!((sent[0].result.as_str(), sent[0].round), ("solved", 1));
        assert_eq!(crate::common::order(site, "L1")["stands"], "answered");
        assert_eq!(post(site, "dispatcher", "/desk/upper/answers", &json!({})).problems(), ["nothing-to-send"], "nor in a file again");
    });
}

#[test]
fn their_word_comes_down_the_line() {
    on_both(|site| {
        let line = Arc::new(MemoryUpper::default());
        let (_, id) = in_hand(site, "S001", "2026-12-04 17:30");
        returned(site, id);
        agreed(site, id);
        let said = Word { their_no: "S001".into(), kind: "return".into(), verdict: "accepted".into(), text: "同意".into(), ..Word::default() };
        line.gives(Down { orders: vec![], words: vec![said.clone()], next: "m1".into() });
        line.gives(Down { orders: vec![], words: vec![said], next: "m2".into() });
        works(site, &line);
        assert_eq!(line.sent().iter().map(|u| u.kind.clone()).collect::<Vec<_>>(), ["return"], "the request went up first");
        assert_eq!(site.case(id).state, appeals::rules::State::Dispatched);
        works(site.later(6), &line);
        let back = site.get("/desk/upper").by(&person("dispatcher")).send().json()["turned_back"].clone();
        assert_eq!((back[0]["their_no"].clone(), back[0]["code"].clone()), (json!("S001"), json!("upper-not-asked")), "said again it finds nothing to decide");
    });
}

#[test]
fn what_cannot_be_taken_is_shown_and_stops_nothing() {
    on_both(|site| {
        let line = Arc::new(MemoryUpper::default());
        let bad = Order { due_at: "soon".into(), ..order("L9") };
        let nobody = Word { their_no: "L404".into(), kind: "result".into(), solved: "yes".into(), ..Word::default() };
        line.gives(Down { orders: vec![bad, order("L1"), order("L1")], words: vec![nobody], next: "m1".into() });
        works(site, &line);
        let page = site.get("/desk/upper").by(&person("clerk")).send().json();
        assert_eq!(page["orders"].as_array().map(Vec::len), Some(1), "{page}");
        let mut told: Vec<_> = page["turned_back"].as_array().expect("a list").iter().map(|t| t["code"].as_str().unwrap_or("").to_owned()).collect();
        told.sort_unstable();
        assert_eq!(told, ["due-unreadable", "order-unknown"]);
        let street = site.street;
        assert_eq!(site.read(move |r| upper_tier::store::mark(r, street)), "m1", "and the line goes on");
    });
}
