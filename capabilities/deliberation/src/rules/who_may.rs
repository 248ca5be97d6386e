//! Who may do what. "Own" is: holding the office at the body that the act is for, or having been at the meeting.

use super::{Ballot, Body, Draw, Matter, Meeting, Office, Proposal, Spot, Text};
use auth::{Act, By, Facts, May, PlacePath, Reach, Role, ScopeColumns, Strength};
use kernel::{AccountId, uuid::Uuid};

pub const SEE: &str = "see_bodies";
pub const KEEP: &str = "keep_bodies";
pub const PLAN: &str = "plan_meetings";
pub const KEEP_DRAW: &str = "keep_draw";
pub const MODERATE: &str = "moderate";
pub const ACT_FOR: &str = "act_for";

const fn own(act: &'static str) -> May {
    May::by(By::SignedIn, act, Reach::Own)
}
const fn post(role: Role, act: &'static str, within: Reach) -> May {
    May::post(role, act, within)
}

pub const WHO_MAY: &[May] = &[
    // Bodies, rosters, notices, sealed minutes, duties, matters: public, no account.
    May::by(By::Anyone, SEE, Reach::Street),
    // A meeting is public once convened, unless it is members-only; those who hold office see their plans.
    May::by(By::Anyone, "see_meeting", Reach::Street).given(&[auth::Given::Published]),
    own("see_meeting"),
    post(Role::CommunitySecretary, "see_meeting", Reach::Scope),
    post(Role::StreetOfficer, "see_meeting", Reach::Street),
    post(Role::Auditor, "see_meeting", Reach::Street),
    // Charters, seats, offices: the street officer, with the body's resolution.
    May::post(Role::StreetOfficer, KEEP, Reach::Street).at(Strength::Known),
    // Chair, convenor.
    own(PLAN),
    // Chair, convenor, minute-taker open and close; the minute-taker and the grid's worker take attendance.
    own("hold_meeting"),
    own("take_attendance"),
    post(Role::GridWorker, "take_attendance", Reach::Scope),
    // Whoever is in the room and knows the code shown there.
    May::by(By::SignedIn, "arrive", Reach::Street),
    // Those with attendance of that meeting, no one else.
    own("answer_minutes"),
    own("write_minutes"),
    own("sign_minutes"),
    post(Role::StreetOfficer, "excuse_duty", Reach::Street),
    // A seal declared void, with a public reason; good again by another hand.
    post(Role::StreetOfficer, "void_seal", Reach::Street),
    post(Role::StreetOfficer, "restore_seal", Reach::Street),
    post(Role::Supervisor, "restore_seal", Reach::Street),
    // Opening, pricing, asking for passage: the secretary of the place. Chair or secretary confirms, turns, ends.
    post(Role::CommunitySecretary, "open_matter", Reach::Scope),
    post(Role::CommunitySecretary, "keep_matter", Reach::Scope),
    post(Role::CommunitySecretary, "pass_matter", Reach::Scope),
    own("pass_matter"),
    // More time for a step: another hand than whoever keeps the matter.
    own("extend_step"),
    post(Role::CommunitySecretary, "extend_step", Reach::Scope),
    post(Role::StreetOfficer, "extend_step", Reach::Street),
    // Whoever was named as the owner of a task accepts it.
    own("accept_task"),
    // A gate is overridden in public, by the street.
    post(Role::StreetOfficer, "override_gate", Reach::Street),
    // Saying what troubles one, joining, arguing, proposing an option, rating: anybody with an account.
    May::by(By::SignedIn, "take_part", Reach::Street),
    // The same for somebody who asked: at a desk, by phone, on paper.
    post(Role::GridWorker, "take_part_for", Reach::Scope),
    post(Role::Clerk, "take_part_for", Reach::Street),
    post(Role::CommunitySecretary, "take_part_for", Reach::Scope),
    // Acting for somebody who is there, half an hour at most: only a person at a screen.
    May::post(Role::GridWorker, ACT_FOR, Reach::Scope).at(Strength::Known),
    May::post(Role::Clerk, ACT_FOR, Reach::Street).at(Strength::Known),
    May::post(Role::CommunitySecretary, ACT_FOR, Reach::Scope).at(Strength::Known),
    // Saying which concerns are the same: whoever sits in the body.
    own("group_concerns"),
    // Putting a proposal forward and standing behind one: anybody with an account whose place is confirmed.
    May::by(By::SignedIn, "propose", Reach::Street),
    // Changing, merging, leaving it: its first author. Who answers: chair and convenor of the body, the secretary.
    own("author_proposal"),
    own("answer_proposal"),
    post(Role::CommunitySecretary, "answer_proposal", Reach::Scope),
    // Folding, hiding, covering, moving, and deciding an objection to what another did: the moderator and the secretary of the
    // place, the street.
    post(Role::Moderator, MODERATE, Reach::Scope),
    post(Role::CommunitySecretary, MODERATE, Reach::Scope),
    post(Role::StreetOfficer, MODERATE, Reach::Street),
    May::post(Role::Moderator, "open_moderation", Reach::Scope).at(Strength::Known),
    May::post(Role::CommunitySecretary, "open_moderation", Reach::Scope).at(Strength::Known),
    May::post(Role::StreetOfficer, "open_moderation", Reach::Street).at(Strength::Known),
    // Supports that came in bursts: listed, nothing is struck by it.
    post(Role::Auditor, "see_bursts", Reach::Street),
    // Seeing that somebody belongs to a place, and writing it down.
    post(Role::GridWorker, "confirm_residence", Reach::Scope),
    post(Role::Clerk, "confirm_residence", Reach::Street),
    post(Role::CommunitySecretary, "confirm_residence", Reach::Scope),
    // One's own calendar.
    own("keep_calendar"),
    // Draws: the secretary of the place announces, brings the pool in, freezes it and enters the seed; the street where a
    // body is the street's. Drawing from a seed that stands is anyone's: the list is the same.
    post(Role::CommunitySecretary, KEEP_DRAW, Reach::Scope),
    post(Role::StreetOfficer, KEEP_DRAW, Reach::Street),
    May::by(By::Anyone, "run_draw", Reach::Street),
    // Who was drawn answers for themselves, or asks the secretary to write it down.
    own("answer_draw"),
    post(Role::CommunitySecretary, "answer_draw", Reach::Scope),
    post(Role::StreetOfficer, "answer_draw", Reach::Street),
    // Numbers and strata; who stands behind a number is opened one by one, on record.
    post(Role::CommunitySecretary, "read_pool", Reach::Scope),
    post(Role::StreetOfficer, "read_pool", Reach::Street),
    post(Role::Auditor, "read_pool", Reach::Street),
    May::post(Role::CommunitySecretary, "open_draw_line", Reach::Scope).at(Strength::Known),
    May::post(Role::StreetOfficer, "open_draw_line", Reach::Street).at(Strength::Known),
    // Drafting a ballot, its roll, opening, closing, counting: the secretary of the place; the street is the second hand.
    post(Role::CommunitySecretary, "keep_ballot", Reach::Scope),
    post(Role::StreetOfficer, "keep_ballot", Reach::Street),
    // An elector of the roll, once; objecting and challenging too.
    May::by(By::SignedIn, "vote", Reach::Street),
    // At a desk, by phone, on paper: whoever takes the vote never sees more than the roll.
    post(Role::GridWorker, "take_votes", Reach::Scope),
    post(Role::Clerk, "take_votes", Reach::Street),
    post(Role::CommunitySecretary, "take_votes", Reach::Scope),
    // Bundles of paper, each read blind by two; a third settles.
    post(Role::GridWorker, "read_votes", Reach::Scope),
    post(Role::Clerk, "read_votes", Reach::Street),
    post(Role::CommunitySecretary, "read_votes", Reach::Scope),
    post(Role::Auditor, "settle_votes", Reach::Street),
    // The roll line by line, never a choice.
    post(Role::GridWorker, "see_roll", Reach::Scope),
    post(Role::Clerk, "see_roll", Reach::Street),
    post(Role::CommunitySecretary, "see_roll", Reach::Scope),
    post(Role::Auditor, "see_roll", Reach::Street),
    // A challenge is decided, a ballot declared void: by the street.
    post(Role::StreetOfficer, "judge_ballot", Reach::Street),
    // Calling a vote by hands and counting it: whoever holds an office of the body. Stepping aside: a member for themselves,
    // the chair for another.
    // Whoever was elected takes the seat or not, or asks the secretary to write it down.
    own("answer_seat"),
    post(Role::CommunitySecretary, "answer_seat", Reach::Scope),
    post(Role::StreetOfficer, "answer_seat", Reach::Street),
    // A name of the roll, one by one, with a reason, on record: tellers and auditors.
    May::post(Role::GridWorker, "open_roll_line", Reach::Scope).at(Strength::Known),
    May::post(Role::Clerk, "open_roll_line", Reach::Street).at(Strength::Known),
    May::post(Role::CommunitySecretary, "open_roll_line", Reach::Scope).at(Strength::Known),
    May::post(Role::Auditor, "open_roll_line", Reach::Street).at(Strength::Known),
    own("hold_ballot"),
    own("recuse"),
    // The words of an objection or a challenge: whoever answers opens them, on record.
    May::post(Role::CommunitySecretary, "open_plea", Reach::Scope).at(Strength::Known),
    May::post(Role::StreetOfficer, "open_plea", Reach::Street).at(Strength::Known),
];

