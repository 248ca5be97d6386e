//! What the pages of bodies, meetings and duties show.

use super::{attendances::names_of, duties::sittings, meetings::{agenda, room}};
use crate::rules::*;
use crate::store;
use crate::views::*;
use auth::{Denied, Facts, Level, PlacePath, Viewer};
use db::{Reader, Result};
use kernel::{Day, Moment, StreetId};
use places::Tree;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Meetings of one body that its page shows.
const SHOWN: i64 = 24;
/// A term that ends within so many days is said to.
const SOON: i64 = 90;

pub(super) fn place_name(tree: &Tree, path: PlacePath) -> String {
    path.building.or(path.grid).or(path.community).map(|id| tree.name_path(id)).unwrap_or_default()
}

pub fn meeting_line(m: &Meeting, body: &str) -> MeetingLine {
    MeetingLine { id: m.id, code: m.code.clone(), body: body.to_owned(), from: m.from, venue: m.venue.clone(), state: m.state, quorate: m.quorate }
}

/// Convened or later, and not for members alone: what the public may list.
fn is_listed(m: &Meeting) -> bool {
    m.published()
}

pub fn bodies_view(r: &mut Reader<'_>, viewer: &Viewer, now: Moment) -> Result<BodiesView> {
    let street = viewer.street;
    let tree = places::tree(r, street)?;
    let filled: HashMap<BodyId, i64> = store::filled_on(r, street, now.day())?.into_iter().collect();
    let coming = store::meetings_between(r, street, now, now.plus_days(90))?;
    let mut lines = vec![];
    for b in store::bodies(r, street)?.into_iter().filter(|b| b.closed_on.is_none()) {
        let charters = store::charters_of(r, street, b.id)?;
        let next = coming.iter().find(|m| m.body == b.id && is_listed(m) && m.state == MeetingState::Convened);
        lines.push(BodyLine {
            id: b.id,
            place: place_name(&tree, b.place),
            kind: b.kind,
            seats: charter_on(&charters, now.day()).map_or(0, |c| c.rules.seated()),
            filled: filled.get(&b.id).copied().unwrap_or(0),
            next: next.map(|m| meeting_line(m, &b.name)),
            name: b.name,
        });
    }
    Ok(BodiesView { bodies: lines, may_found: auth::reaches(WHO_MAY, KEEP, viewer, now), ..BodiesView::default() })
}

