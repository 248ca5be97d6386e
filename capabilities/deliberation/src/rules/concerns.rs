//! What people are troubled by, and who was heard.

use super::*;
use kernel::{PersonId, PlaceId, uuid::Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One thing people are troubled by, with those who say "me too".
#[derive(Clone, Debug, PartialEq)]
pub struct Concern {
    pub id: Uuid,
    pub text: String,
    pub joined: i64,
    pub taken_up: Option<bool>,
    pub why_not: Option<String>,
}

/// Somebody heard.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    pub id: Uuid,
    pub person: PersonId,
    pub way: Way,
    pub grid: Option<PlaceId>,
    pub text: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Responding {
    pub text: String,
    /// For somebody else, who asked: by phone, on paper, at a desk.
    pub way: Option<Way>,
    pub place_name: String,
}