/// The desk's pages of this room that a reader's posts open, by their path.
pub fn desk_entries(viewer: &auth::Viewer) -> Vec<&'static str> {
    if viewer.is_staff() { vec!["/bodies"] } else { vec![] }
}

/// The columns of proposals as a list's scope; whose hands they are in is no table of theirs.
pub const PROPOSAL_COLUMNS: ScopeColumns = ScopeColumns {
    community: "community_id",
    grid: "grid_id",
    building: "building_id",
    lead: "body_id",
    state: "state",
    published: "id",
    thing: "proposal_id",
    owners: ("proposal_authors", "account_id"),
    bearable: ("proposals", "id"),
    assignments: ("proposals", "id", "id", "id"),
    contested: "proposals",
    accused: ("proposals", "id"),
};

/// The columns of matters as a list's scope.
pub const MATTER_COLUMNS: ScopeColumns = ScopeColumns {
    thing: "matter_id",
    owners: ("matters", "owner"),
    bearable: ("matters", "id"),
    assignments: ("matters", "id", "id", "id"),
    contested: "matters",
    accused: ("matters", "id"),
    ..PROPOSAL_COLUMNS
};

/// A thing together with the accounts that are meant by "own" for one act.
#[derive(Clone, Debug)]
pub struct InHand<T> {
    pub thing: T,
    pub hands: Vec<AccountId>,
}

