//! What a body plans for a year.

use kernel::Moment;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlanView {
    pub year: i32,
    /// Planned for the whole year.
    pub meetings: i32,
    /// Quorate and sealed so far.
    pub good: usize,
    /// Why the plan is another than before.
    pub reason: String,
    /// What was planned before, and since when.
    #[schema(value_type = Vec<Object>)]
    pub before: Vec<(Moment, i32)>,
}
