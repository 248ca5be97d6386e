//! One case on the desk, with its story, its clocks and what this reader may do.

use super::{AnswerLine, CaseLine, Choice, UpperView};
use crate::rules::{PublicLevel, State, Verb, VoiceId};
use crate::views::{CategoryChoice, PhotoMay, PhotoView, PromiseView};
use kernel::{AccountId, Moment, Problem};
use serde::Serialize;
use utoipa::ToSchema;

/// One voice of a case, without its sealed words.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VoiceLine {
    #[schema(value_type = String)]
    pub id: VoiceId,
    pub channel: &'static str,
    pub anonymous: bool,
    pub secret: bool,
    pub callback_wish: &'static str,
    /// Somebody has to be asked before the case can close.
    pub due: bool,
    pub settled: Option<&'static str>,
    pub withdrawn: bool,
    pub attempts: usize,
    #[schema(value_type = String)]
    pub received_at: Moment,
}

/// A voice's sealed side, opened for a reason that is in the read log.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OpenedVoice {
    #[schema(value_type = String)]
    pub id: VoiceId,
    pub text: String,
    pub address_note: Option<String>,
    pub name: Option<String>,
    pub phone: Option<String>,
    /// The speaker asked that the handling unit may not see who it is.
    pub hidden: bool,
    /// A title drawn from the first sentence, for the clerk to correct.
    pub title: String,
}

/// A sealed note, opened: what a speaker added, why somebody sent it back.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OpenedNote {
    pub kind: String,
    #[schema(value_type = String)]
    pub at: Moment,
    pub text: String,
}

/// One promise of the case.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ClockLine {
    pub stage: String,
    pub round: i32,
    #[schema(value_type = String)]
    pub started_at: Moment,
    #[schema(value_type = Option<String>)]
    pub due_at: Option<Moment>,
    #[schema(value_type = Option<String>)]
    pub stopped_at: Option<Moment>,
    pub met: Option<bool>,
    pub paused: bool,
    pub superseded: bool,
    pub provisional: bool,
}

/// One happening: the event's name, who it was, and what it says.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StoryLine {
    #[schema(value_type = String)]
    pub at: Moment,
    pub name: String,
    /// The post, or what the actor is: `speaker`, `bearer`, `timer`.
    pub who: String,
    /// Codes of the event that readers need: a unit's name, a result.
    pub args: Vec<(&'static str, String)>,
}

/// The catalogue's proposal.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProposalView {
    pub unit: String,
    pub name: String,
    /// Units it lets assist, by id.
    pub assists: Vec<String>,
    pub basis: String,
    pub by_fallback: bool,
    /// The last cases of its kind that were handed out and kept.
    pub similar: Vec<SimilarLine>,
}

/// A case like this one, and who had it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SimilarLine {
    pub case: CaseLine,
    pub unit: String,
}

/// A unit says the case is not theirs, and nobody has decided yet.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReturnView {
    pub unit: String,
    pub basis: String,
    /// Whose it is in their eyes.
    pub proposed: Option<String>,
    #[serde(skip)]
    pub proposed_id: Option<String>,
}

/// A unit called to help: how, and how far it is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HelperLine {
    pub unit: String,
    #[serde(skip)]
    pub unit_id: String,
    /// `assist` or `whistled`.
    pub help: &'static str,
    pub spot: Option<String>,
    #[schema(value_type = Option<String>)]
    pub due_at: Option<Moment>,
    /// `called`, `arrived`, `declining`, or how it ended: `done`, `declined`, `released`, `ended`.
    pub stands: String,
}

/// The unit asks that the case be left out of its scores.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ExclusionView {
    /// A code of the list of reasons.
    pub reason: String,
    /// `asked`, `approved`, `rejected`.
    pub stands: String,
    /// How many of the panel agree so far.
    pub agree: usize,
}

/// Somebody presses for the case.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SupervisionView {
    pub level: i32,
    /// `person`, `overdue`, `second_redo`, `urgings`.
    pub cause: String,
    #[schema(value_type = Option<String>)]
    pub reply_by: Option<Moment>,
    pub replied: bool,
}

