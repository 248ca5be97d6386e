//! What staff see: the queue and one case, with what this reader may do to it.

use crate::rules::{Case, CaseId, CaseType, PublicLevel, State, Urgency, Verb, VoiceId};
use crate::views::PromiseView;
use kernel::{Moment, Problem};
use serde::Serialize;
use utoipa::ToSchema;

/// One line of the queue.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CaseLine {
    #[schema(value_type = String)]
    pub id: CaseId,
    pub case_no: String,
    pub title: String,
    pub case_type: CaseType,
    pub category: String,
    pub urgency: Urgency,
    pub state: State,
    pub round: i32,
    pub voices: i32,
    pub urgings: i32,
    #[schema(value_type = Option<String>)]
    pub due_at: Option<Moment>,
    pub overdue: bool,
    #[schema(value_type = String)]
    pub opened_at: Moment,
}

impl CaseLine {
    pub fn of(case: &Case, now: Moment) -> Self {
        Self {
            id: case.id,
            case_no: case.case_no.clone(),
            title: case.title.clone(),
            case_type: case.case_type,
            category: case.category.clone(),
            urgency: case.urgency,
            state: case.state,
            round: case.round,
            voices: case.voices,
            urgings: case.urgings,
            due_at: case.due_at,
            overdue: case.due_at.is_some_and(|due| due < now),
            opened_at: case.opened_at,
        }
    }
    pub fn path(&self) -> String {
        format!("/desk/cases/{}", self.id)
    }
}

/// Cases this reader may see, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueueView {
    pub q: String,
    pub state: Option<State>,
    pub cases: Vec<CaseLine>,
    pub next: Option<String>,
}

/// One voice of a case, without its sealed words.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VoiceLine {
    #[schema(value_type = String)]
    pub id: VoiceId,
    pub channel: &'static str,
    pub anonymous: bool,
    pub settled: Option<&'static str>,
    #[schema(value_type = String)]
    pub received_at: Moment,
}

/// One case on the desk.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeskCaseView {
    pub case: CaseLine,
    pub public_level: PublicLevel,
    pub public_reply: Option<String>,
    pub lead: Option<String>,
    pub proposed_unit: Option<String>,
    pub voices: Vec<VoiceLine>,
    pub promise: Option<PromiseView>,
    /// What this reader may do now.
    pub may: Vec<Verb>,
    pub rev: i32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}
