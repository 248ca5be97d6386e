//! Ballots: the list of a matter, one ballot as an elector meets it, its roll and papers as the desk works with them.

use super::BatchLine;
use crate::rules::*;
use crate::views::{CandidateView, EarlierCountView, OpenedLine, HandsView, ReasonView, RecusalView};
use kernel::{Day, Moment, Problem, uuid::Uuid};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

kernel::codes! {
    /// One screen after the other: choose, check, done.
    Stage { Choose "choose", Check "check", Done "done" }
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BallotLine {
    #[schema(value_type = String)]
    pub id: BallotId,
    pub code: String,
    pub question: String,
    pub method: BallotMethod,
    pub state: BallotState,
    #[schema(value_type = String)]
    pub opens: Moment,
    #[schema(value_type = String)]
    pub closes: Moment,
    pub outcome: Option<BallotOutcome>,
}

impl From<Ballot> for BallotLine {
    fn from(b: Ballot) -> Self {
        Self {
            outcome: b.proof.as_ref().filter(|_| b.is_counted()).map(|p| p.counted.outcome),
            id: b.id, code: b.code, question: b.question, method: b.rule.method, state: b.state, opens: b.opens, closes: b.closes,
        }
    }
}

/// Ballots of one matter, or of the street.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct BallotsView {
    #[schema(value_type = Option<String>)]
    pub matter: Option<MatterId>,
    pub question: String,
    pub ballots: Vec<BallotLine>,
    #[schema(value_type = Option<String>)]
    pub next: Option<BallotId>,
    /// Frozen options, for whoever may draft a ballot now.
    #[schema(value_type = Vec<(String, String)>)]
    pub options: Vec<(Uuid, String)>,
    /// Items of coming meetings for which hands may be raised, with what they are called.
    pub items: Vec<(String, String)>,
    pub may_draft: bool,
    #[serde(skip)]
    pub words: Drawing,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// The reader's own line on the roll.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OwnLine {
    pub line: i32,
    pub place: String,
    pub weight: i64,
    pub state: ElectorState,
    pub door: Option<Way>,
    #[schema(value_type = Option<String>)]
    pub voted_on: Option<Day>,
    /// What one chose, where the ballot is not secret.
    pub choice: Option<String>,
}

/// What this reader may do now.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub struct BallotMay {
    pub vote: bool,
    pub change: bool,
    pub object: bool,
    pub challenge: bool,
    pub keep: bool,
    pub take: bool,
    pub see_roll: bool,
    pub judge: bool,
    /// Calling a vote by hands and counting it.
    pub hold: bool,
    pub recuse: bool,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PleaView {
    #[schema(value_type = String)]
    pub id: Uuid,
    #[schema(value_type = String)]
    pub on: Day,
    pub granted: Option<bool>,
    pub reason: Option<String>,
}

/// A named vote, by line of the roll.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NamedVote {
    pub line: i32,
    pub choice: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BallotView {
    #[schema(value_type = String)]
    pub id: BallotId,
    pub code: String,
    #[schema(value_type = Option<String>)]
    pub matter: Option<MatterId>,
    pub question: String,
    pub body: String,
    pub place: String,
    pub state: BallotState,
    pub rule: BallotRule,
    pub options: Vec<BallotOption>,
    pub options_hash: String,
    pub scope: String,
    #[schema(value_type = String)]
    pub opens: Moment,
    #[schema(value_type = String)]
    pub closes: Moment,
    #[schema(value_type = Option<String>)]
    pub roll_until: Option<Moment>,
    /// How many may vote, once the roll is drawn up.
    pub electors: i64,
    pub roll_hash: Option<String>,
    pub commitment: Option<String>,
    /// How many voted: while it runs only from thirty electors up.
    pub turnout: Option<i64>,
    /// By door, after the close.
    pub by_door: BTreeMap<String, i64>,
    pub counted: Option<Counted>,
    pub result_hash: Option<String>,
    /// Whether every content is published with how many cast it.
    pub votes_public: bool,
    pub named: Vec<NamedVote>,
    pub challenges: Vec<PleaView>,
    pub objections: Vec<PleaView>,
    /// Counts before this one, where a challenge was upheld.
    pub earlier: Vec<EarlierCountView>,
    pub why_void: Option<String>,
    pub closing_asked: bool,
    pub me: Option<OwnLine>,
    pub may: BallotMay,
    pub stage: Stage,
    /// The meeting in which hands are raised.
    #[schema(value_type = Option<String>)]
    pub meeting: Option<MeetingId>,
    pub hands: Option<HandsView>,
    pub recusals: Vec<RecusalView>,
    /// Seats the reader may speak for when somebody steps aside: the chair for all.
    #[schema(value_type = Vec<(String, String)>)]
    pub seats: Vec<(MembershipId, String)>,
    /// After the count, where agreement was asked for.
    pub reasons: Vec<ReasonView>,
    /// The ballot this one asks again, and the one that asks it again.
    #[schema(value_type = Option<String>)]
    pub follows: Option<BallotId>,
    #[schema(value_type = Option<String>)]
    pub followed_by: Option<BallotId>,
    pub rewording: i32,
    /// Whether it may be asked again, and how.
    pub again: Option<Again>,
    /// Who stands for seats of which category.
    pub category: Option<String>,
    pub candidates: Vec<CandidateView>,
    /// Since when the roll and the votes are gone.
    #[schema(value_type = Option<String>)]
    pub forgotten_at: Option<Moment>,
    /// What is marked so far, on the way to the box.
    pub marked: Vec<String>,
    #[serde(skip)]
    pub reason: String,
    /// Made for this form; proof afterwards that the vote is in the box.
    pub receipt: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// A line as the desk sees it: no name, never a choice.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RollLineView {
    pub line: i32,
    pub place: String,
    pub state: ElectorState,
    pub door: Option<Way>,
    #[schema(value_type = Option<String>)]
    pub voted_on: Option<Day>,
    pub counterfoil: Option<i64>,
}

/// The desk's page: roll, papers, closing.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RollView {
    #[schema(value_type = String)]
    pub id: BallotId,
    pub code: String,
    pub question: String,
    pub state: BallotState,
    pub rule: BallotRule,
    pub options: Vec<BallotOption>,
    pub electors: i64,
    /// Lines by what became of them.
    pub counts: BTreeMap<String, i64>,
    pub by_place: Vec<(String, i64)>,
    pub lines: Vec<RollLineView>,
    pub next: Option<i32>,
    /// Of the paper just handed out.
    pub counterfoil: Option<i64>,
    pub batches: Vec<BatchLine>,
    #[schema(value_type = Option<Object>)]
    pub sheet: Option<Balance>,
    pub sheet_signed: bool,
    pub voted_by_paper: i64,
    pub may: BallotMay,
    /// Objections and challenges that wait for an answer.
    pub pleas_open: usize,
    pub may_read: bool,
    pub may_settle: bool,
    pub may_open: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened: Option<OpenedLine>,
    pub receipt: String,
    #[serde(skip)]
    pub typed: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// Whether a receipt's vote is there: in the box, or counted. Never what it says.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct ReceiptView {
    #[schema(value_type = String)]
    pub ballot: String,
    pub found: Option<bool>,
    pub counted: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}
