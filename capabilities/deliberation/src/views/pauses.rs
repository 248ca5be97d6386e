//! The public log of pauses.

use crate::rules::*;
use kernel::{Day, Moment, Problem, uuid::Uuid};
use serde::Serialize;
use utoipa::ToSchema;

/// One pause: never who.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PauseLine {
    #[schema(value_type = String)]
    pub id: Uuid,
    pub place: String,
    pub ground: Wrong,
    pub role: String,
    #[schema(value_type = String)]
    pub on: Day,
    #[schema(value_type = String)]
    pub until: Moment,
    pub runs: bool,
    #[schema(value_type = Option<String>)]
    pub objected_on: Option<Day>,
    #[schema(value_type = Option<String>)]
    pub decide_by: Option<Moment>,
    pub upheld: Option<bool>,
    pub answer: Option<String>,
    /// It is this reader who is paused.
    pub mine: bool,
    /// For whoever is paused; empty for others.
    pub reason: String,
    pub may_object: bool,
    pub may_settle: bool,
    /// Over before its days were, and why.
    #[schema(value_type = Option<String>)]
    pub lifted_on: Option<Day>,
    pub lifted_why: Option<String>,
    pub may_lift: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PausesView {
    pub log: Vec<PauseLine>,
    /// An objection, opened on record for whoever decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}