impl<T: Facts> Facts for InHand<T> {
    fn id(&self) -> Uuid {
        self.thing.id()
    }
    fn place(&self) -> PlacePath {
        self.thing.place()
    }
    fn owners(&self) -> &[AccountId] {
        &self.hands
    }
    fn published(&self) -> bool {
        self.thing.published()
    }
    fn state(&self) -> &str {
        self.thing.state()
    }
}

/// Whose hand an act is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    Offices(&'static [Office]),
    /// Whoever holds an office at the body, and once the meeting is convened whoever sits there on its day.
    Insiders,
    /// Whoever was at the meeting.
    Attendees,
}

/// An act on a meeting, with the hand it is for.
pub trait MeetingAct: Act<InHand<Meeting>> {
    const HAND: Hand;
}

macro_rules! acts {
    ($($name:ident $code:literal of $thing:ty, seen by $see:literal;)*) => { $(
        pub enum $name {}
        impl Act<$thing> for $name {
            const NAME: &'static str = $code;
            const RULES: &'static [May] = WHO_MAY;
            const SEE: &'static str = $see;
        }
    )* };
}
acts! {
    SeeBody "see_bodies" of Body, seen by "see_bodies";
    KeepBody "keep_bodies" of Body, seen by "see_bodies";
    ExcuseDuty "excuse_duty" of Body, seen by "see_bodies";
    PlanMeeting "plan_meetings" of InHand<Body>, seen by "see_bodies";
    OpenMatter "open_matter" of Body, seen by "see_bodies";
    SeeMatter "see_bodies" of Matter, seen by "see_bodies";
    KeepMatter "keep_matter" of Matter, seen by "see_bodies";
    TakePart "take_part" of Matter, seen by "see_bodies";
    TakePartFor "take_part_for" of Matter, seen by "see_bodies";
    GroupConcerns "group_concerns" of InHand<Matter>, seen by "see_bodies";
    PassMatter "pass_matter" of InHand<Matter>, seen by "see_bodies";
    AcceptTask "accept_task" of InHand<Matter>, seen by "see_bodies";
    ExtendStep "extend_step" of InHand<Matter>, seen by "see_bodies";
    OverrideGate "override_gate" of Matter, seen by "see_bodies";
    SeeProposal "see_bodies" of Proposal, seen by "see_bodies";
    Propose "propose" of Proposal, seen by "see_bodies";
    AuthorProposal "author_proposal" of InHand<Proposal>, seen by "see_bodies";
    AnswerProposal "answer_proposal" of InHand<Proposal>, seen by "see_bodies";
    Moderate "moderate" of Proposal, seen by "see_bodies";
    ModerateMatter "moderate" of Matter, seen by "see_bodies";
    ModerateText "moderate" of Text, seen by "see_bodies";
    OpenModeration "open_moderation" of Text, seen by "see_bodies";
    ActForHere "act_for" of Spot, seen by "see_bodies";
    HelpHere "take_part_for" of Spot, seen by "see_bodies";
    ConfirmHere "confirm_residence" of Spot, seen by "see_bodies";
    AnnounceDraw "keep_draw" of Body, seen by "see_bodies";
    SeeDraw "see_bodies" of Draw, seen by "see_bodies";
    KeepDraw "keep_draw" of Draw, seen by "see_bodies";
    RunDraw "run_draw" of Draw, seen by "see_bodies";
    ReadPool "read_pool" of Draw, seen by "see_bodies";
    OpenDrawLine "open_draw_line" of Draw, seen by "see_bodies";
    AnswerDraw "answer_draw" of InHand<Draw>, seen by "see_bodies";
    SeeBallot "see_bodies" of Ballot, seen by "see_bodies";
    KeepBallot "keep_ballot" of Ballot, seen by "see_bodies";
    CastVote "vote" of Ballot, seen by "see_bodies";
    TakeVotes "take_votes" of Ballot, seen by "see_bodies";
    ReadVotes "read_votes" of Ballot, seen by "see_bodies";
    SettleVotes "settle_votes" of Ballot, seen by "see_bodies";
    SeeRoll "see_roll" of Ballot, seen by "see_bodies";
    JudgeBallot "judge_ballot" of Ballot, seen by "see_bodies";
    OpenPlea "open_plea" of Ballot, seen by "see_bodies";
    KeepElection "keep_ballot" of Body, seen by "see_bodies";
    AnswerSeat "answer_seat" of InHand<Ballot>, seen by "see_bodies";
    OpenRollLine "open_roll_line" of Ballot, seen by "see_bodies";
    HoldBallot "hold_ballot" of InHand<Ballot>, seen by "see_bodies";
    Recuse "recuse" of InHand<Ballot>, seen by "see_bodies";
}

