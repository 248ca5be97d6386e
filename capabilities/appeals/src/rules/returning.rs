//! Whose case it is: a unit says it is not theirs, the desk decides, and a sitting or the fallback ends the passing on.
//! Whatever is decided, one unit stays responsible, and the resident's promise goes on.

use crate::rules::*;
use kernel::{AccountId, Moment, Problem, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Approved returns, or units that denied in writing, after which a sitting may be called.
pub const DENIALS: usize = 2;
/// Characters of a legal basis.
pub const MOST_BASIS: usize = 200;

/// A unit's head says the case is not theirs.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReturnRequest {
    pub rev: Option<i32>,
    /// Why it is not theirs.
    pub text: String,
    /// The rule that says so.
    pub basis: String,
    /// Whose it is in their eyes.
    #[schema(value_type = Option<String>)]
    pub unit: Option<UnitId>,
}

/// The desk agrees: straight to the unit named, or back among those to be dispatched.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReturnApproval {
    pub rev: Option<i32>,
    #[schema(value_type = Option<String>)]
    pub unit: Option<UnitId>,
}

/// A sitting is called to settle it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ConferralCall {
    pub rev: Option<i32>,
    /// Who presides, and names the lead.
    #[schema(value_type = Option<String>)]
    pub chair: Option<AccountId>,
}

/// What the sitting came to.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ConferralConclusion {
    pub rev: Option<i32>,
    #[schema(value_type = Option<String>)]
    pub unit: Option<UnitId>,
    /// The minutes: who said what, and why this unit.
    pub text: String,
}

/// A return nobody has decided yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingReturn {
    pub unit: UnitId,
    pub basis: String,
    pub proposed: Option<UnitId>,
    pub asked_at: Moment,
    pub asked_by: Option<AccountId>,
    /// The desk agrees, and the upper tier has not answered yet.
    pub agreed: Option<Agreed>,
}

/// How often the case was passed on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Returns {
    pub approved: usize,
    /// Units that denied in writing, each once.
    pub denied: Vec<UnitId>,
    pub pending: Option<PendingReturn>,
}

/// A sitting that has been called and not concluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sitting {
    pub chair: AccountId,
    pub called_at: Moment,
}

/// Row 14. `until` is the last instant of the return window.
pub fn request_return(
    case: &Case,
    words: &ReturnRequest,
    until: Option<Moment>,
    proposed: Option<Taker>,
    now: Moment,
) -> Decided<ReturnAsked> {
    check(Verb::Return, case.state)?;
    let mut problems = stale(case, words.rev);
    if case.no_return {
        problems.push(Problem::new("no-return"));
    } else if until.is_some_and(|until| now > until) {
        problems.push(Problem::new("return-late"));
    }
    problems.extend(text_problem("text", &words.text, MOST_REASON));
    problems.extend(text_problem("basis", &words.basis, MOST_BASIS));
    if words.unit.is_some() {
        problems.extend(taker_problems(case, proposed));
        if words.unit == case.lead {
            problems.push(Problem::at("unit", "unit-same"));
        }
    }
    let Some(unit) = case.lead.filter(|_| problems.is_empty()) else { return Err(problems) };
    let event = ReturnAsked { case: case.id, unit };
    Ok((Case { state: State::ReturnPending, ..touched(case, now) }, event))
}

