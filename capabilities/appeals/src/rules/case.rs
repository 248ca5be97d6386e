//! The two nouns: a voice is what one speaker said once; a case is the work that answers one or many voices.

use auth::{Facts, PlacePath};
use kernel::codes;
use kernel::{AccountId, Moment, PlaceId, UnitId, uuid::Uuid};

kernel::id!(CaseId, "a case");
kernel::id!(VoiceId, "a voice");
kernel::id!(ReporterId, "a reporter");
kernel::id!(ClockId, "a clock");
kernel::id!(AssignmentId, "an assignment");

codes! {
    /// Where a case stands.
    State {
        Registered "registered", AwaitingInfo "awaiting_info", Accepted "accepted", Dispatched "dispatched",
        Handling "handling", ReturnPending "return_pending", Conferral "conferral", Deferred "deferred",
        Review "review", Verification "verification", Callback "callback", Answered "answered",
        Refused "refused", Closed "closed", Merged "merged", Withdrawn "withdrawn", Archived "archived",
    }
}

impl State {
    pub fn is_open(self) -> bool {
        use State::*;
        !matches!(self, Answered | Refused | Closed | Merged | Withdrawn | Archived)
    }
    /// The column of the pipeline board, 1 to 6; none where the board no longer shows it.
    pub fn column(self) -> Option<usize> {
        use State::*;
        Some(match self {
            Registered | AwaitingInfo => 0,
            Accepted | ReturnPending | Conferral => 1,
            Dispatched => 2,
            Handling | Deferred => 3,
            Review | Verification | Callback => 4,
            Answered | Closed => 5,
            Refused | Merged | Withdrawn | Archived => return None,
        })
    }
    /// The step of the resident's track, 0 to 4: received, accepted, being handled, asked back, done.
    pub fn step(self) -> usize {
        use State::*;
        match self {
            Registered | AwaitingInfo => 0,
            Accepted | Dispatched | ReturnPending | Conferral => 1,
            Handling | Deferred | Review | Verification => 2,
            Callback => 3,
            Answered | Refused | Closed | Merged | Withdrawn | Archived => 4,
        }
    }
}

codes! {
    CaseType {
        Consultation "consultation", Help "help", Complaint "complaint", Allegation "allegation",
        Suggestion "suggestion", Praise "praise", Occurrence "occurrence", Component "component",
    }
}
codes! { Urgency { Normal "normal", Urgent "urgent", Utility "utility", Life "life" } }
codes! {
    /// How much of a case the public sees.
    PublicLevel { Full "full", Fuzzy "fuzzy", CountOnly "count_only", None "none" }
}
impl PublicLevel {
    /// Tightening is one person's act; loosening needs two.
    pub fn is_at_least_as_tight_as(self, other: Self) -> bool {
        self >= other
    }
    pub fn is_listed(self) -> bool {
        matches!(self, Self::Full | Self::Fuzzy)
    }
}
codes! {
    /// The service a voice came through.
    Channel {
        Hotline "hotline", Box "box", Mailbox "mailbox", Online "online", Visit "visit", Patrol "patrol",
        UpperTier "upper_tier",
    }
}
codes! { Speaker { Resident "resident", Enterprise "enterprise", Post "post", Unit "unit" } }
codes! { CallbackWish { Phone "phone", Link "link", Sms "sms", None "none" } }
codes! { Means { Phone "phone", Visit "visit", Message "message", Desk "desk" } }
codes! {
    Satisfaction {
        VerySatisfied "very_satisfied", Satisfied "satisfied", Basically "basically",
        Dissatisfied "dissatisfied", VeryDissatisfied "very_dissatisfied", NoAnswer "no_answer",
    }
}
codes! {
    /// What the handling came to.
    CaseResult { Solved "solved", Explained "explained", Unsolved "unsolved" }
}

codes! {
    /// What a party gives. Money is never recorded here.
    CommitmentKind {
        People "people", Material "material", Space "space", Skill "skill", Permission "permission",
        MoneyElsewhere "money_elsewhere",
    }
}
codes! {
    /// How a unit beside the lead takes part.
    Help { Assist "assist", Whistled "whistled" }
}

