//! The compliance calendar of a year.

use crate::rules::{DutyLevel, DutyRate, DutyState, MeetingId};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DutyCell {
    /// `202609`.
    pub month: i32,
    pub state: DutyState,
    #[schema(value_type = Vec<String>)]
    pub own: Vec<MeetingId>,
    #[schema(value_type = Vec<String>)]
    pub covering: Vec<MeetingId>,
    /// Why nothing was owed.
    pub excuse: Option<String>,
}

/// Meetings held well beside those planned for the whole year.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct PlannedView {
    pub meetings: i32,
    pub good: usize,
}

/// A body or place, with its twelve months.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DutyRow {
    pub name: String,
    /// Where its page is, if it has one.
    pub path: Option<String>,
    /// What a body planned for the year.
    pub planned: Option<PlannedView>,
    pub cells: Vec<DutyCell>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DutiesView {
    pub year: i32,
    pub level: DutyLevel,
    /// Meetings owed in the whole year: one a month for each.
    pub owed_a_year: usize,
    pub rate: DutyRate,
    pub rows: Vec<DutyRow>,
}
