//! Which clocks a case runs, how long each is, and how a stop is judged.

use crate::rules::{CaseType, State, Urgency};
use kernel::{Moment, Problem};
use serde::Serialize;
use worktime::Unit;

/// One seed of the clock policy: key, amount, unit, and where the number comes from.
#[derive(Clone, Copy, Debug)]
pub struct Seed {
    pub key: &'static str,
    pub amount: i64,
    pub unit: Unit,
}

const fn seed(key: &'static str, amount: i64, unit: Unit) -> Seed {
    Seed { key, amount, unit }
}

/// The defaults of the handbook; an installation's own version of these rows wins.
pub const SEEDS: &[Seed] = &[
    seed("intake_online", 120, Unit::WorkMinutes),
    seed("intake_mailbox", 1, Unit::WorkDays),
    seed("intake_hotline", 120, Unit::WorkMinutes),
    seed("answer_by", 5, Unit::WorkDays),
    seed("sign", 120, Unit::WorkMinutes),
    seed("contact_life", 30, Unit::Minutes),
    seed("contact_utility", 120, Unit::Minutes),
    seed("contact", 1, Unit::WorkDays),
    seed("handle_life", 120, Unit::Minutes),
    seed("handle_utilities", 24 * 60, Unit::Minutes),
    seed("handle_consultation", 1, Unit::WorkDays),
    seed("handle_help", 5, Unit::WorkDays),
    seed("handle_occurrence", 2, Unit::WorkDays),
    seed("handle_component", 5, Unit::WorkDays),
    seed("redo", 3, Unit::WorkDays),
    seed("publication", 1, Unit::WorkDays),
    seed("review", 1, Unit::WorkDays),
    seed("callback", 1, Unit::WorkDays),
    seed("callback_all", 5, Unit::WorkDays),
];

/// The policy row of a case's handling promise.
pub fn handle_key(case_type: CaseType, urgency: Urgency) -> &'static str {
    match (urgency, case_type) {
        (Urgency::Life, _) => "handle_life",
        (Urgency::Utility, _) => "handle_utilities",
        (_, CaseType::Consultation | CaseType::Suggestion | CaseType::Praise) => "handle_consultation",
        (_, CaseType::Occurrence) => "handle_occurrence",
        (_, CaseType::Component) => "handle_component",
        _ => "handle_help",
    }
}

pub fn contact_key(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Life => "contact_life",
        Urgency::Utility => "contact_utility",
        Urgency::Normal | Urgency::Urgent => "contact",
    }
}

/// The clock a state is measured by on lists: the one whose passing makes the case overdue.
pub fn stage_shown(state: State) -> &'static [&'static str] {
    match state {
        State::Registered => &["intake"],
        State::AwaitingInfo => &["answer_by"],
        State::Callback => &["callback_all"],
        State::Review => &["review"],
        _ => &["redo", "handle"],
    }
}

/// Whether a stop was in time. An open pause has no due moment, and nothing can be late against it.
pub fn met(stopped_at: Moment, due_at: Option<Moment>) -> bool {
    due_at.is_none_or(|due| stopped_at <= due)
}

/// How much of the contact rule is fulfilled: reached, or three attempts, since the last dispatch.
pub fn contacted(attempts: usize, reached: bool, anonymous: bool, told_on_receipt: bool) -> bool {
    reached || attempts >= 3 || (anonymous && told_on_receipt)
}

/// The words of a deadline that could not be computed.
pub fn clock_problem(why: impl ToString) -> Vec<Problem> {
    vec![Problem::new("clock").with("why", why)]
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    WaitingResident,
    Deferral,
    UpperTier,
    ForceMajeure,
}