/// The lists forms of the case are filled from; only what this reader needs now.
#[derive(Clone, Debug, Default)]
pub struct CaseChoices {
    pub categories: Vec<CategoryChoice>,
    pub units: Vec<Choice>,
    /// Who may preside over a sitting: account, role, masked name.
    pub chairs: Vec<(AccountId, String, String)>,
}

/// One case on the desk.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeskCaseView {
    pub case: CaseLine,
    pub public_level: PublicLevel,
    pub published: bool,
    pub public_reply: Option<String>,
    pub internal_note: Option<String>,
    pub result: Option<&'static str>,
    pub refusal_reason: Option<String>,
    pub proposal: Option<ProposalView>,
    /// The question the speaker has not answered yet, and until when.
    #[schema(value_type = Option<Vec<String>>)]
    pub question: Option<(String, Moment)>,
    /// Of thousands the first fifty: those still to be asked, then those that said no.
    pub voices: Vec<VoiceLine>,
    pub voices_all: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub opened: Vec<OpenedVoice>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<OpenedNote>,
    /// What the upper tier holds it to, while it waits there to be answered.
    pub upper: Option<UpperView>,
    /// Answers of speakers, where the upper tier asks them too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<AnswerLine>,
    pub promise: Option<PromiseView>,
    pub clocks: Vec<ClockLine>,
    pub photos: Vec<PhotoView>,
    pub photo_may: PhotoMay,
    pub story: Vec<StoryLine>,
    /// What this reader may do now.
    pub may: Vec<Verb>,
    pub may_open: bool,
    /// Whether this reader is of those to whom residents hand what they wrote on paper.
    #[serde(skip)]
    pub papers: bool,
    /// Working days asked for and not decided yet.
    pub extension_days: Option<i64>,
    pub returning: Option<ReturnView>,
    /// Units called to help, those at it first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub helpers: Vec<HelperLine>,
    /// Whether it is asked to be left out of scores, why, and how far that is.
    pub exclusion: Option<ExclusionView>,
    /// What parties promised for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub commitments: Vec<crate::views::CommitmentLine>,
    /// The lead asks for another unit's help: which, if it named one.
    #[schema(value_type = Option<String>)]
    pub assistance_asked: Option<Option<String>>,
    /// Who presides over the sitting that has been called: role and masked name.
    #[schema(value_type = Option<Vec<String>>)]
    pub chair: Option<(String, String)>,
    /// Why it waits in public, until when, and what residents read.
    pub deferral: Option<crate::views::DeferralView>,
    /// Who presses, and whether the unit has answered.
    pub supervision: Option<SupervisionView>,
    /// Open cases of the same kind and community, which may be the same thing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alike: Vec<CaseLine>,
    /// The case it went up in, with its desk address; seen by whoever may see that one.
    pub merged_into: Option<CaseLine>,
    /// Returns that were agreed to.
    pub returns: usize,
    pub rev: i32,
    /// What was typed and refused, by its verb: nothing is lost.
    #[serde(skip)]
    pub typed: Option<(Verb, serde_json::Value)>,
    #[serde(skip)]
    pub choices: CaseChoices,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

impl DeskCaseView {
    /// What stood in a field of the refused form of `verb`.
    pub fn said(&self, verb: Verb, field: &str) -> String {
        let Some((_, words)) = self.typed.as_ref().filter(|(v, _)| *v == verb) else { return String::new() };
        match words.get(field) {
            Some(serde_json::Value::String(text)) => text.clone(),
            Some(serde_json::Value::Bool(yes)) => yes.to_string(),
            Some(serde_json::Value::Array(several)) => several.iter().filter_map(|v| v.as_str()).collect::<Vec<_>>().join(" "),
            _ => String::new(),
        }
    }
}

/// A verb was done and took the case out of this reader's sight.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandedOnView {
    pub case_no: String,
    pub state: State,
}
