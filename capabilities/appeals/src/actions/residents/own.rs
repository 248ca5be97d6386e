//! One voice beside its case, for its speaker and for a room that brings what the speaker wrote.

use crate::actions::Names;
use crate::rules::{Case, Verb, Voice, VoiceId, line_of};
use crate::store;
use crate::views::{PublicCase, ReceiptMay};
use auth::{Act, Denied, Held, Viewer};
use db::{Reader, Result, Tx};
use kernel::{Moment, StreetId};

/// A voice, how its case stands for its speaker, and what may be done in the speaker's name now.
#[derive(Clone, Debug)]
pub struct VoiceNow {
    pub voice: Voice,
    pub case: PublicCase,
    /// What the speaker is asked and has not answered yet.
    pub question: Option<String>,
    pub may: ReceiptMay,
    /// Staff have entered how it went, and the speaker's own word, which outranks theirs, can still come.
    pub answered_for: bool,
}

/// One's own voice, by account or by receipt code; anybody else's answers as if it did not exist.
pub fn own_voice(r: &mut Reader<'_>, viewer: &Viewer, id: VoiceId, now: Moment) -> Result<VoiceNow> {
    let voice = store::voice(r, viewer.street, id)?.filter(|v| v.is_of(viewer)).ok_or(Denied::Hidden)?;
    let case = store::load(r, viewer.street, voice.case)?.ok_or(Denied::Hidden)?;
    now_of(r, viewer.street, voice, &case, now)
}

/// A voice with its case, for a reader who may do `A` to the case.
pub fn voice_for<A: Act<Case>>(r: &mut Reader<'_>, viewer: &Viewer, id: VoiceId, now: Moment) -> Result<(Held<Case, A>, VoiceNow)> {
    let voice = store::voice(r, viewer.street, id)?.ok_or(Denied::Hidden)?;
    let case = store::find::<A>(r, viewer, voice.case, now)?;
    let shown = now_of(r, viewer.street, voice, &case, now)?;
    Ok((case, shown))
}

fn now_of(r: &mut Reader<'_>, street: StreetId, voice: Voice, case: &Case, now: Moment) -> Result<VoiceNow> {
    let objected = store::has_note(r, street, case.id, "objection")?;
    let asked = voice.withdrawn_at.is_none() && line_of(Verb::Callback, case.state).is_some();
    Ok(VoiceNow {
        case: Names::read(r, street)?.own(case),
        question: store::open_question(r, street, case.id)?.map(|(_, text, _)| text),
        may: ReceiptMay::of(&voice, case, objected, now),
        answered_for: asked && voice.settled.is_some() && !store::answered_by_self(r, street, voice.id, case.round)?,
        voice,
    })
}

/// A message to one voice, beside its case; it stands on the receipt and goes out like any other.
pub fn tell_speaker(tx: &mut Tx<'_>, voice: &Voice, kind: &'static str) -> Result<()> {
    store::tell_one(tx, voice.case, voice.id, kind)
}
