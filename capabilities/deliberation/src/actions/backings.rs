//! Counts that are kept once: who stood behind a proposal when it was answered, who was heard when a needs step was over.

use super::helping::acting;
use super::proposals::{family, family_supports};
use crate::rules::*;
use crate::store;
use auth::Viewer;
use db::{Result, Tx};
use kernel::{AccountId, PersonId};
use std::collections::{BTreeMap, BTreeSet};

/// What somebody said of themselves beside what they did.
pub(super) fn tell_groups(tx: &mut Tx<'_>, (person, account): (PersonId, Option<AccountId>), said: &[(Dim, String)]) -> Result<()> {
    let now = tx.now();
    for (dim, group) in said {
        store::put_stratum(tx, person.uuid(), (*dim, group), account, now)?;
    }
    Ok(())
}

/// The same of whoever is behind a word: the reader, or whoever they act for; somebody unnamed has no account.
pub(super) fn tell_groups_of(tx: &mut Tx<'_>, viewer: &Viewer, (person, typed): (PersonId, Option<Way>), said: &[(Dim, String)]) -> Result<()> {
    let account = match typed {
        Some(way) if way != Way::Web => None,
        _ => acting(tx, viewer)?.ok().map(|whom| whom.account),
    };
    tell_groups(tx, (person, account), said)
}

/// Written in the transaction that answers a proposal. Whoever was counted with another proposal before the two were taken
/// apart is not counted again: the two counts side by side would tell who stands behind one of them.
pub(super) fn keep_backing(tx: &mut Tx<'_>, of: &Proposal) -> Result<()> {
    let street = tx.street();
    for merger in store::mergers_of(tx, street, of.id)? {
        if merger.split_at.is_some() && (store::has_backing(tx, street, merger.into)? || store::has_backing(tx, street, merger.from)?) {
            return Ok(());
        }
    }
    let mut origins = BTreeMap::new();
    for id in family(tx, street, of.id)? {
        origins.extend(store::origins_behind(tx, street, id)?);
    }
    let standing = family_supports(tx, street, of.id)?.into_iter().filter(|(_, s)| s.stands() && within(of.place, s.place));
    let people: BTreeSet<PersonId> = standing.map(|(_, s)| s.person).collect();
    store::insert_backing(tx, of.id, backing(&people, &origins))
}

/// Written when a matter leaves the needs step. Where it goes on in another matter its people are counted there; where it has
/// taken in a matter that was counted, the two side by side would tell who came in between.
pub(super) fn keep_reach(tx: &mut Tx<'_>, was: &Matter, now: &Matter) -> Result<()> {
    let street = tx.street();
    let leaves = was.state == MatterState::Walking && was.step == MatterStep::Needs && (now.state != MatterState::Walking || now.step != MatterStep::Needs);
    if !leaves || now.state == MatterState::Merged {
        return Ok(());
    }
    for taken in store::matters_into(tx, street, was.id)? {
        if store::last_reach(tx, street, taken)?.is_some() {
            return Ok(());
        }
    }
    let people: BTreeSet<PersonId> = store::people_heard(tx, street, was.id, was.round)?.into_iter().collect();
    let said = store::groups_heard(tx, street, was.id, was.round)?;
    store::insert_reach(tx, was, &reach(&people, &said))
}
