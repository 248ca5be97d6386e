//! A meeting from its plan to its close, and what the room decides.

use super::place_typed;
use crate::rules::{self, *};
use crate::store;
use auth::Viewer;
use db::{Fault, Reader, Result, Tx};
use kernel::{Event, Moment, Outcome, Problem, StreetId, uuid::Uuid};

/// A meeting of a body, for a moment to come.
pub fn plan_meeting(tx: &mut Tx<'_>, viewer: &Viewer, of: BodyId, words: &Planning) -> Result<Outcome<Option<Meeting>>> {
    let (street, now) = (tx.street(), tx.now());
    let held = store::find_body_in_hand::<PlanMeeting>(tx, viewer, of, &[Office::Chair, Office::Convenor], now)?;
    let body = held.into_inner().thing;
    let tree = places::tree(tx, street)?;
    let mut covered = vec![];
    for line in words.covered.lines().flat_map(|l| l.split(['、', ','])) {
        match place_typed(&tree, "covered", line) {
            Ok(place) => covered.extend(place),
            Err(problem) => return Ok(Outcome::Refused(None, vec![problem])),
        }
    }
    let first = words.second_call_of.map(|id| store::meeting(tx, street, id)).transpose()?.flatten();
    if words.second_call_of.is_some() && first.is_none() {
        return Ok(Outcome::Refused(None, vec![Problem::at("second_call_of", "no-second-call")]));
    }
    let day = words.from.unwrap_or(now).day();
    let code = short_code('H', day, store::next_number(tx, 'H', day)?);
    match rules::plan((MeetingId::fresh(), code), &body, words, covered, first.as_ref(), now) {
        Err(problems) => Ok(Outcome::Refused(None, problems)),
        Ok(meeting) => {
            store::insert_meeting(tx, &meeting)?;
            tx.record(&MeetingPlanned { meeting: meeting.id, body: of, from: meeting.from })?;
            Ok(Outcome::Done(Some(meeting)))
        }
    }
}

/// The walk of a verb that changes the meeting's own row: the meeting, the decision, the row, its event.
fn on_meeting<A: MeetingAct, E: Event>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: MeetingId,
    decision: impl FnOnce(&mut Tx<'_>, &Meeting) -> Result<Decided<Meeting, E>>,
) -> Result<Outcome<Meeting>> {
    let now = tx.now();
    let was = store::find_meeting::<A>(tx, viewer, id, now)?.into_inner().thing;
    match decision(tx, &was)? {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok((meeting, event)) => {
            store::save_meeting(tx, &was, &meeting)?;
            tx.record(&event)?;
            Ok(Outcome::Done(meeting))
        }
    }
}

/// The notice goes out; each later one says what it changes.
pub fn convene(tx: &mut Tx<'_>, viewer: &Viewer, id: MeetingId, words: &Convening) -> Result<Outcome<Meeting>> {
    let (street, now) = (tx.street(), tx.now());
    let outcome = on_meeting::<ChangeMeeting, _>(tx, viewer, id, |tx, was| {
        let charters = store::charters_of(tx, street, was.body)?;
        let Some(charter) = charter_on(&charters, words.from.unwrap_or(was.from).day()) else {
            return Ok(Err(vec![Problem::new("no-charter")]));
        };
        let notices = store::notices_of(tx, street, id)?;
        let words = match with_matters(tx, words)? {
            Ok(words) => words,
            Err(problems) => return Ok(Err(problems)),
        };
        let convened = rules::convene(was, &charter.rules, notices.last(), &words, now);
        if let Ok(((_, notice), _)) = &convened {
            store::insert_notice(tx, notice)?;
        }
        Ok(convened.map(|((meeting, _), event)| (meeting, event)))
    })?;
    if let Outcome::Done(meeting) = &outcome {
        let no = store::notices_of(tx, street, id)?.last().map_or(1, |n| n.no);
        super::tell_seated(tx, meeting, if no > 1 { super::Word::Changed } else { super::Word::Notice }, no.into())?;
    }
    Ok(outcome)
}

/// The items with the matters whose codes they name.
fn with_matters(tx: &mut Tx<'_>, words: &Convening) -> Result<std::result::Result<Convening, Vec<Problem>>> {
    let (mut items, mut problems) = (words.listed(), vec![]);
    for (item, no) in items.iter_mut().zip(1..).filter(|(item, _)| !item.matter_code.is_empty()) {
        let street = tx.street();
        let code = code_typed(&item.matter_code).unwrap_or_default();
        match super::matter_by_code(tx, street, &code)? {
            Some(matter) => item.matter = Some(matter.id.uuid()),
            None => problems.push(Problem::at("agenda", "matter-code-unknown").with("no", no)),
        }
    }
    Ok(if problems.is_empty() { Ok(Convening { items, agenda: String::new(), ..words.clone() }) } else { Err(problems) })
}

