//! Verification: the chain is computed again from the events, and compared with every checkpoint given and kept.

use crate::{canonical, link, Checkpoint, Tree, START};
use db::{args, EventRow, Fault, FromRow, Reader, Result, Row};
use kernel::{EventId, Moment, StreetId};
use std::collections::HashMap;

/// What is wrong, at the first place where something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bad {
    /// A seal is missing or out of turn.
    Gap { seq: i64 },
    /// The event or its seal was changed.
    Changed { seq: i64 },
    /// A sealed event is no longer there.
    Gone { seq: i64 },
    /// An event far older than those sealed before it, or than the newest sealed: it was put in afterwards.
    Inserted { event: EventId },
    /// The journal is not the one this checkpoint signed: cut, or written anew.
    Checkpoint { size: i64 },
}

/// What verification found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Seals read.
    pub size: i64,
    /// Events not yet sealed.
    pub pending: i64,
    pub root: [u8; 32],
    pub first_bad: Option<Bad>,
}

struct Sealed {
    seq: i64,
    prev: Vec<u8>,
    hash: Vec<u8>,
    event_id: EventId,
}
db::row!(Sealed { seq, prev, hash, event_id });

/// A seal with its event, where it is still there.
struct Pair(Sealed, Option<EventRow>);
impl FromRow for Pair {
    fn from_row(row: &mut Row) -> Result<Self> {
        let sealed = Sealed::from_row(row)?;
        let there: bool = row.next()?;
        Ok(Self(sealed, if there { Some(EventRow::from_row(row)?) } else { None }))
    }
}

const CHUNK: i64 = 5_000;
/// An event this much older than the newest sealed one should have its seal.
const LATE: i64 = 10 * Moment::MINUTE;

/// Reads the whole journal of a street. `outside` are checkpoints that were kept elsewhere.
pub fn verify(reader: &mut Reader<'_>, street: StreetId, outside: &[Checkpoint]) -> Result<Report> {
    let mut due: HashMap<i64, Vec<[u8; 32]>> = HashMap::new();
    let kept: Vec<(i64, Vec<u8>)> =
        reader.all("select size, root from checkpoints where street_id = $1 order by size", args![street])?;
    for (size, root) in kept {
        due.entry(size).or_default().push(root.try_into().unwrap_or_default());
    }
    for c in outside.iter().filter(|c| c.street == street) {
        due.entry(c.size).or_default().push(c.root);
    }
    let sql = format!(
        "select s.seq, s.prev, s.hash, s.event_id, case when e.id is null then 0 else 1 end, {}
         from seals s left join events e on e.street_id = s.street_id and e.id = s.event_id
         where s.street_id = $1 and s.seq > $2
         order by s.seq
         limit $3",
        EventRow::COLUMNS
    );
    let mut tree = Tree::default();
    let mut bad = None;
    let (mut prev, mut size, mut newest) = (START.to_vec(), 0_i64, EventId(kernel::uuid::Uuid::nil()));
    loop {
        let pairs: Vec<Pair> = reader.all(&sql, args![street, size, CHUNK])?;
        for Pair(seal, event) in &pairs {
            let late = millis(seal.event_id) * 1_000 + LATE < millis(newest) * 1_000;
            let found = judge(street, seal, event.as_ref(), size + 1, &prev);
            bad = bad.or(found).or(late.then_some(Bad::Inserted { event: seal.event_id }));
            tree.push(&seal.hash);
            if due.remove(&seal.seq).is_some_and(|signed| signed.iter().any(|root| *root != tree.root())) {
                bad = bad.or(Some(Bad::Checkpoint { size: seal.seq }));
            }
            (size, newest) = (seal.seq, newest.max(seal.event_id));
            prev.clone_from(&seal.hash);
        }
        if (pairs.len() as i64) < CHUNK {
            break;
        }
    }
    // What was signed beyond the end was cut off.
    bad = bad.or(due.keys().min().map(|size| Bad::Checkpoint { size: *size }));
    let open: Vec<EventId> = reader.all(
        "select e.id from events e
         where e.street_id = $1
           and not exists (select 1 from seals s where s.street_id = e.street_id and s.event_id = e.id)
         order by e.id",
        args![street],
    )?;
    let inserted = open.iter().find(|id| millis(**id) * 1_000 + LATE < millis(newest) * 1_000);
    bad = bad.or(inserted.map(|event| Bad::Inserted { event: *event }));
    let pending = i64::try_from(open.len()).map_err(Fault::other)?;
    Ok(Report { size, pending, root: tree.root(), first_bad: bad })
}

fn judge(street: StreetId, seal: &Sealed, event: Option<&EventRow>, seq: i64, prev: &[u8]) -> Option<Bad> {
    if seal.seq != seq {
        return Some(Bad::Gap { seq });
    }
    let Some(event) = event else { return Some(Bad::Gone { seq }) };
    let right = seal.prev == prev && link(prev, seq, &canonical(street, event))[..] == seal.hash[..];
    if right { None } else { Some(Bad::Changed { seq }) }
}

/// When an id was made, in milliseconds.
pub(crate) fn millis(id: EventId) -> i64 {
    id.uuid().as_bytes()[..6].iter().fold(0, |n, b| n << 8 | i64::from(*b))
}
