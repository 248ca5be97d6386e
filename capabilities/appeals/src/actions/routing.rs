//! Handing a case out and taking it on.

use super::{clocks, decide, hand, returning::hand_over};
use crate::rules::{self, *};
use crate::store;
use auth::Viewer;
use db::{Result, Tx};
use kernel::{Outcome, UnitId};

/// Row 12. `taker` is what the caller knows of the unit named, or of the catalogue's proposal.
pub fn dispatch(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: CaseId,
    words: &Dispatching,
    taker: Option<Taker>,
) -> Result<Outcome<Case>> {
    let now = tx.now();
    decide::<Dispatch, _>(
        tx,
        viewer,
        id,
        |_, held| Ok(rules::dispatch(held, words, taker, now)),
        |tx, _, case| {
            let Some(unit) = case.lead else { return Ok(()) };
            let due_at = hand_over(tx, case, unit)?;
            store::tell(tx, id, "dispatched", &serde_json::json!({ "due_at": due_at })).map(|_| ())
        },
    )
}

/// The catalogue's proposal for a case; `office` is the office of its community.
pub fn proposal(r: &mut db::Reader<'_>, case: &Case, street: kernel::StreetId, office: Option<UnitId>) -> Result<Option<Proposal>> {
    let items = store::catalogue(r, street, &case.category)?;
    Ok(propose(case, &items, office))
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
