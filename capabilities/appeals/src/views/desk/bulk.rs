//! One verb on a whole list: what it holds before, and how it went.

use crate::rules::{BulkVerb, BulkWords};
use crate::views::CaseLine;
use kernel::{Problem, uuid::Uuid};
use serde::Serialize;
use utoipa::ToSchema;

/// A verb and on how many of the list it can be done now.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct BulkChoice {
    pub verb: BulkVerb,
    pub possible: i64,
}

/// A list before anything is done with it.
#[derive(Debug, Serialize, ToSchema)]
pub struct BulkView {
    /// The filters, as in the queue's address.
    pub query: String,
    /// How many the list holds, whole and not by the page.
    pub count: i64,
    /// More than one bulk takes: the list must be narrowed.
    pub too_many: bool,
    pub verbs: Vec<BulkChoice>,
    /// The first of them.
    pub cases: Vec<CaseLine>,
    #[serde(skip)]
    pub typed: BulkWords,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// How far a bulk is, and how it went.
#[derive(Debug, Serialize, ToSchema)]
pub struct BulkDone {
    #[schema(value_type = String)]
    pub id: Uuid,
    pub verb: BulkVerb,
    pub cases: i64,
    pub waiting: i64,
    pub done: i64,
    pub undone: i64,
    /// Why it was not done, by the code of the problem, and how often.
    pub otherwise: Vec<(String, i64)>,
    pub may_undo: bool,
    /// The list it came from.
    #[serde(skip)]
    pub query: String,
}