/// One body, with its roster as of a day.
pub fn body_view(r: &mut Reader<'_>, viewer: &Viewer, id: BodyId, on: Option<Day>, now: Moment) -> Result<BodyView> {
    let street = viewer.street;
    let b = store::find_body::<SeeBody>(r, viewer, id, now)?.into_inner();
    let tree = places::tree(r, street)?;
    let on = on.unwrap_or_else(|| now.day());
    let (charters, memberships) = (store::charters_of(r, street, id)?, store::memberships_of(r, street, id)?);
    let charter = match charter_on(&charters, on) {
        None => None,
        Some(c) => {
            let written = store::charter_text(r, street, c.id)?.unwrap_or_default();
            Some(CharterView { from: c.from, rules: c.rules.clone(), written })
        }
    };
    let offices = store::offices_of(r, street, id)?;
    let hands = |which| holders(&offices, which, now.day());
    let planners = InHand { thing: b.clone(), hands: hands(&[Office::Chair, Office::Convenor]) };
    let may = BodyMay {
        keep: auth::may::<_, KeepBody>(viewer, &b, now),
        plan: auth::may::<_, PlanMeeting>(viewer, &planners, now),
        excuse: auth::may::<_, ExcuseDuty>(viewer, &b, now),
        open_matter: auth::may::<_, OpenMatter>(viewer, &b, now),
    };
    let substitutes = store::substitutes_of(r, street, id)?;
    let roster = roster_on(&memberships, on);
    let people: HashSet<_> = roster.iter().map(|m| m.person).collect();
    let meetings = store::meetings_of(r, street, id, SHOWN)?;
    let insider = may.plan || may.keep || hands(Office::ALL).iter().any(|a| viewer.account() == Some(*a));
    let vacant = charter_on(&charters, on).map(|c| vacancies(c, &memberships, on)).unwrap_or_default();
    let standing = offices.iter().filter(|o| o.from <= on && o.until.is_none_or(|u| on < u));
    Ok(BodyView {
        id,
        place: place_name(&tree, b.place),
        kind: b.kind,
        purpose: b.purpose.clone(),
        opened_on: b.opened_on,
        plans: super::plans::plans_shown(r, street, id)?,
        absences: if may.keep || may.plan { super::absences::absences_shown(r, street, id, now)? } else { vec![] },
        on,
        seats: charter.as_ref().map_or(0, |c| c.rules.seated()),
        filled: i64::try_from(roster.len()).unwrap_or(0),
        people: i64::try_from(people.len()).unwrap_or(0),
        roster: roster.iter().map(|m| seat_view(m, &substitutes, now.day())).collect(),
        vacancies: vacant.into_iter().map(|(category, seats)| VacancyView { category, seats }).collect(),
        charters: charters.iter().map(|c| c.from).collect(),
        charter,
        offices: standing.map(|o| OfficeView { office: o.office, shown_name: o.shown_name.clone() }).collect(),
        inquorate: meetings.iter().filter(|m| may.plan && callable_again(m, now)).map(|m| meeting_line(m, &b.name)).collect(),
        meetings: meetings.iter().filter(|m| insider || is_listed(m)).map(|m| meeting_line(m, &b.name)).collect(),
        matters: super::matters_view(r, street, Some(id), None)?.matters,
        name: b.name,
        may,
        typed: BodyTyped::default(),
        problems: vec![],
    })
}

fn seat_view(m: &Membership, substitutes: &[Substitute], today: Day) -> SeatView {
    let left = m.end().since(today);
    SeatView {
        id: m.id,
        category: m.category.clone(),
        seat: m.seat,
        shown_name: m.shown_name.clone(),
        profession: m.profession.clone(),
        organisation: m.organisation.clone(),
        taken_how: m.taken_how,
        from: m.from,
        to: m.end(),
        ends_soon: (0..=SOON).contains(&left),
        substitute: standing_in(m, substitutes, today).map(|s| s.shown_name.clone()),
    }
}

/// The public calendar: ninety days ahead, ninety back.
pub fn meetings_view(r: &mut Reader<'_>, street: StreetId, now: Moment) -> Result<MeetingsView> {
    let names: HashMap<BodyId, String> = store::bodies(r, street)?.into_iter().map(|b| (b.id, b.name)).collect();
    let meetings = store::meetings_between(r, street, now.plus_days(-90), now.plus_days(90))?;
    let line = |m: &Meeting| meeting_line(m, names.get(&m.body).map_or("", String::as_str));
    let (coming, mut past): (Vec<_>, Vec<_>) = meetings.iter().filter(|m| is_listed(m)).map(line).partition(|m| {
        matches!(m.state, MeetingState::Convened | MeetingState::Open)
    });
    past.reverse();
    Ok(MeetingsView { coming, past })
}

fn meeting_may(r: &mut Reader<'_>, viewer: &Viewer, m: &Meeting, people: &[Attendance], now: Moment) -> Result<MeetingMay> {
    let offices = store::offices_of(r, viewer.street, m.body)?;
    let may = |hand: Hand, act: &str| {
        let hands = match hand {
            Hand::Offices(which) => holders(&offices, which, now.day()),
            Hand::Insiders => holders(&offices, Office::ALL, now.day()),
            Hand::Attendees => people.iter().filter_map(|a| a.account).collect(),
        };
        auth::decide(WHO_MAY, act, viewer, &InHand { thing: m.clone(), hands }, now)
    };
    Ok(MeetingMay {
        change: may(ChangeMeeting::HAND, PLAN),
        hold: may(HoldMeeting::HAND, "hold_meeting"),
        take: may(TakeAttendance::HAND, "take_attendance"),
        write: may(WriteMinutes::HAND, "write_minutes"),
        sign: may(SignMinutes::HAND, "sign_minutes"),
        answer: may(AnswerMinutes::HAND, "answer_minutes"),
        void: may(VoidSeal::HAND, "void_seal"),
        restore: may(RestoreSeal::HAND, "restore_seal"),
    })
}

