//! Calling units to help, and what they say back. Each part has a clock of its own.

use super::{clocks, decide, hand, keep_note};
use crate::rules::{self, *};
use crate::store;
use auth::{Act, Viewer};
use db::{Result, Tx};
use kernel::{AccountId, Event, Outcome, UnitId};
use serde_json::json;

/// Row 23, asked for by the unit that leads.
pub fn request_assistance(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &NamingUnit) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    decide::<RequestAssistance, _>(
        tx,
        viewer,
        id,
        |tx, held| Ok(rules::request_assistance(held, words, store::assistance_asked(tx, street, id)?.as_ref(), now)),
        |tx, _, case| {
            store::insert_assistance_request(tx, case, words.unit, hand(viewer))?;
            keep_note(tx, case, "assistance", hand(viewer), None, &words.text)
        },
    )
}

/// Row 23, not granted.
pub fn refuse_assistance(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Saying) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    decide::<Assist, _>(
        tx,
        viewer,
        id,
        |tx, held| Ok(rules::refuse_assistance(held, words, store::assistance_asked(tx, street, id)?.as_ref(), now)),
        |tx, _, case| {
            store::decide_assistance(tx, id, hand(viewer), false)?;
            keep_note(tx, case, "assistance", hand(viewer), None, &words.text)
        },
    )
}

/// Row 23. `taker` is what the caller knows of the unit named.
pub fn assist(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &NamingUnit, taker: Option<Taker>) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    decide::<Assist, _>(
        tx,
        viewer,
        id,
        |tx, held| Ok(rules::assist(held, words, taker, &store::helping(tx, street, id)?, now)),
        |tx, _, case| {
            store::decide_assistance(tx, id, hand(viewer), true)?;
            keep_note(tx, case, "assistance", hand(viewer), None, &words.text)?;
            let Some(taker) = taker else { return Ok(()) };
            let called = store::Called { unit: taker.unit, help: Help::Assist, spot: None, by: hand(viewer) };
            call(tx, case, &called, ("assist", "assist"))
        },
    )
}

/// Row 21. Each department has its own time to be there.
pub fn whistle(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Whistling, takers: &[Option<Taker>]) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    decide::<Whistle, _>(
        tx,
        viewer,
        id,
        |tx, held| Ok(rules::whistle(held, words, takers, &store::helping(tx, street, id)?, now)),
        |tx, _, case| {
            keep_note(tx, case, "whistle", hand(viewer), None, &words.text)?;
            for taker in takers.iter().flatten() {
                tx.record(&UnitCalled { case: id, unit: taker.unit })?;
                let called = store::Called { unit: taker.unit, help: Help::Whistled, spot: Some(words.spot.trim()), by: hand(viewer) };
                call(tx, case, &called, ("arrival", arrival_key(words.urgent)))?;
            }
            store::tell(tx, id, "whistled", &json!({})).map(|_| ())
        },
    )
}

/// Units named when the case was handed out: each has its part and its clock from then on.
pub(super) fn assist_from_the_start(tx: &mut Tx<'_>, case: &mut Case, units: &[UnitId], by: Option<AccountId>) -> Result<()> {
    for unit in units {
        tx.record(&AssistanceAsked { case: case.id, unit: *unit })?;
        call(tx, case, &store::Called { unit: *unit, help: Help::Assist, spot: None, by }, ("assist", "assist"))?;
    }
    Ok(())
}

/// The row of a part and its clock; what rules about people read follows.
fn call(tx: &mut Tx<'_>, case: &mut Case, called: &store::Called<'_>, (stage, key): (&'static str, &str)) -> Result<()> {
    let now = tx.now();
    let assignment = store::insert_helper(tx, case.id, called)?;
    clocks::start_for(tx, case, Some(assignment), stage, key, now)?;
    case.links.assists.push(called.unit);
    case.links.ever_held.push(called.unit);
    Ok(())
}

/// The part of this reader's own unit.
fn mine(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, help: Help) -> Result<Option<Helper>> {
    let (street, units) = (tx.street(), viewer.units(tx.now()));
    Ok(store::helping(tx, street, id)?.into_iter().find(|h| h.help == help && units.contains(&h.unit)))
}

/// A verb of a helping unit on its own part of a case, with what follows for the part.
fn on_my_part<E: Event>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: CaseId,
    help: Help,
    decision: impl FnOnce(&Case, Option<&Helper>) -> Decided<E>,
    then: impl FnOnce(&mut Tx<'_>, &mut Case, &Helper) -> Result<()>,
) -> Result<Outcome<Case>> {
    let mine = mine(tx, viewer, id, help)?;
    decide::<HelpOut, _>(
        tx,
        viewer,
        id,
        |_, held| Ok(decision(held, mine.as_ref())),
        |tx, _, case| mine.as_ref().map_or(Ok(()), |mine| then(tx, case, mine)),
    )
}

/// The assisting unit has done its part.
pub fn finish_assistance(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Saying) -> Result<Outcome<Case>> {
    let now = tx.now();
    on_my_part(
        tx,
        viewer,
        id,
        Help::Assist,
        |case, mine| rules::finish_assistance(case, words, mine, now),
        |tx, case, mine| end(tx, case, mine, viewer, "done", &words.text),
    )
}

/// Row 22: it is there.
pub fn arrive(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Arriving) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    on_my_part(
        tx,
        viewer,
        id,
        Help::Whistled,
        |case, mine| rules::arrive(case, mine, now),
        |tx, case, mine| {
            store::arrived(tx, mine.id, metres_between(words.lat, words.lon, case))?;
            match store::running_for(tx, street, id, mine.id)? {
                Some(clock) => clocks::stop_one(tx, &clock),
                None => Ok(()),
            }
        },
    )
}

