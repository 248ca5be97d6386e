//! A meeting: planned, convened, open, closed, minuted, sealed; or cancelled, or without quorum.

use super::*;
use crate::rules::codes;
use auth::{Facts, PlacePath};
use kernel::{AccountId, Day, Moment, PersonId, PlaceId, Problem, uuid::Uuid};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

kernel::id!(MeetingId, "a meeting of a body");
kernel::id!(AttendanceId, "one person's attendance of a meeting");

codes! {
    MeetingState {
        Planned "planned", Convened "convened", Open "open", Closed "closed", Drafted "drafted", Circulated "circulated",
        Sealed "sealed", Voided "voided", Cancelled "cancelled", Inquorate "inquorate",
    }
}
codes! { Mode { Room "room", Online "online", Hybrid "hybrid" } }
codes! {
    /// Whether anybody may come and read, or the members alone.
    Openness { Public "public", Members "members" }
}
codes! {
    /// In which capacity somebody is there. Members, substitutes and drawn residents are entitled to decide.
    Capacity {
        Member "member", Substitute "substitute", Drawn "drawn", Resident "resident", Partner "partner", Guest "guest",
        Staff "staff",
    }
}
codes! {
    /// By which door: the code in the room, a desk, a line of the paper sheet, a screen.
    Door { Qr "qr", Desk "desk", Sheet "sheet", Online "online" }
}

/// One sitting of a body.
#[derive(Clone, Debug, PartialEq)]
pub struct Meeting {
    pub id: MeetingId,
    pub code: String,
    pub body: BodyId,
    pub place: PlacePath,
    /// Grids it stands for beside the body's own place.
    pub covered: Vec<PlaceId>,
    pub mode: Mode,
    pub venue: String,
    pub joining_note: String,
    pub from: Moment,
    pub to: Moment,
    pub state: MeetingState,
    /// 1, or 2 after a first call without quorum.
    pub call: i32,
    pub openness: Openness,
    /// The charter as it stood when the meeting was convened: a later one changes nothing here.
    pub rules: Option<Rules>,
    /// Items added in the room under the urgency rule.
    pub added: Vec<AgendaItem>,
    pub opened_at: Option<Moment>,
    pub closed_at: Option<Moment>,
    /// There was a quorum at the opening or at some moment after it.
    pub quorate: bool,
    /// Why it is cancelled, and since when.
    pub why: Option<String>,
    pub cancelled_at: Option<Moment>,
    pub rev: i32,
}

impl Facts for Meeting {
    fn id(&self) -> Uuid {
        self.id.uuid()
    }
    fn place(&self) -> PlacePath {
        self.place
    }
    fn published(&self) -> bool {
        self.state != MeetingState::Planned && self.openness == Openness::Public
    }
    fn state(&self) -> &str {
        self.state.code()
    }
}

impl Meeting {
    /// Its minutes are sealed, whether or not their seal was declared void since.
    pub fn was_sealed(&self) -> bool {
        matches!(self.state, MeetingState::Sealed | MeetingState::Voided)
    }
    /// The last moment at which a notice counts for decide items.
    pub fn notice_deadline(&self, extraordinary: bool) -> Moment {
        let days = self.rules.as_ref().map_or(3, |r| r.notice_days);
        self.from.plus_days(if extraordinary { -1 } else { -days })
    }
}

pub(crate) fn touched(was: &Meeting) -> Meeting {
    Meeting { rev: was.rev + 1, ..was.clone() }
}

/// What is said of a meeting when it is planned.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Planning {
    #[schema(value_type = Option<String>)]
    pub from: Option<Moment>,
    pub minutes: Option<i64>,
    pub mode: Option<Mode>,
    pub venue: String,
    pub joining_note: String,
    /// Codes or names of the grids it covers, one a line.
    pub covered: String,
    pub members_only: bool,
    /// The meeting without quorum that this one is the second call of.
    #[schema(value_type = Option<String>)]
    pub second_call_of: Option<MeetingId>,
}

