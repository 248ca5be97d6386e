//! What happens to bodies, meetings and matters: ids, codes and numbers, never a text or a name.

use super::{AttendanceId, BodyId, DrawId, MeetingId, MembershipId};
use kernel::{Day, Event, Moment, PlaceId, Subject, uuid::Uuid};
use serde::Serialize;

macro_rules! events {
    ($($name:ident $code:literal $kind:literal $id:ident: $t:ty $(, $field:ident: $ft:ty)*;)*) => { $(
        #[derive(Clone, Debug, Serialize)]
        pub struct $name { pub $id: $t, $(pub $field: $ft),* }
        impl Event for $name {
            const NAME: &'static str = $code;
            fn subject(&self) -> Subject { Subject { kind: $kind, id: self.$id.uuid() } }
        }
    )* };
}
pub(super) use events;
events! {
    BodyFounded "deliberation.body_founded" "body" body: BodyId, kind: &'static str, community: Option<PlaceId>;
    CharterGiven "deliberation.charter_given" "body" body: BodyId, charter: Uuid, from: Day;
    OfficeTaken "deliberation.office_taken" "body" body: BodyId, office: &'static str;
    SeatTaken "deliberation.seat_taken" "body" body: BodyId, membership: MembershipId, category: String, from: Day, to: Day;
    SeatLeft "deliberation.seat_left" "body" body: BodyId, membership: MembershipId, on: Day;
    MeetingPlanned "deliberation.meeting_planned" "meeting" meeting: MeetingId, body: BodyId, from: Moment;
    MeetingConvened "deliberation.meeting_convened" "meeting" meeting: MeetingId, body: BodyId, notice: i32;
    MeetingCancelled "deliberation.meeting_cancelled" "meeting" meeting: MeetingId, body: BodyId;
    MeetingOpened "deliberation.meeting_opened" "meeting" meeting: MeetingId, body: BodyId, present: i64, needed: i64, met: bool;
    AttendanceTaken "deliberation.attendance_taken" "meeting" meeting: MeetingId, attendance: AttendanceId, capacity: &'static str, door: &'static str;
    AttendanceEnded "deliberation.attendance_ended" "meeting" meeting: MeetingId, attendance: AttendanceId;
    ItemAdded "deliberation.item_added" "meeting" meeting: MeetingId, no: i32, agree: i64, present: i64;
    ItemDecided "deliberation.item_decided" "meeting" meeting: MeetingId, no: i32, matter: Option<Uuid>, how: &'static str, verdict: &'static str;
    MeetingClosed "deliberation.meeting_closed" "meeting" meeting: MeetingId, body: BodyId, quorate: bool;
    MinutesDrafted "deliberation.minutes_drafted" "meeting" meeting: MeetingId, items: usize;
    MinutesCirculated "deliberation.minutes_circulated" "meeting" meeting: MeetingId, amend_until: Moment;
    MinutesConfirmed "deliberation.minutes_confirmed" "meeting" meeting: MeetingId;
    AmendmentProposed "deliberation.amendment_proposed" "meeting" meeting: MeetingId, amendment: Uuid, item: i32;
    AmendmentJudged "deliberation.amendment_judged" "meeting" meeting: MeetingId, amendment: Uuid, verdict: &'static str;
    MinutesSigned "deliberation.minutes_signed" "meeting" meeting: MeetingId, office: &'static str;
    MinutesSealed "deliberation.minutes_sealed" "meeting" meeting: MeetingId, body: BodyId, hash: String;
    AddendumSealed "deliberation.addendum_sealed" "meeting" meeting: MeetingId, body: BodyId, hash: String;
    SealVoided "deliberation.seal_voided" "meeting" meeting: MeetingId, body: BodyId, hash: String;
    SealRestored "deliberation.seal_restored" "meeting" meeting: MeetingId, body: BodyId, hash: String;
    DutyExcused "deliberation.duty_excused" "body" body: BodyId, month: i32;
    DrawAnnounced "deliberation.draw_announced" "draw" draw: DrawId, body: BodyId, size: usize, dims: usize;
    PoolEntered "deliberation.pool_entered" "draw" draw: DrawId, lines: usize;
    PoolFrozen "deliberation.pool_frozen" "draw" draw: DrawId, size: i64, hash: String;
    SeedEntered "deliberation.seed_entered" "draw" draw: DrawId;
    DrawDone "deliberation.draw_done" "draw" draw: DrawId, feasible: bool, panel: usize;
    DrawCalled "deliberation.draw_called" "draw" draw: DrawId, pool_no: u64, calls_after: u64;
    DrawAnswered "deliberation.draw_answered" "draw" draw: DrawId, pool_no: u64, state: &'static str;
    ChancesTold "deliberation.chances_told" "draw" draw: DrawId, draws: u32, least: u64;
    DrawVoided "deliberation.draw_voided" "draw" draw: DrawId;
    CalendarLinked "deliberation.calendar_linked" "account" account: kernel::AccountId;
}
