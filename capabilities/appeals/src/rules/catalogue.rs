//! The dispatch catalogue: who leads for what and where, by which right, and what the days gone by say of a new version.
//! Nothing here acts by itself but the rule, and that only in categories where it has earned it.

use crate::rules::*;
use kernel::{AccountId, Day, Moment, PlaceId, Problem, UnitId, uuid::Uuid};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};
use utoipa::ToSchema;

/// Handings-out of a category that are looked back on.
pub const LOOKED_BACK: usize = 100;
/// Of them, so many in a hundred must have been right before the rule may act.
pub const EARNED: usize = 97;
/// Days a rehearsal looks back.
pub const REHEARSED_DAYS: i64 = 90;

/// One line of the dispatch catalogue: who leads for a category somewhere, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct CatalogueItem {
    pub id: Uuid,
    pub category: String,
    /// Only in this community; everywhere if absent. The most specific line wins.
    pub community: Option<PlaceId>,
    /// Only in this grid of the community.
    pub grid: Option<PlaceId>,
    pub lead: LeadRule,
    pub assists: Vec<UnitId>,
    pub fallback: UnitId,
    pub basis: String,
    /// Which entry of the admission list lets a community lead.
    pub admission: Option<String>,
    /// The last day of its term.
    pub until: Option<Day>,
}

impl CatalogueItem {
    /// A line for the whole street, without a term.
    pub fn street_wide(category: &str, lead: LeadRule, fallback: UnitId, basis: &str) -> Self {
        Self {
            id: Uuid::now_v7(),
            category: category.to_owned(),
            community: None,
            grid: None,
            lead,
            assists: vec![],
            fallback,
            basis: basis.to_owned(),
            admission: None,
            until: None,
        }
    }
    /// 0 for the street, 1 for a community, 2 for a grid.
    fn reach(&self) -> u8 {
        if self.grid.is_some() { 2 } else { u8::from(self.community.is_some()) }
    }
    fn holds_on(&self, day: Day) -> bool {
        self.until.is_none_or(|last| day <= last)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeadRule {
    Unit(UnitId),
    /// The office of the case's own community.
    Community,
}

/// What the catalogue is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Spot<'a> {
    pub category: &'a str,
    pub community: Option<PlaceId>,
    pub grid: Option<PlaceId>,
    /// Units complained about: they and their holders lead nothing here.
    pub accused: &'a [UnitId],
}

impl Case {
    pub fn spot(&self) -> Spot<'_> {
        Spot { category: &self.category, community: self.place.community, grid: self.place.grid, accused: &self.links.accused }
    }
}

/// What the catalogue proposes for a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    pub unit: UnitId,
    pub assists: Vec<UnitId>,
    pub basis: String,
    /// The line's own unit could not take it: nobody there, or it is complained about.
    pub by_fallback: bool,
}

/// Reads the catalogue. `office` is the office of the spot's community.
pub fn propose(spot: Spot<'_>, items: &[CatalogueItem], office: Option<UnitId>, today: Day) -> Option<Proposal> {
    let item = item_for(spot, items, today)?;
    let lead = match item.lead {
        LeadRule::Unit(unit) => Some(unit),
        LeadRule::Community => office,
    };
    let free = |unit: &UnitId| !spot.accused.contains(unit);
    let unit = lead.filter(free).or(Some(item.fallback).filter(free))?;
    let assists = item.assists.iter().copied().filter(|u| free(u) && *u != unit).collect();
    Some(Proposal { unit, assists, basis: item.basis.clone(), by_fallback: Some(unit) != lead })
}

/// The line that speaks for a spot: the most specific one in force.
pub fn item_for<'i>(spot: Spot<'_>, items: &'i [CatalogueItem], today: Day) -> Option<&'i CatalogueItem> {
    let here = |i: &&CatalogueItem| {
        i.category == spot.category
            && i.holds_on(today)
            && i.community.is_none_or(|c| spot.community == Some(c))
            && i.grid.is_none_or(|g| spot.grid == Some(g))
    };
    items.iter().filter(here).max_by_key(|i| i.reach())
}

