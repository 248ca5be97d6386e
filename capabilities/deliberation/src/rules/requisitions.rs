//! Residents or members ask that a meeting be held. Enough of them, by the body's charter, bind its chair.

use super::charters::RequisitionRule;
use super::events::events;
use super::{BodyId, Decided, Meeting, MeetingId, MeetingState, codes, said};
use kernel::{Day, Event, Moment, Problem, Subject};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

kernel::id!(RequisitionId, "a requisition");

/// Days in which it gathers names, and days in which a meeting is convened once it has enough.
pub const GATHER_DAYS: i64 = 90;
pub const CONVENE_DAYS: i64 = 10;
const MOST_TOPIC: usize = 60;

codes! {
    /// Where a requisition stands: it gathers names, the chair owes a meeting, a meeting was convened, or too few wanted it.
    RequisitionState { Gathering "gathering", Reached "reached", Convened "convened", Lapsed "lapsed" }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requisition {
    pub id: RequisitionId,
    pub body: BodyId,
    /// What the meeting is to talk about.
    pub topic: String,
    pub made_at: Moment,
    pub lapses_at: Moment,
    pub reached_at: Option<Moment>,
    /// The last day on which the meeting is convened in time.
    pub due_on: Option<Day>,
    pub meeting: Option<MeetingId>,
    pub answered_at: Option<Moment>,
    pub urged_at: Option<Moment>,
}

impl Requisition {
    pub fn state(&self, now: Moment) -> RequisitionState {
        match (self.meeting, self.reached_at) {
            (Some(_), _) => RequisitionState::Convened,
            (None, Some(_)) => RequisitionState::Reached,
            (None, None) if now < self.lapses_at => RequisitionState::Gathering,
            (None, None) => RequisitionState::Lapsed,
        }
    }
    /// Whole days by which the meeting is late; 0 while it is not.
    pub fn days_late(&self, today: Day) -> i64 {
        self.due_on.filter(|_| self.meeting.is_none()).map_or(0, |due| today.since(due).max(0))
    }
}

/// Names behind it: those who live or work in the place, and among all those who hold a seat today.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Behind {
    pub residents: i64,
    pub members: i64,
}

/// Whoever puts a name to it: of the place, or with a seat in the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signing {
    pub belongs: bool,
    pub member: bool,
    /// Their name is there already.
    pub signed: bool,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ConveningWords {
    /// A convened meeting of the body.
    #[schema(value_type = Option<String>)]
    pub meeting: Option<MeetingId>,
}

fn may_sign(who: Signing) -> Vec<Problem> {
    let outside = (!who.belongs && !who.member).then(|| Problem::new("requisition-not-of-body"));
    outside.into_iter().chain(who.signed.then(|| Problem::new("requisition-signed"))).collect()
}

/// Somebody asks for a meeting about one thing; their name is the first behind it.
pub fn make_requisition(id: RequisitionId, body: BodyId, topic: &str, rule: Option<&RequisitionRule>, who: Signing, now: Moment) -> Decided<Requisition, RequisitionMade> {
    if rule.is_none() {
        return Err(vec![Problem::new("requisition-none")]);
    }
    let mut problems = may_sign(who);
    let topic = said("topic", topic, MOST_TOPIC).map_err(|p| problems.push(p)).unwrap_or_default();
    if !problems.is_empty() {
        return Err(problems);
    }
    let made = Requisition {
        id, body, topic, made_at: now, lapses_at: now.plus_days(GATHER_DAYS), reached_at: None, due_on: None, meeting: None, answered_at: None, urged_at: None,
    };
    Ok((made, RequisitionMade { requisition: id, body }))
}

/// One more name, once a person, while it gathers.
pub fn sign_requisition(of: &Requisition, who: Signing, door: &'static str, now: Moment) -> Decided<(), RequisitionSigned> {
    if of.state(now) != RequisitionState::Gathering {
        return Err(vec![Problem::new("requisition-closed")]);
    }
    let problems = may_sign(who);
    if problems.is_empty() { Ok(((), RequisitionSigned { requisition: of.id, door })) } else { Err(problems) }
}

/// Enough residents, or enough of the filled seats.
pub fn is_enough(rule: &RequisitionRule, behind: Behind, filled: i64) -> bool {
    behind.residents >= i64::from(rule.residents) || (filled > 0 && behind.members > 0 && rule.seat_share.reached(behind.members, filled))
}

