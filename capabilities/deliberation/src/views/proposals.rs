//! Proposals: the list, the way to write one, one with its progress and answer, and what is late.

use crate::actions::Confirming;
use crate::rules::*;
use kernel::{Moment, Problem, uuid::Uuid};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProposalLine {
    #[schema(value_type = String)]
    pub id: ProposalId,
    pub code: String,
    pub title: String,
    pub place: String,
    pub state: ProposalState,
    pub inside: i64,
    pub outside: i64,
    pub threshold: i64,
    /// Days until it lapses or its answer is due; below 0 that many days late. None where nothing runs.
    pub days_left: Option<i64>,
}

#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ProposalsView {
    pub proposals: Vec<ProposalLine>,
    pub state: Option<ProposalState>,
    #[schema(value_type = Option<String>)]
    pub next: Option<ProposalId>,
    /// This reader may write down where somebody belongs.
    pub may_confirm: bool,
}

/// Something like what somebody is about to say.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AlikeView {
    pub title: String,
    pub path: String,
    /// A proposal can be joined; a matter is talked over already.
    pub is_proposal: bool,
    pub inside: i64,
    pub threshold: i64,
}

/// The way to a proposal: first what and where, then the text beside what is like it.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ProposalFormView {
    pub words: Proposing,
    /// The title and place are said.
    pub second: bool,
    /// How many people it will need.
    pub threshold: Option<i64>,
    pub body: Option<String>,
    pub alike: Vec<AlikeView>,
    pub signed_in: bool,
    /// May write for somebody else.
    pub may_help: bool,
    #[schema(value_type = Option<String>)]
    pub made: Option<ProposalId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AuthorView {
    pub name: String,
    pub kind: AuthorKind,
    pub first: bool,
    /// Has consented; others are seen by the first author alone.
    pub consented: bool,
    /// To hand over, seen by the first author alone.
    pub invitation: Option<String>,
}

/// A later text with what changed in it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VersionView {
    pub no: i32,
    #[schema(value_type = String)]
    pub at: Moment,
    pub material: bool,
    pub pieces: Vec<Piece>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProposalRef {
    #[schema(value_type = String)]
    pub id: ProposalId,
    pub code: String,
    pub title: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AnswerView {
    pub verdict: AnswerVerdict,
    pub reason: String,
    pub would_change: Option<String>,
    #[schema(value_type = Option<String>)]
    pub matter: Option<MatterId>,
    pub link: Option<String>,
    #[schema(value_type = String)]
    pub at: Moment,
    pub late: bool,
}

/// The answer that is owed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OwedView {
    #[schema(value_type = String)]
    pub reached_at: Moment,
    #[schema(value_type = String)]
    pub first_due: Moment,
    #[schema(value_type = String)]
    pub answer_due: Moment,
    /// Days since the threshold, and of how many days in all.
    pub day: i64,
    pub of_days: i64,
    #[schema(value_type = Option<String>)]
    pub urged_at: Option<Moment>,
    #[schema(value_type = Option<String>)]
    pub supervised_at: Option<Moment>,
}

/// The reader's own support.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct MineView {
    /// Given to the newest text.
    pub newest: bool,
    /// A line of a sheet that one has read and another has not.
    pub waits: bool,
}

/// A merger that was asked for and waits.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MergerView {
    pub with: ProposalRef,
    /// It is this one that would be taken up in the other.
    pub outgoing: bool,
    #[schema(value_type = String)]
    pub asked_at: Moment,
    /// Silence has lasted long enough for the body to decide.
    pub silent: bool,
}

#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub struct ProposalMay {
    pub support: bool,
    pub sign_in: bool,
    pub help: bool,
    pub author: bool,
    pub be_author: bool,
    pub answer: bool,
    pub rule_edit: bool,
    pub adopt: bool,
    pub agree_to_end: bool,
    pub split: bool,
    pub flag: bool,
    pub moderate: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalView {
    #[schema(value_type = String)]
    pub id: ProposalId,
    pub code: String,
    pub title: String,
    pub text: String,
    pub offer: String,
    pub origin: Origin,
    pub place: String,
    #[schema(value_type = Option<String>)]
    pub body: Option<BodyId>,
    pub body_name: String,
    pub state: ProposalState,
    pub version: i32,
    pub authors: Vec<AuthorView>,
    pub threshold: i64,
    pub inside: i64,
    pub outside: i64,
    /// Of those who stand behind it, how many confirmed the newest text.
    pub confirmed: i64,
    #[schema(value_type = Option<String>)]
    pub material_until: Option<Moment>,
    #[schema(value_type = String)]
    pub opened_at: Moment,
    #[schema(value_type = String)]
    pub lapses_at: Moment,
    pub owed: Option<OwedView>,
    pub first_word: Option<String>,
    #[schema(value_type = Option<String>)]
    pub first_word_at: Option<Moment>,
    pub answer: Option<AnswerView>,
    pub ended_why: Option<String>,
    #[schema(value_type = Option<String>)]
    pub leaving_until: Option<Moment>,
    pub merged_into: Option<ProposalRef>,
    pub merged_from: Vec<ProposalRef>,
    pub mergers: Vec<MergerView>,
    pub versions: Vec<VersionView>,
    pub mine: Option<MineView>,
    /// Folded or hidden, with its line in the log.
    pub curbed: Option<super::ModerationLine>,
    pub may: ProposalMay,
    #[serde(skip)]
    pub typed: ProposalTyped,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// What was typed into a form that was refused.
#[derive(Clone, Debug, Default)]
pub struct ProposalTyped {
    pub helped: Helped,
    pub revising: Option<Revising>,
    pub answering: Answering,
    pub text: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LateLine {
    #[schema(value_type = String)]
    pub id: ProposalId,
    pub code: String,
    pub title: String,
    #[schema(value_type = String)]
    pub due: Moment,
    pub days_late: i64,
    /// It is the first word that is late, not yet the answer.
    pub first_word: bool,
    #[schema(value_type = Option<String>)]
    pub urged_at: Option<Moment>,
    #[schema(value_type = Option<String>)]
    pub supervised_at: Option<Moment>,
}

/// What one body is late with.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LateBody {
    #[schema(value_type = Option<String>)]
    pub body: Option<Uuid>,
    pub name: String,
    pub late: Vec<LateLine>,
}

/// A matter whose open step is late.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LateMatter {
    #[schema(value_type = String)]
    pub id: MatterId,
    pub code: String,
    pub question: String,
    pub step: MatterStep,
    #[schema(value_type = String)]
    pub due: Moment,
    pub days_late: i64,
}

#[derive(Debug, Default, Serialize, ToSchema)]
pub struct OverdueView {
    pub bodies: Vec<LateBody>,
    /// Steps of matters beyond their last day; nothing passes by itself.
    pub matters: Vec<LateMatter>,
}

#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ResidenceView {
    pub words: Confirming,
    /// The last one was written down.
    pub done: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}
