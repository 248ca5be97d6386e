//! Finding what happened since: each wanted event becomes a delivery of its own.

use crate::Worker;
use db::{args, By, Result};
use kernel::{uuid::Uuid, EventId, Moment, StreetId};

/// Ids are made before the commit, so an event may appear behind the cursor. Each pass looks this far back, by the
/// ids' own clock.
const BACK: u64 = 120_000;
const CHUNK: i64 = 1_000;

/// Enlists the new events of a street for every subscriber.
pub(crate) fn enlist(worker: &Worker, street: StreetId, now: Moment) -> Result<()> {
    for subscriber in &worker.subscribers {
        let name = subscriber.name();
        let asked = subscriber.clone();
        let (since, cursor): (_, Option<EventId>) = worker.db.read_now(move |r| {
            let seen: Option<Option<EventId>> =
                r.opt("select event_id from cursors where street_id = $1 and name = $2", args![street, name])?;
            Ok((asked.since(r, street)?, seen.flatten()))
        })?;
        let Some(since) = since else { continue };
        let mut from = EventId(cursor.map_or(since, |id| back(id.uuid()).max(since)));
        let mut newest = cursor;
        let mut wanted = vec![];
        loop {
            // Read apart from the write: a scan of the newest events would otherwise meet everyone who records one.
            let found: Vec<(EventId, String, Uuid)> = worker.db.read_now(move |r| {
                r.all(
                    "select e.id, e.name, e.subject_id from events e
                     where e.street_id = $1 and e.id > $2
                       and not exists (select 1 from deliveries d
                         where d.street_id = e.street_id and d.subscriber = $3 and d.event_id = e.id)
                     order by e.id
                     limit $4",
                    args![street, from, name, CHUNK],
                )
            })?;
            let full = found.len() as i64 == CHUNK;
            for (id, event, subject) in found {
                (from, newest) = (id, newest.max(Some(id)));
                if subscriber.wants(&event) {
                    wanted.push((id, subject));
                }
            }
            if !full {
                break;
            }
        }
        if newest != cursor || !wanted.is_empty() {
            worker.db.write_now(By::system(street, "worker", now), move |tx| {
                for (id, subject) in &wanted {
                    tx.exec(
                        "insert into deliveries (street_id, subscriber, event_id, subject_id, state, tries, next_at)
                         values ($1, $2, $3, $4, 'waiting', 0, $5)
                         on conflict (street_id, subscriber, event_id) do nothing",
                        args![street, name, *id, *subject, now],
                    )?;
                }
                tx.exec(
                    "insert into cursors (street_id, name, event_id, at) values ($1, $2, $3, $4)
                     on conflict (street_id, name) do update set event_id = excluded.event_id, at = excluded.at",
                    args![street, name, newest, now],
                )
            })?;
        }
    }
    Ok(())
}

/// The lowest id made `BACK` milliseconds before this one.
fn back(id: Uuid) -> Uuid {
    let millis = (id.as_u128() >> 80) as u64;
    Uuid::from_u128(u128::from(millis.saturating_sub(BACK)) << 80)
}
