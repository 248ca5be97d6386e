//! Leaving a case out of scores. The unit asks, two people from elsewhere decide; nothing but scores is touched, and
//! the raw figures stay beside the adjusted.

use crate::rules::*;
use kernel::{AccountId, Moment, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why a case may be left out. Seeds of the handbook (§11.3).
pub const EXCLUSION_REASONS: &[&str] =
    &["beyond_law", "settled_same_facts", "malicious_repetition", "outside_jurisdiction", "legal_procedure", "force_majeure"];

/// So many must agree.
pub const PANEL: usize = 2;

/// The unit's head asks.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ExclusionRequest {
    pub reason: String,
    /// What proves it.
    pub text: String,
}

/// A request and how far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    pub id: kernel::uuid::Uuid,
    pub reason: String,
    pub asked_by: Option<AccountId>,
    /// `approved`, `rejected`; none while the panel decides.
    pub decision: Option<String>,
    pub objection_by: Option<Moment>,
    pub objected: bool,
    pub votes: Vec<Vote>,
}

impl Exclusion {
    /// Of the panel, so many agree and count.
    pub fn agree(&self) -> usize {
        self.votes.iter().filter(|v| v.agrees && !v.stale).count()
    }
    /// What one more vote decides: one no rejects, two yes approve.
    pub fn decided_by(&self, agrees: bool) -> Option<&'static str> {
        match agrees {
            false => Some("rejected"),
            true => (self.agree() + 1 >= PANEL).then_some("approved"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vote {
    pub by: AccountId,
    pub agrees: bool,
    /// Of before an objection.
    pub stale: bool,
}

/// The case itself is not touched: no state, no clock, no date.
fn untouched<E>(case: &Case, event: E) -> Decided<E> {
    Ok((case.clone(), event))
}

/// Row 44.
pub fn request_exclusion(case: &Case, words: &ExclusionRequest, open: Option<&Exclusion>) -> Decided<ExclusionAsked> {
    check(Verb::Exclusion, case.state)?;
    let mut problems = vec![];
    if !EXCLUSION_REASONS.contains(&words.reason.as_str()) {
        problems.push(Problem::at("reason", "reason-missing"));
    }
    problems.extend(text_problem("text", &words.text, MOST_REASON));
    if open.is_some() {
        problems.push(Problem::new("exclusion-asked"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    untouched(case, ExclusionAsked { case: case.id, reason: words.reason.clone() })
}

/// Row 44, by one of the panel. Gives the decision with the event, once there is one.
pub fn vote(case: &Case, verb: Verb, words: &Saying, open: Option<&Exclusion>, by: Option<AccountId>) -> Decided<ExclusionVoted> {
    check(verb, case.state)?;
    let agrees = verb == Verb::ExclusionApproval;
    let (Some(open), Some(by)) = (open.filter(|o| o.decision.is_none()), by) else {
        return Err(vec![Problem::new("exclusion-none")]);
    };
    let mut problems: Vec<Problem> = text_problem("text", &words.text, MOST_REASON).into_iter().filter(|_| !agrees).collect();
    if open.votes.iter().any(|v| v.by == by) || open.asked_by == Some(by) {
        problems.push(Problem::new("other-hand"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    untouched(case, ExclusionVoted { case: case.id, agrees, decided: open.decided_by(agrees) })
}

/// Row 44: against a rejection by the unit, against an approval by the supervisor; once, within five working days. The
/// panel decides again, with other people.
pub fn object_to_exclusion(case: &Case, words: &Saying, open: Option<&Exclusion>, by_unit: bool, now: Moment) -> Decided<ExclusionObjected> {
    check(Verb::ExclusionObjection, case.state)?;
    let mut problems: Vec<Problem> = text_problem("text", &words.text, MOST_REASON).into_iter().collect();
    let against = if by_unit { "rejected" } else { "approved" };
    let decided = open.filter(|o| o.decision.as_deref() == Some(against) && !o.objected);
    match decided {
        None => problems.push(Problem::new("exclusion-none")),
        Some(o) if o.objection_by.is_none_or(|until| now > until) => problems.push(Problem::new("objection-late")),
        Some(_) => {}
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    untouched(case, ExclusionObjected { case: case.id })
}
