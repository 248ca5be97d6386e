//! Delivering: the handler's work and the mark that it is done are one transaction.

use crate::{Subscriber, Worker};
use db::{args, By, EventRow, Fault, Result, Tx};
use kernel::{EventId, Moment, StreetId};
use std::sync::Arc;

/// So many failures and a delivery is stuck: a person looks.
const TRIES: i32 = 8;
const LONGEST: i64 = 6 * Moment::HOUR;
const CHUNK: i64 = 200;

/// Delivers what is due in a street; returns how many were handled.
pub(crate) fn deliver(worker: &Worker, street: StreetId, now: Moment) -> Result<usize> {
    let mut done = 0;
    for subscriber in &worker.subscribers {
        loop {
            let name = subscriber.name();
            let due: Vec<EventId> = worker.db.read_now(move |r| r.all(DUE, args![street, name, now, CHUNK]))?;
            let mut moved = 0;
            for event in &due {
                moved += usize::from(one(worker, street, subscriber, *event, now)?);
            }
            done += moved;
            if moved == 0 {
                break;
            }
        }
    }
    Ok(done)
}

/// Waiting deliveries before which nothing of the same subject is open: order per subject.
const DUE: &str = "select d.event_id from deliveries d
    where d.street_id = $1 and d.subscriber = $2 and d.state = 'waiting' and d.next_at <= $3
      and not exists (select 1 from deliveries o
        where o.street_id = d.street_id and o.subscriber = d.subscriber and o.subject_id = d.subject_id
          and o.event_id < d.event_id and o.state <> 'done')
    order by d.event_id
    limit $4";

fn one(worker: &Worker, street: StreetId, to: &Arc<dyn Subscriber>, event: EventId, now: Moment) -> Result<bool> {
    let handler = to.clone();
    let handled = worker.db.write_now(By::system(street, "follow", now), move |tx| {
        if !claim(tx, handler.name(), event)? {
            return Ok(false);
        }
        let sql = format!("select {} from events e where e.street_id = $1 and e.id = $2", EventRow::COLUMNS);
        let row: EventRow = tx.one(&sql, args![street, event])?;
        handler.handle(tx, &row)?;
        tx.exec(
            "update deliveries set state = 'done', last_error = null
             where street_id = $1 and subscriber = $2 and event_id = $3",
            args![street, handler.name(), event],
        )?;
        Ok(true)
    });
    match handled {
        // Nothing was wrong with the event: it is simply tried again in the next pass.
        Err(Fault::Busy | Fault::ReadOnly) => Ok(false),
        Err(fault) => failed(worker, street, to.name(), event, now, &fault).map(|()| false),
        Ok(handled) => Ok(handled),
    }
}

/// Whether the delivery still waits and no other worker has it in hand.
fn claim(tx: &mut Tx<'_>, name: &str, event: EventId) -> Result<bool> {
    let sql = format!(
        "select 1 from deliveries
         where street_id = $1 and subscriber = $2 and event_id = $3 and state = 'waiting'{}",
        tx.skip_locked()
    );
    let street = tx.street();
    Ok(tx.opt::<i64>(&sql, args![street, name, event])?.is_some())
}

/// Puts a failed delivery off, each time four times as long; after the last try it is stuck.
fn failed(
    worker: &Worker,
    street: StreetId,
    name: &'static str,
    event: EventId,
    now: Moment,
    fault: &Fault,
) -> Result<()> {
    let why: String = fault.to_string().chars().take(500).collect();
    tracing::warn!(subscriber = name, %event, why, "a delivery failed");
    worker.db.write_now(By::system(street, "worker", now), move |tx| {
        let tries: Option<i32> = tx.opt(
            "select tries from deliveries
             where street_id = $1 and subscriber = $2 and event_id = $3 and state = 'waiting'",
            args![street, name, event],
        )?;
        let Some(tries) = tries.map(|n| n + 1) else { return Ok(()) };
        let state = if tries >= TRIES { "stuck" } else { "waiting" };
        let next = now.plus((1_000_000 << (2 * tries.min(16))).min(LONGEST));
        tx.exec(
            "update deliveries set state = $4, tries = $5, next_at = $6, last_error = $7
             where street_id = $1 and subscriber = $2 and event_id = $3",
            args![street, name, event, state, tries, next, why.as_str()],
        )?;
        Ok(())
    })
}
