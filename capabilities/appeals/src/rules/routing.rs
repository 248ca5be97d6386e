//! Handing a case to the one unit that leads, and taking it on.

use crate::rules::*;
use kernel::{AccountId, Moment, PlaceId, Problem, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One line of the dispatch catalogue: who leads for a category, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct CatalogueItem {
    pub category: String,
    /// Only in this community; everywhere if absent. The most specific line wins.
    pub community: Option<PlaceId>,
    pub lead: LeadRule,
    pub fallback: UnitId,
    pub basis: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeadRule {
    Unit(UnitId),
    /// The office of the case's own community.
    Community,
}

/// What the catalogue proposes for a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    pub unit: UnitId,
    pub basis: String,
    /// The line's own unit could not take it: nobody there, or it is complained about.
    pub by_fallback: bool,
}

/// Reads the catalogue for one case. `office` is the office of its community.
pub fn propose(case: &Case, items: &[CatalogueItem], office: Option<UnitId>) -> Option<Proposal> {
    let item = item_for(case, items)?;
    let lead = match item.lead {
        LeadRule::Unit(unit) => Some(unit),
        LeadRule::Community => office,
    };
    let free = |unit: &UnitId| !case.links.accused.contains(unit);
    let unit = lead.filter(free).or(Some(item.fallback).filter(free))?;
    Some(Proposal { unit, basis: item.basis.clone(), by_fallback: Some(unit) != lead })
}

/// The line of the catalogue that speaks for a case: the most specific one.
pub fn item_for<'i>(case: &Case, items: &'i [CatalogueItem]) -> Option<&'i CatalogueItem> {
    let fits = |i: &&CatalogueItem| {
        i.category == case.category && i.community.is_none_or(|c| case.place.community == Some(c))
    };
    items.iter().filter(fits).max_by_key(|i| i.community.is_some())
}

/// Two lines of the same reach for one category are an error when a catalogue is published.
pub fn publication_problems(items: &[CatalogueItem], categories: &[Category]) -> Vec<Problem> {
    let mut problems = vec![];
    for c in categories.iter().filter(|c| c.parent.is_some()) {
        let lines: Vec<_> = items.iter().filter(|i| i.category == c.code).collect();
        if lines.is_empty() {
            problems.push(Problem::new("catalogue-gap").with("category", &c.code));
        }
        let twice = lines.iter().enumerate().any(|(n, a)| lines[..n].iter().any(|b| a.community == b.community));
        if twice {
            problems.push(Problem::new("catalogue-twice").with("category", &c.code));
        }
    }
    problems
}

/// Handing a case out.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Dispatching {
    pub rev: Option<i32>,
    /// The unit that leads; the catalogue's proposal if empty.
    #[schema(value_type = Option<String>)]
    pub unit: Option<UnitId>,
    pub note: String,
}

/// A unit that may take work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taker {
    pub unit: UnitId,
    pub active: bool,
    /// The organisation it belongs to.
    pub holder: Option<UnitId>,
}

/// Row 12. One lead, never one complained about or its holder.
pub fn dispatch(case: &Case, words: &Dispatching, taker: Option<Taker>, now: Moment) -> Decided<CaseDispatched> {
    check(Verb::Dispatch, case.state)?;
    let mut problems = stale(case, words.rev);
    problems.extend(taker_problems(case, taker));
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
