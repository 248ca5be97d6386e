//! Conditions that are not ready: the case waits in public, with a plan and a day on which it is looked at again.

use crate::rules::*;
use kernel::{Day, Moment, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Calendar days until the next look, at most. Seed of the handbook (§7).
pub const MOST_DEFERRED: i64 = 90;
/// Why a case may wait.
pub const DEFERRAL_REASONS: &[&str] = &["funds", "planning", "season", "owners_vote", "other_works", "ownership", "deliberation"];
/// Why the promise of a deferred case waits.
pub const DEFERRED: &str = PauseReason::Deferral.code();

/// Putting a case on the public list of what has to wait.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Deferring {
    pub rev: Option<i32>,
    /// A code of [`DEFERRAL_REASONS`].
    pub reason: String,
    /// What is done until then, for those who work on it.
    pub text: String,
    /// What residents read.
    pub public_note: String,
    #[schema(value_type = Option<String>)]
    pub review_on: Option<Day>,
}

/// Row 28. `times` counts earlier deferrals: the second needs the street's leader.
pub fn defer(case: &Case, words: &Deferring, times: usize, by_leader: bool, now: Moment) -> Decided<CaseDeferred> {
    check(Verb::Deferral, case.state)?;
    let mut problems = stale(case, words.rev);
    if !DEFERRAL_REASONS.contains(&words.reason.as_str()) {
        problems.push(Problem::at("reason", "reason-missing"));
    }
    problems.extend(text_problem("text", &words.text, MOST_REASON));
    problems.extend(text_problem("public_note", &words.public_note, MOST_REASON));
    problems.extend(personal_words("public_note", &words.public_note));
    let today = now.day();
    let fits = |day: &Day| (1..=MOST_DEFERRED).contains(&day.since(today));
    let review_on = words.review_on.filter(fits);
    if review_on.is_none() {
        problems.push(Problem::at("review_on", "review-day").with("most", MOST_DEFERRED));
    }
    if times > 0 && !by_leader {
        problems.push(Problem::new("deferral-leader"));
    }
    let Some(review_on) = review_on.filter(|_| problems.is_empty()) else { return Err(problems) };
    let event = CaseDeferred { case: case.id, reason: words.reason.clone(), review_on };
    Ok((Case { state: State::Deferred, ..touched(case, now) }, event))
}

/// Row 29. On its day, by the timer, or when somebody sees that the conditions are ready.
pub fn end_deferral(case: &Case, review_on: Option<Day>, by_timer: bool, now: Moment) -> Decided<DeferralEnded> {
    check(Verb::DeferralEnd, case.state)?;
    if by_timer && review_on.is_none_or(|day| now.day() < day) {
        return Err(vec![Problem::new("not-yet")]);
    }
    let event = DeferralEnded { case: case.id, why: if by_timer { "review" } else { "ready" } };
    Ok((Case { state: State::Handling, ..touched(case, now) }, event))
}
