//! What a ballot's page shows of raised hands, of members who stepped aside, and of reasons.

use kernel::Day;
use serde::Serialize;
use utoipa::ToSchema;

/// How far two tellers are; never what the first of them counted.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HandsView {
    pub needed: i64,
    pub first_told: bool,
    pub signed: bool,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RecusalView {
    pub shown_name: String,
    pub reason: String,
    #[schema(value_type = String)]
    pub on: Day,
}

/// Why somebody objects or is concerned.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReasonView {
    pub stance: String,
    pub reason: String,
}
