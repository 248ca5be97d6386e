//! What was decided, who carries it out, and how people rate what came of it.

use super::doers::owner_named;
use super::matters::{in_hand, on_matter, speaker};
use super::telling::tell_asked;
use crate::rules::*;
use crate::store;
use auth::{Denied, Viewer};
use db::{Reader, Result, Tx};
use kernel::{Outcome, Problem, StreetId, uuid::Uuid};

/// What was adopted in this round, if anything: by a sealed ballot, or in a room whose minutes are out.
pub(super) fn adopted(r: &mut Reader<'_>, street: StreetId, of: &Matter) -> Result<Option<Adopted>> {
    for ballot in store::ballots(r, street, Some(of.id), None, 50)?.iter().filter(|b| b.round == of.round) {
        let won = ballot.won();
        if ballot.state == BallotState::Sealed && !won.is_empty() {
            return Ok(Some(Adopted { ground: Ground::Ballot(ballot.id), won: Some(won) }));
        }
    }
    // A vote by hands that is a ballot of its own counts once it is sealed, not before.
    let ballots: Vec<Uuid> = store::ballots(r, street, Some(of.id), None, 50)?.iter().map(|b| b.id.uuid()).collect();
    let since = store::walk_of(r, street, of.id)?.iter().filter(|s| s.round == of.round).map(|s| s.from).min();
    for result in store::results_about(r, street, of.id.uuid())? {
        let minuted = store::minutes_of(r, street, result.meeting)?.is_some_and(|m| m.circulated_at.is_some());
        if result.verdict == Verdict::Adopted && !ballots.contains(&result.id) && minuted && since.is_some_and(|since| result.at >= since) {
            return Ok(Some(Adopted { ground: Ground::Room(result.id), won: None }));
        }
    }
    Ok(None)
}

/// What was decided, with its force; once a round, from a minuted result.
pub fn adopt(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, words: &Resolving) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    on_matter::<KeepMatter, _>(tx, viewer, id, (Part::Keeper, "resolution"), |tx, of| {
        if store::resolutions_of(tx, street, id)?.iter().any(|v| v.round == of.round) {
            return Ok(Err(vec![Problem::new("resolved-already")]));
        }
        let result = adopted(tx, street, of)?;
        let choices = store::choices_of(tx, street, id)?;
        let charters = store::charters_of(tx, street, of.body)?;
        let basis = charter_on(&charters, now.day()).map(|c| c.rules.basis_text.clone()).unwrap_or_default();
        let code = short_code('R', now.day(), store::next_number(tx, 'R', now.day())?);
        Ok(match resolve((Uuid::now_v7(), code), of, words, (result.as_ref(), &choices, &basis), now) {
            Err(problems) => Err(problems),
            Ok((resolution, event)) => {
                store::insert_resolution(tx, &resolution)?;
                Ok(event)
            }
        })
    })
}

pub fn open_task(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, words: &Tasking) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    on_matter::<KeepMatter, _>(tx, viewer, id, (Part::Keeper, "task"), |tx, of| {
        let mut problems = vec![];
        let mut field = |name, text: &str, most| said(name, text, most).map_err(|p| problems.push(p)).unwrap_or_default();
        let (title, to_be_seen) = (field("title", &words.title, 60), field("to_be_seen", &words.to_be_seen, 200));
        let naming = Naming { owner_name: words.owner_name.clone(), owner_login: words.owner_login.clone(), owner_author: words.owner_author.clone() };
        let owner = match owner_named(tx, street, id, &naming)? {
            Ok(owner) => owner,
            Err(problem) => {
                problems.push(problem);
                (String::new(), None)
            }
        };
        let due = words.due.filter(|d| *d >= now.day());
        if due.is_none() {
            problems.push(Problem::at("due", "due-missing"));
        }
        let resolution = store::resolutions_of(tx, street, id)?.into_iter().find(|v| v.round <= of.round);
        let (Some(due), Some(resolution), true) = (due, resolution, problems.is_empty()) else { return Ok(Err(problems)) };
        let task = fresh_task(Uuid::now_v7(), (id, resolution.id), (title, to_be_seen), owner, due, now);
        store::insert_task(tx, &task)?;
        tell_asked(tx, of, &task)?;
        Ok(Ok(TaskOpened { matter: id, task: task.id }))
    })
}

