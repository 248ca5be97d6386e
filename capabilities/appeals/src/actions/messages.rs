//! Messages to voices on their way out. A message is marked before it is sent: one that is lost on the way still stands
//! on the receipt, one sent twice would alarm somebody twice.

use crate::rules::{ANY_HOUR, NEWS, is_waking_hour};
use crate::store;
use db::{Result, Tx};
use kernel::{Purpose, uuid::Uuid};

/// One short message about to be sent.
#[derive(Clone, Debug)]
pub struct Outgoing {
    pub id: Uuid,
    pub to: String,
    pub kind: String,
    pub case_no: String,
}

/// Takes what may go out now, at most `limit`; the numbers are opened on record.
pub fn take_messages(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<Outgoing>> {
    let (street, now) = (tx.street(), tx.now());
    let only = if is_waking_hour(now) { &[][..] } else { &ANY_HOUR };
    let mut taken = vec![];
    for m in store::unsent(tx, street, now.plus(-NEWS), only, limit)? {
        if !store::mark_sent(tx, m.id)? {
            continue;
        }
        let to = tx.open_sealed(&m.phone, Purpose::Contact, "reporters.phone", m.reporter.uuid(), "message")?;
        taken.push(Outgoing { id: m.id, to, kind: m.kind, case_no: m.case_no });
    }
    Ok(taken)
}

/// Opens one sealed text and one number, to see that the key in force opens them; how many there were.
pub fn open_samples(tx: &mut Tx<'_>) -> Result<usize> {
    let street = tx.street();
    let samples = store::sealed_samples(tx, street)?;
    for (purpose, id, column, sealed) in &samples {
        tx.open_sealed(sealed, *purpose, column, *id, "restored copy")?;
    }
    Ok(samples.len())
}

/// The gateway did not take it.
pub fn put_back_message(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    store::mark_unsent(tx, id)
}
