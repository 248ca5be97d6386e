//! Figures as officers see them, and hands that meddle.

use serde_json::Value;
use testkit::Site;
pub use testkit::verbs::*;

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
