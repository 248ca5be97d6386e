//! Calling units to help, and what they say back. Each part has a clock of its own.

use super::{clocks, decide, hand, keep_note};
use crate::rules::{self, *};
use crate::store;
use auth::Viewer;
use db::{Result, Tx};
use kernel::{Outcome, UnitId};
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

/// The assisting unit has done its part.
pub fn finish_assistance(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Saying) -> Result<Outcome<Case>> {
    let now = tx.now();
    let mine = mine(tx, viewer, id, Help::Assist)?;
    decide::<HelpOut, _>(
        tx,
        viewer,
        id,
        |_, held| Ok(rules::finish_assistance(held, words, mine.as_ref(), now)),
        |tx, _, case| end(tx, case, mine.as_ref(), viewer, "done", &words.text),
    )
}

/// Row 22: it is there.
pub fn arrive(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Arriving) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    let mine = mine(tx, viewer, id, Help::Whistled)?;
    decide::<HelpOut, _>(
        tx,
        viewer,
        id,
        |_, held| Ok(rules::arrive(held, mine.as_ref(), now)),
        |tx, _, case| {
            let Some(mine) = &mine else { return Ok(()) };
            store::arrived(tx, mine.id, metres_between(words.lat, words.lon, case))?;
            if let Some(clock) = store::running_for(tx, street, id, mine.id)? {
                clocks::stop_one(tx, &clock)?;
            }
            Ok(())
        },
    )
}

/// Row 22: its part is settled.
pub fn settle_arrival(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Saying) -> Result<Outcome<Case>> {
    let now = tx.now();
    let mine = mine(tx, viewer, id, Help::Whistled)?;
    decide::<HelpOut, _>(
        tx,
        viewer,
        id,
        |_, held| Ok(rules::settle_arrival(held, words, mine.as_ref(), now)),
        |tx, _, case| end(tx, case, mine.as_ref(), viewer, "done", &words.text),
    )
}

/// Row 22: it cannot come.
pub fn decline_arrival(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Saying) -> Result<Outcome<Case>> {
    let now = tx.now();
    let mine = mine(tx, viewer, id, Help::Whistled)?;
    decide::<HelpOut, _>(
        tx,
        viewer,
        id,
        |_, held| Ok(rules::decline_arrival(held, words, mine.as_ref(), now)),
        |tx, _, case| {
            if let Some(mine) = &mine {
                store::set_declining(tx, mine.id, true)?;
            }
            keep_note(tx, case, "arrival", hand(viewer), None, &words.text)
        },
    )
}

/// Row 22: agreed, it need not come.
pub fn confirm_decline(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &NamingUnit) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    let helping = store::helping(tx, street, id)?;
    let named = declining(words, &helping).ok();
    decide::<DecideDecline, _>(
        tx,
        viewer,
        id,
        |_, held| Ok(rules::confirm_decline(held, words, &helping, now)),
        |tx, _, case| end(tx, case, named_of(&helping, named), viewer, "declined", ""),
    )
}

/// Row 22: not agreed, it is still called.
pub fn reject_decline(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &NamingUnit) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    let helping = store::helping(tx, street, id)?;
    let named = declining(words, &helping).ok();
    decide::<DecideDecline, _>(
        tx,
        viewer,
        id,
        |_, held| Ok(rules::reject_decline(held, words, &helping, now)),
        |tx, _, case| {
            if let Some(helper) = named_of(&helping, named) {
                store::set_declining(tx, helper.id, false)?;
            }
            keep_note(tx, case, "arrival", hand(viewer), None, &words.text)
        },
    )
}

/// A unit is not needed any more.
pub fn release(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &NamingUnit) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    let helping = store::helping(tx, street, id)?;
    decide::<Assist, _>(
        tx,
        viewer,
        id,
        |_, held| Ok(rules::release(held, words, &helping, now)),
        |tx, _, case| end(tx, case, named_of(&helping, words.unit), viewer, "released", &words.text),
    )
}

fn named_of(helping: &[Helper], unit: Option<UnitId>) -> Option<&Helper> {
    helping.iter().find(|h| Some(h.unit) == unit)
}

/// One part ends: done is judged by its clock, anything else is neither kept nor broken unless it is late already.
fn end(tx: &mut Tx<'_>, case: &mut Case, helper: Option<&Helper>, viewer: &Viewer, how: &str, text: &str) -> Result<()> {
    let street = tx.street();
    let Some(helper) = helper else { return Ok(()) };
    store::end_helper(tx, helper.id, how)?;
    if let Some(clock) = store::running_for(tx, street, case.id, helper.id)? {
        if how == "done" { clocks::stop_one(tx, &clock)? } else { clocks::let_one_go(tx, &clock)? }
    }
    case.links.assists.retain(|unit| *unit != helper.unit);
    if text.trim().is_empty() { Ok(()) } else { keep_note(tx, case, "arrival", hand(viewer), None, text) }
}

/// Nobody helps a case that is not worked on any more.
pub(super) fn let_helpers_go(tx: &mut Tx<'_>, case: &mut Case) -> Result<()> {
    if case.links.assists.is_empty() {
        return Ok(());
    }
    let street = tx.street();
    for helper in store::helping(tx, street, case.id)? {
        store::end_helper(tx, helper.id, "ended")?;
        if let Some(clock) = store::running_for(tx, street, case.id, helper.id)? {
            clocks::let_one_go(tx, &clock)?;
        }
    }
    case.links.assists.clear();
    Ok(())
}
