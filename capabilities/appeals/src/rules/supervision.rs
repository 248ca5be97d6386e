//! Pressing for a case: by somebody above, or by the timer when the date is past, the redo repeats, people keep asking.

use crate::rules::*;
use kernel::{AccountId, Moment, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Levels, and the working days the unit has to answer: 3, 2, 1. Seeds of the handbook (§7).
pub const LEVELS: i32 = 3;
/// Counted urgings after which the timer presses.
pub const URGED_OFTEN: i32 = 3;

/// Voices on one case within so many days, after which the timer presses. Seeds of the handbook (§7).
pub const MANY_VOICES: i64 = 10;
pub const MANY_WITHIN_DAYS: i64 = 7;

/// The policy row of a level's clock.
pub fn supervision_key(level: i32) -> &'static str {
    match level {
        1 => "supervision_1",
        2 => "supervision_2",
        _ => "supervision_3",
    }
}

/// Why a case is pressed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    Person,
    Overdue,
    SecondRedo,
    Urgings,
    Arrival,
    Voices,
}

impl Cause {
    pub fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Overdue => "overdue",
            Self::SecondRedo => "second_redo",
            Self::Urgings => "urgings",
            Self::Arrival => "arrival",
            Self::Voices => "voices",
        }
    }
}

/// Somebody presses.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Supervising {
    pub rev: Option<i32>,
    /// 1 to 3; the higher, the sooner an answer is due.
    pub level: i32,
    /// What is wanted.
    pub text: String,
}

/// A supervision that has not been lifted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supervision {
    pub level: i32,
    pub cause: String,
    pub by_leader: bool,
    pub reply_by: Option<Moment>,
    pub replied_at: Option<Moment>,
    pub by: Option<AccountId>,
}

/// Row 41. A second hand may only press harder; before a unit leads there is nobody to press.
pub fn supervise(
    case: &Case,
    words: &Supervising,
    open: Option<&Supervision>,
    cause: Cause,
    now: Moment,
) -> Decided<CaseSupervised> {
    check(Verb::Supervision, case.state)?;
    let mut problems = stale(case, words.rev);
    if !(1..=LEVELS).contains(&words.level) {
        problems.push(Problem::at("level", "level-missing"));
    }
    if case.lead.is_none() {
        problems.push(Problem::new("supervision-early"));
    }
    if let Some(open) = open.filter(|o| words.level <= o.level) {
        problems.push(Problem::at("level", "supervision-level").with("level", open.level));
    }
    if cause == Cause::Person {
        problems.extend(text_problem("text", &words.text, MOST_REASON));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let event = CaseSupervised { case: case.id, level: words.level, cause: cause.code() };
    Ok((Case { supervision: words.level, ..touched(case, now) }, event))
}

/// The unit says what it did about it.
pub fn reply_supervision(case: &Case, words: &Saying, open: Option<&Supervision>, now: Moment) -> Decided<SupervisionReplied> {
    check(Verb::SupervisionReply, case.state)?;
    let mut problems = stale(case, words.rev);
    if open.is_none_or(|o| o.replied_at.is_some()) {
        problems.push(Problem::new("supervision-none"));
    }
    problems.extend(text_problem("text", &words.text, MOST_REASON));
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok((touched(case, now), SupervisionReplied { case: case.id, level: case.supervision }))
}

/// Lifted by the same hand or a higher one.
pub fn lift_supervision(case: &Case, open: Option<&Supervision>, by_leader: bool, now: Moment) -> Decided<SupervisionLifted> {
    check(Verb::SupervisionLift, case.state)?;
    let Some(open) = open else { return Err(vec![Problem::new("supervision-none")]) };
    if open.by_leader && !by_leader {
        return Err(vec![Problem::new("supervision-leader")]);
    }
    let event = SupervisionLifted { case: case.id, level: open.level };
    Ok((Case { supervision: 0, ..touched(case, now) }, event))
}
