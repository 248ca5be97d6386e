//! A list written out as a file: which forms there are, and which columns.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Files are kept this long after they are ready.
pub const EXPORT_KEPT: i64 = kernel::Moment::DAY;

/// The form of the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportForm {
    #[default]
    Xlsx,
    Csv,
}

impl ExportForm {
    pub fn code(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Xlsx, Self::Csv].into_iter().find(|f| f.code() == code)
    }
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// Columns, by the code their headings are found under. Every moment carries its offset; buildings and words of people
/// are not among them.
pub const EXPORT_COLUMNS: [&str; 22] = [
    "case_no", "title", "case_type", "category", "category_name", "urgency", "community", "grid", "state", "round", "lead", "voices",
    "urgings", "opened_at", "accepted_at", "dispatched_at", "signed_at", "contacted_at", "completed_at", "due_at", "closed_at", "result",
];

/// What is asked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ExportWords {
    /// The filters of the queue, as in its address.
    pub query: String,
    pub form: ExportForm,
}
