//! Seats whose holders stay away without a word.

use crate::rules::MembershipId;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AbsenceView {
    #[schema(value_type = String)]
    pub membership: MembershipId,
    pub shown_name: String,
    /// Meetings missed without a word.
    pub missed: usize,
    pub within_months: i32,
}
