//! What is printed of a ballot.

use crate::rules::*;
use crate::views::BallotView;
use kernel::Moment;
use serde::Serialize;
use utoipa::ToSchema;

/// Papers to print, each with the counterfoil of a line of the roll.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VotePapersView {
    #[schema(value_type = String)]
    pub id: BallotId,
    pub code: String,
    pub question: String,
    pub body: String,
    pub rule: BallotRule,
    pub options: Vec<BallotOption>,
    #[schema(value_type = String)]
    pub closes: Moment,
    /// Numbers of the counterfoils, which go on outer envelopes and never on the slip inside.
    pub lines: Vec<i32>,
    pub from: i32,
    pub many: i32,
    /// Where the page of the ballot is, for the picture on the paper.
    #[serde(skip)]
    pub link: String,
}

/// The protocol of a count.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProtocolView {
    pub ballot: BallotView,
    #[schema(value_type = Option<Object>)]
    pub sheet: Option<Balance>,
    /// Papers nobody can account for.
    pub variance: Option<i64>,
    /// Bundles: number, slips, how they were read.
    #[schema(value_type = Vec<(i32, i32, String)>)]
    pub batches: Vec<(i32, i32, BatchState)>,
    #[schema(value_type = Option<Object>)]
    pub hands: Option<Hands>,
    pub votes_hash: String,
    #[schema(value_type = Option<String>)]
    pub counted_at: Option<Moment>,
    #[schema(value_type = Option<String>)]
    pub sealed_at: Option<Moment>,
    #[serde(skip)]
    pub link: String,
}

/// A name of the roll, shown this once.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OpenedLine {
    pub line: i32,
    /// None where the line has a key alone.
    pub text: Option<String>,
}
