//! Voices that came down from the upper tier: received with their due moment, handled like any other, and answered there.

use super::reception::{Received, Whereabouts, receive_since};
use super::{clocks, decide, hand, keep_note, returning, sealed_note, taker};
use crate::rules::{self, *};
use crate::store;
use crate::views::{AnswerLine, UpperAskLine, UpperView};
use auth::Viewer;
use db::{Reader, Result, Tx};
use kernel::{Event, Moment, Outcome, Purpose, StreetId, uuid::Uuid};
use std::collections::HashMap;

/// Why a unit's request is opened when it goes up.
const OPENED_FOR: &str = "upper";

/// Where a voice of the upper tier comes from.
#[derive(Clone, Copy, Debug)]
pub struct FromUpper {
    /// The order it stands in.
    pub order: Uuid,
    /// When they want to be answered.
    pub due_at: Moment,
}

/// Row 1 for one order. Who may take orders in is the caller's to judge.
pub fn receive_order(tx: &mut Tx<'_>, viewer: &Viewer, words: &Reception, place: Whereabouts, from: FromUpper) -> Result<Outcome<Option<Received>>> {
    let intake = Intake { by: viewer.account(), staff: true, has_photo: false };
    let words = Reception { channel: Some(Channel::UpperTier), ..words.clone() };
    let now = tx.now();
    let outcome = receive_since(tx, viewer, &words, intake, place, &[], now)?;
    if let Outcome::Done(Some(got)) = &outcome && !got.repeated {
        store::set_origin(tx, got.voice, "import", from.order)?;
        store::set_upper_due(tx, got.voice, from.due_at)?;
        tx.record(&UpperOrderTaken { case: got.case.id, voice: got.voice, due_at: from.due_at })?;
        clocks::keep_upper(tx, &got.case)?;
    }
    Ok(outcome)
}

/// They want it answered at another moment. Gives whether that is new.
pub fn move_upper_due(tx: &mut Tx<'_>, voice: VoiceId, due_at: Moment) -> Result<bool> {
    let street = tx.street();
    let Some(case) = case_of(tx, voice)? else { return Ok(false) };
    let from = store::upper_voices(tx, street, case.id)?.into_iter().find(|(v, _)| *v == voice).map(|(_, due)| due);
    if from.is_none() || from == Some(due_at) {
        return Ok(false);
    }
    store::set_upper_due(tx, voice, due_at)?;
    tx.record(&UpperDueMoved { case: case.id, voice, from, due_at })?;
    clocks::keep_upper(tx, &case)?;
    Ok(true)
}

/// The answer of this round has gone up: the first stops their clock.
pub fn answered_upper(tx: &mut Tx<'_>, voice: VoiceId, round: i32) -> Result<()> {
    let street = tx.street();
    let Some(case) = case_of(tx, voice)? else { return Ok(()) };
    let others = store::upper_voices(tx, street, case.id)?.iter().any(|(v, _)| *v != voice);
    store::end_upper(tx, voice)?;
    if !others {
        clocks::stop(tx, case.id, UPPER)?;
    }
    tx.record(&UpperAnswered { case: case.id, voice, round })?;
    clocks::keep_upper(tx, &case)
}

fn case_of(tx: &mut Tx<'_>, voice: VoiceId) -> Result<Option<Case>> {
    let street = tx.street();
    let Some(voice) = store::voice(tx, street, voice)? else { return Ok(None) };
    store::load(tx, street, voice.case)
}

/// Whether our date leaves less than the margin before theirs, if the case were handed out now.
pub(super) fn tight_now(r: &mut Reader<'_>, street: StreetId, case: &Case, now: Moment) -> Result<Option<Tight>> {
    let Some(theirs) = store::upper_due(r, street, case.id)? else { return Ok(None) };
    let ours = match clocks::promise(r, street, case.id)? {
        // A promise that rests has no date that could be late.
        Some(running) => running.due_at,
        None => Some(clocks::due_from(r, street, handle_key(case.case_type, case.urgency), now, now)?),
    };
    let Some(ours) = ours else { return Ok(None) };
    let margin_ends = clocks::due_from(r, street, UPPER_MARGIN, ours, now)?;
    Ok(rules::tight(ours, margin_ends, theirs))
}

/// The desk agrees to a return that the upper tier has to accept.
pub(super) fn agree_return(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &ReturnApproval, taker: Option<Taker>) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    decide::<DecideReturn, _>(
        tx,
        viewer,
        id,
        |tx, held| {
            let pending = store::returns(tx, street, id)?.pending;
            Ok(rules::agree_return(held, words, pending.as_ref(), taker, hand(viewer), now))
        },
        |tx, _, _| {
            clocks::stop(tx, id, "return")?;
            store::agree_return(tx, id, hand(viewer), words.unit)
        },
    )
}

