//! A task on its way: said to be done by its owner, standing still for a reason, given more time by another hand.

use super::*;
use kernel::{AccountId, Day, Event, Moment, Problem, Subject, uuid::Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// More time, asked for and decided; the day before stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskExtension {
    pub id: Uuid,
    pub task: Uuid,
    pub was_due: Day,
    pub new_due: Day,
    pub reason: String,
    pub asked_by: AccountId,
    pub asked_at: Moment,
    /// Empty while nobody has decided.
    pub granted: Option<bool>,
    pub said: Option<String>,
    pub decided_by: Option<AccountId>,
    pub decided_at: Option<Moment>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MoreTime {
    #[schema(value_type = Option<String>)]
    pub due: Option<Day>,
    pub reason: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TimeJudging {
    pub grants: bool,
    pub said: String,
}

impl Task {
    /// Somebody works on it: taken on, or its owner has no account to take it on with; neither done nor over.
    pub fn at_work(&self) -> bool {
        self.state == TaskState::Accepted || self.state == TaskState::Open && self.owner.is_none()
    }
}

fn at_work(was: &Task) -> Result<(), Vec<Problem>> {
    match was.state {
        _ if was.at_work() => Ok(()),
        TaskState::Open | TaskState::Accepted => Err(vec![Problem::new("task-not-taken")]),
        TaskState::Done => Err(vec![Problem::new("task-done-already")]),
        TaskState::Verified | TaskState::Cancelled => Err(vec![Problem::new("task-over")]),
    }
}

/// Its owner says that it is done and what shows it; another verifies.
pub fn finish_task(was: &Task, evidence: &str, by: AccountId, now: Moment) -> Decided<Task, TaskFinished> {
    at_work(was)?;
    let evidence = said("evidence", evidence, 300).map_err(|p| vec![p])?;
    let done = Task { state: TaskState::Done, done_by: Some(by), done_at: Some(now), done_evidence: Some(evidence), blocked_at: None, blocked_why: None, ..was.clone() };
    Ok((done, TaskFinished { matter: was.matter, task: was.id }))
}

/// It stands still; everybody reads why.
pub fn block_task(was: &Task, reason: &str, now: Moment) -> Decided<Task, TaskBlocked> {
    at_work(was)?;
    if was.blocked_at.is_some() {
        return Err(vec![Problem::new("task-blocked-already")]);
    }
    let reason = said("reason", reason, 200).map_err(|p| vec![p])?;
    Ok((Task { blocked_at: Some(now), blocked_why: Some(reason), ..was.clone() }, TaskBlocked { matter: was.matter, task: was.id }))
}

/// It goes on.
pub fn unblock_task(was: &Task) -> Decided<Task, TaskUnblocked> {
    at_work(was)?;
    if was.blocked_at.is_none() {
        return Err(vec![Problem::new("task-not-blocked")]);
    }
    Ok((Task { blocked_at: None, blocked_why: None, ..was.clone() }, TaskUnblocked { matter: was.matter, task: was.id }))
}

/// Its owner asks for a later day; one question at a time.
pub fn ask_more_time(was: &Task, waits: bool, words: &MoreTime, (id, by): (Uuid, AccountId), now: Moment) -> Decided<TaskExtension, MoreTimeAsked> {
    at_work(was)?;
    let mut problems = vec![];
    if waits {
        problems.push(Problem::new("more-time-waits"));
    }
    let new_due = words.due.filter(|d| *d > was.due && *d >= now.day());
    if new_due.is_none() {
        problems.push(Problem::at("due", "more-time-later").with("due", was.due));
    }
    let reason = said("reason", &words.reason, 200).map_err(|p| problems.push(p)).unwrap_or_default();
    let (Some(new_due), true) = (new_due, problems.is_empty()) else { return Err(problems) };
    let asked = TaskExtension {
        id, task: was.id, was_due: was.due, new_due, reason, asked_by: by, asked_at: now, granted: None, said: None, decided_by: None, decided_at: None,
    };
    Ok((asked, MoreTimeAsked { matter: was.matter, task: was.id }))
}

/// Decided by another hand than asked and than owns it; a refusal says why.
pub fn judge_more_time(was: &Task, asked: &TaskExtension, words: &TimeJudging, by: AccountId, now: Moment) -> Decided<(Task, TaskExtension), MoreTimeJudged> {
    at_work(was)?;
    if by == asked.asked_by || was.owner == Some(by) {
        return Err(vec![Problem::new("another-hand")]);
    }
    let said = match (words.grants, words.said.trim()) {
        (true, "") => None,
        (_, typed) => Some(said("said", typed, 200).map_err(|p| vec![p])?),
    };
    let due = if words.grants { asked.new_due } else { was.due };
    let judged = TaskExtension { granted: Some(words.grants), said, decided_by: Some(by), decided_at: Some(now), ..asked.clone() };
    let event = MoreTimeJudged { matter: was.matter, task: was.id, granted: words.grants };
    Ok(((Task { due, ..was.clone() }, judged), event))
}

super::events::events! {
    TaskFinished "deliberation.task_finished" "matter" matter: MatterId, task: Uuid;
    TaskBlocked "deliberation.task_blocked" "matter" matter: MatterId, task: Uuid;
    TaskUnblocked "deliberation.task_unblocked" "matter" matter: MatterId, task: Uuid;
    MoreTimeAsked "deliberation.task_more_time_asked" "matter" matter: MatterId, task: Uuid;
    MoreTimeJudged "deliberation.task_more_time_judged" "matter" matter: MatterId, task: Uuid, granted: bool;
    TaskUrged "deliberation.task_urged" "matter" matter: MatterId, task: Uuid;
}
