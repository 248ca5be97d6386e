//! Timers: the run and the note of when it was are one transaction, so that one worker of many does it.

use crate::{Timer, Worker};
use db::{args, By, Reader, Result, Tx};
use kernel::{Moment, StreetId};
use std::sync::Arc;
use std::time::Duration;

/// Runs the timers that are due; one that fails is logged and harms no other. Returns how many ran.
pub(crate) fn run(worker: &Worker, street: StreetId, now: Moment) -> usize {
    let mut ran = 0;
    for timer in &worker.timers {
        match turn(worker, street, timer, now) {
            Ok(did) => ran += usize::from(did),
            Err(fault) => tracing::warn!(timer = timer.name(), %fault, "a timer failed"),
        }
    }
    ran
}

/// Asks first, with a read: most passes find nothing due and should not queue with those who write.
fn turn(worker: &Worker, street: StreetId, timer: &Arc<dyn Timer>, now: Moment) -> Result<bool> {
    let asked = timer.clone();
    let wanted = worker.db.read_now(move |r| {
        Ok(due(r, street, &key(&*asked), asked.every(), now)? && asked.wanted(r, street, now)?)
    })?;
    if !wanted {
        return Ok(false);
    }
    let due = timer.clone();
    worker.db.write_now(By::system(street, "timer", now), move |tx| tick(tx, &*due))
}

fn key(timer: &dyn Timer) -> String {
    format!("timer/{}", timer.name())
}

/// Whether the last run noted under `key` is at least `every` ago.
pub(crate) fn due(r: &mut Reader<'_>, street: StreetId, key: &str, every: Duration, now: Moment) -> Result<bool> {
    let last: Option<Moment> =
        r.opt("select at from cursors where street_id = $1 and name = $2", args![street, key])?;
    Ok(last.is_none_or(|last| last.plus(micros(every)) <= now))
}

/// Notes a run if it is due and no other worker holds it.
pub(crate) fn claim(tx: &mut Tx<'_>, key: &str, every: Duration) -> Result<bool> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into cursors (street_id, name, at) values ($1, $2, $3) on conflict (street_id, name) do nothing",
        args![street, key, Moment(i64::MIN / 2)],
    )?;
    let sql = format!("select at from cursors where street_id = $1 and name = $2{}", tx.skip_locked());
    let Some(last) = tx.opt::<Moment>(&sql, args![street, key])? else { return Ok(false) };
    if last.plus(micros(every)) > now {
        return Ok(false);
    }
    note(tx, key, now)?;
    Ok(true)
}

/// Notes that what an errand does has just been done by other hands.
pub fn errand_ran(tx: &mut Tx<'_>, name: &str) -> Result<()> {
    claim(tx, &format!("errand/{name}"), Duration::ZERO).map(|_| ())
}

/// Writes when a run was, or is to count as having been.
pub(crate) fn note(tx: &mut Tx<'_>, key: &str, at: Moment) -> Result<()> {
    let street = tx.street();
    tx.exec("update cursors set at = $3 where street_id = $1 and name = $2", args![street, key, at])?;
    Ok(())
}

pub(crate) fn micros(span: Duration) -> i64 {
    i64::try_from(span.as_micros()).unwrap_or(i64::MAX / 4)
}

fn tick(tx: &mut Tx<'_>, timer: &dyn Timer) -> Result<bool> {
    let now = tx.now();
    if !claim(tx, &key(timer), timer.every())? {
        return Ok(false);
    }
    timer.run(tx, now)?;
    Ok(true)
}
