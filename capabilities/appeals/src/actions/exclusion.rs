//! Asking that a case be left out of scores, the panel's decision, and the objection to it.

use super::{clocks, decide, hand, keep_note};
use crate::rules::{self, *};
use crate::store;
use auth::{Role, Viewer};
use db::{Result, Tx};
use kernel::Outcome;

/// Row 44.
pub fn request_exclusion(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &ExclusionRequest) -> Result<Outcome<Case>> {
    let street = tx.street();
    decide::<RequestExclusion, _>(
        tx,
        viewer,
        id,
        |tx, held| Ok(rules::request_exclusion(held, words, store::exclusion(tx, street, id)?.as_ref())),
        |tx, _, case| {
            case.links.contested = true;
            store::insert_exclusion(tx, id, &words.reason, hand(viewer))?;
            keep_note(tx, case, "exclusion", hand(viewer), None, &words.text)
        },
    )
}

pub fn approve_exclusion(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId) -> Result<Outcome<Case>> {
    vote(tx, viewer, id, Verb::ExclusionApproval, &Saying::default())
}

pub fn reject_exclusion(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Saying) -> Result<Outcome<Case>> {
    vote(tx, viewer, id, Verb::ExclusionRejection, words)
}

fn vote(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, verb: Verb, words: &Saying) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    let open = store::exclusion(tx, street, id)?;
    let agrees = verb == Verb::ExclusionApproval;
    decide::<DecideExclusion, _>(
        tx,
        viewer,
        id,
        |_, held| Ok(rules::vote(held, verb, words, open.as_ref(), hand(viewer))),
        |tx, _, case| {
            let (Some(open), Some(by)) = (&open, hand(viewer)) else { return Ok(()) };
            store::insert_vote(tx, open.id, by, agrees)?;
            if let Some(decision) = open.decided_by(agrees) {
                let until = clocks::due_by(tx, "exclusion_objection", now)?;
                store::decide_exclusion(tx, open.id, decision, until)?;
            }
            keep_note(tx, case, "exclusion", Some(by), None, &words.text)
        },
    )
}

pub fn object_to_exclusion(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Saying) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    let open = store::exclusion(tx, street, id)?;
    let by_unit = !viewer.holds(Role::Supervisor, now);
    decide::<ObjectToExclusion, _>(
        tx,
        viewer,
        id,
        |_, held| Ok(rules::object_to_exclusion(held, words, open.as_ref(), by_unit, now)),
        |tx, _, case| {
            if let Some(open) = &open {
                store::object_to_exclusion(tx, open.id, hand(viewer))?;
            }
            keep_note(tx, case, "exclusion", hand(viewer), None, &words.text)
        },
    )
}
