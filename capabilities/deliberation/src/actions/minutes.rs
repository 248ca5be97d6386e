//! Minutes: drafted, circulated, confirmed and corrected, sealed by two; later facts are addenda.

use super::{attendances::names_of, headcounts::keep_headcount, meetings::agenda, representativeness::there_now};
use crate::rules::{self, *};
use crate::store;
use auth::Viewer;
use db::{Result, Tx};
use kernel::{AccountId, Outcome, Problem, uuid::Uuid};

type Found = (Meeting, Option<Minutes>);

fn found<A: MeetingAct>(tx: &mut Tx<'_>, viewer: &Viewer, id: MeetingId) -> Result<(Found, AccountId)> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_meeting::<A>(tx, viewer, id, now)?.into_inner().thing;
    let account = viewer.account().ok_or(auth::Denied::Hidden)?;
    Ok(((of, store::minutes_of(tx, street, id)?), account))
}

fn not_there(of: Meeting) -> Result<Outcome<Meeting>> {
    Ok(Outcome::Refused(of, vec![Problem::new("not-drafted")]))
}

pub fn draft_minutes(tx: &mut Tx<'_>, viewer: &Viewer, id: MeetingId, words: &Drafting) -> Result<Outcome<Meeting>> {
    let (street, now) = (tx.street(), tx.now());
    let ((of, was), by) = found::<WriteMinutes>(tx, viewer, id)?;
    let items = agenda(&of, &store::notices_of(tx, street, id)?);
    match draft(&of, &items, was.as_ref(), words, by, now) {
        Err(problems) => Ok(Outcome::Refused(of, problems)),
        Ok(((meeting, minutes), event)) => {
            store::save_meeting(tx, &of, &meeting)?;
            match &was {
                None => store::insert_minutes(tx, &minutes)?,
                Some(was) => store::save_minutes(tx, was, &minutes)?,
            }
            tx.record(&event)?;
            Ok(Outcome::Done(meeting))
        }
    }
}

pub fn circulate_minutes(tx: &mut Tx<'_>, viewer: &Viewer, id: MeetingId) -> Result<Outcome<Meeting>> {
    let (street, now) = (tx.street(), tx.now());
    let ((of, was), _) = found::<WriteMinutes>(tx, viewer, id)?;
    let Some(was) = was else { return not_there(of) };
    let items = agenda(&of, &store::notices_of(tx, street, id)?);
    match circulate(&of, &items, &was, now) {
        Err(problems) => Ok(Outcome::Refused(of, problems)),
        Ok(((meeting, minutes), event)) => {
            store::save_meeting(tx, &of, &meeting)?;
            store::save_minutes(tx, &was, &minutes)?;
            tx.record(&event)?;
            Ok(Outcome::Done(meeting))
        }
    }
}

/// An attendee says: so it was.
pub fn confirm_minutes(tx: &mut Tx<'_>, viewer: &Viewer, id: MeetingId) -> Result<Outcome<Meeting>> {
    let (street, now) = (tx.street(), tx.now());
    let ((of, was), by) = found::<AnswerMinutes>(tx, viewer, id)?;
    let Some(was) = was else { return not_there(of) };
    if let Err(problems) = in_time(&of, &was, now) {
        return Ok(Outcome::Refused(of, problems));
    }
    if store::confirmations_of(tx, street, id)?.contains(&by) {
        return Ok(Outcome::Refused(of, vec![Problem::new("confirmed-already")]));
    }
    store::insert_confirmation(tx, id, by, now)?;
    tx.record(&MinutesConfirmed { meeting: id })?;
    Ok(Outcome::Done(of))
}

pub fn propose_amendment(tx: &mut Tx<'_>, viewer: &Viewer, id: MeetingId, words: &Amending) -> Result<Outcome<Meeting>> {
    let (street, now) = (tx.street(), tx.now());
    let ((of, was), by) = found::<AnswerMinutes>(tx, viewer, id)?;
    let Some(was) = was else { return not_there(of) };
    let people = store::attendees_of(tx, street, id)?;
    let names = names_of(tx, street, &of)?;
    let own = people.iter().find(|a| a.account == Some(by)).and_then(|a| names.iter().find(|n| n.0 == a.id));
    let shown_name = own.map(|n| n.1.clone()).unwrap_or_default();
    match amend(Uuid::now_v7(), &of, &was, words, (by, shown_name), now) {
        Err(problems) => Ok(Outcome::Refused(of, problems)),
        Ok((amendment, event)) => {
            store::insert_amendment(tx, &amendment)?;
            tx.record(&event)?;
            Ok(Outcome::Done(of))
        }
    }
}

pub fn judge_amendment(tx: &mut Tx<'_>, viewer: &Viewer, id: MeetingId, amendment: Uuid, words: &Judging) -> Result<Outcome<Meeting>> {
    let street = tx.street();
    let ((of, was), _) = found::<WriteMinutes>(tx, viewer, id)?;
    let Some(was) = was else { return not_there(of) };
    let on = store::amendments_of(tx, street, id)?.into_iter().find(|a| a.id == amendment).ok_or(auth::Denied::Hidden)?;
    match judge(&of, &was, &on, words) {
        Err(problems) => Ok(Outcome::Refused(of, problems)),
        Ok(((minutes, judged), event)) => {
            store::save_minutes(tx, &was, &minutes)?;
            store::judge_amendment(tx, &judged)?;
            tx.record(&event)?;
            Ok(Outcome::Done(of))
        }
    }
}

