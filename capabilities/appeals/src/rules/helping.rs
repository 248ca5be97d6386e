//! Units called to help. They assist, or are whistled to the spot; the unit that leads stays responsible for the whole.

use crate::rules::*;
use kernel::{AccountId, Moment, Problem, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Units that may assist in one case at a time.
pub const MOST_ASSISTS: usize = 5;
pub const MOST_SPOT: usize = 60;

/// A unit called to help that has not finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Helper {
    pub id: AssignmentId,
    pub unit: UnitId,
    pub help: Help,
    /// Where it was whistled to.
    pub spot: Option<String>,
    pub arrived_at: Option<Moment>,
    /// It says it cannot come, and nobody has decided yet.
    pub declining: bool,
}

/// The unit's head says that another unit is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssistanceAsking {
    pub unit: Option<UnitId>,
    pub asked_by: Option<AccountId>,
}

/// A unit is named, with why or what for.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NamingUnit {
    pub rev: Option<i32>,
    #[schema(value_type = Option<String>)]
    pub unit: Option<UnitId>,
    pub text: String,
}

/// Departments are called to a spot.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Whistling {
    pub rev: Option<i32>,
    #[schema(value_type = Vec<String>)]
    pub units: Vec<UnitId>,
    /// Where to come: a gate, a crossing. Plain words, read by the units called.
    pub spot: String,
    /// Within half an hour instead of a working day.
    pub urgent: bool,
    pub text: String,
}

/// A whistled unit is there.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Arriving {
    /// Where it stands, WGS-84 degrees; only the distance is kept.
    pub lat: Option<f64>,
    pub lon: Option<f64>,
}

/// The policy row of an arrival.
pub fn arrival_key(urgent: bool) -> &'static str {
    if urgent { "arrival_urgent" } else { "arrival" }
}

