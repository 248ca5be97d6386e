//! An opening from seal to seal.

use super::{on_opening, signing};
use crate::rules::{self, *};
use crate::store;
use auth::Viewer;
use db::{Result, Tx};
use edge::photos::SealedPhoto;
use kernel::{Outcome, Problem, uuid::Uuid};

/// Both sign, and the box is opened. `second` has shown who they are on this device.
pub fn begin(tx: &mut Tx<'_>, viewer: &Viewer, second: &Viewer, id: BoxId, words: &Beginning) -> Result<Outcome<Option<Opening>>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_box::<OpenBox>(tx, viewer, id, now)?.into_inner();
    let first = signing::first(tx, viewer, &of, now)?;
    let second = match signing::second(tx, second, &of, now)? {
        Ok(second) => second,
        Err(problem) => return Ok(Outcome::Refused(None, vec![problem])),
    };
    let last = store::openings_of(tx, street, id, 1)?.into_iter().next();
    if last.as_ref().is_some_and(|o| o.sealed_at.is_none()) {
        return Ok(Outcome::Refused(None, vec![Problem::new("opening-unsealed")]));
    }
    let expected = last.and_then(|o| o.seal_after);
    match rules::begin(OpeningId::fresh(), &of, words, (&first, &second), expected.as_deref(), now) {
        Err(problems) => Ok(Outcome::Refused(None, problems)),
        Ok((opening, event)) => {
            store::insert_opening(tx, &opening)?;
            tx.record(&event)?;
            Ok(Outcome::Done(Some(opening)))
        }
    }
}

/// The picture of the cards laid out, whose file is written.
pub fn photograph(tx: &mut Tx<'_>, viewer: &Viewer, id: OpeningId, kept: &SealedPhoto) -> Result<Outcome<Opening>> {
    on_opening(tx, viewer, id, |_, was, _| Ok(rules::photograph(was, kept, viewer.account())))
}

pub fn count(tx: &mut Tx<'_>, viewer: &Viewer, id: OpeningId, counted: Option<i32>) -> Result<Outcome<Opening>> {
    on_opening(tx, viewer, id, |_, was, _| Ok(rules::count(was, counted, viewer.account())))
}

/// Another count, with both signatures; the first stays readable.
pub fn correct(tx: &mut Tx<'_>, viewer: &Viewer, second: &Viewer, id: OpeningId, words: Correcting) -> Result<Outcome<Opening>> {
    let now = tx.now();
    on_opening(tx, viewer, id, |tx, was, cards| {
        let second = match signing::second(tx, second, was, now)? {
            Ok(second) => second,
            Err(problem) => return Ok(Err(vec![problem])),
        };
        Ok(match rules::correct(was, cards.len(), words, viewer.account(), &second, (Uuid::now_v7(), now)) {
            Err(problems) => Err(problems),
            Ok(((opening, correction), event)) => {
                store::insert_correction(tx, &correction)?;
                Ok((opening, event))
            }
        })
    })
}

/// Closed with a new seal and both signatures, if it adds up.
pub fn seal(tx: &mut Tx<'_>, viewer: &Viewer, second: &Viewer, id: OpeningId, seal_after: &str) -> Result<Outcome<Opening>> {
    let (street, now) = (tx.street(), tx.now());
    on_opening(tx, viewer, id, |tx, was, cards| {
        let corrections = store::corrections_of(tx, street, id)?;
        Ok(match signing::second(tx, second, was, now)? {
            Ok(second) => rules::seal(was, (cards, &corrections), seal_after, viewer.account(), &second, now),
            Err(problem) => Err(vec![problem]),
        })
    })
}
