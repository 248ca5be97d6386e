//! The loop that keeps what follows following.

use crate::{deliver, enlist, timers};
use db::{Db, EventRow, Result, Tx};
use kernel::{Moment, StreetId};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::time::Duration;

/// Follows events. Handling one twice must do no harm to the outside; inside the database it counts once.
pub trait Subscriber: Send + Sync {
    /// Stored with every delivery: never changes.
    fn name(&self) -> &'static str;
    fn wants(&self, event: &str) -> bool;
    /// Acts in the transaction that marks the event as handled. PostgreSQL may run it more than once.
    fn handle(&self, tx: &mut Tx<'_>, event: &EventRow) -> Result<()>;
}

/// Does something at intervals.
pub trait Timer: Send + Sync {
    /// Stored with its last run: never changes.
    fn name(&self) -> &'static str;
    fn every(&self) -> Duration;
    fn run(&self, tx: &mut Tx<'_>, now: Moment) -> Result<()>;
}

/// Delivers events and runs timers for some streets.
pub struct Worker {
    pub(crate) db: Db,
    pub(crate) streets: Vec<StreetId>,
    pub(crate) subscribers: Vec<Arc<dyn Subscriber>>,
    pub(crate) timers: Vec<Arc<dyn Timer>>,
}

/// How long the loop rests when nothing was waiting.
const REST: Duration = Duration::from_millis(500);

impl Worker {
    pub fn new(
        db: Db,
        streets: Vec<StreetId>,
        subscribers: Vec<Arc<dyn Subscriber>>,
        timers: Vec<Arc<dyn Timer>>,
    ) -> Self {
        Self { db, streets, subscribers, timers }
    }

    /// One pass at `now`: what has happened is enlisted, what waits is delivered until nothing more is due, timers that
    /// are due run. Returns how much was done. Blocks, so never on an async thread.
    pub fn run_once(&self, now: Moment) -> Result<usize> {
        let mut done = 0;
        for street in &self.streets {
            done += timers::run(self, *street, now);
            // What a handler records is followed in the same pass.
            loop {
                enlist::enlist(self, *street, now)?;
                let delivered = deliver::deliver(self, *street, now)?;
                if delivered == 0 {
                    break;
                }
                done += delivered;
            }
        }
        Ok(done)
    }

    /// Runs until `stop` is set. A pass that fails is logged and tried again.
    pub fn run(&self, stop: &AtomicBool) {
        while !stop.load(Ordering::Relaxed) {
            let rest = match self.run_once(Moment::now()) {
                Ok(0) => true,
                Ok(_) => false,
                Err(fault) => {
                    tracing::warn!(%fault, "a worker's pass failed");
                    true
                }
            };
            if rest {
                std::thread::sleep(REST);
            }
        }
    }
}
