//! A month of the street as everybody may read it.

use crate::rules::months::MonthTable;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MonthKind {
    pub zh: String,
    pub en: String,
}

/// What was told in one month, by community and kind, with small counts covered.
#[derive(Debug, Serialize, ToSchema)]
pub struct MonthView {
    /// `2026-10`: from its first day up to, not including, the first of the next. Absent where no month has a table yet.
    pub month: Option<String>,
    /// Months with a table, newest first.
    pub months: Vec<String>,
    /// Names of the kinds, in the order of the table's.
    pub kinds: Vec<MonthKind>,
    /// Names of the communities, in the order of the table's rows; absent for what could not be placed.
    pub communities: Vec<Option<String>>,
    pub table: Option<MonthTable>,
}