/// A meeting may stand for so many grids at most.
pub const MOST_COVERED: usize = 4;
const LONGEST_MINUTES: i64 = 8 * 60;

/// Planned for a moment to come, at a place people can find.
pub fn plan(
    (id, code): (MeetingId, String),
    body: &Body,
    words: &Planning,
    covered: Vec<PlaceId>,
    first_call: Option<&Meeting>,
    now: Moment,
) -> Result<Meeting, Vec<Problem>> {
    let mut problems = vec![];
    let venue = said("venue", &words.venue, 120).map_err(|p| problems.push(p)).unwrap_or_default();
    let from = words.from.unwrap_or(now);
    let length = words.minutes.unwrap_or(90);
    if words.from.is_none_or(|from| from <= now) {
        problems.push(Problem::at("from", "meeting-past"));
    }
    if !(15..=LONGEST_MINUTES).contains(&length) {
        problems.push(Problem::at("minutes", "meeting-length").with("most", LONGEST_MINUTES));
    }
    if covered.len() > MOST_COVERED {
        problems.push(Problem::at("covered", "covers-too-many").with("most", MOST_COVERED));
    }
    if body.closed_on.is_some() {
        problems.push(Problem::new("body-closed"));
    }
    if let Some(first) = first_call {
        let within = second_call_days(first);
        if first.state != MeetingState::Inquorate || first.body != body.id {
            problems.push(Problem::at("second_call_of", "no-second-call"));
        } else if within.is_none_or(|days| from > first.from.plus_days(days)) {
            problems.push(Problem::at("from", "second-call-late").with("days", within.unwrap_or(0)));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Meeting {
        id,
        code,
        body: body.id,
        place: body.place,
        covered,
        mode: words.mode.unwrap_or(Mode::Room),
        venue,
        joining_note: words.joining_note.trim().to_owned(),
        from,
        to: from.plus_minutes(length),
        state: MeetingState::Planned,
        call: if first_call.is_some() { 2 } else { 1 },
        openness: if words.members_only { Openness::Members } else { Openness::Public },
        rules: None,
        added: vec![],
        opened_at: None,
        closed_at: None,
        quorate: false,
        why: None,
        cancelled_at: None,
        rev: 1,
    })
}

/// In how many days its charter allows a second call, where it does.
fn second_call_days(of: &Meeting) -> Option<i64> {
    of.rules.as_ref().and_then(|r| r.second_call.as_ref()).map(|s| s.within_days)
}

/// It had no quorum, and its charter still allows a second call.
pub fn callable_again(of: &Meeting, now: Moment) -> bool {
    of.state == MeetingState::Inquorate && of.call == 1 && second_call_days(of).is_some_and(|days| now < of.from.plus_days(days))
}

/// Called off, with a reason for everybody told before.
pub fn cancel(was: &Meeting, reason: &str, now: Moment) -> Decided<Meeting, MeetingCancelled> {
    let reason = said("reason", reason, 200).map_err(|p| vec![p])?;
    if !matches!(was.state, MeetingState::Planned | MeetingState::Convened) {
        return Err(vec![Problem::new("meeting-begun")]);
    }
    let event = MeetingCancelled { meeting: was.id, body: was.body };
    Ok((Meeting { state: MeetingState::Cancelled, why: Some(reason), cancelled_at: Some(now), ..touched(was) }, event))
}

/// Half an hour before its time at the earliest.
const EARLY: i64 = 30 * Moment::MINUTE;

/// Opened by the chair: talk may begin. Whether there is a quorum is judged now and again at each vote.
pub fn open(was: &Meeting, room: &Judged, now: Moment) -> Decided<Meeting, MeetingOpened> {
    if was.state != MeetingState::Convened {
        return Err(vec![Problem::new("not-convened")]);
    }
    if now < was.from.plus(-EARLY) {
        return Err(vec![Problem::new("too-early").with("from", was.from.rfc3339())]);
    }
    let event = MeetingOpened { meeting: was.id, body: was.body, present: room.present, needed: room.needed, met: room.met };
    Ok((Meeting { state: MeetingState::Open, opened_at: Some(now), quorate: room.met, ..touched(was) }, event))
}

/// Closed: what was there is there. Without a quorum at any moment it counts for nothing, and may be called again.
pub fn close(was: &Meeting, now: Moment) -> Decided<Meeting, MeetingClosed> {
    if was.state != MeetingState::Open {
        return Err(vec![Problem::new("not-open")]);
    }
    let state = if was.quorate { MeetingState::Closed } else { MeetingState::Inquorate };
    let event = MeetingClosed { meeting: was.id, body: was.body, quorate: was.quorate };
    Ok((Meeting { state, closed_at: Some(now), ..touched(was) }, event))
}

/// Half-open: from coming in to going out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stay {
    pub from: Moment,
    pub to: Option<Moment>,
}

