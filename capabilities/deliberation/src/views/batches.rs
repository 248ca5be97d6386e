//! One bundle of slips as whoever reads it sees it.

use crate::rules::*;
use kernel::Problem;
use serde::Serialize;
use utoipa::ToSchema;

/// A bundle to read or to settle: one act on one page, at hand without a network once it was opened.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BatchView {
    /// Of the ballot.
    #[schema(value_type = String)]
    pub ballot: BallotId,
    pub code: String,
    pub question: String,
    pub rule: BallotRule,
    pub options: Vec<BallotOption>,
    pub batch: BatchLine,
    /// The bundle after this one that waits for this reader.
    pub next: Option<i32>,
    pub may_read: bool,
    pub may_settle: bool,
    #[serde(skip)]
    pub typed: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// How far a bundle is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BatchLine {
    pub no: i32,
    pub slips: i32,
    pub state: BatchState,
    /// Slips on which two readings differ.
    pub differing: Vec<usize>,
    pub read_by_me: bool,
}

impl BatchLine {
    /// Somebody may still read it, and this reader has not.
    pub fn waits_for_me(&self) -> bool {
        !self.read_by_me && matches!(self.state, BatchState::Waiting | BatchState::ReadOnce)
    }
}
