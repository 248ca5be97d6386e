//! What follows here: what speakers and staff are told is passed on to whom it reaches; files of lists go after a day.

use crate::{actions, rules, store};
use db::{Db, EventRow, Reader, Result, Tx};
use jobs::{Errand, Subscriber, Timer};
use kernel::{Moment, StreetId, uuid::Uuid};
use std::sync::Arc;
use std::time::Duration;

/// Passes on what voices were told.
pub struct Telling;

const BATCH: i64 = 200;

impl Timer for Telling {
    fn name(&self) -> &'static str {
        "appeals.telling"
    }
    fn every(&self) -> Duration {
        Duration::from_secs(1)
    }
    fn wanted(&self, r: &mut Reader<'_>, street: StreetId, _: Moment) -> Result<bool> {
        store::any_untold(r, street)
    }
    fn run(&self, tx: &mut Tx<'_>, _: Moment) -> Result<()> {
        actions::pass_on(tx, BATCH).map(|_| ())
    }
}

/// Tells staff what waits for them.
pub struct Waiting;

impl Subscriber for Waiting {
    fn name(&self) -> &'static str {
        "appeals.waiting"
    }
    fn wants(&self, event: &str) -> bool {
        rules::waits_for(event).is_some()
    }
    /// What happened longer ago is no news; ids follow the system's clock.
    fn since(&self, _: &mut Reader<'_>, _: StreetId) -> Result<Option<Uuid>> {
        let since = Moment::now().plus(-rules::NEWS);
        Ok(Some(Uuid::from_u128(u128::from((since.0.max(0) / 1_000).unsigned_abs()) << 80)))
    }
    fn handle(&self, tx: &mut Tx<'_>, event: &EventRow) -> Result<()> {
        actions::tell_staff(tx, event)
    }
}

/// Tells the voices behind a matter that it has ended, or that it goes on in another.
pub struct Matters;

impl Subscriber for Matters {
    fn name(&self) -> &'static str {
        "appeals.matters"
    }
    fn wants(&self, event: &str) -> bool {
        ["deliberation.matter_ended", "deliberation.matter_passed", "deliberation.matter_merged", "deliberation.matters_split"].contains(&event)
    }
    fn handle(&self, tx: &mut Tx<'_>, event: &EventRow) -> Result<()> {
        let body: serde_json::Value = serde_json::from_str(&event.body)?;
        let matter = deliberation::rules::MatterId(event.subject_id);
        if let Some(into) = body["into"].as_str().and_then(|id| id.parse().ok()) {
            return actions::follow_merger(tx, matter, into);
        }
        if let Some(out_of) = body["out_of"].as_str().and_then(|id| id.parse().ok()) {
            return actions::follow_split(tx, matter, out_of);
        }
        // Going on to the next step is no end.
        if body["state"] == "walking" {
            return Ok(());
        }
        actions::tell_of_ending(tx, matter)
    }
}

/// Takes files away that are a day old.
pub struct OldExports {
    pub files: Arc<dyn outside::Files>,
}

impl Errand for OldExports {
    fn name(&self) -> &'static str {
        "appeals.old_exports"
    }
    fn every(&self) -> Duration {
        Duration::from_secs(3_600)
    }
    fn run(&self, db: &Db, street: StreetId, now: Moment) -> Result<()> {
        actions::drop_old_exports(db, &*self.files, street, now)
    }
}
