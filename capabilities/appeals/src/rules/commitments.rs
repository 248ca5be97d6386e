//! What a party does for a case and by when: due, met, verified, or waived. The lead stays responsible for the whole.

use crate::rules::*;
use kernel::{AccountId, Day, Moment, Problem, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

kernel::id!(CommitmentId, "a commitment");

pub const MOST_PARTY: usize = 60;
pub const MOST_DEED: usize = 200;

/// One deed of one party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    pub id: CommitmentId,
    pub unit: Option<UnitId>,
    /// The unit's or organisation's name, or a group's; never a person's.
    pub party: String,
    pub kind: CommitmentKind,
    pub what: String,
    pub due_on: Day,
    pub met_at: Option<Moment>,
    pub met_by: Option<AccountId>,
    pub verified_at: Option<Moment>,
    pub waived_at: Option<Moment>,
}

impl Commitment {
    /// Neither met nor waived: the work cannot be called done.
    pub fn is_open(&self) -> bool {
        self.met_at.is_none() && self.waived_at.is_none()
    }
    /// Derived, never stored.
    pub fn stands(&self, today: Day) -> &'static str {
        match self {
            Self { waived_at: Some(_), .. } => "waived",
            Self { verified_at: Some(_), .. } => "verified",
            Self { met_at: Some(_), .. } => "met",
            _ if self.due_on < today => "overdue",
            _ => "due",
        }
    }
}

/// A party says what it will do.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Committing {
    pub rev: Option<i32>,
    /// A unit of the street, or the name of whoever else it is.
    #[schema(value_type = Option<String>)]
    pub unit: Option<UnitId>,
    pub party: String,
    pub kind: Option<CommitmentKind>,
    pub what: String,
    #[schema(value_type = Option<String>)]
    pub due_on: Option<Day>,
}

/// A commitment is named, with what there is to say about it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NamingCommitment {
    pub rev: Option<i32>,
    #[schema(value_type = Option<String>)]
    pub commitment: Option<CommitmentId>,
    pub text: String,
}

/// Row 24. `accused`: the unit named may not take part. Not later than the case's own date: what outlives it is a
/// project.
pub fn commit(case: &Case, words: &Committing, unit: Option<Taker>, now: Moment) -> Decided<CommitmentMade> {
    check(Verb::Commitment, case.state)?;
    let mut problems = stale(case, words.rev);
    if words.unit.is_some() {
        problems.extend(taker_problems(case, unit));
    } else {
        problems.extend(text_problem("party", &words.party, MOST_PARTY));
        problems.extend(personal_words("party", &words.party));
    }
    problems.extend(text_problem("what", &words.what, MOST_DEED));
    problems.extend(personal_words("what", &words.what));
    if words.kind.is_none() {
        problems.push(Problem::at("kind", "commitment-kind"));
    }
    match words.due_on {
        Some(day) if day < now.day() => problems.push(Problem::at("due_on", "commitment-past")),
        Some(day) if case.due_at.is_some_and(|due| day > due.day()) => problems.push(Problem::at("due_on", "commitment-late")),
        Some(_) => {}
        None => problems.push(Problem::at("due_on", "commitment-day")),
    }
    let (Some(kind), Some(due_on), true) = (words.kind, words.due_on, problems.is_empty()) else { return Err(problems) };
    Ok((touched(case, now), CommitmentMade { case: case.id, kind: kind.code(), unit: words.unit, due_on }))
}

/// The party has done it, and says what; `named` is an open commitment of the case.
pub fn meet(case: &Case, words: &NamingCommitment, named: Option<&Commitment>, now: Moment) -> Decided<CommitmentMet> {
    check(Verb::CommitmentMet, case.state)?;
    settle(case, words, named.filter(|c| c.is_open()))?;
    Ok((touched(case, now), CommitmentMet { case: case.id }))
}

/// Somebody else has seen that it was done.
pub fn verify_commitment(
    case: &Case,
    words: &NamingCommitment,
    named: Option<&Commitment>,
    by: Option<AccountId>,
    now: Moment,
) -> Decided<CommitmentVerified> {
    check(Verb::CommitmentVerification, case.state)?;
    let named = named.filter(|c| c.met_at.is_some() && c.verified_at.is_none());
    let Some(named) = named else { return Err(vec![Problem::at("commitment", "commitment-none")]) };
    if by.is_some() && by == named.met_by {
        return Err(vec![Problem::new("other-hand")]);
    }
    match stale(case, words.rev) {
        problems if problems.is_empty() => Ok((touched(case, now), CommitmentVerified { case: case.id })),
        problems => Err(problems),
    }
}

/// It is not needed or will not come, and why.
pub fn waive(case: &Case, words: &NamingCommitment, named: Option<&Commitment>, now: Moment) -> Decided<CommitmentWaived> {
    check(Verb::CommitmentWaiver, case.state)?;
    settle(case, words, named.filter(|c| c.is_open()))?;
    Ok((touched(case, now), CommitmentWaived { case: case.id }))
}

fn settle(case: &Case, words: &NamingCommitment, named: Option<&Commitment>) -> Result<(), Vec<Problem>> {
    let mut problems = stale(case, words.rev);
    problems.extend(text_problem("text", &words.text, MOST_REASON));
    if named.is_none() {
        problems.push(Problem::at("commitment", "commitment-none"));
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}