/// The work that answers one or many voices.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    pub id: CaseId,
    pub case_no: String,
    pub case_type: CaseType,
    pub category: String,
    pub urgency: Urgency,
    pub place: PlacePath,
    pub grid_at_opening: Option<PlaceId>,
    /// WGS-84 latitude and longitude in degrees.
    pub point: Option<(f64, f64)>,
    pub state: State,
    /// 1 for the first walk, +1 for each redo or reopening.
    pub round: i32,
    pub redos: i32,
    pub lead: Option<UnitId>,
    pub handler: Option<AccountId>,
    pub no_return: bool,
    pub title: String,
    pub summary: String,
    pub public_level: PublicLevel,
    pub published: bool,
    pub published_at: Option<Moment>,
    pub public_reply: Option<String>,
    pub internal_note: Option<String>,
    pub result: Option<CaseResult>,
    pub refusal_reason: Option<String>,
    pub refusal_proposed_by: Option<AccountId>,
    pub refused_by: Option<AccountId>,
    pub received_by: Option<AccountId>,
    pub completed_by: Option<AccountId>,
    pub voices: i32,
    pub urgings: i32,
    /// Questions asked in this round.
    pub questions: i32,
    /// A named speaker was reached since the last dispatch, or three attempts were made.
    pub contacted: bool,
    pub due_at: Option<Moment>,
    pub due_stage: Option<String>,
    pub opened_at: Moment,
    pub closed_at: Option<Moment>,
    pub touched_at: Moment,
    /// Working days asked for and not decided yet.
    pub extension_days: Option<i64>,
    /// How hard the case is pressed for, 1 to 3; 0 if it is not.
    pub supervision: i32,
    /// The case it went up in.
    pub merged_into: Option<CaseId>,
    pub rev: i32,
    pub links: Links,
}

/// A case repeats one of its category that was opened within so many days before it, so near.
pub const REPEAT_DAYS: i64 = 30;
const REPEAT_M: f64 = 50.0;

/// Whether one of `others` was at the same spot: in the same building, or within fifty metres.
pub fn repeats(case: &Case, others: &[(Option<PlaceId>, Option<(f64, f64)>)]) -> bool {
    others.iter().any(|(building, point)| {
        let same = case.place.building.is_some() && case.place.building == *building;
        same || case.point.zip(*point).is_some_and(|(a, b)| crate::rules::metres(a, b) <= REPEAT_M)
    })
}

/// The category of a case until somebody has read it.
pub const UNSORTED: &str = "unsorted";

impl Case {
    /// A case as it begins: registered, with one voice, and nobody has touched it yet.
    pub fn fresh(id: CaseId, case_no: String, now: Moment) -> Self {
        Self {
            id,
            case_no,
            case_type: CaseType::Help,
            category: UNSORTED.into(),
            urgency: Urgency::Normal,
            place: PlacePath::default(),
            grid_at_opening: None,
            point: None,
            state: State::Registered,
            round: 1,
            redos: 0,
            lead: None,
            handler: None,
            no_return: false,
            title: String::new(),
            summary: String::new(),
            public_level: PublicLevel::CountOnly,
            published: false,
            published_at: None,
            public_reply: None,
            internal_note: None,
            result: None,
            refusal_reason: None,
            refusal_proposed_by: None,
            refused_by: None,
            received_by: None,
            completed_by: None,
            voices: 1,
            urgings: 0,
            questions: 0,
            contacted: false,
            due_at: None,
            due_stage: None,
            opened_at: now,
            closed_at: None,
            touched_at: now,
            extension_days: None,
            supervision: 0,
            merged_into: None,
            rev: 1,
            links: Links::default(),
        }
    }
}

/// What rules about people need beside the row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Links {
    pub owners: Vec<AccountId>,
    pub voices: Vec<Uuid>,
    pub accused: Vec<UnitId>,
    pub assists: Vec<UnitId>,
    pub ever_held: Vec<UnitId>,
    pub secret: bool,
    /// Somebody asks that it be left out of scores, or it has been.
    pub contested: bool,
}

impl Facts for Case {
    fn id(&self) -> Uuid {
        self.id.uuid()
    }
    fn place(&self) -> PlacePath {
        self.place
    }
    fn owners(&self) -> &[AccountId] {
        &self.links.owners
    }
    fn lead(&self) -> Option<UnitId> {
        self.lead
    }
    fn assists(&self) -> &[UnitId] {
        &self.links.assists
    }
    fn ever_held(&self) -> &[UnitId] {
        &self.links.ever_held
    }
    fn accused(&self) -> &[UnitId] {
        &self.links.accused
    }
    fn bearable(&self) -> &[Uuid] {
        &self.links.voices
    }
    fn contested(&self) -> bool {
        self.links.contested
    }
    fn published(&self) -> bool {
        self.published
    }
    fn state(&self) -> &str {
        self.state.code()
    }
}

/// What one speaker said, once, through one channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Voice {
    pub id: VoiceId,
    pub case: CaseId,
    pub channel: Channel,
    pub door: String,
    pub speaker: Speaker,
    pub reporter: Option<ReporterId>,
    pub account: Option<AccountId>,
    pub anonymous: bool,
    pub secret: bool,
    pub said_at: Moment,
    pub received_at: Moment,
    pub callback_wish: CallbackWish,
    pub withdrawn_at: Option<Moment>,
    pub settled: Option<Settled>,
}

impl Voice {
    /// Whether somebody has to be asked before the case can close.
    pub fn is_due_for_callback(&self) -> bool {
        let asked = matches!(self.speaker, Speaker::Resident | Speaker::Enterprise);
        asked && self.withdrawn_at.is_none() && self.callback_wish != CallbackWish::None
    }
}

codes! {
    /// How a voice's callback ended in this round.
    Settled { Accepted "accepted", NotAccepted "not_accepted", Declined "declined", Unreached "unreached" }
}
