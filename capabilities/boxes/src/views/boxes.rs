//! The list of boxes, and one box with its openings.

use crate::rules::{Beginning, BoxId, BoxWords, OpeningId};
use kernel::{Day, Moment, Problem};
use serde::Serialize;
use utoipa::ToSchema;

/// A box on a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BoxLine {
    #[schema(value_type = String)]
    pub id: BoxId,
    pub community: String,
    /// Community, grid and building as far as it has them.
    pub place: String,
    pub location: String,
    /// Code of the role whose post keeps the keys.
    pub keys: &'static str,
    /// Monday is 1.
    pub weekday: i8,
    pub every_weeks: i32,
    pub active: bool,
    #[schema(value_type = Option<String>)]
    pub last_opened_at: Option<Moment>,
    /// Cards of the last opening, as counted.
    pub last_counted: Option<i32>,
    /// An opening that is not sealed yet.
    #[schema(value_type = Option<String>)]
    pub open: Option<OpeningId>,
    #[schema(value_type = String)]
    pub next: Day,
    pub overdue: bool,
}

/// The boxes this reader may see; the overdue first.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct BoxesView {
    pub boxes: Vec<BoxLine>,
    pub overdue: usize,
    pub may_put_up: bool,
    #[serde(skip)]
    pub words: BoxWords,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// What this reader may do with a box.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub struct BoxMay {
    pub open: bool,
    pub keep: bool,
    pub print: bool,
}

/// An opening on a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OpeningLine {
    #[schema(value_type = String)]
    pub id: OpeningId,
    #[schema(value_type = String)]
    pub opened_at: Moment,
    pub counted: Option<i32>,
    pub voices: i64,
    pub void: i64,
    pub sealed: bool,
    /// Cards counted = cards registered.
    pub registered: bool,
}

/// One box.
#[derive(Debug, Serialize, ToSchema)]
pub struct BoxView {
    pub line: BoxLine,
    pub openings: Vec<OpeningLine>,
    /// The number on the seal that was put on last.
    pub seal: Option<String>,
    pub may: BoxMay,
    #[serde(skip)]
    pub begin: Beginning,
    #[serde(skip)]
    pub login: String,
    #[serde(skip)]
    pub words: BoxWords,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}
