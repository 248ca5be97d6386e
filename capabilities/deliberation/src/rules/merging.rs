//! Matters become one: the one taken up ends and points forward, its sources and the people heard go along, each person once.

use super::*;
use kernel::{Event, PersonId, Problem, Subject, uuid::Uuid};
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

super::events::events! {
    MatterMerged "deliberation.matter_merged" "matter" matter: MatterId, into: Uuid;
}