/// One meeting: public once convened, unless it is for members.
pub fn meeting_view(r: &mut Reader<'_>, viewer: &Viewer, id: MeetingId, now: Moment) -> Result<MeetingView> {
    let street = viewer.street;
    let people = store::attendees_of(r, street, id)?;
    let held = store::meeting_in_hand(r, street, id, SeeMeeting::HAND, now)?.ok_or(Denied::Hidden)?;
    let m = held.thing;
    let may = meeting_may(r, viewer, &m, &people, now)?;
    let seen = auth::decide(WHO_MAY, "see_meeting", viewer, &InHand { thing: m.clone(), hands: held.hands }, now);
    if !seen && !may.answer && !may.take {
        return Err(Denied::Hidden.into());
    }
    let body = store::body(r, street, m.body)?.ok_or(Denied::Hidden)?;
    let tree = places::tree(r, street)?;
    let (notices, results) = (store::notices_of(r, street, id)?, store::results_of(r, street, id)?);
    let minutes = store::minutes_of(r, street, id)?;
    let inside = may.write || may.sign || may.answer || may.hold;
    let text = minutes.as_ref().filter(|_| m.was_sealed() || inside);
    let items = agenda(&m, &notices).into_iter().map(|i| ItemView {
        decidable: decidable(&m, &notices, i.no).is_ok(),
        added: m.added.iter().any(|a| a.no == i.no),
        minutes: text.and_then(|t| t.items.iter().find(|x| x.no == i.no)).map(|x| x.text.clone()),
        result: results.iter().find(|x| x.no == i.no).map(result_view),
        no: i.no,
        kind: i.kind,
        title: i.title,
        matter: i.matter,
        rule_name: i.rule_name,
    });
    let items = items.collect();
    let minutes = match text {
        None => None,
        Some(t) => Some(minutes_view(r, street, &m, t, (people.len(), may.write))?),
    };
    let extraordinary = notices.first().is_some_and(|n| n.extraordinary.is_some());
    Ok(MeetingView {
        id,
        code: m.code.clone(),
        body: m.body,
        body_name: body.name,
        place: place_name(&tree, m.place),
        covered: m.covered.iter().map(|p| tree.name_path(*p)).collect(),
        state: m.state,
        call: m.call,
        mode: m.mode,
        public: m.openness == Openness::Public,
        venue: m.venue.clone(),
        joining_note: m.joining_note.clone(),
        from: m.from,
        to: m.to,
        notice_deadline: m.rules.as_ref().map(|_| m.notice_deadline(extraordinary)),
        opened_at: m.opened_at,
        closed_at: m.closed_at,
        quorate: m.quorate,
        why: m.why.clone(),
        notices: notices.iter().map(|n| NoticeView { no: n.no, issued_at: n.issued_at, extraordinary: n.extraordinary.clone(), why_changed: n.why_changed.clone() }).collect(),
        items,
        rules: rule_names(r, street, &m)?,
        walking: if may.change { walking(r, street, m.body)? } else { vec![] },
        room: room_view(r, street, &m, &people, now)?,
        minutes,
        ticks: if may.take { ticks(r, street, &m, &people, now)? } else { vec![] },
        excused: super::absences::own_excuse(r, viewer, &m)?,
        may,
        typed: MeetingTyped::default(),
        problems: vec![],
    })
}

fn rule_names(r: &mut Reader<'_>, street: StreetId, m: &Meeting) -> Result<Vec<String>> {
    if let Some(rules) = &m.rules {
        return Ok(rules.decisions.keys().cloned().collect());
    }
    let charters = store::charters_of(r, street, m.body)?;
    Ok(charter_on(&charters, m.from.day()).map(|c| c.rules.decisions.keys().cloned().collect()).unwrap_or_default())
}

