//! What people are troubled by, and who was heard.

use super::matters::{on_matter, speaker};
use super::place_typed;
use crate::rules::*;
use crate::store;
use auth::{Denied, Viewer};
use db::{Result, Tx};
use kernel::{Outcome, Problem, uuid::Uuid};

pub fn respond(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, words: &Responding) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_matter::<TakePart>(tx, viewer, id, now)?.into_inner();
    let (person, part, way) = speaker(tx, viewer, &of, words.way)?;
    let tree = places::tree(tx, street)?;
    on_matter::<TakePart, _>(tx, viewer, id, (part, "response"), |tx, of| {
        let text = match said("text", &words.text, 500) {
            Ok(text) => text,
            Err(problem) => return Ok(Err(vec![problem])),
        };
        let grid = match place_typed(&tree, "place_name", &words.place_name) {
            Ok(place) => place.and_then(|p| tree.path_of(p).grid),
            Err(problem) => return Ok(Err(vec![problem])),
        };
        if store::was_heard(tx, street, id, of.round, person)? {
            return Ok(Err(vec![Problem::new("heard-already")]));
        }
        store::insert_response(tx, of, &Response { id: Uuid::now_v7(), person, way, grid, text })?;
        Ok(Ok(ResponseGiven { matter: id, way: way.code() }))
    })
}

pub fn name_concern(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, typed: &str, way: Option<Way>) -> Result<Outcome<Matter>> {
    let now = tx.now();
    let of = store::find_matter::<TakePart>(tx, viewer, id, now)?.into_inner();
    let (person, part, _) = speaker(tx, viewer, &of, way)?;
    on_matter::<TakePart, _>(tx, viewer, id, (part, "concern"), |tx, _| {
        let text = match said("text", typed, 140) {
            Ok(text) => text,
            Err(problem) => return Ok(Err(vec![problem])),
        };
        let concern = Uuid::now_v7();
        store::insert_concern(tx, id, concern, &text, person)?;
        // Whoever names it is the first to whom it happens.
        store::insert_joining(tx, concern, person)?;
        Ok(Ok(ConcernNamed { matter: id, concern }))
    })
}

/// 我也是.
pub fn join_concern(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, concern: Uuid) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_matter::<TakePart>(tx, viewer, id, now)?.into_inner();
    let (person, part, _) = speaker(tx, viewer, &of, None)?;
    on_matter::<TakePart, _>(tx, viewer, id, (part, "joining"), |tx, _| {
        if !store::concerns_of(tx, street, id)?.iter().any(|c| c.id == concern) {
            return Err(Denied::Hidden.into());
        }
        if store::has_joined(tx, street, concern, person)? {
            return Ok(Err(vec![Problem::new("joined-already")]));
        }
        store::insert_joining(tx, concern, person)?;
        Ok(Ok(ConcernJoined { matter: id, concern }))
    })
}

pub fn judge_concern(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, concern: Uuid, taken_up: bool, why_not: &str) -> Result<Outcome<Matter>> {
    on_matter::<KeepMatter, _>(tx, viewer, id, (Part::Keeper, "concern_judging"), |tx, _| {
        let why = if taken_up { None } else {
            match said("why_not", why_not, 200) {
                Ok(why) => Some(why),
                Err(problem) => return Ok(Err(vec![problem])),
            }
        };
        store::judge_concern(tx, id, concern, taken_up, why.as_deref())?;
        Ok(Ok(ConcernJudged { matter: id, concern, taken_up }))
    })
}
