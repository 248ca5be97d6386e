//! What time does to proposals, at intervals.

use crate::actions;
use db::{Reader, Result, Tx};
use jobs::Timer;
use kernel::{Moment, StreetId};
use std::time::Duration;

/// A word before the lapse, the lapse, and what happens when an answer is late.
pub struct Elapsing;

impl Timer for Elapsing {
    fn name(&self) -> &'static str {
        "deliberation.proposals"
    }
    fn every(&self) -> Duration {
        Duration::from_secs(60)
    }
    fn wanted(&self, r: &mut Reader<'_>, street: StreetId, now: Moment) -> Result<bool> {
        actions::any_elapsed(r, street, now)
    }
    fn run(&self, tx: &mut Tx<'_>, _: Moment) -> Result<()> {
        actions::pass_proposal_time(tx).map(|_| ())
    }
}