/// Chair or minute-taker signs; with the second signature the minutes are sealed into the body's chain.
pub fn sign_minutes(tx: &mut Tx<'_>, viewer: &Viewer, id: MeetingId) -> Result<Outcome<Meeting>> {
    let (street, now) = (tx.street(), tx.now());
    let ((of, was), by) = found::<SignMinutes>(tx, viewer, id)?;
    let Some(was) = was else { return not_there(of) };
    let offices = store::offices_of(tx, street, of.body)?;
    // Whoever holds both signs where a signature is missing.
    let is = |office| holders(&offices, &[office], now.day()).contains(&by);
    let office = if is(Office::Chair) && (was.chair.is_none() || !is(Office::MinuteTaker)) { Office::Chair } else { Office::MinuteTaker };
    let amendments = store::amendments_of(tx, street, id)?;
    let signed = match sign(&of, &was, &amendments, (office, by), now) {
        Err(problems) => return Ok(Outcome::Refused(of, problems)),
        Ok(signed) => signed,
    };
    store::save_minutes(tx, &was, &signed)?;
    tx.record(&MinutesSigned { meeting: id, office: office.code() })?;
    if signed.sealed_at.is_none() {
        return Ok(Outcome::Done(of));
    }
    let meeting = Meeting { state: MeetingState::Sealed, rev: of.rev + 1, ..of.clone() };
    let hash = seal_record(tx, &meeting, &signed, &amendments)?;
    keep_headcount(tx, &meeting)?;
    store::save_meeting(tx, &of, &meeting)?;
    tx.record(&MinutesSealed { meeting: id, body: of.body, hash })?;
    Ok(Outcome::Done(meeting))
}

/// Tokens for names, the canonical text, the link of the chain.
fn seal_record(tx: &mut Tx<'_>, of: &Meeting, minutes: &Minutes, amendments: &[Amendment]) -> Result<String> {
    let street = tx.street();
    let names = names_of(tx, street, of)?;
    let mut people = vec![];
    for (a, n) in store::attendees_of(tx, street, of.id)?.iter().zip(1..) {
        let token = format!("p{n}");
        let name = names.iter().find(|x| x.0 == a.id).map(|x| x.1.clone());
        let salt = name.as_ref().map(|_| Uuid::new_v4().simple().to_string());
        let hidden = name.as_ref().zip(salt.as_ref()).map(|(name, salt)| hidden_name(salt, name));
        if name.is_some() {
            let card = NameCard { meeting: of.id, token: token.clone(), person: a.person, salt, shown_name: name };
            store::insert_name_card(tx, &card)?;
        }
        people.push((token, hidden, a.capacity.code(), a.door.code()));
    }
    let (results, confirmed) = (store::results_of(tx, street, of.id)?, store::confirmations_of(tx, street, of.id)?.len());
    let (no, previous) = next_link(tx, of.body)?;
    let there = there_now(tx, street, of)?;
    let text = canonical(&Sealed { meeting: of, minutes, results: &results, amendments, people, confirmed, there, previous: &previous });
    put_seal(tx, of, None, (no, previous), text)
}

pub(super) fn next_link(tx: &mut Tx<'_>, body: BodyId) -> Result<(i32, String)> {
    let street = tx.street();
    Ok(store::last_seal(tx, street, body)?.map_or((1, String::new()), |(no, hash)| (no + 1, hash)))
}

pub(super) fn put_seal(tx: &mut Tx<'_>, of: &Meeting, addendum: Option<Uuid>, (no, previous): (i32, String), canonical: String) -> Result<String> {
    let hash = rules::hash(&canonical);
    let at = tx.now();
    store::insert_seal(tx, &Seal { body: of.body, no, meeting: of.id, addendum, canonical, hash: hash.clone(), previous, at })?;
    Ok(hash)
}

/// A later fact about sealed minutes, itself sealed.
pub fn add_addendum(tx: &mut Tx<'_>, viewer: &Viewer, id: MeetingId, said_text: &str) -> Result<Outcome<Meeting>> {
    let now = tx.now();
    let ((of, _), by) = found::<SignMinutes>(tx, viewer, id)?;
    let text = match said("text", said_text, 2_000) {
        Err(problem) => return Ok(Outcome::Refused(of, vec![problem])),
        Ok(_) if !of.was_sealed() => return Ok(Outcome::Refused(of, vec![Problem::new("not-sealed")])),
        Ok(text) => text,
    };
    let addendum = Uuid::now_v7();
    store::insert_addendum(tx, addendum, id, &text, None, (now, by))?;
    let (no, previous) = next_link(tx, of.body)?;
    let canonical = canonical_addendum(id, &text, now, &previous);
    let hash = put_seal(tx, &of, Some(addendum), (no, previous), canonical)?;
    tx.record(&AddendumSealed { meeting: id, body: of.body, hash })?;
    Ok(Outcome::Done(of))
}
