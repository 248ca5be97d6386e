//! After a matter is settled: people of the place who want it walked again, and the second look.

use super::matters::begin_again;
use super::residences::{Speaker, speaking};
use super::telling::{tell_look, tell_reopened};
use crate::rules::{self, *};
use crate::store;
use crate::views::{AfterView, LookView};
use auth::{Denied, Viewer};
use db::{Reader, Result, Tx};
use kernel::{AccountId, Moment, Outcome, StreetId};
use std::collections::BTreeSet;

/// The moment at which a matter's last stay ended.
pub(super) fn settled(r: &mut Reader<'_>, street: StreetId, id: MatterId) -> Result<Option<Moment>> {
    Ok(last_end(&store::walk_of(r, street, id)?))
}

fn last_end(walk: &[Stretch]) -> Option<Moment> {
    walk.last().and_then(|s| s.to)
}

/// Somebody of the place wants it walked again; the last one needed sets it going.
pub fn ask_reopening(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, words: &AfterWords) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_matter::<TakePart>(tx, viewer, id, now)?.into_inner();
    let Speaker { person, ties, way, keyed_by, .. } = match speaking(tx, viewer, &words.helped())? {
        Ok(who) => who,
        Err(problems) => return Ok(Outcome::Refused(of, problems)),
    };
    let belongs = tie_for(of.place, &ties).is_some_and(|at| within(of.place, at));
    let asked = store::has_asked_reopening(tx, street, id, of.round, person)?;
    let reason = match rules::ask_reopening(&of, settled(tx, street, id)?, (belongs, asked), words, way, now) {
        Err(problems) => return Ok(Outcome::Refused(of, problems)),
        Ok((reason, event)) => {
            tx.record(&event)?;
            reason
        }
    };
    store::insert_reopening_request(tx, &of, person, (way, keyed_by), &reason)?;
    let wanted = store::reopening_requests(tx, street, id, of.round)?;
    match reopen_wanted(&of, wanted) {
        None => Ok(Outcome::Done(of)),
        Some((matter, event)) => {
            walk_again(tx, &of, &matter, &event, ReopeningWhy::Wanted)?;
            Ok(Outcome::Done(matter))
        }
    }
}

/// It walks again by rule, and whoever took part hears of it.
fn walk_again(tx: &mut Tx<'_>, was: &Matter, matter: &Matter, event: &MatterReopened, why: ReopeningWhy) -> Result<()> {
    begin_again(tx, was, matter, Reopening { round: matter.round, at: tx.now(), why, reason: None, by: None })?;
    tx.record(event)?;
    for account in took_part(tx, was)? {
        tell_reopened(tx, matter, account)?;
    }
    Ok(())
}

/// Accounts of whoever took part in a matter, and of who keeps it.
pub(super) fn took_part(tx: &mut Tx<'_>, of: &Matter) -> Result<BTreeSet<AccountId>> {
    let street = tx.street();
    let people = store::people_of(tx, street, of.id)?;
    Ok(identity::accounts_of(tx, street, &people)?.into_iter().chain([of.owner]).collect())
}

/// Is it still solved? Said once by somebody, for as long as the look is open.
pub fn answer_look(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, words: &AfterWords) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_matter::<TakePart>(tx, viewer, id, now)?.into_inner();
    let Speaker { person, account, way, keyed_by, .. } = match speaking(tx, viewer, &words.helped())? {
        Ok(who) => who,
        Err(problems) => return Ok(Outcome::Refused(of, problems)),
    };
    let look = store::looks_of(tx, street, id)?.pop();
    let answered = match &look {
        Some(look) => store::has_answered_look(tx, street, id, look.round, person)?,
        None => false,
    };
    let own_task = store::tasks_of(tx, street, id)?.iter().any(|t| t.owner == Some(account));
    match (rules::answer_look(look.as_ref(), (own_task, answered), words, way, now), &look) {
        (Err(problems), _) => Ok(Outcome::Refused(of, problems)),
        (Ok(_), None) => Err(Denied::Hidden.into()),
        (Ok((solved, event)), Some(look)) => {
            store::insert_look_answer(tx, look, person, solved, (way, keyed_by))?;
            tx.record(&event)?;
            Ok(Outcome::Done(of))
        }
    }
}

