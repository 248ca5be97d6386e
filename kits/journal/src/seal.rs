//! Sealing: events without a seal are given one, in order of their ids.

use crate::{canonical, link, START};
use db::{args, EventRow, Reader, Result, Tx};
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
    let street = tx.street();
    let last: Option<(i64, Vec<u8>)> =
        tx.opt("select seq, hash from seals where street_id = $1 order by seq desc limit 1", args![street])?;
    let (mut seq, mut prev) = last.unwrap_or((0, START.to_vec()));
    let from = match look {
        Look::LastHour if seq > 0 => floor(mark.plus(-Moment::HOUR)),
        _ => EventId(uuid::Uuid::nil()),
    };
    let sql = format!("select {} {OPEN}", EventRow::COLUMNS);
    let open: Vec<EventRow> = tx.all(&sql, args![street, from, floor(mark), limit])?;
    for event in &open {
        seq += 1;
        let hash = link(&prev, seq, &canonical(street, event)).to_vec();
        tx.exec(
            "insert into seals (street_id, seq, event_id, prev, hash) values ($1, $2, $3, $4, $5)",
            args![street, seq, event.id, prev, hash.clone()],
        )?;
        prev = hash;
    }
    Ok(open.len())
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
