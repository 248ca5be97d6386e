//! Verbs through the JSON interface.

use serde_json::Value;
use testkit::{Answer, As, Site};

pub fn who(key: &str) -> As {
    As::Person(key.into())
}

pub fn says(site: &Site, by: &str, path: &str, words: Value) -> Answer {
    site.post(path).by(&who(by)).json(&words).send()
}

/// One verb that is done: the thing as it then stands.
pub fn done(site: &Site, by: &str, path: &str, words: Value) -> Value {
    let answer = says(site, by, path, words);
    assert!(answer.status.is_success(), "{by} {path}: {} {}", answer.status, answer.text());
    answer.json()
}

/// One verb that is refused: the codes of what is wrong.
pub fn refused(site: &Site, by: &str, path: &str, words: Value) -> Vec<String> {
    let answer = says(site, by, path, words);
    assert_eq!(answer.status.as_u16(), 422, "{by} {path}: {}", answer.text());
    answer.problems()
}

pub fn seen(site: &Site, by: &str, path: &str) -> Value {
    let answer = site.get(path).by(&who(by)).send();
    assert_eq!(answer.status.as_u16(), 200, "{path}: {}", answer.text());
    answer.json()
}

/// As anybody sees it, without an account.
pub fn public(site: &Site, path: &str) -> Value {
    let answer = site.get(path).send();
    assert_eq!(answer.status.as_u16(), 200, "{path}: {}", answer.text());
    answer.json()
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Every counted figure of the street as officers see it this year.
pub fn counted(site: &Site) -> Vec<(String, Value)> {
    let rows = seen(site, "officer", "/desk/indicators?period=year")["rows"].as_array().cloned().unwrap_or_default();
    rows.into_iter().map(|row| (text(&row["shown"]["code"]), serde_json::json!([row["shown"]["value"], row["shown"]["beside"]]))).collect()
}

/// One row of the database is changed behind everybody's back.
pub fn meddles(site: &Site, sql: &'static str) {
    let street = site.street;
    site.by_system(move |tx| tx.exec(sql, db::args![street]).map(|n| assert!(n > 0, "{sql} changed nothing")));
}
