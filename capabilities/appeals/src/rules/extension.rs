//! More time for the work: asked before the date, decided by another hand, and every speaker told.

use crate::rules::*;
use kernel::{AccountId, Moment, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use worktime::Unit;

/// Working days that may be added to one case in all, and how often. Seed of the handbook (§7.1).
pub const MOST_DAYS: i64 = 10;
pub const MOST_TIMES: usize = 2;

/// The unit's head asks for more time.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ExtensionRequest {
    pub rev: Option<i32>,
    /// Working days.
    pub days: i64,
    /// Why, with what proves it.
    pub text: String,
}

/// What was asked for the case so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extensions {
    /// Working days granted, in order.
    pub granted: Vec<i64>,
    pub pending: Option<Pending>,
}

/// A request nobody has decided yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    pub id: kernel::uuid::Uuid,
    pub days: i64,
    pub asked_by: Option<AccountId>,
    /// The desk agrees, and the upper tier has not answered yet.
    pub agreed: bool,
}

/// The running promise of the work: its unit and when it is due; none while it is paused.
#[derive(Clone, Copy, Debug)]
pub struct RunningPromise {
    pub unit: Unit,
    pub due_at: Option<Moment>,
}

/// Row 25.
pub fn request_extension(
    case: &Case,
    words: &ExtensionRequest,
    promise: Option<RunningPromise>,
    so_far: &Extensions,
    now: Moment,
) -> Decided<ExtensionAsked> {
    check(Verb::Extension, case.state)?;
    let mut problems = stale(case, words.rev);
    problems.extend(text_problem("text", &words.text, MOST_REASON));
    let left = MOST_DAYS - so_far.granted.iter().sum::<i64>();
    match promise {
        Some(p) if p.unit == Unit::WorkDays => {
            if p.due_at.is_some_and(|due| now >= due) {
                problems.push(Problem::new("extension-late"));
            }
        }
        // A promise of hours is kept or broken; a redo has its own three days.
        _ => problems.push(Problem::new("extension-never")),
    }
    if so_far.pending.is_some() {
        problems.push(Problem::new("extension-pending"));
    } else if left < 1 || so_far.granted.len() >= MOST_TIMES {
        problems.push(Problem::new("extension-used-up").with("most", MOST_DAYS).with("times", MOST_TIMES));
    } else if !(1..=left).contains(&words.days) {
        problems.push(Problem::at("days", "extension-days").with("most", left));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let event = ExtensionAsked { case: case.id, days: words.days };
    Ok((Case { extension_days: Some(words.days), ..touched(case, now) }, event))
}

/// Row 26. The second time only a supervisor may.
pub fn grant_extension(
    case: &Case,
    so_far: &Extensions,
    by: Option<AccountId>,
    supervisor: bool,
    now: Moment,
) -> Decided<ExtensionGranted> {
    let pending = decidable(case, Verb::ExtensionApproval, so_far, by, supervisor)?;
    let event = ExtensionGranted { case: case.id, days: pending.days };
    Ok((Case { extension_days: None, ..touched(case, now) }, event))
}

/// Row 27. The date stands.
pub fn refuse_extension(
    case: &Case,
    words: &Saying,
    so_far: &Extensions,
    by: Option<AccountId>,
    supervisor: bool,
    now: Moment,
) -> Decided<ExtensionRefused> {
    let pending = decidable(case, Verb::ExtensionRejection, so_far, by, supervisor)?;
    if by.is_some() && pending.agreed {
        return Err(vec![Problem::new("upper-waits")]);
    }
    let mut problems = stale(case, words.rev);
    problems.extend(text_problem("text", &words.text, MOST_REASON));
    if !problems.is_empty() {
        return Err(problems);
    }
    let event = ExtensionRefused { case: case.id, days: pending.days };
    Ok((Case { extension_days: None, ..touched(case, now) }, event))
}

fn decidable<'e>(
    case: &Case,
    verb: Verb,
    so_far: &'e Extensions,
    by: Option<AccountId>,
    supervisor: bool,
) -> Result<&'e Pending, Vec<Problem>> {
    check(verb, case.state)?;
    let pending = so_far.pending.as_ref().ok_or_else(|| vec![Problem::new("extension-not-asked")])?;
    if by.is_some() && by == pending.asked_by {
        return Err(vec![Problem::new("other-hand")]);
    }
    if !so_far.granted.is_empty() && !supervisor {
        return Err(vec![Problem::new("extension-supervisor")]);
    }
    Ok(pending)
}
