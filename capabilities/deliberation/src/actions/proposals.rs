//! Proposals are put forward, changed and stood behind.

use super::backings::tell_groups;
use super::helping::{acted, acting, in_person};
use super::residences::{Speaker, speaking};
use super::telling::tell;
use super::{place_typed, reader};
use crate::rules::{self, *};
use crate::store;
use auth::{Denied, Held, PlacePath, Viewer};
use db::{Fault, Reader, Result, Tx};
use kernel::{AccountId, Event, Moment, Outcome, Problem, StreetId};
use messages::Kind;
use worktime::Calendar;

/// Put forward at a place by somebody who belongs there.
pub fn propose(tx: &mut Tx<'_>, viewer: &Viewer, words: &Proposing) -> Result<Outcome<Option<Proposal>>> {
    let (street, now) = (tx.street(), tx.now());
    if !auth::reaches(WHO_MAY, "propose", viewer, now) {
        return Err(Denied::Hidden.into());
    }
    let tree = places::tree(tx, street)?;
    let place = match place_typed(&tree, "place_name", &words.place_name) {
        Ok(Some(place)) => tree.path_of(place),
        Ok(None) => return Ok(Outcome::Refused(None, vec![Problem::at("place_name", "place-missing")])),
        Err(problem) => return Ok(Outcome::Refused(None, vec![problem])),
    };
    let who = match speaking(tx, viewer, &words.helped())? {
        Ok(who) => who,
        Err(problems) => return Ok(Outcome::Refused(None, problems)),
    };
    let mut problems = vec![];
    problems.extend(super::pauses::not_paused(tx, who.person)?.err());
    match tie_for(place, &who.ties) {
        None => problems.push(Problem::new("residence-missing")),
        Some(at) if !within(place, at) => problems.push(Problem::at("place_name", "not-of-the-place")),
        Some(_) => {}
    }
    let origin = words.origin.unwrap_or(Origin::Plain);
    let bodies = store::bodies(tx, street)?;
    if origin == Origin::YouthCouncil && !sits_with_the_young(tx, street, &bodies, who.account)? {
        problems.push(Problem::at("origin", "not-of-the-young"));
    }
    let code = short_code('P', now.day(), store::next_number(tx, 'P', now.day())?);
    let made = publish((ProposalId::fresh(), code), words, place, answering(&bodies, place, origin), who.account, now);
    match made {
        Ok((proposal, event)) if problems.is_empty() => {
            store::insert_proposal(tx, &proposal)?;
            let first = Version { no: 1, title: proposal.title.clone(), text: proposal.text.clone(), offer: proposal.offer.clone(), place, material: false, at: now };
            store::put_version(tx, proposal.id, &first)?;
            let shown_name = words.shown_name.trim().to_owned();
            let author = Author { no: 1, kind: words.kind.unwrap_or(AuthorKind::Person), shown_name, account: Some(who.account), invitation: None, consented_at: Some(now), leaving_at: None };
            store::insert_author(tx, proposal.id, &author, Some(who.person))?;
            tx.record(&event)?;
            acted(tx, viewer, "propose", &format!("/proposals/{}", proposal.id))?;
            Ok(Outcome::Done(Some(proposal)))
        }
        Ok(_) => Ok(Outcome::Refused(None, problems)),
        Err(more) => Ok(Outcome::Refused(None, more.into_iter().chain(problems).collect())),
    }
}

