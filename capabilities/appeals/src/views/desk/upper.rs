//! Work of the upper tier as the desk sees it.

use crate::rules::{CaseId, UpperAsk, VoiceId};
use kernel::{Moment, uuid::Uuid};
use serde::Serialize;
use utoipa::ToSchema;

/// What the upper tier holds a case to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct UpperView {
    /// When they want the soonest of its voices answered.
    #[schema(value_type = String)]
    pub due_at: Moment,
    /// They let the time rest.
    pub rests: bool,
    /// Handed out now, our date would leave less than a working day before theirs: it would be this one.
    #[schema(value_type = Option<String>)]
    pub tight: Option<Moment>,
    /// What is agreed here and waits for their word: `return`, `extension`.
    pub waits: Option<UpperAsk>,
}

/// What one speaker answered, ours and theirs side by side.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AnswerLine {
    #[schema(value_type = String)]
    pub voice: VoiceId,
    #[schema(value_type = String)]
    pub at: Moment,
    /// `staff`, `self`, `upper`.
    pub source: String,
    pub round: i32,
    pub contacted: Option<bool>,
    pub solved: Option<bool>,
    pub satisfaction: Option<String>,
}

/// Something the street asks of the upper tier, which has not answered.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct UpperAskLine {
    #[schema(value_type = String)]
    pub id: Uuid,
    pub ask: UpperAsk,
    #[schema(value_type = String)]
    pub case: CaseId,
    pub case_no: String,
    pub title: String,
    #[serde(skip)]
    pub voices: Vec<VoiceId>,
    /// Working days asked for.
    pub days: Option<i64>,
    /// The rule the unit returns it by.
    pub basis: Option<String>,
    #[schema(value_type = String)]
    pub agreed_at: Moment,
}
