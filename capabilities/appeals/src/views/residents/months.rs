//! A month of the street as everybody may read it.

use crate::rules::months::MonthTable;
use serde::Serialize;
use utoipa::ToSchema;

/// What was told in one month, by community and kind, with small counts covered.
#[derive(Debug, Serialize, ToSchema)]
pub struct MonthView {
    /// Months with a table, newest first: `2026-10`.
    pub months: Vec<String>,
    /// Absent where no month has a table yet.
    pub table: Option<MonthTable>,
}