/// Row 15. Nothing is dispatched to the unit that returned it.
pub fn approve_return(
    case: &Case,
    words: &ReturnApproval,
    pending: Option<&PendingReturn>,
    taker: Option<Taker>,
    by: Option<AccountId>,
    now: Moment,
) -> Decided<ReturnApproved> {
    let pending = decidable(case, Verb::ReturnApproval, pending, by)?;
    let mut problems = stale(case, words.rev);
    if words.unit.is_some() {
        problems.extend(taker_problems(case, taker));
        if words.unit == Some(pending.unit) {
            problems.push(Problem::at("unit", "unit-same"));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let event = ReturnApproved { case: case.id, returned: pending.unit, unit: words.unit };
    Ok(match words.unit {
        Some(unit) => (handed(case, unit, now), event),
        // Until another takes it, the unit that had it stays responsible.
        None => (Case { state: State::Accepted, handler: None, ..touched(case, now) }, event),
    })
}

/// Row 16. It is theirs, for good.
pub fn reject_return(
    case: &Case,
    words: &Saying,
    pending: Option<&PendingReturn>,
    by: Option<AccountId>,
    now: Moment,
) -> Decided<ReturnRejected> {
    let pending = decidable(case, Verb::ReturnRejection, pending, by)?;
    if by.is_some() && pending.agreed.is_some() {
        return Err(vec![Problem::new("upper-waits")]);
    }
    let mut problems = stale(case, words.rev);
    problems.extend(text_problem("text", &words.text, MOST_REASON));
    if !problems.is_empty() {
        return Err(problems);
    }
    let event = ReturnRejected { case: case.id, unit: pending.unit };
    Ok((Case { state: State::Handling, no_return: true, ..touched(case, now) }, event))
}

fn decidable<'p>(
    case: &Case,
    verb: Verb,
    pending: Option<&'p PendingReturn>,
    by: Option<AccountId>,
) -> Result<&'p PendingReturn, Vec<Problem>> {
    check(verb, case.state)?;
    let pending = pending.ok_or_else(|| vec![Problem::new("return-not-asked")])?;
    if by.is_some() && by == pending.asked_by {
        return Err(vec![Problem::new("other-hand")]);
    }
    Ok(pending)
}

/// Row 17. `chairs` are those who may preside.
pub fn call_conferral(
    case: &Case,
    words: &ConferralCall,
    so_far: &Returns,
    chairs: &[AccountId],
    now: Moment,
) -> Decided<ConferralCalled> {
    check(Verb::Conferral, case.state)?;
    let mut problems = stale(case, words.rev);
    if so_far.approved < DENIALS && so_far.denied.len() < DENIALS {
        problems.push(Problem::new("conferral-early").with("least", DENIALS));
    }
    match words.chair {
        None => problems.push(Problem::at("chair", "chair-missing")),
        Some(chair) if !chairs.contains(&chair) => problems.push(Problem::at("chair", "chair-unfit")),
        Some(_) => {}
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok((Case { state: State::Conferral, ..touched(case, now) }, ConferralCalled { case: case.id }))
}

/// Row 18. The chair names one lead, who cannot pass it on.
pub fn conclude_conferral(
    case: &Case,
    words: &ConferralConclusion,
    sitting: Option<Sitting>,
    taker: Option<Taker>,
    by: Option<AccountId>,
    now: Moment,
) -> Decided<ConferralConcluded> {
    check(Verb::ConferralConclusion, case.state)?;
    let chair = sitting.map(|s| s.chair);
    if chair.is_none() || chair != by {
        return Err(vec![Problem::new("not-chair")]);
    }
    let mut problems = stale(case, words.rev);
    problems.extend(taker_problems(case, taker));
    problems.extend(text_problem("text", &words.text, MOST_TEXT));
    let Some(taker) = taker.filter(|_| problems.is_empty()) else { return Err(problems) };
    let event = ConferralConcluded { case: case.id, unit: taker.unit };
    Ok((Case { no_return: true, ..handed(case, taker.unit, now) }, event))
}

/// Row 19. Nobody concluded in time: the fallback of the catalogue takes it, and keeps it.
pub fn fall_back(case: &Case, due_at: Option<Moment>, taker: Option<Taker>, now: Moment) -> Decided<CaseFellBack> {
    check(Verb::Fallback, case.state)?;
    if due_at.is_none_or(|due| now <= due) {
        return Err(vec![Problem::new("not-yet")]);
    }
    let problems = taker_problems(case, taker);
    let Some(taker) = taker.filter(|_| problems.is_empty()) else { return Err(problems) };
    let event = CaseFellBack { case: case.id, unit: taker.unit };
    Ok((Case { no_return: true, ..handed(case, taker.unit, now) }, event))
}
