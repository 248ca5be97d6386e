//! Pressing for a case, answering, lifting.

use super::{clocks, decide, hand, keep_note};
use crate::rules::{self, *};
use crate::store;
use auth::{Role, Viewer};
use db::{Result, Tx};
use kernel::Outcome;

const STAGE: &str = "supervision";

/// The row, its clock and its note; `case` carries the new level.
fn press(tx: &mut Tx<'_>, case: &Case, cause: Cause, viewer: Option<&Viewer>, text: &str) -> Result<()> {
    let now = tx.now();
    // A higher level takes the place of the lower one.
    let by = viewer.and_then(hand);
    store::lift_supervision(tx, case.id, by)?;
    clocks::let_go(tx, case.id, &[STAGE])?;
    let promise = clocks::start(tx, case, STAGE, supervision_key(case.supervision), now)?;
    let by_leader = viewer.is_some_and(|v| v.holds(Role::StreetLeader, now));
    store::insert_supervision(tx, case, cause, (by, by_leader), promise.due_at)?;
    keep_note(tx, case, "supervision", by, None, text)
}

/// Row 41, by a person.
pub fn supervise(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Supervising) -> Result<Outcome<Case>> {
    supervise_for(tx, viewer, id, words, Cause::Person)
}

/// Row 41, by the timer: the date is past, a unit called is not there, many speak of it.
pub(super) fn press_for_timer(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, cause: Cause) -> Result<Outcome<Case>> {
    supervise_for(tx, viewer, id, &Supervising { level: 1, ..Supervising::default() }, cause)
}

fn supervise_for(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Supervising, cause: Cause) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    decide::<Supervise, _>(
        tx,
        viewer,
        id,
        |tx, held| Ok(rules::supervise(held, words, store::supervision(tx, street, id)?.as_ref(), cause, now)),
        |tx, _, case| press(tx, case, cause, Some(viewer), &words.text),
    )
}

/// Row 41, as a consequence of another verb on the same case: pressed once a round for each cause, and never less than
/// it is already.
pub(super) fn press_for(tx: &mut Tx<'_>, case: &mut Case, level: i32, cause: Cause) -> Result<()> {
    let street = tx.street();
    if case.lead.is_none() || level <= case.supervision || store::pressed_for(tx, street, case, cause)? {
        return Ok(());
    }
    case.supervision = level;
    tx.record(&CaseSupervised { case: case.id, level, cause: cause.code() })?;
    press(tx, case, cause, None, "")
}

/// The unit's answer stops the clock; whoever pressed reads it and lifts.
pub fn reply_supervision(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Saying) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    decide::<ReplySupervision, _>(
        tx,
        viewer,
        id,
        |tx, held| Ok(rules::reply_supervision(held, words, store::supervision(tx, street, id)?.as_ref(), now)),
        |tx, _, case| {
            store::reply_supervision(tx, id, hand(viewer))?;
            clocks::stop(tx, id, STAGE)?;
            keep_note(tx, case, "supervision_reply", hand(viewer), None, &words.text)
        },
    )
}

pub fn lift_supervision(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    let by_leader = viewer.holds(Role::StreetLeader, now);
    decide::<LiftSupervision, _>(
        tx,
        viewer,
        id,
        |tx, held| Ok(rules::lift_supervision(held, store::supervision(tx, street, id)?.as_ref(), by_leader, now)),
        |tx, _, _| {
            store::lift_supervision(tx, id, hand(viewer))?;
            clocks::let_go(tx, id, &[STAGE])
        },
    )
}

/// An ended case is not pressed for any more.
pub(super) fn let_rest(tx: &mut Tx<'_>, case: &mut Case) -> Result<()> {
    if case.supervision == 0 || case.state.is_open() {
        return Ok(());
    }
    case.supervision = 0;
    store::lift_supervision(tx, case.id, None)?;
    clocks::let_go(tx, case.id, &[STAGE])
}
