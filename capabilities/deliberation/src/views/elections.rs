//! Elections of a body: vacant seats, ballots that fill them, and what became of the elected.

use crate::rules::*;
use crate::views::BallotLine;
use kernel::Problem;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ElectionsView {
    #[schema(value_type = String)]
    pub body: BodyId,
    pub name: String,
    /// Vacant seats that are filled by election, by category.
    pub vacant: Vec<(String, i32)>,
    pub ballots: Vec<BallotLine>,
    pub may_draft: bool,
    #[serde(skip)]
    pub words: Electing,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// Who stands, under the number on the paper; after the count, whether they were elected and sit.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CandidateView {
    pub no: i32,
    pub shown_name: String,
    pub elected: bool,
    pub state: CandidateState,
    /// Why a seat was not taken.
    pub reason: Option<String>,
    /// Whether this reader may answer for them.
    pub may_answer: bool,
}
