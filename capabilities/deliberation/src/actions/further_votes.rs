//! A question that is asked again, on the roll it was asked on.

use crate::rules::{self, *};
use crate::store;
use auth::{Denied, Viewer};
use db::{Result, Tx};
use kernel::{Outcome, Problem};

/// Drafted and frozen at once: the roll is the one that was checked already, and nobody on it has voted.
pub fn further_vote(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId, words: &FurtherVote) -> Result<Outcome<Ballot>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_ballot::<KeepBallot>(tx, viewer, id, now)?.into_inner();
    let by = viewer.account().ok_or(Denied::Forbidden)?;
    if store::followed_by(tx, street, id)?.is_some() {
        return Ok(Outcome::Refused(of, vec![Problem::new("asked-again-already")]));
    }
    let matter = match of.matter {
        Some(matter) => store::matter(tx, street, matter)?,
        None => None,
    };
    if let Some(matter) = &matter
        && let Err(problems) = in_step(matter, Part::Keeper, "ballot")
    {
        return Ok(Outcome::Refused(of, problems));
    }
    if matter.as_ref().is_some_and(|m| m.round != of.round) {
        return Ok(Outcome::Refused(of, vec![Problem::new("not-asked-again")]));
    }
    let charters = store::charters_of(tx, street, of.body)?;
    let code = short_code('B', now.day(), store::next_number(tx, 'B', now.day())?);
    match rules::further_vote((BallotId::fresh(), code), &of, words, charter_on(&charters, now.day()), by, now) {
        Err(problems) => Ok(Outcome::Refused(of, problems)),
        Ok((next, event)) => {
            store::insert_ballot(tx, &next)?;
            store::copy_roll(tx, of.id, next.id)?;
            tx.record(&event)?;
            Ok(Outcome::Done(next))
        }
    }
}
