//! Somebody who was helped without a number shows later who they are: what stands under the two becomes one, nothing twice.

use super::proposals::recount;
use crate::rules::*;
use crate::store;
use db::{Result, Tx};
use identity::Tie;
use identity::residences::Given;
use kernel::{AccountId, PersonId};

/// Written down that somebody belongs to a place; whoever was helped there under that name, without a number, is they.
pub(super) fn confirmed(tx: &mut Tx<'_>, whom: (PersonId, AccountId), given: &Given<'_>, tie: Tie, by: Option<AccountId>) -> Result<()> {
    identity::confirm_residence(tx, whom.0, given, tie, by)?;
    if let Some(before) = identity::residences::double(tx, given, whom.0)? {
        unite(tx, before, whom)?;
    }
    Ok(())
}

fn unite(tx: &mut Tx<'_>, from: (PersonId, AccountId), to: (PersonId, AccountId)) -> Result<()> {
    let street = tx.street();
    store::unite_words(tx, from, to)?;
    for of in store::supported_by(tx, street, from.0)? {
        let had = store::support_by(tx, street, of, from.0)?;
        let own = store::support_by(tx, street, of, to.0)?;
        store::drop_support(tx, of, from.0)?;
        if let Some(kept) = one_support(had, own, to) {
            store::put_support(tx, of, &kept)?;
        }
        let mut at = Some(of);
        while let Some(below) = at {
            let Some(proposal) = store::proposal(tx, street, below)? else { break };
            at = recount(tx, &proposal, &proposal)?.merged_into;
        }
    }
    identity::residences::unite(tx, from, to)
}

/// Of two supports of one person the one that stands, else their own.
fn one_support(had: Option<Support>, own: Option<Support>, to: (PersonId, AccountId)) -> Option<Support> {
    match (had, own) {
        (Some(had), Some(own)) if had.stands() && !own.stands() => Some(Support { person: to.0, account: to.1, ..had }),
        (_, Some(own)) => Some(own),
        (Some(had), None) => Some(Support { person: to.0, account: to.1, ..had }),
        (None, None) => None,
    }
}
