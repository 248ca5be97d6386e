//! What was objected to on a roll and challenged of a count, for whoever answers; and counts that were made again.

use crate::actions::PleaAnswer;
use crate::rules::*;
use crate::views::{BallotMay, PleaView};
use kernel::{Day, Problem, uuid::Uuid};
use serde::Serialize;
use utoipa::ToSchema;

/// Somebody's own words, shown this once.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OpenedPlea {
    #[schema(value_type = String)]
    pub id: Uuid,
    pub text: String,
}

/// A count as it stood before it was made again.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EarlierCountView {
    pub no: i32,
    #[schema(value_type = String)]
    pub on: Day,
    pub outcome: BallotOutcome,
    /// Options that had won, by their number on the paper.
    pub winners: Vec<i32>,
    pub result_hash: String,
    /// What was wrong with it.
    pub why: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PleasView {
    #[schema(value_type = String)]
    pub id: BallotId,
    pub code: String,
    pub question: String,
    pub state: BallotState,
    pub objections: Vec<PleaView>,
    pub challenges: Vec<PleaView>,
    pub earlier: Vec<EarlierCountView>,
    /// Bundles of paper that count.
    pub bundles: Vec<i32>,
    pub may: BallotMay,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened: Option<OpenedPlea>,
    /// Which one was being answered when the answer was refused.
    #[serde(skip)]
    pub answering: Option<Uuid>,
    #[serde(skip)]
    pub typed: PleaAnswer,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}
