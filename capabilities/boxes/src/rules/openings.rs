//! An opening from seal to seal: signed by two, photographed, counted before anything is keyed, sealed when it adds up.

use super::*;
use crate::rules::codes;
use auth::{Facts, PlacePath};
use edge::photos::SealedPhoto;
use kernel::{AccountId, Moment, Problem, uuid::Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

kernel::id!(OpeningId, "an opening of a box");

/// One opening of one box.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    pub id: OpeningId,
    pub the_box: BoxId,
    pub place: PlacePath,
    pub opened_at: Moment,
    /// Whoever is signed in on the device.
    pub first: Signature,
    pub second: Signature,
    /// The number on the seal as it was found.
    pub seal_before: String,
    /// The number the last opening left.
    pub seal_expected: Option<String>,
    /// What was found where the two are not the same.
    pub finding: Option<Finding>,
    /// The cards laid out.
    pub photo: Option<SealedPhoto>,
    /// As it was entered first; never overwritten.
    pub counted: Option<i32>,
    /// As it stands after corrections.
    pub counted_now: Option<i32>,
    pub sealed_at: Option<Moment>,
    pub seal_after: Option<String>,
    /// Over the whole record, as it was sealed.
    pub digest: Option<String>,
    pub rev: i32,
}

codes! {
    /// What was found of a seal that is not the one put on last.
    Finding { Missing "missing", Torn "torn", OtherNumber "other_number" }
}
codes! {
    /// Why a count was wrong.
    Miscount { StuckTogether "stuck_together", Folded "folded", Miscounted "miscounted", Overlooked "overlooked" }
}

pub const MOST_SEAL: usize = 40;
/// More than this is a slip of the finger: a box does not hold them.
pub const MOST_CARDS: i32 = 2_000;

impl Facts for Opening {
    fn id(&self) -> Uuid {
        self.id.uuid()
    }
    fn place(&self) -> PlacePath {
        self.place
    }
}

/// The seal as it is found.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Beginning {
    pub seal_before: String,
    pub finding: Option<Finding>,
}

/// A count that was wrong, and why.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Correcting {
    pub counted: Option<i32>,
    pub reason: Option<Miscount>,
}

/// A count that was corrected: both values stay readable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    pub id: Uuid,
    pub opening: OpeningId,
    pub at: Moment,
    pub was: i32,
    pub counted: i32,
    pub reason: Miscount,
}