/// What stands in the way of a catalogue's publication: a category nobody leads for, two lines that say the same, a
/// community that leads without being admitted to, a term that has ended.
pub fn publication_problems(items: &[CatalogueItem], categories: &[Category], offices: &[UnitId], today: Day) -> Vec<Problem> {
    let mut problems = vec![];
    for c in categories.iter().filter(|c| c.parent.is_some()) {
        let lines: Vec<_> = items.iter().filter(|i| i.category == c.code).collect();
        let mut say = |code: &'static str| problems.push(Problem::new(code).with("category", &c.name_zh));
        if !lines.iter().any(|i| i.reach() == 0 && i.until.is_none()) {
            say("catalogue-gap");
        }
        let mut seen = HashSet::new();
        if !lines.iter().all(|i| seen.insert((i.community, i.grid))) {
            say("catalogue-twice");
        }
        let pushed_down = |i: &&CatalogueItem| match i.lead {
            LeadRule::Community => true,
            LeadRule::Unit(unit) => offices.contains(&unit),
        };
        if lines.iter().filter(|i| pushed_down(i)).any(|i| i.admission.as_deref().is_none_or(|a| a.trim().is_empty())) {
            say("catalogue-admission");
        }
        if lines.iter().any(|i| !i.holds_on(today)) {
            say("catalogue-ended");
        }
    }
    problems
}

/// How a version stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VersionState {
    Draft,
    Proposed,
    Published,
    Dropped,
}

impl VersionState {
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Proposed => "proposed",
            Self::Published => "published",
            Self::Dropped => "dropped",
        }
    }
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Draft, Self::Proposed, Self::Published, Self::Dropped].into_iter().find(|s| s.code() == code)
    }
}

/// One version of the catalogue, without its lines.
#[derive(Clone, Debug, PartialEq)]
pub struct CatalogueVersion {
    pub version: i32,
    pub state: VersionState,
    pub source: String,
    pub drafted_by: Option<AccountId>,
    pub drafted_at: Moment,
    pub proposed_by: Option<AccountId>,
    pub proposed_at: Option<Moment>,
    pub published_by: Option<AccountId>,
    pub published_at: Option<Moment>,
}

/// One line as it is written.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CatalogueWords {
    /// The line that is changed; a new one if empty.
    pub line: String,
    /// By code, or by its name.
    pub category: String,
    /// A community or grid by its name; the street if empty.
    pub place_name: String,
    /// `community` for the office of the case's own community, else a unit's id.
    pub lead: String,
    #[schema(value_type = Vec<String>)]
    pub assists: Vec<UnitId>,
    #[schema(value_type = Option<String>)]
    pub fallback: Option<UnitId>,
    pub basis: String,
    pub admission: String,
    /// The last day of its term, such as `2027-06-30`; none if empty.
    pub until: String,
}

/// What names in a written line came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Meant<'a> {
    pub category: Option<&'a str>,
    /// Community and grid; `None` if the words name no place there is.
    pub place: Option<auth::PlacePath>,
    pub units: &'a [UnitId],
}

/// A line from its words, or what is wrong with them.
pub fn written_line(words: &CatalogueWords, meant: Meant<'_>) -> Result<CatalogueItem, Vec<Problem>> {
    let mut problems = vec![];
    let known = |unit: &UnitId| meant.units.contains(unit);
    let category = meant.category.unwrap_or_default();
    if category.is_empty() {
        problems.push(Problem::at("category", "category-missing"));
    }
    let place = meant.place.unwrap_or_default();
    if meant.place.is_none() {
        problems.push(Problem::at("place_name", "place-unknown"));
    } else if place.building.is_some() {
        problems.push(Problem::at("place_name", "catalogue-place"));
    }
    let lead = match words.lead.trim() {
        "community" => Some(LeadRule::Community),
        id => id.parse::<Uuid>().ok().map(UnitId).filter(known).map(LeadRule::Unit),
    };
    if lead.is_none() {
        problems.push(Problem::at("lead", "unit-missing"));
    }
    let fallback = words.fallback.filter(known);
    if fallback.is_none() {
        problems.push(Problem::at("fallback", "unit-missing"));
    }
    if words.assists.len() > MOST_ASSISTS {
        problems.push(Problem::at("assists", "assists-many").with("most", MOST_ASSISTS));
    } else if !words.assists.iter().all(known) {
        problems.push(Problem::at("assists", "unit-missing"));
    }
    problems.extend(text_problem("basis", &words.basis, MOST_BASIS));
    let until = Some(words.until.trim()).filter(|u| !u.is_empty());
    let last = until.and_then(Day::parse);
    if until.is_some() && last.is_none() {
        problems.push(Problem::at("until", "day-unreadable"));
    }
    let (Some(lead), Some(fallback)) = (lead, fallback) else { return Err(problems) };
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut assists = words.assists.clone();
    assists.sort_unstable();
    assists.dedup();
    Ok(CatalogueItem {
        id: words.line.parse().unwrap_or_else(|_| Uuid::now_v7()),
        category: category.to_owned(),
        community: place.community,
        grid: place.grid,
        lead,
        assists,
        fallback,
        basis: words.basis.trim().to_owned(),
        admission: Some(words.admission.trim().to_owned()).filter(|a| !a.is_empty()),
        until: last,
    })
}

