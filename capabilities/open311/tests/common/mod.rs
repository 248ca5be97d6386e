//! A street with keys and published cases, and the interface as a program sees it.
#![allow(dead_code, reason = "each scene uses its own part")]

pub mod schema;
pub mod spark;

use appeals::rules::{CaseId, Reception, State};
use kernel::Moment;
use serde_json::Value;
use testkit::{Answer, Made, Site, Wanted};

pub const BASE: &str = "/open311/v2";

pub fn at(text: &str) -> Moment {
    Moment::parse(text).expect("a time")
}

/// A key that brings requests, of somebody at the desk.
pub fn key(site: &Site) -> String {
    key_for(site, "open311")
}

pub fn key_for(site: &Site, scope: &'static str) -> String {
    site.by_system(move |tx| identity::create_token(tx, "clerk", &[scope], tx.now().plus_days(300)))
}

/// What the lift asks beside the words.
pub const LIFT: &str = r#"[
  {"code":"number","datatype":"string","required":true,"description":"电梯编号","hint":"轿厢里的编号"},
  {"code":"days","datatype":"multivaluelist","description":"哪几天","values":[["mon","周一"],["tue","周二"]]},
  {"code":"people","datatype":"singlevaluelist","description":"有没有人被困","values":[["yes","有"],["no","没有"]]}
]"#;

pub fn lifts_ask(site: &Site) {
    site.by_system(|tx| appeals::store::describe_category(tx, "lift", "停运、困人、异响", "电梯,停运", LIFT));
}

/// A case the public sees: taken on, and its day of publication come.
pub fn published(site: &Site, wanted: &Wanted) -> Made {
    let state = if wanted.state == State::Registered { State::Accepted } else { wanted.state };
    let made = site.makes(&Wanted { state, ..wanted.clone() });
    publish(site, made.case.id);
    Made { case: site.case(made.case.id), ..made }
}

pub fn publish(site: &Site, id: CaseId) {
    site.by_system(move |tx| appeals::store::publish(tx, id));
}

/// A voice at a point, of a category.
pub fn words(category: &str, lat: f64, lon: f64) -> Reception {
    Reception { category: category.into(), lat: Some(lat), lon: Some(lon), ..Wanted::default().words }
}

/// One call in both notations. They say the same, and the errors are of their schema.
pub fn ask(site: &Site, call: &str, query: &str) -> Answer {
    let address = |suffix: &str| format!("{BASE}/{call}.{suffix}{}{query}", if query.is_empty() { "" } else { "?" });
    let (json, xml) = (site.get(&address("json")).send(), site.get(&address("xml")).send());
    same(&json, &xml);
    json
}

/// Two answers to the same call, in JSON and XML.
pub fn same(json: &Answer, xml: &Answer) {
    assert_eq!(json.status, xml.status, "{}\n{}", json.text(), xml.text());
    assert_eq!(json.headers["content-type"], "application/json; charset=utf-8");
    assert_eq!(xml.headers["content-type"], "text/xml; charset=utf-8");
    assert!(xml.text().starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>"), "{}", xml.text());
    let said: Value = serde_json::from_slice(&json.body).unwrap_or_else(|_| panic!("no JSON: {}", json.text()));
    assert_eq!(spark::json_of(&xml.body), spark::without_types(&said));
    if !json.status.is_success() {
        schema::assert_is("errors", &said);
    }
}

/// The list under these parameters.
pub fn list(site: &Site, query: &str) -> Vec<Value> {
    let got = ask(site, "requests", query);
    assert_eq!(got.status, 200, "{query}: {}", got.text());
    schema::assert_is("requests", &got.json());
    got.json().as_array().cloned().expect("a list")
}

pub fn numbers(items: &[Value]) -> Vec<String> {
    items.iter().map(|i| i["service_request_id"].as_str().expect("a number").to_owned()).collect()
}

/// Codes of the errors of an answer.
pub fn codes(answer: &Answer) -> Vec<u64> {
    answer.json().as_array().into_iter().flatten().filter_map(|e| e["code"].as_u64()).collect()
}

/// Brings a request with a form.
pub fn bring(site: &Site, form: &[(&str, &str)]) -> Answer {
    site.post(&format!("{BASE}/requests.json")).form(form).send()
}

/// How many voices there are.
pub fn voices(site: &Site) -> i64 {
    let street = site.street;
    site.read(move |r| r.one("select count(*) from voices where street_id = $1", db::args![street]))
}
