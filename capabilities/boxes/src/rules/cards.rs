//! Cards: each is a voice, or void for a reason the second signatory confirms. Two subjects are two voices and one card.

use super::*;
use crate::rules::codes;
use edge::photos::SealedPhoto;
use kernel::{AccountId, Moment, Problem, uuid::Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

kernel::id!(CardId, "a card out of a box");

codes! {
    /// Why a card is no voice.
    VoidReason { Blank "blank", Unreadable "unreadable", Advertising "advertising" }
}

/// One paper out of a box. Its words are the voice's; here is only what it became.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub id: CardId,
    pub opening: OpeningId,
    /// 1 and on, in the order they were keyed.
    pub no: i32,
    pub at: Moment,
    pub void: Option<VoidReason>,
    pub void_confirmed_at: Option<Moment>,
    pub scan: Option<SealedPhoto>,
    /// The number printed on the card, if it was one of ours.
    pub serial: Option<String>,
    /// The voices of its subjects, in order.
    pub voices: Vec<Uuid>,
}

/// How many cards became what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Cards with a voice; a card with two subjects counts once.
    pub voices: i32,
    pub void: i32,
    /// Void, and not confirmed yet.
    pub waiting: i32,
}

impl Tally {
    pub fn of(cards: &[Card]) -> Self {
        let mut tally = Self::default();
        for card in cards {
            match (card.void, card.void_confirmed_at) {
                (None, _) => tally.voices += 1,
                (Some(_), Some(_)) => tally.void += 1,
                (Some(_), None) => tally.waiting += 1,
            }
        }
        tally
    }
    /// Cards that are a voice or a confirmed void.
    pub fn standing(self) -> i32 {
        self.voices + self.void
    }
    pub fn cards(self) -> i32 {
        self.standing() + self.waiting
    }
}

/// What stands on a card, as it is typed from it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Keying {
    /// The number of a card already there: a void that is a voice after all, or a card with a further subject.
    pub no: Option<i32>,
    pub text: String,
    /// A code of the category tree, if the card or its reader has one.
    pub category: String,
    /// A place's name or code; nothing is the place of the box.
    pub place_name: String,
    /// The number printed on the card.
    pub serial: String,
    pub name: String,
    pub phone: String,
    /// The card itself says that its writer may be called.
    pub consented: bool,
    /// About the committee or the secretary: neither sees it.
    pub about_committee: bool,
}

/// A card that is no voice.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Voiding {
    pub reason: Option<VoidReason>,
}

/// Which card is keyed now: the next, or a void one that turns out to be readable.
pub fn keyable(of: &Opening, cards: &[Card], words: &Keying, by: Option<AccountId>) -> Result<i32, Vec<Problem>> {
    let mut problems = at_hand(of, by);
    problems.extend(contact_problem(words));
    let no = match words.no {
        None => next_no(of, cards),
        Some(no) => match cards.iter().find(|c| c.no == no) {
            Some(card) if card.void.is_some() && card.void_confirmed_at.is_none() => Ok(no),
            _ => Err(Problem::at("no", "card-settled")),
        },
    };
    settled(problems, no)
}

/// A card whose first subject is keyed gets another.
pub fn further(of: &Opening, cards: &[Card], words: &Keying, by: Option<AccountId>) -> Result<Card, Vec<Problem>> {
    let mut problems = at_hand(of, by);
    problems.extend(contact_problem(words));
    if !words.serial.trim().is_empty() {
        problems.push(Problem::at("serial", "serial-of-first"));
    }
    let card = cards.iter().find(|c| Some(c.no) == words.no && !c.voices.is_empty()).cloned();
    settled(problems, card.ok_or_else(|| Problem::at("no", "card-without-voice")))
}

/// Which card is void now.
pub fn voidable(of: &Opening, cards: &[Card], words: Voiding, by: Option<AccountId>) -> Result<(i32, VoidReason), Vec<Problem>> {
    let reason = words.reason.ok_or_else(|| Problem::at("reason", "reason-missing"));
    settled(at_hand(of, by), next_no(of, cards).and_then(|no| reason.map(|reason| (no, reason))))
}

/// The second signatory has looked at every void card that waits.
pub fn confirm_voids(of: &Opening, cards: &[Card], by: Option<AccountId>, second: &Signatory) -> Result<Vec<CardId>, Vec<Problem>> {
    let mut problems = at_hand(of, by);
    problems.extend(same_second(of, second));
    let waiting: Vec<CardId> = cards.iter().filter(|c| c.void.is_some() && c.void_confirmed_at.is_none()).map(|c| c.id).collect();
    let waiting = if waiting.is_empty() { Err(Problem::new("no-voids")) } else { Ok(waiting) };
    settled(problems, waiting)
}

fn next_no(of: &Opening, cards: &[Card]) -> Result<i32, Problem> {
    let next = cards.iter().map(|c| c.no).max().unwrap_or(0) + 1;
    match of.counted_now {
        None => Err(Problem::at("counted", "count-first")),
        Some(counted) if next > counted => Err(Problem::new("cards-beyond-count").with("counted", counted)),
        Some(_) => Ok(next),
    }
}

/// Who wrote it is kept only where the card says so and agrees to be called.
fn contact_problem(words: &Keying) -> Option<Problem> {
    let named = !words.name.trim().is_empty() || !words.phone.trim().is_empty();
    (named && !words.consented).then(|| Problem::at("consented", "contact-needs-consent"))
}

fn settled<T>(mut problems: Vec<Problem>, found: Result<T, Problem>) -> Result<T, Vec<Problem>> {
    match found {
        Ok(found) if problems.is_empty() => Ok(found),
        Ok(_) => Err(problems),
        Err(problem) => {
            // Where nothing may be keyed at all, that alone is said.
            if problems.is_empty() {
                problems.push(problem);
            }
            Err(problems)
        }
    }
}
