//! What a proposal is owed: one clock from its threshold on, a first word, an answer, and what happens when it is late.

use super::*;
use crate::rules::codes;
use kernel::{AccountId, Event, Moment, Problem, Subject};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use worktime::{Calendar, ClockError, Inputs, Policy, Proof, Unit};

codes! {
    /// What a body says to a proposal.
    AnswerVerdict { Matter "matter", Done "done", Referred "referred", Declined "declined" }
}

/// Started once, at the threshold, and never again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerClock {
    pub reached_at: Moment,
    pub first_due: Moment,
    pub answer_due: Moment,
    /// From here on it is supervised.
    pub supervised_from: Moment,
    /// Of the first word, the answer and the supervision, in this order.
    pub proofs: Vec<Proof>,
}

/// The clock from a moment on, in working days with their proofs.
pub fn answer_clock(from: Moment, calendar: &Calendar) -> Result<AnswerClock, ClockError> {
    let (first, answer) = (proposal_days("first_word"), proposal_days("answer"));
    let mut proofs = vec![];
    let mut due = |amount: i64| {
        let inputs = Inputs { started_at: from, amount, unit: Unit::WorkDays, pauses: vec![], extensions: vec![] };
        let deadline = worktime::due(&inputs, calendar, &Policy::seed(1), from)?;
        proofs.push(deadline.proof);
        Ok(deadline.not_before)
    };
    let (first_due, answer_due, supervised_from) = (due(first)?, due(answer)?, due(answer + proposal_days("supervision"))?);
    Ok(AnswerClock { reached_at: from, first_due, answer_due, supervised_from, proofs })
}

/// What the body answered.
#[derive(Clone, Debug, PartialEq)]
pub struct ProposalAnswer {
    pub verdict: AnswerVerdict,
    pub reason: String,
    /// What would change a no.
    pub would_change: Option<String>,
    pub matter: Option<MatterId>,
    /// Where it was done, or to whom it went.
    pub link: Option<String>,
    pub at: Moment,
    pub by: AccountId,
}

/// The counts as they now stand; the threshold starts the clock, once.
pub fn recounted(was: &Proposal, standing: Standing, clock: impl FnOnce() -> Result<AnswerClock, ClockError>) -> Result<(Proposal, Option<ThresholdReached>), ClockError> {
    let now = Proposal { inside: standing.inside, outside: standing.outside, rev: was.rev + 1, ..was.clone() };
    if was.state != ProposalState::Gathering || standing.inside < was.threshold {
        return Ok((now, None));
    }
    let clock = match was.clock.clone() {
        Some(clock) => clock,
        None => clock()?,
    };
    let event = ThresholdReached { proposal: was.id, inside: standing.inside, answer_due: clock.answer_due };
    Ok((Proposal { state: ProposalState::Reached, clock: Some(clock), ..now }, Some(event)))
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Answering {
    pub verdict: Option<AnswerVerdict>,
    pub reason: String,
    pub would_change: String,
    /// Where it was done, or to whom it goes.
    pub link: String,
    /// The question of the matter it becomes.
    pub question: String,
    pub topic: String,
    /// The rules it walks by; the ordinary ones unless said.
    pub track: Option<Track>,
}

/// It was read, and when the answer comes.
pub fn say_first(was: &Proposal, text: &str, now: Moment) -> Decided<Proposal, FirstWordSaid> {
    let text = said("text", text, 500).map_err(|p| vec![p])?;
    if was.state != ProposalState::Reached {
        return Err(vec![Problem::new("nothing-owed")]);
    }
    if was.first_word.is_some() {
        return Err(vec![Problem::new("first-word-said")]);
    }
    let late = was.clock.as_ref().is_some_and(|c| now > c.first_due);
    Ok((Proposal { first_word: Some((text, now)), rev: was.rev + 1, ..was.clone() }, FirstWordSaid { proposal: was.id, late }))
}

/// Answered. What lapsed may still be taken up, and nothing else be said of it.
pub fn answer_proposal(was: &Proposal, words: &Answering, matter: Option<MatterId>, by: AccountId, now: Moment) -> Decided<Proposal, ProposalAnswered> {
    let mut problems = vec![];
    let reason = said("reason", &words.reason, 1_000).map_err(|p| problems.push(p)).unwrap_or_default();
    let verdict = words.verdict;
    if verdict.is_none() {
        problems.push(Problem::at("verdict", "verdict-missing"));
    }
    let owed = was.state == ProposalState::Reached || (was.state == ProposalState::Lapsed && verdict == Some(AnswerVerdict::Matter));
    if !owed {
        problems.push(Problem::new("nothing-owed"));
    }
    let mut would_change = None;
    let mut link = None;
    match verdict {
        Some(AnswerVerdict::Declined) => would_change = said("would_change", &words.would_change, 500).map_err(|p| problems.push(p)).ok(),
        Some(AnswerVerdict::Done | AnswerVerdict::Referred) => link = said("link", &words.link, 200).map_err(|p| problems.push(p)).ok(),
        _ => {}
    }
    let (Some(verdict), true) = (verdict, problems.is_empty()) else { return Err(problems) };
    let late = was.clock.as_ref().is_some_and(|c| now > c.answer_due);
    let answer = ProposalAnswer { verdict, reason, would_change, matter, link, at: now, by };
    let answered = Proposal { state: ProposalState::Answered, answer: Some(answer), leaving_since: None, ended_why: None, rev: was.rev + 1, ..was.clone() };
    Ok((answered, ProposalAnswered { proposal: was.id, verdict: verdict.code(), matter, late }))
}

/// What time does to a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elapsed {
    /// The author is told that it lapses soon.
    Warn,
    Lapse,
    /// The answer is late: the body is urged.
    Urge,
    /// It is very late: the street is told.
    Supervise,
    /// Nobody took over what its author left.
    Withdraw,
}

