//! Ways to settle a matter with their price, and what speaks for and against them.

use super::*;
use crate::rules::codes;
use kernel::{AccountId, Moment, PersonId, Problem, uuid::Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

codes! { OptionState { Draft "draft", Ready "ready", Frozen "frozen", Dropped "dropped" } }
codes! { Side { For "for", Against "against", Question "question" } }

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Pricing {
    /// Yuan, at least and at most.
    pub once_low: i64,
    pub once_high: i64,
    pub yearly: i64,
    pub money_from: String,
    pub responsible: String,
    /// The responsible party has said in writing that it will.
    pub undertaken: bool,
    pub feasible: bool,
    pub feasibility_by: String,
    pub duration_days: i64,
}

/// What is missing before an option may be voted on.
pub fn pricing_problems(p: &Pricing) -> Vec<Problem> {
    let mut problems = vec![];
    if p.once_low < 0 || p.once_high < p.once_low || p.yearly < 0 {
        problems.push(Problem::at("once_high", "cost-range"));
    }
    for (field, text) in [("money_from", &p.money_from), ("responsible", &p.responsible), ("feasibility_by", &p.feasibility_by)] {
        problems.extend(said(field, text, 60).err());
    }
    if !p.undertaken {
        problems.push(Problem::at("undertaken", "undertaking-missing"));
    }
    if !p.feasible {
        problems.push(Problem::at("feasible", "not-feasible"));
    }
    problems
}

/// A way to settle the matter.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub id: Uuid,
    pub letter: String,
    pub title: String,
    pub text: String,
    pub state: OptionState,
    pub pricing: Option<Pricing>,
    pub dropped_why: Option<String>,
    pub hash: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    pub id: Uuid,
    pub side: Side,
    pub text: String,
    pub answer: Option<String>,
    pub person: PersonId,
    pub answered_by: Option<AccountId>,
    /// Since then it waits to be read before it is shown.
    pub held_at: Option<Moment>,
}

impl Argument {
    /// A question everybody reads and nobody has answered.
    pub fn is_open(&self) -> bool {
        self.side == Side::Question && self.answer.is_none() && self.held_at.is_none() && !self.text.is_empty()
    }
}
