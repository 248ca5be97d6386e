//! People come in and go, by whichever door.

use super::substitutes::{shown_name, stands_in};
use super::{meetings::room, place_typed, reader};
use crate::rules::{self, *};
use crate::store;
use auth::Viewer;
use db::{Reader, Result, Tx};
use kernel::{Outcome, Problem, Purpose, StreetId};

/// Somebody comes in at the desk or from a line of the sheet.
pub fn take_attendance(tx: &mut Tx<'_>, viewer: &Viewer, id: MeetingId, words: &Arriving) -> Result<Outcome<Meeting>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_meeting::<TakeAttendance>(tx, viewer, id, now)?.into_inner().thing;
    let tree = places::tree(tx, street)?;
    let place = match place_typed(&tree, "place_name", &words.place_name) {
        Ok(place) => place,
        Err(problem) => return Ok(Outcome::Refused(of, vec![problem])),
    };
    let grid = place.and_then(|p| tree.path_of(p).grid);
    let row = AttendanceId::fresh();
    let base = Attendance {
        id: row,
        meeting: id,
        person: None,
        account: None,
        membership: None,
        category: String::new(),
        stands_for: None,
        capacity: words.capacity.unwrap_or(Capacity::Resident),
        door: words.door.unwrap_or(Door::Desk),
        stays: vec![],
        grid,
        sheet_line: words.sheet_line,
        taken_by: viewer.account(),
    };
    let memberships = store::memberships_of(tx, street, of.body)?;
    let (coming, name) = match words.membership {
        Some(membership) => {
            let Some(m) = roster_on(&memberships, now.day()).into_iter().find(|m| m.id == membership) else {
                return Ok(Outcome::Refused(of, vec![Problem::at("membership", "not-on-roster")]));
            };
            let substitutes = store::substitutes_of(tx, street, of.body)?;
            match (words.substitute, standing_in(m, &substitutes, now.day())) {
                (false, _) => (seated(base, m), None),
                (true, Some(s)) => (stands_in(base, m, s), None),
                (true, None) => return Ok(Outcome::Refused(of, vec![Problem::at("membership", "no-substitute")])),
            }
        }
        None => {
            let entitled = matches!(base.capacity, Capacity::Member | Capacity::Substitute | Capacity::Drawn);
            match said("shown_name", &words.shown_name, MOST_NAME) {
                _ if entitled => return Ok(Outcome::Refused(of, vec![Problem::at("membership", "not-on-roster")])),
                Err(problem) => return Ok(Outcome::Refused(of, vec![problem])),
                Ok(name) => (base, Some(tx.seal(Purpose::Identity, "meeting_attendances.walk_in_name", row.uuid(), &name)?)),
            }
        }
    };
    come_in(tx, of, coming, name.as_ref())
}

/// Somebody in the room shows the code that is shown there.
pub fn arrive_by_code(tx: &mut Tx<'_>, viewer: &Viewer, id: MeetingId, code: &str) -> Result<Outcome<Meeting>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_meeting::<Arrive>(tx, viewer, id, now)?.into_inner().thing;
    if !is_room_code(&room_key(tx, id)?, code, now) {
        return Ok(Outcome::Refused(of, vec![Problem::at("code", "room-code-wrong")]));
    }
    let (person, account) = reader(tx, viewer)?;
    let base = Attendance {
        id: AttendanceId::fresh(),
        meeting: id,
        person: Some(person),
        account: Some(account),
        membership: None,
        category: String::new(),
        stands_for: None,
        capacity: Capacity::Resident,
        door: Door::Qr,
        stays: vec![],
        grid: None,
        sheet_line: None,
        taken_by: None,
    };
    let memberships = store::memberships_of(tx, street, of.body)?;
    let substitutes = store::substitutes_of(tx, street, of.body)?;
    let roster = roster_on(&memberships, now.day());
    let seat = roster.iter().copied().find(|m| m.account == Some(account));
    let for_another = roster.into_iter().find_map(|m| standing_in(m, &substitutes, now.day()).filter(|s| s.account == Some(account)).map(|s| (m, s)));
    let coming = match (seat, for_another) {
        (Some(m), _) => seated(base, m),
        (None, Some((m, s))) => stands_in(base, m, s),
        (None, None) => base,
    };
    come_in(tx, of, coming, None)
}

fn seated(base: Attendance, m: &Membership) -> Attendance {
    Attendance {
        person: Some(m.person),
        account: m.account,
        membership: Some(m.id),
        category: m.category.clone(),
        capacity: if m.taken_how == FilledBy::Drawn { Capacity::Drawn } else { Capacity::Member },
        ..base
    }
}

fn come_in(tx: &mut Tx<'_>, of: Meeting, coming: Attendance, name: Option<&kernel::Sealed>) -> Result<Outcome<Meeting>> {
    let (street, now) = (tx.street(), tx.now());
    let people = store::attendees_of(tx, street, of.id)?;
    match rules::arrive(&of, &people, coming, now) {
        Err(problems) => Ok(Outcome::Refused(of, problems)),
        Ok((row, event)) => {
            store::put_attendance(tx, &row, name)?;
            tx.record(&event)?;
            // A quorum that is reached after the opening makes the meeting good from then on.
            let reached = of.state == MeetingState::Open && !of.quorate && room(tx, street, &of, now)?.0.met;
            let touched = Meeting { quorate: of.quorate || reached, rev: of.rev + 1, ..of.clone() };
            store::save_meeting(tx, &of, &touched)?;
            Ok(Outcome::Done(touched))
        }
    }
}

/// Somebody goes before the end.
pub fn leave_meeting(tx: &mut Tx<'_>, viewer: &Viewer, id: MeetingId, who: AttendanceId) -> Result<Outcome<Meeting>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_meeting::<TakeAttendance>(tx, viewer, id, now)?.into_inner().thing;
    let people = store::attendees_of(tx, street, id)?;
    let row = people.iter().find(|a| a.id == who).ok_or(auth::Denied::Hidden)?;
    match rules::depart(&of, row, now) {
        Err(problems) => Ok(Outcome::Refused(of, problems)),
        Ok((gone, event)) => {
            store::put_attendance(tx, &gone, None)?;
            tx.record(&event)?;
            Ok(Outcome::Done(of))
        }
    }
}

/// The key behind a meeting's room codes: derived, kept nowhere.
pub fn room_key(r: &mut Reader<'_>, id: MeetingId) -> Result<Vec<u8>> {
    r.blind(Purpose::Identity, "meetings.room_code", &id.to_string())
}

/// The code that is shown in the room now, for those who hold the meeting.
pub fn code_shown(r: &mut Reader<'_>, viewer: &Viewer, id: MeetingId, now: kernel::Moment) -> Result<(Meeting, String)> {
    let of = store::find_meeting::<HoldMeeting>(r, viewer, id, now)?.into_inner().thing;
    let key = room_key(r, id)?;
    Ok((of, room_code(&key, now)))
}

/// Shown names of those with a seat who were there, by attendance.
pub(super) fn names_of(r: &mut Reader<'_>, street: StreetId, of: &Meeting) -> Result<Vec<(AttendanceId, String)>> {
    let memberships = store::memberships_of(r, street, of.body)?;
    let people = store::attendees_of(r, street, of.id)?;
    let substitutes = store::substitutes_of(r, street, of.body)?;
    let name = |a: &Attendance| shown_name(a, &memberships, &substitutes);
    Ok(people.iter().filter_map(|a| Some((a.id, name(a)?))).collect())
}
