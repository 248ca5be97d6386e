//! What time does to proposals, matters and ballots, at intervals.

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

/// Ballots that one go tends; the rest ten seconds later.
const BATCH: i64 = 5;

/// Ballots open, close and are sealed at their hour.
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

/// Steps of matters beyond their last day are urged; nothing passes by itself. What nobody goes on with lapses; what was
/// settled half a year ago is looked at again.
pub struct Urging;

impl Timer for Urging {
    fn name(&self) -> &'static str {
        "deliberation.late_steps"
    }
    fn every(&self) -> Duration {
        Duration::from_secs(3600)
    }
    fn wanted(&self, r: &mut Reader<'_>, street: StreetId, now: Moment) -> Result<bool> {
        Ok(actions::any_step_late(r, street, now)?
            || actions::any_unaccepted(r, street, now)?
            || actions::any_lapsing(r, street, now)?
            || actions::any_look_due(r, street, now)?
            || actions::any_requisition_late(r, street, now.day())?)
    }
    fn run(&self, tx: &mut Tx<'_>, _: Moment) -> Result<()> {
        actions::urge_late_steps(tx)?;
        actions::urge_unaccepted(tx)?;
        actions::lapse_matters(tx)?;
        actions::tend_looks(tx)?;
        actions::urge_requisitions(tx).map(|_| ())
    }
}
