//! Sealing: events without a seal are given one, in order of their ids.

use crate::{canonical, link, START};
use db::{args, By, Db, EventRow, Reader, Result, Tx};
use kernel::{uuid, EventId, Moment, StreetId};

/// How far back a pass looks for events without a seal: they may commit later than their ids say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    LastHour,
    /// The nightly pass.
    Everything,
}

/// Seals at most `limit` events made before `mark`; returns how many. The mark is a moment of the system clock, as ids
/// are, about a second ago: an event with a lower id may still be on its way. One sealer at a time: two would meet on
/// the number.
pub fn seal(tx: &mut Tx<'_>, look: Look, mark: Moment, limit: i64) -> Result<usize> {
    let from = match look {
        Look::LastHour if sealed(tx)? => floor(mark.plus(-Moment::HOUR)),
        _ => EventId(uuid::Uuid::nil()),
    };
    seal_after(tx, from, mark, limit)
}

fn sealed(tx: &mut Tx<'_>) -> Result<bool> {
    let street = tx.street();
    Ok(tx.opt::<i64>("select seq from seals where street_id = $1 limit 1", args![street])?.is_some())
}

fn seal_after(tx: &mut Tx<'_>, from: EventId, mark: Moment, limit: i64) -> Result<usize> {
    let street = tx.street();
    let last: Option<(i64, Vec<u8>)> =
        tx.opt("select seq, hash from seals where street_id = $1 order by seq desc limit 1", args![street])?;
    let (mut seq, mut prev) = last.unwrap_or((0, START.to_vec()));
    let sql = format!("select {} {OPEN}", EventRow::COLUMNS);
    let open: Vec<EventRow> = tx.all(&sql, args![street, from, floor(mark), limit])?;
    let mut seals = Vec::with_capacity(open.len());
    for event in &open {
        seq += 1;
        let hash = link(&prev, seq, &canonical(street, event)).to_vec();
        seals.push(args![street, seq, event.id, prev, hash.clone()].to_vec());
        prev = hash;
    }
    tx.insert_many("seals (street_id, seq, event_id, prev, hash)", seals)?;
    Ok(open.len())
}

/// Events looked at in one go by [`seal_all`].
const PAGE: i64 = 10_000;

/// Walks the whole journal before `mark` and seals what has none: what came late, and what was loaded with a past of
/// its own. Pages are read beside the writer; only a page with an open event is a write. Gives how many were sealed.
pub fn seal_all(db: &Db, street: StreetId, mark: Moment) -> Result<usize> {
    let (mut after, mut sealed) = (EventId(uuid::Uuid::nil()), 0);
    loop {
        let from = after;
        let page: Vec<(EventId, bool)> = db.read_now(move |r| {
            r.all(
                "select e.id, exists (select 1 from seals s where s.street_id = e.street_id and s.event_id = e.id)
                 from events e
                 where e.street_id = $1 and e.id > $2 and e.id < $3
                 order by e.id
                 limit $4",
                args![street, from, floor(mark), PAGE],
            )
        })?;
        let Some((last, _)) = page.last() else { return Ok(sealed) };
        if page.iter().any(|(_, has)| !has) {
            sealed += db.write_now(By::system(street, "journal", Moment::now()), move |tx| seal_after(tx, from, mark, PAGE))?;
        }
        after = *last;
    }
}

const OPEN: &str = "from events e
    where e.street_id = $1 and e.id > $2 and e.id < $3
      and not exists (select 1 from seals s where s.street_id = e.street_id and s.event_id = e.id)
    order by e.id
    limit $4";

/// When the oldest event of the last hour before `mark` happened that has no seal yet, by the ids' own clock.
pub fn oldest_open(r: &mut Reader<'_>, street: StreetId, mark: Moment) -> Result<Option<Moment>> {
    let from = floor(mark.plus(-Moment::HOUR));
    let open: Option<EventId> = r.opt(&format!("select e.id {OPEN}"), args![street, from, floor(mark), 1_i64])?;
    Ok(open.map(|id| Moment(crate::verify::millis(id) * 1_000)))
}

/// The lowest id an event of that moment can have: ids begin with milliseconds.
fn floor(at: Moment) -> EventId {
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&(at.0.max(0) / 1_000).to_be_bytes()[2..]);
    EventId(uuid::Uuid::from_bytes(bytes))
}