/// The desk agrees to more time that the upper tier has to accept.
pub(super) fn agree_extension(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId) -> Result<Outcome<Case>> {
    let now = tx.now();
    decide::<DecideExtension, _>(
        tx,
        viewer,
        id,
        |tx, held| {
            let (so_far, supervisor) = super::extension::to_decide(tx, viewer, held)?;
            Ok(rules::agree_extension(held, &so_far, hand(viewer), supervisor, now))
        },
        |tx, _, _| store::agree_extension(tx, id, hand(viewer)),
    )
}

/// What they said of the request that waits: only now it holds, or it falls.
pub fn upper_verdict(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, ask: UpperAsk, said: &UpperVerdict) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    let case = store::find::<HearUpper>(tx, viewer, id, now)?.into_inner();
    let asked = store::asked_of_upper(tx, street)?.into_iter().any(|a| a.case == id && a.ask == ask);
    let problem = if asked { text_problem("text", &said.text, MOST_REASON) } else { Some(kernel::Problem::new("upper-not-asked")) };
    if let Some(problem) = problem {
        return Ok(Outcome::Refused(case, vec![problem]));
    }
    let outcome = match ask {
        UpperAsk::Return => returning::decided_upstairs(tx, viewer, id, said)?,
        UpperAsk::Extension => super::extension::decided_upstairs(tx, viewer, id, said)?,
    };
    if let Outcome::Done(case) = &outcome {
        keep_note(tx, case, "upper_verdict", hand(viewer), None, &said.text)?;
        for (voice, _) in store::upper_voices(tx, street, id)? {
            if let Some(due_at) = said.due_at {
                move_upper_due(tx, voice, due_at)?;
            }
        }
    }
    Ok(outcome)
}

