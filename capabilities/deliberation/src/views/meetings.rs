//! Meetings: lines of a calendar, and one from notice to seal.

use super::MatterRef;
use crate::rules::*;
use kernel::{Moment, Problem, uuid::Uuid};
use serde::Serialize;
use utoipa::ToSchema;

/// A meeting on a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MeetingLine {
    #[schema(value_type = String)]
    pub id: MeetingId,
    pub code: String,
    pub body: String,
    #[schema(value_type = String)]
    pub from: Moment,
    pub venue: String,
    pub state: MeetingState,
    pub quorate: bool,
}

/// The public calendar: what comes, and what was.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct MeetingsView {
    pub coming: Vec<MeetingLine>,
    pub past: Vec<MeetingLine>,
}

/// One point, with its minutes and its result.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ItemView {
    pub no: i32,
    pub kind: ItemKind,
    pub title: String,
    #[schema(value_type = Option<String>)]
    pub matter: Option<Uuid>,
    pub rule_name: Option<String>,
    /// Added in the room under the urgency rule.
    pub added: bool,
    /// It stood in the notice in force at the deadline, or was added in the room.
    pub decidable: bool,
    pub minutes: Option<String>,
    pub result: Option<ResultView>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ResultView {
    pub how: How,
    pub verdict: Verdict,
    pub hands: Hands,
    pub objections: i64,
    pub present: i64,
    pub needed: i64,
    #[schema(value_type = String)]
    pub at: Moment,
}

/// 应到 · 实到 · 法定 · 有效.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct RoomView {
    /// Seats with a holder that day.
    pub expected: i64,
    pub quorum: Judged,
    /// Everybody who was there, by capacity.
    pub people: Vec<(Capacity, i64)>,
    /// Members who were there, by shown name.
    pub members: Vec<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NoticeView {
    pub no: i32,
    #[schema(value_type = String)]
    pub issued_at: Moment,
    pub extraordinary: Option<String>,
    pub why_changed: Option<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AmendmentView {
    #[schema(value_type = String)]
    pub id: Uuid,
    pub item: i32,
    pub shown_name: String,
    pub text: String,
    pub verdict: Option<AmendmentVerdict>,
    pub reason: Option<String>,
}

/// Minutes as far as they are for this reader: sealed ones for everybody, earlier for those who were there.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MinutesView {
    #[schema(value_type = Option<String>)]
    pub amend_until: Option<Moment>,
    pub confirmed: usize,
    pub attended: usize,
    pub amendments: Vec<AmendmentView>,
    pub chair_signed: bool,
    pub taker_signed: bool,
    #[schema(value_type = Option<String>)]
    pub sealed_at: Option<Moment>,
    /// Who was there: as it was sealed, before that as it stands, for those who write the minutes.
    pub there: Option<There>,
    pub hash: Option<String>,
    pub previous: Option<String>,
    /// Which link of the body's chain.
    pub seal_no: Option<i32>,
    pub addenda: Vec<AddendumView>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AddendumView {
    #[schema(value_type = String)]
    pub at: Moment,
    pub text: String,
    /// `void` or `good`, where it says that of the seal.
    pub seal: Option<String>,
}

/// A seat to tick off at the door.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TickView {
    #[schema(value_type = String)]
    pub membership: MembershipId,
    pub shown_name: String,
    pub category: String,
    /// Their attendance, while they are there.
    #[schema(value_type = Option<String>)]
    pub there: Option<AttendanceId>,
    /// Who stands in for the seat, and their attendance while they are there.
    pub substitute: Option<String>,
    #[schema(value_type = Option<String>)]
    pub substitute_there: Option<AttendanceId>,
    /// They said before that they cannot come.
    pub excused: bool,
}

/// What this reader may do with a meeting.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub struct MeetingMay {
    pub change: bool,
    pub hold: bool,
    pub take: bool,
    pub write: bool,
    pub sign: bool,
    pub answer: bool,
    pub void: bool,
    pub restore: bool,
}

#[derive(Clone, Debug, Default)]
pub struct MeetingTyped {
    pub convening: Convening,
    pub arriving: Arriving,
    pub deciding: Deciding,
    pub adding: Adding,
    pub text: String,
}

/// One meeting.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeetingView {
    #[schema(value_type = String)]
    pub id: MeetingId,
    pub code: String,
    #[schema(value_type = String)]
    pub body: BodyId,
    pub body_name: String,
    pub place: String,
    pub covered: Vec<String>,
    pub state: MeetingState,
    pub call: i32,
    pub mode: Mode,
    /// Anybody may come and read; otherwise the members alone.
    pub public: bool,
    pub venue: String,
    pub joining_note: String,
    #[schema(value_type = String)]
    pub from: Moment,
    #[schema(value_type = String)]
    pub to: Moment,
    /// Decide items have to stand in a notice by then.
    #[schema(value_type = Option<String>)]
    pub notice_deadline: Option<Moment>,
    #[schema(value_type = Option<String>)]
    pub opened_at: Option<Moment>,
    #[schema(value_type = Option<String>)]
    pub closed_at: Option<Moment>,
    pub quorate: bool,
    pub why: Option<String>,
    pub notices: Vec<NoticeView>,
    pub items: Vec<ItemView>,
    pub rules: Vec<String>,
    /// Matters of the body that walk, for whoever writes the agenda.
    pub walking: Vec<MatterRef>,
    pub room: RoomView,
    pub minutes: Option<MinutesView>,
    /// The roster to tick off; for those who take attendance.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ticks: Vec<TickView>,
    /// This reader holds a seat and the meeting is still to come: whether they said that they cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excused: Option<bool>,
    pub may: MeetingMay,
    #[serde(skip)]
    pub typed: MeetingTyped,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// The code shown in the room, renewed every half minute.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoomCodeView {
    #[schema(value_type = String)]
    pub meeting: MeetingId,
    pub title: String,
    pub code: String,
    /// Where the picture leads.
    pub link: String,
}

/// Coming in by the code in the room.
#[derive(Debug, Serialize, ToSchema)]
pub struct ArrivalView {
    #[schema(value_type = String)]
    pub meeting: MeetingId,
    pub body_name: String,
    #[schema(value_type = String)]
    pub from: Moment,
    pub venue: String,
    pub there: bool,
    #[serde(skip)]
    pub code: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}
