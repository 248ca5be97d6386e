//! The time of a step: more of it once, by another hand and with a public reason; and the lapse of what nobody goes on with.

use super::*;
use kernel::{AccountId, Event, Moment, Problem, Subject};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// More time for one stay in a step. The day before it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepExtension {
    /// Which stay of the walk.
    pub no: i32,
    /// Calendar days added.
    pub days: i64,
    pub reason: String,
    pub was_due: Moment,
    pub by: AccountId,
    pub at: Moment,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Extending {
    pub days: i64,
    pub reason: String,
}

/// Once a stay, by somebody else than whoever keeps the matter, and for no longer than the step takes at most. `due` says
/// when it would then be due.
pub fn extend_step(
    of: &Matter,
    (open, had): (&Stretch, bool),
    words: &Extending,
    due: impl FnOnce(i64) -> Option<Moment>,
    (by, now): (AccountId, Moment),
) -> Decided<(StepExtension, Moment), StepExtended> {
    if of.state != MatterState::Walking {
        return Err(vec![Problem::new("matter-ended")]);
    }
    let most = of.track.days(of.step).1.max(1);
    let mut problems = vec![];
    let reason = said("reason", &words.reason, 300).map_err(|p| problems.push(p)).unwrap_or_default();
    if had {
        problems.push(Problem::new("extended-already"));
    }
    if by == of.owner {
        problems.push(Problem::new("extended-by-another"));
    }
    if !(1..=most).contains(&words.days) {
        problems.push(Problem::at("days", "extension-days").with("most", most));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    match (open.due, due(words.days)) {
        (Some(was_due), Some(next)) if next > now => {
            let extension = StepExtension { no: open.no, days: words.days, reason, was_due, by, at: now };
            Ok(((extension, next), StepExtended { matter: of.id, step: of.step.code(), days: words.days }))
        }
        _ => Err(vec![Problem::at("days", "extension-short")]),
    }
}

/// With no act for so many days, once two urgings went by, a matter lapses.
pub const LAPSE_DAYS: i64 = 120;
pub const LAPSE_URGINGS: i32 = 2;
/// Why it ended: the rule's own name, shown in words.
pub const NO_ACT: &str = "no_act";

/// Lapsed by rule: late, urged twice, and nothing done since.
pub fn lapse(was: &Matter, urged: i32, last_act: Moment, now: Moment) -> Option<(Matter, MatterEnded)> {
    let still = now >= last_act.plus_days(LAPSE_DAYS);
    if was.state != MatterState::Walking || urged < LAPSE_URGINGS || !still {
        return None;
    }
    let state = MatterState::Lapsed;
    let lapsed = Matter { state, ended_why: Some(NO_ACT.into()), rev: was.rev + 1, ..was.clone() };
    Some((lapsed, MatterEnded { matter: was.id, state: state.code() }))
}

/// Tries at the codes that invite somebody to be an author: so many a day and account.
pub const INVITATION_TRIES: i32 = 8;

super::events::events! {
    StepExtended "deliberation.step_extended" "matter" matter: MatterId, step: &'static str, days: i64;
}
