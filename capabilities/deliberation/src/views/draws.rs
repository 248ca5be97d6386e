//! Draws: the list, and one from its announcement to the seats it filled. Numbers, never names of who was only drawn.

use crate::rules::*;
use kernel::{Moment, Problem};
use serde::Serialize;
use utoipa::ToSchema;

/// A draw on a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DrawRow {
    #[schema(value_type = String)]
    pub id: DrawId,
    pub code: String,
    pub body_name: String,
    pub category: String,
    pub stage: DrawStage,
    pub size: usize,
    pub state: DrawState,
    #[schema(value_type = String)]
    pub announced_at: Moment,
    #[schema(value_type = String)]
    pub seed_from: Moment,
}

/// Draws, the newest first: of the street, or of one body with the form that announces one.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct DrawsView {
    /// The body whose draws these are.
    #[schema(value_type = Option<String>)]
    pub body: Option<BodyId>,
    pub body_name: String,
    pub draws: Vec<DrawRow>,
    /// Where the next page begins.
    #[schema(value_type = Option<String>)]
    pub next: Option<DrawId>,
    pub may_announce: bool,
    /// Categories whose seats are drawn, with those free today.
    pub categories: Vec<(String, i32)>,
    #[serde(skip)]
    pub words: Announcing,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BoundView {
    pub code: String,
    pub at_least: usize,
    pub at_most: usize,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DimView {
    pub name: String,
    pub categories: Vec<BoundView>,
}

/// One cell of the pool.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CellView {
    pub cell: Vec<String>,
    /// None where the count is covered.
    pub people: Option<u64>,
    /// The chance of each of them, in thousandths, once simulated.
    pub chance: Option<u64>,
}

/// The frozen pool as the public sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PoolView {
    #[schema(value_type = String)]
    pub frozen_at: Moment,
    pub hash: String,
    pub size: Option<u64>,
    pub cells: Vec<CellView>,
    /// Whether this reader gets the file of numbers and strata.
    pub file: bool,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SeedView {
    pub seed: String,
    #[schema(value_type = String)]
    pub at: Moment,
    pub told: String,
    pub witnesses: String,
}

/// A number that was drawn or called.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NumberView {
    pub pool_no: u64,
    pub state: LineState,
    /// Whose place it was called to.
    pub calls_after: Option<u64>,
    /// For those who read pools: its strata, and until when it may answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub strata: Vec<String>,
    #[schema(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer_by: Option<Moment>,
}

/// What people of one stratum answered; covered where few were asked.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ResponseView {
    pub dimension: String,
    pub code: String,
    pub asked: Option<u64>,
    pub accepted: Option<u64>,
}

/// Chances over simulated seeds, in thousandths.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct FairnessView {
    pub draws: u32,
    pub least: u64,
}

/// The reader's own number.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DrawnView {
    pub pool_no: Option<u64>,
    pub state: LineState,
    #[schema(value_type = Option<String>)]
    pub answer_by: Option<Moment>,
}

/// What a sheet brings or brought.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct BroughtView {
    pub lines: usize,
    pub fresh: usize,
    pub done: bool,
}

/// Who stands behind a number, opened on record.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OpenedView {
    pub pool_no: u64,
    pub name: String,
    pub contact: String,
}

/// What this reader may do with a draw.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub struct DrawMay {
    pub keep: bool,
    pub run: bool,
    /// Write down what somebody who was drawn said.
    pub answer: bool,
    pub open: bool,
}

/// What was typed into the forms of the page.
#[derive(Clone, Debug, Default)]
pub struct DrawTyped {
    pub seed: SeedWords,
    pub reply: Replying,
    /// The number whose answer was being written.
    pub replying: Option<u64>,
    pub reason: String,
    /// The sheet that was looked at.
    pub sheet: String,
}

/// One draw.
#[derive(Debug, Serialize, ToSchema)]
pub struct DrawView {
    #[schema(value_type = String)]
    pub id: DrawId,
    pub code: String,
    #[schema(value_type = String)]
    pub body: BodyId,
    pub body_name: String,
    pub category: String,
    pub stage: DrawStage,
    pub state: DrawState,
    pub size: usize,
    pub alternates: usize,
    /// `cells-1` or `quotas-1`.
    pub algorithm: String,
    pub dims: Vec<DimView>,
    pub pool_rule: String,
    pub seed_source: String,
    #[schema(value_type = String)]
    pub seed_from: Moment,
    pub answer_days: i32,
    #[schema(value_type = String)]
    pub announced_at: Moment,
    /// The draw without a panel that this one follows, and what was loosened.
    #[schema(value_type = Option<String>)]
    pub again_of: Option<DrawId>,
    pub again_why: Option<String>,
    /// People in the pool so far; for those who keep it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entered: Option<usize>,
    pub pool: Option<PoolView>,
    pub seed: Option<SeedView>,
    #[schema(value_type = Option<String>)]
    pub drawn_at: Option<Moment>,
    /// Which order of `quotas-1` fitted.
    pub attempt: Option<u32>,
    pub panel: Vec<NumberView>,
    pub alternates_called: Vec<NumberView>,
    pub alternates_waiting: Vec<u64>,
    /// Those who took their seats, by the name on the roster; not beside their numbers.
    pub seated: Vec<String>,
    pub infeasible: Vec<BoundChange>,
    pub fairness: Option<FairnessView>,
    pub responses: Vec<ResponseView>,
    #[schema(value_type = Option<String>)]
    pub void_at: Option<Moment>,
    pub void_why: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mine: Option<DrawnView>,
    pub may: DrawMay,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brought: Option<BroughtView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened: Option<OpenedView>,
    #[serde(skip)]
    pub typed: DrawTyped,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}
