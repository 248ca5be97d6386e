//! One function per verb of the line.

use crate::rules::{self, *};
use crate::store;
use crate::views::{CallLine, CallView, CallsView, HourLine};
use appeals::actions::Received;
use appeals::rules::{Channel, Intake, Reception};
use appeals::views::{DeskIntake, IntakeView};
use auth::{Act, Held, Viewer, WholeStreet};
use db::{Reader, Result, Tx};
use kernel::{Audience, Event, Moment, Outcome as Done, Problem, Purpose, Sealed, Subject, uuid::Uuid};
use outside::exchange::{Signal, What};
use serde::Serialize;

macro_rules! events {
    ($($name:ident $code:literal { $($field:ident: $t:ty),* $(,)? })*) => { $(
        #[derive(Serialize)]
        pub struct $name {
            #[serde(skip)]
            pub call: Uuid,
            $(pub $field: $t,)*
        }
        impl Event for $name {
            const NAME: &'static str = $code;
            fn subject(&self) -> Subject {
                Subject { kind: "call", id: self.call }
            }
            fn audience(&self) -> Audience {
                Audience::Staff
            }
        }
    )* };
}
events! {
    CallCame "hotline.call_came" {}
    CallAnswered "hotline.call_answered" { seconds: i64 }
    CallMissed "hotline.call_missed" { return_by: Option<Moment> }
    CallReturned "hotline.call_returned" { reached: bool, in_time: bool }
    CallToldOf "hotline.call_told_of" {}
    CallPassedOn "hotline.call_passed_on" {}
    CallEnded "hotline.call_ended" {}
}

fn may<A: Act<WholeStreet>>(viewer: &Viewer, now: Moment) -> Result<()> {
    Held::<_, A>::take(viewer, WholeStreet(viewer.street), now)?;
    Ok(())
}

/// What the exchange says of a call. Gives the call as it then stands; an after-hours message becomes a voice at once.
pub fn hear(tx: &mut Tx<'_>, viewer: &Viewer, signal: &Signal) -> Result<Uuid> {
    let (street, now) = (tx.street(), tx.now());
    let at = signal.at.unwrap_or(now).min(now);
    let phone = signal.caller.as_deref().and_then(appeals::rules::canonical_phone);
    let was = match store::by_reference(tx, street, &signal.call)? {
        Some(call) => call,
        None => {
            let call = Call { has_number: phone.is_some(), ..Call::fresh(&signal.call, &signal.line, at) };
            store::insert(tx, &call, phone.as_deref())?;
            tx.record(&CallCame { call: call.id })?;
            call
        }
    };
    let mut call = heard(&was, &signal.what, at);
    tell(tx, &was, &mut call)?;
    store::save(tx, &call)?;
    match &signal.what {
        What::Message { text } => leave_message(tx, viewer, &call, text, phone)?,
        What::Recorded { recording, .. } => store::keep_recording(tx, call.id, recording)?,
        _ => {}
    }
    Ok(call.id)
}

/// Records what has changed; a call that was just missed gets the time it is returned by.
fn tell(tx: &mut Tx<'_>, was: &Call, call: &mut Call) -> Result<()> {
    if let (None, Some(at)) = (was.answered_at, call.answered_at) {
        tx.record(&CallAnswered { call: call.id, seconds: at.since(call.queued_at) / 1_000_000 })?;
    }
    if let (None, Some(at)) = (was.missed_at, call.missed_at) {
        call.return_due_at = if call.has_number { Some(appeals::actions::due_by(tx, MISSED, at)?) } else { None };
        tx.record(&CallMissed { call: call.id, return_by: call.return_due_at })?;
    }
    if was.transferred_to != call.transferred_to {
        tx.record(&CallPassedOn { call: call.id })?;
    }
    if was.ended_at.is_none() && call.ended_at.is_some() {
        tx.record(&CallEnded { call: call.id })?;
    }
    Ok(())
}

