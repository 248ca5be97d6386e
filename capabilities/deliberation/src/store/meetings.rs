//! Meetings, their notices and the results taken in the room.

use super::{attendees_of, changed, code, offices_of, text, whole};
use crate::rules::*;
use auth::{Denied, Held, PlacePath, Viewer};
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{Moment, StreetId, uuid::Uuid};

/// The state of a meeting, as the column of a statement in which it is called `m`: sealed minutes may have been declared void.
pub(crate) const STANDING: &str = "case when m.voided_at is null then m.state else 'voided' end";

const MEETING: &str = "id, code, body_id, community_id, grid_id, building_id, covered, mode, venue, joining_note, from_at, to_at,
  case when voided_at is null then state else 'voided' end, call_no, openness, rules, added, opened_at, closed_at, quorate, why, cancelled_at, rev";

impl FromRow for Meeting {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            code: r.next()?,
            body: r.next()?,
            place: PlacePath { community: r.next()?, grid: r.next()?, building: r.next()? },
            covered: whole(r)?,
            mode: code(r, Mode::from_code)?,
            venue: r.next()?,
            joining_note: r.next()?,
            from: r.next()?,
            to: r.next()?,
            state: code(r, MeetingState::from_code)?,
            call: r.next()?,
            openness: code(r, Openness::from_code)?,
            rules: r.next::<Option<String>>()?.map(|t| serde_json::from_str(&t)).transpose()?,
            added: whole(r)?,
            opened_at: r.next()?,
            closed_at: r.next()?,
            quorate: r.next()?,
            why: r.next()?,
            cancelled_at: r.next()?,
            rev: r.next()?,
        })
    }
}

impl FromRow for Notice {
    fn from_row(r: &mut Row) -> Result<Self> {
        let (meeting, no, issued_at, items) = (r.next()?, r.next()?, r.next()?, whole(r)?);
        Ok(Self { meeting, no, issued_at, items, extraordinary: r.next()?, why_changed: r.next()?, from: r.next()?, venue: r.next()? })
    }
}

impl FromRow for ItemResult {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            meeting: r.next()?,
            no: r.next()?,
            matter: r.next()?,
            how: code(r, How::from_code)?,
            rule_name: r.next()?,
            rule: whole(r)?,
            hands: Hands { yes: r.next()?, against: r.next()?, abstain: r.next()? },
            objections: r.next()?,
            present: r.next()?,
            needed: r.next()?,
            roll: r.next()?,
            verdict: code(r, Verdict::from_code)?,
            at: r.next()?,
        })
    }
}

pub fn meeting(r: &mut Reader<'_>, street: StreetId, id: MeetingId) -> Result<Option<Meeting>> {
    r.opt(&format!("select {MEETING} from meetings where street_id = $1 and id = $2"), args![street, id])
}

/// A meeting for an act: not there and not visible are one answer.
pub fn find_meeting<A: MeetingAct>(r: &mut Reader<'_>, viewer: &Viewer, id: MeetingId, now: Moment) -> Result<Held<InHand<Meeting>, A>> {
    let held = meeting_in_hand(r, viewer.street, id, A::HAND, now)?.ok_or(Denied::Hidden)?;
    Ok(Held::take(viewer, held, now)?)
}

/// The meeting with the accounts an act is for.
pub fn meeting_in_hand(r: &mut Reader<'_>, street: StreetId, id: MeetingId, hand: Hand, now: Moment) -> Result<Option<InHand<Meeting>>> {
    let Some(thing) = meeting(r, street, id)? else { return Ok(None) };
    let hands = match hand {
        Hand::Offices(which) => holders(&offices_of(r, street, thing.body)?, which, now.day()),
        Hand::Insiders => {
            let mut hands = holders(&offices_of(r, street, thing.body)?, Office::ALL, now.day());
            if thing.state != MeetingState::Planned {
                let memberships = super::memberships_of(r, street, thing.body)?;
                hands.extend(roster_on(&memberships, thing.from.day()).into_iter().filter_map(|m| m.account));
            }
            hands
        }
        Hand::Attendees => attendees_of(r, street, id)?.into_iter().filter_map(|a| a.account).collect(),
    };
    Ok(Some(InHand { thing, hands }))
}

/// Meetings of a body, the latest first.
pub fn meetings_of(r: &mut Reader<'_>, street: StreetId, of: BodyId, limit: i64) -> Result<Vec<Meeting>> {
    r.all(
        &format!("select {MEETING} from meetings where street_id = $1 and body_id = $2 order by from_at desc, id desc limit $3"),
        args![street, of, limit],
    )
}

/// Meetings that begin in a span of time, in their order.
pub fn meetings_between(r: &mut Reader<'_>, street: StreetId, from: Moment, to: Moment) -> Result<Vec<Meeting>> {
    r.all(
        &format!("select {MEETING} from meetings where street_id = $1 and from_at >= $2 and from_at < $3 order by from_at, id limit 5000"),
        args![street, from, to],
    )
}

