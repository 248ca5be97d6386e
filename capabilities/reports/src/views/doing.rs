//! How we are doing: the public page.

use super::Shown;
use kernel::Day;
use serde::Serialize;
use utoipa::ToSchema;

/// What the street says of itself to everybody.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DoingView {
    pub street: String,
    /// The last month that is over.
    #[schema(value_type = String)]
    pub from: Day,
    #[schema(value_type = String)]
    pub until: Day,
    pub month: Vec<Shown>,
    /// As of today.
    pub now: Vec<Shown>,
    /// From the first of January to today.
    pub year: Vec<Shown>,
    /// From papers: of whom the street works with.
    pub partners: Vec<Shown>,
    /// Good meetings and voices of the months that are over, as far as they are released: the circle growing.
    pub months: Vec<MonthPoint>,
    pub reports: Vec<ReportLink>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MonthPoint {
    /// `2026-10`.
    pub month: String,
    pub meetings: Option<i64>,
    pub voices: Option<i64>,
    /// Ten-thousandths.
    pub satisfaction: Option<i64>,
}

/// A signed edition.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReportLink {
    pub id: String,
    pub title: String,
    #[schema(value_type = String)]
    pub from: Day,
    #[schema(value_type = String)]
    pub until: Day,
}