/// One row per person, whatever the door.
#[derive(Clone, Debug, PartialEq)]
pub struct Attendance {
    pub id: AttendanceId,
    pub meeting: MeetingId,
    /// Nobody known: a walk-in.
    pub person: Option<PersonId>,
    pub account: Option<AccountId>,
    pub membership: Option<MembershipId>,
    pub category: String,
    /// The holder whose substitute this is.
    pub stands_for: Option<PersonId>,
    pub capacity: Capacity,
    pub door: Door,
    pub stays: Vec<Stay>,
    /// The grid the person comes from, as far as is known.
    pub grid: Option<PlaceId>,
    pub sheet_line: Option<i32>,
    pub taken_by: Option<AccountId>,
}

impl Attendance {
    pub fn is_there(&self, at: Moment) -> bool {
        self.stays.iter().any(|s| s.from <= at && s.to.is_none_or(|to| at < to))
    }
    fn entitled(&self) -> bool {
        matches!(self.capacity, Capacity::Member | Capacity::Substitute | Capacity::Drawn)
    }
}

/// Who is entitled and there at a moment. A substitute counts only while the holder is away.
pub fn presence(rules: &Rules, filled: i64, people: &[Attendance], at: Moment) -> Presence {
    let counted = entitled_there(people, at);
    let mut by_category = BTreeMap::new();
    for a in &counted {
        *by_category.entry(a.category.clone()).or_insert(0) += 1;
    }
    let places: BTreeSet<_> = counted.iter().filter_map(|a| a.grid).collect();
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    Presence { seated: rules.seated(), filled, present: count(counted.len()), by_category, places: count(places.len()) }
}

/// Those who are entitled and there; a substitute only while the holder is away.
pub fn entitled_there(people: &[Attendance], at: Moment) -> Vec<&Attendance> {
    let there: Vec<_> = people.iter().filter(|a| a.entitled() && a.is_there(at)).collect();
    let is_here = |person: PersonId| there.iter().any(|a| a.person == Some(person));
    there.iter().filter(|a| !a.stands_for.is_some_and(is_here)).copied().collect()
}

/// Whoever comes in, at a desk or from the sheet.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Arriving {
    /// A seat of the roster; without one, a walk-in.
    #[schema(value_type = Option<String>)]
    pub membership: Option<MembershipId>,
    /// It is whoever stands in for that seat who comes.
    pub substitute: bool,
    pub capacity: Option<Capacity>,
    pub door: Option<Door>,
    /// A walk-in's name: kept sealed.
    pub shown_name: String,
    /// Building or grid the walk-in comes from.
    pub place_name: String,
    pub sheet_line: Option<i32>,
}

