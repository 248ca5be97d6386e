//! Ballots that elect: drafted for vacant seats of a body, and the seats taken as the elected accept.

use crate::rules::*;
use crate::store;
use crate::views::*;
use auth::{Denied, Viewer};
use db::{Reader, Result, Tx};
use kernel::{Moment, Outcome, PersonId, Problem};

const TOGETHER: i64 = 30;

pub fn elections_view(r: &mut Reader<'_>, viewer: &Viewer, of: BodyId, now: Moment) -> Result<ElectionsView> {
    let street = viewer.street;
    let body = store::find_body::<SeeBody>(r, viewer, of, now)?.into_inner();
    let (charters, memberships) = (store::charters_of(r, street, of)?, store::memberships_of(r, street, of)?);
    let charter = charter_on(&charters, now.day());
    let elected = |category: &str| charter.and_then(|c| c.rules.class(category)).is_some_and(|c| c.filled_by == FilledBy::Elected);
    let vacant = charter.map(|c| vacancies(c, &memberships, now.day())).unwrap_or_default();
    let ballots = store::elections_of(r, street, of, TOGETHER)?;
    Ok(ElectionsView {
        body: of,
        name: body.name.clone(),
        vacant: vacant.into_iter().filter(|(category, _)| elected(category)).collect(),
        ballots: ballots.into_iter().map(BallotLine::from).collect(),
        may_draft: auth::may::<_, KeepElection>(viewer, &body, now),
        words: Electing::default(),
        problems: vec![],
    })
}

/// Drafted for vacant seats; from here on a ballot like any other.
pub fn draft_election(tx: &mut Tx<'_>, viewer: &Viewer, of: BodyId, words: &Electing) -> Result<Outcome<Option<Ballot>>> {
    let (street, now) = (tx.street(), tx.now());
    let body = store::find_body::<KeepElection>(tx, viewer, of, now)?.into_inner();
    let by = viewer.account().ok_or(Denied::Forbidden)?;
    let (charters, memberships) = (store::charters_of(tx, street, of)?, store::memberships_of(tx, street, of)?);
    let check_days = words.check_days.unwrap_or(CHECK_DAYS).clamp(if words.elector_kind == Some(ElectorKind::Seat) { 0 } else { CHECK_DAYS }, 30);
    let opens = words.opens.unwrap_or_else(|| now.plus_days(check_days));
    let closes = words.closes.unwrap_or_else(|| opens.plus_days(7));
    let mut problems = day_problems(check_days, opens, closes, now);
    let question = said("question", &words.question, MOST_QUESTION).map_err(|p| problems.push(p)).unwrap_or_default();
    let scope = said("scope", &words.scope, 120).map_err(|p| problems.push(p)).unwrap_or_default();
    let names = candidates_typed(&words.candidates).map_err(|p| problems.extend(p)).unwrap_or_default();
    let drawn = election_rule(words, &names, charter_on(&charters, now.day()), &memberships, now).map_err(|p| problems.extend(p)).ok();
    let mut candidates = vec![];
    for ((name, login), no) in names.into_iter().zip(1..) {
        let account = if login.is_empty() { None } else { identity::find_account_by_login(tx, street, &login)? };
        if account.is_none() && !login.is_empty() {
            problems.push(Problem::at("candidates", "login-unknown"));
        }
        candidates.push(Candidate { no, shown_name: name, account: account.map(|a| a.id), state: CandidateState::Standing, membership: None, reason: None, answered_at: None });
    }
    let Some((rule, options)) = drawn.filter(|_| problems.is_empty()) else { return Ok(Outcome::Refused(None, problems)) };
    let ballot = Ballot {
        id: BallotId::fresh(),
        code: short_code('B', now.day(), store::next_number(tx, 'B', now.day())?),
        matter: None,
        body: of,
        round: 1,
        place: body.place,
        question,
        options_hash: options_hash(&options),
        options,
        rule,
        scope,
        check_days,
        state: BallotState::Drafted,
        opens,
        closes,
        roll_until: None,
        roll: RollSize::default(),
        roll_hash: None,
        commitment: None,
        closing_by: None,
        closed_at: None,
        counted_at: None,
        sealed_at: None,
        proof: None,
        why_void: None,
        meeting: None,
        item: None,
        follows: None,
        root: None,
        rewording: 0,
        category: Some(words.category.trim().to_owned()),
        forgotten_at: None,
        kept_doors: None,
        drafted_by: by,
        rev: 1,
    };
    store::insert_ballot(tx, &ballot)?;
    store::insert_candidates(tx, ballot.id, &candidates)?;
    tx.record(&BallotDrafted { ballot: ballot.id, matter: None, method: ballot.rule.method.code(), secrecy: ballot.rule.secrecy.code() })?;
    Ok(Outcome::Done(Some(ballot)))
}

