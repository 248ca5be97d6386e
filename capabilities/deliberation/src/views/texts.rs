//! One text of a matter, with what readers and those who moderate can do about it.

use super::ModerationLine;
use crate::rules::*;
use kernel::{Problem, uuid::Uuid};
use serde::Serialize;
use utoipa::ToSchema;

/// What this reader may do about a text.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub struct TextMay {
    pub flag: bool,
    pub moderate: bool,
    pub pause: bool,
    pub release: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TextView {
    #[schema(value_type = String)]
    pub matter: MatterId,
    pub code: String,
    pub question: String,
    pub kind: PartKind,
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Of an option.
    pub title: String,
    /// Empty where it is hidden.
    pub text: String,
    pub side: Option<Side>,
    /// A ballot may name it.
    pub frozen: bool,
    /// It waits to be read before it is shown.
    pub held: bool,
    pub curbed: Option<ModerationLine>,
    pub may: TextMay,
    #[serde(skip)]
    pub typed: Curbing,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// What was done about a text, as a page that shows it among others says so.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CurbView {
    #[schema(value_type = String)]
    pub id: ModerationId,
    pub act: Curb,
    pub ground: Wrong,
}
