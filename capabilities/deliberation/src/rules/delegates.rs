//! The delegate of an organisation's seat changes: the seat is the organisation's, and its term goes on.

use super::events::events;
use super::{BodyId, Decided, MOST_NAME, Membership, MembershipId, Sitter, said};
use kernel::{Event, Moment, Problem, Subject};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who comes instead, and the mandate that says so.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DelegateWords {
    pub shown_name: String,
    /// Their sign-in name, where they have one.
    pub login: String,
    /// The organisation's paper: its name, number and date.
    pub mandate: String,
    pub interests: String,
    pub interests_declared: bool,
}

const MOST_MANDATE: usize = 120;

/// The one before ends today with the mandate as its reason; the next one sits to the end of the same term.
pub fn change_delegate(id: MembershipId, was: &Membership, all: &[Membership], words: &DelegateWords, sitter: Sitter, now: Moment) -> Decided<(Membership, Membership), DelegateChanged> {
    let today = now.day();
    if was.organisation.is_empty() || !was.holds_on(today) {
        return Err(vec![Problem::new("delegate-no-seat")]);
    }
    if was.from == today {
        return Err(vec![Problem::new("delegate-today")]);
    }
    let mut problems = vec![];
    let shown_name = said("shown_name", &words.shown_name, MOST_NAME).map_err(|p| problems.push(p)).unwrap_or_default();
    let mandate = said("mandate", &words.mandate, MOST_MANDATE).map_err(|p| problems.push(p)).unwrap_or_default();
    if !words.interests_declared {
        problems.push(Problem::at("interests_declared", "interests-undeclared"));
    }
    if all.iter().any(|m| m.person == sitter.person && m.overlaps(today, was.to)) {
        problems.push(Problem::at("shown_name", "sits-already"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let left = Membership { ended_on: Some(today), ended_why: Some(mandate), ..was.clone() };
    let next = Membership {
        id, person: sitter.person, account: sitter.account, from: today, shown_name, interests: words.interests.trim().to_owned(), made_at: now, ..was.clone()
    };
    Ok(((left, next), DelegateChanged { body: was.body, from: was.id, to: id }))
}

events! {
    DelegateChanged "deliberation.delegate_changed" "body" body: BodyId, from: MembershipId, to: MembershipId;
}
