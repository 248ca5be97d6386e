//! What happens to ballots by the clock: they open, close and are sealed at their hour.

use crate::actions;
use db::{Reader, Result, Tx};
use jobs::Timer;
use kernel::{Moment, StreetId};
use std::time::Duration;

/// So many at one go; the rest a second later.
const BATCH: i64 = 5;

pub struct Tending;

impl Timer for Tending {
    fn name(&self) -> &'static str {
        "deliberation.ballots"
    }
    fn every(&self) -> Duration {
        Duration::from_secs(10)
    }
    fn wanted(&self, r: &mut Reader<'_>, street: StreetId, now: Moment) -> Result<bool> {
        actions::any_ballot_due(r, street, now)
    }
    fn run(&self, tx: &mut Tx<'_>, _: Moment) -> Result<()> {
        actions::tend_ballots(tx, BATCH).map(|_| ())
    }
}