fn result_view(i: &ItemResult) -> ResultView {
    ResultView { how: i.how, verdict: i.verdict, hands: i.hands, objections: i.objections, present: i.present, needed: i.needed, at: i.at }
}

/// The room now while it is open; as it was at the close afterwards.
/// Matters of a body that walk now, the newest first.
fn walking(r: &mut Reader<'_>, street: StreetId, body: BodyId) -> Result<Vec<MatterRef>> {
    let found = store::matters(r, street, Some(body), None, 50)?;
    Ok(found.into_iter().filter(|m| m.state == MatterState::Walking).map(|m| MatterRef { id: m.id, code: m.code, question: m.question }).collect())
}

fn room_view(r: &mut Reader<'_>, street: StreetId, m: &Meeting, people: &[Attendance], now: Moment) -> Result<RoomView> {
    // Stays are kept to the second.
    let at = m.closed_at.map_or(now, |closed| kernel::Moment(closed.0 - closed.0.rem_euclid(kernel::Moment::MINUTE / 60) - 1));
    let (quorum, expected) = room(r, street, m, at)?;
    let mut by: BTreeMap<Capacity, i64> = BTreeMap::new();
    people.iter().filter(|a| !a.stays.is_empty()).for_each(|a| *by.entry(a.capacity).or_insert(0) += 1);
    // Members stand by name; everybody else is a number.
    let members = names_of(r, street, m)?.into_iter().map(|n| n.1).collect();
    Ok(RoomView { expected, quorum, people: by.into_iter().collect(), members })
}

fn ticks(r: &mut Reader<'_>, street: StreetId, m: &Meeting, people: &[Attendance], now: Moment) -> Result<Vec<TickView>> {
    let memberships = store::memberships_of(r, street, m.body)?;
    let substitutes = store::substitutes_of(r, street, m.body)?;
    let there = |id: MembershipId, for_another: bool| {
        people.iter().find(|a| a.membership == Some(id) && (a.capacity == Capacity::Substitute) == for_another && a.is_there(now)).map(|a| a.id)
    };
    let excused = store::excused_from(r, street, m.id)?;
    let roster = roster_on(&memberships, now.day()).into_iter();
    Ok(roster.map(|s| TickView {
        excused: excused.contains(&s.id),
        membership: s.id, shown_name: s.shown_name.clone(), category: s.category.clone(), there: there(s.id, false),
        substitute: standing_in(s, &substitutes, now.day()).map(|x| x.shown_name.clone()), substitute_there: there(s.id, true),
    }).collect())
}

fn minutes_view(r: &mut Reader<'_>, street: StreetId, m: &Meeting, t: &Minutes, (attended, writes): (usize, bool)) -> Result<MinutesView> {
    let seal = store::seal_of(r, street, m.id)?;
    let sealed = t.sealed_at.is_some();
    let there = match &seal {
        Some(seal) => there_sealed(&seal.canonical),
        None if writes => Some(super::representativeness::there_now(r, street, m)?),
        None => None,
    };
    // In sealed minutes a declined correction stays; an accepted one is in the text.
    let shown = store::amendments_of(r, street, m.id)?.into_iter().filter(|a| !sealed || a.verdict == Some(AmendmentVerdict::Declined));
    let amendments = shown.map(|a| AmendmentView { id: a.id, item: a.no, shown_name: a.shown_name, text: a.text, verdict: a.verdict, reason: a.reason });
    Ok(MinutesView {
        amend_until: t.amend_until,
        confirmed: store::confirmations_of(r, street, m.id)?.len(),
        attended,
        amendments: amendments.collect(),
        chair_signed: t.chair.is_some(),
        taker_signed: t.taker.is_some(),
        sealed_at: t.sealed_at,
        there,
        hash: seal.as_ref().map(|s| s.hash.clone()),
        previous: seal.as_ref().map(|s| s.previous.clone()).filter(|p| !p.is_empty()),
        seal_no: seal.map(|s| s.no),
        addenda: store::addenda_of(r, street, m.id)?.into_iter().map(|(text, at, kind)| AddendumView { at, text, seal: kind }).collect(),
    })
}

