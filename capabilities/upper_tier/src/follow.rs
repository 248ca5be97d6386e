//! The line is asked at intervals, where one is set.

use crate::actions;
use db::{Db, Result};
use jobs::Errand;
use kernel::{Moment, StreetId};
use outside::upper::Upper;
use std::sync::Arc;
use std::time::Duration;

/// Sends what waits and takes in what is new.
pub struct Exchange {
    pub line: Arc<dyn Upper>,
}

impl Errand for Exchange {
    fn name(&self) -> &'static str {
        "upper_tier.exchange"
    }
    fn every(&self) -> Duration {
        Duration::from_secs(300)
    }
    fn run(&self, db: &Db, street: StreetId, now: Moment) -> Result<()> {
        let (up, down) = actions::exchange(db, &*self.line, street, now)?;
        if up + down > 0 {
            tracing::info!(up, down, "exchanged with the upper tier");
        }
        Ok(())
    }
}
