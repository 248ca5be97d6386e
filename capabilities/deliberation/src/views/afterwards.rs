//! What comes after the end of a matter.

use crate::rules::{LookOutcome, ReopeningWhy};
use kernel::Moment;
use serde::Serialize;
use utoipa::ToSchema;

/// Whether it may walk again, who wants it, and looks back at what came of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AfterView {
    /// It may walk again until then; nothing where it may not, or walks.
    #[schema(value_type = Option<String>)]
    pub until: Option<Moment>,
    /// People of the place who asked in this round, and how many it takes.
    pub wanted: i64,
    pub needed: i64,
    /// Why they ask; for who keeps the matter, without names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    /// This reader asked.
    pub asked: bool,
    /// This reader may say something, or write it down for somebody else.
    pub may_say: bool,
    pub may_help: bool,
    pub looks: Vec<LookView>,
}

/// A second look. Its counts are told when it is over, from five answers up.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LookView {
    pub round: i32,
    #[schema(value_type = String)]
    pub opened_at: Moment,
    #[schema(value_type = String)]
    pub until: Moment,
    pub open: bool,
    pub outcome: Option<LookOutcome>,
    pub yes: Option<i64>,
    pub all: Option<i64>,
    /// This reader answered.
    pub answered: bool,
}

/// How a round came to begin after the end of another.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReopeningView {
    pub round: i32,
    #[schema(value_type = String)]
    pub at: Moment,
    pub why: ReopeningWhy,
    pub reason: Option<String>,
}
