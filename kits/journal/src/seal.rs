//! Sealing: events without a seal are given one, in order of their ids.

use crate::{canonical, link, START};
use db::{args, By, Db, EventRow, Reader, Result, Tx};
use kernel::{uuid, EventId, Moment, StreetId};

/// How far back a pass looks for events without a seal: they may commit later than their ids say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// From a little before the last event that was sealed: what happened since, whatever the load.
    Recent,
    /// What committed late.
    LastHour,
    /// The nightly pass.
    Everything,
}

/// Seals at most `limit` events made before `mark`; returns how many. The mark is a moment of the system clock, as ids
/// are, about a second ago: an event with a lower id may still be on its way. One sealer at a time: two would meet on
/// the number.
pub fn seal(tx: &mut Tx<'_>, look: Look, mark: Moment, limit: i64) -> Result<usize> {
    let street = tx.street();
    let from = start(tx, street, look, mark)?;
    seal_after(tx, from, mark, limit)
}

/// An event may commit so much later than another whose id is higher, and still be found at once.
const OVERLAP: i64 = 2_000_000;

/// Where a pass begins to look.
fn start(r: &mut Reader<'_>, street: StreetId, look: Look, mark: Moment) -> Result<EventId> {
    let last: Option<EventId> =
        r.opt("select event_id from seals where street_id = $1 order by seq desc limit 1", args![street])?;
    let hour = mark.plus(-Moment::HOUR);
    Ok(match (look, last) {
        (Look::Recent, Some(last)) => floor(Moment(crate::verify::millis(last) * 1_000).plus(-OVERLAP).max(hour)),
        (Look::LastHour, Some(_)) => floor(hour),
        _ => EventId(uuid::Uuid::nil()),
    })
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

/// Whether a pass would find an event to seal. Of a whole hour events and seals are counted: where a street was loaded at
/// once, looking each event up takes seconds, and counting both a few hundredths.
pub fn any_open(r: &mut Reader<'_>, street: StreetId, look: Look, mark: Moment) -> Result<bool> {
    if look != Look::LastHour {
        return Ok(oldest_open(r, street, look, mark)?.is_some());
    }
    let (from, to) = (start(r, street, look, mark)?, floor(mark));
    let events: i64 = r.one("select count(*) from events where street_id = $1 and id > $2 and id < $3", args![street, from, to])?;
    let seals: i64 = r.one("select count(*) from seals where street_id = $1 and event_id > $2 and event_id < $3", args![street, from, to])?;
    Ok(events != seals)
}

/// When the oldest event before `mark` that a pass would seal happened, by the ids' own clock.
pub fn oldest_open(r: &mut Reader<'_>, street: StreetId, look: Look, mark: Moment) -> Result<Option<Moment>> {
    let from = start(r, street, look, mark)?;
    let open: Option<EventId> = r.opt(&format!("select e.id {OPEN}"), args![street, from, floor(mark), 1_i64])?;
    Ok(open.map(|id| Moment(crate::verify::millis(id) * 1_000)))
}

/// The lowest id an event of that moment can have: ids begin with milliseconds.
fn floor(at: Moment) -> EventId {
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&(at.0.max(0) / 1_000).to_be_bytes()[2..]);
    EventId(uuid::Uuid::from_bytes(bytes))
}
