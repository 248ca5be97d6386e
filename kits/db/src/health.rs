//! Whether the database reads and writes; and the way out of read-only.

use crate::pool::State;
use crate::{By, Db, Result, args};
use kernel::{Moment, StreetId};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

/// A test write is made at most this often.
const PROBE: Duration = Duration::from_secs(10);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Health {
    pub reads: bool,
    pub writes: bool,
}

impl Db {
    /// Reads one row and, at most every ten seconds, writes one.
    pub async fn health(&self) -> Health {
        let reads = self.read(|r| r.one::<i64>("select count(*) from migrations", &[])).await.is_ok();
        let known = (*self.state.probed.lock()).filter(|(at, _)| at.elapsed() < PROBE).map(|(_, writes)| writes);
        let writes = match known {
            Some(writes) => writes && !self.is_read_only(),
            None => {
                let writes = self.write(by(), probe).await.is_ok();
                *self.state.probed.lock() = Some((Instant::now(), writes));
                writes
            }
        };
        Health { reads, writes }
    }

    /// Whether the disk takes no writes at present.
    pub fn is_read_only(&self) -> bool {
        self.state.read_only.load(Ordering::Relaxed)
    }

    /// Takes note that the disk refused; a thread tries again every ten seconds until a write succeeds.
    pub(crate) fn refuse_writes(&self) {
        if self.state.read_only.swap(true, Ordering::Relaxed) {
            return;
        }
        tracing::error!("the disk takes no writes: reading goes on, writing is refused");
        let (state, write) = (Arc::downgrade(&self.state), self.write.clone());
        let spawned = crate::pool::spawn("db-probe", move || {
            while let Some(state) = alive_after(PROBE, &state) {
                match crate::pool::ask(&write, by(), probe) {
                    Ok(()) => {
                        state.read_only.store(false, Ordering::Relaxed);
                        tracing::info!("the disk takes writes again");
                        return;
                    }
                    Err(fault) => tracing::warn!(%fault, "the disk still takes no writes"),
                }
            }
        });
        if spawned.is_err() {
            // Without the thread the next write is the test.
            self.state.read_only.store(false, Ordering::Relaxed);
        }
    }
}

fn alive_after(wait: Duration, state: &Weak<State>) -> Option<Arc<State>> {
    std::thread::sleep(wait);
    state.upgrade()
}

fn by() -> By {
    By::system(StreetId(uuid::Uuid::nil()), "probe", Moment::now())
}

fn probe(tx: &mut crate::Tx<'_>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into cursors (street_id, name, at) values ($1, 'probe', $2)
         on conflict (street_id, name) do update set at = excluded.at",
        args![street, now],
    )?;
    Ok(())
}
