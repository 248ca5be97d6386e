//! Handing a case out and taking it on.

use super::catalogue::{Handing, note_dispatch};
use super::{clocks, decide, hand, helping, keep_note, named_taker, upper::tight_now};
use crate::rules::{self, *};
use crate::store;
use auth::Viewer;
use db::{Result, Tx};
use kernel::Outcome;

/// Row 12. `taker` is what the caller knows of the unit named, or of the catalogue's proposal.
pub fn dispatch(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: CaseId,
    words: &Dispatching,
    taker: Option<Taker>,
) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    decide::<Dispatch, _>(
        tx,
        viewer,
        id,
        |tx, held| {
            let assists = words.assists.iter().map(|u| named_taker(tx, Some(*u))).collect::<Result<Vec<_>>>()?;
            let tight = tight_now(tx, street, held, now)?;
            Ok(rules::dispatch(held, words, taker, &assists, tight, now))
        },
        |tx, _, case| {
            if let Some(Tight { ours, theirs }) = tight_now(tx, street, case, now)? {
                tx.record(&UpperMarginWaived { case: id, ours, theirs })?;
                keep_note(tx, case, "upper_why", hand(viewer), None, &words.upper_why)?;
            }
            let by_rule = matches!(viewer.who, auth::Who::System(_));
            hand_over(tx, case, if by_rule { Handing::Rule } else { Handing::Desk })?;
            helping::assist_from_the_start(tx, case, &words.assists, hand(viewer))
        },
    )
}

/// The unit that leads now has it: its own clocks start, the resident's promise goes on if it runs already, and every
/// voice is told with the date that stands.
pub(super) fn hand_over(tx: &mut Tx<'_>, case: &Case, handing: Handing) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    let Some(unit) = case.lead else { return Ok(()) };
    let own = store::assign_lead(tx, case.id, unit, now)?;
    note_dispatch(tx, case, handing)?;
    clocks::start(tx, case, "sign", "sign", now)?;
    clocks::start(tx, case, "contact", contact_key(case.urgency), now)?;
    let key = handle_key(case.case_type, case.urgency);
    let due_at = match clocks::promise(tx, street, case.id)? {
        Some(running) => running.due_at,
        None => clocks::start(tx, case, "handle", key, now)?.due_at,
    };
    clocks::let_go(tx, case.id, &[UNIT])?;
    clocks::start_for(tx, case, Some(own), UNIT, key, now)?;
    store::tell(tx, case.id, "dispatched", &serde_json::json!({ "due_at": due_at })).map(|_| ())
}

/// Row 13.
pub fn sign(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId) -> Result<Outcome<Case>> {
    let now = tx.now();
    decide::<Sign, _>(
        tx,
        viewer,
        id,
        |_, held| Ok(rules::sign(held, hand(viewer), now)),
        |tx, _, _| {
            store::sign_assignment(tx, id, now)?;
            clocks::stop(tx, id, "sign")?;
            store::tell(tx, id, "signed", &serde_json::json!({})).map(|_| ())
        },
    )
}
