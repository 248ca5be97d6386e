//! Substitutes: who sits when the holder of a seat is away. One at a time for each seat, named in public.

use super::*;
use kernel::{AccountId, Day, Event, PersonId, Problem, Subject, uuid::Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Substitute {
    pub id: Uuid,
    pub body: BodyId,
    /// Whose seat it is.
    pub membership: MembershipId,
    pub person: PersonId,
    pub account: Option<AccountId>,
    pub shown_name: String,
    /// Declared interests, in words; empty is "none declared".
    pub interests: String,
    pub from: Day,
    pub ended_on: Option<Day>,
}

impl Substitute {
    pub fn stands_on(&self, day: Day) -> bool {
        self.from <= day && self.ended_on.is_none_or(|end| day < end)
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Substituting {
    pub shown_name: String,
    pub login: String,
    pub interests: String,
    /// The declaration of interests was made, even if there are none.
    pub interests_declared: bool,
}

/// Named for a seat that is held: the one before ends that day. Nobody who sits in the body or stands in for another there.
pub fn name_substitute(
    (id, seat): (Uuid, &Membership),
    memberships: &[Membership],
    known: &[Substitute],
    words: &Substituting,
    (person, account): (PersonId, Option<AccountId>),
    today: Day,
) -> Decided<(Substitute, Option<Substitute>), SubstituteNamed> {
    let mut problems = vec![];
    let shown_name = said("shown_name", &words.shown_name, MOST_NAME).map_err(|p| problems.push(p)).unwrap_or_default();
    if !seat.holds_on(today) {
        problems.push(Problem::new("substitute-no-seat"));
    }
    if !words.interests_declared {
        problems.push(Problem::at("interests_declared", "interests-undeclared"));
    }
    let sits = memberships.iter().any(|m| m.person == person && m.holds_on(today));
    let stands_in = known.iter().any(|s| s.person == person && s.membership != seat.id && s.stands_on(today));
    if sits || stands_in {
        problems.push(Problem::at("login", "sits-already"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let before = known.iter().find(|s| s.membership == seat.id && s.ended_on.is_none());
    let ended = before.map(|s| Substitute { ended_on: Some(today), ..s.clone() });
    let named = Substitute {
        id, body: seat.body, membership: seat.id, person, account, shown_name, interests: words.interests.trim().to_owned(), from: today, ended_on: None,
    };
    Ok(((named, ended), SubstituteNamed { body: seat.body, membership: seat.id }))
}

/// Whoever stands in for a seat on a day, while the seat itself is held.
pub fn standing_in<'a>(seat: &Membership, known: &'a [Substitute], day: Day) -> Option<&'a Substitute> {
    known.iter().filter(|s| s.membership == seat.id && seat.holds_on(day)).find(|s| s.stands_on(day))
}

super::events::events! {
    SubstituteNamed "deliberation.substitute_named" "body" body: BodyId, membership: MembershipId;
}
