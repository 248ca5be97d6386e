//! Residents or members ask for a meeting; whoever plans names the one that was convened for it.

use super::residences::{Speaker, speaking};
use super::shown::meeting_line;
use super::telling::tell_requisition;
use crate::rules::{self, *};
use crate::store;
use crate::views::{RequisitionTyped, RequisitionView, RequisitionsView};
use auth::{Denied, Facts, Viewer};
use db::{Reader, Result, Tx};
use kernel::{AccountId, Day, Moment, Outcome, PersonId, StreetId};

/// The newest of a body's requisitions that its page shows, and how many the clock urges at once.
const SHOWN: i64 = 30;
const TOGETHER: i64 = 50;

/// What the charter in force asks for, with the seats filled today and who holds them.
struct Asked {
    body: Body,
    rule: Option<RequisitionRule>,
    members: Vec<PersonId>,
}

impl Asked {
    fn filled(&self) -> i64 {
        i64::try_from(self.members.len()).unwrap_or(i64::MAX)
    }
}

fn of_body(r: &mut Reader<'_>, viewer: &Viewer, id: BodyId, now: Moment) -> Result<Asked> {
    let body = store::find_body::<SeeBody>(r, viewer, id, now)?.into_inner();
    let (charters, memberships) = (store::charters_of(r, viewer.street, id)?, store::memberships_of(r, viewer.street, id)?);
    let rule = charter_on(&charters, now.day()).and_then(|c| c.rules.requisition);
    let members = roster_on(&memberships, now.day()).iter().map(|m| m.person).collect();
    Ok(Asked { body, rule, members })
}

/// Who speaks, and on what ground.
fn standing(r: &mut Reader<'_>, street: StreetId, of: &Asked, who: &Speaker, to: Option<RequisitionId>) -> Result<Signing> {
    Ok(Signing {
        belongs: tie_for(of.body.place, &who.ties).is_some_and(|at| within(of.body.place, at)),
        member: of.members.contains(&who.person),
        signed: match to {
            Some(id) => store::has_signed(r, street, id, who.person)?,
            None => false,
        },
    })
}

pub fn make_requisition(tx: &mut Tx<'_>, viewer: &Viewer, id: BodyId, topic: &str, helped: &Helped) -> Result<Outcome<()>> {
    let (street, now) = (tx.street(), tx.now());
    let of = of_body(tx, viewer, id, now)?;
    let who = match speaking(tx, viewer, helped)? {
        Ok(who) => who,
        Err(problems) => return Ok(Outcome::Refused((), problems)),
    };
    let stands = standing(tx, street, &of, &who, None)?;
    if let Err(problem) = super::pauses::not_paused(tx, who.person)? {
        return Ok(Outcome::Refused((), vec![problem]));
    }
    match rules::make_requisition(RequisitionId::fresh(), id, topic, of.rule.as_ref(), stands, now) {
        Err(problems) => Ok(Outcome::Refused((), problems)),
        Ok((made, event)) => {
            store::insert_requisition(tx, &made)?;
            tx.record(&event)?;
            stand_behind(tx, &of, &made, (&who, stands))?;
            Ok(Outcome::Done(()))
        }
    }
}

pub fn sign_requisition(tx: &mut Tx<'_>, viewer: &Viewer, id: RequisitionId, helped: &Helped) -> Result<Outcome<()>> {
    let (street, now) = (tx.street(), tx.now());
    let was = store::requisition(tx, street, id)?.ok_or(Denied::Hidden)?;
    let of = of_body(tx, viewer, was.body, now)?;
    let who = match speaking(tx, viewer, helped)? {
        Ok(who) => who,
        Err(problems) => return Ok(Outcome::Refused((), problems)),
    };
    let stands = standing(tx, street, &of, &who, Some(id))?;
    match rules::sign_requisition(&was, stands, who.way.code(), now) {
        Err(problems) => Ok(Outcome::Refused((), problems)),
        Ok(((), event)) => {
            tx.record(&event)?;
            stand_behind(tx, &of, &was, (&who, stands))?;
            Ok(Outcome::Done(()))
        }
    }
}

/// A name is put behind it; the last one needed binds the chair, who is told.
fn stand_behind(tx: &mut Tx<'_>, of: &Asked, was: &Requisition, (who, stands): (&Speaker, Signing)) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    store::insert_signature(tx, was.id, who.person, stands, (who.way, who.keyed_by))?;
    let Some(rule) = &of.rule else { return Ok(()) };
    let behind = store::behind_requisition(tx, street, was.id)?;
    if let Some((reached, event)) = bind_chair(was, rule, behind, of.filled(), now) {
        store::save_requisition(tx, was, &reached)?;
        tx.record(&event)?;
        let planners = planners(tx, was.body, now)?;
        tell_requisition(tx, &reached, "requisition-reached", planners)?;
    }
    Ok(())
}

