//! The only SQL of the line.

use crate::rules::Call;
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{Day, Moment, Purpose, Sealed, StreetId, uuid::Uuid};

const CALL: &str = "id, call_ref, line, queued_at, answered_at, clerk_id, ended_at, missed_at, return_due_at, returned_at, return_reached,
  transferred_to, transferred_at, transferred_by, recording_digest, caller is not null";
/// The sealed number.
pub const CALLER: &str = "calls.caller";
/// What came of passing it on, and where its recording lies: both sealed.
pub const OUTCOME: &str = "calls.transfer_outcome";
pub const RECORDING: &str = "calls.recording";

impl FromRow for Call {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            reference: r.next()?,
            line: r.next()?,
            queued_at: r.next()?,
            answered_at: r.next()?,
            clerk: r.next()?,
            ended_at: r.next()?,
            missed_at: r.next()?,
            return_due_at: r.next()?,
            returned_at: r.next()?,
            return_reached: r.next()?,
            transferred_to: r.next()?,
            transferred_at: r.next()?,
            transferred_by: r.next()?,
            recording_digest: r.next()?,
            has_number: r.next()?,
        })
    }
}

pub fn call(r: &mut Reader<'_>, street: StreetId, id: Uuid) -> Result<Option<Call>> {
    r.opt(&format!("select {CALL} from calls where street_id = $1 and id = $2"), args![street, id])
}

pub fn by_reference(r: &mut Reader<'_>, street: StreetId, reference: &str) -> Result<Option<Call>> {
    r.opt(&format!("select {CALL} from calls where street_id = $1 and call_ref = $2"), args![street, reference])
}

/// A new call; `phone` is sealed on the way.
pub fn insert(tx: &mut Tx<'_>, call: &Call, phone: Option<&str>) -> Result<()> {
    let street = tx.street();
    let caller = phone.map(|p| tx.seal(Purpose::Contact, CALLER, call.id, p)).transpose()?;
    let digest = phone.map(|p| tx.blind(Purpose::Contact, "reporters.phone", p)).transpose()?;
    tx.exec(
        "insert into calls (street_id, id, call_ref, line, caller, caller_digest, queued_at) values ($1, $2, $3, $4, $5, $6, $7)",
        args![street, call.id, &call.reference, &call.line, caller, digest, call.queued_at],
    )?;
    save(tx, call)
}

pub fn save(tx: &mut Tx<'_>, c: &Call) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "update calls set queued_at = $3, answered_at = $4, clerk_id = $5, ended_at = $6, missed_at = $7, return_due_at = $8,
           returned_at = $9, return_reached = $10, transferred_to = $11, transferred_at = $12, transferred_by = $13,
           recording_digest = $14
         where street_id = $1 and id = $2",
        args![
            street, c.id, c.queued_at, c.answered_at, c.clerk, c.ended_at, c.missed_at, c.return_due_at, c.returned_at,
            c.return_reached, c.transferred_to.clone(), c.transferred_at, c.transferred_by, c.recording_digest.clone()
        ],
    )?;
    Ok(())
}

/// The sealed number of a call.
pub fn caller(r: &mut Reader<'_>, street: StreetId, id: Uuid) -> Result<Option<Sealed>> {
    let found: Option<Option<Sealed>> = r.opt("select caller from calls where street_id = $1 and id = $2", args![street, id])?;
    Ok(found.flatten())
}

/// Keeps what came of passing a call on.
pub fn keep_outcome(tx: &mut Tx<'_>, id: Uuid, text: &str) -> Result<()> {
    let (street, sealed) = (tx.street(), tx.seal(Purpose::Appeals, OUTCOME, id, text)?);
    tx.exec("update calls set transfer_outcome = $3 where street_id = $1 and id = $2", args![street, id, sealed])?;
    Ok(())
}

/// Keeps where the recording of a call lies.
pub fn keep_recording(tx: &mut Tx<'_>, id: Uuid, place: &str) -> Result<()> {
    let (street, sealed) = (tx.street(), tx.seal(Purpose::Appeals, RECORDING, id, place)?);
    tx.exec("update calls set recording = $3 where street_id = $1 and id = $2", args![street, id, sealed])?;
    Ok(())
}

/// What came of passing a call on, and where its recording lies.
pub fn kept(r: &mut Reader<'_>, street: StreetId, id: Uuid) -> Result<(Option<Sealed>, Option<Sealed>)> {
    r.one("select transfer_outcome, recording from calls where street_id = $1 and id = $2", args![street, id])
}

/// Where recordings of older calls lie is not known any more; their digests stay. Gives how many.
pub fn forget_recordings(tx: &mut Tx<'_>, until: Moment) -> Result<u64> {
    let street = tx.street();
    tx.exec("update calls set recording = null where street_id = $1 and recording is not null and queued_at < $2", args![street, until])
}

/// Calls that came in on a day, in order, at most five thousand.
pub fn of_day(r: &mut Reader<'_>, street: StreetId, day: Day) -> Result<Vec<Call>> {
    r.all(
        &format!("select {CALL} from calls where street_id = $1 and queued_at >= $2 and queued_at < $3 order by queued_at, id limit 5000"),
        args![street, day.start(), day.plus(1).start()],
    )
}

/// Calls that ring, newest first.
pub fn ringing(r: &mut Reader<'_>, street: StreetId, since: Moment) -> Result<Vec<Call>> {
    r.all(
        &format!(
            "select {CALL} from calls where street_id = $1 and queued_at >= $2
               and answered_at is null and missed_at is null and ended_at is null
             order by queued_at desc, id desc limit 20"
        ),
        args![street, since],
    )
}

/// Missed calls nobody has returned, the first due first.
pub fn to_return(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<Call>> {
    r.all(
        &format!(
            "select {CALL} from calls where street_id = $1 and missed_at is not null and returned_at is null
             order by return_due_at, id limit 100"
        ),
        args![street],
    )
}
