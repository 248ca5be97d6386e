//! Verbs through the JSON interface, as one says them in a scene.

use crate::{Answer, As, Site};
use serde_json::Value;

/// One of the cast, by key.
pub fn who(key: &str) -> As {
    As::Person(key.into())
}

/// One verb, whatever comes of it.
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

/// A page as data, for somebody who may see it.
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

/// A text of an answer; empty where it is none.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
