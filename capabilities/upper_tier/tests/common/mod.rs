//! Orders in a small street, and the hands they pass through.
#![allow(dead_code, reason = "each scene uses its own part")]

use appeals::actions;
use appeals::rules::*;
use identity::demo::unit_id;
use serde_json::{Value, json};
use testkit::{Answer, As, PARKS, PROPERTY, Site};

pub const HEADS: &str = "工单编号,诉求内容,办理时限,地址,来源,分类,姓名,电话,诉求时间";
pub const REPLY: &str = "电梯主板已经换好，今天起恢复运行。";

pub fn person(key: &str) -> As {
    As::Person(key.into())
}

/// A file of orders with these lines.
pub fn file(lines: &[&str]) -> Value {
    json!({ "text": format!("{HEADS}\n{}\n", lines.join("\n")) })
}

/// One line of such a file.
pub fn line(no: &str, due: &str) -> String {
    format!("{no},三幢电梯停了三天,{due},竹一1幢,市12345,lift,王阿姨,13900008888,2026-11-23 20:15")
}

pub fn post(site: &Site, who: &str, path: &str, words: &Value) -> Answer {
    site.post(path).by(&person(who)).json(words).send()
}

/// Takes one order in; gives its line on the desk's page.
pub fn taken(site: &Site, no: &str, due: &str) -> Value {
    let came = post(site, "clerk", "/desk/upper/orders", &file(&[&line(no, due)]));
    assert_eq!((came.status.as_u16(), came.json()["brought"]["fresh"].clone()), (200, json!(1)), "{}", came.text());
    order(site, no)
}

/// One order by its number, wherever it stands.
pub fn order(site: &Site, no: &str) -> Value {
    let shows = ["", "?show=answered"];
    let pages = shows.map(|show| site.get(&format!("/desk/upper{show}")).by(&person("dispatcher")).send().json());
    let all = pages.iter().flat_map(|page| page["orders"].as_array().cloned().unwrap_or_default());
    all.into_iter().find(|o| o["their_no"] == no).unwrap_or_else(|| panic!("no order {no}"))
}

pub fn case_of(order: &Value) -> CaseId {
    order["case"].as_str().and_then(|id| id.parse().ok()).expect("a case")
}

pub fn path_of(order: &Value) -> String {
    format!("/desk/upper/orders/{}", order["id"].as_str().expect("an id"))
}

/// Their word, entered by hand.
pub fn word(site: &Site, order: &Value, words: &Value) -> Answer {
    post(site, "dispatcher", &format!("{}/word", path_of(order)), words)
}

pub fn accepted(site: &Site, id: CaseId) {
    let words = Acceptance { category: "lift".into(), title: "三幢电梯停运".into(), ..Acceptance::default() };
    site.does(&site.staff("clerk"), move |tx, v| actions::accept(tx, v, id, &words, None));
}

pub fn dispatched(site: &Site, id: CaseId, why: &str) {
    let words = Dispatching { upper_why: why.into(), ..Dispatching::default() };
    let taker = Some(Taker { unit: unit_id(PROPERTY), active: true, holder: None });
    site.does(&site.staff("dispatcher"), move |tx, v| actions::dispatch(tx, v, id, &words, taker));
}

/// An order whose case the property office has in hand.
pub fn in_hand(site: &Site, no: &str, due: &str) -> (Value, CaseId) {
    let order = taken(site, no, due);
    let id = case_of(&order);
    accepted(site, id);
    dispatched(site, id, "已和区里说好。");
    site.does(&site.staff("handler"), move |tx, v| actions::sign(tx, v, id));
    (order, id)
}

/// Done, and looked at by the unit's head.
pub fn finished(site: &Site, id: CaseId) {
    let reached = Contacting { means: Some(Means::Phone), reached: true, ..Contacting::default() };
    site.does(&site.staff("handler"), move |tx, v| actions::contact(tx, v, id, &reached));
    let done = Completion { result: Some(CaseResult::Solved), public_reply: REPLY.into(), ..Completion::default() };
    site.does(&site.staff("handler"), move |tx, v| actions::complete(tx, v, id, &done));
    site.does(&site.staff("reviewer"), move |tx, v| actions::approve(tx, v, id, &Approving::default()));
}

/// The running clock of a stage, or the last that ran.
pub fn clock(site: &Site, id: CaseId, stage: &'static str) -> appeals::store::Clock {
    let street = site.street;
    let clocks = site.read(move |r| appeals::store::clocks_of(r, street, id));
    clocks.into_iter().rfind(|c| c.stage == stage && !c.superseded).expect("a clock of that stage")
}

/// The unit's head says it is the gardeners'.
pub fn returned(site: &Site, id: CaseId) {
    let words = ReturnRequest { text: "是绿化的事。".into(), basis: "三定方案第五条".into(), unit: Some(unit_id(PARKS)), ..ReturnRequest::default() };
    let taker = Some(Taker { unit: unit_id(PARKS), active: true, holder: None });
    site.does(&site.staff("reviewer"), move |tx, v| actions::request_return(tx, v, id, &words, taker));
}

/// The desk agrees to a return.
pub fn agreed(site: &Site, id: CaseId) -> Case {
    let words = ReturnApproval { unit: Some(unit_id(PARKS)), ..ReturnApproval::default() };
    let taker = Some(Taker { unit: unit_id(PARKS), active: true, holder: None });
    site.does(&site.staff("dispatcher"), move |tx, v| actions::approve_return(tx, v, id, &words, taker))
}
