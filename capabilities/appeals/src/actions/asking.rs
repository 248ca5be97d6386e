//! Asking the residents, and what their answers set in motion.

use super::{clocks, decide, hand, keep_note, press_for, reception::findable, sealed_note};
use crate::rules::{self, *};
use crate::store;
use auth::{Role, Viewer};
use db::{Result, Tx};
use kernel::Outcome;

/// Row 35. One voice is asked, by staff or by the speaker's own link; the speaker's answer outranks staff's.
pub fn call_back(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, voice: VoiceId, words: &CallingBack) -> Result<Outcome<Case>> {
    asked(tx, viewer, id, voice, words, "link")
}

/// The speaker's own answer, which came on paper: `viewer` is who wrote it, not who keys it.
pub fn call_back_on_paper(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, voice: VoiceId, words: &CallingBack) -> Result<Outcome<Case>> {
    asked(tx, viewer, id, voice, words, "paper")
}

/// `by_self`: how a speaker's own answer came.
fn asked(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, voice: VoiceId, words: &CallingBack, by_self: &'static str) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    let held = store::find::<CallBack>(tx, viewer, id, now)?;
    let by_speaker = !viewer.holds(Role::CallbackOfficer, now);
    let mine = store::voice(tx, street, voice)?.filter(|v| v.case == id).ok_or(auth::Denied::Hidden)?;
    let own = mine.account.is_some() && mine.account == viewer.account() || viewer.bears.contains(&voice.uuid());
    if by_speaker && !own {
        return Err(auth::Denied::Hidden.into());
    }
    let earlier = store::attempts(tx, street, voice, held.round)?;
    let settled = match rules::call_back(&held, words, &earlier, by_speaker, now) {
        Ok(settled) => settled,
        Err(problems) => return Ok(Outcome::Refused(held.into_inner(), problems)),
    };
    let outranked = !by_speaker && store::answered_by_self(tx, street, voice, held.round)?;
    let source = if by_speaker { "self" } else { "staff" };
    let method = if by_speaker { by_self } else { "phone" };
    let reason = sealed_note(tx, "case_callbacks.reason", &words.reason)?;
    let row = store::Asked { case: id, voice, round: held.round, by: hand(viewer), method, source, reason };
    store::insert_callback(tx, &row, words)?;
    if settled.is_some() && !outranked {
        store::settle(tx, voice, settled)?;
    }
    tx.record(&CallbackMade {
        case: id,
        voice,
        reached: words.reached || by_speaker,
        solved: words.solved,
        satisfaction: words.satisfaction.map(Satisfaction::code),
        source,
    })?;
    clocks::stop(tx, id, "callback")?;
    store::keep(tx, id)?;
    Ok(Outcome::Done(held.into_inner()))
}

fn due(tx: &mut Tx<'_>, id: CaseId) -> Result<Vec<Option<Settled>>> {
    let street = tx.street();
    let voices = store::voices_of(tx, street, id)?;
    Ok(voices.iter().filter(|v| v.is_due_for_callback()).map(|v| v.settled).collect())
}

/// Row 36.
pub fn close(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId) -> Result<Outcome<Case>> {
    let now = tx.now();
    decide::<Close, _>(
        tx,
        viewer,
        id,
        |tx, held| Ok(rules::close(held, &due(tx, id)?, now)),
        |tx, was, case| {
            clocks::stop(tx, id, "callback")?;
            clocks::stop(tx, id, "callback_all")?;
            separate(tx, was, case)?;
            clocks::keep_upper(tx, case)?;
            store::end_lead(tx, id, now, "closed")?;
            store::tell(tx, id, "closed", &serde_json::json!({ "result": case.result })).map(|_| ())
        },
    )
}

/// No "no" is outvoted: each voice that said it goes on in a case of its own, with the same unit.
fn separate(tx: &mut Tx<'_>, was: &Case, closing: &mut Case) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    let refused = store::voices_of(tx, street, was.id)?.into_iter().filter(|v| v.settled == Some(Settled::NotAccepted));
    for voice in refused.map(|v| v.id) {
        let mut own = rules::separated(was, CaseId::fresh(), case_no(now.day(), rand::random()), now);
        store::insert(tx, &own)?;
        store::accuse(tx, own.id, &was.links.accused)?;
        store::separate_voice(tx, voice, was.id, own.id)?;
        closing.voices -= 1;
        tx.record(&VoiceSeparated { case: was.id, voice, to: own.id })?;
        tx.record(&CaseSeparated { case: own.id, voice, from: was.id })?;
        if let Some(unit) = own.lead {
            store::assign_lead(tx, own.id, unit, now)?;
            store::sign_assignment(tx, own.id, now)?;
        }
        let deadline = clocks::start(tx, &own, "redo", "redo", now)?;
        store::tell(tx, own.id, "separated", &serde_json::json!({ "due_at": deadline.due_at }))?;
        clocks::keep_upper(tx, &own)?;
        clocks::show(tx, &mut own)?;
        store::show_due(tx, &own)?;
        findable(tx, &own)?;
        store::keep(tx, own.id)?;
    }
    Ok(())
}

