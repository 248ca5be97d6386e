//! A vote by raised hands: called in a meeting with a quorum, counted by two, over with the second signature; and members
//! who step aside.

use super::ballots::{counted_now, opening_secret, roll_key, voted};
use super::rolls::name_row;
use crate::rules::{self, *};
use crate::store;
use auth::{Denied, Viewer};
use db::{Fault, Reader, Result, Tx};
use kernel::{Outcome, Problem, Purpose, StreetId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const OFFICES: &[Office] = &[Office::Chair, Office::Convenor, Office::MinuteTaker];

/// Who steps aside: oneself, or a member the chair decides about.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Recusing {
    /// The seat; one's own unless said.
    #[schema(value_type = Option<String>)]
    pub membership: Option<MembershipId>,
    pub reason: String,
}

/// The item a vote by hands is drafted for, with its rule as it stands in the notice.
pub(super) fn room_rule(r: &mut Reader<'_>, street: StreetId, (body, matter): (BodyId, MatterId), typed: &str) -> Result<std::result::Result<(Meeting, i32, Rule), Problem>> {
    let missing = || Problem::at("meeting_item", "meeting-item-missing");
    let (meeting, item) = match meeting_item(typed) {
        Ok(found) => found,
        Err(problem) => return Ok(Err(problem)),
    };
    let Some(meeting) = store::meeting(r, street, meeting)?.filter(|m| m.body == body) else { return Ok(Err(missing())) };
    let notices = store::notices_of(r, street, meeting.id)?;
    Ok(match decidable(&meeting, &notices, item) {
        Ok((found, rule)) if found.matter.is_none_or(|m| m == matter.uuid()) => {
            let rule = rule.clone();
            Ok((meeting, item, rule))
        }
        Ok(_) => Err(missing()),
        Err(problem) => Err(Problem { field: Some("meeting_item"), ..problem }),
    })
}

/// Called by whoever holds the meeting: its roll is who is entitled and there at this moment.
pub fn call_vote(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId) -> Result<Outcome<Ballot>> {
    let (street, now) = (tx.street(), tx.now());
    let was = store::find_ballot_in_hand::<HoldBallot>(tx, viewer, id, OFFICES, now)?.into_inner().thing;
    let (Some(meeting), Some(item)) = (was.meeting, was.item) else { return Ok(Outcome::Refused(was, vec![Problem::new("hands-only")])) };
    let of = store::meeting(tx, street, meeting)?.ok_or(Denied::Hidden)?;
    let notices = store::notices_of(tx, street, meeting)?;
    let problem = match decidable(&of, &notices, item) {
        _ if of.state != MeetingState::Open => Some(Problem::new("not-open")),
        Err(problem) => Some(Problem { field: None, ..problem }),
        Ok((_, rule)) if measured(was.rule.clone(), rule).ok().as_ref() != Some(&was.rule) => Some(Problem::new("rule-changed")),
        Ok(_) if store::results_of(tx, street, meeting)?.iter().any(|r| r.no == item) => Some(Problem::new("decided-already")),
        Ok(_) => None,
    };
    if let Some(problem) = problem {
        return Ok(Outcome::Refused(was, vec![problem]));
    }
    let Some(rules) = &of.rules else { return Ok(Outcome::Refused(was, vec![Problem::new("not-convened")])) };
    let memberships = store::memberships_of(tx, street, was.body)?;
    let recused = store::recusals_of(tx, street, id)?;
    let seated = roster_on(&memberships, now.day());
    let filled = seated.iter().filter(|m| !recused.iter().any(|r| r.membership == m.id)).count();
    let people = without(&store::attendees_of(tx, street, meeting)?, &recused);
    let room = rules.quorum_of(of.call).judge(&presence(rules, i64::try_from(filled).map_err(Fault::other)?, &people, now));
    let substitutes = store::substitutes_of(tx, street, was.body)?;
    let mut lines = vec![];
    for (a, line) in entitled_there(&people, now).into_iter().zip(1..) {
        let key = roll_key(tx, &was, &format!("attendance/{}", a.id))?;
        let name = super::substitutes::shown_name(a, &memberships, &substitutes);
        let sealed = name.map(|name| tx.seal(Purpose::Identity, "ballot_electors.name", name_row(id, line), &name)).transpose()?;
        lines.push((Elector { account: a.account, ..super::rolls::listed(id, line, key, None, 1, None) }, sealed));
    }
    let electors: Vec<Elector> = lines.iter().map(|(e, _)| e.clone()).collect();
    let (commitment, secret) = opening_secret(tx, id)?;
    match rules::call_vote(&was, &room, (roll_size(&electors), roll_hash(&electors)), commitment, now) {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok((open, event)) => {
            store::insert_electors(tx, lines)?;
            store::keep_secret(tx, id, &secret)?;
            store::put_hands(tx, id, &HandCount { hands: Hands::default(), needed: room.needed, first: None, second: None })?;
            store::save_ballot(tx, &was, &open)?;
            tx.record(&event)?;
            Ok(Outcome::Done(open))
        }
    }
}

