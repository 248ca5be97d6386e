//! Taking a part of a voice out into a case of its own.

use super::{clocks, decide, hand, reception};
use crate::rules::{self, *};
use crate::store;
use auth::Viewer;
use db::{Reader, Result, Tx};
use kernel::{Outcome, Purpose, StreetId};
use serde_json::json;
use sha2::{Digest, Sha256};

/// Row 43.
pub fn split(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Splitting) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    let voices = store::voices_of(tx, street, id)?;
    let said = |v: &&Voice| words.voice.map_or(v.withdrawn_at.is_none(), |named| named == v.id);
    let from = voices.iter().find(said).cloned();
    if words.voice.is_some() && from.is_none() {
        return Err(auth::Denied::Hidden.into());
    }
    let to = CaseId::fresh();
    decide::<Split, _>(
        tx,
        viewer,
        id,
        |_, held| Ok(splittable(from.as_ref()).and_then(|voice| rules::split(held, words, voice, to, now))),
        |tx, was, _| {
            let Some(from) = &from else { return Ok(()) };
            open(tx, viewer, was, from, to, words)
        },
    )
}

/// The case and the voice of the part. Whoever spoke is told on the first receipt, which also shows the new one.
fn open(tx: &mut Tx<'_>, viewer: &Viewer, was: &Case, from: &Voice, to: CaseId, words: &Splitting) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    let category = store::category(tx, street, words.category.trim())?;
    let mut own = split_off(was, to, case_no(now.day(), rand::random()), category.as_ref(), now);
    own.received_by = hand(viewer);
    store::insert(tx, &own)?;
    store::accuse(tx, own.id, &was.links.accused)?;
    let voice = split_voice(from, VoiceId::fresh(), own.id, now);
    let client_key = split_key(voice.id);
    let code = reception::code_of(tx, &client_key)?;
    let sealed = store::SealedWords {
        text: tx.seal(Purpose::Appeals, "voices.text", voice.id.uuid(), words.text.trim())?,
        address_note: None,
        body_digest: Sha256::digest(words.text.trim()).to_vec(),
        code_digest: reception::code_digest(tx, &code)?,
        client_key,
    };
    store::insert_voice(tx, &voice, &sealed)?;
    store::set_split_from(tx, voice.id, from.id)?;
    let (community, grid) = (own.place.community, own.place.grid);
    tx.record(&VoiceReceived { case: own.id, voice: voice.id, channel: voice.channel.code(), community, grid })?;
    store::tell_voices(tx, was.id, &[from.id], "split", &json!({ "case_no": own.case_no }))?;
    clocks::start(tx, &own, "intake", intake_key(voice.channel), now)?;
    clocks::show(tx, &mut own)?;
    store::show_due(tx, &own)?;
    reception::findable(tx, &own)?;
    store::keep(tx, own.id)
}

/// What went on from a voice in cases of its own: each case, and the code that opens its receipt.
pub fn parts_of(r: &mut Reader<'_>, street: StreetId, voice: VoiceId) -> Result<Vec<(Case, String)>> {
    let mut parts = vec![];
    for (part, case) in store::split_off_from(r, street, voice)? {
        if let Some(case) = store::load(r, street, case)? {
            parts.push((case, reception::code_of(r, &split_key(part))?));
        }
    }
    Ok(parts)
}
