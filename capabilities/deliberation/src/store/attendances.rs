//! Who was there: one row per person and meeting.

use super::{code, text, whole};
use crate::rules::*;
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{PlaceId, Sealed, StreetId};

const ATTENDANCE: &str = "id, meeting_id, person_id, account_id, membership_id, category, stands_for, capacity, door, stays, grid_id,
  sheet_line, taken_by";

impl FromRow for Attendance {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            meeting: r.next()?,
            person: r.next()?,
            account: r.next()?,
            membership: r.next()?,
            category: r.next()?,
            stands_for: r.next()?,
            capacity: code(r, Capacity::from_code)?,
            door: code(r, Door::from_code)?,
            stays: whole(r)?,
            grid: r.next()?,
            sheet_line: r.next()?,
            taken_by: r.next()?,
        })
    }
}

/// Everybody who was there, in the order of coming.
pub fn attendees_of(r: &mut Reader<'_>, street: StreetId, of: MeetingId) -> Result<Vec<Attendance>> {
    r.all(&format!("select {ATTENDANCE} from meeting_attendances where street_id = $1 and meeting_id = $2 order by id"), args![street, of])
}

/// How many came from each grid, by meeting: of all meetings that began in a span.
pub fn grids_of(r: &mut Reader<'_>, street: StreetId, from: kernel::Moment, to: kernel::Moment) -> Result<Vec<(MeetingId, PlaceId, i64)>> {
    r.all(
        "select a.meeting_id, a.grid_id, count(*) from meeting_attendances a
         join meetings m on m.street_id = a.street_id and m.id = a.meeting_id
         where a.street_id = $1 and a.grid_id is not null and m.from_at >= $2 and m.from_at < $3
         group by a.meeting_id, a.grid_id",
        args![street, from, to],
    )
}

/// The row of somebody who came in: new, or with another stay.
pub fn put_attendance(tx: &mut Tx<'_>, a: &Attendance, walk_in_name: Option<&Sealed>) -> Result<()> {
    let street = tx.street();
    let known = tx.exec(
        "update meeting_attendances set stays = $3 where street_id = $1 and id = $2",
        args![street, a.id, text(&a.stays)?],
    )?;
    if known == 1 {
        return Ok(());
    }
    tx.exec(
        "insert into meeting_attendances (street_id, id, meeting_id, person_id, account_id, membership_id, category, stands_for,
           capacity, door, stays, grid_id, sheet_line, taken_by, walk_in_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        args![
            street, a.id, a.meeting, a.person, a.account, a.membership, &a.category, a.stands_for, a.capacity.code(), a.door.code(),
            text(&a.stays)?, a.grid, a.sheet_line, a.taken_by, walk_in_name.map(|n| n.stored().to_vec())
        ],
    )?;
    Ok(())
}
