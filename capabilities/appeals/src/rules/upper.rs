//! Work the upper tier (上级) turned over to the street: their due moment, the margin before it, and what holds only once
//! they have accepted it.

use crate::rules::*;
use kernel::{AccountId, Moment, Problem, UnitId, codes};

/// The clock of their due moment.
pub const UPPER: &str = "upper";
/// The policy row of the time that has to lie between our date and theirs.
pub const UPPER_MARGIN: &str = "upper_margin";

codes! {
    /// The unit asks for something that they have to accept.
    UpperAsk { Return "return", Extension "extension" }
}

/// Our date would come too late for theirs: both moments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tight {
    pub ours: Moment,
    pub theirs: Moment,
}

/// Whether our date leaves less than the margin before theirs. `margin_ends`: our date and the margin.
pub fn tight(ours: Moment, margin_ends: Moment, theirs: Moment) -> Option<Tight> {
    (margin_ends > theirs).then_some(Tight { ours, theirs })
}

/// Whoever hands a case out with too little time before theirs says why.
pub(super) fn tight_problem(tight: Option<Tight>, why: &str) -> Option<Problem> {
    tight?;
    match why.trim().chars().count() {
        0 => Some(Problem::at("upper_why", "upper-why-missing")),
        n if n > MOST_REASON => Some(Problem::at("upper_why", "text-too-long").with("most", MOST_REASON)),
        _ => None,
    }
}

/// Row 15 for work of the upper tier: the desk agrees, and nothing changes until they accept it.
pub fn agree_return(
    case: &Case,
    words: &ReturnApproval,
    pending: Option<&PendingReturn>,
    taker: Option<Taker>,
    by: Option<AccountId>,
    now: Moment,
) -> Decided<ReturnAgreed> {
    let agreed = pending.is_some_and(|p| p.agreed.is_some());
    let (_, event) = approve_return(case, words, pending, taker, by, now)?;
    let case_stays = touched(case, now);
    if agreed { Err(vec![Problem::new("upper-waits")]) } else { Ok((case_stays, ReturnAgreed { case: case.id, unit: event.unit })) }
}

/// Row 26 for work of the upper tier: the desk agrees, and the date stands until they accept it.
pub fn agree_extension(case: &Case, so_far: &Extensions, by: Option<AccountId>, supervisor: bool, now: Moment) -> Decided<ExtensionAgreed> {
    let agreed = so_far.pending.as_ref().is_some_and(|p| p.agreed);
    let (_, event) = grant_extension(case, so_far, by, supervisor, now)?;
    let case_stays = touched(case, now);
    if agreed { Err(vec![Problem::new("upper-waits")]) } else { Ok((case_stays, ExtensionAgreed { case: case.id, days: event.days })) }
}

/// What they said of a request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpperVerdict {
    pub accepted: bool,
    /// Their words or the number of their paper.
    pub text: String,
    /// Their due moment from now on, if they moved it.
    pub due_at: Option<Moment>,
}

/// Something of the street's is with them to be decided, and for whom it would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agreed {
    pub unit: Option<UnitId>,
}

/// They let the time rest, or run again. `paused`: it rests already.
pub fn rest_for_upper(case: &Case, live: bool, paused: bool, rests: bool, text: &str, now: Moment) -> Decided<UpperRested> {
    let problem = match () {
        () if !live || !case.state.is_open() => Some(Problem::new("upper-none")),
        () if paused == rests => Some(Problem::new(if rests { "upper-rests" } else { "upper-runs" })),
        () => text_problem("text", text, MOST_REASON),
    };
    match problem {
        Some(problem) => Err(vec![problem]),
        None => Ok((touched(case, now), UpperRested { case: case.id, rests })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_margin_that_ends_with_theirs_is_enough() {
        let at = |text: &str| Moment::parse(text).expect("a time");
        let (ours, theirs) = (at("2026-11-27T17:30"), at("2026-11-30T17:30"));
        assert_eq!(tight(ours, theirs, theirs), None);
        let found = tight(ours, theirs, theirs.plus_minutes(-1));
        assert_eq!(found, Some(Tight { ours, theirs: theirs.plus_minutes(-1) }));
        assert!(tight_problem(found, "  ").is_some() && tight_problem(found, "零件明早才到").is_none());
        assert!(tight_problem(None, "").is_none(), "nobody is asked without need");
    }
}