pub fn cancel_meeting(tx: &mut Tx<'_>, viewer: &Viewer, id: MeetingId, reason: &str) -> Result<Outcome<Meeting>> {
    let now = tx.now();
    let outcome = on_meeting::<ChangeMeeting, _>(tx, viewer, id, |_, was| Ok(cancel(was, reason, now)))?;
    let street = tx.street();
    if let Outcome::Done(meeting) = &outcome
        && !store::notices_of(tx, street, id)?.is_empty()
    {
        super::tell_seated(tx, meeting, super::Word::Cancelled, 1)?;
    }
    Ok(outcome)
}

pub fn open_meeting(tx: &mut Tx<'_>, viewer: &Viewer, id: MeetingId) -> Result<Outcome<Meeting>> {
    let (street, now) = (tx.street(), tx.now());
    on_meeting::<HoldMeeting, _>(tx, viewer, id, |tx, was| Ok(open(was, &room(tx, street, was, now)?.0, now)))
}

/// Everybody goes; whether it was good is what the room was.
pub fn close_meeting(tx: &mut Tx<'_>, viewer: &Viewer, id: MeetingId) -> Result<Outcome<Meeting>> {
    let (street, now) = (tx.street(), tx.now());
    let outcome = on_meeting::<HoldMeeting, _>(tx, viewer, id, |tx, was| {
        if was.state == MeetingState::Open {
            for a in store::attendees_of(tx, street, id)?.iter().filter(|a| a.is_there(now)) {
                store::put_attendance(tx, &stays_until(a, now), None)?;
            }
        }
        Ok(close(was, now))
    })?;
    if let Outcome::Done(closed) = &outcome {
        super::absences::move_vacancies(tx, closed)?;
    }
    Ok(outcome)
}

/// An item that was not announced, under the urgency rule.
pub fn add_urgent_item(tx: &mut Tx<'_>, viewer: &Viewer, id: MeetingId, words: &Adding) -> Result<Outcome<Meeting>> {
    let (street, now) = (tx.street(), tx.now());
    on_meeting::<HoldMeeting, _>(tx, viewer, id, |tx, was| {
        let (room, _) = room(tx, street, was, now)?;
        Ok(add_item(was, &store::notices_of(tx, street, id)?, words, &room))
    })
}

/// The result of one item, as the room took it.
pub fn decide(tx: &mut Tx<'_>, viewer: &Viewer, id: MeetingId, words: &Deciding) -> Result<Outcome<Meeting>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_meeting::<HoldMeeting>(tx, viewer, id, now)?.into_inner().thing;
    let (notices, earlier) = (store::notices_of(tx, street, id)?, store::results_of(tx, street, id)?);
    let (judged, filled) = room(tx, street, &of, now)?;
    match decide_item(Uuid::now_v7(), &of, &notices, &earlier, words, (&judged, filled), now) {
        Err(problems) => Ok(Outcome::Refused(of, problems)),
        Ok((result, event)) => {
            store::save_meeting(tx, &of, &Meeting { rev: of.rev + 1, ..of.clone() })?;
            store::insert_result(tx, &result)?;
            tx.record(&event)?;
            Ok(Outcome::Done(of))
        }
    }
}

/// Who is there at this moment against the quorum of this call, and how many seats have a holder.
pub fn room(r: &mut Reader<'_>, street: StreetId, of: &Meeting, at: Moment) -> Result<(Judged, i64)> {
    let memberships = store::memberships_of(r, street, of.body)?;
    let filled = i64::try_from(roster_on(&memberships, at.day()).len()).map_err(Fault::other)?;
    let Some(rules) = &of.rules else { return Ok((Judged::default(), filled)) };
    let people = store::attendees_of(r, street, of.id)?;
    Ok((rules.quorum_of(of.call).judge(&presence(rules, filled, &people, at)), filled))
}

/// What stands on the agenda: the last notice and what was added in the room.
pub fn agenda(of: &Meeting, notices: &[Notice]) -> Vec<AgendaItem> {
    notices.last().into_iter().flat_map(|n| n.items.iter()).chain(&of.added).cloned().collect()
}
