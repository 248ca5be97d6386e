//! What was decided, who carries it out, and how people rate what came of it.

use super::*;
use crate::rules::codes;
use kernel::{AccountId, Moment, Problem, uuid::Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

codes! { Force { Advice "advice", Commitment "commitment", Binding "binding" } }
codes! { TaskState { Open "open", Accepted "accepted", Done "done", Verified "verified", Cancelled "cancelled" } }
codes! { Solved { Yes "yes", Partly "partly", No "no" } }

#[derive(Clone, Debug, PartialEq)]
pub struct Resolution {
    pub id: Uuid,
    pub matter: MatterId,
    pub code: String,
    pub round: i32,
    pub text: String,
    pub option: Option<Uuid>,
    pub ground: Ground,
    pub force: Force,
    pub basis_text: String,
    pub at: Moment,
}

/// What a resolution stands on: what a room decided, or a sealed count.
#[derive(Clone, Debug, PartialEq)]
pub enum Ground {
    Room(Uuid),
    Ballot(BallotId),
}

impl Ground {
    pub fn id(&self) -> Uuid {
        match self {
            Self::Room(id) => *id,
            Self::Ballot(id) => id.uuid(),
        }
    }
}

/// What was decided, and the options that won where a ballot names them.
#[derive(Clone, Debug, PartialEq)]
pub struct Adopted {
    pub ground: Ground,
    pub won: Option<Vec<Uuid>>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Resolving {
    pub text: String,
    #[schema(value_type = Option<String>)]
    pub option: Option<Uuid>,
    pub force: Option<Force>,
}

/// One resolution per decided round, from an adopted result whose meeting's minutes are out or from a sealed ballot.
pub fn resolve(
    (id, code): (Uuid, String),
    of: &Matter,
    words: &Resolving,
    (adopted, choices, basis): (Option<&Adopted>, &[Choice], &str),
    now: Moment,
) -> Decided<Resolution, ResolutionAdopted> {
    in_step(of, Part::Keeper, "resolution")?;
    let mut problems = vec![];
    let text = said("text", &words.text, 2_000).map_err(|p| problems.push(p)).unwrap_or_default();
    let force = words.force.unwrap_or(Force::Advice);
    if force == Force::Binding && basis.is_empty() {
        problems.push(Problem::at("force", "no-basis"));
    }
    if words.option.is_some_and(|o| !choices.iter().any(|c| c.id == o && c.state == OptionState::Frozen)) {
        problems.push(Problem::at("option", "option-unknown"));
    }
    let won = adopted.and_then(|a| a.won.as_deref()).unwrap_or_default();
    if adopted.is_some_and(|a| a.won.is_some()) && words.option.is_some_and(|o| !won.contains(&o)) {
        problems.push(Problem::at("option", "option-not-won"));
    }
    let option = words.option.or_else(|| won.first().copied().filter(|_| won.len() == 1));
    match adopted {
        None => problems.push(Problem::new("nothing-adopted")),
        Some(result) if problems.is_empty() => {
            let event = ResolutionAdopted { matter: of.id, resolution: id, round: of.round, force: force.code(), result: result.ground.id() };
            let resolution = Resolution {
                id, matter: of.id, code, round: of.round, text, option, ground: result.ground.clone(), force, basis_text: basis.to_owned(), at: now,
            };
            return Ok((resolution, event));
        }
        Some(_) => {}
    }
    Err(problems)
}

#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    pub id: Uuid,
    pub matter: MatterId,
    pub resolution: Uuid,
    pub title: String,
    pub to_be_seen: String,
    pub owner_name: String,
    pub owner: Option<AccountId>,
    pub due: kernel::Day,
    pub state: TaskState,
    pub evidence: Option<String>,
    pub reason: Option<String>,
    pub verified_by: Option<AccountId>,
    pub witness: Option<String>,
    pub verified_at: Option<Moment>,
    /// Its owner was asked then, and accepted then.
    pub asked_at: Option<Moment>,
    pub accepted_at: Option<Moment>,
    /// Its owner said then that it is done, and what shows it.
    pub done_by: Option<AccountId>,
    pub done_at: Option<Moment>,
    pub done_evidence: Option<String>,
    /// It stands still since then, and why.
    pub blocked_at: Option<Moment>,
    pub blocked_why: Option<String>,
    /// Whoever keeps the matter was told that nobody accepts it.
    pub urged_at: Option<Moment>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Tasking {
    pub title: String,
    pub to_be_seen: String,
    pub owner_name: String,
    pub owner_login: String,
    /// One of the authors behind the matter, by key.
    pub owner_author: String,
    #[schema(value_type = Option<String>)]
    pub due: Option<kernel::Day>,
}

/// After its owner said that it is done, somebody else confirms what is to be seen, with one witness.
pub fn verify(was: &Task, by: AccountId, evidence: &str, witness: &str, now: Moment) -> Decided<Task, TaskVerified> {
    let mut problems = vec![];
    let evidence = if evidence.trim().is_empty() { was.done_evidence.as_deref().unwrap_or_default() } else { evidence };
    let evidence = said("evidence", evidence, 300).map_err(|p| problems.push(p)).unwrap_or_default();
    let witness = said("witness", witness, MOST_NAME).map_err(|p| problems.push(p)).unwrap_or_default();
    if was.owner == Some(by) || was.done_by == Some(by) {
        problems.push(Problem::new("own-task"));
    }
    match was.state {
        TaskState::Verified | TaskState::Cancelled => problems.push(Problem::new("task-over")),
        TaskState::Open | TaskState::Accepted => problems.push(Problem::new("task-not-done")),
        TaskState::Done => {}
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let event = TaskVerified { matter: was.matter, task: was.id };
    let verified = Task { state: TaskState::Verified, evidence: Some(evidence), witness: Some(witness), verified_by: Some(by), verified_at: Some(now), ..was.clone() };
    Ok((verified, event))
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RatingWords {
    pub done: bool,
    pub solved: Option<Solved>,
    pub satisfied: i32,
    /// `concern:yes`, `concern:partly` or `concern:no` for each concern that was taken up; what is left out says nothing.
    pub eased: Vec<String>,
    pub text: String,
    /// For somebody else, who asked.
    pub way: Option<Way>,
}

pub fn rating_problems(w: &RatingWords) -> Vec<Problem> {
    let mut problems = vec![];
    if w.solved.is_none() {
        problems.push(Problem::at("solved", "solved-missing"));
    }
    if !(1..=5).contains(&w.satisfied) {
        problems.push(Problem::at("satisfied", "satisfied-range"));
    }
    problems
}
