//! A row of the events table, as its readers get it: journal, jobs, webhooks.

use crate::{Fault, Result};
use kernel::{EventId, Moment};
use uuid::Uuid;

/// What happened. Ids and codes; never text of people.
#[derive(Clone, Debug, PartialEq)]
pub struct EventRow {
    pub id: EventId,
    pub at: Moment,
    pub name: String,
    pub subject_kind: String,
    pub subject_id: Uuid,
    pub actor_kind: String,
    pub actor_id: Option<Uuid>,
    pub post_id: Option<Uuid>,
    pub on_behalf_of: Option<Uuid>,
    pub reason: Option<String>,
    pub audience: String,
    /// JSON text.
    pub body: String,
    pub request_id: Option<Uuid>,
}
crate::row!(EventRow {
    id,
    at,
    name,
    subject_kind,
    subject_id,
    actor_kind,
    actor_id,
    post_id,
    on_behalf_of,
    reason,
    audience,
    body,
    request_id,
});

impl EventRow {
    /// The columns in reading order, of a table called `e`.
    pub const COLUMNS: &'static str = "e.id, e.at, e.name, e.subject_kind, e.subject_id, e.actor_kind, e.actor_id, \
        e.post_id, e.on_behalf_of, e.reason, e.audience, e.body, e.request_id";

    /// The body as a struct of the reader's own.
    pub fn read<T: serde::de::DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_str(&self.body).map_err(|e| Fault::Other(format!("{} {}: {e}", self.name, self.id)))
    }
}
