//! How many meetings a body plans for a year: said once, changed only with a reason, the old kept.

use super::events::events;
use super::{BodyId, said};
use kernel::{AccountId, Day, Event, Moment, Problem, Subject, uuid::Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// More than one a day nobody plans.
const MOST_MEETINGS: i32 = 366;
const MOST_REASON: usize = 200;

/// What a body planned for a year; the newest is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingPlan {
    pub id: Uuid,
    pub body: BodyId,
    pub year: i32,
    pub meetings: i32,
    /// Why it was changed; empty for the first of a year.
    pub reason: String,
    pub by: AccountId,
    pub at: Moment,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PlanWords {
    pub year: Option<i32>,
    pub meetings: Option<i32>,
    /// Why the plan of this year is another now.
    pub reason: String,
}

/// A plan for this year or the next; `was` is the one in force for that year.
pub fn plan_year(id: Uuid, body: BodyId, words: &PlanWords, was: Option<&MeetingPlan>, by: AccountId, now: Moment) -> Result<(MeetingPlan, YearPlanned), Vec<Problem>> {
    let mut problems = vec![];
    let this_year = year_of(now.day());
    let year = words.year.filter(|y| (this_year..=this_year + 1).contains(y));
    if year.is_none() {
        problems.push(Problem::at("year", "plan-year").with("year", this_year));
    }
    let meetings = words.meetings.filter(|n| (1..=MOST_MEETINGS).contains(n));
    if meetings.is_none() {
        problems.push(Problem::at("meetings", "plan-meetings"));
    }
    let reason = match was {
        None => String::new(),
        Some(was) => {
            if meetings == Some(was.meetings) {
                problems.push(Problem::at("meetings", "plan-same").with("n", was.meetings));
            }
            said("reason", &words.reason, MOST_REASON).map_err(|p| problems.push(p)).unwrap_or_default()
        }
    };
    match (year, meetings) {
        (Some(year), Some(meetings)) if problems.is_empty() => {
            Ok((MeetingPlan { id, body, year, meetings, reason, by, at: now }, YearPlanned { body, year, meetings }))
        }
        _ => Err(problems),
    }
}

pub fn year_of(day: Day) -> i32 {
    day.0 / 10_000
}

/// The plan in force for a year: the newest of it.
pub fn plan_for(plans: &[MeetingPlan], year: i32) -> Option<&MeetingPlan> {
    plans.iter().filter(|p| p.year == year).max_by_key(|p| (p.at, p.id))
}

events! {
    YearPlanned "deliberation.year_planned" "body" body: BodyId, year: i32, meetings: i32;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_changed_only_with_a_reason() {
        let (body, by, now) = (BodyId::fresh(), AccountId::fresh(), Day::of(2026, 3, 2).start());
        let words = |meetings, reason: &str| PlanWords { year: Some(2026), meetings: Some(meetings), reason: reason.into() };
        let codes = |words: &PlanWords, was| plan_year(Uuid::nil(), body, words, was, by, now).map(|_| ()).map_err(|p| p.iter().map(|p| p.code).collect::<Vec<_>>());
        let (first, _) = plan_year(Uuid::nil(), body, &words(24, ""), None, by, now).expect("the first needs no reason");
        assert_eq!(codes(&words(24, "一样"), Some(&first)), Err(vec!["plan-same"]));
        assert_eq!(codes(&words(12, ""), Some(&first)), Err(vec!["text-missing"]));
        assert_eq!(codes(&words(12, "人手不够"), Some(&first)), Ok(()));
        assert_eq!(codes(&words(0, ""), None), Err(vec!["plan-meetings"]));
        assert_eq!(codes(&PlanWords { year: Some(2025), ..words(24, "") }, None), Err(vec!["plan-year"]), "a year that is over is not planned");
    }
}
