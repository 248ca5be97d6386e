//! What readers see; these structs are the JSON contract.

use crate::rules::{Kind, Means, Urgent};
use kernel::{Moment, Problem, uuid::Uuid};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MessageLine {
    #[schema(value_type = String)]
    pub id: Uuid,
    pub kind: Kind,
    /// One sentence, in the reader's language.
    pub says: String,
    #[schema(value_type = String)]
    pub at: Moment,
    /// The page it is about.
    pub link: String,
    /// Why it went out at once, if it did.
    pub urgent: Option<Urgent>,
    pub read: bool,
}

/// One's own messages, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct InboxView {
    pub items: Vec<MessageLine>,
    /// 100 is that many or more.
    pub unread: i64,
    #[serde(skip)]
    pub before: Option<Uuid>,
    /// `before` of the next page.
    #[schema(value_type = Option<String>)]
    pub next: Option<Uuid>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChoiceLine {
    pub kind: Kind,
    /// Absent where nothing was ever chosen: then as was wished when something was said, else the inbox alone.
    pub means: Option<Means>,
}

/// How one is told.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChoicesView {
    pub choices: Vec<ChoiceLine>,
    pub has_phone: bool,
    /// What is shown of the verified address.
    pub email: Option<String>,
    /// The address a code is on its way to.
    pub pending: Option<String>,
    pub quiet_from: String,
    pub quiet_until: String,
    /// One list at 18:00 in place of one message each.
    pub daily: bool,
    #[serde(skip)]
    pub typed_email: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// The end of an e-mail's link.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnsubscribeView {
    #[serde(skip)]
    pub token: String,
    /// What is shown of the address.
    pub email: String,
    /// Nothing goes there any more.
    pub done: bool,
}

/// One way a message went out: nobody's name, number or words.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SendingLine {
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Room and code, such as `appeals.closed`.
    pub what: String,
    pub means: Means,
    /// `waiting`, `leaving`, `sent`, `failed`, `dropped`.
    pub state: String,
    pub tries: i32,
    #[schema(value_type = String)]
    pub next_at: Moment,
    #[schema(value_type = Option<String>)]
    pub last_at: Option<Moment>,
    /// Why it failed or was given up, as a code.
    pub why: Option<String>,
}

/// What went out, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct LogView {
    pub sendings: Vec<SendingLine>,
    /// Only of this state; empty for all.
    pub state: String,
    #[serde(skip)]
    pub before: Option<Uuid>,
    #[schema(value_type = Option<String>)]
    pub next: Option<Uuid>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}