/// What was said to the machine is a voice like any other; it is there once however often the signal comes.
fn leave_message(tx: &mut Tx<'_>, viewer: &Viewer, call: &Call, text: &str, phone: Option<String>) -> Result<()> {
    let words = Reception {
        client_key: format!("call-{}", call.reference),
        channel: Some(Channel::Hotline),
        text: text.to_owned(),
        // A clerk reads it first: what it is about and where is not known yet.
        category: appeals::rules::UNSORTED.into(),
        address_note: "电话留言".into(),
        anonymous: phone.is_none(),
        phone: phone.unwrap_or_default(),
        ..Reception::default()
    };
    let intake = Intake { by: None, staff: true, has_photo: false };
    match appeals::actions::receive(tx, viewer, &words, intake, appeals::actions::Whereabouts::default())? {
        Done::Done(got) => got.map_or(Ok(()), |got| appeals::actions::came_by_call(tx, got.voice, call.id)),
        Done::Refused(_, problems) => {
            let why: Vec<_> = problems.iter().map(|p| p.code).collect();
            Err(db::Fault::Other(format!("a message left on the line was not taken in: {}", why.join(", "))))
        }
    }
}

/// A call without an exchange: the clerk writes the number down, answered or missed.
pub fn write_down(tx: &mut Tx<'_>, viewer: &Viewer, words: &CallWords) -> Result<Done<Option<Uuid>>> {
    let now = tx.now();
    may::<TakeCalls>(viewer, now)?;
    let typed = words.phone.trim();
    let phone = appeals::rules::canonical_phone(typed);
    if phone.is_none() && !typed.is_empty() {
        return Ok(Done::Refused(None, vec![Problem::at("phone", "phone-unreadable")]));
    }
    if phone.is_none() && words.missed {
        return Ok(Done::Refused(None, vec![Problem::at("phone", "phone-for-return")]));
    }
    let was = Call { has_number: phone.is_some(), ..Call::fresh(&format!("desk-{}", Uuid::now_v7()), "desk", now) };
    store::insert(tx, &was, phone.as_deref())?;
    tx.record(&CallCame { call: was.id })?;
    let mut call = match words.missed {
        true => heard(&was, &What::Missed, now),
        false => Call { answered_at: Some(now), clerk: viewer.account(), ..was.clone() },
    };
    tell(tx, &was, &mut call)?;
    store::save(tx, &call)?;
    Ok(Done::Done(Some(call.id)))
}

/// One verb on a call: decided, saved, recorded.
fn on_call(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: Uuid,
    decision: impl FnOnce(&Call) -> std::result::Result<Call, Vec<Problem>>,
) -> Result<Done<()>> {
    let (street, now) = (tx.street(), tx.now());
    may::<TakeCalls>(viewer, now)?;
    let was = store::call(tx, street, id)?.ok_or(auth::Denied::Hidden)?;
    let mut call = match decision(&was) {
        Ok(call) => call,
        Err(problems) => return Ok(Done::Refused((), problems)),
    };
    tell(tx, &was, &mut call)?;
    store::save(tx, &call)?;
    if let (None, Some(at)) = (was.returned_at, call.returned_at) {
        let in_time = call.return_due_at.is_none_or(|due| at <= due);
        tx.record(&CallReturned { call: id, reached: call.return_reached == Some(true), in_time })?;
    }
    Ok(Done::Done(()))
}

pub fn answer(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid) -> Result<Done<()>> {
    let (by, now) = (viewer.account(), tx.now());
    on_call(tx, viewer, id, |call| rules::answer(call, by, now))
}

pub fn give_back(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid, words: &Outcome) -> Result<Done<()>> {
    let now = tx.now();
    on_call(tx, viewer, id, |call| rules::give_back(call, words, now))
}

pub fn pass_on(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid, words: &Outcome) -> Result<Done<()>> {
    let (by, now) = (viewer.account(), tx.now());
    let done = on_call(tx, viewer, id, |call| rules::pass_on(call, words, by, now))?;
    if matches!(done, Done::Done(())) {
        store::keep_outcome(tx, id, words.text.trim())?;
    }
    Ok(done)
}

