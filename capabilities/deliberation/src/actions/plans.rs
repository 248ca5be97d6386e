//! What a body plans for a year, beside the meetings it held well.

use super::sittings;
use crate::rules::*;
use crate::store;
use crate::views::PlanView;
use auth::Viewer;
use db::{Reader, Result, Tx};
use kernel::{Day, Outcome, StreetId, uuid::Uuid};

pub fn plan_meetings_of_year(tx: &mut Tx<'_>, viewer: &Viewer, id: BodyId, words: &PlanWords) -> Result<Outcome<Body>> {
    let (street, now) = (tx.street(), tx.now());
    let body = store::find_body::<KeepBody>(tx, viewer, id, now)?.into_inner();
    let by = viewer.account().ok_or(auth::Denied::Forbidden)?;
    let plans = store::plans_of(tx, street, id)?;
    let was = words.year.and_then(|year| plan_for(&plans, year));
    match plan_year(Uuid::now_v7(), id, words, was, by, now) {
        Err(problems) => Ok(Outcome::Refused(body, problems)),
        Ok((plan, event)) => {
            store::insert_plan(tx, &plan)?;
            tx.record(&event)?;
            Ok(Outcome::Done(body))
        }
    }
}

/// The years a body planned, the newest first, each with what was planned before.
pub(super) fn plans_shown(r: &mut Reader<'_>, street: StreetId, of: BodyId) -> Result<Vec<PlanView>> {
    let plans = store::plans_of(r, street, of)?;
    let mut years: Vec<i32> = plans.iter().map(|p| p.year).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    years.into_iter().map(|year| {
        let of_year: Vec<&MeetingPlan> = plans.iter().filter(|p| p.year == year).collect();
        let good = good_in(&sittings(r, street, year)?, of, year);
        let (before, meetings) = of_year.split_last().map_or((&[][..], 0), |(now, before)| (before, now.meetings));
        let reason = of_year.last().map(|p| p.reason.clone()).unwrap_or_default();
        Ok(PlanView { year, meetings, good, reason, before: before.iter().map(|p| (p.at, p.meetings)).collect() })
    }).collect()
}

/// Meetings of a body in a year that had a quorum and whose minutes are sealed.
pub(super) fn good_in(sittings: &[Sitting], of: BodyId, year: i32) -> usize {
    let in_year = |day: Day| year_of(day) == year;
    sittings.iter().filter(|s| s.body == of && in_year(s.day) && s.state == MeetingState::Sealed && s.quorate).count()
}