/// Somebody comes in, for the first time or again. `known` is their row, where there is one.
pub fn arrive(of: &Meeting, people: &[Attendance], coming: Attendance, now: Moment) -> Decided<Attendance, AttendanceTaken> {
    if !matches!(of.state, MeetingState::Convened | MeetingState::Open) {
        return Err(vec![Problem::new("not-open")]);
    }
    if now < of.from.plus(-2 * EARLY) {
        return Err(vec![Problem::new("too-early").with("from", of.from.rfc3339())]);
    }
    let line = coming.sheet_line;
    if coming.door == Door::Sheet && line.is_none_or(|n| !(1..=500).contains(&n)) {
        return Err(vec![Problem::at("sheet_line", "sheet-line-missing")]);
    }
    let known = people.iter().find(|a| a.person.is_some() && a.person == coming.person);
    if line.is_some() && people.iter().any(|a| a.sheet_line == line && known.is_none_or(|k| k.id != a.id)) {
        return Err(vec![Problem::at("sheet_line", "sheet-line-taken")]);
    }
    let row = match known {
        Some(known) if known.is_there(now) => return Err(vec![Problem::new("there-already")]),
        Some(known) => {
            let stays = known.stays.iter().copied().chain([Stay { from: now, to: None }]).collect();
            Attendance { stays, ..known.clone() }
        }
        None => Attendance { stays: vec![Stay { from: now, to: None }], ..coming },
    };
    let event = AttendanceTaken { meeting: of.id, attendance: row.id, capacity: row.capacity.code(), door: row.door.code() };
    Ok((row, event))
}

/// Somebody goes.
pub fn depart(of: &Meeting, was: &Attendance, now: Moment) -> Decided<Attendance, AttendanceEnded> {
    if of.state != MeetingState::Open && of.state != MeetingState::Convened {
        return Err(vec![Problem::new("not-open")]);
    }
    if !was.is_there(now) {
        return Err(vec![Problem::new("gone-already")]);
    }
    Ok((stays_until(was, now), AttendanceEnded { meeting: of.id, attendance: was.id }))
}

/// The same row with nobody left in the room.
pub fn stays_until(was: &Attendance, now: Moment) -> Attendance {
    let ended = was.stays.iter().map(|s| Stay { to: s.to.or(Some(now.max(s.from))), ..*s });
    // Gone in the moment of coming is no stay.
    Attendance { stays: ended.filter(|s| s.to.is_none_or(|to| s.from < to)).collect(), ..was.clone() }
}

/// The code shown in the room: eight digits that are new every half minute.
pub const WINDOW: i64 = 30_000_000;

pub fn room_code(key: &[u8], at: Moment) -> String {
    code_of(key, at.0.div_euclid(WINDOW))
}

/// Whether this is the code of now or of the half minute before.
pub fn is_room_code(key: &[u8], shown: &str, at: Moment) -> bool {
    use subtle::ConstantTimeEq;
    let window = at.0.div_euclid(WINDOW);
    let shown = shown.trim().as_bytes();
    [window, window - 1].iter().any(|w| bool::from(code_of(key, *w).as_bytes().ct_eq(shown)))
}

fn code_of(key: &[u8], window: i64) -> String {
    use hmac::{Hmac, KeyInit, Mac};
    let Ok(mut mac) = Hmac::<sha2::Sha256>::new_from_slice(key) else { return String::new() };
    mac.update(&window.to_be_bytes());
    let tag = mac.finalize().into_bytes();
    let n = tag.iter().take(4).fold(0_u32, |n, b| n << 8 | u32::from(*b));
    format!("{:08}", n % 100_000_000)
}

/// The day a meeting is counted in: that of its opening, else of its plan.
pub fn day_of(m: &Meeting) -> Day {
    m.opened_at.unwrap_or(m.from).day()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_code_lives_for_two_windows() {
        let at = |s: i64| Moment(1_764_000_000_000_000 + s * 1_000_000);
        let code = room_code(b"key", at(0));
        assert_eq!(code.len(), 8);
        assert!(is_room_code(b"key", &code, at(29)) && is_room_code(b"key", &code, at(59)));
        assert!(!is_room_code(b"key", &code, at(60)), "two windows later it is worth nothing");
        assert!(!is_room_code(b"another", &code, at(0)));
    }
}