/// One of two counts of raised hands. With the second, which says the same, the vote is over and counted; the minutes of the
/// meeting have it as the result of the item, under the ballot's own id.
pub fn tell_hands(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId, hands: Hands) -> Result<Outcome<Ballot>> {
    let (street, now) = (tx.street(), tx.now());
    let was = store::find_ballot_in_hand::<HoldBallot>(tx, viewer, id, OFFICES, now)?.into_inner().thing;
    let by = viewer.account().ok_or(Denied::Hidden)?;
    let authors = store::option_authors(tx, street, was.matter)?;
    if let Err(problems) = may_tell(by, &authors, &store::recusals_of(tx, street, id)?) {
        return Ok(Outcome::Refused(was, problems));
    }
    let known = store::hands_of(tx, street, id)?;
    let Some(known) = known else { return Ok(Outcome::Refused(was, vec![Problem::new("vote-not-called")])) };
    let by_web = voted(tx, street, id)?.values().sum();
    let (told, event) = match rules::tell_hands(&was, &known, hands, by, by_web) {
        Err(problems) => return Ok(Outcome::Refused(was, problems)),
        Ok(told) => told,
    };
    store::put_hands(tx, id, &told)?;
    tx.record(&event)?;
    if !told.is_signed() {
        // The row of the ballot keeps two tellers apart who write at once.
        store::save_ballot(tx, &was, &Ballot { rev: was.rev + 1, ..was.clone() })?;
        return Ok(Outcome::Done(was));
    }
    let closed = close_by_hands(&was, now);
    store::save_ballot(tx, &was, &closed)?;
    tx.record(&BallotClosed { ballot: id, matter: was.matter, accepted: told.hands.cast() + by_web })?;
    let done = match counted_now(tx, &closed)? {
        Err(problems) => return Ok(Outcome::Refused(was, problems)),
        Ok((done, event)) => {
            store::save_ballot(tx, &closed, &done)?;
            tx.record(&event)?;
            done
        }
    };
    minute(tx, &done, &told)?;
    Ok(Outcome::Done(done))
}

/// The item's result as the minutes pull it.
fn minute(tx: &mut Tx<'_>, of: &Ballot, told: &HandCount) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    let (Some(meeting), Some(no), Some(proof)) = (of.meeting, of.item, &of.proof) else { return Ok(()) };
    let m = store::meeting(tx, street, meeting)?.ok_or(Denied::Hidden)?;
    let notices = store::notices_of(tx, street, meeting)?;
    let Ok((item, rule)) = decidable(&m, &notices, no) else { return Ok(()) };
    let sides = &proof.counted.rounds["judgement"]["poll"]["electors"];
    let side = |name: &str| sides[name].as_i64().unwrap_or(0);
    let result = ItemResult {
        id: of.id.uuid(),
        meeting,
        no,
        matter: item.matter,
        how: How::Hands,
        rule_name: item.rule_name.clone().unwrap_or_default(),
        rule: rule.clone(),
        hands: Hands { yes: side("for"), against: side("against"), abstain: side("abstain") },
        objections: 0,
        present: i64::try_from(of.roll.electors).map_err(Fault::other)?,
        needed: told.needed,
        roll: i64::try_from(of.roll.electors).map_err(Fault::other)?,
        verdict: if proof.counted.outcome == BallotOutcome::Adopted { Verdict::Adopted } else { Verdict::NotAdopted },
        at: now,
    };
    let event = ItemDecided { meeting, no, matter: result.matter, how: result.how.code(), verdict: result.verdict.code() };
    store::save_meeting(tx, &m, &Meeting { rev: m.rev + 1, ..m.clone() })?;
    store::insert_result(tx, &result)?;
    tx.record(&event)?;
    Ok(())
}

/// A member steps aside, or the chair decides that one does: off the roll of this ballot, out of quorum and base.
pub fn recuse(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId, words: &Recusing) -> Result<Outcome<Ballot>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_ballot_of_members::<Recuse>(tx, viewer, id, now)?.into_inner().thing;
    let by = viewer.account().ok_or(Denied::Hidden)?;
    let memberships = store::memberships_of(tx, street, of.body)?;
    let seated = roster_on(&memberships, now.day());
    let member = match words.membership {
        Some(which) => seated.iter().find(|m| m.id == which),
        None => seated.iter().find(|m| m.account == Some(by)),
    };
    let Some(member) = member else { return Ok(Outcome::Refused(of, vec![Problem::at("membership", "no-such-seat")])) };
    let chairs = holders(&store::offices_of(tx, street, of.body)?, &[Office::Chair], now.day());
    if member.account != Some(by) && !chairs.contains(&by) {
        return Err(Denied::Forbidden.into());
    }
    let known = store::recusals_of(tx, street, id)?;
    match rules::recuse(&of, member, &known, &words.reason, by, now) {
        Err(problems) => Ok(Outcome::Refused(of, problems)),
        Ok((recusal, event)) => {
            store::insert_recusal(tx, id, &recusal)?;
            let key = roll_key(tx, &of, &seat_key(member))?;
            if let Some(line) = store::elector_by_key(tx, street, id, &key)?.filter(|e| e.state == ElectorState::Listed) {
                store::save_elector(tx, &line, &Elector { state: ElectorState::Struck, ..line.clone() }, Some(&recusal.reason))?;
            }
            tx.record(&event)?;
            Ok(Outcome::Done(of))
        }
    }
}
