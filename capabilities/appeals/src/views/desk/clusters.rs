//! Many voices that look like one problem.

use crate::rules::ClusterState;
use kernel::{Moment, Problem, uuid::Uuid};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ClusterLine {
    #[schema(value_type = String)]
    pub id: Uuid,
    pub category_name: (String, String),
    pub place: String,
    pub voices: i32,
    pub state: ClusterState,
    #[schema(value_type = String)]
    pub proposed_at: Moment,
    /// Filters of the queue that hold its cases.
    pub list: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ClustersView {
    pub clusters: Vec<ClusterLine>,
    pub may_settle: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}
