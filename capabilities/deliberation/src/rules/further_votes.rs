//! A question that is asked again: a tie that the rule puts to another vote, a text that was objected to and is worded anew,
//! and, when wording it anew did not help, the rule the body falls back on.

use super::*;
use crate::rules::codes;
use kernel::{AccountId, Event, Moment, Problem, Subject};
use serde::{Deserialize, Serialize};
use tally::majority;
use utoipa::ToSchema;

codes! { Again { SecondVote "second_vote", Rewording "rewording", Fallback "fallback" } }

/// A text that is objected to is worded anew so often.
pub const MOST_REWORDINGS: i32 = 2;

/// What is said of the vote that follows.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct FurtherVote {
    /// The text as it is worded now, where it was objected to.
    pub text: String,
    /// The charter's rule to fall back on: `ordinary` unless said.
    pub rule_name: String,
    #[schema(value_type = Option<String>)]
    pub opens: Option<Moment>,
    #[schema(value_type = Option<String>)]
    pub closes: Option<Moment>,
}

/// Whether and how a sealed result is asked again.
pub fn asks_again(of: &Ballot) -> Option<Again> {
    let outcome = of.proof.as_ref().filter(|_| of.state == BallotState::Sealed)?.counted.outcome;
    match (of.rule.method, outcome) {
        // Hands are raised again in the room, as a vote of its own.
        (BallotMethod::Hands, _) => None,
        (BallotMethod::Consent, BallotOutcome::NotAdopted) if of.rewording < MOST_REWORDINGS => Some(Again::Rewording),
        (BallotMethod::Consent, BallotOutcome::NotAdopted) => Some(Again::Fallback),
        (_, BallotOutcome::Tie) if of.rule.tie == TiePolicy::SecondVote => Some(Again::SecondVote),
        _ => None,
    }
}

/// The vote that follows: the same roll, the same options but for the wording, the rule as the first one said what comes next.
/// A second tie is drawn by lot, but for a plain question, which then fails.
pub fn further_vote((id, code): (BallotId, String), of: &Ballot, words: &FurtherVote, charter: Option<&Charter>, by: AccountId, now: Moment) -> Decided<Ballot, FurtherVoteDrafted> {
    let Some(how) = asks_again(of) else { return Err(vec![Problem::new("not-asked-again")]) };
    let days = BallotDays::said(Some(0), true, (words.opens, words.closes), now);
    let mut problems = days.problems(now);
    let (mut rule, mut options) = (of.rule.clone(), of.options.clone());
    match how {
        Again::SecondVote => rule.tie = if of.rule.method == BallotMethod::YesNo { TiePolicy::Fails } else { TiePolicy::Lot },
        Again::Rewording => match said("text", &words.text, 200) {
            Err(problem) => problems.push(problem),
            Ok(text) => options.iter_mut().for_each(|o| (o.title, o.hash) = (text.clone(), hash(&text))),
        },
        Again::Fallback => {
            let name = Some(words.rule_name.trim()).filter(|n| !n.is_empty()).unwrap_or("ordinary");
            match charter.and_then(|c| c.rules.decisions.get(name)).filter(|r| r.method != Method::NoObjection) {
                None => problems.push(Problem::at("rule_name", "rule-unknown")),
                Some(found) => match measured(rule.clone(), found) {
                    Err(problem) => problems.push(problem),
                    Ok(fallen) => rule = BallotRule { method: BallotMethod::YesNo, tie: TiePolicy::Fails, legs: on_a_roll(fallen.legs), ..fallen },
                },
            }
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let next = Ballot {
        id,
        code,
        options_hash: options_hash(&options),
        options,
        rule,
        check_days: days.check,
        state: BallotState::Frozen,
        opens: days.opens,
        closes: days.closes,
        roll_until: None,
        commitment: None,
        closing_by: None,
        closed_at: None,
        counted_at: None,
        sealed_at: None,
        proof: None,
        follows: Some(of.id),
        root: Some(of.roll_of()),
        rewording: of.rewording + i32::from(how == Again::Rewording),
        drafted_by: by,
        rev: 1,
        ..of.clone()
    };
    Ok((next, FurtherVoteDrafted { ballot: id, follows: of.id, how: how.code() }))
}

/// Nobody is present outside of a room: those who vote are the base.
fn on_a_roll(legs: Vec<majority::Leg>) -> Vec<majority::Leg> {
    let base = |b| if b == majority::Base::Present { majority::Base::Cast } else { b };
    legs.into_iter().map(|l| majority::Leg { base: base(l.base), ..l }).collect()
}

super::events::events! {
    FurtherVoteDrafted "deliberation.further_vote_drafted" "ballot" ballot: BallotId, follows: BallotId, how: &'static str;
}