/// A voice somebody tells in a call: taken in by whoever has the call in hand, and tied to it. Two subjects of one call
/// are two voices.
pub fn take_in(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid, words: &DeskIntake) -> Result<Done<Option<Received>>> {
    may::<TakeCalls>(viewer, tx.now())?;
    let street = tx.street();
    let call = store::call(tx, street, id)?.filter(|call| in_hand(call, viewer)).ok_or(auth::Denied::Hidden)?;
    let done = appeals::actions::take_in(tx, viewer, words)?;
    if let Done::Done(Some(got)) = &done
        && !got.repeated
    {
        appeals::actions::came_by_call(tx, got.voice, call.id)?;
        tx.record(&CallToldOf { call: id })?;
    }
    Ok(done)
}

/// The form for what somebody tells in a call, with the number it came from.
pub fn intake(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid, key: String) -> Result<IntakeView> {
    let (now, street) = (tx.now(), tx.street());
    let CallView { phone, .. } = call_page(tx, viewer, id)?;
    let names = appeals::actions::intake_names(tx, viewer, street, now)?;
    let words = DeskIntake { client_key: key, phone: phone.unwrap_or_default(), ..DeskIntake::default() };
    Ok(IntakeView::blank(&names, words).sent_to(format!("/desk/calls/{id}/intake")))
}

/// Whoever answered has it in hand; a missed one is in the hand of whoever calls back.
fn in_hand(call: &Call, viewer: &Viewer) -> bool {
    call.clerk.is_some() && call.clerk == viewer.account() || call.waits_for_return()
}

/// Where recordings of long ago lie is forgotten.
pub fn forget(tx: &mut Tx<'_>) -> Result<()> {
    let until = tx.now().plus_days(-RECORDING_DAYS);
    store::forget_recordings(tx, until).map(|_| ())
}

/// One call for whoever has it in hand: the number is opened once the call was answered, or to call back.
pub fn call_page(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid) -> Result<CallView> {
    let (street, now) = (tx.street(), tx.now());
    may::<TakeCalls>(viewer, now)?;
    let call = store::call(tx, street, id)?.ok_or(auth::Denied::Hidden)?;
    let in_hand = in_hand(&call, viewer);
    let phone = match store::caller(tx, street, id)?.filter(|_| in_hand) {
        Some(sealed) => Some(tx.open_sealed(&sealed, Purpose::Contact, store::CALLER, id, "call")?),
        None => None,
    };
    let history = match &phone {
        Some(phone) => Some(appeals::actions::history(tx, viewer, phone)?),
        None => None,
    };
    let (outcome, recording) = store::kept(tx, street, id)?;
    let mut open = |sealed: Option<Sealed>, column| match sealed.filter(|_| in_hand) {
        Some(sealed) => tx.open_sealed(&sealed, Purpose::Appeals, column, id, "call").map(Some),
        None => Ok(None),
    };
    let (transfer_outcome, recording) = (open(outcome, store::OUTCOME)?, open(recording, store::RECORDING)?);
    let voices = appeals::actions::voices_of_origin(tx, viewer, id)?;
    Ok(CallView { call: CallLine::of(&call, now), phone, history, voices, transfer_outcome, recording, typed: Outcome::default(), problems: vec![] })
}

/// The line now, and how it was served on a day.
pub fn calls_page(r: &mut Reader<'_>, viewer: &Viewer, day: &str, now: Moment) -> Result<CallsView> {
    may::<SeeCalls>(viewer, now)?;
    let street = viewer.street;
    let day = day_of(day, now);
    let calls = store::of_day(r, street, day)?;
    let (served, hours) = served(&calls, now);
    let line = |c: &Call| CallLine::of(c, now);
    Ok(CallsView {
        day,
        ringing: store::ringing(r, street, now.plus(-RINGS))?.iter().map(line).collect(),
        to_return: store::to_return(r, street)?.iter().map(line).collect(),
        latest: calls.iter().rev().take(30).map(line).collect(),
        served,
        hours: hours.into_iter().map(|(hour, served)| HourLine { hour, served }).collect(),
        may_take: auth::may::<_, TakeCalls>(viewer, &WholeStreet(street), now),
        typed: CallWords::default(),
        problems: vec![],
    })
}
