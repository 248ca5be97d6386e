//! From asking to doing: authors are asked first who takes on a task, and the one who owns it accepts it by their own hand.

use super::*;
use auth::PlacePath;
use kernel::{AccountId, Day, Event, Moment, Problem, Subject, uuid::Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An author of a proposal behind a matter, as one whom a task can be offered to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doer {
    /// Code of the proposal and number of the author there.
    pub key: String,
    pub name: String,
    pub account: AccountId,
    /// The proposal said what its authors will do themselves.
    pub offers: bool,
}

/// Those of a proposal who have consented; with its code each has a key.
pub fn doers(of: &Proposal, authors: &[Author]) -> Vec<Doer> {
    let named = authors.iter().filter(|a| a.consented_at.is_some());
    named.filter_map(|a| Some(Doer { key: format!("{}/{}", of.code, a.no), name: a.shown_name.clone(), account: a.account?, offers: !of.offer.is_empty() })).collect()
}

/// Everybody once, those who made an offer first.
pub fn asked_first(all: Vec<Doer>) -> Vec<Doer> {
    let mut known = std::collections::BTreeSet::new();
    let (offering, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|d| d.offers);
    offering.into_iter().chain(others).filter(|d| known.insert(d.account)).collect()
}

/// Working days in which an owner accepts; after them somebody else is named.
pub const ACCEPT_DAYS: i64 = 5;

/// Accepted by its owner, once.
pub fn accept_task(was: &Task, by: AccountId, now: Moment) -> Decided<Task, TaskAccepted> {
    if was.state != TaskState::Open {
        return Err(vec![Problem::new("task-taken")]);
    }
    if was.owner != Some(by) {
        return Err(vec![Problem::new("task-of-another")]);
    }
    Ok((Task { state: TaskState::Accepted, accepted_at: Some(now), ..was.clone() }, TaskAccepted { matter: was.matter, task: was.id }))
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Naming {
    pub owner_name: String,
    pub owner_login: String,
    /// One of the authors behind the matter, by key.
    pub owner_author: String,
}

/// Somebody else is named while nobody has accepted it: an owner who was asked has their days first.
pub fn name_owner(was: &Task, (name, account): (String, Option<AccountId>), over: bool, now: Moment) -> Decided<Task, TaskOffered> {
    match was.state {
        TaskState::Open if was.asked_at.is_none() || over => {
            let named = Task { owner_name: name, owner: account, asked_at: account.map(|_| now), urged_at: None, ..was.clone() };
            Ok((named, TaskOffered { matter: was.matter, task: was.id }))
        }
        TaskState::Open => Err(vec![Problem::new("task-asked").with("days", ACCEPT_DAYS)]),
        _ => Err(vec![Problem::new("task-taken")]),
    }
}

/// A task as it is opened.
pub fn fresh_task(id: Uuid, (of, resolution): (MatterId, Uuid), (title, to_be_seen): (String, String), (owner_name, owner): (String, Option<AccountId>), due: Day, now: Moment) -> Task {
    Task {
        id, matter: of, resolution, title, to_be_seen, owner_name, owner, due, state: TaskState::Open, evidence: None, reason: None,
        verified_by: None, witness: None, verified_at: None, asked_at: owner.map(|_| now), accepted_at: None,
        done_by: None, done_at: None, done_evidence: None, blocked_at: None, blocked_why: None, urged_at: None,
    }
}

/// A proposal moves: never to a place that needs more people than it was put forward with, for its threshold is fixed.
pub fn moved(was: &Proposal, to: PlacePath) -> Result<(), Problem> {
    if threshold(to, was.origin) > was.threshold { Err(Problem::at("place_name", "place-larger").with("n", was.threshold)) } else { Ok(()) }
}

super::events::events! {
    TaskAccepted "deliberation.task_accepted" "matter" matter: MatterId, task: Uuid;
    TaskOffered "deliberation.task_offered" "matter" matter: MatterId, task: Uuid;
}
