//! Authors behind a matter are asked to do what they proposed; whoever is named for a task takes it on.

use super::{account_typed, clock};
use super::delivery::task;
use super::matters::on_matter;
use super::proposals::family;
use super::telling::tell_asked;
use crate::rules::{self, *};
use crate::store;
use auth::{Denied, Held, Viewer};
use db::{Reader, Result, Tx};
use kernel::{AccountId, Outcome, Problem, StreetId, uuid::Uuid};
use worktime::Unit;

/// Authors of the proposals a matter comes from, and of all those were merged of.
pub fn doers_behind(r: &mut Reader<'_>, street: StreetId, id: MatterId) -> Result<Vec<Doer>> {
    let mut all = vec![];
    for source in store::sources_of(r, street, id)? {
        let Some(link) = source.link_id.filter(|_| source.link_kind == "proposal") else { continue };
        for of in family(r, street, ProposalId(link))? {
            let Some(proposal) = store::proposal(r, street, of)? else { continue };
            all.extend(doers(&proposal, &store::authors_of(r, street, of)?));
        }
    }
    Ok(asked_first(all))
}

/// Who is named as the owner: an author behind the matter, an account by its sign-in, or a name alone.
pub(super) fn owner_named(r: &mut Reader<'_>, street: StreetId, id: MatterId, words: &Naming) -> Result<std::result::Result<(String, Option<AccountId>), Problem>> {
    if !words.owner_author.trim().is_empty() {
        let found = doers_behind(r, street, id)?.into_iter().find(|d| d.key == words.owner_author.trim());
        return Ok(found.map(|d| (d.name, Some(d.account))).ok_or_else(|| Problem::at("owner_author", "author-unknown")));
    }
    let account = match account_typed(r, street, "owner_login", &words.owner_login)? {
        Ok(account) => account,
        Err(problem) => return Ok(Err(problem)),
    };
    // Whoever is named by their account has a name there.
    let known = account.as_ref().filter(|_| words.owner_name.trim().is_empty()).map(|a| a.masked_name.clone());
    Ok(match known {
        Some(name) => Ok((name, account.map(|a| a.id))),
        None => said("owner_name", &words.owner_name, MOST_NAME).map(|name| (name, account.map(|a| a.id))),
    })
}

/// Its owner takes the task on.
pub fn accept_task(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, which: Uuid) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    let thing = store::matter(tx, street, id)?.ok_or(Denied::Hidden)?;
    let was = task(tx, street, id, which)?;
    let hands = was.owner.into_iter().collect();
    let of = Held::<_, AcceptTask>::take(viewer, InHand { thing, hands }, now)?.into_inner().thing;
    if let Err(problems) = in_step(&of, Part::Resident, "task_acceptance") {
        return Ok(Outcome::Refused(of, problems));
    }
    let by = viewer.account().ok_or(Denied::Hidden)?;
    match rules::accept_task(&was, by, now) {
        Err(problems) => Ok(Outcome::Refused(of, problems)),
        Ok((accepted, event)) => {
            store::save_task(tx, &was, &accepted)?;
            tx.record(&event)?;
            Ok(Outcome::Done(of))
        }
    }
}

/// Somebody else is named, once whoever was asked has had their days.
pub fn name_owner(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, which: Uuid, words: &Naming) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    on_matter::<KeepMatter, _>(tx, viewer, id, (Part::Keeper, "task_naming"), |tx, of| {
        let was = task(tx, street, id, which)?;
        let owner = match owner_named(tx, street, id, words)? {
            Ok(owner) => owner,
            Err(problem) => return Ok(Err(vec![problem])),
        };
        let over = match was.asked_at {
            None => true,
            Some(at) => clock(at, (ACCEPT_DAYS, Unit::WorkDays), vec![], now)?.due_at.is_some_and(|due| due < now),
        };
        Ok(match rules::name_owner(&was, owner, over, now) {
            Err(problems) => Err(problems),
            Ok((named, event)) => {
                store::save_task(tx, &was, &named)?;
                tell_asked(tx, of, &named)?;
                Ok(event)
            }
        })
    })
}
