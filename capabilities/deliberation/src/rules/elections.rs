//! A ballot that elects: candidates for vacant seats of a body, counted by any method that chooses, seated as they accept.

use super::*;
use crate::rules::codes;
use kernel::{AccountId, Event, Moment, Problem, Subject};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

codes! { CandidateState { Standing "standing", Accepted "accepted", Declined "declined" } }

/// Who stands for a seat, under the number on the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub no: i32,
    pub shown_name: String,
    pub account: Option<AccountId>,
    pub state: CandidateState,
    pub membership: Option<MembershipId>,
    pub reason: Option<String>,
    pub answered_at: Option<Moment>,
}

/// What the desk says of an election.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Electing {
    pub category: String,
    pub question: String,
    /// One a line: a name, or a name and a sign-in, `林华 | lin`.
    pub candidates: String,
    /// How many are elected; all vacant seats of the category unless said.
    pub seats: u32,
    pub method: Option<BallotMethod>,
    pub secrecy: Option<Secrecy>,
    pub elector_kind: Option<ElectorKind>,
    pub doors: Vec<Way>,
    pub scope: String,
    pub check_days: Option<i64>,
    #[schema(value_type = Option<String>)]
    pub opens: Option<Moment>,
    #[schema(value_type = Option<String>)]
    pub closes: Option<Moment>,
}

/// Names as they were typed, with their sign-ins.
pub fn candidates_typed(typed: &str) -> Result<Vec<(String, String)>, Vec<Problem>> {
    let mut problems = vec![];
    let lines = typed.lines().map(str::trim).filter(|l| !l.is_empty());
    let mut named = |line: &str| {
        let (name, login) = line.split_once(['|', '｜']).unwrap_or((line, ""));
        let name = said("candidates", name, MOST_NAME).map_err(|p| problems.push(p)).unwrap_or_default();
        (name, login.trim().to_owned())
    };
    let all: Vec<_> = lines.map(&mut named).collect();
    let distinct: BTreeSet<_> = all.iter().map(|(name, login)| (plain(name), login)).collect();
    if all.is_empty() {
        problems.push(Problem::at("candidates", "candidates-missing"));
    }
    if distinct.len() < all.len() {
        problems.push(Problem::at("candidates", "candidate-twice"));
    }
    if all.len() > MOST_OPTIONS {
        problems.push(Problem::at("candidates", "options-many"));
    }
    if problems.is_empty() { Ok(all) } else { Err(problems) }
}

/// The rule and paper of an election: only what chooses among people, only vacant seats that are filled by election.
pub fn election_rule(words: &Electing, names: &[(String, String)], charter: Option<&Charter>, memberships: &[Membership], now: Moment) -> Result<(BallotRule, Vec<BallotOption>), Vec<Problem>> {
    let mut problems = vec![];
    let category = words.category.trim();
    let class = charter.and_then(|c| c.rules.class(category));
    let vacant = charter.map(|c| vacancies(c, memberships, now.day())).unwrap_or_default();
    let free = vacant.iter().find(|(c, _)| c == category).map_or(0, |(_, n)| u32::try_from(*n).unwrap_or(0));
    match class {
        None => problems.push(Problem::at("category", "category-unknown")),
        Some(class) if class.filled_by != FilledBy::Elected => problems.push(Problem::at("category", "seat-not-elected")),
        Some(_) if free == 0 => problems.push(Problem::at("category", "no-vacancy")),
        Some(_) if words.seats > free => problems.push(Problem::at("seats", "seats-more-than-vacant").with("free", free)),
        Some(_) => {}
    }
    let method = words.method.unwrap_or(BallotMethod::Approval);
    if !matches!(method, BallotMethod::Approval | BallotMethod::Score | BallotMethod::Irv | BallotMethod::Stv) {
        problems.push(Problem::at("method", "method-elects-nobody"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let seats = if words.seats == 0 { free } else { words.seats };
    let drawing = Drawing {
        method: Some(method), secrecy: words.secrecy, elector_kind: words.elector_kind, doors: words.doors.clone(), seats: if method == BallotMethod::Irv { 1 } else { seats },
        at_most: if method == BallotMethod::Approval { seats } else { 0 }, tie: Some(TiePolicy::Lot), ..Drawing::default()
    };
    // Candidates stand where options of a matter would.
    let standing = [Choice {
        id: kernel::uuid::Uuid::nil(), letter: String::new(), title: String::new(), text: String::new(), state: OptionState::Frozen, pricing: None, dropped_why: None,
        hash: Some(String::new()),
    }];
    let (rule, _) = rule_of(&drawing, &standing, "")?;
    let options = names.iter().zip(1..).map(|((name, _), no)| BallotOption { no, option: None, title: name.clone(), cost: 0, hash: hash(name) });
    Ok((rule, options.collect()))
}

/// The answer of somebody who was elected, or of whoever writes it down for them.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SeatAnswer {
    pub no: i32,
    pub accepted: bool,
    /// Why not.
    pub reason: String,
    pub profession: String,
    pub interests: String,
    pub interests_declared: bool,
}

/// Elected by a sealed count, and not answered yet.
pub fn may_answer_seat(of: &Ballot, candidates: &[Candidate], no: i32) -> Result<Candidate, Vec<Problem>> {
    let winners = of.proof.as_ref().filter(|_| of.state == BallotState::Sealed).map(|p| p.counted.winners.as_slice()).unwrap_or_default();
    let found = candidates.iter().find(|c| c.no == no).filter(|c| winners.contains(&c.no));
    match found {
        None => Err(vec![Problem::new("not-elected")]),
        Some(c) if c.state != CandidateState::Standing => Err(vec![Problem::new("answered-already")]),
        Some(c) => Ok(c.clone()),
    }
}

super::events::events! {
    ElectionAnswered "deliberation.election_answered" "ballot" ballot: BallotId, no: i32, accepted: bool;
}
