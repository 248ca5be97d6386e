//! Matters become one: the one taken up ends and points forward, its sources and the people heard go along, each person once.

use super::*;
use kernel::{Event, Moment, PersonId, Problem, Subject, uuid::Uuid};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Merging {
    /// The code of the matter that takes it up.
    pub into: String,
    pub reason: String,
}

/// Taken up in another that walks, before either has come to its decision, at a place that holds this one's.
pub fn merge_matters(from: &Matter, into: &Matter, reason: &str) -> Decided<Matter, MatterMerged> {
    let mut problems = vec![];
    let why = said("reason", reason, 300).map_err(|p| problems.push(p)).unwrap_or_default();
    if from.state != MatterState::Walking {
        problems.push(Problem::new("matter-ended"));
    }
    if from.id == into.id {
        problems.push(Problem::at("into", "matter-merge-itself"));
    } else if into.state != MatterState::Walking {
        problems.push(Problem::at("into", "matter-merge-over"));
    }
    if from.step >= MatterStep::Decision || into.step >= MatterStep::Decision {
        problems.push(Problem::at("into", "matter-merge-decided"));
    }
    if !within(into.place, from.place) {
        problems.push(Problem::at("into", "matter-merge-place"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let gone = Matter { state: MatterState::Merged, ended_why: Some(why), merged_into: Some(into.id), rev: from.rev + 1, ..from.clone() };
    Ok((gone, MatterMerged { matter: from.id, into: into.id.uuid() }))
}

/// Sources that go along: all but those the other has already.
pub fn new_sources(known: &[Source], coming: &[Source]) -> Vec<Source> {
    let same = |a: &Source, b: &Source| if a.link_id.is_some() { (a.link_id, &a.link_kind) == (b.link_id, &b.link_kind) } else { a == b };
    let mut new: Vec<Source> = vec![];
    for source in coming {
        if !known.iter().chain(&new).any(|k| same(k, source)) {
            new.push(source.clone());
        }
    }
    new
}

/// Distinct people behind a matter: those behind its proposals as one set, beside the counts of its other sources.
pub fn people_behind(sets: &[BTreeSet<PersonId>], others: i64) -> i64 {
    let all: BTreeSet<&PersonId> = sets.iter().flatten().collect();
    i64::try_from(all.len()).unwrap_or(i64::MAX).saturating_add(others)
}

/// A merger as it is written down, to be taken apart again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatterMerger {
    pub id: Uuid,
    pub from: MatterId,
    pub into: MatterId,
    pub merged_at: Moment,
}

/// A row that came along with a merger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brought {
    /// The number of a source.
    Source(i32),
    Response(Uuid),
    /// A concern that is new here, and which one it was there.
    Concern { here: Uuid, there: Uuid },
    /// Somebody joined one that was here already.
    Joining { here: Uuid, person: PersonId },
}

/// Taken apart again, before the one that took it up has come to its decision: it walks again at the step it stood in.
pub fn split_matters(from: &Matter, into: &Matter, decided: bool, reason: &str) -> Decided<(Matter, String), MattersSplit> {
    let mut problems = vec![];
    let why = said("reason", reason, 300).map_err(|p| problems.push(p)).unwrap_or_default();
    if from.state != MatterState::Merged || from.merged_into != Some(into.id) {
        problems.push(Problem::new("matter-split-apart"));
    }
    if into.state != MatterState::Walking {
        problems.push(Problem::new("matter-split-over"));
    }
    if decided || into.step >= MatterStep::Decision {
        problems.push(Problem::new("matter-split-decided"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let back = Matter { state: MatterState::Walking, ended_why: None, merged_into: None, rev: from.rev + 1, ..from.clone() };
    Ok(((back, why), MattersSplit { matter: from.id, out_of: into.id.uuid() }))
}

/// Whether a matter came to its decision since a moment.
pub fn decided_since(walk: &[Stretch], since: Moment) -> bool {
    walk.iter().any(|s| s.step >= MatterStep::Decision && s.from >= since)
}

super::events::events! {
    MattersSplit "deliberation.matters_split" "matter" matter: MatterId, out_of: Uuid;
    MatterMerged "deliberation.matter_merged" "matter" matter: MatterId, into: Uuid;
}