/// Row 37. A "no" brings the case back to work, with a clock of its own.
pub fn redo(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Saying) -> Result<Outcome<Case>> {
    let now = tx.now();
    let by_supervisor = viewer.holds(Role::Supervisor, now);
    decide::<Redo, _>(
        tx,
        viewer,
        id,
        |tx, held| Ok(rules::redo(held, words, &due(tx, id)?, by_supervisor, now)),
        |tx, _, case| {
            keep_note(tx, case, "redo", hand(viewer), None, &words.text)?;
            again(tx, case)?;
            // The second time somebody looks; the third time harder.
            match case.redos {
                2 => press_for(tx, case, 1, Cause::SecondRedo),
                3.. => press_for(tx, case, 2, Cause::SecondRedo),
                _ => Ok(()),
            }
        },
    )
}

/// Rows 38 and 39.
pub fn reopen(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, voice: Option<VoiceId>, words: &Saying) -> Result<Outcome<Case>> {
    let now = tx.now();
    decide::<Reopen, _>(
        tx,
        viewer,
        id,
        |_, held| Ok(rules::reopen(held, words, now)),
        |tx, _, case| {
            keep_note(tx, case, "reopening", hand(viewer), voice, &words.text)?;
            if case.state == State::Registered {
                store::unsettle(tx, id)?;
                clocks::start(tx, case, "intake", "intake_online", now)?;
                return Ok(());
            }
            if let Some(unit) = case.lead {
                store::assign_lead(tx, id, unit, now)?;
                store::sign_assignment(tx, id, now)?;
            }
            again(tx, case)
        },
    )
}

/// A new round: everybody is asked again, the redo clock runs, voices are told its date.
fn again(tx: &mut Tx<'_>, case: &Case) -> Result<()> {
    let now = tx.now();
    store::unsettle(tx, case.id)?;
    clocks::stop(tx, case.id, "callback")?;
    clocks::stop(tx, case.id, "callback_all")?;
    let deadline = clocks::start(tx, case, "redo", "redo", now)?;
    store::tell(tx, case.id, "redo", &serde_json::json!({ "due_at": deadline.due_at })).map(|_| ())
}

/// Row 40. Every urging is on record; one per voice and day counts.
pub fn urge(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, voice: VoiceId) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    decide::<Urge, _>(
        tx,
        viewer,
        id,
        |tx, held| {
            if !held.links.voices.contains(&voice.uuid()) {
                return Err(auth::Denied::Hidden.into());
            }
            let today = store::urged_since(tx, street, id, voice, now.day().start())?;
            Ok(rules::urge(held, voice, today, now))
        },
        |tx, _, case| if case.urgings >= URGED_OFTEN { press_for(tx, case, 1, Cause::Urgings) } else { Ok(()) },
    )
}

/// Row 42. Only by the speaker; the last one takes the case along.
pub fn withdraw(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, voice: VoiceId, words: &Saying) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    decide::<Withdraw, _>(
        tx,
        viewer,
        id,
        |tx, held| {
            let voices = store::voices_of(tx, street, id)?;
            let mine = voices.iter().find(|v| v.id == voice).ok_or(auth::Denied::Hidden)?;
            let own = mine.account.is_some() && mine.account == viewer.account();
            if !own && !viewer.bears.contains(&voice.uuid()) {
                return Err(auth::Denied::Hidden.into());
            }
            if mine.withdrawn_at.is_some() {
                return Ok(Err(vec![kernel::Problem::new("taken-back")]));
            }
            let others = voices.iter().filter(|v| v.id != voice && v.withdrawn_at.is_none()).count();
            Ok(rules::withdraw(held, voice, others, now))
        },
        |tx, _, case| {
            store::withdraw_voice(tx, voice, now)?;
            keep_note(tx, case, "withdrawal", hand(viewer), Some(voice), &words.text)?;
            if case.state == State::Withdrawn {
                store::end_lead(tx, id, now, "withdrawn")?;
                clocks::drop_running(tx, id)?;
            }
            clocks::keep_upper(tx, case)
        },
    )
}

/// Row 45, by the timer.
pub fn archive(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId) -> Result<Outcome<Case>> {
    let now = tx.now();
    decide::<Archive, _>(
        tx,
        viewer,
        id,
        |_, held| Ok(rules::archive(held, now)),
        |tx, _, _| clocks::drop_running(tx, id),
    )
}