fn sits_with_the_young(r: &mut Reader<'_>, street: StreetId, bodies: &[Body], who: AccountId) -> Result<bool> {
    for body in bodies.iter().filter(|b| b.kind == BodyKind::Youth && b.closed_on.is_none()) {
        if store::memberships_of(r, street, body.id)?.iter().any(|m| m.account == Some(who) && m.ended_on.is_none()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A proposal in the hand of its first author.
pub(super) fn in_authors_hand(tx: &mut Tx<'_>, viewer: &Viewer, id: ProposalId) -> Result<Proposal> {
    let (street, now) = (tx.street(), tx.now());
    let thing = store::proposal(tx, street, id)?.ok_or(Denied::Hidden)?;
    let hands = vec![thing.author];
    Ok(Held::<_, AuthorProposal>::take(viewer, InHand { thing, hands }, now)?.into_inner().thing)
}

/// The proposal and all that was merged into it and is still with it.
pub(super) fn family(r: &mut Reader<'_>, street: StreetId, id: ProposalId) -> Result<Vec<ProposalId>> {
    let (mut all, mut next) = (vec![id], 0);
    while let Some(at) = all.get(next).copied() {
        next += 1;
        for below in store::merged_into(r, street, at)? {
            if !all.contains(&below) {
                all.push(below);
            }
        }
    }
    Ok(all)
}

/// Every support of the family, each with the proposal it was given to.
pub(super) fn family_supports(r: &mut Reader<'_>, street: StreetId, id: ProposalId) -> Result<Vec<(ProposalId, Support)>> {
    let mut all = vec![];
    for of in family(r, street, id)? {
        all.extend(store::supports_of(r, street, of)?.into_iter().map(|s| (of, s)));
    }
    Ok(all)
}

/// Accounts that stand behind it now.
pub(super) fn supporters(r: &mut Reader<'_>, street: StreetId, id: ProposalId) -> Result<Vec<AccountId>> {
    Ok(family_supports(r, street, id)?.into_iter().filter(|(_, s)| s.stands()).map(|(_, s)| s.account).collect())
}

/// Accounts of its authors and of those it was merged of.
pub(super) fn authors(r: &mut Reader<'_>, street: StreetId, id: ProposalId) -> Result<Vec<AccountId>> {
    let mut all = vec![];
    for of in family(r, street, id)? {
        all.extend(store::authors_of(r, street, of)?.into_iter().filter_map(|a| a.account));
    }
    Ok(all)
}

/// Counted anew from the rows; the threshold starts the answer's clock. `was` is what stands in the store, `of` what it
/// becomes beside the counts.
pub(super) fn recount(tx: &mut Tx<'_>, was: &Proposal, of: &Proposal) -> Result<Proposal> {
    let (street, now) = (tx.street(), tx.now());
    let supports = family_supports(tx, street, of.id)?;
    let standing = standing(of.place, supports.iter().map(|(_, s)| s));
    let clock = || answer_clock(now, &Calendar::state_council());
    let (counted, reached) = recounted(of, standing, clock).map_err(Fault::other)?;
    store::save_proposal(tx, was, &counted)?;
    if let Some(reached) = reached {
        tx.record(&reached)?;
        let authors = authors(tx, street, of.id)?;
        tell(tx, &counted, (Kind::Office, "proposal-reached", ""), authors)?;
        let officers = officers(tx, &counted)?;
        tell(tx, &counted, (Kind::Work, "proposal-owed", ""), officers)?;
    }
    Ok(counted)
}

/// Who owes the answer: chair and convenor of the body.
pub(super) fn officers(tx: &mut Tx<'_>, of: &Proposal) -> Result<Vec<AccountId>> {
    let (street, now) = (tx.street(), tx.now());
    officers_of(tx, street, of, now)
}

pub(super) fn officers_of(r: &mut Reader<'_>, street: StreetId, of: &Proposal, now: Moment) -> Result<Vec<AccountId>> {
    let Some(body) = of.body else { return Ok(vec![]) };
    Ok(holders(&store::offices_of(r, street, body)?, &[Office::Chair, Office::Convenor], now.day()))
}

/// 附议: the reader, or somebody for whom staff write. A line of a sheet counts once a second person has read it.
pub fn support_proposal(tx: &mut Tx<'_>, viewer: &Viewer, id: ProposalId, helped: &Helped) -> Result<Outcome<Proposal>> {
    let (street, now) = (tx.street(), tx.now());
    let was = store::find_proposal::<Propose>(tx, viewer, id, now)?.into_inner();
    let who = match speaking(tx, viewer, helped)? {
        Ok(who) => who,
        Err(problems) => return Ok(Outcome::Refused(was, problems)),
    };
    let Speaker { person, account, ties, way, keyed_by } = who;
    let groups = match groups_said(&helped.origin, "") {
        Ok(groups) => groups,
        Err(problems) => return Ok(Outcome::Refused(was, problems)),
    };
    let had = family_supports(tx, street, id)?.into_iter().filter(|(_, s)| s.person == person).map(|(_, s)| s).collect::<Vec<_>>();
    let had = had.iter().find(|s| s.stands()).or(had.first());
    match rules::support(&was, had, (person, account), tie_for(was.place, &ties), (way, keyed_by), now) {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok((support, event)) => {
            store::put_support(tx, id, &support)?;
            tell_groups(tx, (person, Some(account)), &groups)?;
            tx.record(&event)?;
            acted(tx, viewer, "support", &format!("/proposals/{id}"))?;
            recount(tx, &was, &was).map(Outcome::Done)
        }
    }
}

/// Every row of the reader in the family is changed in the same way.
fn on_own_support<E: Event>(tx: &mut Tx<'_>, viewer: &Viewer, (id, verb): (ProposalId, &str), decision: impl Fn(&Proposal, Option<&Support>) -> Decided<Support, E>) -> Result<Outcome<Proposal>> {
    let (street, now) = (tx.street(), tx.now());
    let was = store::find_proposal::<Propose>(tx, viewer, id, now)?.into_inner();
    let person = match acting(tx, viewer)? {
        Ok(whom) => whom.person,
        Err(problem) => return Ok(Outcome::Refused(was, vec![problem])),
    };
    let mut own: Vec<_> = family_supports(tx, street, id)?.into_iter().filter(|(_, s)| s.person == person && s.withdrawn_at.is_none()).collect();
    let Some((first, had)) = own.pop() else {
        return Ok(Outcome::Refused(was.clone(), decision(&was, None).err().unwrap_or_default()));
    };
    match decision(&was, Some(&had)) {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok((support, event)) => {
            own.push((first, support.clone()));
            for (of, row) in own {
                let changed = Support { version: support.version, withdrawn_at: support.withdrawn_at, ..row };
                store::put_support(tx, of, &changed)?;
                if let (true, Some(below)) = (of != id, store::proposal(tx, street, of)?) {
                    recount(tx, &below, &below)?;
                }
            }
            tx.record(&event)?;
            acted(tx, viewer, verb, &format!("/proposals/{id}"))?;
            recount(tx, &was, &was).map(Outcome::Done)
        }
    }
}

pub fn withdraw_support(tx: &mut Tx<'_>, viewer: &Viewer, id: ProposalId) -> Result<Outcome<Proposal>> {
    let now = tx.now();
    on_own_support(tx, viewer, (id, "support_withdrawal"), |of, had| take_back(of, had, now))
}

/// Stands behind the newest text too.
pub fn confirm_support(tx: &mut Tx<'_>, viewer: &Viewer, id: ProposalId) -> Result<Outcome<Proposal>> {
    on_own_support(tx, viewer, (id, "support_confirmation"), confirm_text)
}

/// The first author changes the text.
pub fn revise_proposal(tx: &mut Tx<'_>, viewer: &Viewer, id: ProposalId, words: &Revising) -> Result<Outcome<Proposal>> {
    let (street, now) = (tx.street(), tx.now());
    let was = in_authors_hand(tx, viewer, id)?;
    let supported = family_supports(tx, street, id)?.iter().any(|(_, s)| s.withdrawn_at.is_none());
    let place = match place_moved(tx, viewer, &was, &words.place_name)? {
        Ok(place) => place,
        Err(problem) => return Ok(Outcome::Refused(was, vec![problem])),
    };
    revised(tx, &was, revise(&was, words, place, supported, now))
}

/// Where an edit puts it: where it was, or another place its author belongs to as well.
fn place_moved(tx: &mut Tx<'_>, viewer: &Viewer, was: &Proposal, typed: &str) -> Result<std::result::Result<PlacePath, Problem>> {
    let street = tx.street();
    let tree = places::tree(tx, street)?;
    let place = match place_typed(&tree, "place_name", typed) {
        Ok(Some(place)) => tree.path_of(place),
        Ok(None) => return Ok(Ok(was.place)),
        Err(problem) => return Ok(Err(problem)),
    };
    let (person, _) = reader(tx, viewer)?;
    let ties = identity::residences_of(tx, street, person)?;
    let inside = tie_for(place, &ties).is_some_and(|at| within(place, at));
    Ok(if inside || place == was.place { Ok(place) } else { Err(Problem::at("place_name", "not-of-the-place")) })
}

/// Somebody of the place rules that the newest edit matters.
pub fn rule_edit(tx: &mut Tx<'_>, viewer: &Viewer, id: ProposalId) -> Result<Outcome<Proposal>> {
    let (street, now) = (tx.street(), tx.now());
    let was = super::answers::in_bodys_hand(tx, viewer, id)?;
    let newest = store::versions_of(tx, street, id)?.pop().ok_or(Denied::Hidden)?;
    revised(tx, &was, rule_material(&was, &newest, now))
}

fn revised(tx: &mut Tx<'_>, was: &Proposal, decided: Decided<(Proposal, Version), ProposalRevised>) -> Result<Outcome<Proposal>> {
    let street = tx.street();
    match decided {
        Err(problems) => Ok(Outcome::Refused(was.clone(), problems)),
        Ok(((proposal, version), event)) => {
            store::put_version(tx, was.id, &version)?;
            let proposal = if proposal.place == was.place {
                store::save_proposal(tx, was, &proposal)?;
                proposal
            } else {
                // Who counts is another question at another place; whoever owes an answer that runs goes on owing it.
                let bodies = store::bodies(tx, street)?;
                let body = if was.clock.is_none() { answering(&bodies, proposal.place, proposal.origin) } else { was.body };
                recount(tx, was, &Proposal { body, ..proposal })?
            };
            tx.record(&event)?;
            if version.material {
                let supporters = supporters(tx, street, was.id)?;
                tell(tx, &proposal, (Kind::Office, "proposal-changed", &version.no.to_string()), supporters)?;
            }
            Ok(Outcome::Done(proposal))
        }
    }
}

/// Authors at most, those invited included.
const MOST_AUTHORS: usize = 20;

/// Somebody is asked to be an author too: the first author hands them the code.
pub fn invite_author(tx: &mut Tx<'_>, viewer: &Viewer, id: ProposalId, words: &Inviting) -> Result<Outcome<Proposal>> {
    let street = tx.street();
    let was = in_authors_hand(tx, viewer, id)?;
    let mut problems = open_or(&was).err().unwrap_or_default();
    let shown_name = said("shown_name", &words.shown_name, MOST_NAME).map_err(|p| problems.push(p)).unwrap_or_default();
    let known = store::authors_of(tx, street, id)?;
    if known.len() >= MOST_AUTHORS {
        problems.push(Problem::new("authors-many"));
    }
    if !problems.is_empty() {
        return Ok(Outcome::Refused(was, problems));
    }
    let no = known.last().map_or(1, |a| a.no + 1);
    let kind = words.kind.unwrap_or(AuthorKind::Person);
    let author = Author { no, kind, shown_name, account: None, invitation: Some(identity::fresh_code()), consented_at: None, leaving_at: None };
    store::insert_author(tx, id, &author, None)?;
    tx.record(&AuthorInvited { proposal: id, no })?;
    Ok(Outcome::Done(was))
}

/// Whoever was invited consents; only then their name shows. After too many tries today no code is looked at.
pub fn consent_as_author(tx: &mut Tx<'_>, viewer: &Viewer, id: ProposalId, (code, looked_at): (&str, bool)) -> Result<Outcome<Proposal>> {
    let (street, now) = (tx.street(), tx.now());
    let was = store::find_proposal::<Propose>(tx, viewer, id, now)?.into_inner();
    if !looked_at {
        return Ok(Outcome::Refused(was, vec![Problem::at("invitation", "invitation-tries")]));
    }
    if let Err(problem) = in_person(viewer) {
        return Ok(Outcome::Refused(was, vec![problem]));
    }
    let who = reader(tx, viewer)?;
    let authors = store::authors_of(tx, street, id)?;
    if authors.iter().any(|a| a.account == Some(who.1)) {
        return Ok(Outcome::Refused(was, vec![Problem::at("invitation", "author-already")]));
    }
    let code: String = code.chars().filter(char::is_ascii_digit).collect();
    match authors.iter().find(|a| a.invitation.as_deref() == Some(code.as_str())) {
        None => Ok(Outcome::Refused(was, vec![Problem::at("invitation", "invitation-unknown")])),
        Some(invited) => {
            store::consent(tx, id, invited.no, who)?;
            tx.record(&AuthorConsented { proposal: id, no: invited.no })?;
            Ok(Outcome::Done(was))
        }
    }
}
