//! A look on the spot, and sending back what is not as it should be.

use super::{clocks, decide, hand, handling::ask_or_close, keep_note};
use crate::rules::{self, *};
use crate::store;
use auth::Viewer;
use db::{Result, Tx};
use kernel::Outcome;

const STAGE: &str = "verification";

/// Photos taken on the spot for the look that is due.
fn photos(tx: &mut Tx<'_>, id: CaseId) -> Result<usize> {
    let street = tx.street();
    let Some(clock) = store::running(tx, street, id, STAGE)? else { return Ok(0) };
    let photos = store::spot_photos_since(tx, street, id, clock.inputs.started_at)?;
    Ok(usize::try_from(photos).unwrap_or(0))
}

fn keep(tx: &mut Tx<'_>, case: &Case, viewer: &Viewer, words: &Looking, stands: bool) -> Result<()> {
    store::insert_look(tx, case, &store::Look { by: hand(viewer), stands, metres: words.metres(case) })?;
    clocks::stop(tx, case.id, STAGE)
}

/// Row 34.
pub fn verify(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Looking) -> Result<Outcome<Case>> {
    let now = tx.now();
    decide::<Verify, _>(
        tx,
        viewer,
        id,
        |tx, held| {
            let anybody = super::handling::anybody_to_ask(tx, id)?;
            Ok(rules::verify(held, words, photos(tx, id)?, anybody, now))
        },
        |tx, _, case| {
            keep(tx, case, viewer, words, true)?;
            keep_note(tx, case, "verification", hand(viewer), None, &words.text)?;
            ask_or_close(tx, case)
        },
    )
}

/// Row 33, by the unit's head or a dispatcher before the review has passed, by a verifier after it.
pub fn rework(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Looking) -> Result<Outcome<Case>> {
    let now = tx.now();
    decide::<Rework, _>(
        tx,
        viewer,
        id,
        |tx, held| Ok(rules::rework(held, words, photos(tx, id)?, now)),
        |tx, was, case| {
            if was.state == State::Verification {
                keep(tx, case, viewer, words, false)?;
                clocks::run_again(tx, id)?;
                // They have read that it is done.
                store::tell(tx, id, "sent_back", &serde_json::json!({}))?;
            } else {
                clocks::judge_stop(tx, id, false)?;
                clocks::stop(tx, id, "review")?;
            }
            keep_note(tx, case, "rework", hand(viewer), None, &words.text)
        },
    )
}
