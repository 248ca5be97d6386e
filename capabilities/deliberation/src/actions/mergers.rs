//! Proposals become one, come apart, and are left and taken over.

use super::answers::in_bodys_hand;
use super::proposals::{authors, family_supports, in_authors_hand, recount, supporters};
use super::telling::tell;
use super::reader;
use crate::rules::*;
use crate::store;
use auth::{Denied, Viewer};
use db::{Reader, Result, Tx};
use kernel::{Moment, Outcome, Problem, StreetId, uuid::Uuid};
use messages::Kind;

/// Its first author asks to be taken up in another, named by its code.
pub fn ask_to_merge(tx: &mut Tx<'_>, viewer: &Viewer, id: ProposalId, typed: &str) -> Result<Outcome<Proposal>> {
    let (street, now) = (tx.street(), tx.now());
    let from = in_authors_hand(tx, viewer, id)?;
    let by = viewer.account().ok_or(Denied::Hidden)?;
    let into = match code_typed(typed) {
        Some(code) => store::proposal_by_code(tx, street, &code)?,
        None => None,
    };
    let Some(into) = into else { return Ok(Outcome::Refused(from, vec![Problem::at("into", "code-unknown")])) };
    let open = open_merger(tx, street, id)?;
    match ask_merger(Uuid::now_v7(), &from, &into, open.as_ref(), by, now) {
        Err(problems) => Ok(Outcome::Refused(from, problems)),
        Ok((merger, event)) => {
            store::insert_merger(tx, &merger)?;
            tx.record(&event)?;
            tell(tx, &into, (Kind::Office, "proposal-merger-asked", &merger.id.to_string()), [into.author])?;
            Ok(Outcome::Done(from))
        }
    }
}

/// The merger of this proposal that waits for its answer.
fn open_merger(r: &mut Reader<'_>, street: StreetId, from: ProposalId) -> Result<Option<Merger>> {
    Ok(store::mergers_of(r, street, from)?.into_iter().find(|m| m.from == from && m.is_asked()))
}

/// What is asked of a proposal, with both sides.
fn asked(r: &mut Reader<'_>, street: StreetId, from: ProposalId) -> Result<(Proposal, Option<(Merger, Proposal)>)> {
    let proposal = store::proposal(r, street, from)?.ok_or(Denied::Hidden)?;
    let Some(merger) = open_merger(r, street, from)? else { return Ok((proposal, None)) };
    let into = store::proposal(r, street, merger.into)?.ok_or(Denied::Hidden)?;
    Ok((proposal, Some((merger, into))))
}

/// The first author of the other agrees, or says no.
pub fn agree_to_merge(tx: &mut Tx<'_>, viewer: &Viewer, id: ProposalId, refuses: bool) -> Result<Outcome<Proposal>> {
    let (street, now) = (tx.street(), tx.now());
    let (from, Some((merger, into))) = asked(tx, street, id)? else { return none_asked(tx, street, id) };
    in_authors_hand(tx, viewer, into.id)?;
    if refuses {
        store::save_merger(tx, &Merger { refused_at: Some(now), ..merger.clone() })?;
        tx.record(&MergerRefused { proposal: from.id, into: into.id })?;
        tell(tx, &from, (Kind::Office, "proposal-merger-refused", &merger.id.to_string()), [from.author])?;
        return Ok(Outcome::Done(from));
    }
    merged(tx, (&merger, &from, &into), &Agreed::ByAuthors)
}

/// After silence the body decides, with its reason.
pub fn decide_merger(tx: &mut Tx<'_>, viewer: &Viewer, id: ProposalId, why: &str) -> Result<Outcome<Proposal>> {
    let street = tx.street();
    let (from, Some((merger, into))) = asked(tx, street, id)? else { return none_asked(tx, street, id) };
    in_bodys_hand(tx, viewer, into.id)?;
    merged(tx, (&merger, &from, &into), &Agreed::ByBody(why))
}

fn none_asked(r: &mut Reader<'_>, street: StreetId, id: ProposalId) -> Result<Outcome<Proposal>> {
    let proposal = store::proposal(r, street, id)?.ok_or(Denied::Hidden)?;
    Ok(Outcome::Refused(proposal, vec![Problem::new("merger-over")]))
}

fn merged(tx: &mut Tx<'_>, (asked, from, into): (&Merger, &Proposal, &Proposal), how: &Agreed<'_>) -> Result<Outcome<Proposal>> {
    let (street, now) = (tx.street(), tx.now());
    match merge_proposals(asked, from, into, how, now) {
        Err(problems) => Ok(Outcome::Refused(from.clone(), problems)),
        Ok(((merger, gone, kept), event)) => {
            let mut people = supporters(tx, street, from.id)?;
            people.extend(authors(tx, street, from.id)?);
            store::save_merger(tx, &merger)?;
            store::save_proposal(tx, from, &gone)?;
            tx.record(&event)?;
            recount(tx, into, &kept)?;
            tell(tx, &gone, (Kind::Office, "proposal-merged", &merger.id.to_string()), people)?;
            Ok(Outcome::Done(gone))
        }
    }
}

