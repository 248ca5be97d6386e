//! What an administrator sees of hooks.

use crate::rules::HookWords;
use kernel::{Moment, Problem, uuid::Uuid};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HookLine {
    #[schema(value_type = String)]
    pub id: Uuid,
    pub url: String,
    /// Empty: everything public.
    pub names: Vec<String>,
    pub active: bool,
    #[schema(value_type = String)]
    pub made_at: Moment,
}

/// One message to a hook.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SendingLine {
    #[schema(value_type = String)]
    pub id: Uuid,
    pub url: String,
    pub name: String,
    /// `waiting`, `sent`, `failed`.
    pub state: String,
    pub tries: i32,
    #[schema(value_type = String)]
    pub next_at: Moment,
    #[schema(value_type = Option<String>)]
    pub last_at: Option<Moment>,
    /// The status that came back; 0 where nothing did.
    pub last_status: Option<i32>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct HooksView {
    pub hooks: Vec<HookLine>,
    /// The last messages, newest first.
    pub log: Vec<SendingLine>,
    /// The secret of the hook that was just made: shown this once.
    pub secret: Option<String>,
    #[serde(skip)]
    pub typed: HookWords,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}
