//! Passing a case on, and ending that.

use super::upper::{agree_return, agreed_taker, decide_heard};
use super::{catalogue::Handing, clocks, decide, hand, keep_note, routing::hand_over, taker};
use crate::rules::{self, *};
use crate::store;
use auth::Viewer;
use db::{Result, Tx};
use kernel::{AccountId, Outcome};
use serde_json::json;

/// Clocks of the unit that is about to take a case on.
const TAKING: [&str; 2] = ["sign", "contact"];

/// Row 14. No clock stops, and the unit stays responsible.
pub fn request_return(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: CaseId,
    words: &ReturnRequest,
    proposed: Option<Taker>,
) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    decide::<RequestReturn, _>(
        tx,
        viewer,
        id,
        |tx, held| {
            let since = store::lead_since(tx, street, id)?;
            let until = since.map(|from| clocks::due_by(tx, "return_window", from)).transpose()?;
            Ok(rules::request_return(held, words, until, proposed, now))
        },
        |tx, was, case| {
            let Some(unit) = was.lead else { return Ok(()) };
            store::insert_return(tx, id, unit, words.basis.trim(), words.unit, hand(viewer))?;
            clocks::start(tx, case, "return", "return", now)?;
            keep_note(tx, case, "return", hand(viewer), None, &words.text)
        },
    )
}

/// Row 15.
pub fn approve_return(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: CaseId,
    words: &ReturnApproval,
    taker: Option<Taker>,
) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    if store::upper_due(tx, street, id)?.is_some() {
        return agree_return(tx, viewer, id, words, taker);
    }
    decide::<DecideReturn, _>(
        tx,
        viewer,
        id,
        |tx, held| {
            let pending = store::returns(tx, street, id)?.pending;
            Ok(rules::approve_return(held, words, pending.as_ref(), taker, hand(viewer), now))
        },
        |tx, _, case| returned(tx, case, hand(viewer)),
    )
}

/// It has left the unit's hands.
fn returned(tx: &mut Tx<'_>, case: &Case, by: Option<AccountId>) -> Result<()> {
    let id = case.id;
    store::decide_return(tx, id, by, "approved")?;
    clocks::stop(tx, id, "return")?;
    clocks::let_go(tx, id, &TAKING)?;
    store::overturn_dispatch(tx, id)?;
    // Handed to another unit, the clock of the one that had it is let go there.
    if case.state == State::Dispatched { hand_over(tx, case, Handing::Return) } else { clocks::let_go(tx, id, &[UNIT]) }
}

/// The upper tier has answered a return the desk had agreed to.
pub(super) fn decided_upstairs(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, said: &UpperVerdict) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    let pending = store::returns(tx, street, id)?.pending;
    if said.accepted {
        let taker = pending.as_ref().map(|p| agreed_taker(tx, p)).transpose()?.flatten();
        let words = ReturnApproval { rev: None, unit: taker.map(|t| t.unit) };
        let decision = |_: &mut Tx<'_>, held: &Case| Ok(rules::approve_return(held, &words, pending.as_ref(), taker, None, now));
        return decide_heard(tx, viewer, id, decision, |tx, _, case| returned(tx, case, hand(viewer)));
    }
    let words = Saying { rev: None, text: said.text.clone() };
    let decision = |_: &mut Tx<'_>, held: &Case| Ok(rules::reject_return(held, &words, pending.as_ref(), None, now));
    decide_heard(tx, viewer, id, decision, |tx, _, case| stayed(tx, case, hand(viewer)))
}

/// Row 16. Whoever had not signed has signed now.
pub fn reject_return(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Saying) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    decide::<DecideReturn, _>(
        tx,
        viewer,
        id,
        |tx, held| {
            let pending = store::returns(tx, street, id)?.pending;
            Ok(rules::reject_return(held, words, pending.as_ref(), hand(viewer), now))
        },
        |tx, _, case| {
            stayed(tx, case, hand(viewer))?;
            keep_note(tx, case, "return_rejected", hand(viewer), None, &words.text)
        },
    )
}

/// It stays with the unit: whoever had not signed has signed now.
fn stayed(tx: &mut Tx<'_>, case: &Case, by: Option<AccountId>) -> Result<()> {
    let (street, now, id) = (tx.street(), tx.now(), case.id);
    store::decide_return(tx, id, by, "rejected")?;
    clocks::stop(tx, id, "return")?;
    if store::running(tx, street, id, "sign")?.is_some() {
        store::sign_assignment(tx, id, now)?;
        clocks::stop(tx, id, "sign")?;
        store::tell(tx, id, "signed", &json!({}))?;
    }
    Ok(())
}

/// Row 17. `chairs` are the accounts that may preside.
pub fn call_conferral(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: CaseId,
    words: &ConferralCall,
    chairs: &[AccountId],
) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    decide::<CallConferral, _>(
        tx,
        viewer,
        id,
        |tx, held| Ok(rules::call_conferral(held, words, &store::returns(tx, street, id)?, chairs, now)),
        |tx, was, case| {
            let Some(chair) = words.chair else { return Ok(()) };
            if was.state == State::ReturnPending {
                store::decide_return(tx, id, hand(viewer), "conferral")?;
                clocks::stop(tx, id, "return")?;
            }
            clocks::let_go(tx, id, &TAKING)?;
            store::insert_conferral(tx, id, chair, hand(viewer))?;
            clocks::start(tx, case, "conferral", "conferral", now).map(|_| ())
        },
    )
}

/// Row 18.
pub fn conclude_conferral(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: CaseId,
    words: &ConferralConclusion,
    taker: Option<Taker>,
) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    decide::<ConcludeConferral, _>(
        tx,
        viewer,
        id,
        |tx, held| {
            let sitting = store::sitting(tx, street, id)?;
            Ok(rules::conclude_conferral(held, words, sitting, taker, hand(viewer), now))
        },
        |tx, was, case| {
            store::end_conferral(tx, id, case.lead, false)?;
            clocks::stop(tx, id, "conferral")?;
            keep_note(tx, case, "conferral", hand(viewer), None, &words.text)?;
            settled_otherwise(tx, was, case)?;
            hand_over(tx, case, Handing::Sitting)
        },
    )
}

/// Row 19, the timer's.
pub fn fall_back(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    decide::<FallBack, _>(
        tx,
        viewer,
        id,
        |tx, held| {
            let items = store::catalogue(tx, street, &held.category)?;
            let unit = rules::item_for(held.spot(), &items, now.day()).map(|i| i.fallback);
            let taker = unit.map(|u| taker(tx, street, u)).transpose()?.flatten();
            let due_at = store::running(tx, street, id, "conferral")?.and_then(|c| c.due_at);
            Ok(rules::fall_back(held, due_at, taker, now))
        },
        |tx, was, case| {
            store::end_conferral(tx, id, case.lead, true)?;
            clocks::stop(tx, id, "conferral")?;
            settled_otherwise(tx, was, case)?;
            hand_over(tx, case, Handing::Fallback)
        },
    )
}

/// Another unit than had it: the last handing-out did not hold.
fn settled_otherwise(tx: &mut Tx<'_>, was: &Case, case: &Case) -> Result<()> {
    if was.lead == case.lead { Ok(()) } else { store::overturn_dispatch(tx, case.id) }
}