/// Apart again: by a first author of either, or for the body, with a reason. Whoever joined since is asked which.
pub fn split_merged(tx: &mut Tx<'_>, viewer: &Viewer, id: ProposalId, why: &str) -> Result<Outcome<Proposal>> {
    let (street, now) = (tx.street(), tx.now());
    let from = store::proposal(tx, street, id)?.ok_or(Denied::Hidden)?;
    let merger = store::mergers_of(tx, street, id)?.into_iter().rev().find(|m| m.from == id && m.merged_at.is_some() && m.split_at.is_none());
    let Some(merger) = merger else { return none_asked(tx, street, id) };
    let into = store::proposal(tx, street, merger.into)?.ok_or(Denied::Hidden)?;
    let reader = viewer.account();
    if reader != Some(from.author) && reader != Some(into.author) {
        in_bodys_hand(tx, viewer, into.id)?;
    }
    let undecided = before_decision(tx, street, &into)?;
    match split_proposals(&merger, &from, &into, undecided, why, now) {
        Err(problems) => Ok(Outcome::Refused(from, problems)),
        Ok(((merger, again), event)) => {
            store::save_merger(tx, &merger)?;
            let again = recount(tx, &from, &again)?;
            recount(tx, &into, &into)?;
            tx.record(&event)?;
            let asked_since = since_merger(tx, street, &merger)?;
            tell(tx, &into, (Kind::Office, "proposal-split-choose", &merger.id.to_string()), asked_since)?;
            Ok(Outcome::Done(again))
        }
    }
}

/// Whether the matter it became has not come to its decision.
fn before_decision(r: &mut Reader<'_>, street: StreetId, of: &Proposal) -> Result<bool> {
    let Some(matter) = of.answer.as_ref().and_then(|a| a.matter) else { return Ok(false) };
    Ok(store::matter(r, street, matter)?.is_some_and(|m| m.state == MatterState::Walking && m.step < MatterStep::Decision))
}

/// Accounts that joined what was merged after it was.
fn since_merger(r: &mut Reader<'_>, street: StreetId, merger: &Merger) -> Result<Vec<kernel::AccountId>> {
    let merged_at: Moment = merger.merged_at.unwrap_or(merger.asked_at);
    let joined = store::supports_of(r, street, merger.into)?.into_iter().filter(|s| s.stands() && s.at >= merged_at);
    Ok(joined.map(|s| s.account).collect())
}

/// The first author leaves it.
pub fn withdraw_proposal(tx: &mut Tx<'_>, viewer: &Viewer, id: ProposalId) -> Result<Outcome<Proposal>> {
    let (street, now) = (tx.street(), tx.now());
    let was = in_authors_hand(tx, viewer, id)?;
    let by_authors = store::authors_of(tx, street, id)?;
    match leave_proposal(&was, &by_authors, now) {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok((left, event)) => {
            store::save_proposal(tx, &was, &left)?;
            tx.record(&event)?;
            let mut people = authors(tx, street, id)?;
            people.extend(supporters(tx, street, id)?);
            let code = if left.state == ProposalState::Withdrawn { "proposal-withdrawn" } else { "proposal-offered" };
            tell(tx, &left, (Kind::Office, code, &now.0.to_string()), people.into_iter().filter(|a| *a != was.author))?;
            Ok(Outcome::Done(left))
        }
    }
}

/// Another author agrees that it ends.
pub fn agree_to_withdraw(tx: &mut Tx<'_>, viewer: &Viewer, id: ProposalId) -> Result<Outcome<Proposal>> {
    let (street, now) = (tx.street(), tx.now());
    let was = store::find_proposal::<Propose>(tx, viewer, id, now)?.into_inner();
    let (_, account) = reader(tx, viewer)?;
    let is_author = store::authors_of(tx, street, id)?.iter().any(|a| a.account == Some(account));
    if was.leaving_since.is_none() || !is_author || !is_open(&was) {
        return Ok(Outcome::Refused(was, vec![Problem::new("nothing-to-agree")]));
    }
    store::agree_to_end(tx, id, Some(account))?;
    let by_authors = store::authors_of(tx, street, id)?;
    let next = ended_if_agreed(Proposal { rev: was.rev + 1, ..was.clone() }, &by_authors);
    store::save_proposal(tx, &was, &next)?;
    tx.record(&WithdrawalAgreed { proposal: id })?;
    Ok(Outcome::Done(next))
}

/// Another author or a supporter takes it over.
pub fn adopt_proposal(tx: &mut Tx<'_>, viewer: &Viewer, id: ProposalId, shown_name: &str) -> Result<Outcome<Proposal>> {
    let (street, now) = (tx.street(), tx.now());
    let was = store::find_proposal::<Propose>(tx, viewer, id, now)?.into_inner();
    let (person, account) = reader(tx, viewer)?;
    let by_authors = store::authors_of(tx, street, id)?;
    let supports: Vec<Support> = family_supports(tx, street, id)?.into_iter().map(|(_, s)| s).collect();
    let may = may_adopt(&was, &by_authors, &supports, account, now);
    let known = by_authors.iter().any(|a| a.account == Some(account));
    let (adopted, event) = match crate::rules::adopt_proposal(&was, may, account) {
        Err(problems) => return Ok(Outcome::Refused(was, problems)),
        Ok(decided) => decided,
    };
    if !known {
        let shown_name = match said("shown_name", shown_name, MOST_NAME) {
            Ok(name) => name,
            Err(problem) => return Ok(Outcome::Refused(was, vec![problem])),
        };
        let no = by_authors.last().map_or(1, |a| a.no + 1);
        let author = Author { no, kind: AuthorKind::Person, shown_name, account: Some(account), invitation: None, consented_at: Some(now), leaving_at: None };
        store::insert_author(tx, id, &author, Some(person))?;
    }
    store::agree_to_end(tx, id, None)?;
    store::save_proposal(tx, &was, &adopted)?;
    tx.record(&event)?;
    let mut people = authors(tx, street, id)?;
    people.extend(supporters(tx, street, id)?);
    tell(tx, &adopted, (Kind::Office, "proposal-adopted", &now.0.to_string()), people)?;
    Ok(Outcome::Done(adopted))
}
