//! Errands: work that leaves the database. The note of a run is written before it, so that one worker of many goes; no
//! transaction is held while it is on its way.

use crate::timers::{claim, due, micros, note};
use crate::{Errand, Worker};
use db::{By, Result};
use kernel::{Moment, StreetId};
use std::sync::Arc;
use std::time::Duration;

/// What failed is tried again after so long, or at its own interval if that is shorter.
const AGAIN: Duration = Duration::from_secs(600);

/// Runs the errands that are due; one that fails harms no other. Returns how many ran.
pub(crate) fn run(worker: &Worker, street: StreetId, now: Moment) -> usize {
    let mut ran = 0;
    for errand in &worker.errands {
        match go(worker, street, errand, now) {
            Ok(did) => ran += usize::from(did),
            Err(fault) => {
                metrics::counter!("errands_failed_total", "errand" => errand.name()).increment(1);
                tracing::error!(errand = errand.name(), %fault, "an errand failed; it is tried again");
            }
        }
    }
    ran
}

fn go(worker: &Worker, street: StreetId, errand: &Arc<dyn Errand>, now: Moment) -> Result<bool> {
    let (key, every) = (format!("errand/{}", errand.name()), errand.every());
    let asked = key.clone();
    if !worker.db.read_now(move |r| due(r, street, &asked, every, now))? {
        return Ok(false);
    }
    let by = By::system(street, "errand", now);
    let claimed = key.clone();
    if !worker.db.write_now(by, move |tx| claim(tx, &claimed, every))? {
        return Ok(false);
    }
    let done = errand.run(&worker.db, street, now);
    if done.is_err() {
        let retry = now.plus(micros(every.min(AGAIN)) - micros(every));
        worker.db.write_now(by, move |tx| note(tx, &key, retry))?;
    }
    done.map(|()| true)
}
