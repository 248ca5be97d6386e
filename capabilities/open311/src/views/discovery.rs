//! Where the interface is and whom to ask.

use super::{Document, Value};
use kernel::Moment;

pub const SPECIFICATION: &str = "http://wiki.open311.org/GeoReport_v2";
const FORMATS: [&str; 2] = ["text/xml", "application/json"];

/// What a program or a person asks first.
#[derive(Clone, Debug)]
pub struct Discovery {
    pub street: String,
    pub hotline: Option<String>,
    /// Where this server is: `https://street.example`.
    pub base: String,
    /// When the services last changed.
    pub changed_at: Moment,
    /// What is brought here is an exercise.
    pub test: bool,
}

impl Discovery {
    /// Sortable: `2026-11-27 16:00`.
    pub fn changeset(&self) -> String {
        self.changed_at.civil().strftime("%Y-%m-%d %H:%M").to_string()
    }
    pub fn contact(&self) -> String {
        self.hotline.as_ref().map_or_else(|| self.street.clone(), |number| format!("{} {number}", self.street))
    }
    pub fn key_service(&self) -> String {
        format!("{}/account/tokens — {}", self.base, self.contact())
    }
    pub fn url(&self) -> String {
        format!("{}/open311/{}v2", self.base, if self.test { "test/" } else { "" })
    }
}

pub fn discovery(d: &Discovery) -> Document {
    let formats = FORMATS.iter().map(|f| Value::text(*f)).collect();
    let endpoint = Value::Fields(vec![
        ("specification", Value::text(SPECIFICATION)),
        ("url", Value::text(d.url())),
        ("changeset", Value::text(d.changeset())),
        ("type", Value::text(if d.test { "test" } else { "production" })),
        ("formats", Value::List("format", formats)),
    ]);
    let body = Value::Fields(vec![
        ("changeset", Value::text(d.changeset())),
        ("contact", Value::text(d.contact())),
        ("key_service", Value::text(d.key_service())),
        ("endpoints", Value::List("endpoint", vec![endpoint])),
    ]);
    Document { root: "discovery", body }
}
