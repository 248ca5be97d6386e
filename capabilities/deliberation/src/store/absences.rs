//! Who said that they cannot come, and who came, meeting by meeting of a body.

use crate::rules::*;
use db::{Reader, Result, Tx, args};
use kernel::{AccountId, Moment, StreetId};
use std::collections::BTreeSet;

pub fn insert_absence(tx: &mut Tx<'_>, meeting: MeetingId, membership: MembershipId, taken_by: Option<AccountId>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into meeting_excuses (street_id, meeting_id, membership_id, taken_by, at) values ($1, $2, $3, $4, $5)",
        args![street, meeting, membership, taken_by, now],
    )?;
    Ok(())
}

/// Seats for which a word was sent before a meeting.
pub fn excused_from(r: &mut Reader<'_>, street: StreetId, of: MeetingId) -> Result<Vec<MembershipId>> {
    r.all("select membership_id from meeting_excuses where street_id = $1 and meeting_id = $2", args![street, of])
}

/// Closed meetings of a body that were opened since then, the first first.
pub fn held_since(r: &mut Reader<'_>, street: StreetId, of: BodyId, since: Moment) -> Result<Vec<(MeetingId, Moment)>> {
    r.all(
        "select id, opened_at from meetings where street_id = $1 and body_id = $2 and closed_at is not null and opened_at >= $3 order by opened_at, id",
        args![street, of, since],
    )
}

/// For which seats somebody came, or sent a word, to which of those meetings. A substitute comes for the seat.
pub fn told_since(r: &mut Reader<'_>, street: StreetId, of: BodyId, since: Moment) -> Result<BTreeSet<(MeetingId, MembershipId)>> {
    let rows: Vec<(MeetingId, MembershipId)> = r.all(
        "select a.meeting_id, a.membership_id from meeting_attendances a join meetings m on m.street_id = a.street_id and m.id = a.meeting_id
         where a.street_id = $1 and m.body_id = $2 and m.closed_at is not null and m.opened_at >= $3 and a.membership_id is not null
         union select e.meeting_id, e.membership_id from meeting_excuses e join meetings m on m.street_id = e.street_id and m.id = e.meeting_id
         where e.street_id = $1 and m.body_id = $2 and m.closed_at is not null and m.opened_at >= $3",
        args![street, of, since],
    )?;
    Ok(rows.into_iter().collect())
}