/// Looks that one go tends.
const TOGETHER: i64 = 50;

/// The span in which matters settled then are looked at again: not those that may no longer walk.
fn look_span(now: Moment) -> (Moment, Moment) {
    (now.plus_days(LOOK_DAYS - REOPEN_DAYS), now.plus_days(-LOOK_AFTER_DAYS))
}

/// Whether a second look opens or closes now.
pub fn any_look_due(r: &mut Reader<'_>, street: StreetId, now: Moment) -> Result<bool> {
    Ok(!store::matters_to_look_at(r, street, look_span(now), 1)?.is_empty() || !store::looks_to_close(r, street, now, 1)?.is_empty())
}

/// Opens looks half a year after the end, asking whoever took part, and closes those whose days are over. How many.
pub fn tend_looks(tx: &mut Tx<'_>) -> Result<usize> {
    let (street, now) = (tx.street(), tx.now());
    let mut tended = 0;
    for id in store::matters_to_look_at(tx, street, look_span(now), TOGETHER)? {
        let Some(of) = store::matter(tx, street, id)? else { continue };
        let (look, event) = open_look(&of, now);
        store::insert_look(tx, &look)?;
        tx.record(&event)?;
        for account in took_part(tx, &of)? {
            tell_look(tx, &of, &look, account)?;
        }
        tended += 1;
    }
    for (id, round) in store::looks_to_close(tx, street, now, TOGETHER)? {
        let (Some(of), Some(look)) = (store::matter(tx, street, id)?, store::looks_of(tx, street, id)?.into_iter().find(|l| l.round == round)) else { continue };
        let (closed, next, event) = close_look(&look, &of, store::look_answers(tx, street, id, round)?, now);
        store::save_look_closed(tx, &closed)?;
        tx.record(&event)?;
        if let Some((matter, event)) = next {
            walk_again(tx, &of, &matter, &event, ReopeningWhy::NotLasting)?;
        }
        tended += 1;
    }
    Ok(tended)
}

/// What comes after the end, as this reader sees it; nothing before.
pub(super) fn after_view(r: &mut Reader<'_>, viewer: &Viewer, (of, walk): (&Matter, &[Stretch]), now: Moment) -> Result<Option<AfterView>> {
    let street = viewer.street;
    let looks = store::looks_of(r, street, of.id)?;
    let until = if of.state == MatterState::Settled { last_end(walk).map(reopens_until).filter(|until| now < *until) } else { None };
    if until.is_none() && looks.is_empty() {
        return Ok(None);
    }
    let reader = if viewer.account().is_some() { Some(super::reader(r, viewer)?.0) } else { None };
    let asked = match reader {
        Some(person) => store::has_asked_reopening(r, street, of.id, of.round, person)?,
        None => false,
    };
    let mut seen = vec![];
    for look in looks {
        let answered = match reader {
            Some(person) => store::has_answered_look(r, street, of.id, look.round, person)?,
            None => false,
        };
        // Counts of an open look would tell who came between two readings; a closed one with few answers would tell them all.
        let found = look.closed_at.filter(|_| look.found.all() >= FEW).map(|_| look.found);
        seen.push(LookView {
            round: look.round, opened_at: look.opened_at, until: look.until, open: look.closed_at.is_none() && now < look.until, outcome: look.outcome,
            yes: found.map(|f| f.yes), all: found.map(|f| f.all()), answered,
        });
    }
    let keeps = auth::may::<_, KeepMatter>(viewer, of, now);
    Ok(Some(AfterView {
        until,
        wanted: store::reopening_requests(r, street, of.id, of.round)?,
        needed: reopening_threshold(of.place),
        reasons: if keeps { store::reopening_reasons(r, street, of.id, of.round)? } else { vec![] },
        asked,
        may_say: viewer.account().is_some(),
        may_help: viewer.helping.is_none() && auth::may::<_, TakePartFor>(viewer, of, now),
        looks: seen,
    }))
}

/// Counts under this stay unsaid.
const FEW: i64 = 5;
