//! A charter: seats, quorum and decision rules as dated data, written in TOML and checked as a whole.

use super::{Bar, Quorum, codes};
use kernel::{Day, Problem, uuid::Uuid};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The rules a body gave itself, from a day on.
#[derive(Clone, Debug, PartialEq)]
pub struct Charter {
    pub id: Uuid,
    pub from: Day,
    /// The day the next charter begins.
    pub to: Option<Day>,
    pub rules: Rules,
}

/// What a charter says. Numbers have the defaults of the handbook, and every one is the body's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    #[serde(default = "three_years")]
    pub term_months: i32,
    pub seats: Vec<SeatClass>,
    pub quorum: Quorum,
    #[serde(default)]
    pub second_call: Option<SecondCall>,
    #[serde(default = "three")]
    pub notice_days: i64,
    #[serde(default)]
    pub urgency: Urgency,
    #[serde(default)]
    pub absences: Option<AbsenceRule>,
    #[serde(default)]
    pub requisition: Option<RequisitionRule>,
    pub decisions: BTreeMap<String, Rule>,
    /// Where the body's powers come from; without it nothing it decides is binding.
    #[serde(default)]
    pub basis_text: String,
}

fn three_years() -> i32 {
    36
}
fn three() -> i64 {
    3
}

codes! {
    /// How a seat is taken.
    FilledBy { Appointed "appointed", Elected "elected", Nominated "nominated", Drawn "drawn" }
}

/// Seats of one category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeatClass {
    pub category: String,
    pub seats: i32,
    pub filled_by: FilledBy,
    #[serde(default)]
    pub professions: Vec<String>,
}

/// A second call after a meeting without quorum.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecondCall {
    pub within_days: i64,
    pub quorum: Quorum,
}

/// What it takes to add a decide item that did not stand in the notice; never money above the cap, in fen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Urgency {
    pub share_to_add: Bar,
    pub money_cap: i64,
}
impl Default for Urgency {
    fn default() -> Self {
        Self { share_to_add: Bar { num: 2, den: 3, strict: false }, money_cap: 200_000 }
    }
}

/// So many meetings missed without a word within so many months open a motion on the seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AbsenceRule {
    pub unexcused: i32,
    pub within_months: i32,
}

/// How many residents, or which share of the filled seats, have a meeting called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequisitionRule {
    pub residents: i32,
    pub seat_share: Bar,
}

codes! {
    /// How a decision is taken in the room. Ballots on a roll have methods of their own.
    Method { YesNo "yes_no", Hands "hands", NoObjection "no_objection" }
}
codes! {
    /// What the votes for are measured against.
    Base { Roll "roll", Present "present", Cast "cast", ForAgainst "for_against" }
}

/// A decision rule: one leg here; a turnout, where one is asked for, is another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub method: Method,
    #[serde(default = "present")]
    pub base: Base,
    #[serde(default = "half")]
    pub bar: Bar,
    /// Share of the roll that has to take part.
    #[serde(default)]
    pub turnout: Option<Bar>,
}
fn present() -> Base {
    Base::Present
}
fn half() -> Bar {
    Bar { num: 1, den: 2, strict: true }
}

impl Rules {
    /// All seats, whether somebody sits there or not.
    pub fn seated(&self) -> i64 {
        self.seats.iter().map(|s| i64::from(s.seats)).sum()
    }
    pub fn class(&self, category: &str) -> Option<&SeatClass> {
        self.seats.iter().find(|s| s.category == category)
    }
    /// The quorum of this call.
    pub fn quorum_of(&self, call: i32) -> &Quorum {
        self.second_call.as_ref().filter(|_| call > 1).map_or(&self.quorum, |s| &s.quorum)
    }
}

pub const MOST_CHARTER: usize = 8_000;
const MOST_SEATS: i64 = 200;

/// Reads a charter, or says in which line or rule it is wrong.
pub fn read_charter(text: &str) -> Result<Rules, Vec<Problem>> {
    let wrong = |code: &'static str| Problem::at("charter", code);
    if text.trim().is_empty() {
        return Err(vec![wrong("text-missing")]);
    }
    if text.chars().count() > MOST_CHARTER {
        return Err(vec![wrong("text-long").with("most", MOST_CHARTER)]);
    }
    let rules: Rules = toml::from_str(text).map_err(|e| {
        let at = e.span().map_or(0, |s| text.get(..s.start).unwrap_or(text).lines().count().max(1));
        vec![wrong("charter-unreadable").with("line", at).with("why", e.message())]
    })?;
    let mut problems = vec![];
    let names: BTreeSet<&str> = rules.seats.iter().map(|s| s.category.as_str()).collect();
    if names.len() != rules.seats.len() || rules.seats.iter().any(|s| s.seats < 1 || s.category.trim().is_empty()) {
        problems.push(wrong("charter-seats"));
    }
    if !(1..=MOST_SEATS).contains(&rules.seated()) {
        problems.push(wrong("charter-no-seats").with("most", MOST_SEATS));
    }
    let second = rules.second_call.as_ref().map(|s| &s.quorum);
    for category in [Some(&rules.quorum), second].into_iter().flatten().flat_map(Quorum::categories) {
        if !names.contains(category) {
            problems.push(wrong("charter-category").with("category", category));
        }
    }
    if rules.decisions.is_empty() {
        problems.push(wrong("charter-no-rule"));
    }
    if !(1..=60).contains(&rules.notice_days) || !(1..=120).contains(&rules.term_months) {
        problems.push(wrong("charter-days"));
    }
    if problems.is_empty() { Ok(rules) } else { Err(problems) }
}

/// The charter in force on a day; those of a body tile its time.
pub fn charter_on(charters: &[Charter], day: Day) -> Option<&Charter> {
    charters.iter().find(|c| c.from <= day && c.to.is_none_or(|to| day < to))
}

/// Whether charters tile the time from the first on: no gap, no overlap, the last one open.
pub fn tiles(charters: &[Charter]) -> bool {
    let mut sorted: Vec<_> = charters.iter().collect();
    sorted.sort_by_key(|c| c.from);
    let joined = sorted.windows(2).all(|pair| pair[0].to == Some(pair[1].from) && pair[0].from < pair[1].from);
    joined && sorted.last().is_none_or(|last| last.to.is_none())
}

/// A later charter: it begins after the last one began, and not in the past.
pub fn next_charter(charters: &[Charter], from: Day, today: Day) -> Result<(), Problem> {
    match charters.iter().map(|c| c.from).max() {
        Some(last) if from <= last => Err(Problem::at("from", "charter-from").with("day", last)),
        Some(_) if from < today => Err(Problem::at("from", "charter-past")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub const COUNCIL: &str = include_str!("council.toml");

    #[test]
    fn the_council_of_the_handbook() {
        let rules = read_charter(COUNCIL).expect("a charter");
        assert_eq!((rules.seated(), rules.notice_days, rules.decisions.len()), (15, 3, 3));
        assert_eq!(rules.decisions["money"].bar.to_string(), ">=2/3");
    }

    #[test]
    fn what_is_wrong_is_named() {
        let code = |text: &str| read_charter(text).expect_err("wrong")[0].code;
        assert_eq!(code(""), "text-missing");
        assert_eq!(code("seats = 3"), "charter-unreadable");
        assert_eq!(code(&COUNCIL.replace("category = \"resident\", count", "category = \"cats\", count")), "charter-category");
        assert_eq!(code(&COUNCIL.replace("\"2/3\"", "\"5/3\"")), "charter-unreadable");
        assert_eq!(code(&COUNCIL.replace("seats = 7", "seats = 0")), "charter-seats");
    }
}
