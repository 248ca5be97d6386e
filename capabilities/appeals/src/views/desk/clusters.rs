//! Many voices that look like one problem.

use crate::rules::{ClusterState, Topic, TopicWords};
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
    /// Known people behind it within ninety days, and buildings it was about.
    pub people: i32,
    pub buildings: i32,
    /// So many that it should be talked over: a matter is suggested.
    pub shared: bool,
    /// The month it is the topic of.
    pub topic: Option<Topic>,
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
    /// What was typed and refused, and for which.
    #[serde(skip)]
    pub typed: Option<(Uuid, TopicWords)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}
