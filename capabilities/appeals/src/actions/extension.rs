//! More time for the work.

use super::upper::{agree_extension, decide_heard};
use super::{clocks, decide, hand, keep_note};
use crate::rules::{self, *};
use crate::store;
use auth::Viewer;
use db::{Result, Tx};
use kernel::{AccountId, Outcome};

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
pub(super) fn to_decide(tx: &mut Tx<'_>, viewer: &Viewer, case: &Case) -> Result<(Extensions, bool)> {
    let (street, now) = (tx.street(), tx.now());
    let so_far = store::extensions(tx, street, case.id)?;
    Ok((so_far, auth::decide(WHO_MAY, SECOND_EXTENSION, viewer, case, now)))
}

/// Row 26. The date moves and every voice is told, in this transaction.
pub fn grant_extension(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    if store::upper_due(tx, street, id)?.is_some() {
        return agree_extension(tx, viewer, id);
    }
    decide::<DecideExtension, _>(
        tx,
        viewer,
        id,
        |tx, held| {
            let (so_far, supervisor) = to_decide(tx, viewer, held)?;
            Ok(rules::grant_extension(held, &so_far, hand(viewer), supervisor, now))
        },
        |tx, was, _| granted(tx, was, hand(viewer)),
    )
}

fn granted(tx: &mut Tx<'_>, was: &Case, by: Option<AccountId>) -> Result<()> {
    store::decide_extension(tx, was.id, by, true)?;
    let days = was.extension_days.unwrap_or(0);
    let [from, to] = clocks::extend(tx, was.id, HANDLE, days)?;
    clocks::extend(tx, was.id, UNIT, days)?;
    store::tell(tx, was.id, "extended", &serde_json::json!({ "from": from, "to": to })).map(|_| ())
}

/// The upper tier has answered a request the desk had agreed to.
pub(super) fn decided_upstairs(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, said: &UpperVerdict) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    let so_far = store::extensions(tx, street, id)?;
    if said.accepted {
        let decision = |_: &mut Tx<'_>, held: &Case| Ok(rules::grant_extension(held, &so_far, None, true, now));
        return decide_heard(tx, viewer, id, decision, |tx, was, _| granted(tx, was, hand(viewer)));
    }
    let words = Saying { rev: None, text: said.text.clone() };
    let decision = |_: &mut Tx<'_>, held: &Case| Ok(rules::refuse_extension(held, &words, &so_far, None, true, now));
    decide_heard(tx, viewer, id, decision, |tx, _, _| store::decide_extension(tx, id, hand(viewer), false))
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
