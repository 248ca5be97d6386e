//! Matters: the list, and one that shows where it stands among six steps.

use super::{AfterView, CurbView, ReopeningView, SurveyView};
use crate::rules::*;
use kernel::{Day, Moment, Problem, uuid::Uuid};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MatterLine {
    #[schema(value_type = String)]
    pub id: MatterId,
    pub code: String,
    pub question: String,
    pub topic: String,
    pub body: String,
    pub state: MatterState,
    pub step: MatterStep,
    #[schema(value_type = String)]
    pub opened_at: Moment,
}

#[derive(Debug, Default, Serialize, ToSchema)]
pub struct MattersView {
    pub matters: Vec<MatterLine>,
    /// The way on: the last id shown, where there is more.
    #[schema(value_type = Option<String>)]
    pub next: Option<MatterId>,
}

/// One of the six marks.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MarkView {
    pub step: MatterStep,
    pub done: bool,
    pub now: bool,
    #[schema(value_type = Option<String>)]
    pub from: Option<Moment>,
    #[schema(value_type = Option<String>)]
    pub due: Option<Moment>,
}

/// A stay in a step that is over, with the gate as it was.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StretchView {
    pub step: MatterStep,
    pub round: i32,
    #[schema(value_type = String)]
    pub from: Moment,
    #[schema(value_type = String)]
    pub to: Moment,
    pub how: Passing,
    pub reason: Option<String>,
    pub gate: Vec<Condition>,
    pub extended: Option<ExtensionView>,
}

/// More time that a stay was given, and the day before it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ExtensionView {
    pub days: i64,
    pub reason: String,
    #[schema(value_type = String)]
    pub was_due: Moment,
    #[schema(value_type = String)]
    pub at: Moment,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ConcernView {
    #[schema(value_type = String)]
    pub id: Uuid,
    pub text: String,
    pub joined: i64,
    pub taken_up: Option<bool>,
    pub why_not: Option<String>,
    /// The concern it stands under, with which it is answered.
    #[schema(value_type = Option<String>)]
    pub under: Option<Uuid>,
    /// Whether it was eased, as people said in the last evaluation that is over.
    pub eased: Option<EasedCounts>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChoiceView {
    #[schema(value_type = String)]
    pub id: Uuid,
    pub letter: String,
    pub title: String,
    pub text: String,
    pub state: OptionState,
    pub pricing: Option<Pricing>,
    pub dropped_why: Option<String>,
    pub hash: Option<String>,
    pub curbed: Option<CurbView>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ArgumentView {
    #[schema(value_type = String)]
    pub id: Uuid,
    pub side: Side,
    /// Empty where it is hidden.
    pub text: String,
    pub answer: Option<String>,
    pub curbed: Option<CurbView>,
    pub answer_curbed: Option<CurbView>,
    /// It waits to be read: its author and those who moderate see it, nobody else.
    pub held: bool,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ResolutionView {
    pub code: String,
    pub round: i32,
    pub text: String,
    pub force: Force,
    pub option: Option<String>,
    #[schema(value_type = String)]
    pub at: Moment,
    /// The meeting in which it was decided.
    #[schema(value_type = Option<String>)]
    pub meeting: Option<MeetingId>,
    /// The ballot by which it was decided.
    #[schema(value_type = Option<String>)]
    pub ballot: Option<BallotId>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TaskView {
    #[schema(value_type = String)]
    pub id: Uuid,
    pub title: String,
    pub to_be_seen: String,
    pub owner: String,
    #[schema(value_type = String)]
    pub due: Day,
    pub state: TaskState,
    pub late: bool,
    /// The owner was asked and has not accepted yet.
    pub asked: bool,
    /// This reader is the one who was asked.
    pub mine: bool,
    pub evidence: Option<String>,
    pub witness: Option<String>,
    pub reason: Option<String>,
    /// What its owner says shows that it is done.
    pub done_evidence: Option<String>,
    pub blocked_why: Option<String>,
    /// More time, asked and decided; the old days stay.
    pub extensions: Vec<MoreTimeView>,
    pub may_report: bool,
    /// Its owner said that it is done, and this reader may confirm it.
    pub may_verify: bool,
    pub may_judge_time: bool,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MoreTimeView {
    #[schema(value_type = String)]
    pub was_due: Day,
    #[schema(value_type = String)]
    pub new_due: Day,
    pub reason: String,
    /// Empty while nobody has decided.
    pub granted: Option<bool>,
    pub said: Option<String>,
}

/// An author of a proposal behind the matter, whom a task can be offered to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DoerView {
    pub key: String,
    pub name: String,
    /// The proposal said what its authors will do themselves: they are asked first.
    pub offers: bool,
}

/// How many people came by one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WayCount {
    pub way: Way,
    pub people: i64,
}

/// Judgements of a round: partly is not yes. While they come in everybody reads how many, and by which ways; what they say is
/// read by those who keep or pass the matter, as two looks would tell what the one who came between them said.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct RatingsView {
    pub round: i32,
    pub all: i64,
    pub by_way: Vec<WayCount>,
    pub said: Option<SolvedCounts>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct SolvedCounts {
    pub yes: i64,
    pub partly: i64,
    pub no: i64,
    /// Satisfaction summed, of one to five each.
    pub satisfied_sum: i64,
}

/// People heard in a needs step that is over, by what they said of themselves.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReachView {
    pub round: i32,
    pub groups: Vec<ReachShown>,
}

/// A matter by its code and question.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MatterRef {
    #[schema(value_type = String)]
    pub id: MatterId,
    pub code: String,
    pub question: String,
}

/// A matter that was with this one, or the other way round, and is not any more.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SplitView {
    pub other: MatterRef,
    #[schema(value_type = String)]
    pub at: Moment,
    pub reason: String,
}