/// From now on the chair owes a meeting; said once.
pub fn bind_chair(of: &Requisition, rule: &RequisitionRule, behind: Behind, filled: i64, now: Moment) -> Option<(Requisition, RequisitionReached)> {
    (of.state(now) == RequisitionState::Gathering && is_enough(rule, behind, filled)).then(|| {
        let reached = Requisition { reached_at: Some(now), due_on: Some(now.day().plus(CONVENE_DAYS)), ..of.clone() };
        (reached, RequisitionReached { requisition: of.id, body: of.body, residents: behind.residents, members: behind.members })
    })
}

/// The meeting that was convened for it, after it had enough names.
pub fn convene_for(of: &Requisition, meeting: Option<&Meeting>, now: Moment) -> Decided<Requisition, RequisitionAnswered> {
    let reached = of.reached_at.filter(|_| of.meeting.is_none()).ok_or_else(|| vec![Problem::new("requisition-not-owed")])?;
    let fits = |m: &&Meeting| m.body == of.body && m.from > reached && matches!(m.state, MeetingState::Convened | MeetingState::Open);
    let Some(m) = meeting.filter(fits) else { return Err(vec![Problem::at("meeting", "requisition-meeting")]) };
    let answered = Requisition { meeting: Some(m.id), answered_at: Some(now), ..of.clone() };
    Ok((answered, RequisitionAnswered { requisition: of.id, meeting: m.id }))
}

events! {
    RequisitionMade "deliberation.requisition_made" "requisition" requisition: RequisitionId, body: BodyId;
    RequisitionSigned "deliberation.requisition_signed" "requisition" requisition: RequisitionId, door: &'static str;
    RequisitionReached "deliberation.requisition_reached" "requisition" requisition: RequisitionId, body: BodyId, residents: i64, members: i64;
    RequisitionAnswered "deliberation.requisition_answered" "requisition" requisition: RequisitionId, meeting: MeetingId;
    RequisitionUrged "deliberation.requisition_urged" "requisition" requisition: RequisitionId;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Bar;
    use proptest::prelude::*;

    const NOW: Day = Day(20_260_302);

    fn made() -> Requisition {
        let who = Signing { belongs: true, member: false, signed: false };
        make_requisition(RequisitionId::fresh(), BodyId::fresh(), "停车怎么办", Some(&rule()), who, NOW.start()).expect("made").0
    }
    fn rule() -> RequisitionRule {
        RequisitionRule { residents: 20, seat_share: Bar { num: 1, den: 5, strict: false } }
    }

    proptest! {
        /// Twenty residents or a fifth of the filled seats; one more name never turns enough into too few, and the ten days
        /// begin once.
        #[test]
        fn enough_names_bind_the_chair(residents in 0_i64..40, members in 0_i64..16, filled in 0_i64..16) {
            let members = members.min(filled);
            let behind = Behind { residents, members };
            let enough = residents >= 20 || (members > 0 && members * 5 >= filled);
            prop_assert_eq!(is_enough(&rule(), behind, filled), enough);
            let of = made();
            let reached = bind_chair(&of, &rule(), behind, filled, NOW.start());
            prop_assert_eq!(reached.is_some(), enough);
            if let Some((reached, _)) = reached {
                prop_assert_eq!(reached.due_on, Some(Day(20_260_312)));
                let again = bind_chair(&reached, &rule(), Behind { residents: residents + 1, members }, filled, NOW.start().plus_days(3));
                prop_assert!(again.is_none());
            }
        }
    }

    #[test]
    fn names_are_put_to_it_once_and_in_time() {
        let (of, late) = (made(), NOW.start().plus_days(GATHER_DAYS));
        let code = |who, now| sign_requisition(&of, who, "web", now).map(|_| ()).map_err(|p| p[0].code);
        let neighbour = Signing { belongs: true, member: false, signed: false };
        assert_eq!(code(neighbour, NOW.start()), Ok(()));
        assert_eq!(code(Signing { signed: true, ..neighbour }, NOW.start()), Err("requisition-signed"));
        assert_eq!(code(Signing { belongs: false, ..neighbour }, NOW.start()), Err("requisition-not-of-body"));
        assert_eq!(code(neighbour, late), Err("requisition-closed"));
        assert_eq!(of.state(late), RequisitionState::Lapsed);
    }
}
