//! Putting boxes up and changing their plan.

use crate::rules::{self, *};
use crate::store;
use auth::{Denied, Viewer};
use db::{Result, Tx};
use kernel::{Outcome, Problem};

/// A box is put up where the words say, inside what this reader answers for.
pub fn put_up(tx: &mut Tx<'_>, viewer: &Viewer, words: &BoxWords) -> Result<Outcome<Option<OpinionBox>>> {
    let (street, now) = (tx.street(), tx.now());
    if !auth::reaches(WHO_MAY, KEEP, viewer, now) {
        return Err(Denied::Hidden.into());
    }
    let names = appeals::actions::Names::read(tx, street)?;
    let place = match names.place_typed(&words.place_name) {
        Ok(place) => place.unwrap_or_default(),
        Err(problem) => return Ok(Outcome::Refused(None, vec![problem])),
    };
    let (made, event) = match rules::put_up(BoxId::fresh(), words, place, now) {
        Ok(decided) => decided,
        Err(problems) => return Ok(Outcome::Refused(None, problems)),
    };
    if !auth::decide(WHO_MAY, KEEP, viewer, &made, now) {
        return Ok(Outcome::Refused(None, vec![Problem::at("place_name", "place-not-yours")]));
    }
    store::insert_box(tx, &made)?;
    tx.record(&event)?;
    Ok(Outcome::Done(Some(made)))
}

pub fn change(tx: &mut Tx<'_>, viewer: &Viewer, id: BoxId, words: &BoxWords) -> Result<Outcome<OpinionBox>> {
    let now = tx.now();
    let was = store::find_box::<KeepBox>(tx, viewer, id, now)?.into_inner();
    match rules::change(&was, words) {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok((changed, event)) => {
            if !store::save_box(tx, &was, &changed)? {
                return Err(db::Fault::Busy);
            }
            tx.record(&event)?;
            Ok(Outcome::Done(changed))
        }
    }
}
