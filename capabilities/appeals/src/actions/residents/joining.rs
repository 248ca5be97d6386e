//! One more voice on a case that is known: its own receipt, its own callback, the same work.

use crate::actions::reception::{Received, repeated, voice_of};
use crate::rules::*;
use crate::store;
use auth::{Denied, Viewer};
use db::{Result, Tx};
use edge::photos::KeptPhoto;
use kernel::Outcome;

/// Row 1 on an existing case. Only what the public sees can be joined: any other answers as if it did not exist.
pub fn join(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    case_no: &str,
    words: &Reception,
    intake: Intake,
    photos: &[KeptPhoto],
) -> Result<Outcome<Option<Received>>> {
    if let Some(first) = repeated(tx, words, photos)? {
        return Ok(first);
    }
    let (street, now) = (tx.street(), tx.now());
    let id = store::by_number(tx, street, case_no)?.ok_or(Denied::Hidden)?;
    let joinable = |c: &Case| c.published && c.public_level.is_listed() && c.state.is_open();
    let was = store::load(tx, street, id)?.filter(joinable).ok_or(Denied::Hidden)?;
    let problems: Vec<_> = judge_reception(words, intake, true).into_iter().filter(|p| p.code != "text-missing").collect();
    if !problems.is_empty() {
        return Ok(Outcome::Refused(None, problems));
    }
    let case = Case { voices: was.voices + 1, ..touched(&was, now) };
    store::save(tx, &was, &case)?;
    let (voice, code) = voice_of(tx, viewer, &case, words, intake, photos)?;
    store::tell_one(tx, id, voice, "joined")?;
    store::keep(tx, id)?;
    Ok(Outcome::Done(Some(Received { case, voice, code, repeated: false })))
}
