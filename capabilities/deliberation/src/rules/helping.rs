//! What staff say of the resident they act for.

use identity::rules::HelpWay;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct HelpWords {
    pub name: String,
    pub phone: String,
    /// Where they live or work.
    pub home: String,
    /// How they are there: before one, on the phone, by a sheet.
    #[schema(value_type = Option<String>)]
    pub help_way: Option<HelpWay>,
    /// It was seen that they belong there.
    pub confirmed: bool,
}
