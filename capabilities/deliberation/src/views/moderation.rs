//! The public log of moderation, and what waits beside it.

use crate::rules::*;
use kernel::{Day, Moment, Problem, uuid::Uuid};
use serde::Serialize;
use utoipa::ToSchema;

/// One act: date, place, ground, act, role, result of the objection. Never the words.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ModerationLine {
    #[schema(value_type = String)]
    pub id: ModerationId,
    /// `proposal`, `argument`, `answer` or `option`.
    pub kind: &'static str,
    #[schema(value_type = String)]
    pub of: Uuid,
    /// The page of the text.
    pub path: String,
    /// The code of the proposal, or of the matter it stands in.
    pub code: String,
    pub place: String,
    pub act: Curb,
    pub ground: Wrong,
    pub role: String,
    #[schema(value_type = String)]
    pub on: Day,
    #[schema(value_type = Option<String>)]
    pub objected_on: Option<Day>,
    #[schema(value_type = Option<String>)]
    pub decide_by: Option<Moment>,
    pub upheld: Option<bool>,
    pub reason: Option<String>,
    pub may_object: bool,
    pub may_settle: bool,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FlaggedView {
    #[schema(value_type = String)]
    pub id: Uuid,
    pub kind: &'static str,
    pub path: String,
    pub code: String,
    /// Its title, or how it begins.
    pub title: String,
    pub flags: i64,
    pub grounds: Vec<(Wrong, i64)>,
}

/// Somebody's first argument, which waits to be read before it is shown.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HeldView {
    #[schema(value_type = String)]
    pub id: Uuid,
    pub path: String,
    pub code: String,
    pub title: String,
    #[schema(value_type = String)]
    pub since: Moment,
}

/// Supports from one device's address close upon each other. Nothing is struck by that.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BurstView {
    #[schema(value_type = String)]
    pub id: ProposalId,
    pub code: String,
    #[schema(value_type = String)]
    pub from: Moment,
    #[schema(value_type = String)]
    pub to: Moment,
    pub supports: usize,
}

/// Hidden words and the objection, shown this once.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OpenedWords {
    #[schema(value_type = String)]
    pub id: ModerationId,
    pub title: String,
    pub text: String,
    pub offer: String,
    pub objection: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ModerationView {
    pub log: Vec<ModerationLine>,
    #[schema(value_type = Option<String>)]
    pub next: Option<ModerationId>,
    /// Objections that this reader may decide.
    pub waiting: Vec<ModerationLine>,
    /// Flagged, for those who moderate there.
    pub flagged: Vec<FlaggedView>,
    /// First arguments that wait to be read, for those who moderate there.
    pub held: Vec<HeldView>,
    pub sees_bursts: bool,
    pub bursts: Vec<BurstView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened: Option<OpenedWords>,
    /// Which one was being decided or objected to when that was refused.
    #[serde(skip)]
    pub settling: Option<ModerationId>,
    #[serde(skip)]
    pub typed: Settling,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}