/// A decision that is the upper tier's: whoever enters it only says what they said.
pub(super) fn decide_heard<E: Event>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: CaseId,
    decision: impl FnOnce(&mut Tx<'_>, &Case) -> Result<Decided<E>>,
    then: impl FnOnce(&mut Tx<'_>, &Case, &mut Case) -> Result<()>,
) -> Result<Outcome<Case>> {
    decide::<HearUpper, E>(tx, viewer, id, |tx, held| decision(tx, held), then)
}

/// A unit that could take it when they have accepted the return; the desk sorts it out if it is gone meanwhile.
pub(super) fn agreed_taker(tx: &mut Tx<'_>, pending: &PendingReturn) -> Result<Option<Taker>> {
    let street = tx.street();
    match pending.agreed.and_then(|a| a.unit) {
        Some(unit) => taker(tx, street, unit),
        None => Ok(None),
    }
}

/// They let the time rest, or run again; our promise rests with theirs.
pub fn rest_for_upper(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, rests: bool, text: &str) -> Result<Outcome<Case>> {
    const RESTING: [&str; 3] = [UPPER, "handle", "redo"];
    let (street, now) = (tx.street(), tx.now());
    let reason = PauseReason::UpperTier.code();
    decide::<HearUpper, _>(
        tx,
        viewer,
        id,
        |tx, held| {
            let live = store::upper_due(tx, street, id)?.is_some();
            let paused = store::running(tx, street, id, UPPER)?.is_some_and(|c| c.inputs.pauses.iter().any(|p| p.to.is_none()));
            Ok(rules::rest_for_upper(held, live, paused, rests, text, now))
        },
        |tx, _, case| {
            keep_note(tx, case, if rests { "upper_rests" } else { "upper_runs" }, hand(viewer), None, text)?;
            if rests {
                return clocks::pause_for(tx, id, &RESTING, reason);
            }
            clocks::resume(tx, id, &RESTING, reason)?;
            // What rested upstairs moves their moment as well.
            let due_at = store::running(tx, street, id, UPPER)?.and_then(|c| c.due_at);
            match (store::upper_voices(tx, street, id)?.first(), due_at) {
                (Some((voice, _)), Some(due_at)) => store::set_upper_due(tx, *voice, due_at),
                _ => Ok(()),
            }
        },
    )
}

/// What they heard when they asked the speaker. It stands beside our own answers and settles nothing. Gives whether it is
/// new.
pub fn hear_upper_result(tx: &mut Tx<'_>, viewer: &Viewer, voice: VoiceId, words: &CallingBack) -> Result<Outcome<bool>> {
    let (street, now) = (tx.street(), tx.now());
    let mine = store::voice(tx, street, voice)?.ok_or(auth::Denied::Hidden)?;
    let case = store::find::<HearUpper>(tx, viewer, mine.case, now)?;
    if words.solved.is_none() && words.satisfaction.is_none() {
        return Ok(Outcome::Refused(false, vec![kernel::Problem::new("upper-result-empty")]));
    }
    let last = store::answers_beside(tx, street, case.id)?.into_iter().rfind(|a| a.voice == voice && a.source == UPPER);
    let same = |a: store::AnswerRow| {
        (a.round, a.contacted, a.solved, a.satisfaction.as_deref())
            == (case.round, words.contacted, words.solved, words.satisfaction.map(Satisfaction::code))
    };
    if last.is_some_and(same) {
        return Ok(Outcome::Done(false));
    }
    let reason = sealed_note(tx, "case_callbacks.reason", &words.reason)?;
    let asked = store::Asked { case: case.id, voice, round: case.round, by: hand(viewer), method: "phone", source: UPPER, reason };
    store::insert_callback(tx, &asked, &CallingBack { reached: true, ..words.clone() })?;
    tx.record(&CallbackMade {
        case: case.id,
        voice,
        reached: true,
        solved: words.solved,
        satisfaction: words.satisfaction.map(Satisfaction::code),
        source: UPPER,
    })?;
    Ok(Outcome::Done(true))
}

/// The cases behind voices, as far as this reader may see them.
pub fn cases_behind(r: &mut Reader<'_>, viewer: &Viewer, voices: &[VoiceId], now: Moment) -> Result<HashMap<VoiceId, Case>> {
    let pairs = store::cases_of_voices(r, viewer.street, voices)?;
    let mut found = HashMap::new();
    for (voice, case) in pairs {
        match store::find::<SeeCase>(r, viewer, case, now) {
            Ok(case) => drop(found.insert(voice, case.into_inner())),
            Err(db::Fault::Denied(_)) => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(found)
}

/// What the street asks of the upper tier and has no answer to, as far as this reader may see the cases.
pub fn asked_of_upper(r: &mut Reader<'_>, viewer: &Viewer, now: Moment) -> Result<Vec<UpperAskLine>> {
    let mut lines = vec![];
    for asked in store::asked_of_upper(r, viewer.street)? {
        let case = match store::find::<SeeCase>(r, viewer, asked.case, now) {
            Ok(case) => case.into_inner(),
            Err(db::Fault::Denied(_)) => continue,
            Err(fault) => return Err(fault),
        };
        lines.push(UpperAskLine {
            voices: store::upper_voices(r, viewer.street, case.id)?.into_iter().map(|(v, _)| v).collect(),
            id: asked.id,
            ask: asked.ask,
            case: case.id,
            case_no: case.case_no,
            title: case.title,
            days: asked.days,
            basis: asked.basis,
            agreed_at: asked.agreed_at,
        });
    }
    Ok(lines)
}

/// What the upper tier holds a case to, for whoever works on it.
pub(super) fn upper_view(r: &mut Reader<'_>, street: StreetId, case: &Case, clocks: &[store::Clock], now: Moment) -> Result<Option<UpperView>> {
    let Some(due_at) = store::upper_due(r, street, case.id)? else { return Ok(None) };
    let rests = clocks.iter().any(|c| c.stage == UPPER && !c.superseded && c.stopped_at.is_none() && c.due_at.is_none());
    let waits = store::asked_of_upper(r, street)?.into_iter().find(|a| a.case == case.id).map(|a| a.ask);
    let tight = if case.state == State::Accepted { tight_now(r, street, case, now)?.map(|t| t.ours) } else { None };
    Ok(Some(UpperView { due_at, rests, tight, waits }))
}

/// Their due moment of one voice, while it waits to be answered there.
pub fn upper_due_of(r: &mut Reader<'_>, street: StreetId, voice: VoiceId) -> Result<Option<Moment>> {
    store::upper_due_of(r, street, voice)
}

/// What one speaker answered, ours and theirs.
pub fn answers_of_voice(r: &mut Reader<'_>, street: StreetId, case: CaseId, voice: VoiceId) -> Result<Vec<AnswerLine>> {
    Ok(answers_view(r, street, case)?.into_iter().filter(|a| a.voice == voice).collect())
}

pub(super) fn answers_view(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Vec<AnswerLine>> {
    let line = |a: store::AnswerRow| AnswerLine {
        voice: a.voice, at: a.at, source: a.source, round: a.round, contacted: a.contacted, solved: a.solved, satisfaction: a.satisfaction,
    };
    Ok(store::answers_beside(r, street, case)?.into_iter().map(line).collect())
}

/// The unit's own words for a request, opened because it goes up.
pub fn open_ask(tx: &mut Tx<'_>, case: CaseId, ask: UpperAsk) -> Result<String> {
    let street = tx.street();
    let note = store::notes_of(tx, street, case)?.into_iter().rfind(|n| n.1 == ask.code());
    match note {
        Some((id, _, _, text)) => tx.open_sealed(&text, Purpose::Appeals, "case_notes.text", id, OPENED_FOR),
        None => Ok(String::new()),
    }
}
