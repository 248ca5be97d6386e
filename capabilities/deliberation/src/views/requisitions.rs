//! What people ask a body to meet about.

use super::MeetingLine;
use crate::rules::*;
use kernel::{Day, Moment, Problem};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RequisitionView {
    #[schema(value_type = String)]
    pub id: RequisitionId,
    pub topic: String,
    pub state: RequisitionState,
    #[schema(value_type = String)]
    pub made_at: Moment,
    #[schema(value_type = String)]
    pub lapses_at: Moment,
    pub residents: i64,
    pub members: i64,
    /// The last day on which the meeting is convened in time.
    #[schema(value_type = Option<String>)]
    pub due_on: Option<Day>,
    pub days_late: i64,
    /// The meeting that was convened for it.
    pub meeting: Option<MeetingLine>,
    /// The reader's name is behind it.
    pub mine: bool,
}

/// A body's requisitions, with what it takes.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RequisitionsView {
    #[schema(value_type = String)]
    pub body: BodyId,
    pub body_name: String,
    /// So many residents, or so many of the seats filled today, bind the chair; none where the charter knows no requisition.
    pub residents_needed: Option<i32>,
    pub members_needed: Option<i64>,
    pub requisitions: Vec<RequisitionView>,
    /// Convened meetings that may be named as the answer; for who plans.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub meetings: Vec<MeetingLine>,
    pub may_say: bool,
    pub may_help: bool,
    pub may_plan: bool,
    #[serde(skip)]
    pub typed: RequisitionTyped,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// What a refused form holds, and of which requisition.
#[derive(Clone, Debug, Default)]
pub struct RequisitionTyped {
    pub of: Option<RequisitionId>,
    pub topic: String,
    pub helped: Helped,
}