/// Whoever wrote a draft or asked for it does not put it in force.
pub fn may_publish(draft: &CatalogueVersion, by: Option<AccountId>) -> Result<(), Vec<Problem>> {
    if draft.state != VersionState::Proposed {
        return Err(vec![Problem::new("catalogue-not-proposed")]);
    }
    if by.is_none() || by == draft.proposed_by || by == draft.drafted_by {
        return Err(vec![Problem::new("other-hand")]);
    }
    Ok(())
}

/// Cases of the days gone by that were the same to a catalogue, and the unit that leads them in the end.
#[derive(Clone, Debug, PartialEq)]
pub struct PastCases {
    pub category: String,
    pub community: Option<PlaceId>,
    pub grid: Option<PlaceId>,
    pub lead: UnitId,
    pub cases: i64,
}

/// What a version would have done with them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rehearsal {
    pub cases: i64,
    /// Led by the same unit.
    pub same: i64,
    /// Nobody would have been named.
    pub unled: i64,
    /// By category and community: who leads now, who would have, how many; the most first.
    pub otherwise: Vec<Otherwise>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Otherwise {
    pub category: String,
    pub community: Option<PlaceId>,
    pub was: UnitId,
    pub would: Option<UnitId>,
    pub cases: i64,
}

/// Rehearses `items` on the days gone by. `offices` are the offices of communities.
pub fn rehearse(past: &[PastCases], items: &[CatalogueItem], offices: &HashMap<PlaceId, UnitId>, today: Day) -> Rehearsal {
    let mut rehearsal = Rehearsal::default();
    let mut otherwise: BTreeMap<_, i64> = BTreeMap::new();
    for group in past {
        let office = group.community.and_then(|c| offices.get(&c).copied());
        let spot = Spot { category: &group.category, community: group.community, grid: group.grid, accused: &[] };
        let would = propose(spot, items, office, today).map(|p| p.unit);
        rehearsal.cases += group.cases;
        if would == Some(group.lead) {
            rehearsal.same += group.cases;
            continue;
        }
        if would.is_none() {
            rehearsal.unled += group.cases;
        }
        *otherwise.entry((&group.category, group.community, group.lead, would)).or_default() += group.cases;
    }
    let of = |((category, community, was, would), cases): ((&String, _, _, _), i64)| Otherwise {
        category: category.clone(), community, was, would, cases,
    };
    rehearsal.otherwise = otherwise.into_iter().map(of).collect();
    rehearsal.otherwise.sort_by_key(|o| std::cmp::Reverse(o.cases));
    rehearsal
}

/// How the catalogue did in the last handings-out of a category, newest first: who was named, who was meant, and
/// whether it had to be taken back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PastDispatch {
    pub unit: UnitId,
    pub proposed: Option<UnitId>,
    pub overturned: bool,
}

/// What a category has earned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Earned {
    /// Handings-out looked back on, at most [`LOOKED_BACK`].
    pub looked_at: usize,
    /// Of them, those where the catalogue named the unit that kept it.
    pub right: usize,
}

impl Earned {
    pub fn of(past: &[PastDispatch]) -> Self {
        let looked = &past[..past.len().min(LOOKED_BACK)];
        let right = looked.iter().filter(|d| d.proposed == Some(d.unit) && !d.overturned).count();
        Self { looked_at: looked.len(), right }
    }
    /// Whether the rule may act: enough to look back on, and nearly all of it right.
    pub fn suffices(self) -> bool {
        self.looked_at >= LOOKED_BACK && self.right * 100 >= EARNED * self.looked_at
    }
}

/// Whether the rule hands this case out by itself. Complaints about units, secret voices and what only the fallback
/// could take are for a person.
pub fn rule_acts(case: &Case, proposal: &Proposal, earned: Earned, secret: bool) -> bool {
    let plain = case.links.accused.is_empty() && case.case_type != CaseType::Allegation && !secret;
    case.state == State::Accepted && case.lead.is_none() && plain && !proposal.by_fallback && earned.suffices()
}
