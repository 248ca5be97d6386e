//! Proposals become one and come apart again; what its author leaves is offered to others.

use super::*;
use kernel::{AccountId, Event, Moment, Problem, Subject, uuid::Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One asks that `from` be taken up in `into`.
#[derive(Clone, Debug, PartialEq)]
pub struct Merger {
    pub id: Uuid,
    pub from: ProposalId,
    pub into: ProposalId,
    /// The first author who asked.
    pub asked_by: AccountId,
    pub asked_at: Moment,
    pub merged_at: Option<Moment>,
    pub decided_why: Option<String>,
    pub split_at: Option<Moment>,
    pub split_why: Option<String>,
    pub refused_at: Option<Moment>,
}

impl Merger {
    pub fn is_asked(&self) -> bool {
        self.merged_at.is_none() && self.refused_at.is_none()
    }
}

/// Asked by its first author.
pub fn ask_merger(id: Uuid, from: &Proposal, into: &Proposal, open: Option<&Merger>, by: AccountId, now: Moment) -> Decided<Merger, MergerAsked> {
    let mut problems = vec![];
    if !is_open(from) || !is_open(into) {
        problems.push(Problem::at("into", "merger-over"));
    }
    if from.id == into.id {
        problems.push(Problem::at("into", "merger-itself"));
    }
    if !within(into.place, from.place) {
        problems.push(Problem::at("into", "merger-place"));
    }
    if open.is_some() {
        problems.push(Problem::at("into", "merger-asked"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let merger = Merger { id, from: from.id, into: into.id, asked_by: by, asked_at: now, merged_at: None, decided_why: None, split_at: None, split_why: None, refused_at: None };
    Ok((merger, MergerAsked { proposal: from.id, into: into.id }))
}

/// How a merger comes to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Agreed<'a> {
    /// By the first author of the other, who was asked.
    ByAuthors,
    /// By the body after silence, with its reason.
    ByBody(&'a str),
}

/// Merged: the original stays and points forward, the earlier clock runs on.
pub fn merge_proposals(asked: &Merger, from: &Proposal, into: &Proposal, how: &Agreed<'_>, now: Moment) -> Decided<(Merger, Proposal, Proposal), ProposalsMerged> {
    if !asked.is_asked() || !is_open(from) || !is_open(into) {
        return Err(vec![Problem::new("merger-over")]);
    }
    let decided_why = match how {
        Agreed::ByAuthors => None,
        Agreed::ByBody(why) => {
            let why = said("reason", why, 300).map_err(|p| vec![p])?;
            let silent = proposal_days("silence");
            if now < asked.asked_at.plus_days(silent) {
                return Err(vec![Problem::new("silence-first").with("days", silent)]);
            }
            Some(why)
        }
    };
    let merged = Merger { merged_at: Some(now), decided_why, ..asked.clone() };
    let gone = Proposal { state: ProposalState::Merged, merged_into: Some(into.id), leaving_since: None, rev: from.rev + 1, ..from.clone() };
    let clock = earlier(from.clock.as_ref(), into.clock.as_ref());
    let state = if clock.is_some() { ProposalState::Reached } else { into.state };
    let kept = Proposal { clock, state, ..into.clone() };
    Ok(((merged, gone, kept), ProposalsMerged { proposal: from.id, into: into.id }))
}

fn earlier(a: Option<&AnswerClock>, b: Option<&AnswerClock>) -> Option<AnswerClock> {
    [a, b].into_iter().flatten().min_by_key(|c| c.reached_at).cloned()
}

/// Apart again, each with its own set and its own clock; one that took the other's clock keeps it.
/// `undecided` says that the matter it became, if it did, has not come to its decision.
pub fn split_proposals(was: &Merger, from: &Proposal, into: &Proposal, undecided: bool, why: &str, now: Moment) -> Decided<(Merger, Proposal), ProposalsSplit> {
    let why = said("reason", why, 300).map_err(|p| vec![p])?;
    let together = was.merged_at.is_some() && was.split_at.is_none() && from.merged_into == Some(into.id);
    if !together || !(is_open(into) || undecided) {
        return Err(vec![Problem::new("split-late")]);
    }
    let state = if from.clock.is_some() { ProposalState::Reached } else { ProposalState::Gathering };
    let apart = Merger { split_at: Some(now), split_why: Some(why), ..was.clone() };
    let again = Proposal { state, merged_into: None, rev: from.rev + 1, ..from.clone() };
    Ok(((apart, again), ProposalsSplit { proposal: from.id, from: into.id }))
}

/// An author as everybody may see them, once they have consented.
#[derive(Clone, Debug, PartialEq)]
pub struct Author {
    pub no: i32,
    pub kind: AuthorKind,
    pub shown_name: String,
    pub account: Option<AccountId>,
    /// What somebody invited shows, until they have consented.
    pub invitation: Option<String>,
    pub consented_at: Option<Moment>,
    /// Agrees that it ends.
    pub leaving_at: Option<Moment>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Inviting {
    pub kind: Option<AuthorKind>,
    pub shown_name: String,
}

/// The first author leaves. Below the threshold it ends when every other author agrees; above it others may take over.
pub fn leave_proposal(was: &Proposal, authors: &[Author], now: Moment) -> Decided<Proposal, WithdrawalAsked> {
    open_or(was)?;
    if was.leaving_since.is_some() {
        return Err(vec![Problem::new("leaving-already")]);
    }
    let leaving = Proposal { leaving_since: Some(now), rev: was.rev + 1, ..was.clone() };
    let event = WithdrawalAsked { proposal: was.id, offered: was.state == ProposalState::Reached };
    Ok((ended_if_agreed(leaving, authors), event))
}

/// Ended where it is below its threshold and every other author agrees.
pub fn ended_if_agreed(of: Proposal, authors: &[Author]) -> Proposal {
    let others = authors.iter().filter(|a| a.consented_at.is_some() && a.account != Some(of.author));
    let agreed = others.clone().all(|a| a.leaving_at.is_some());
    if of.state == ProposalState::Gathering && of.leaving_since.is_some() && agreed {
        Proposal { state: ProposalState::Withdrawn, ended_why: Some(LEFT.into()), ..of }
    } else {
        of
    }
}

/// Left by its authors.
pub const LEFT: &str = "left";

/// Who may take over: the other authors at once, supporters where there are none or after a week.
pub fn may_adopt(of: &Proposal, authors: &[Author], supports: &[Support], who: AccountId, now: Moment) -> bool {
    let Some(since) = of.leaving_since.filter(|_| is_open(of)) else { return false };
    let mut others = authors.iter().filter(|a| a.consented_at.is_some() && a.account != Some(of.author)).peekable();
    let theirs = others.peek().is_none() || now >= since.plus_days(proposal_days("adoption_authors"));
    let is_author = others.any(|a| a.account == Some(who));
    who != of.author && (is_author || (theirs && supports.iter().any(|s| s.account == who && s.stands())))
}

/// Taken over: it goes on as it was, with another first author.
pub fn adopt_proposal(was: &Proposal, may: bool, by: AccountId) -> Decided<Proposal, ProposalAdopted> {
    open_or(was)?;
    if !may {
        return Err(vec![Problem::new("not-to-adopt")]);
    }
    Ok((Proposal { author: by, leaving_since: None, rev: was.rev + 1, ..was.clone() }, ProposalAdopted { proposal: was.id }))
}

super::events::events! {
    MergerAsked "deliberation.merger_asked" "proposal" proposal: ProposalId, into: ProposalId;
    MergerRefused "deliberation.merger_refused" "proposal" proposal: ProposalId, into: ProposalId;
    ProposalsMerged "deliberation.proposals_merged" "proposal" proposal: ProposalId, into: ProposalId;
    ProposalsSplit "deliberation.proposals_split" "proposal" proposal: ProposalId, from: ProposalId;
    WithdrawalAsked "deliberation.withdrawal_asked" "proposal" proposal: ProposalId, offered: bool;
    WithdrawalAgreed "deliberation.withdrawal_agreed" "proposal" proposal: ProposalId;
    ProposalAdopted "deliberation.proposal_adopted" "proposal" proposal: ProposalId;
}
