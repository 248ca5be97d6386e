//! What a meeting decides in the room: by nobody's objection when asked aloud, or by hands counted twice. A ballot on a
//! roll is another way to the same result and hands its own in.

use super::*;
use crate::rules::codes;
use kernel::{Moment, Problem, uuid::Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

codes! { How { NoObjection "no_objection", Hands "hands" } }
codes! { Verdict { Adopted "adopted", NotAdopted "not_adopted" } }

/// Votes counted by raised hands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Hands {
    #[serde(rename = "for")]
    pub yes: i64,
    pub against: i64,
    pub abstain: i64,
}

impl Hands {
    /// All who raised a hand; abstaining is taking part.
    pub fn cast(self) -> i64 {
        self.yes + self.against + self.abstain
    }
}

/// A result, written down as it was taken; minutes pull it from here.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemResult {
    pub id: Uuid,
    pub meeting: MeetingId,
    pub no: i32,
    pub matter: Option<Uuid>,
    pub how: How,
    pub rule_name: String,
    pub rule: Rule,
    pub hands: Hands,
    pub objections: i64,
    /// Entitled people there at the moment, those needed, and all on the roster that day.
    pub present: i64,
    pub needed: i64,
    pub roll: i64,
    pub verdict: Verdict,
    pub at: Moment,
}

/// What is said of an item that was put to the room.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Deciding {
    pub item: i32,
    pub how: Option<How>,
    /// The question was asked aloud: does anybody object?
    pub asked_aloud: bool,
    pub objections: i64,
    #[serde(rename = "for")]
    pub yes: i64,
    pub against: i64,
    pub abstain: i64,
    /// The second teller's count, made apart.
    pub again_for: i64,
    pub again_against: i64,
    pub again_abstain: i64,
}

/// The room decides an item: announced in time, with a quorum at this moment, by its rule.
pub fn decide_item(
    id: Uuid,
    of: &Meeting,
    notices: &[Notice],
    earlier: &[ItemResult],
    words: &Deciding,
    (room, roll): (&Judged, i64),
    now: Moment,
) -> Decided<ItemResult, ItemDecided> {
    if of.state != MeetingState::Open {
        return Err(vec![Problem::new("not-open")]);
    }
    let (item, rule) = decidable(of, notices, words.item).map_err(|p| vec![p])?;
    if earlier.iter().any(|r| r.no == words.item) {
        return Err(vec![Problem::at("item", "decided-already")]);
    }
    if !room.met {
        return Err(vec![no_quorum(room)]);
    }
    let how = words.how.unwrap_or(if rule.method == Method::NoObjection { How::NoObjection } else { How::Hands });
    let hands = Hands { yes: words.yes, against: words.against, abstain: words.abstain };
    let again = Hands { yes: words.again_for, against: words.again_against, abstain: words.again_abstain };
    let mut problems = vec![];
    if how == How::NoObjection && !words.asked_aloud {
        problems.push(Problem::at("asked_aloud", "not-asked"));
    }
    if how == How::Hands && rule.method == Method::NoObjection {
        problems.push(Problem::at("how", "rule-asks-objection"));
    }
    if words.objections < 0 || words.objections > room.present {
        problems.push(Problem::at("objections", "more-than-present").with("present", room.present));
    }
    if how == How::Hands {
        if hands != again {
            problems.push(Problem::at("again_for", "tellers-differ"));
        }
        if [hands.yes, hands.against, hands.abstain].iter().any(|n| *n < 0) || hands.cast() > room.present {
            problems.push(Problem::at("for", "more-than-present").with("present", room.present));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let adopted = match how {
        How::NoObjection => words.objections == 0,
        How::Hands => holds(rule, hands, room.present, roll),
    };
    let result = ItemResult {
        id,
        meeting: of.id,
        no: item.no,
        matter: item.matter,
        how,
        rule_name: item.rule_name.clone().unwrap_or_default(),
        rule: rule.clone(),
        hands: if how == How::Hands { hands } else { Hands::default() },
        objections: if how == How::NoObjection { words.objections } else { 0 },
        present: room.present,
        needed: room.needed,
        roll,
        verdict: if adopted { Verdict::Adopted } else { Verdict::NotAdopted },
        at: now,
    };
    let event = ItemDecided { meeting: of.id, no: item.no, matter: item.matter, how: how.code(), verdict: result.verdict.code() };
    Ok((result, event))
}

/// Whether every leg of a rule holds. Abstentions are part of `cast` and of nothing else.
pub fn holds(rule: &Rule, hands: Hands, present: i64, roll: i64) -> bool {
    let base = match rule.base {
        Base::Roll => roll,
        Base::Present => present,
        Base::Cast => hands.cast(),
        Base::ForAgainst => hands.yes + hands.against,
    };
    let turnout = rule.turnout.is_none_or(|bar| bar.reached(hands.cast(), roll));
    turnout && hands.yes > 0 && rule.bar.reached(hands.yes, base)
}
