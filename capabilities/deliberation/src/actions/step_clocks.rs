//! More time for a step, and the lapse of matters with which nobody goes on.

use super::afterwards::took_part;
use super::matters::{deadline, end_walk};
use super::telling::tell_ended;
use crate::rules::{self, *};
use crate::store;
use auth::{Denied, Held, Viewer};
use db::{Reader, Result, Tx};
use journal::Asked;
use kernel::{AccountId, Moment, Outcome, Problem, StreetId, uuid::Uuid};
use std::collections::BTreeSet;

/// The chair, the secretary or the street gives a step more time; whoever keeps the matter asks one of them.
pub fn extend_step(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, words: &Extending) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    let thing = store::matter(tx, street, id)?.ok_or(Denied::Hidden)?;
    let hands = holders(&store::offices_of(tx, street, thing.body)?, &[Office::Chair], now.day());
    let of = Held::<_, ExtendStep>::take(viewer, InHand { thing, hands }, now)?.into_inner().thing;
    let by = viewer.account().ok_or(Denied::Hidden)?;
    let Some(open) = store::walk_of(tx, street, id)?.into_iter().find(|s| s.to.is_none()) else {
        return Ok(Outcome::Refused(of, vec![Problem::new("matter-ended")]));
    };
    let had = store::extensions_of(tx, street, id)?.iter().any(|x| x.no == open.no);
    let due = |days| deadline(&of, open.from, vec![days], now).ok().and_then(|d| d.due_at);
    match rules::extend_step(&of, (&open, had), words, due, (by, now)) {
        Err(problems) => Ok(Outcome::Refused(of, problems)),
        Ok(((extension, due), event)) => {
            let proof = deadline(&of, open.from, vec![extension.days], now)?.proof;
            store::extend_stretch(tx, id, &extension, due, &serde_json::to_string(&proof)?)?;
            tx.record(&event)?;
            Ok(Outcome::Done(of))
        }
    }
}

/// Matters that one go looks at.
const TOGETHER: i64 = 50;

/// The latest thing done with a matter, in its ballots or in meetings about it.
fn last_act(r: &mut Reader<'_>, street: StreetId, of: &Matter) -> Result<Moment> {
    let mut things: Vec<(&str, Uuid)> = vec![("matter", of.id.uuid())];
    things.extend(store::ballots(r, street, Some(of.id), None, 50)?.into_iter().map(|b| ("ballot", b.id.uuid())));
    things.extend(store::meetings_about(r, street, of.id, of.opened_at)?.into_iter().map(|m| ("meeting", m.0.uuid())));
    let mut last = of.opened_at;
    for (kind, id) in things {
        let asked = Asked { subject: Some((kind.to_owned(), id)), limit: 1, ..Asked::default() };
        last = journal::audit(r, street, &asked)?.first().map_or(last, |e| last.max(e.at));
    }
    Ok(last)
}

/// Matters that time lets lapse now.
fn lapsing(r: &mut Reader<'_>, street: StreetId, now: Moment) -> Result<Vec<(Matter, Matter, MatterEnded)>> {
    let mut all = vec![];
    for (id, urged) in store::idle_matters(r, street, (now.plus_days(-LAPSE_DAYS), LAPSE_URGINGS), TOGETHER)? {
        let Some(was) = store::matter(r, street, id)? else { continue };
        let last = last_act(r, street, &was)?;
        all.extend(lapse(&was, urged, last, now).map(|(lapsed, event)| (was, lapsed, event)));
    }
    Ok(all)
}

pub fn any_lapsing(r: &mut Reader<'_>, street: StreetId, now: Moment) -> Result<bool> {
    Ok(!lapsing(r, street, now)?.is_empty())
}

/// Matters urged twice with no act since lapse, by the rule's name; whoever took part is told. How many lapsed.
pub fn lapse_matters(tx: &mut Tx<'_>) -> Result<usize> {
    let (street, now) = (tx.street(), tx.now());
    let all = lapsing(tx, street, now)?;
    for (was, lapsed, event) in &all {
        end_walk(tx, was, lapsed, (Passing::Ended, NO_ACT))?;
        tx.record(event)?;
        tell_end(tx, lapsed)?;
    }
    Ok(all.len())
}

/// Whoever took part, keeps the matter or leads its body is told how it ended.
pub(super) fn tell_end(tx: &mut Tx<'_>, of: &Matter) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    let leading = holders(&store::offices_of(tx, street, of.body)?, &[Office::Chair, Office::Convenor], now.day());
    let all: BTreeSet<AccountId> = leading.into_iter().chain(took_part(tx, of)?).collect();
    for account in all {
        tell_ended(tx, of, account)?;
    }
    Ok(())
}

/// One more try at an invitation's code; whether it may be looked at.
pub fn try_invitation(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<bool> {
    let account = viewer.account().ok_or(Denied::Hidden)?;
    Ok(store::count_try(tx, account)? <= INVITATION_TRIES)
}