/// Row 22: its part is settled.
pub fn settle_arrival(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Saying) -> Result<Outcome<Case>> {
    let now = tx.now();
    on_my_part(
        tx,
        viewer,
        id,
        Help::Whistled,
        |case, mine| rules::settle_arrival(case, words, mine, now),
        |tx, case, mine| end(tx, case, mine, viewer, "done", &words.text),
    )
}

/// Row 22: it cannot come.
pub fn decline_arrival(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Saying) -> Result<Outcome<Case>> {
    let now = tx.now();
    on_my_part(
        tx,
        viewer,
        id,
        Help::Whistled,
        |case, mine| rules::decline_arrival(case, words, mine, now),
        |tx, case, mine| {
            store::set_declining(tx, mine.id, true)?;
            keep_note(tx, case, "arrival", hand(viewer), None, &words.text)
        },
    )
}

/// A dispatcher's verb on one unit's part of a case.
fn on_their_part<A: Act<Case>, E: Event>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: CaseId,
    which: impl FnOnce(&[Helper]) -> Option<UnitId>,
    decision: impl FnOnce(&Case, &[Helper]) -> Decided<E>,
    then: impl FnOnce(&mut Tx<'_>, &mut Case, &Helper) -> Result<()>,
) -> Result<Outcome<Case>> {
    let street = tx.street();
    let helping = store::helping(tx, street, id)?;
    let named = which(&helping);
    let helper = helping.iter().find(|h| Some(h.unit) == named);
    decide::<A, _>(
        tx,
        viewer,
        id,
        |_, held| Ok(decision(held, &helping)),
        |tx, _, case| helper.map_or(Ok(()), |helper| then(tx, case, helper)),
    )
}

/// Row 22: agreed, it need not come.
pub fn confirm_decline(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &NamingUnit) -> Result<Outcome<Case>> {
    let now = tx.now();
    on_their_part::<DecideDecline, _>(
        tx,
        viewer,
        id,
        |helping| declining(words, helping).ok(),
        |case, helping| rules::confirm_decline(case, words, helping, now),
        |tx, case, helper| end(tx, case, helper, viewer, "declined", ""),
    )
}

/// Row 22: not agreed, it is still called.
pub fn reject_decline(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &NamingUnit) -> Result<Outcome<Case>> {
    let now = tx.now();
    on_their_part::<DecideDecline, _>(
        tx,
        viewer,
        id,
        |helping| declining(words, helping).ok(),
        |case, helping| rules::reject_decline(case, words, helping, now),
        |tx, case, helper| {
            store::set_declining(tx, helper.id, false)?;
            keep_note(tx, case, "arrival", hand(viewer), None, &words.text)
        },
    )
}

/// A unit is not needed any more.
pub fn release(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &NamingUnit) -> Result<Outcome<Case>> {
    let now = tx.now();
    on_their_part::<Assist, _>(
        tx,
        viewer,
        id,
        |_| words.unit,
        |case, helping| rules::release(case, words, helping, now),
        |tx, case, helper| end(tx, case, helper, viewer, "released", &words.text),
    )
}

/// A unit's part ends, with what was said about it.
fn end(tx: &mut Tx<'_>, case: &mut Case, helper: &Helper, viewer: &Viewer, how: &str, text: &str) -> Result<()> {
    end_part(tx, case, helper, how)?;
    keep_note(tx, case, "arrival", hand(viewer), None, text)
}

/// Done is judged by its clock; anything else is neither kept nor broken unless it is late already.
fn end_part(tx: &mut Tx<'_>, case: &mut Case, helper: &Helper, how: &str) -> Result<()> {
    let street = tx.street();
    store::end_helper(tx, helper.id, how)?;
    case.links.assists.retain(|unit| *unit != helper.unit);
    match store::running_for(tx, street, case.id, helper.id)? {
        Some(clock) if how == "done" => clocks::stop_one(tx, &clock),
        Some(clock) => clocks::let_one_go(tx, &clock),
        None => Ok(()),
    }
}

/// Nobody helps a case that is not worked on any more.
pub(super) fn let_helpers_go(tx: &mut Tx<'_>, case: &mut Case) -> Result<()> {
    if case.links.assists.is_empty() {
        return Ok(());
    }
    let street = tx.street();
    store::helping(tx, street, case.id)?.iter().try_for_each(|helper| end_part(tx, case, helper, "ended"))
}
