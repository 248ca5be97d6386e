//! Putting a case off in public, and taking it up again.

use super::{clocks, decide, hand, keep_note};
use crate::rules::{self, *};
use crate::store;
use auth::{Role, Viewer};
use db::{Result, Tx};
use kernel::Outcome;
use serde_json::json;

/// Row 28. The promise waits, and every voice is told until when.
pub fn defer(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Deferring) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    let by_leader = viewer.holds(Role::StreetLeader, now);
    decide::<Defer, _>(
        tx,
        viewer,
        id,
        |tx, held| Ok(rules::defer(held, words, store::deferrals(tx, street, id)?, by_leader, now)),
        |tx, _, case| {
            store::insert_deferral(tx, id, words, hand(viewer))?;
            clocks::pause_for(tx, id, &clocks::WORK, DEFERRED)?;
            keep_note(tx, case, "deferral", hand(viewer), None, &words.text)?;
            let body = json!({ "review_on": words.review_on, "note": words.public_note.trim() });
            store::tell(tx, id, "deferred", &body).map(|_| ())
        },
    )
}

/// Row 29.
pub fn end_deferral(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    let by_timer = viewer.account().is_none();
    decide::<EndDeferral, _>(
        tx,
        viewer,
        id,
        |tx, held| {
            let open = store::open_deferral(tx, street, id)?;
            Ok(rules::end_deferral(held, open.map(|d| d.review_on), by_timer, now))
        },
        |tx, _, _| {
            store::end_deferral(tx, id, hand(viewer), if by_timer { "review" } else { "ready" })?;
            clocks::resume(tx, id, &clocks::WORK, DEFERRED)?;
            store::tell(tx, id, "resumed", &json!({})).map(|_| ())
        },
    )
}
