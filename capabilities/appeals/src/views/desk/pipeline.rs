//! The pipeline board: six columns over the states.

use super::{CaseLine, Choice};
use kernel::Moment;
use serde::Serialize;
use utoipa::ToSchema;

/// One column: how many, since when, how many late, and the newest of them.
#[derive(Debug, Serialize, ToSchema)]
pub struct PipelineColumn {
    pub code: &'static str,
    pub n: i64,
    pub overdue: i64,
    #[schema(value_type = Option<String>)]
    pub oldest: Option<Moment>,
    pub cases: Vec<CaseLine>,
}

/// The line of work of a street or a community, end to end.
#[derive(Debug, Serialize, ToSchema)]
pub struct PipelineView {
    pub community: Option<String>,
    pub columns: Vec<PipelineColumn>,
    #[serde(skip)]
    pub communities: Vec<Choice>,
}