/// Both sign, and the seal is held against the number the last opening left.
pub fn begin(
    id: OpeningId,
    of: &OpinionBox,
    words: &Beginning,
    (first, second): (&Signatory, &Signatory),
    expected: Option<&str>,
    now: Moment,
) -> Decided<Opening, BoxOpened> {
    let mut problems = together(first, second);
    let seal = words.seal_before.trim();
    let gone = words.finding == Some(Finding::Missing);
    if !of.active {
        problems.push(Problem::new("box-gone"));
    }
    problems.extend(seal_problem("seal_before", seal).filter(|_| !gone));
    let differs = expected.is_some_and(|e| e != seal);
    if differs && words.finding.is_none() && !seal.is_empty() {
        problems.push(Problem::at("finding", "seal-differs").with("expected", expected.unwrap_or_default()));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let opening = Opening {
        id,
        the_box: of.id,
        place: of.place,
        opened_at: now,
        first: first.signature,
        second: second.signature,
        seal_before: seal.to_owned(),
        seal_expected: expected.map(str::to_owned),
        finding: words.finding,
        photo: None,
        counted: None,
        counted_now: None,
        sealed_at: None,
        seal_after: None,
        digest: None,
        rev: 1,
    };
    let event = BoxOpened {
        opening: id,
        the_box: of.id,
        first: first.signature.account,
        second: second.signature.account,
        finding: words.finding.map(Finding::code),
    };
    Ok((opening, event))
}

/// The picture of the cards laid out, once and before they are counted.
pub fn photograph(was: &Opening, kept: &SealedPhoto, by: Option<AccountId>) -> Decided<Opening, CardsPhotographed> {
    let mut problems = at_hand(was, by);
    if was.photo.is_some() {
        problems.push(Problem::at("photos", "photo-taken"));
    }
    if was.counted.is_some() {
        problems.push(Problem::at("photos", "photo-before-count"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let event = CardsPhotographed { opening: was.id, photo: kept.id };
    Ok((Opening { photo: Some(kept.clone()), ..touched(was) }, event))
}

/// How many there are, entered once and before the first is keyed.
pub fn count(was: &Opening, counted: Option<i32>, by: Option<AccountId>) -> Decided<Opening, CardsCounted> {
    let mut problems = at_hand(was, by);
    if was.counted.is_some() {
        problems.push(Problem::at("counted", "counted-already"));
    }
    let counted = counted.filter(|n| (0..=MOST_CARDS).contains(n));
    match counted {
        None => problems.push(Problem::at("counted", "count-missing").with("most", MOST_CARDS)),
        Some(n) if n > 0 && was.photo.is_none() => problems.push(Problem::at("photos", "photo-first")),
        Some(_) => {}
    }
    match counted {
        Some(n) if problems.is_empty() => {
            let counted = Opening { counted: Some(n), counted_now: Some(n), ..touched(was) };
            Ok((counted, CardsCounted { opening: was.id, counted: n }))
        }
        _ => Err(problems),
    }
}

/// Another number, with a reason and both signatures; the first stays as it is.
pub fn correct(
    was: &Opening,
    cards: usize,
    words: Correcting,
    by: Option<AccountId>,
    second: &Signatory,
    (id, now): (Uuid, Moment),
) -> Decided<(Opening, Correction), CountCorrected> {
    let mut problems = at_hand(was, by);
    problems.extend(same_second(was, second));
    let counted = words.counted.filter(|n| (0..=MOST_CARDS).contains(n));
    match (was.counted_now, counted) {
        (None, _) => problems.push(Problem::at("counted", "count-first")),
        (_, None) => problems.push(Problem::at("counted", "count-missing").with("most", MOST_CARDS)),
        (Some(before), Some(n)) if before == n => problems.push(Problem::at("counted", "count-same")),
        (_, Some(n)) if (n as usize) < cards => problems.push(Problem::at("counted", "count-below-cards").with("cards", cards)),
        _ => {}
    }
    if words.reason.is_none() {
        problems.push(Problem::at("reason", "reason-missing"));
    }
    match (was.counted_now, counted, words.reason) {
        (Some(before), Some(n), Some(reason)) if problems.is_empty() => {
            let correction = Correction { id, opening: was.id, at: now, was: before, counted: n, reason };
            let event = CountCorrected {
                opening: was.id,
                was: before,
                counted: n,
                reason: reason.code(),
                first: was.first.account,
                second: was.second.account,
            };
            Ok(((Opening { counted_now: Some(n), ..touched(was) }, correction), event))
        }
        _ => Err(problems),
    }
}

/// Closed with a new seal and both signatures, if and only if every card counted is a voice or a confirmed void.
pub fn seal(
    was: &Opening,
    (cards, corrections): (&[Card], &[Correction]),
    seal_after: &str,
    by: Option<AccountId>,
    second: &Signatory,
    now: Moment,
) -> Decided<Opening, OpeningSealed> {
    let mut problems = at_hand(was, by);
    problems.extend(same_second(was, second));
    let tally = Tally::of(cards);
    problems.extend(open_questions(was, tally));
    let after = seal_after.trim();
    problems.extend(seal_problem("seal_after", after));
    if !after.is_empty() && after == was.seal_before {
        problems.push(Problem::at("seal_after", "seal-same"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let unsigned = Opening { sealed_at: Some(now), seal_after: Some(after.to_owned()), ..touched(was) };
    let digest = custody_digest(&unsigned, cards, corrections);
    let event = OpeningSealed {
        opening: was.id,
        counted: tally.standing(),
        voices: tally.voices,
        void: tally.void,
        corrections: corrections.len() as i32,
        first: was.first.account,
        second: was.second.account,
        digest: digest.clone(),
    };
    Ok((Opening { digest: Some(digest), ..unsigned }, event))
}

/// What keeps an opening from being sealed: said while there is still time to look for the card.
pub fn open_questions(of: &Opening, tally: Tally) -> Vec<Problem> {
    let Some(counted) = of.counted_now else { return vec![Problem::new("count-first")] };
    let mut problems = vec![];
    if tally.waiting > 0 {
        problems.push(Problem::new("voids-unconfirmed").with("n", tally.waiting));
    }
    if tally.cards() != counted {
        let missing = Problem::new("cards-missing").with("counted", counted).with("cards", tally.cards());
        let missing = missing.with("voices", tally.voices).with("void", tally.void + tally.waiting);
        problems.push(missing.with("left", counted - tally.cards()));
    }
    problems
}

/// An opening is worked on until it is sealed, by the hand that began it.
pub fn at_hand(of: &Opening, by: Option<AccountId>) -> Vec<Problem> {
    if of.sealed_at.is_some() {
        return vec![Problem::new("opening-sealed")];
    }
    if by != Some(of.first.account) {
        return vec![Problem::new("other-hand")];
    }
    vec![]
}

/// Whoever signed beside at the opening signs to its end.
pub fn same_second(of: &Opening, second: &Signatory) -> Option<Problem> {
    (second.signature.account != of.second.account).then(|| Problem::at("login", "second-differs"))
}

fn seal_problem(field: &'static str, seal: &str) -> Option<Problem> {
    let fits = !seal.is_empty() && seal.chars().count() <= MOST_SEAL;
    (!fits).then(|| Problem::at(field, "seal-missing").with("most", MOST_SEAL))
}

/// The opening after somebody's hand was on it.
pub fn touched(was: &Opening) -> Opening {
    Opening { rev: was.rev + 1, ..was.clone() }
}
