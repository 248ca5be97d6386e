//! Opening the sealed side of a case, for a reason that stands in the read log.

use crate::actions::contact_numbers;
use crate::rules::*;
use crate::store;
use crate::views::{OpenedNote, OpenedVoice};
use auth::Viewer;
use db::{Result, Tx};
use kernel::{Outcome, Problem, Purpose};

/// Why somebody opens what is sealed.
pub const OPENING_REASONS: &[&str] = &["handling", "routing", "callback", "supervision", "answering"];

/// Opens words, notes and, unless the speaker asked otherwise, who spoke.
pub fn open_sealed(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: CaseId,
    reason: &str,
) -> Result<Outcome<(Vec<OpenedVoice>, Vec<OpenedNote>)>> {
    let (street, now) = (tx.street(), tx.now());
    let held = store::find::<OpenSealed>(tx, viewer, id, now)?;
    let Some(reason) = OPENING_REASONS.iter().find(|r| **r == reason) else {
        return Ok(Outcome::Refused((vec![], vec![]), vec![Problem::at("reason", "reason-missing")]));
    };
    let handling = held.lead.is_some_and(|unit| viewer.units(now).contains(&unit));
    let mut opened = vec![];
    for voice in store::voices_of(tx, street, id)? {
        opened.push(open_voice(tx, &voice, handling, reason)?);
    }
    let mut notes = vec![];
    for (note, kind, at, text) in store::notes_of(tx, street, id)? {
        let text = tx.open_sealed(&text, Purpose::Appeals, "case_notes.text", note, reason)?;
        notes.push(OpenedNote { kind, at, text });
    }
    Ok(Outcome::Done((opened, notes)))
}

/// One voice opened; the unit at work does not learn who spoke where the speaker asked so.
pub(crate) fn open_voice(tx: &mut Tx<'_>, voice: &Voice, handling: bool, reason: &str) -> Result<OpenedVoice> {
    let street = tx.street();
    let (text, note) = store::words_of(tx, street, voice.id)?.ok_or(auth::Denied::Hidden)?;
    let text = tx.open_sealed(&text, Purpose::Appeals, "voices.text", voice.id.uuid(), reason)?;
    let address_note = note
        .map(|n| tx.open_sealed(&n, Purpose::Appeals, "voices.address_note", voice.id.uuid(), reason))
        .transpose()?;
    let hidden = voice.secret && handling;
    let (name, phone) = match voice.reporter.filter(|_| !hidden) {
        Some(reporter) => contact_numbers(tx, reporter, reason)?,
        None => (None, None),
    };
    let title = title_proposed(&text);
    Ok(OpenedVoice { id: voice.id, title, text, address_note, name, phone, hidden })
}
