//! The roster: who holds which seat on a day, and which seats are vacant. A function of the membership rows alone.

use super::{BodyId, Charter, Decided, FilledBy, MOST_NAME, SeatLeft, SeatTaken, charter_on, said};
use kernel::{AccountId, Day, Moment, PersonId, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

kernel::id!(MembershipId, "a membership: a seat of a body held for a term");

/// A seat of a category, held by a person from a day up to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Membership {
    pub id: MembershipId,
    pub body: BodyId,
    pub person: PersonId,
    /// Their sign-in, where they have one.
    pub account: Option<AccountId>,
    pub category: String,
    /// Which seat of the category, from 1.
    pub seat: i32,
    pub profession: String,
    pub organisation: String,
    pub taken_how: FilledBy,
    pub from: Day,
    pub to: Day,
    pub ended_on: Option<Day>,
    pub ended_why: Option<String>,
    pub shown_name: String,
    /// Declared interests, in words; empty is "none declared".
    pub interests: String,
    pub made_at: Moment,
}

impl Membership {
    pub fn holds_on(&self, day: Day) -> bool {
        self.from <= day && day < self.end()
    }
    /// The first day on which the seat is not held any more.
    pub fn end(&self) -> Day {
        self.ended_on.map_or(self.to, |e| e.min(self.to))
    }
    pub(super) fn overlaps(&self, from: Day, to: Day) -> bool {
        self.from < to && from < self.end()
    }
}

/// Who sits there on a day.
pub fn roster_on(memberships: &[Membership], day: Day) -> Vec<&Membership> {
    let mut held: Vec<_> = memberships.iter().filter(|m| m.holds_on(day)).collect();
    held.sort_by(|a, b| (&a.category, a.seat).cmp(&(&b.category, b.seat)));
    held
}

/// Seats without a holder on a day, by category, in the charter's order.
pub fn vacancies(charter: &Charter, memberships: &[Membership], day: Day) -> Vec<(String, i32)> {
    let held = roster_on(memberships, day);
    let open = charter.rules.seats.iter().map(|class| {
        let taken = held.iter().filter(|m| m.category == class.category).count();
        (class.category.clone(), class.seats - i32::try_from(taken).unwrap_or(class.seats))
    });
    open.filter(|(_, n)| *n > 0).collect()
}

/// Whoever takes a seat.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Seating {
    pub category: String,
    pub shown_name: String,
    /// Their sign-in name, where they have one.
    pub login: String,
    pub profession: String,
    pub organisation: String,
    #[schema(value_type = Option<String>)]
    pub from: Option<Day>,
    /// The end of the term; the charter's length unless said.
    #[schema(value_type = Option<String>)]
    pub to: Option<Day>,
    pub interests: String,
    /// The declaration of interests was made, even if there are none.
    pub interests_declared: bool,
}

/// The person and account behind a seat.
#[derive(Clone, Copy, Debug)]
pub struct Sitter {
    pub person: PersonId,
    pub account: Option<AccountId>,
}

/// The first free seat of the category is taken for a term.
pub fn seat(
    (id, body): (MembershipId, BodyId),
    charters: &[Charter],
    memberships: &[Membership],
    words: &Seating,
    sitter: Sitter,
    now: Moment,
) -> Decided<Membership, SeatTaken> {
    let mut problems = vec![];
    let shown_name = said("shown_name", &words.shown_name, MOST_NAME).map_err(|p| problems.push(p)).unwrap_or_default();
    let from = words.from.unwrap_or_else(|| now.day());
    let Some(charter) = charter_on(charters, from) else { return Err(vec![Problem::at("from", "no-charter")]) };
    let to = words.to.unwrap_or_else(|| months_after(from, charter.rules.term_months));
    if to <= from {
        problems.push(Problem::at("to", "term-backwards"));
    }
    if !words.interests_declared {
        problems.push(Problem::at("interests_declared", "interests-undeclared"));
    }
    if memberships.iter().any(|m| m.person == sitter.person && m.overlaps(from, to)) {
        problems.push(Problem::at("shown_name", "sits-already"));
    }
    let Some(class) = charter.rules.class(words.category.trim()) else {
        problems.push(Problem::at("category", "category-unknown"));
        return Err(problems);
    };
    // A seat left on the day it was taken is free from the next day on: its holder then stays in the book.
    let taken = |n: i32| memberships.iter().any(|m| m.category == class.category && m.seat == n && (m.overlaps(from, to) || m.from == from));
    let Some(no) = (1..=class.seats).find(|n| !taken(*n)) else {
        problems.push(Problem::at("category", "no-seat-free").with("seats", class.seats));
        return Err(problems);
    };
    if !class.professions.is_empty() && !class.professions.iter().any(|p| p == words.profession.trim()) {
        problems.push(Problem::at("profession", "profession-unknown").with("some", class.professions.join(", ")));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let membership = Membership {
        id,
        body,
        person: sitter.person,
        account: sitter.account,
        category: class.category.clone(),
        seat: no,
        profession: words.profession.trim().to_owned(),
        organisation: words.organisation.trim().to_owned(),
        taken_how: class.filled_by,
        from,
        to,
        ended_on: None,
        ended_why: None,
        shown_name,
        interests: words.interests.trim().to_owned(),
        made_at: now,
    };
    Ok((membership, SeatTaken { body, membership: id, category: class.category.clone(), from, to }))
}

/// A term ends early, for a reason everybody may read.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Leaving {
    #[schema(value_type = Option<String>)]
    pub on: Option<Day>,
    pub reason: String,
}

pub fn leave(was: &Membership, words: &Leaving, now: Moment) -> Decided<Membership, SeatLeft> {
    let on = words.on.unwrap_or_else(|| now.day());
    let mut problems = vec![];
    let reason = said("reason", &words.reason, 200).map_err(|p| problems.push(p)).unwrap_or_default();
    if was.ended_on.is_some() {
        problems.push(Problem::new("ended-already"));
    }
    if on < was.from || on > was.to || on < now.day() {
        problems.push(Problem::at("on", "end-outside"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let left = Membership { ended_on: Some(on), ended_why: Some(reason), ..was.clone() };
    Ok((left, SeatLeft { body: was.body, membership: was.id, on }))
}

/// The same date so many months later; the last of the month where that date does not exist.
pub fn months_after(day: Day, months: i32) -> Day {
    let later = day.civil().checked_add(span_of(months));
    later.map_or(day, Day::from_civil)
}

fn span_of(months: i32) -> jiff::Span {
    jiff::Span::new().months(months)
}
