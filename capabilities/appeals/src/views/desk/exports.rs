//! Lists written out as files.

use crate::rules::ExportForm;
use kernel::{Moment, Problem, uuid::Uuid};
use serde::Serialize;
use utoipa::ToSchema;

/// One file of one's own.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ExportLine {
    #[schema(value_type = String)]
    pub id: Uuid,
    pub form: ExportForm,
    /// The filters, as in the queue's address.
    pub query: String,
    #[schema(value_type = String)]
    pub at: Moment,
    /// Rows written so far.
    pub written: i32,
    /// Absent while it is written; then `ready`, `failed`, `gone`.
    pub outcome: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ExportsView {
    pub exports: Vec<ExportLine>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}