pub fn insert_meeting(tx: &mut Tx<'_>, m: &Meeting) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into meetings (street_id, id, code, body_id, community_id, grid_id, building_id, covered, mode, venue, joining_note,
           from_at, to_at, state, call_no, openness, added, quorate, rev)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
        args![
            street, m.id, &m.code, m.body, m.place.community, m.place.grid, m.place.building, text(&m.covered)?, m.mode.code(), &m.venue,
            &m.joining_note, m.from, m.to, m.state.code(), m.call, m.openness.code(), text(&m.added)?, m.quorate, m.rev
        ],
    )?;
    Ok(())
}

/// The meeting as it now stands, if nobody changed it meanwhile.
pub fn save_meeting(tx: &mut Tx<'_>, was: &Meeting, m: &Meeting) -> Result<()> {
    let street = tx.street();
    let rules = m.rules.as_ref().map(text).transpose()?;
    let (state, voided_at) = match m.state {
        MeetingState::Voided => (MeetingState::Sealed, Some(tx.now())),
        state => (state, None),
    };
    changed(tx.exec(
        "update meetings set venue = $3, from_at = $4, to_at = $5, state = $6, rules = $7, added = $8, opened_at = $9,
           closed_at = $10, quorate = $11, why = $12, rev = $13, cancelled_at = $15, voided_at = $16
         where street_id = $1 and id = $2 and rev = $14",
        args![
            street, m.id, &m.venue, m.from, m.to, state.code(), rules, text(&m.added)?, m.opened_at, m.closed_at, m.quorate,
            m.why.clone(), m.rev, was.rev, m.cancelled_at, voided_at
        ],
    )?)
}

/// Notices of a meeting, the first first.
pub fn notices_of(r: &mut Reader<'_>, street: StreetId, of: MeetingId) -> Result<Vec<Notice>> {
    r.all(
        "select meeting_id, no, issued_at, items, extraordinary, why_changed, from_at, venue
         from meeting_notices where street_id = $1 and meeting_id = $2 order by no",
        args![street, of],
    )
}

pub fn insert_notice(tx: &mut Tx<'_>, n: &Notice) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into meeting_notices (street_id, meeting_id, no, issued_at, items, extraordinary, why_changed, from_at, venue)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![street, n.meeting, n.no, n.issued_at, text(&n.items)?, n.extraordinary.clone(), n.why_changed.clone(), n.from, &n.venue],
    )?;
    Ok(())
}

const RESULT: &str = "id, meeting_id, no, matter_id, how, rule_name, rule, votes_for, votes_against, votes_abstain, objections,
  present, needed, roll, verdict, at";

/// What a meeting decided, by item.
pub fn results_of(r: &mut Reader<'_>, street: StreetId, of: MeetingId) -> Result<Vec<ItemResult>> {
    r.all(&format!("select {RESULT} from meeting_results where street_id = $1 and meeting_id = $2 order by no"), args![street, of])
}

/// What meetings decided about a matter, the latest first.
pub fn results_about(r: &mut Reader<'_>, street: StreetId, matter: Uuid) -> Result<Vec<ItemResult>> {
    r.all(
        &format!("select {RESULT} from meeting_results where street_id = $1 and matter_id = $2 order by at desc, id desc"),
        args![street, matter],
    )
}

pub fn insert_result(tx: &mut Tx<'_>, i: &ItemResult) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into meeting_results (street_id, id, meeting_id, no, matter_id, how, rule_name, rule, votes_for, votes_against,
           votes_abstain, objections, present, needed, roll, verdict, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        args![
            street, i.id, i.meeting, i.no, i.matter, i.how.code(), &i.rule_name, text(&i.rule)?, i.hands.yes, i.hands.against,
            i.hands.abstain, i.objections, i.present, i.needed, i.roll, i.verdict.code(), i.at
        ],
    )?;
    Ok(())
}

/// Meetings since a moment that had a matter on their agenda, and whether each had a quorum.
pub fn meetings_about(r: &mut Reader<'_>, street: StreetId, matter: MatterId, since: Moment) -> Result<Vec<(MeetingId, bool)>> {
    let body: Option<BodyId> = r.opt("select body_id from matters where street_id = $1 and id = $2", args![street, matter])?;
    let Some(body) = body else { return Ok(vec![]) };
    let held: Vec<(MeetingId, bool)> = r.all(
        "select id, quorate from meetings where street_id = $1 and body_id = $2 and opened_at >= $3 order by from_at",
        args![street, body, since],
    )?;
    let mut about = vec![];
    for (id, quorate) in held {
        let notices = notices_of(r, street, id)?;
        if notices.last().is_some_and(|n| n.items.iter().any(|i| i.matter == Some(matter.uuid()))) {
            about.push((id, quorate));
        }
    }
    Ok(about)
}

/// The state of each meeting of a body.
pub fn meeting_states(r: &mut Reader<'_>, street: StreetId, body: BodyId) -> Result<std::collections::BTreeMap<MeetingId, MeetingState>> {
    let all: Vec<(MeetingId, String)> = r.all("select id, case when voided_at is null then state else 'voided' end from meetings where street_id = $1 and body_id = $2", args![street, body])?;
    Ok(all.into_iter().filter_map(|(id, state)| Some((id, MeetingState::from_code(&state)?))).collect())
}