/// Row 23, asked for by the unit that leads; a dispatcher decides.
pub fn request_assistance(case: &Case, words: &NamingUnit, pending: Option<&AssistanceAsking>, now: Moment) -> Decided<AssistanceRequested> {
    check(Verb::AssistanceRequest, case.state)?;
    let mut problems = stale(case, words.rev);
    problems.extend(text_problem("text", &words.text, MOST_REASON));
    if pending.is_some() {
        problems.push(Problem::new("assistance-pending"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok((touched(case, now), AssistanceRequested { case: case.id, unit: words.unit }))
}

/// Row 23, not granted.
pub fn refuse_assistance(case: &Case, words: &Saying, pending: Option<&AssistanceAsking>, now: Moment) -> Decided<AssistanceRefused> {
    check(Verb::AssistanceRejection, case.state)?;
    let mut problems = stale(case, words.rev);
    problems.extend(text_problem("text", &words.text, MOST_REASON));
    if pending.is_none() {
        problems.push(Problem::new("assistance-none"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok((touched(case, now), AssistanceRefused { case: case.id }))
}

/// Row 23.
pub fn assist(case: &Case, words: &NamingUnit, taker: Option<Taker>, helping: &[Helper], now: Moment) -> Decided<AssistanceAsked> {
    check(Verb::Assistance, case.state)?;
    let mut problems = stale(case, words.rev);
    problems.extend(text_problem("text", &words.text, MOST_REASON));
    problems.extend(helper_problems(case, "unit", taker, helping));
    if helping.iter().filter(|h| h.help == Help::Assist).count() >= MOST_ASSISTS {
        problems.push(Problem::at("unit", "helpers-many").with("most", MOST_ASSISTS));
    }
    let Some(taker) = taker.filter(|_| problems.is_empty()) else { return Err(problems) };
    Ok((touched(case, now), AssistanceAsked { case: case.id, unit: taker.unit }))
}

/// The assisting unit has done its part.
pub fn finish_assistance(case: &Case, words: &Saying, mine: Option<&Helper>, now: Moment) -> Decided<AssistanceDone> {
    check(Verb::AssistanceCompletion, case.state)?;
    let mine = mine.filter(|h| h.help == Help::Assist);
    said(words, mine).map(|unit| (touched(case, now), AssistanceDone { case: case.id, unit }))
}

/// A unit is not needed any more, whichever way it was called.
pub fn release(case: &Case, words: &NamingUnit, helping: &[Helper], now: Moment) -> Decided<HelperReleased> {
    check(Verb::AssistanceRelease, case.state)?;
    let mut problems = stale(case, words.rev);
    problems.extend(text_problem("text", &words.text, MOST_REASON));
    let named = helping.iter().find(|h| Some(h.unit) == words.unit);
    if named.is_none() {
        problems.push(Problem::at("unit", "helper-none"));
    }
    let Some(named) = named.filter(|_| problems.is_empty()) else { return Err(problems) };
    Ok((touched(case, now), HelperReleased { case: case.id, unit: named.unit }))
}

/// Row 21. `takers` are the units named, as far as they are known.
pub fn whistle(case: &Case, words: &Whistling, takers: &[Option<Taker>], helping: &[Helper], now: Moment) -> Decided<CaseWhistled> {
    check(Verb::Whistle, case.state)?;
    let mut problems = stale(case, words.rev);
    problems.extend(text_problem("text", &words.text, MOST_REASON));
    problems.extend(text_problem("spot", &words.spot, MOST_SPOT));
    problems.extend(personal_words("spot", &words.spot));
    if takers.is_empty() {
        problems.push(Problem::at("units", "unit-missing"));
    }
    for taker in takers {
        problems.extend(helper_problems(case, "units", *taker, helping));
    }
    problems.dedup();
    if !problems.is_empty() {
        return Err(problems);
    }
    let units = i32::try_from(takers.len()).unwrap_or(i32::MAX);
    Ok((touched(case, now), CaseWhistled { case: case.id, units, urgent: words.urgent }))
}

/// Row 22: it is there.
pub fn arrive(case: &Case, mine: Option<&Helper>, now: Moment) -> Decided<UnitArrived> {
    check(Verb::Arrival, case.state)?;
    match mine.filter(|h| h.help == Help::Whistled) {
        None => Err(vec![Problem::new("helper-none")]),
        Some(mine) if mine.arrived_at.is_some() => Err(vec![Problem::new("arrival-already")]),
        Some(mine) => Ok((touched(case, now), UnitArrived { case: case.id, unit: mine.unit })),
    }
}

/// Row 22: its part is settled.
pub fn settle_arrival(case: &Case, words: &Saying, mine: Option<&Helper>, now: Moment) -> Decided<ArrivalDone> {
    check(Verb::ArrivalCompletion, case.state)?;
    let mine = mine.filter(|h| h.help == Help::Whistled);
    if mine.is_some_and(|m| m.arrived_at.is_none()) {
        return Err(vec![Problem::new("arrival-first")]);
    }
    said(words, mine).map(|unit| (touched(case, now), ArrivalDone { case: case.id, unit }))
}

/// Row 22: it cannot come, and says why; a dispatcher confirms.
pub fn decline_arrival(case: &Case, words: &Saying, mine: Option<&Helper>, now: Moment) -> Decided<ArrivalDeclining> {
    check(Verb::ArrivalDecline, case.state)?;
    let mine = mine.filter(|h| h.help == Help::Whistled);
    if mine.is_some_and(|m| m.arrived_at.is_some() || m.declining) {
        return Err(vec![Problem::new("arrival-already")]);
    }
    said(words, mine).map(|unit| (touched(case, now), ArrivalDeclining { case: case.id, unit }))
}

/// Row 22: agreed, it need not come.
pub fn confirm_decline(case: &Case, words: &NamingUnit, helping: &[Helper], now: Moment) -> Decided<ArrivalDeclined> {
    check(Verb::DeclineConfirmation, case.state)?;
    let unit = declining(words, helping)?;
    Ok((touched(case, now), ArrivalDeclined { case: case.id, unit }))
}

/// Row 22: not agreed, it is still called.
pub fn reject_decline(case: &Case, words: &NamingUnit, helping: &[Helper], now: Moment) -> Decided<DeclineRefused> {
    check(Verb::DeclineRejection, case.state)?;
    let unit = declining(words, helping)?;
    match text_problem("text", &words.text, MOST_REASON) {
        Some(problem) => Err(vec![problem]),
        None => Ok((touched(case, now), DeclineRefused { case: case.id, unit })),
    }
}

/// The unit named, or the only one that cannot come.
pub fn declining(words: &NamingUnit, helping: &[Helper]) -> Result<UnitId, Vec<Problem>> {
    let mut who = helping.iter().filter(|h| h.declining && words.unit.is_none_or(|u| u == h.unit)).map(|h| h.unit);
    match (who.next(), who.next()) {
        (Some(unit), None) => Ok(unit),
        _ => Err(vec![Problem::at("unit", "helper-none")]),
    }
}

fn said(words: &Saying, mine: Option<&Helper>) -> Result<UnitId, Vec<Problem>> {
    let mut problems: Vec<_> = text_problem("text", &words.text, MOST_REASON).into_iter().collect();
    if mine.is_none() {
        problems.push(Problem::new("helper-none"));
    }
    mine.filter(|_| problems.is_empty()).map(|m| m.unit).ok_or(problems)
}

fn helper_problems(case: &Case, field: &'static str, taker: Option<Taker>, helping: &[Helper]) -> Vec<Problem> {
    let mut problems: Vec<_> = taker_problems(case, taker).into_iter().map(|p| Problem { field: Some(field), ..p }).collect();
    if taker.is_some_and(|t| Some(t.unit) == case.lead || helping.iter().any(|h| h.unit == t.unit)) {
        problems.push(Problem::at(field, "helper-already"));
    }
    problems
}
