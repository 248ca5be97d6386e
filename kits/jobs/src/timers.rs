//! Timers: the run and the note of when it was are one transaction, so that one worker of many does it.

use crate::{Timer, Worker};
use db::{args, By, Result, Tx};
use kernel::{Moment, StreetId};

/// Runs the timers that are due; one that fails is logged and harms no other. Returns how many ran.
pub(crate) fn run(worker: &Worker, street: StreetId, now: Moment) -> usize {
    let mut ran = 0;
    for timer in &worker.timers {
        let due = timer.clone();
        match worker.db.write_now(By::system(street, "timer", now), move |tx| tick(tx, &*due)) {
            Ok(did) => ran += usize::from(did),
            Err(fault) => tracing::warn!(timer = timer.name(), %fault, "a timer failed"),
        }
    }
    ran
}

fn tick(tx: &mut Tx<'_>, timer: &dyn Timer) -> Result<bool> {
    let (street, now) = (tx.street(), tx.now());
    let name = format!("timer/{}", timer.name());
    tx.exec(
        "insert into cursors (street_id, name, at) values ($1, $2, $3) on conflict (street_id, name) do nothing",
        args![street, name.as_str(), Moment(0)],
    )?;
    let sql = format!("select at from cursors where street_id = $1 and name = $2{}", tx.skip_locked());
    let Some(last) = tx.opt::<Moment>(&sql, args![street, name.as_str()])? else { return Ok(false) };
    let every = i64::try_from(timer.every().as_micros()).unwrap_or(i64::MAX);
    if last.plus(every) > now {
        return Ok(false);
    }
    timer.run(tx, now)?;
    tx.exec(
        "update cursors set at = $3 where street_id = $1 and name = $2",
        args![street, name.as_str(), now],
    )?;
    Ok(true)
}
