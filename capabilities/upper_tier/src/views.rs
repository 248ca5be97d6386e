//! What the desk sees of orders: the structs that are the JSON contract.

use crate::rules::WordWords;
use appeals::rules::{CaseId, State};
use appeals::views::{AnswerLine, UpperAskLine};
use kernel::{Moment, Problem, uuid::Uuid};
use serde::Serialize;
use utoipa::ToSchema;

/// One order and the case it became.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OrderLine {
    #[schema(value_type = String)]
    pub id: Uuid,
    pub their_no: String,
    pub tier: String,
    pub their_category: String,
    #[schema(value_type = String)]
    pub their_due_at: Moment,
    #[schema(value_type = String)]
    pub case: CaseId,
    pub case_no: String,
    pub title: String,
    pub state: State,
    /// Who leads.
    pub unit: Option<String>,
    /// `open`, `late`, `ready`, `answered`.
    pub stands: &'static str,
    #[schema(value_type = Option<String>)]
    pub answered_at: Option<Moment>,
}

/// Something agreed here that waits for their word, with the orders it is about.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AskLine {
    #[serde(flatten)]
    pub asked: UpperAskLine,
    /// Its first order, where their word is entered.
    #[schema(value_type = String)]
    pub order: Uuid,
    pub their_nos: Vec<String>,
    /// It has gone up.
    pub sent: bool,
}

/// A file that was written, and how much it holds.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BatchLine {
    #[schema(value_type = String)]
    pub id: Uuid,
    #[schema(value_type = String)]
    pub at: Moment,
    pub holds: i64,
}

/// A file that was taken in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ImportLine {
    /// `orders`, `words`.
    pub kind: String,
    #[schema(value_type = String)]
    pub at: Moment,
    pub fresh: i32,
    pub changed: i32,
    pub known: i32,
}

/// What the line brought and could not be taken.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TurnedBackLine {
    pub their_no: String,
    pub field: String,
    pub code: String,
    #[schema(value_type = String)]
    pub at: Moment,
}

/// The orders of the street.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrdersView {
    /// `open` or `answered`.
    pub show: &'static str,
    /// The soonest due first.
    pub orders: Vec<OrderLine>,
    /// The order after which the next page begins.
    #[schema(value_type = Option<String>)]
    pub next: Option<Uuid>,
    pub asks: Vec<AskLine>,
    /// Answers and requests that have not gone up.
    pub to_send: usize,
    pub batches: Vec<BatchLine>,
    pub imports: Vec<ImportLine>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub turned_back: Vec<TurnedBackLine>,
    pub may_take: bool,
    pub may_send: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// Something of an order that went up.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SentLine {
    /// `answer`, `return`, `extension`.
    pub kind: String,
    /// `file`, `line`.
    pub way: String,
    #[schema(value_type = String)]
    pub at: Moment,
    #[schema(value_type = Option<String>)]
    pub batch: Option<Uuid>,
}

/// One order.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrderView {
    pub order: OrderLine,
    #[schema(value_type = String)]
    pub taken_at: Moment,
    pub sent: Vec<SentLine>,
    /// What waits for their word.
    pub waits: Option<&'static str>,
    /// What the speaker answered, ours and theirs side by side.
    pub answers: Vec<AnswerLine>,
    pub may_hear: bool,
    #[serde(skip)]
    pub typed: WordWords,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// What a file would bring, or brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Brought {
    pub lines: usize,
    pub fresh: i32,
    /// Orders whose due moment they moved.
    pub changed: i32,
    /// Here already.
    pub known: i32,
}

/// Taking a file in.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ImportView {
    /// `orders`, `words`.
    pub kind: &'static str,
    pub brought: Option<Brought>,
    /// It is taken in; else only looked at.
    pub done: bool,
    /// What a person should know though it can be taken: a place or category that was not recognised.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub notes: Vec<Problem>,
    /// The file as text, to be taken in as it was looked at.
    #[serde(skip)]
    pub text: String,
    pub may_hear: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}
