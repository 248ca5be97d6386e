//! Which clocks a case runs, how long each is, and how a stop is judged.

use crate::rules::{CaseType, State, Urgency};
use kernel::{Moment, Problem};
use serde::Serialize;
use worktime::{Calendar, Inputs, Unit};

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
    seed("return_window", 1, Unit::WorkDays),
    seed("return", 240, Unit::WorkMinutes),
    seed("conferral", 1, Unit::WorkDays),
    seed("supervision_1", 3, Unit::WorkDays),
    seed("supervision_2", 2, Unit::WorkDays),
    seed("supervision_3", 1, Unit::WorkDays),
    seed("contact_life", 30, Unit::Minutes),
    seed("contact_utility", 120, Unit::Minutes),
    seed("contact", 1, Unit::WorkDays),
    seed("handle_life", 120, Unit::Minutes),
    seed("handle_utilities", 24 * 60, Unit::Minutes),
    seed("handle_consultation", 1, Unit::WorkDays),
    seed("handle_help", 5, Unit::WorkDays),
    seed("handle_occurrence", 2, Unit::WorkDays),
    seed("handle_component", 5, Unit::WorkDays),
    seed("assist", 3, Unit::WorkDays),
    seed("arrival", 1, Unit::WorkDays),
    seed("arrival_urgent", 30, Unit::Minutes),
    seed("exclusion_objection", 5, Unit::WorkDays),
    seed("redo", 3, Unit::WorkDays),
    seed("publication", 1, Unit::WorkDays),
    seed("review", 1, Unit::WorkDays),
    seed("verification", 2, Unit::WorkDays),
    seed("callback", 1, Unit::WorkDays),
    seed("callback_all", 5, Unit::WorkDays),
    // A call nobody answered is called back.
    seed("missed_call", 120, Unit::WorkMinutes),
    // Our date lies so long before that of the upper tier.
    seed("upper_margin", 1, Unit::WorkDays),
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
        State::Verification => &["verification"],
        _ => &["redo", "handle"],
    }
}

/// The clock of the unit that leads: as long as the promise of the case, from its own handing-out on. The resident's
/// promise is never begun anew; this one is, and only the figures of units read it.
pub const UNIT: &str = "unit";

/// Whether a stop was in time. An open pause has no due moment, and nothing can be late against it.
pub fn met(stopped_at: Moment, due_at: Option<Moment>) -> bool {
    due_at.is_none_or(|due| stopped_at <= due)
}

/// How much of the contact rule is fulfilled: reached, or three attempts, since the last dispatch.
pub fn contacted(attempts: usize, reached: bool, anonymous: bool, told_on_receipt: bool) -> bool {
    reached || attempts >= 3 || (anonymous && told_on_receipt)
}

/// Why a promise waits: a question is open.
pub const WAITING: &str = PauseReason::WaitingResident.code();
/// Working days a promise waits for answers, in sum. Seed of the handbook (§6.2).
pub const MOST_WAITING: i64 = 10;

/// Working days that fell into waits which have ended.
pub fn waited(calendar: &Calendar, inputs: &Inputs) -> i64 {
    let ended = inputs.pauses.iter().filter(|p| p.reason == WAITING).filter_map(|p| Some((p.from, p.to?)));
    let days = ended.flat_map(|(from, to)| {
        let first = from.day();
        (0..=to.day().since(first)).map(move |n| first.plus(n)).filter(move |d| {
            let end = calendar.end_of(*d);
            calendar.kind(*d).is_worked() && from <= end && end < to
        })
    });
    i64::try_from(days.count()).unwrap_or(i64::MAX)
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
impl PauseReason {
    pub const fn code(self) -> &'static str {
        match self {
            Self::WaitingResident => "waiting_resident",
            Self::Deferral => "deferral",
            Self::UpperTier => "upper_tier",
            Self::ForceMajeure => "force_majeure",
        }
    }
}
