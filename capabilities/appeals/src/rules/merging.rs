//! Several voices, one answer: a case goes up in another. No voice is lost, nobody's date moves later, and it can be
//! undone.

use crate::rules::*;
use kernel::{Moment, Problem, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which case it goes up in.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Merger {
    pub rev: Option<i32>,
    /// The public number of the case that goes on.
    pub into: String,
}

/// A merger that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    pub into: CaseId,
    pub voices: Vec<VoiceId>,
    pub state: State,
    pub published: bool,
    pub at: Moment,
}

/// The other case, with so many voices more or fewer.
pub fn with_voices(target: &Case, more: i32, now: Moment) -> Case {
    Case { voices: target.voices + more, ..touched(target, now) }
}

/// Row 10: the case goes up in `target`. `behind`: a promise runs for
/// the case and none for the other, whose own would come later.
pub fn merge(
    case: &Case,
    target: Option<&Case>,
    words: &Merger,
    behind: bool,
    now: Moment,
) -> Decided<CaseMerged> {
    check(Verb::Merger, case.state)?;
    let mut problems = stale(case, words.rev);
    let Some(target) = target else {
        problems.push(Problem::at("into", "merger-unknown"));
        return Err(problems);
    };
    if target.id == case.id {
        problems.push(Problem::at("into", "merger-same"));
    } else if !target.state.is_open() {
        problems.push(Problem::at("into", "merger-ended"));
    }
    let sorted = |units: &[UnitId]| {
        let mut units = units.to_vec();
        units.sort_unstable();
        units
    };
    let accusing = |c: &Case| c.case_type == CaseType::Allegation || !c.links.accused.is_empty();
    let alike = sorted(&case.links.accused) == sorted(&target.links.accused) && accusing(case) == accusing(target);
    if !alike {
        // Whoever is complained about must not come to read it by way of another case.
        problems.push(Problem::at("into", "merger-accused"));
    }
    if !target.public_level.is_at_least_as_tight_as(case.public_level) {
        problems.push(Problem::at("into", "merger-public"));
    }
    if behind {
        problems.push(Problem::at("into", "merger-behind"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let gone = Case { state: State::Merged, merged_into: Some(target.id), voices: 0, published: false, ..touched(case, now) };
    Ok((gone, CaseMerged { case: case.id, into: target.id }))
}

/// Row 11: the exact inverse. `own` are the voices that go back.
pub fn unmerge(case: &Case, target: &Case, merged: &Merged, own: i32, now: Moment) -> Decided<CaseUnmerged> {
    check(Verb::MergerUndo, case.state)?;
    if target.state == State::Archived {
        return Err(vec![Problem::new("merger-archived")]);
    }
    let back = Case { state: merged.state, merged_into: None, voices: own, published: merged.published, ..touched(case, now) };
    Ok((back, CaseUnmerged { case: case.id, from: target.id }))
}