pub(super) fn task(r: &mut Reader<'_>, street: StreetId, id: MatterId, task: Uuid) -> Result<Task> {
    store::tasks_of(r, street, id)?.into_iter().find(|t| t.id == task).ok_or_else(|| Denied::Hidden.into())
}

/// The chair or the secretary confirms, once its owner said that it is done.
pub fn verify_task(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, which: Uuid, evidence: &str, witness: &str) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    let by = viewer.account().ok_or(Denied::Hidden)?;
    let of = in_hand(tx, viewer, id)?;
    if let Err(problems) = in_step(&of, Part::Keeper, "task_verification") {
        return Ok(Outcome::Refused(of, problems));
    }
    let was = task(tx, street, id, which)?;
    match verify(&was, by, evidence, witness, now) {
        Err(problems) => Ok(Outcome::Refused(of, problems)),
        Ok((verified, event)) => {
            store::save_task(tx, &was, &verified)?;
            tx.record(&event)?;
            Ok(Outcome::Done(of))
        }
    }
}

pub fn cancel_task(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, which: Uuid, reason: &str) -> Result<Outcome<Matter>> {
    let street = tx.street();
    on_matter::<KeepMatter, _>(tx, viewer, id, (Part::Keeper, "task_cancelling"), |tx, _| {
        let was = task(tx, street, id, which)?;
        match said("reason", reason, 200) {
            Err(problem) => Ok(Err(vec![problem])),
            Ok(_) if matches!(was.state, TaskState::Verified | TaskState::Cancelled) => Ok(Err(vec![Problem::new("task-over")])),
            Ok(reason) => {
                store::save_task(tx, &was, &Task { state: TaskState::Cancelled, reason: Some(reason), ..was.clone() })?;
                Ok(Ok(TaskCancelled { matter: id, task: which }))
            }
        }
    })
}

/// One rating per person and round; never by whoever owned a task.
pub fn rate(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, words: &RatingWords) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_matter::<TakePart>(tx, viewer, id, now)?.into_inner();
    let (person, part, way) = speaker(tx, viewer, &of, words.way)?;
    on_matter::<TakePart, _>(tx, viewer, id, (part, "rating"), |tx, of| {
        let mut problems = rating_problems(words);
        let own = identity::accounts_of(tx, street, &[person])?;
        if store::tasks_of(tx, street, id)?.iter().any(|t| t.owner.is_some_and(|o| own.contains(&o))) {
            problems.push(Problem::new("own-task"));
        }
        if store::has_rated(tx, street, id, of.round, person)? {
            problems.push(Problem::new("rated-already"));
        }
        let eased = read_eased(&words.eased, &store::concerns_of(tx, street, id)?).map_err(|p| problems.push(p)).unwrap_or_default();
        if !problems.is_empty() {
            return Ok(Err(problems));
        }
        let rating = store::insert_rating(tx, of, person, way, words)?;
        store::insert_eased(tx, of, rating, &eased)?;
        Ok(Ok(RatingGiven { matter: id, way: way.code() }))
    })
}

/// The body's own word on what became of it.
pub fn state_result(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, typed: &str) -> Result<Outcome<Matter>> {
    on_matter::<KeepMatter, _>(tx, viewer, id, (Part::Keeper, "statement"), |tx, of| match said("text", typed, 1_000) {
        Err(problem) => Ok(Err(vec![problem])),
        Ok(text) => {
            store::save_matter(tx, of, &Matter { statement: Some(text), rev: of.rev + 1, ..of.clone() })?;
            Ok(Ok(StatementMade { matter: id }))
        }
    })
}
