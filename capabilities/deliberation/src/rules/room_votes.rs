//! Raised hands as a ballot: the roll is who is entitled and there when the vote is called, two count apart from each other.

use super::*;
use kernel::{AccountId, Event, Moment, Problem, Subject};
use serde::Serialize;

/// A meeting and the number of an item, as a form writes them: `<meeting>/<item>`.
pub fn meeting_item(typed: &str) -> Result<(MeetingId, i32), Problem> {
    let wrong = || Problem::at("meeting_item", "meeting-item-missing");
    let (meeting, item) = typed.trim().split_once('/').ok_or_else(wrong)?;
    Ok((meeting.parse().map_err(|_| wrong())?, item.parse().map_err(|_| wrong())?))
}

/// The rule an item has in its notice, as that of a ballot: hands are measured as the charter says.
pub fn measured(of: BallotRule, rule: &Rule) -> Result<BallotRule, Problem> {
    if rule.method == Method::NoObjection {
        return Err(Problem::at("meeting_item", "rule-asks-objection"));
    }
    let bar = |b: &Bar| match (u32::try_from(b.num), u32::try_from(b.den)) {
        (Ok(num), Ok(den)) if b.strict => tally::Bar::more_than(num, den),
        (Ok(num), Ok(den)) => tally::Bar::at_least(num, den),
        _ => tally::Bar::more_than(1, 2),
    };
    let base = match rule.base {
        Base::Roll | Base::Present => tally::majority::Base::Present,
        Base::Cast => tally::majority::Base::Cast,
        Base::ForAgainst => tally::majority::Base::ForAgainst,
    };
    let leg = tally::majority::Leg { measure: tally::majority::Measure::Electors, base, bar: bar(&rule.bar) };
    let turnout = rule.turnout.iter().map(|b| tally::majority::Turnout { measure: tally::majority::Measure::Electors, bar: bar(b) }).collect();
    Ok(BallotRule { legs: vec![leg], turnout, ..of })
}

/// A screen votes beside the hands only where the meeting has screens.
pub fn in_the_room(rule: BallotRule, mode: Mode) -> BallotRule {
    let doors = rule.doors.iter().copied().filter(|d| *d == Way::Room || mode != Mode::Room).collect();
    BallotRule { doors, ..rule }
}

/// Whoever stepped aside is out of the room for this vote: neither there nor among those who could be.
pub fn without(people: &[Attendance], recused: &[Recusal]) -> Vec<Attendance> {
    people.iter().filter(|a| !recused.iter().any(|r| Some(r.membership) == a.membership)).cloned().collect()
}

/// The vote is called: open at once, for those who are entitled and there.
pub fn call_vote(was: &Ballot, room: &Judged, (roll, hash): (RollSize, String), commitment: String, now: Moment) -> Decided<Ballot, VoteCalled> {
    if was.state != BallotState::Drafted || was.rule.method != BallotMethod::Hands {
        return Err(vec![Problem::new("ballot-not-now").with("state", was.state.code())]);
    }
    if !room.met {
        return Err(vec![no_quorum(room)]);
    }
    let event = VoteCalled { ballot: was.id, present: room.present, needed: room.needed };
    let open = Ballot {
        state: BallotState::Open, opens: now, roll, roll_hash: Some(hash), commitment: Some(commitment), rev: was.rev + 1, ..was.clone()
    };
    Ok((open, event))
}

/// Hands as one teller counted them, and as both did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandCount {
    pub hands: Hands,
    pub needed: i64,
    pub first: Option<AccountId>,
    pub second: Option<AccountId>,
}

impl HandCount {
    /// Two have said the same.
    pub fn is_signed(&self) -> bool {
        self.second.is_some()
    }
}

/// One of two counts. The first may be mended by whoever made it; the second has to say the same.
pub fn tell_hands(was: &Ballot, known: &HandCount, hands: Hands, by: AccountId, by_web: i64) -> Decided<HandCount, HandsTold> {
    if was.state != BallotState::Open || was.rule.method != BallotMethod::Hands {
        return Err(vec![Problem::new("ballot-not-now").with("state", was.state.code())]);
    }
    let entitled = i64::try_from(was.roll.electors).unwrap_or(i64::MAX);
    let most = entitled - by_web;
    if [hands.yes, hands.against, hands.abstain].iter().any(|n| !(0..=entitled).contains(n)) || hands.cast() > most {
        return Err(vec![Problem::at("for", "more-than-present").with("present", most)]);
    }
    match known.first {
        Some(first) if first != by && known.hands != hands => Err(vec![Problem::at("for", "tellers-differ")]),
        Some(first) if first != by => Ok((HandCount { second: Some(by), ..*known }, HandsTold { ballot: was.id, signed: true })),
        _ => Ok((HandCount { hands, first: Some(by), ..*known }, HandsTold { ballot: was.id, signed: false })),
    }
}

/// With the second signature the vote is over.
pub fn close_by_hands(was: &Ballot, now: Moment) -> Ballot {
    Ballot { state: BallotState::Closed, closed_at: Some(now), closes: now, rev: was.rev + 1, ..was.clone() }
}

/// Hands as votes of the count.
pub fn hands_as_votes(hands: Hands) -> impl Iterator<Item = (&'static str, u64)> {
    [("for", hands.yes), ("against", hands.against), ("abstain", hands.abstain)].into_iter().map(|(side, n)| (side, n.unsigned_abs())).filter(|(_, n)| *n > 0)
}

/// Somebody who steps aside for one ballot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recusal {
    pub membership: MembershipId,
    pub account: Option<AccountId>,
    pub shown_name: String,
    pub reason: String,
    pub decided_by: AccountId,
    pub at: Moment,
}

/// Stepping aside before votes are taken: by the member's own word, or as the chair decides. The reason is public.
pub fn recuse(of: &Ballot, member: &Membership, known: &[Recusal], reason: &str, by: AccountId, now: Moment) -> Decided<Recusal, MemberRecused> {
    let mut problems = vec![];
    let reason = said("reason", reason, 200).map_err(|p| problems.push(p)).unwrap_or_default();
    if of.rule.elector_kind != ElectorKind::Seat {
        problems.push(Problem::new("recusal-of-seats"));
    }
    if !matches!(of.state, BallotState::Drafted | BallotState::RollOpen) {
        problems.push(Problem::new("recusal-late"));
    }
    if known.iter().any(|r| r.membership == member.id) {
        problems.push(Problem::at("membership", "recused-already"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let recusal = Recusal { membership: member.id, account: member.account, shown_name: member.shown_name.clone(), reason, decided_by: by, at: now };
    Ok((recusal, MemberRecused { ballot: of.id, membership: member.id }))
}

/// Whoever wrote an option or stepped aside tells no votes.
pub fn may_tell(by: AccountId, authors: &[AccountId], recused: &[Recusal]) -> Result<(), Vec<Problem>> {
    let interested = authors.contains(&by) || recused.iter().any(|r| r.account == Some(by));
    if interested { Err(vec![Problem::new("teller-interested")]) } else { Ok(()) }
}

super::events::events! {
    VoteCalled "deliberation.vote_called" "ballot" ballot: BallotId, present: i64, needed: i64;
    HandsTold "deliberation.hands_told" "ballot" ballot: BallotId, signed: bool;
    MemberRecused "deliberation.member_recused" "ballot" ballot: BallotId, membership: MembershipId;
}
