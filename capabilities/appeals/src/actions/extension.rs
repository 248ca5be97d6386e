//! More time for the work.

use super::{clocks, decide, hand, keep_note};
use crate::rules::{self, *};
use crate::store;
use auth::Viewer;
use db::{Result, Tx};
use kernel::Outcome;

const HANDLE: &str = "handle";

/// Row 25.
pub fn request_extension(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &ExtensionRequest) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    decide::<RequestExtension, _>(
        tx,
        viewer,
        id,
        |tx, held| {
            let so_far = store::extensions(tx, street, id)?;
            let clock = store::running(tx, street, id, HANDLE)?;
            let promise = clock.map(|c| RunningPromise { unit: c.inputs.unit, due_at: c.due_at });
            Ok(rules::request_extension(held, words, promise, &so_far, now))
        },
        |tx, _, case| {
            store::insert_extension(tx, id, words.days, hand(viewer))?;
            keep_note(tx, case, "extension", hand(viewer), None, &words.text)
        },
    )
}

/// What was asked so far, and whether this reader may decide a second time.
fn to_decide(tx: &mut Tx<'_>, viewer: &Viewer, case: &Case) -> Result<(Extensions, bool)> {
    let (street, now) = (tx.street(), tx.now());
    let so_far = store::extensions(tx, street, case.id)?;
    Ok((so_far, auth::decide(WHO_MAY, SECOND_EXTENSION, viewer, case, now)))
}

/// Row 26. The date moves and every voice is told, in this transaction.
pub fn grant_extension(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId) -> Result<Outcome<Case>> {
    let now = tx.now();
    decide::<DecideExtension, _>(
        tx,
        viewer,
        id,
        |tx, held| {
            let (so_far, supervisor) = to_decide(tx, viewer, held)?;
            Ok(rules::grant_extension(held, &so_far, hand(viewer), supervisor, now))
        },
        |tx, was, _| {
            store::decide_extension(tx, id, hand(viewer), true)?;
            let days = was.extension_days.unwrap_or(0);
            let [from, to] = clocks::extend(tx, id, HANDLE, days)?;
            clocks::extend(tx, id, UNIT, days)?;
            store::tell(tx, id, "extended", &serde_json::json!({ "from": from, "to": to })).map(|_| ())
        },
    )
}

/// Row 27.
pub fn refuse_extension(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Saying) -> Result<Outcome<Case>> {
    let now = tx.now();
    decide::<DecideExtension, _>(
        tx,
        viewer,
        id,
        |tx, held| {
            let (so_far, supervisor) = to_decide(tx, viewer, held)?;
            Ok(rules::refuse_extension(held, words, &so_far, hand(viewer), supervisor, now))
        },
        |tx, _, case| {
            store::decide_extension(tx, id, hand(viewer), false)?;
            keep_note(tx, case, "extension_refused", hand(viewer), None, &words.text)
        },
    )
}
