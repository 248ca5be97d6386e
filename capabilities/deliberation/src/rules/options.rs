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
    /// Who named the price; where money is voted on, a second who named theirs.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub price_source: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub second_source: String,
    /// Who is better off by it, and who has the trouble.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub gains: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub harms: String,
    /// Concerns it eases; those taken up and not named stand as not solved by it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub eases: Vec<Uuid>,
}

const MOST_SAID: usize = 200;

/// What is missing before an option may be voted on; `taken_up` are the concerns that somebody is to answer.
pub fn pricing_problems(track: Track, taken_up: &[Uuid], p: &Pricing) -> Vec<Problem> {
    let mut problems = vec![];
    if track == Track::Money && (p.second_source.trim().is_empty() || p.second_source.trim() == p.price_source.trim()) {
        problems.push(Problem::at("second_source", "two-sources"));
    }
    for (field, text) in [("gains", &p.gains), ("harms", &p.harms), ("second_source", &p.second_source)] {
        if text.chars().count() > MOST_SAID {
            problems.push(Problem::at(field, "text-long").with("most", MOST_SAID));
        }
    }
    if p.eases.iter().any(|id| !taken_up.contains(id)) {
        problems.push(Problem::at("eases", "eases-unknown"));
    }
    if p.once_low < 0 || p.once_high < p.once_low || p.yearly < 0 {
        problems.push(Problem::at("once_high", "cost-range"));
    }
    for (field, text) in [("price_source", &p.price_source), ("money_from", &p.money_from), ("responsible", &p.responsible), ("feasibility_by", &p.feasibility_by)] {
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
