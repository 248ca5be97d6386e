//! The loop that keeps what follows following.

use crate::{deliver, enlist, errands, timers};
use db::{Db, EventRow, Reader, Result, Tx};
use kernel::{Moment, StreetId, uuid::Uuid};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::time::Duration;

/// Follows events. Handling one twice must do no harm to the outside; inside the database it counts once.
pub trait Subscriber: Send + Sync {
    /// Stored with every delivery: never changes.
    fn name(&self) -> &'static str;
    fn wants(&self, event: &str) -> bool;
    /// Since when it listens, as an id made at that moment; `None` while nobody would hear. Asked before each pass: what
    /// happened before is never enlisted.
    fn since(&self, _: &mut Reader<'_>, _: StreetId) -> Result<Option<Uuid>> {
        Ok(Some(Uuid::nil()))
    }
    /// Acts in the transaction that marks the event as handled. PostgreSQL may run it more than once.
    fn handle(&self, tx: &mut Tx<'_>, event: &EventRow) -> Result<()>;
}

/// Does something at intervals.
pub trait Timer: Send + Sync {
    /// Stored with its last run: never changes.
    fn name(&self) -> &'static str;
    fn every(&self) -> Duration;
    /// Whether there is anything to do; asked before a transaction is begun.
    fn wanted(&self, _: &mut Reader<'_>, _: StreetId, _: Moment) -> Result<bool> {
        Ok(true)
    }
    fn run(&self, tx: &mut Tx<'_>, now: Moment) -> Result<()>;
}

/// Does something outside the database at intervals: calls the world, copies to disk. On a thread of its own, so that
/// a slow gateway holds nothing up. It may go twice when the process dies on its way.
pub trait Errand: Send + Sync {
    /// Stored with its last run: never changes.
    fn name(&self) -> &'static str;
    fn every(&self) -> Duration;
    fn run(&self, db: &Db, street: StreetId, now: Moment) -> Result<()>;
}

/// Delivers events and runs timers for some streets.
pub struct Worker {
    pub(crate) db: Db,
    pub(crate) streets: Vec<StreetId>,
    pub(crate) subscribers: Vec<Arc<dyn Subscriber>>,
    pub(crate) timers: Vec<Arc<dyn Timer>>,
    pub(crate) errands: Vec<Arc<dyn Errand>>,
}

/// How long the loop rests when nothing was waiting.
const REST: Duration = Duration::from_millis(400);

impl Worker {
    pub fn new(
        db: Db,
        streets: Vec<StreetId>,
        subscribers: Vec<Arc<dyn Subscriber>>,
        timers: Vec<Arc<dyn Timer>>,
    ) -> Self {
        Self { db, streets, subscribers, timers, errands: vec![] }
    }

    pub fn with_errands(self, errands: Vec<Arc<dyn Errand>>) -> Self {
        Self { errands, ..self }
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

    /// Runs the errands that are due at `now`; returns how many. Blocks on the world outside.
    pub fn errands_once(&self, now: Moment) -> usize {
        self.streets.iter().map(|street| errands::run(self, *street, now)).sum()
    }

    /// Runs until `stop` is set; what is under way is finished. A pass that fails is logged and tried again.
    pub fn run(&self, stop: &AtomicBool) {
        std::thread::scope(|scope| {
            scope.spawn(|| self.until(stop, || self.errands_once(Moment::now())));
            self.until(stop, || {
                self.run_once(Moment::now()).unwrap_or_else(|fault| {
                    tracing::warn!(%fault, "a worker's pass failed");
                    0
                })
            });
        });
    }

    /// Repeats a pass, resting after one that found nothing. While the disk takes no writes there is nothing to find.
    fn until(&self, stop: &AtomicBool, pass: impl Fn() -> usize) {
        while !stop.load(Ordering::Relaxed) {
            if self.db.is_read_only() || pass() == 0 {
                std::thread::sleep(REST);
            }
        }
    }
}
