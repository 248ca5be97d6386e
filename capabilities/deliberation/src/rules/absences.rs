//! Members who stay away without a word. Enough of it within the charter's months opens a motion on the seat; it never ends
//! a seat by itself.

use super::charters::AbsenceRule;
use super::events::events;
use super::{BodyId, Decided, Meeting, MeetingId, MeetingState, Membership, MembershipId, months_after};
use kernel::{Day, Event, Problem, Subject};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Somebody cannot come: oneself, or the seat whose holder told staff.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ExcusingWords {
    #[schema(value_type = Option<String>)]
    pub membership: Option<MembershipId>,
}

/// A word before the meeting is opened, once for a seat that is held on its day.
pub fn excuse_absence(of: &Meeting, seat: Option<&Membership>, excused: bool) -> Decided<MembershipId, AbsenceExcused> {
    let Some(seat) = seat.filter(|s| s.body == of.body && s.holds_on(of.from.day())) else { return Err(vec![Problem::new("excuse-no-seat")]) };
    let mut problems = vec![];
    if of.state != MeetingState::Convened {
        problems.push(Problem::new("excuse-late"));
    }
    if excused {
        problems.push(Problem::new("absence-told"));
    }
    if problems.is_empty() { Ok((seat.id, AbsenceExcused { meeting: of.id, membership: seat.id })) } else { Err(problems) }
}

/// The first day of the months that are looked back on; the last of a month that is shorter.
pub fn looked_back(rule: &AbsenceRule, today: Day) -> Day {
    months_after(today, -rule.within_months)
}

/// Meetings to which nobody came for a seat, though it was held that day, and no word was sent.
pub fn unexcused(seat: &Membership, held: &[(MeetingId, Day)], told: impl Fn(MeetingId) -> bool) -> usize {
    held.iter().filter(|(meeting, day)| seat.holds_on(*day) && !told(*meeting)).count()
}

/// The meeting just closed was the one too many: said once.
pub fn vacancy_motion(rule: &AbsenceRule, seat: &Membership, missed: usize, missed_this: bool) -> Option<VacancyMoved> {
    (missed_this && i32::try_from(missed) == Ok(rule.unexcused)).then_some(VacancyMoved { body: seat.body, membership: seat.id, missed })
}

events! {
    AbsenceExcused "deliberation.absence_excused" "meeting" meeting: MeetingId, membership: MembershipId;
    VacancyMoved "deliberation.vacancy_moved" "body" body: BodyId, membership: MembershipId, missed: usize;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_back_is_the_same_day() {
        let rule = |within_months| AbsenceRule { unexcused: 3, within_months };
        assert_eq!(looked_back(&rule(12), Day(20_261_129)), Day(20_251_129));
        assert_eq!(looked_back(&rule(2), Day(20_260_115)), Day(20_251_115));
        assert_eq!(looked_back(&rule(1), Day(20_260_331)), Day(20_260_228));
    }
}
