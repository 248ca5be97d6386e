//! A word before a meeting, and the motion on a seat whose holder stays away too often without one.

use super::telling::tell_vacancy;
use crate::rules::*;
use crate::store;
use crate::views::AbsenceView;
use auth::{Denied, Viewer};
use db::{Reader, Result, Tx};
use kernel::{Moment, Outcome, StreetId};

/// Oneself, or somebody whose word staff of the meeting write down.
pub fn excuse_absence(tx: &mut Tx<'_>, viewer: &Viewer, id: MeetingId, words: &ExcusingWords) -> Result<Outcome<Meeting>> {
    let (street, now) = (tx.street(), tx.now());
    let of = match words.membership {
        Some(_) => store::find_meeting::<TakeAttendance>(tx, viewer, id, now)?.into_inner().thing,
        None => store::find_meeting::<Arrive>(tx, viewer, id, now)?.into_inner().thing,
    };
    let by = viewer.account().ok_or(Denied::Hidden)?;
    let memberships = store::memberships_of(tx, street, of.body)?;
    let seat = match words.membership {
        Some(named) => memberships.iter().find(|m| m.id == named),
        None => roster_on(&memberships, of.from.day()).into_iter().find(|m| m.account == Some(by)),
    };
    let excused = match seat {
        Some(seat) => store::excused_from(tx, street, id)?.contains(&seat.id),
        None => false,
    };
    match crate::rules::excuse_absence(&of, seat, excused) {
        Err(problems) => Ok(Outcome::Refused(of, problems)),
        Ok((seat, event)) => {
            store::insert_absence(tx, id, seat, words.membership.map(|_| by))?;
            tx.record(&event)?;
            Ok(Outcome::Done(of))
        }
    }
}

/// Seats whose holders stayed away without a word, and how often, within the charter's months; nothing without such a rule.
fn missed(r: &mut Reader<'_>, street: StreetId, body: BodyId, now: Moment) -> Result<Option<(AbsenceRule, Vec<(Membership, usize, Option<MeetingId>)>)>> {
    let charters = store::charters_of(r, street, body)?;
    let Some(rule) = charter_on(&charters, now.day()).and_then(|c| c.rules.absences) else { return Ok(None) };
    let since = looked_back(&rule, now.day()).start();
    let held: Vec<_> = store::held_since(r, street, body, since)?.into_iter().map(|(id, at)| (id, at.day())).collect();
    let told = store::told_since(r, street, body, since)?;
    let seats = roster_on(&store::memberships_of(r, street, body)?, now.day()).into_iter().cloned().collect::<Vec<_>>();
    let last = |seat: &Membership| held.last().filter(|(id, day)| seat.holds_on(*day) && !told.contains(&(*id, seat.id))).map(|x| x.0);
    let of = |seat: Membership| {
        let (n, last) = (unexcused(&seat, &held, |m| told.contains(&(m, seat.id))), last(&seat));
        (seat, n, last)
    };
    Ok(Some((rule, seats.into_iter().map(of).filter(|x| x.1 > 0).collect())))
}

/// After a meeting closed: the chair hears of each seat whose holder has now missed too many.
pub(super) fn move_vacancies(tx: &mut Tx<'_>, closed: &Meeting) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    let Some((rule, all)) = missed(tx, street, closed.body, now)? else { return Ok(()) };
    for (seat, n, last) in &all {
        if let Some(event) = vacancy_motion(&rule, seat, *n, *last == Some(closed.id)) {
            tx.record(&event)?;
            let chairs = holders(&store::offices_of(tx, street, closed.body)?, &[Office::Chair, Office::Convenor], now.day());
            tell_vacancy(tx, seat, (closed.id, *n), chairs)?;
        }
    }
    Ok(())
}

/// For whoever keeps or convenes the body: seats on which a motion may be put.
pub(super) fn absences_shown(r: &mut Reader<'_>, street: StreetId, body: BodyId, now: Moment) -> Result<Vec<AbsenceView>> {
    let Some((rule, all)) = missed(r, street, body, now)? else { return Ok(vec![]) };
    let enough = all.into_iter().filter(|(_, n, _)| i32::try_from(*n).is_ok_and(|n| n >= rule.unexcused));
    Ok(enough.map(|(seat, missed, _)| AbsenceView { membership: seat.id, shown_name: seat.shown_name, missed, within_months: rule.within_months }).collect())
}

/// Whether this reader's seat is excused from a meeting that is still to come; none without a seat.
pub(super) fn own_excuse(r: &mut Reader<'_>, viewer: &Viewer, of: &Meeting) -> Result<Option<bool>> {
    let Some(account) = viewer.account().filter(|_| of.state == MeetingState::Convened) else { return Ok(None) };
    let memberships = store::memberships_of(r, viewer.street, of.body)?;
    let seat = roster_on(&memberships, of.from.day()).into_iter().find(|m| m.account == Some(account)).map(|m| m.id);
    match seat {
        Some(seat) => Ok(Some(store::excused_from(r, viewer.street, of.id)?.contains(&seat))),
        None => Ok(None),
    }
}
