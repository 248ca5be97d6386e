//! A council in a small street: its charter, its officers, fifteen seats of which thirteen are taken.
#![allow(dead_code, reason = "each scene uses its own part")]

pub mod ballots;
pub mod helping;

use serde_json::{Value, json};
use testkit::Site;
pub use testkit::verbs::*;

pub const COUNCIL: &str = include_str!("../../src/rules/council.toml");
pub const CHAIR: &str = "building-head";
pub const CONVENOR: &str = "secretary-a";
pub const TAKER: &str = "grid-worker";

/// A community council with its officers and thirteen members; the path of its page.
pub fn council(site: &Site) -> String {
    let words = json!({ "name": "竹一社区协商议事会", "kind": "community", "place_name": "ZA", "purpose": "小区的事一起商量", "opened_on": "2026-01-05", "charter": COUNCIL });
    let bodies = done(site, "officer", "/bodies", words);
    let body = format!("/bodies/{}", text(&bodies["bodies"][0]["id"]));
    for (office, login) in [("chair", CHAIR), ("convenor", CONVENOR), ("minute_taker", TAKER)] {
        done(site, "officer", &format!("{body}/offices"), json!({ "office": office, "login": login, "shown_name": format!("竹溪{login}") }));
    }
    let seats = ["resident"; 7].into_iter().chain(["drawn", "enterprise", "enterprise", "property", "social", "expert"]);
    for (n, category) in seats.enumerate() {
        let login = ["building-head", "grid-worker", "lin"].get(n).copied().filter(|l| *l != "lin").unwrap_or_default();
        let profession = if category == "expert" { "legal" } else { "" };
        let words = json!({ "shown_name": format!("代表{n}"), "category": category, "login": login, "profession": profession, "interests_declared": true });
        done(site, "officer", &format!("{body}/memberships"), words);
    }
    body
}

/// Planned for a moment; the path of its page.
pub fn planned(site: &Site, body: &str, from: &str) -> String {
    let view = done(site, CHAIR, &format!("{body}/meetings"), json!({ "from": from, "venue": "居委会一楼，无台阶" }));
    format!("/meetings/{}", text(&view["meetings"][0]["id"]))
}

pub fn convened(site: &Site, body: &str, from: &str, items: Value) -> String {
    let meeting = planned(site, body, from);
    done(site, CONVENOR, &format!("{meeting}/notices"), json!({ "items": items }));
    meeting
}

/// So many of the roster come in at the desk.
pub fn come(site: &Site, meeting: &str, from: usize, many: usize) {
    let view = seen(site, TAKER, meeting);
    for tick in view["ticks"].as_array().expect("a roster").iter().skip(from).take(many) {
        done(site, TAKER, &format!("{meeting}/attendance"), json!({ "membership": tick["membership"] }));
    }
}

/// Closed, minuted, circulated, signed by both after the days to answer.
pub fn minuted(site: &Site, meeting: &str, sealed_at: &str) {
    let items = seen(site, TAKER, meeting)["items"].clone();
    let texts: Vec<Value> = items.as_array().expect("items").iter().map(|i| json!({ "no": i["no"], "text": "议了这一项。" })).collect();
    done(site, TAKER, &format!("{meeting}/minutes"), json!({ "items": texts }));
    done(site, TAKER, &format!("{meeting}/minutes/circulation"), json!({}));
    if !sealed_at.is_empty() {
        site.at(sealed_at);
        done(site, CHAIR, &format!("{meeting}/minutes/seal"), json!({}));
        done(site, TAKER, &format!("{meeting}/minutes/seal"), json!({}));
    }
}

/// What does not hold of the chains and charters.
pub fn broken(site: &Site) -> Vec<String> {
    let street = site.street;
    site.read(move |r| {
        let mut all = deliberation::actions::broken_seals(r, street)?;
        all.extend(deliberation::actions::untiled_charters(r, street)?);
        Ok(all)
    })
}
