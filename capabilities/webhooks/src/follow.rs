//! A public event is put into the post of every hook that asked for it, and the post goes out.

use crate::{actions, rules, store};
use db::{Db, EventRow, Reader, Result, Tx};
use jobs::{Errand, Subscriber};
use kernel::{Moment, StreetId, uuid::Uuid};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// Hears of events.
pub struct Listener;

impl Subscriber for Listener {
    fn name(&self) -> &'static str {
        "webhooks"
    }
    fn wants(&self, event: &str) -> bool {
        event.starts_with("appeals.")
    }
    fn since(&self, r: &mut Reader<'_>, street: StreetId) -> Result<Option<Uuid>> {
        Ok(store::hooks(r, street)?.into_iter().filter(|h| h.active).map(|h| h.listens_from).min())
    }
    fn handle(&self, tx: &mut Tx<'_>, event: &EventRow) -> Result<()> {
        if event.audience != "public" {
            return Ok(());
        }
        let street = tx.street();
        for hook in store::hooks(tx, street)? {
            if hook.active && hook.listens_from <= event.id.uuid() && rules::asked(&hook.names, &event.name) {
                store::enlist(tx, hook.id, event.id, event.subject_id, &event.name, &message(event))?;
            }
        }
        Ok(())
    }
}

/// What a program is told: the event as the journal has it, without who did it.
fn message(event: &EventRow) -> String {
    let body: Value = serde_json::from_str(&event.body).unwrap_or_default();
    json!({
        "id": event.id.uuid(), "name": event.name, "at": event.at.rfc3339(),
        "subject": { "kind": event.subject_kind, "id": event.subject_id }, "body": body,
    })
    .to_string()
}

/// Sends what waits.
pub struct Post {
    pub out: Arc<dyn outside::Hook>,
}

impl Errand for Post {
    fn name(&self) -> &'static str {
        "webhooks.post"
    }
    fn every(&self) -> Duration {
        Duration::from_secs(10)
    }
    fn run(&self, db: &Db, street: StreetId, now: Moment) -> Result<()> {
        actions::send(db, &*self.out, street, now).map(|_| ())
    }
}
