//! What was kept during maintenance is received when it is over.

use crate::actions;
use db::{Db, Result};
use jobs::Errand;
use kernel::{Moment, StreetId};
use std::time::Duration;

pub struct Spooled;

impl Errand for Spooled {
    fn name(&self) -> &'static str {
        "open311.spooled"
    }
    fn every(&self) -> Duration {
        Duration::from_secs(20)
    }
    fn run(&self, db: &Db, street: StreetId, now: Moment) -> Result<()> {
        actions::drain(db, street, now).map(|_| ())
    }
}
