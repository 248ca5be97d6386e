//! Ballots: the list of a matter, one ballot as an elector meets it, its roll and papers as the desk works with them.

use crate::rules::*;
use crate::views::EarlierCountView;
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
    #[schema(value_type = String)]
    pub matter: MatterId,
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
    /// What is marked so far, on the way to the box.
    pub marked: Vec<String>,
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

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BatchView {
    pub no: i32,
    pub slips: i32,
    pub state: BatchState,
    /// Slips on which two readings differ.
    pub differing: Vec<usize>,
    pub read_by_me: bool,
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
    pub batches: Vec<BatchView>,
    #[schema(value_type = Option<Object>)]
    pub sheet: Option<Balance>,
    pub sheet_signed: bool,
    pub voted_by_paper: i64,
    pub may: BallotMay,
    /// Objections and challenges that wait for an answer.
    pub pleas_open: usize,
    pub may_read: bool,
    pub may_settle: bool,
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
