//! An author pauses (暂停发言): some days without new proposals and arguments, told at once, with an objection that another account
//! decides. Supports, votes and ratings are never paused.

use super::*;
use kernel::{AccountId, Event, Moment, PersonId, Problem, Subject, uuid::Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pause {
    pub id: Uuid,
    /// Where it was seen.
    pub of: Target,
    pub person: PersonId,
    pub account: AccountId,
    pub ground: Wrong,
    pub reason: String,
    pub by: AccountId,
    pub by_role: String,
    pub at: Moment,
    pub until: Moment,
    pub objected_at: Option<Moment>,
    pub decide_by: Option<Moment>,
    pub decided: Option<Decision>,
    /// Over before its days were, without an objection: when, by whom and why.
    pub lifted: Option<(Moment, AccountId, String)>,
}

impl Pause {
    pub fn runs(&self, now: Moment) -> bool {
        now < self.until && self.lifted.is_none() && self.decided.as_ref().is_none_or(|d| d.upheld)
    }
    pub fn waits(&self) -> bool {
        self.objected_at.is_some() && self.decided.is_none()
    }
}

/// Days at most.
pub const PAUSE_DAYS: i64 = 7;

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Pausing {
    pub days: i64,
    pub ground: Option<Wrong>,
    pub reason: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Lifting {
    /// Everybody reads it.
    pub reason: String,
}

/// One pause at a time, and nobody pauses themselves.
pub fn pause(id: Uuid, of: &Text, (words, runs): (&Pausing, bool), (by, role): (AccountId, &str), now: Moment) -> Decided<Pause, AuthorPaused> {
    let Some((person, account)) = of.author else { return Err(vec![Problem::new("pause-nobody")]) };
    let mut problems = vec![];
    if runs {
        problems.push(Problem::new("paused-already"));
    }
    if of.is_by(by) {
        problems.push(Problem::new("moderate-own"));
    }
    if !(1..=PAUSE_DAYS).contains(&words.days) {
        problems.push(Problem::at("days", "pause-days").with("most", PAUSE_DAYS));
    }
    let ground = words.ground.ok_or_else(|| Problem::at("ground", "ground-missing")).map_err(|p| problems.push(p)).ok();
    let reason = said("reason", &words.reason, 200).map_err(|p| problems.push(p)).unwrap_or_default();
    let (Some(ground), true) = (ground, problems.is_empty()) else { return Err(problems) };
    let until = now.plus_days(words.days);
    let paused = Pause {
        id, of: of.of, person, account, ground, reason, by, by_role: role.to_owned(), at: now, until, objected_at: None, decide_by: None, decided: None, lifted: None,
    };
    Ok((paused, AuthorPaused { of: of.of, pause: id, ground: ground.code(), until }))
}

/// Who is paused objects, once and while it runs; `decide_by` is when they are owed a decision.
pub fn object_to_pause(was: &Pause, words: &Objecting, decide_by: Moment, now: Moment) -> Decided<(Pause, String), PauseObjected> {
    let text = said("text", &words.text, 500).map_err(|p| vec![p])?;
    if was.objected_at.is_some() {
        return Err(vec![Problem::new("objected-already")]);
    }
    if now > was.at.plus_days(OBJECT_DAYS) {
        return Err(vec![Problem::new("objection-late").with("days", OBJECT_DAYS)]);
    }
    let objected = Pause { objected_at: Some(now), decide_by: Some(decide_by), ..was.clone() };
    Ok(((objected, text), PauseObjected { of: was.of, pause: was.id }))
}

/// Decided by another account than paused and than is paused.
pub fn settle_pause(was: &Pause, words: &Settling, by: AccountId, now: Moment) -> Decided<Pause, PauseDecided> {
    let mut problems = vec![];
    let reason = said("reason", &words.reason, 300).map_err(|p| problems.push(p)).unwrap_or_default();
    if !was.waits() {
        problems.push(Problem::new("no-objection-waits"));
    }
    if was.by == by || was.account == by {
        problems.push(Problem::new("moderated-by-you"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let decided = Decision { at: now, by, upheld: words.upheld, reason };
    Ok((Pause { decided: Some(decided), ..was.clone() }, PauseDecided { of: was.of, pause: was.id, upheld: words.upheld }))
}

/// Whoever moderates there ends it early, on record.
pub fn lift_pause(was: &Pause, words: &Lifting, by: AccountId, now: Moment) -> Decided<Pause, PauseLifted> {
    let mut problems = vec![];
    let reason = said("reason", &words.reason, 200).map_err(|p| problems.push(p)).unwrap_or_default();
    if !was.runs(now) {
        problems.push(Problem::new("pause-over"));
    }
    if was.account == by {
        problems.push(Problem::new("moderate-own"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok((Pause { lifted: Some((now, by, reason)), ..was.clone() }, PauseLifted { of: was.of, pause: was.id }))
}

super::texts::text_events! {
    AuthorPaused "deliberation.author_paused", pause: Uuid, ground: &'static str, until: Moment;
    PauseObjected "deliberation.pause_objected", pause: Uuid;
    PauseDecided "deliberation.pause_decided", pause: Uuid, upheld: bool;
    PauseLifted "deliberation.pause_lifted", pause: Uuid;
}
