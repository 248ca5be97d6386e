//! Doing the work, and the look of the unit's own head.

use super::{clocks, decide, hand, reception::contact_note};
use crate::rules::{self, *};
use crate::store;
use auth::Viewer;
use db::{Result, Tx};
use kernel::Outcome;

/// Row 20.
pub fn contact(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Contacting) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    let by = hand(viewer);
    decide::<MakeContact, _>(
        tx,
        viewer,
        id,
        |tx, held| {
            if words.voice.is_some_and(|v| !held.links.voices.contains(&v.uuid())) {
                return Err(auth::Denied::Hidden.into());
            }
            let attempts = store::contacts_in(tx, street, id, held.round)?;
            let anonymous = store::voices_of(tx, street, id)?.iter().all(|v| v.anonymous);
            Ok(rules::contact(held, words, usize::try_from(attempts).unwrap_or(0), anonymous, now))
        },
        |tx, _, case| {
            let note = contact_note(tx, &words.note)?;
            store::insert_contact(tx, case, words, by, note)?;
            if case.contacted {
                clocks::stop(tx, id, "contact")?;
            }
            if words.means == Some(Means::Message) {
                store::tell(tx, id, "contacted", &serde_json::json!({}))?;
            }
            Ok(())
        },
    )
}

/// Row 31.
pub fn complete(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Completion) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    decide::<Complete, _>(
        tx,
        viewer,
        id,
        |tx, held| {
            let open = store::commitments(tx, street, id)?.iter().filter(|c| c.is_open()).count();
            Ok(rules::complete(held, words, open, hand(viewer), now))
        },
        |tx, _, case| {
            // A question still open has waited long enough: the work is said to be done.
            store::answer_questions(tx, id)?;
            clocks::resume(tx, id, &clocks::WORK, WAITING)?;
            clocks::stop_provisionally(tx, id)?;
            clocks::start(tx, case, "review", "review", now)?;
            Ok(())
        },
    )
}

/// Row 32. The reply goes to each voice. Then somebody looks on the spot, where the category demands it or the
/// reviewer asks for it; else the residents are asked.
pub fn approve(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Approving) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    decide::<Approve, _>(
        tx,
        viewer,
        id,
        |tx, held| {
            let demanded = store::category(tx, street, &held.category)?.is_some_and(|c| c.verification);
            let next = Next::of(demanded || words.verification, anybody_to_ask(tx, id)?);
            Ok(rules::approve(held, hand(viewer), next, now))
        },
        |tx, _, case| {
            clocks::judge_stop(tx, id, true)?;
            clocks::stop(tx, id, "review")?;
            store::tell(tx, id, "replied", &serde_json::json!({ "result": case.result }))?;
            if case.state == State::Verification {
                return clocks::start(tx, case, "verification", "verification", now).map(|_| ());
            }
            ask_or_close(tx, case)
        },
    )
}

pub(super) fn anybody_to_ask(tx: &mut Tx<'_>, id: CaseId) -> Result<bool> {
    let street = tx.street();
    Ok(store::voices_of(tx, street, id)?.iter().any(Voice::is_due_for_callback))
}

/// The callbacks begin; without anybody to ask, the case is closed.
pub(super) fn ask_or_close(tx: &mut Tx<'_>, case: &Case) -> Result<()> {
    let (id, now) = (case.id, tx.now());
    if case.state == State::Callback {
        clocks::start(tx, case, "callback", "callback", now)?;
        clocks::start(tx, case, "callback_all", "callback_all", now)?;
        return Ok(());
    }
    let result = case.result.unwrap_or(CaseResult::Unsolved);
    tx.record(&CaseClosed { case: id, result: result.code() })?;
    store::end_lead(tx, id, now, "closed")?;
    store::tell(tx, id, "closed", &serde_json::json!({ "result": result })).map(|_| ())
}
