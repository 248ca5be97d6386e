//! A task on its way: its owner says how it stands, another hand decides about time, and one nobody accepts is urged.

use super::clock;
use super::delivery::task;
use super::matters::in_hand;
use super::telling::{tell_task, tell_unaccepted};
use crate::rules::{self, *};
use crate::store;
use auth::{Denied, Held, Viewer};
use db::{Reader, Result, Tx};
use kernel::{AccountId, Event, Moment, Outcome, Problem, StreetId, uuid::Uuid};
use worktime::Unit;

/// A verb of the one whose task it is; where its owner has no account, whoever keeps the matter writes for them.
fn by_owner<E: Event>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (id, which): (MatterId, Uuid),
    verb: &'static str,
    work: impl FnOnce(&mut Tx<'_>, &Task, AccountId) -> Result<std::result::Result<E, Vec<Problem>>>,
) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    let thing = store::matter(tx, street, id)?.ok_or(Denied::Hidden)?;
    let was = task(tx, street, id, which)?;
    let hands = vec![was.owner.unwrap_or(thing.owner)];
    let of = Held::<_, AcceptTask>::take(viewer, InHand { thing, hands }, now)?.into_inner().thing;
    if let Err(problems) = in_step(&of, Part::Resident, verb) {
        return Ok(Outcome::Refused(of, problems));
    }
    let by = viewer.account().ok_or(Denied::Hidden)?;
    match work(tx, &was, by)? {
        Err(problems) => Ok(Outcome::Refused(of, problems)),
        Ok(event) => {
            tx.record(&event)?;
            Ok(Outcome::Done(of))
        }
    }
}

fn kept<E>(tx: &mut Tx<'_>, was: &Task, decided: Decided<Task, E>) -> Result<std::result::Result<E, Vec<Problem>>> {
    match decided {
        Err(problems) => Ok(Err(problems)),
        Ok((task, event)) => {
            store::save_task(tx, was, &task)?;
            Ok(Ok(event))
        }
    }
}

pub fn finish_task(tx: &mut Tx<'_>, viewer: &Viewer, at: (MatterId, Uuid), evidence: &str) -> Result<Outcome<Matter>> {
    let now = tx.now();
    let done = by_owner(tx, viewer, at, "task_done", |tx, was, by| kept(tx, was, rules::finish_task(was, evidence, by, now)))?;
    if let Outcome::Done(of) = &done {
        tell_task(tx, of, (at.1, "task-finished", ""), [of.owner])?;
    }
    Ok(done)
}

pub fn block_task(tx: &mut Tx<'_>, viewer: &Viewer, at: (MatterId, Uuid), reason: &str) -> Result<Outcome<Matter>> {
    let now = tx.now();
    by_owner(tx, viewer, at, "task_blocking", |tx, was, _| kept(tx, was, rules::block_task(was, reason, now)))
}

pub fn unblock_task(tx: &mut Tx<'_>, viewer: &Viewer, at: (MatterId, Uuid)) -> Result<Outcome<Matter>> {
    by_owner(tx, viewer, at, "task_blocking", |tx, was, _| kept(tx, was, rules::unblock_task(was)))
}

pub fn ask_more_time(tx: &mut Tx<'_>, viewer: &Viewer, at: (MatterId, Uuid), words: &MoreTime) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    by_owner(tx, viewer, at, "task_more_time", |tx, was, by| {
        let waits = store::task_extensions(tx, street, was.id)?.iter().any(|x| x.granted.is_none());
        Ok(match rules::ask_more_time(was, waits, words, (Uuid::now_v7(), by), now) {
            Err(problems) => Err(problems),
            Ok((asked, event)) => {
                store::insert_task_extension(tx, &asked)?;
                Ok(event)
            }
        })
    })
}

/// The chair or the secretary decides, never who asked and never the owner.
pub fn judge_more_time(tx: &mut Tx<'_>, viewer: &Viewer, (id, which): (MatterId, Uuid), words: &TimeJudging) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    let of = in_hand(tx, viewer, id)?;
    let by = viewer.account().ok_or(Denied::Hidden)?;
    if let Err(problems) = in_step(&of, Part::Keeper, "task_more_time") {
        return Ok(Outcome::Refused(of, problems));
    }
    let was = task(tx, street, id, which)?;
    let Some(asked) = store::task_extensions(tx, street, which)?.into_iter().find(|x| x.granted.is_none()) else {
        return Ok(Outcome::Refused(of, vec![Problem::new("more-time-none")]));
    };
    match rules::judge_more_time(&was, &asked, words, by, now) {
        Err(problems) => Ok(Outcome::Refused(of, problems)),
        Ok(((task, judged), event)) => {
            store::judge_task_extension(tx, &judged)?;
            store::save_task(tx, &was, &task)?;
            tx.record(&event)?;
            tell_task(tx, &of, (which, if words.grants { "task-more-time" } else { "task-no-more-time" }, &judged.id.to_string()), [asked.asked_by])?;
            Ok(Outcome::Done(of))
        }
    }
}

/// Tasks that one go looks at.
const TOGETHER: i64 = 50;

/// Tasks whose owner has had the working days to accept them and has not.
fn unaccepted(r: &mut Reader<'_>, street: StreetId, now: Moment) -> Result<Vec<(Matter, Task)>> {
    let mut all = vec![];
    for (id, which) in store::tasks_unaccepted(r, street, now.plus_days(-ACCEPT_DAYS), TOGETHER)? {
        let (Some(of), was) = (store::matter(r, street, id)?, task(r, street, id, which)?) else { continue };
        let Some(asked) = was.asked_at else { continue };
        if clock(asked, (ACCEPT_DAYS, Unit::WorkDays), vec![], now)?.due_at.is_some_and(|due| due < now) {
            all.push((of, was));
        }
    }
    Ok(all)
}

pub fn any_unaccepted(r: &mut Reader<'_>, street: StreetId, now: Moment) -> Result<bool> {
    Ok(!unaccepted(r, street, now)?.is_empty())
}

/// Whoever keeps the matter and its chair are told once that somebody else may be named. How many tasks it was.
pub fn urge_unaccepted(tx: &mut Tx<'_>) -> Result<usize> {
    let (street, now) = (tx.street(), tx.now());
    let all = unaccepted(tx, street, now)?;
    for (of, was) in &all {
        store::save_task(tx, was, &Task { urged_at: Some(now), ..was.clone() })?;
        tx.record(&TaskUrged { matter: of.id, task: was.id })?;
        let chairs = holders(&store::offices_of(tx, street, of.body)?, &[Office::Chair], now.day());
        tell_unaccepted(tx, of, was, chairs.into_iter().chain([of.owner]))?;
    }
    Ok(all.len())
}
