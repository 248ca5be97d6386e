//! A box: where it hangs, who keeps its keys, and on which days it is opened.

use super::{BoxChanged, BoxMade, Decided};
use auth::{Facts, PlacePath, Role};
use kernel::{Day, Moment, Problem, uuid::Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

kernel::id!(BoxId, "an opinion box");

/// One opinion box.
#[derive(Clone, Debug, PartialEq)]
pub struct OpinionBox {
    pub id: BoxId,
    pub place: PlacePath,
    /// Where it hangs, in words everybody may read.
    pub location: String,
    /// Whose post keeps the keys.
    pub keys: Role,
    pub plan: Plan,
    pub active: bool,
    pub made_at: Moment,
    pub rev: i32,
}

/// On which day of the week it is opened, and every how many weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Monday is 1.
    pub weekday: i8,
    pub every_weeks: i32,
}

/// A week unless somebody says otherwise.
pub const USUAL: Plan = Plan { weekday: 2, every_weeks: 1 };
/// Posts that may keep the keys of a box.
pub const KEEPERS: &[Role] = &[Role::CommunitySecretary, Role::Clerk, Role::GridHead, Role::StreetOfficer];
pub const MOST_LOCATION: usize = 60;
pub const MOST_WEEKS: i32 = 8;
/// An opening up to so many days before its day stands for that day.
const AHEAD: i64 = 3;

impl Facts for OpinionBox {
    fn id(&self) -> Uuid {
        self.id.uuid()
    }
    fn place(&self) -> PlacePath {
        self.place
    }
}

impl Plan {
    /// The day it is to be opened next, after the day it was opened last; before the first time, since it hangs there.
    pub fn next(self, last: Option<Day>, hangs_since: Day) -> Day {
        let from = last.map_or(hangs_since, |day| day.plus(1 + AHEAD));
        let wait = (i64::from(self.weekday) - i64::from(from.weekday())).rem_euclid(7);
        let skipped = if last.is_some() { 7 * i64::from(self.every_weeks - 1) } else { 0 };
        from.plus(wait + skipped)
    }
}

/// What is said of a box when it is put up or changed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BoxWords {
    /// Name or code of the building, grid or community it hangs at; only where it is put up.
    pub place_name: String,
    pub location: String,
    /// A code of a role.
    pub keys: String,
    pub weekday: Option<i32>,
    pub every_weeks: Option<i32>,
    /// Taken down: its openings stay.
    pub gone: bool,
}

/// A box that is put up. `place` is where the words say it hangs.
pub fn put_up(id: BoxId, words: &BoxWords, place: PlacePath, now: Moment) -> Decided<OpinionBox, BoxMade> {
    let blank = OpinionBox { id, place, location: String::new(), keys: Role::CommunitySecretary, plan: USUAL, active: true, made_at: now, rev: 0 };
    let mut problems = vec![];
    if place.community.is_none() {
        problems.push(Problem::at("place_name", "place-missing"));
    }
    match said(&blank, words, &mut problems) {
        Some(made) if problems.is_empty() => {
            let event = BoxMade { the_box: id, community: place.community };
            Ok((made, event))
        }
        _ => Err(problems),
    }
}

/// Other words for a box that hangs already; it stays in its place.
pub fn change(was: &OpinionBox, words: &BoxWords) -> Decided<OpinionBox, BoxChanged> {
    let mut problems = vec![];
    match said(was, words, &mut problems) {
        Some(changed) if problems.is_empty() => {
            let event = BoxChanged { the_box: was.id, active: changed.active };
            Ok((changed, event))
        }
        _ => Err(problems),
    }
}

fn said(was: &OpinionBox, words: &BoxWords, problems: &mut Vec<Problem>) -> Option<OpinionBox> {
    let location = words.location.trim();
    if location.is_empty() || location.chars().count() > MOST_LOCATION {
        problems.push(Problem::at("location", "location-missing").with("most", MOST_LOCATION));
    }
    let keys = if words.keys.is_empty() { Some(was.keys) } else { Role::from_code(&words.keys).filter(|r| KEEPERS.contains(r)) };
    if keys.is_none() {
        problems.push(Problem::at("keys", "keys-missing"));
    }
    let weekday = words.weekday.unwrap_or(was.plan.weekday.into());
    if !(1..=7).contains(&weekday) {
        problems.push(Problem::at("weekday", "weekday-missing"));
    }
    let every_weeks = words.every_weeks.unwrap_or(was.plan.every_weeks);
    if !(1..=MOST_WEEKS).contains(&every_weeks) {
        problems.push(Problem::at("every_weeks", "weeks-outside").with("most", MOST_WEEKS));
    }
    let plan = Plan { weekday: i8::try_from(weekday).unwrap_or(USUAL.weekday), every_weeks };
    Some(OpinionBox { location: location.to_owned(), keys: keys?, plan, active: !words.gone, rev: was.rev + 1, ..was.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_due_on_its_day_and_an_early_opening_stands_for_it() {
        let tuesday = Plan { weekday: 2, every_weeks: 1 };
        let day = |d| Day::of(2026, 11, d);
        // 24 November 2026 is a Tuesday.
        assert_eq!(tuesday.next(None, day(18)), day(24), "the first Tuesday after it hangs");
        assert_eq!(tuesday.next(Some(day(24)), day(1)), Day::of(2026, 12, 1));
        assert_eq!(tuesday.next(Some(day(23)), day(1)), Day::of(2026, 12, 1), "on Monday, for Tuesday");
        assert_eq!(tuesday.next(Some(day(26)), day(1)), Day::of(2026, 12, 1), "two days late does not move the next");
        let fortnight = Plan { every_weeks: 2, ..tuesday };
        assert_eq!(fortnight.next(Some(day(24)), day(1)), Day::of(2026, 12, 8));
    }
}