/// Chair and convenor of a body.
fn planners(r: &mut Tx<'_>, of: BodyId, now: Moment) -> Result<Vec<AccountId>> {
    let street = r.street();
    Ok(holders(&store::offices_of(r, street, of)?, &[Office::Chair, Office::Convenor], now.day()))
}

/// Whoever plans names the meeting that was convened for it.
pub fn answer_requisition(tx: &mut Tx<'_>, viewer: &Viewer, id: RequisitionId, words: &ConveningWords) -> Result<Outcome<()>> {
    let (street, now) = (tx.street(), tx.now());
    let was = store::requisition(tx, street, id)?.ok_or(Denied::Hidden)?;
    store::find_body_in_hand::<PlanMeeting>(tx, viewer, was.body, &[Office::Chair, Office::Convenor], now)?;
    let meeting = words.meeting.map(|m| store::meeting(tx, street, m)).transpose()?.flatten();
    match rules::convene_for(&was, meeting.as_ref(), now) {
        Err(problems) => Ok(Outcome::Refused((), problems)),
        Ok((answered, event)) => {
            store::save_requisition(tx, &was, &answered)?;
            tx.record(&event)?;
            let people = store::signatories(tx, street, id)?;
            let accounts = identity::accounts_of(tx, street, &people)?;
            tell_requisition(tx, &answered, "requisition-convened", accounts)?;
            Ok(Outcome::Done(()))
        }
    }
}

/// Whether a meeting is owed beyond its last day and nobody was urged.
pub fn any_requisition_late(r: &mut Reader<'_>, street: StreetId, today: Day) -> Result<bool> {
    Ok(store::requisitions_owed(r, street, today, TOGETHER)?.iter().any(|x| x.urged_at.is_none()))
}

/// Chair and convenor are urged once when the last day is over. How many requisitions it was.
pub fn urge_requisitions(tx: &mut Tx<'_>) -> Result<usize> {
    let (street, now) = (tx.street(), tx.now());
    let late: Vec<_> = store::requisitions_owed(tx, street, now.day(), TOGETHER)?.into_iter().filter(|x| x.urged_at.is_none()).collect();
    for was in &late {
        store::save_requisition(tx, was, &Requisition { urged_at: Some(now), ..was.clone() })?;
        tx.record(&RequisitionUrged { requisition: was.id })?;
        let planners = planners(tx, was.body, now)?;
        tell_requisition(tx, was, "requisition-late", planners)?;
    }
    Ok(late.len())
}

pub fn requisitions_view(r: &mut Reader<'_>, viewer: &Viewer, id: BodyId, now: Moment) -> Result<RequisitionsView> {
    let street = viewer.street;
    let of = of_body(r, viewer, id, now)?;
    let reader = if viewer.account().is_some() { Some(super::reader(r, viewer)?.0) } else { None };
    let hands = holders(&store::offices_of(r, street, id)?, &[Office::Chair, Office::Convenor], now.day());
    let may_plan = auth::may::<_, PlanMeeting>(viewer, &InHand { thing: of.body.clone(), hands }, now);
    let meetings = store::meetings_of(r, street, id, SHOWN)?;
    let mut requisitions = vec![];
    for x in store::requisitions_of(r, street, id, SHOWN)? {
        let behind = store::behind_requisition(r, street, x.id)?;
        let mine = match reader {
            Some(person) => store::has_signed(r, street, x.id, person)?,
            None => false,
        };
        let meeting = x.meeting.map(|m| store::meeting(r, street, m)).transpose()?.flatten();
        requisitions.push(RequisitionView {
            id: x.id, state: x.state(now), made_at: x.made_at, lapses_at: x.lapses_at, residents: behind.residents, members: behind.members, due_on: x.due_on,
            days_late: x.days_late(now.day()), meeting: meeting.filter(|m| m.published()).map(|m| meeting_line(&m, &of.body.name)), mine, topic: x.topic,
        });
    }
    let coming = meetings.iter().filter(|m| may_plan && m.from > now && m.state == MeetingState::Convened);
    Ok(RequisitionsView {
        body: id,
        residents_needed: of.rule.map(|x| x.residents),
        members_needed: of.rule.map(|x| x.seat_share.least(of.filled()).max(1)),
        requisitions,
        meetings: coming.map(|m| meeting_line(m, &of.body.name)).collect(),
        may_say: viewer.account().is_some(),
        may_help: viewer.helping.is_none() && auth::reaches(WHO_MAY, "take_part_for", viewer, now),
        may_plan,
        body_name: of.body.name,
        typed: RequisitionTyped::default(),
        problems: vec![],
    })
}