/// The way in from the code in the room.
pub fn arrival_view(r: &mut Reader<'_>, viewer: &Viewer, id: MeetingId, code: String, now: Moment) -> Result<ArrivalView> {
    let m = store::find_meeting::<Arrive>(r, viewer, id, now)?.into_inner().thing;
    let body = store::body(r, viewer.street, m.body)?.ok_or(Denied::Hidden)?;
    let people = store::attendees_of(r, viewer.street, id)?;
    let there = people.iter().any(|a| a.account.is_some() && a.account == viewer.account() && a.is_there(now));
    Ok(ArrivalView { meeting: id, body_name: body.name, from: m.from, venue: m.venue, there, code, problems: vec![] })
}

/// Rows of bodies, communities or grids; twelve months each.
pub fn duties_view(r: &mut Reader<'_>, street: StreetId, year: i32, level: DutyLevel, today: Day) -> Result<DutiesView> {
    let tree = places::tree(r, street)?;
    let bodies = store::bodies(r, street)?;
    let sittings = sittings(r, street, year)?;
    let excuses: HashMap<(BodyId, i32), String> = store::excuses(r, street, year)?.into_iter().map(|(b, m, why)| ((b, m), why)).collect();
    let since = |owing: Owing| {
        let of_place = |at: fn(&Body) -> Option<kernel::PlaceId>, p| bodies.iter().filter(|b| at(b) == Some(p)).map(|b| b.opened_on).min();
        match owing {
            Owing::Body(id) => bodies.iter().find(|b| b.id == id).map(|b| b.opened_on),
            Owing::Community(p) => of_place(|b| b.place.community, p),
            // A grid is served from the day its community has a body.
            Owing::Grid(p) => tree.by_id(p).and_then(|g| of_place(|b| b.place.community, g.parent?)),
        }
    };
    let places = |l: Level| tree.level(l).into_iter();
    let owing: Vec<(Owing, String, Option<String>)> = match level {
        // The bodies that owe are those of communities and grids.
        DutyLevel::Body => bodies.iter().filter(|b| b.kind == BodyKind::Community && b.closed_on.is_none())
            .map(|b| (Owing::Body(b.id), b.name.clone(), Some(format!("/bodies/{}", b.id)))).collect(),
        DutyLevel::Community => places(Level::Community).map(|p| (Owing::Community(p.id), p.name.clone(), None)).collect(),
        DutyLevel::Grid => places(Level::Grid).map(|p| (Owing::Grid(p.id), tree.name_path(p.id), None)).collect(),
    };
    let plans = store::plans_of_year(r, street, year)?;
    let planned = |who: Owing| {
        let Owing::Body(id) = who else { return None };
        let own: Vec<MeetingPlan> = plans.iter().filter(|p| p.body == id).cloned().collect();
        plan_for(&own, year).map(|p| PlannedView { meetings: p.meetings, good: super::plans::good_in(&sittings, id, year) })
    };
    let mut all = vec![];
    let mut rows = vec![];
    for (who, name, path) in owing {
        let first = since(who).unwrap_or(Day(29_991_231));
        let mut cells = vec![];
        for month in (year * 100 + 1)..=(year * 100 + 12) {
            let excuse = if let Owing::Body(id) = who { excuses.get(&(id, month)).cloned() } else { None };
            let c = cell(who, month, &sittings, excuse.is_some(), first, today);
            cells.push(DutyCell { month, state: c.state, own: c.own.clone(), covering: c.covering.clone(), excuse });
            all.push(c);
        }
        rows.push(DutyRow { name, path, planned: planned(who), cells });
    }
    Ok(DutiesView { year, level, owed_a_year: rows.len() * 12, rate: rate(all.iter()), rows })
}
