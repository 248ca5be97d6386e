//! One function per verb: find, decide, save, record. Web, jobs and the command line all call these.
mod asking;
mod cards;
mod catalogue;
mod clocks;
mod commitments;
mod deferral;
mod desk;
mod exclusion;
mod extension;
mod figures;
mod handling;
mod helping;
mod merging;
mod telling;
mod months;
mod open;
mod photos;
mod reception;
mod referral;
mod residents;
mod returning;
mod routing;
mod splitting;
mod supervision;
mod upper;
mod verification;

pub use asking::*;
pub use cards::*;
pub use catalogue::*;
pub use clocks::{due_by, publish_calendar, sweep, verify_clocks};
pub use commitments::*;
pub use deferral::*;
pub use desk::*;
pub use exclusion::*;
pub use extension::*;
pub use figures::*;
pub use handling::*;
pub use helping::*;
pub use merging::*;
pub use telling::*;
pub use months::{month_view, write_months};
pub use open::*;
pub use photos::*;
pub use reception::*;
pub use referral::*;
pub use residents::*;
pub use returning::*;
pub use routing::*;
pub use splitting::*;
pub use supervision::*;
pub use upper::*;
pub use verification::*;

use crate::rules::{Case, CaseId, Decided, State};
use crate::store;
use auth::{Act, Held, Viewer};
use db::{Result, Tx};
use kernel::{AccountId, Event, Outcome, Purpose, Sealed, uuid::Uuid};

/// The walk every verb takes: the case for the act, the decision, the row and its event, and what the row carries
/// along (`then`), all in one transaction.
fn decide<A: Act<Case>, E: Event>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: CaseId,
    decision: impl FnOnce(&mut Tx<'_>, &Held<Case, A>) -> Result<Decided<E>>,
    then: impl FnOnce(&mut Tx<'_>, &Case, &mut Case) -> Result<()>,
) -> Result<Outcome<Case>> {
    let now = tx.now();
    let held = store::find::<A>(tx, viewer, id, now)?;
    let (mut case, event) = match decision(tx, &held)? {
        Ok(decided) => decided,
        Err(problems) => return Ok(Outcome::Refused(held.into_inner(), problems)),
    };
    let was = held.into_inner();
    tx.record(&event)?;
    then(tx, &was, &mut case)?;
    // Merged, it rests as it was: it may come back.
    if case.state != State::Merged {
        leave_nothing_open(tx, &was, &mut case)?;
    }
    clocks::show(tx, &mut case)?;
    store::save(tx, &was, &case)?;
    Ok(Outcome::Done(case))
}

/// What waited for a state the case has left waits no more.
fn leave_nothing_open(tx: &mut Tx<'_>, was: &Case, case: &mut Case) -> Result<()> {
    let (id, left) = (case.id, |state: State| was.state == state && case.state != state);
    let (returned, deferred, sat) = (left(State::ReturnPending), left(State::Deferred), left(State::Conferral));
    if case.extension_days.is_some() && case.state != State::Handling {
        // Nobody works on it now: more time is not needed any more.
        case.extension_days = None;
        store::decide_extension(tx, id, None, false)?;
    }
    if returned {
        store::decide_return(tx, id, None, "lapsed")?;
    }
    if deferred {
        store::end_deferral(tx, id, None, "lapsed")?;
    }
    if sat {
        store::end_conferral(tx, id, None, false)?;
    }
    if was.state == State::Handling && case.state != State::Handling {
        store::decide_assistance(tx, id, None, false)?;
    }
    if !case.state.is_open() {
        helping::let_helpers_go(tx, case)?;
    }
    supervision::let_rest(tx, case)
}

/// Nothing follows beside the row.
fn nothing(_: &mut Tx<'_>, _: &Case, _: &mut Case) -> Result<()> {
    Ok(())
}

/// The account behind an act, for "not the same hand".
fn hand(viewer: &Viewer) -> Option<AccountId> {
    viewer.account()
}

/// Seals a note for its own row; an empty one is none.
fn sealed_note(tx: &Tx<'_>, column: &str, text: &str) -> Result<(Uuid, Option<Sealed>)> {
    let id = Uuid::now_v7();
    let text = text.trim();
    let sealed = if text.is_empty() { None } else { Some(tx.seal(Purpose::Appeals, column, id, text)?) };
    Ok((id, sealed))
}

/// Keeps why or what somebody wrote, sealed, beside the case; nothing written, nothing kept.
fn keep_note(
    tx: &mut Tx<'_>,
    case: &Case,
    kind: &'static str,
    by: Option<AccountId>,
    voice: Option<crate::rules::VoiceId>,
    text: &str,
) -> Result<()> {
    if text.trim().is_empty() {
        return Ok(());
    }
    let id = Uuid::now_v7();
    let text = tx.seal(Purpose::Appeals, "case_notes.text", id, text.trim())?;
    store::insert_note(tx, &store::Note { id, case: case.id, voice, kind, by, round: case.round, text })
}
