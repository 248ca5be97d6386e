//! What people are troubled by, and who was heard.

use super::backings::tell_groups_of;
use super::matters::{on_matter, speaker};
use super::place_typed;
use crate::rules::*;
use crate::store;
use auth::{Denied, Viewer};
use db::{Reader, Result, Tx};
use kernel::{AccountId, Moment, Outcome, Problem, StreetId, uuid::Uuid};

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
        let groups = match groups_said(&words.origin, &words.age) {
            Ok(groups) => groups,
            Err(problems) => return Ok(Err(problems)),
        };
        tell_groups_of(tx, viewer, (person, words.way), &groups)?;
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

/// Two concerns say the same: a member of the body puts one under the other, or takes it out again.
pub fn group_concern(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, concern: Uuid, words: &Grouping) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    let thing = store::matter(tx, street, id)?.ok_or(Denied::Hidden)?;
    let hands = member_accounts(tx, street, thing.body, now)?;
    let of = auth::Held::<_, GroupConcerns>::take(viewer, InHand { thing, hands }, now)?.into_inner().thing;
    let by = viewer.account().ok_or(Denied::Hidden)?;
    let all = store::concerns_of(tx, street, id)?;
    let named = all.iter().find(|c| c.id == concern).ok_or(Denied::Hidden)?;
    let decided = in_step(&of, Part::Member, "concern_grouping").and_then(|()| group(id, named, &all, words.under));
    match decided {
        Err(problems) => Ok(Outcome::Refused(of, problems)),
        Ok(event) => {
            store::put_grouping(tx, concern, words.under, by)?;
            tx.record(&event)?;
            Ok(Outcome::Done(of))
        }
    }
}

/// Sign-ins of those who sit in a body now.
pub(super) fn member_accounts(r: &mut Reader<'_>, street: StreetId, of: BodyId, now: Moment) -> Result<Vec<AccountId>> {
    Ok(roster_on(&store::memberships_of(r, street, of)?, now.day()).into_iter().filter_map(|m| m.account).collect())
}

pub fn judge_concern(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, concern: Uuid, taken_up: bool, why_not: &str) -> Result<Outcome<Matter>> {
    on_matter::<KeepMatter, _>(tx, viewer, id, (Part::Keeper, "concern_judging"), |tx, _| {
        let street = tx.street();
        if store::concerns_of(tx, street, id)?.iter().any(|c| c.id == concern && c.under.is_some()) {
            return Ok(Err(vec![Problem::new("concern-grouped")]));
        }
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
