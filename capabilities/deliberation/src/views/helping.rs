//! Acting for a resident, and the slip they get.

use crate::rules::HelpWords;
use identity::rules::HelpWay;
use kernel::{Moment, Problem, uuid::Uuid};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HelpDeed {
    pub verb: String,
    pub path: String,
    #[schema(value_type = String)]
    pub at: Moment,
}

/// One time of acting for somebody.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HelpSlip {
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Masked: the family name and stars.
    pub name: String,
    pub helper: String,
    #[schema(value_type = String)]
    pub way: HelpWay,
    #[schema(value_type = String)]
    pub began_at: Moment,
    /// When it was over, or will be by itself.
    #[schema(value_type = String)]
    pub until: Moment,
    pub over: bool,
    pub deeds: Vec<HelpDeed>,
}

/// For whom the reader acts now, and the slips of the last day.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct HelpingView {
    pub running: Option<HelpSlip>,
    pub past: Vec<HelpSlip>,
    /// The one that was just ended: its slip comes next.
    #[schema(value_type = Option<String>)]
    pub ended: Option<Uuid>,
    #[serde(skip)]
    pub words: HelpWords,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}
