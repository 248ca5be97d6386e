//! Bodies: the list, and one with its charter, roster and meetings.

use super::{MatterLine, MeetingLine};
use crate::rules::*;
use kernel::{Day, Problem};
use serde::Serialize;
use utoipa::ToSchema;

/// A body on a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BodyLine {
    #[schema(value_type = String)]
    pub id: BodyId,
    pub name: String,
    pub kind: BodyKind,
    /// Empty for a body of the whole street.
    pub place: String,
    pub seats: i64,
    pub filled: i64,
    pub next: Option<MeetingLine>,
}

/// Every body of the street.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct BodiesView {
    pub bodies: Vec<BodyLine>,
    pub may_found: bool,
    #[serde(skip)]
    pub words: Founding,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// Who sits there.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SeatView {
    #[schema(value_type = String)]
    pub id: MembershipId,
    pub category: String,
    pub seat: i32,
    pub shown_name: String,
    pub profession: String,
    pub organisation: String,
    pub taken_how: FilledBy,
    #[schema(value_type = String)]
    pub from: Day,
    #[schema(value_type = String)]
    pub to: Day,
    pub ends_soon: bool,
    /// Who sits when the holder is away.
    pub substitute: Option<String>,
}

/// Seats of a category without a holder.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VacancyView {
    pub category: String,
    pub seats: i32,
}

/// The charter in force, as data and as it was written.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CharterView {
    #[schema(value_type = String)]
    pub from: Day,
    #[schema(value_type = Object)]
    pub rules: Rules,
    pub written: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OfficeView {
    pub office: Office,
    pub shown_name: String,
}

/// What this reader may do with a body.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub struct BodyMay {
    pub keep: bool,
    pub plan: bool,
    pub excuse: bool,
    pub open_matter: bool,
}

/// What was typed into the forms of the page.
#[derive(Clone, Debug, Default)]
pub struct BodyTyped {
    pub seating: Seating,
    pub office: OfficeWords,
    pub charter: String,
    pub planning: Planning,
    /// Whose seat was to end.
    pub leaving: Option<(MembershipId, Leaving)>,
    /// Whose delegate was to change.
    pub delegate: Option<(MembershipId, DelegateWords)>,
    pub excuse: ExcuseWords,
    pub year_plan: PlanWords,
}

/// One body.
#[derive(Debug, Serialize, ToSchema)]
pub struct BodyView {
    #[schema(value_type = String)]
    pub id: BodyId,
    pub name: String,
    pub kind: BodyKind,
    pub place: String,
    pub purpose: String,
    #[schema(value_type = String)]
    pub opened_on: Day,
    /// The roster is that of this day.
    #[schema(value_type = String)]
    pub on: Day,
    /// Seats whose holders stay away without a word; for who keeps or convenes it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub absences: Vec<super::AbsenceView>,
    /// Years it planned, the newest first.
    pub plans: Vec<super::PlanView>,
    pub charter: Option<CharterView>,
    /// First days of every charter.
    #[schema(value_type = Vec<String>)]
    pub charters: Vec<Day>,
    pub offices: Vec<OfficeView>,
    pub seats: i64,
    /// People and seats are counted apart.
    pub filled: i64,
    pub people: i64,
    pub roster: Vec<SeatView>,
    pub vacancies: Vec<VacancyView>,
    pub meetings: Vec<MeetingLine>,
    /// Meetings without quorum whose second call may still be planned; for who plans.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inquorate: Vec<MeetingLine>,
    /// The newest matters.
    pub matters: Vec<MatterLine>,
    pub may: BodyMay,
    #[serde(skip)]
    pub typed: BodyTyped,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}
