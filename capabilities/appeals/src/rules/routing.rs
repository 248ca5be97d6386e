//! Handing a case to the one unit that leads, and taking it on.

use crate::rules::*;
use kernel::{AccountId, Moment, Problem, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Handing a case out.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Dispatching {
    pub rev: Option<i32>,
    /// The unit that leads; the catalogue's proposal, with the units it lets assist, if empty.
    #[schema(value_type = Option<String>)]
    pub unit: Option<UnitId>,
    pub note: String,
    /// Units that assist from the start.
    #[schema(value_type = Vec<String>)]
    pub assists: Vec<UnitId>,
    /// Work of the upper tier: why our date leaves less than a working day before theirs, if it does.
    pub upper_why: String,
}

/// A unit that may take work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taker {
    pub unit: UnitId,
    pub active: bool,
    /// The organisation it belongs to.
    pub holder: Option<UnitId>,
}

/// Row 12. One lead, never one complained about or its holder; a few may assist from the start. `tight`: the upper tier
/// wants it sooner than our date allows.
pub fn dispatch(
    case: &Case,
    words: &Dispatching,
    taker: Option<Taker>,
    assists: &[Option<Taker>],
    tight: Option<Tight>,
    now: Moment,
) -> Decided<CaseDispatched> {
    check(Verb::Dispatch, case.state)?;
    let mut problems = stale(case, words.rev);
    problems.extend(taker_problems(case, taker));
    problems.extend(assist_problems(case, taker, assists));
    problems.extend(tight_problem(tight, &words.upper_why));
    let Some(taker) = taker.filter(|_| problems.is_empty()) else { return Err(problems) };
    let event = CaseDispatched { case: case.id, unit: taker.unit, round: case.round };
    Ok((handed(case, taker.unit, now), event))
}

/// Why a unit cannot take the case: nobody named, gone, or complained about, itself or by its holder.
pub(super) fn taker_problems(case: &Case, taker: Option<Taker>) -> Vec<Problem> {
    let Some(taker) = taker else { return vec![Problem::at("unit", "unit-missing")] };
    let mut problems = vec![];
    if !taker.active {
        problems.push(Problem::at("unit", "unit-inactive"));
    }
    let accused = |unit: UnitId| case.links.accused.contains(&unit);
    if accused(taker.unit) || taker.holder.is_some_and(accused) {
        problems.push(Problem::at("unit", "unit-accused"));
    }
    problems
}

/// Units that assist are fit to take the case, are few, and are not the one that leads.
fn assist_problems(case: &Case, lead: Option<Taker>, assists: &[Option<Taker>]) -> Option<Problem> {
    let unfit = |a: &Option<Taker>| !taker_problems(case, *a).is_empty();
    let leads = |a: &Option<Taker>| a.map(|t| t.unit) == lead.map(|t| t.unit);
    match assists {
        many if many.len() > MOST_ASSISTS => Some(Problem::at("assists", "assists-many").with("most", MOST_ASSISTS)),
        some if some.iter().any(unfit) => Some(Problem::at("assists", "unit-missing")),
        some if some.iter().any(leads) => Some(Problem::at("assists", "unit-same")),
        _ => None,
    }
}

/// The case in the hands of a unit that has not signed yet.
pub(super) fn handed(case: &Case, unit: UnitId, now: Moment) -> Case {
    Case {
        state: State::Dispatched,
        lead: Some(unit),
        handler: None,
        contacted: false,
        questions: 0,
        ..touched(case, now)
    }
}

/// Row 13. The unit takes it on.
pub fn sign(case: &Case, by: Option<AccountId>, now: Moment) -> Decided<CaseSigned> {
    check(Verb::Signing, case.state)?;
    let signed = Case { state: State::Handling, handler: by, ..touched(case, now) };
    Ok((signed, CaseSigned { case: case.id, unit: case.lead }))
}
