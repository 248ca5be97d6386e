//! What parties promise for a case, and how each promise ends.

use super::{decide, hand, keep_note};
use crate::rules::{self, *};
use crate::store::{self, Settling};
use crate::views::CommitmentLine;
use auth::Viewer;
use db::{Reader, Result, Tx};
use kernel::{Moment, Outcome, StreetId};

/// Row 24. `unit` is what the caller knows of the unit named, with its name.
pub fn commit(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: CaseId,
    words: &Committing,
    unit: Option<(Taker, String)>,
) -> Result<Outcome<Case>> {
    let now = tx.now();
    decide::<Commit, _>(
        tx,
        viewer,
        id,
        |_, held| Ok(rules::commit(held, words, unit.as_ref().map(|u| u.0), now)),
        |tx, _, _| {
            let party = unit.as_ref().map_or(words.party.as_str(), |u| u.1.as_str());
            store::insert_commitment(tx, id, words, party, hand(viewer))
        },
    )
}

/// The commitment named, or the only one that `fits`.
fn named(r: &mut Reader<'_>, viewer: &Viewer, id: CaseId, words: &NamingCommitment, fits: fn(&Commitment) -> bool) -> Result<Option<Commitment>> {
    let all = store::commitments(r, viewer.street, id)?;
    let mut fitting = all.into_iter().filter(|c| fits(c) && words.commitment.is_none_or(|id| id == c.id));
    Ok(match (fitting.next(), fitting.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    })
}

/// Done, says the party or the handler for it. A helping unit speaks for itself only.
pub fn meet(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &NamingCommitment) -> Result<Outcome<Case>> {
    let now = tx.now();
    let named = named(tx, viewer, id, words, Commitment::is_open)?;
    decide::<MeetCommitment, _>(
        tx,
        viewer,
        id,
        |_, held| {
            let units = viewer.units(now);
            let leads = held.lead.is_some_and(|lead| units.contains(&lead));
            let own = named.as_ref().filter(|c| leads || c.unit.is_some_and(|u| units.contains(&u)));
            Ok(rules::meet(held, words, own, now))
        },
        |tx, _, case| settled(tx, case, viewer, named.as_ref(), Settling::Met, &words.text),
    )
}

pub fn verify_commitment(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &NamingCommitment) -> Result<Outcome<Case>> {
    let now = tx.now();
    let named = named(tx, viewer, id, words, |c| c.met_at.is_some() && c.verified_at.is_none())?;
    decide::<SettleCommitment, _>(
        tx,
        viewer,
        id,
        |_, held| Ok(rules::verify_commitment(held, words, named.as_ref(), hand(viewer), now)),
        |tx, _, case| settled(tx, case, viewer, named.as_ref(), Settling::Verified, ""),
    )
}

pub fn waive(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &NamingCommitment) -> Result<Outcome<Case>> {
    let now = tx.now();
    let named = named(tx, viewer, id, words, Commitment::is_open)?;
    decide::<SettleCommitment, _>(
        tx,
        viewer,
        id,
        |_, held| Ok(rules::waive(held, words, named.as_ref(), now)),
        |tx, _, case| settled(tx, case, viewer, named.as_ref(), Settling::Waived, &words.text),
    )
}

/// Who does what for a case, as residents see it.
pub fn public_commitments(r: &mut Reader<'_>, street: StreetId, id: CaseId, now: Moment) -> Result<Vec<CommitmentLine>> {
    let all = store::commitments(r, street, id)?;
    Ok(all.iter().filter(|c| c.waived_at.is_none()).map(|c| CommitmentLine::of(c, now.day())).collect())
}

fn settled(tx: &mut Tx<'_>, case: &Case, viewer: &Viewer, named: Option<&Commitment>, how: Settling, text: &str) -> Result<()> {
    let Some(named) = named else { return Ok(()) };
    store::settle_commitment(tx, named.id, how, hand(viewer))?;
    keep_note(tx, case, "commitment", hand(viewer), None, text)
}
