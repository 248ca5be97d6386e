//! Ballots that elect: drafted for vacant seats of a body, and the seats taken as the elected accept.

use super::account_typed;
use super::ballots::keep_draft;
use super::bodies::sit_chosen;
use crate::rules::*;
use crate::store;
use crate::views::*;
use auth::{Denied, Viewer};
use db::{Reader, Result, Tx};
use kernel::{Moment, Outcome, Problem};

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
    let days = BallotDays::said(words.check_days, words.elector_kind == Some(ElectorKind::Seat), (words.opens, words.closes), now);
    let mut problems = days.problems(now);
    let question = said("question", &words.question, MOST_QUESTION).map_err(|p| problems.push(p)).unwrap_or_default();
    let scope = said("scope", &words.scope, 120).map_err(|p| problems.push(p)).unwrap_or_default();
    let names = candidates_typed(&words.candidates).map_err(|p| problems.extend(p)).unwrap_or_default();
    let drawn = election_rule(words, &names, charter_on(&charters, now.day()), &memberships, now).map_err(|p| problems.extend(p)).ok();
    let mut candidates = vec![];
    for ((name, login), no) in names.into_iter().zip(1..) {
        let account = account_typed(tx, street, "candidates", &login)?.map_err(|p| problems.push(p)).ok().flatten();
        candidates.push(Candidate { no, shown_name: name, account: account.map(|a| a.id), state: CandidateState::Standing, membership: None, reason: None, answered_at: None });
    }
    let Some((rule, options)) = drawn.filter(|_| problems.is_empty()) else { return Ok(Outcome::Refused(None, problems)) };
    let named = (BallotId::fresh(), short_code('B', now.day(), store::next_number(tx, 'B', now.day())?));
    let drawn = Ballot::drafted(named, (of, body.place), (question, scope), (rule, options), days, by);
    let ballot = Ballot { category: Some(words.category.trim().to_owned()), ..drawn };
    keep_draft(tx, &ballot)?;
    store::insert_candidates(tx, ballot.id, &candidates)?;
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
    let seating = Seating {
        category: of.category.clone().unwrap_or_default(),
        shown_name: who.shown_name.clone(),
        profession: words.profession.clone(),
        interests: words.interests.clone(),
        interests_declared: words.interests_declared,
        ..Seating::default()
    };
    sit_chosen(tx, of.body, who.account, &seating)
}
