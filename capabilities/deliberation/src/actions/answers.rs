//! What a body says to a proposal, and what time does to it.

use super::backings::keep_backing;
use super::matters::begin_matter;
use super::proposals::{authors, family_supports, officers, supporters};
use super::telling::tell;
use crate::rules::*;
use crate::store;
use auth::{Denied, Held, Role, Viewer};
use db::{Reader, Result, Tx};
use kernel::{Moment, Outcome, Problem, StreetId};
use messages::Kind;

/// A proposal in the hand of whoever answers: chair or convenor of its body, the secretary of its place.
pub(super) fn in_bodys_hand(tx: &mut Tx<'_>, viewer: &Viewer, id: ProposalId) -> Result<Proposal> {
    let (street, now) = (tx.street(), tx.now());
    let thing = store::proposal(tx, street, id)?.ok_or(Denied::Hidden)?;
    let hands = officers(tx, &thing)?;
    Ok(Held::<_, AnswerProposal>::take(viewer, InHand { thing, hands }, now)?.into_inner().thing)
}

/// The first word: read, and when the answer comes.
pub fn say_first_word(tx: &mut Tx<'_>, viewer: &Viewer, id: ProposalId, text: &str) -> Result<Outcome<Proposal>> {
    let (street, now) = (tx.street(), tx.now());
    let was = in_bodys_hand(tx, viewer, id)?;
    match say_first(&was, text, now) {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok((said, event)) => {
            store::save_proposal(tx, &was, &said)?;
            tx.record(&event)?;
            let authors = authors(tx, street, id)?;
            tell(tx, &said, (Kind::Office, "proposal-first-word", ""), authors)?;
            Ok(Outcome::Done(said))
        }
    }
}

/// The answer; a yes makes a real matter whose source is the proposal.
pub fn answer_proposal(tx: &mut Tx<'_>, viewer: &Viewer, id: ProposalId, words: &Answering) -> Result<Outcome<Proposal>> {
    let (street, now) = (tx.street(), tx.now());
    let was = in_bodys_hand(tx, viewer, id)?;
    let by = viewer.account().ok_or(Denied::Hidden)?;
    let mut problems = crate::rules::answer_proposal(&was, words, None, by, now).err().unwrap_or_default();
    let mut matter = None;
    if words.verdict == Some(AnswerVerdict::Matter) {
        let opening = Opening {
            question: words.question.clone(), topic: words.topic.clone(), track: words.track, source: Some(SourceKind::Proposal), source_title: if is_hidden(&was) { was.code.clone() } else { was.title.clone() },
            source_people: was.inside + was.outside, ..Opening::default()
        };
        let tied = |source| Source { link_kind: "proposal".into(), link_id: Some(id.uuid()), path: format!("/proposals/{id}"), ..source };
        let body = was.body.map(|b| store::body(tx, street, b)).transpose()?.flatten();
        match body {
            None => problems.push(Problem::at("verdict", "no-body")),
            Some(body) => match begin_matter(tx, (&body, was.place), &opening, by, tied)? {
                Err(more) => problems.extend(more),
                Ok(opened) => matter = Some(opened.id),
            },
        }
    }
    if !problems.is_empty() {
        return Ok(Outcome::Refused(was, problems));
    }
    match crate::rules::answer_proposal(&was, words, matter, by, now) {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok((answered, event)) => {
            store::save_proposal(tx, &was, &answered)?;
            keep_backing(tx, &answered)?;
            tx.record(&event)?;
            let mut people = authors(tx, street, id)?;
            people.extend(supporters(tx, street, id)?);
            tell(tx, &answered, (Kind::Office, "proposal-answered", ""), people)?;
            Ok(Outcome::Done(answered))
        }
    }
}

/// Proposals that time changes in one go.
const TOGETHER: i64 = 100;

/// Whether time has anything to do.
pub fn any_elapsed(r: &mut Reader<'_>, street: StreetId, now: Moment) -> Result<bool> {
    Ok(!store::elapsing(r, street, now, 1)?.is_empty())
}

/// What time does: a word before the lapse, the lapse, urging and supervision of late answers, the end of what nobody
/// took over. Gives how many it changed.
pub fn pass_proposal_time(tx: &mut Tx<'_>) -> Result<usize> {
    let (street, now) = (tx.street(), tx.now());
    let mut changed = 0;
    for was in store::elapsing(tx, street, now, TOGETHER)? {
        let Some(what) = elapsed(&was, now) else { continue };
        let (next, event) = pass_time(&was, what, now);
        store::save_proposal(tx, &was, &next)?;
        tx.record(&event)?;
        changed += 1;
        let authors = authors(tx, street, was.id)?;
        match what {
            Elapsed::Warn => tell(tx, &next, (Kind::Office, "proposal-lapses-soon", ""), authors)?,
            Elapsed::Lapse => {
                let supporters = supporters(tx, street, was.id)?;
                tell(tx, &next, (Kind::Office, "proposal-lapsed", ""), authors.into_iter().chain(supporters))?;
            }
            Elapsed::Withdraw => {
                let supporters = supporters(tx, street, was.id)?;
                tell(tx, &next, (Kind::Office, "proposal-withdrawn", ""), authors.into_iter().chain(supporters))?;
            }
            Elapsed::Urge => {
                let officers = officers(tx, &next)?;
                tell(tx, &next, (Kind::Work, "proposal-late", ""), officers)?;
            }
            Elapsed::Supervise => {
                let street_officers = identity::holders(tx, street, &[Role::StreetOfficer], now)?;
                tell(tx, &next, (Kind::Work, "proposal-supervised", ""), street_officers.into_iter().map(|h| h.0))?;
            }
        }
    }
    Ok(changed)
}

/// Proposals whose counts are not what their rows say, whose clock does not follow from its proof, or that reached their
/// threshold and have no clock.
pub fn broken_proposals(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<String>> {
    let (mut broken, mut before) = (vec![], None);
    loop {
        let page = store::proposals(r, street, (None, None), before, 200)?;
        before = page.last().map(|p| p.id);
        for p in &page {
            let supports = family_supports(r, street, p.id)?;
            let counted = standing(p.place, supports.iter().map(|(_, s)| s));
            let same = (counted.inside, counted.outside) == (p.inside, p.outside);
            let proved = p.clock.as_ref().is_none_or(|c| c.proofs.iter().all(|proof| worktime::verify(proof).is_ok()));
            let owed = p.state != ProposalState::Reached || p.clock.is_some();
            if !same || !proved || !owed {
                broken.push(p.code.clone());
            }
        }
        if before.is_none() || broken.len() >= 20 {
            return Ok(broken);
        }
    }
}
