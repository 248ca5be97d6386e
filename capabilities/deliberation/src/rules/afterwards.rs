//! After a matter is settled: half as many people as a proposal needs have it walked again within a year, and half a year
//! later a second look asks whether it lasted.

use super::*;
use crate::rules::codes;
use kernel::{Event, Moment, Problem, Subject};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Days after the end in which a settled matter may walk again: twelve months.
pub const REOPEN_DAYS: i64 = 365;
/// Days after the end until people are asked again, and for how many.
pub const LOOK_AFTER_DAYS: i64 = 180;
pub const LOOK_DAYS: i64 = 30;
codes! {
    /// Why a settled matter walks again: its body moves it, enough people of the place ask for it, or a second look found too
    /// few for whom it lasted.
    ReopeningWhy { Motion "motion", Wanted "wanted", NotLasting "not_lasting" }
}

/// A round that began after the end of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reopening {
    pub round: i32,
    pub at: Moment,
    pub why: ReopeningWhy,
    /// What the hand that did it said; public.
    pub reason: Option<String>,
    pub by: Option<kernel::AccountId>,
}

codes! {
    /// What a second look found: it lasts, it walks again, or too few answered to tell.
    LookOutcome { Lasts "lasts", Reopens "reopens", Few "few" }
}

/// A second look at what came of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondLook {
    pub matter: MatterId,
    pub round: i32,
    pub opened_at: Moment,
    pub until: Moment,
    pub closed_at: Option<Moment>,
    /// Written when it closes.
    pub found: Found,
    pub outcome: Option<LookOutcome>,
}

/// Answers to "is it still solved?".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub yes: i64,
    pub partly: i64,
    pub no: i64,
}

impl Found {
    pub fn all(&self) -> i64 {
        self.yes + self.partly + self.no
    }
}

/// Somebody of the place wants it walked again, or says whether it lasted; perhaps through staff.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AfterWords {
    pub reason: String,
    pub solved: Option<Solved>,
    pub way: Option<Way>,
    pub name: String,
    pub phone: String,
    /// Where they live or work.
    pub home: String,
    /// It was seen that they belong there.
    pub confirmed: bool,
}

impl AfterWords {
    pub fn helped(&self) -> Helped {
        Helped { way: self.way, name: self.name.clone(), phone: self.phone.clone(), home: self.home.clone(), confirmed: self.confirmed, ..Helped::default() }
    }
}

/// How many people of the place it takes: half of what a proposal there needs.
pub fn reopening_threshold(place: auth::PlacePath) -> i64 {
    (threshold(place, Origin::Plain) + 1) / 2
}

/// The last moment at which a matter settled then may walk again.
pub fn reopens_until(settled: Moment) -> Moment {
    settled.plus_days(REOPEN_DAYS)
}

/// Whether it may still walk again.
pub fn reopenable(of: &Matter, settled: Option<Moment>, now: Moment) -> Result<(), Vec<Problem>> {
    match settled {
        Some(at) if of.state == MatterState::Settled && now < reopens_until(at) => Ok(()),
        Some(_) if of.state == MatterState::Settled => Err(vec![Problem::new("reopening-late").with("days", REOPEN_DAYS)]),
        _ => Err(vec![Problem::new("not-settled")]),
    }
}

/// Once a person and round, by those whose confirmed tie lies within the place.
pub fn ask_reopening(of: &Matter, settled: Option<Moment>, (belongs, asked): (bool, bool), words: &AfterWords, way: Way, now: Moment) -> Decided<String, ReopeningAsked> {
    reopenable(of, settled, now)?;
    let mut problems = vec![];
    let reason = said("reason", &words.reason, 300).map_err(|p| problems.push(p)).unwrap_or_default();
    if !belongs {
        problems.push(Problem::new("not-of-the-matter"));
    }
    if asked {
        problems.push(Problem::new("reopening-asked"));
    }
    if problems.is_empty() { Ok((reason, ReopeningAsked { matter: of.id, way: way.code() })) } else { Err(problems) }
}

/// Enough people of the place want it: the same matter walks again from what people need.
pub fn reopen_wanted(of: &Matter, wanted: i64) -> Option<(Matter, MatterReopened)> {
    (of.state == MatterState::Settled && wanted >= reopening_threshold(of.place)).then(|| again(of, MatterStep::Needs, ReopeningWhy::Wanted))
}

/// The same matter in its next round; its sources and old results stay.
pub(super) fn again(was: &Matter, step: MatterStep, why: ReopeningWhy) -> (Matter, MatterReopened) {
    let round = was.round + 1;
    let frozen_at = was.frozen_at.filter(|_| step > MatterStep::Deliberation);
    let matter = Matter { state: MatterState::Walking, step, round, frozen_at, statement: None, rev: was.rev + 1, ..was.clone() };
    (matter, MatterReopened { matter: was.id, round, why: why.code() })
}

/// People are asked again, half a year after the end of a round.
pub fn open_look(of: &Matter, now: Moment) -> (SecondLook, SecondLookOpened) {
    let look = SecondLook { matter: of.id, round: of.round, opened_at: now, until: now.plus_days(LOOK_DAYS), closed_at: None, found: Found::default(), outcome: None };
    (look, SecondLookOpened { matter: of.id, round: of.round })
}

/// One answer a person, while it is open; never by whoever owned a task.
pub fn answer_look(look: Option<&SecondLook>, (own_task, answered): (bool, bool), words: &AfterWords, way: Way, now: Moment) -> Decided<Solved, SecondLookAnswered> {
    let Some(look) = look.filter(|l| l.closed_at.is_none() && now < l.until) else { return Err(vec![Problem::new("look-not-open")]) };
    let mut problems = vec![];
    if words.solved.is_none() {
        problems.push(Problem::at("solved", "solved-missing"));
    }
    if own_task {
        problems.push(Problem::new("own-task"));
    }
    if answered {
        problems.push(Problem::new("look-answered"));
    }
    match words.solved {
        Some(solved) if problems.is_empty() => Ok((solved, SecondLookAnswered { matter: look.matter, way: way.code() })),
        _ => Err(problems),
    }
}

/// What the answers say: too few tell nothing; below the bar of a rating the matter walks again, to be delivered.
pub fn close_look(look: &SecondLook, of: &Matter, found: Found, now: Moment) -> (SecondLook, Option<(Matter, MatterReopened)>, SecondLookClosed) {
    let standing = of.state == MatterState::Settled && of.round == look.round;
    let outcome = if found.all() < of.track.least_ratings() {
        LookOutcome::Few
    } else if standing && !SOLVED.reached(found.yes, found.all()) {
        LookOutcome::Reopens
    } else {
        LookOutcome::Lasts
    };
    let next = (outcome == LookOutcome::Reopens).then(|| again(of, MatterStep::Delivery, ReopeningWhy::NotLasting));
    let closed = SecondLook { closed_at: Some(now), found, outcome: Some(outcome), ..look.clone() };
    (closed, next, SecondLookClosed { matter: look.matter, round: look.round, outcome: outcome.code() })
}

super::events::events! {
    ReopeningAsked "deliberation.reopening_asked" "matter" matter: MatterId, way: &'static str;
    SecondLookOpened "deliberation.second_look_opened" "matter" matter: MatterId, round: i32;
    SecondLookAnswered "deliberation.second_look_answered" "matter" matter: MatterId, way: &'static str;
    SecondLookClosed "deliberation.second_look_closed" "matter" matter: MatterId, round: i32, outcome: &'static str;
}
