//! Photos: their rows with the voice or the case, approval, black boxes, and the sealed original for a reason.

use super::hand;
use crate::rules::{self, *};
use crate::store;
use auth::{Denied, Viewer};
use db::{Reader, Result, Tx};
use edge::photos::KeptPhoto;
use kernel::{Actor, Event, Moment, Outcome, Problem, Purpose};

/// Writes the rows of photos whose files are written, in the transaction of what they belong to.
pub(super) fn add_photos(tx: &mut Tx<'_>, case: &Case, voice: Option<VoiceId>, stage: Stage, photos: &[KeptPhoto]) -> Result<()> {
    let street = tx.street();
    // Who spoke stands with the voice; a photo of a voice names nobody.
    let by = match (voice, tx.actor()) {
        (None, Actor::Account { account, .. }) => Some(account),
        _ => None,
    };
    let mut room = match voice {
        Some(voice) => MOST_PHOTOS - store::photos_with(tx, street, voice)?,
        None => MOST_PHOTOS,
    };
    for kept in photos {
        if room <= 0 {
            break;
        }
        let place = kept.point.map(|(lat, lon)| tx.seal(Purpose::Files, "photos.position", kept.id, &format!("{lat:.6},{lon:.6}")));
        let place = (place.transpose()?, is_far(kept.point, case.point));
        if store::insert_photo(tx, case.id, voice, stage, kept, by, place)? {
            tx.record(&PhotoAdded { case: case.id, photo: PhotoId(kept.id), voice, stage: stage.code() })?;
            room -= 1;
        }
    }
    Ok(())
}

/// Evidence of the unit or the desk.
pub fn add_evidence(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, stage: Stage, photos: &[KeptPhoto]) -> Result<Outcome<Case>> {
    let now = tx.now();
    let held = store::find::<AddPhoto>(tx, viewer, id, now)?;
    let looks = auth::may::<_, Verify>(viewer, &*held, now);
    if looks != (stage == Stage::Verification) {
        return Ok(Outcome::Refused(held.into_inner(), vec![Problem::at("stage", "photo-stage")]));
    }
    if photos.is_empty() {
        return Ok(Outcome::Refused(held.into_inner(), vec![Problem::at("photos", "photo-missing")]));
    }
    add_photos(tx, &held, None, stage, photos)?;
    Ok(Outcome::Done(held.into_inner()))
}

/// The photo, if this reader may look at its clean picture.
pub fn look_at(r: &mut Reader<'_>, viewer: &Viewer, id: PhotoId, now: Moment) -> Result<Photo> {
    let street = viewer.street;
    let photo = store::photo(r, street, id)?.ok_or(Denied::Hidden)?;
    let case = store::load(r, street, photo.case)?.ok_or(Denied::Hidden)?;
    let voice = photo.voice.map(|v| store::voice(r, street, v)).transpose()?.flatten();
    if may_look(viewer, &case, &photo, voice.as_ref(), now) { Ok(photo) } else { Err(Denied::Hidden.into()) }
}

/// A case's photos, as far as this reader may look at them.
pub fn photos_for(r: &mut Reader<'_>, viewer: &Viewer, case: &Case, now: Moment) -> Result<Vec<Photo>> {
    let mut shown = vec![];
    for photo in store::photos_of(r, viewer.street, case.id)? {
        let voice = photo.voice.map(|v| store::voice(r, viewer.street, v)).transpose()?.flatten();
        if may_look(viewer, case, &photo, voice.as_ref(), now) {
            shown.push(photo);
        }
    }
    Ok(shown)
}

pub fn approve_photo(tx: &mut Tx<'_>, viewer: &Viewer, id: PhotoId) -> Result<Outcome<Photo>> {
    let now = tx.now();
    decide(tx, viewer, id, |photo| rules::approve_photo(photo, now))
}

pub fn hide_photo(tx: &mut Tx<'_>, viewer: &Viewer, id: PhotoId) -> Result<Outcome<Photo>> {
    decide(tx, viewer, id, rules::hide_photo)
}

/// `drawn` is the new picture's key; `over` the key of the one it was drawn from.
pub fn blacken_photo(tx: &mut Tx<'_>, viewer: &Viewer, id: PhotoId, words: Blackening, over: &str, drawn: &str) -> Result<Outcome<Photo>> {
    decide(tx, viewer, id, |photo| {
        if photo.derivative != over {
            return Err(vec![Problem::new("stale")]);
        }
        rules::blacken_photo(photo, words, drawn.to_owned())
    })
}

fn decide<E: Event>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: PhotoId,
    decision: impl FnOnce(&Photo) -> std::result::Result<(Photo, E), Vec<Problem>>,
) -> Result<Outcome<Photo>> {
    let now = tx.now();
    let (was, _) = store::find_photo::<ApprovePhoto>(tx, viewer, id, now)?;
    let (photo, event) = match decision(&was) {
        Ok(decided) => decided,
        Err(problems) => return Ok(Outcome::Refused(was, problems)),
    };
    store::save_photo(tx, &was, &photo, hand(viewer))?;
    tx.record(&event)?;
    Ok(Outcome::Done(photo))
}

/// The photo whose original this reader may open: asked before its file is read.
pub fn openable(r: &mut Reader<'_>, viewer: &Viewer, id: PhotoId, now: Moment) -> Result<Photo> {
    Ok(store::find_photo::<OpenOriginal>(r, viewer, id, now)?.0)
}

/// The original, opened for a reason; the opening is in the read log.
pub fn open_original(tx: &mut Tx<'_>, viewer: &Viewer, id: PhotoId, sealed: &[u8], reason: &str) -> Result<Vec<u8>> {
    let now = tx.now();
    let (photo, _) = store::find_photo::<OpenOriginal>(tx, viewer, id, now)?;
    tx.open_bytes(sealed, ORIGINAL, photo.id.uuid(), reason.trim())
}

/// Where a blackened picture is drawn from: the photo, if this reader may approve it.
pub fn approvable(r: &mut Reader<'_>, viewer: &Viewer, id: PhotoId, now: Moment) -> Result<Photo> {
    Ok(store::find_photo::<ApprovePhoto>(r, viewer, id, now)?.0)
}