/// Somebody who was elected takes the seat, or does not: then it stays vacant.
pub fn answer_seat(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId, words: &SeatAnswer) -> Result<Outcome<Ballot>> {
    let (street, now) = (tx.street(), tx.now());
    let thing = store::ballot(tx, street, id)?.ok_or(Denied::Hidden)?;
    let candidates = store::candidates_of(tx, street, id)?;
    let hands = candidates.iter().filter(|c| c.no == words.no).filter_map(|c| c.account).collect();
    let of = auth::Held::<_, AnswerSeat>::take(viewer, InHand { thing, hands }, now)?.into_inner().thing;
    let was = match may_answer_seat(&of, &candidates, words.no) {
        Ok(was) => was,
        Err(problems) => return Ok(Outcome::Refused(of, problems)),
    };
    let answered = if words.accepted {
        match take_seat_of(tx, &of, &was, words)? {
            Ok(membership) => Candidate { state: CandidateState::Accepted, membership: Some(membership), answered_at: Some(now), ..was },
            Err(problems) => return Ok(Outcome::Refused(of, problems)),
        }
    } else {
        match said("reason", &words.reason, 200) {
            Ok(reason) => Candidate { state: CandidateState::Declined, reason: Some(reason), answered_at: Some(now), ..was },
            Err(problem) => return Ok(Outcome::Refused(of, vec![problem])),
        }
    };
    store::save_candidate(tx, id, &answered)?;
    tx.record(&ElectionAnswered { ballot: id, no: answered.no, accepted: words.accepted })?;
    Ok(Outcome::Done(of))
}

/// The seat, under the charter as it stands.
fn take_seat_of(tx: &mut Tx<'_>, of: &Ballot, who: &Candidate, words: &SeatAnswer) -> Result<std::result::Result<MembershipId, Vec<Problem>>> {
    let street = tx.street();
    let body = store::body(tx, street, of.body)?.ok_or(Denied::Hidden)?;
    let person = match who.account {
        None => None,
        Some(account) => identity::find_account(tx, street, account)?.map(|a| a.person),
    };
    let sitter = Sitter { person: person.unwrap_or_else(PersonId::fresh), account: who.account };
    let seating = Seating {
        category: of.category.clone().unwrap_or_default(),
        shown_name: who.shown_name.clone(),
        profession: words.profession.clone(),
        interests: words.interests.clone(),
        interests_declared: words.interests_declared,
        ..Seating::default()
    };
    let (charters, memberships) = (store::charters_of(tx, street, of.body)?, store::memberships_of(tx, street, of.body)?);
    match seat((MembershipId::fresh(), of.body), &charters, &memberships, &seating, sitter, tx.now()) {
        Err(problems) => Ok(Err(problems)),
        Ok((membership, event)) => {
            store::touch_body(tx, &body)?;
            store::insert_membership(tx, &membership)?;
            tx.record(&event)?;
            Ok(Ok(membership.id))
        }
    }
}