macro_rules! meeting_acts {
    ($($name:ident $code:literal $hand:expr;)*) => { $(
        pub enum $name {}
        impl Act<InHand<Meeting>> for $name {
            const NAME: &'static str = $code;
            const RULES: &'static [May] = WHO_MAY;
            const SEE: &'static str = $code;
        }
        impl MeetingAct for $name {
            const HAND: Hand = $hand;
        }
    )* };
}
const ALL_OFFICES: &[Office] = &[Office::Chair, Office::Convenor, Office::MinuteTaker];
meeting_acts! {
    SeeMeeting "see_meeting" Hand::Insiders;
    ChangeMeeting "plan_meetings" Hand::Offices(&[Office::Chair, Office::Convenor]);
    HoldMeeting "hold_meeting" Hand::Offices(ALL_OFFICES);
    TakeAttendance "take_attendance" Hand::Offices(ALL_OFFICES);
    Arrive "arrive" Hand::Attendees;
    AnswerMinutes "answer_minutes" Hand::Attendees;
    WriteMinutes "write_minutes" Hand::Offices(&[Office::MinuteTaker]);
    SignMinutes "sign_minutes" Hand::Offices(&[Office::Chair, Office::MinuteTaker]);
    VoidSeal "void_seal" Hand::Insiders;
    RestoreSeal "restore_seal" Hand::Insiders;
}