/// What this reader may do now.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub struct MatterMay {
    pub take_part: bool,
    pub help: bool,
    pub keep: bool,
    pub group: bool,
    pub pass: bool,
    pub override_gate: bool,
    pub extend: bool,
    /// Take it out again of what took it up.
    pub split: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MatterView {
    #[schema(value_type = String)]
    pub id: MatterId,
    pub code: String,
    pub question: String,
    pub topic: String,
    #[schema(value_type = String)]
    pub body: BodyId,
    pub body_name: String,
    pub place: String,
    pub track: Track,
    pub state: MatterState,
    pub step: MatterStep,
    pub round: i32,
    pub ended_why: Option<String>,
    pub marks: Vec<MarkView>,
    #[schema(value_type = Option<String>)]
    pub due: Option<Moment>,
    /// More time that the open step was given.
    pub extended: Option<ExtensionView>,
    /// Conditions of the gate of the open step.
    pub gate: Vec<Condition>,
    pub heard: i64,
    /// The same people by the way they came.
    pub heard_by: Vec<WayCount>,
    /// The last needs step that is over, by group.
    pub reach: Option<ReachView>,
    pub sources: Vec<Source>,
    /// Distinct people behind its sources: whoever stands behind two of its proposals is one.
    pub behind: i64,
    /// Where it went, and what came along.
    pub merged_into: Option<MatterRef>,
    pub merged_from: Vec<MatterRef>,
    /// Taken apart again, with the reason.
    pub splits: Vec<SplitView>,
    /// The questions of the round, where there are any.
    pub survey: Option<SurveyView>,
    pub concerns: Vec<ConcernView>,
    pub options: Vec<ChoiceView>,
    pub arguments: Vec<ArgumentView>,
    pub resolutions: Vec<ResolutionView>,
    pub tasks: Vec<TaskView>,
    /// Authors behind it, those who made an offer first.
    pub doers: Vec<DoerView>,
    pub ratings: RatingsView,
    /// Those of the round before, where it was evaluated.
    pub rated_before: Option<RatingsView>,
    /// This reader has rated the round.
    pub rated: bool,
    pub statement: Option<String>,
    /// What comes after the end.
    pub after: Option<AfterView>,
    pub reopenings: Vec<ReopeningView>,
    /// Earlier stays, the first first.
    pub walk: Vec<StretchView>,
    pub may: MatterMay,
    #[serde(skip)]
    pub sent: Sent,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// What somebody sent that was refused: its words, and the forms of several fields whole.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    pub text: String,
    pub response: Responding,
    pub survey: SurveyWords,
    pub rating: RatingWords,
    /// The option that was priced, and how.
    pub pricing: Option<(Uuid, Pricing)>,
}

impl From<String> for Sent {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

impl From<Responding> for Sent {
    fn from(response: Responding) -> Self {
        Self { response, ..Self::default() }
    }
}

impl From<SurveyWords> for Sent {
    fn from(survey: SurveyWords) -> Self {
        Self { survey, ..Self::default() }
    }
}

impl From<RatingWords> for Sent {
    fn from(rating: RatingWords) -> Self {
        Self { rating, ..Self::default() }
    }
}