/// The moment from which time does something, and what.
pub fn elapsed(of: &Proposal, now: Moment) -> Option<Elapsed> {
    let after = |name: &str| of.opened_at.plus_days(proposal_days(name));
    match of.state {
        ProposalState::Gathering | ProposalState::Reached if of.leaving_since.is_some_and(|since| now >= since.plus_days(proposal_days("adoption"))) => Some(Elapsed::Withdraw),
        ProposalState::Gathering if now >= after("lapse") => Some(Elapsed::Lapse),
        ProposalState::Gathering if of.warned_at.is_none() && now >= after("warned") => Some(Elapsed::Warn),
        ProposalState::Reached => match &of.clock {
            Some(clock) if of.urged_at.is_none() && now > clock.answer_due => Some(Elapsed::Urge),
            Some(clock) if of.supervised_at.is_none() && now > clock.supervised_from => Some(Elapsed::Supervise),
            _ => None,
        },
        _ => None,
    }
}

/// The proposal after that.
pub fn pass_time(was: &Proposal, what: Elapsed, now: Moment) -> (Proposal, ProposalElapsed) {
    let next = Proposal { rev: was.rev + 1, ..was.clone() };
    let (next, what) = match what {
        Elapsed::Warn => (Proposal { warned_at: Some(now), ..next }, "warned"),
        Elapsed::Lapse => (Proposal { state: ProposalState::Lapsed, ended_why: Some(LAPSED.into()), leaving_since: None, ..next }, "lapsed"),
        Elapsed::Urge => (Proposal { urged_at: Some(now), ..next }, "urged"),
        Elapsed::Supervise => (Proposal { supervised_at: Some(now), ..next }, "supervised"),
        Elapsed::Withdraw => (Proposal { state: ProposalState::Withdrawn, ended_why: Some(NOT_ADOPTED.into()), ..next }, "withdrawn"),
    };
    (next, ProposalElapsed { proposal: was.id, what })
}

/// Reasons that the program gives by rule.
pub const LAPSED: &str = "lapsed";
pub const NOT_ADOPTED: &str = "not_adopted";

super::events::events! {
    ThresholdReached "deliberation.threshold_reached" "proposal" proposal: ProposalId, inside: i64, answer_due: Moment;
    FirstWordSaid "deliberation.first_word_said" "proposal" proposal: ProposalId, late: bool;
    ProposalAnswered "deliberation.proposal_answered" "proposal" proposal: ProposalId, verdict: &'static str, matter: Option<MatterId>, late: bool;
    ProposalElapsed "deliberation.proposal_elapsed" "proposal" proposal: ProposalId, what: &'static str;
}
