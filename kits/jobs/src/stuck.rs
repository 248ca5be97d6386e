//! What does not get through: shown to the operator, and tried again when they say so.

use db::{args, Reader, Result, Tx};
use kernel::{uuid::Uuid, EventId, Moment, StreetId};

/// A delivery that failed too often; later ones of its subject wait behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stuck {
    pub subscriber: String,
    pub event: EventId,
    pub subject: Uuid,
    pub tries: i32,
    pub next_at: Moment,
    pub last_error: Option<String>,
}
db::row!(Stuck { subscriber, event, subject, tries, next_at, last_error });

/// The stuck deliveries of a street, oldest first.
pub fn stuck(reader: &mut Reader<'_>, street: StreetId, limit: i64) -> Result<Vec<Stuck>> {
    reader.all(
        "select subscriber, event_id, subject_id, tries, next_at, last_error from deliveries
         where street_id = $1 and state = 'stuck'
         order by event_id
         limit $2",
        args![street, limit],
    )
}

/// How many deliveries are stuck.
pub fn stuck_count(reader: &mut Reader<'_>, street: StreetId) -> Result<i64> {
    reader.one("select count(*) from deliveries where street_id = $1 and state = 'stuck'", args![street])
}

/// Lets every stuck delivery of a subscriber wait again; returns how many.
pub fn try_again(tx: &mut Tx<'_>, subscriber: &str) -> Result<u64> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update deliveries set state = 'waiting', tries = 0, next_at = $3
         where street_id = $1 and subscriber = $2 and state = 'stuck'",
        args![street, subscriber, now],
    )
}
