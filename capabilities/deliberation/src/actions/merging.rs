//! A matter is taken up in another, and taken out again: by hands that may pass both, with a reason everybody reads.

use super::afterwards::took_part;
use super::matters::{in_hand, step_on, walk_again};
use super::proposals::family_supports;
use super::step_clocks::tell_end;
use super::telling::tell_split;
use crate::rules::{self, *};
use crate::store;
use crate::views::{MatterRef, SplitView};
use auth::{Denied, Viewer};
use db::{Reader, Result, Tx};
use kernel::{AccountId, Outcome, PersonId, Problem, StreetId, uuid::Uuid};
use std::collections::BTreeSet;

pub fn merge_matter(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, words: &Merging) -> Result<Outcome<Matter>> {
    let street = tx.street();
    let by = viewer.account().ok_or(Denied::Hidden)?;
    let from = in_hand(tx, viewer, id)?;
    let into = match code_typed(&words.into) {
        Some(code) => store::matter_by_code(tx, street, &code)?,
        None => None,
    };
    let Some(into) = into else { return Ok(Outcome::Refused(from, vec![Problem::at("into", "code-unknown")])) };
    in_hand(tx, viewer, into.id)?;
    let (gone, event) = match rules::merge_matters(&from, &into, &words.reason) {
        Err(problems) => return Ok(Outcome::Refused(from, problems)),
        Ok(decided) => decided,
    };
    step_on(tx, &from, &gone, (Passing::Ended, gone.ended_why.as_deref()), &[], by)?;
    let merger = MatterMerger { id: Uuid::now_v7(), from: from.id, into: into.id, merged_at: tx.now() };
    store::insert_matter_merger(tx, &merger, by)?;
    bring(tx, &merger, &into)?;
    tx.record(&event)?;
    tell_end(tx, &gone)?;
    Ok(Outcome::Done(gone))
}

/// Sources, what was said and concerns come along, each once; what is there already stays as it is.
fn bring(tx: &mut Tx<'_>, merger: &MatterMerger, into: &Matter) -> Result<()> {
    let street = tx.street();
    let known = store::sources_of(tx, street, into.id)?;
    let coming = store::sources_of(tx, street, merger.from)?;
    let mut brought = vec![];
    for source in new_sources(&known, &coming) {
        let no = store::next_source(tx, street, into.id)?;
        store::insert_source(tx, into.id, no, &source)?;
        tx.record(&SourceTied { matter: into.id, source: source.kind.code() })?;
        brought.push(Brought::Source(no));
    }
    brought.extend(store::copy_responses(tx, merger.from, into)?.into_iter().map(Brought::Response));
    brought.extend(store::copy_concerns(tx, merger.from, into)?);
    store::insert_brought(tx, merger.id, &brought)
}

/// Taken apart again by hands that may pass both; what came along goes back, what others brought too stays.
pub fn split_matter(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, reason: &str) -> Result<Outcome<Matter>> {
    let street = tx.street();
    let by = viewer.account().ok_or(Denied::Hidden)?;
    let from = in_hand(tx, viewer, id)?;
    let merger = store::matter_merger_of(tx, street, id)?;
    let (Some(merger), Some(into)) = (merger, from.merged_into) else {
        let code = if from.merged_into.is_some() { "matter-split-unknown" } else { "matter-split-apart" };
        return Ok(Outcome::Refused(from, vec![Problem::new(code)]));
    };
    let into = in_hand(tx, viewer, into)?;
    let decided = decided_since(&store::walk_of(tx, street, into.id)?, merger.merged_at);
    let ((back, why), event) = match rules::split_matters(&from, &into, decided, reason) {
        Err(problems) => return Ok(Outcome::Refused(from, problems)),
        Ok(decided) => decided,
    };
    let people = took_part(tx, &from)?.into_iter().chain(took_part(tx, &into)?);
    let people: BTreeSet<AccountId> = people.collect();
    for part in store::brought_with(tx, street, merger.id)? {
        store::go_back(tx, &merger, part)?;
    }
    store::end_matter_merger(tx, &merger, by, &why)?;
    walk_again(tx, &from, &back)?;
    for other in store::matter_mergers_into(tx, street, into.id)? {
        bring(tx, &other, &into)?;
    }
    tx.record(&event)?;
    for account in people {
        tell_split(tx, &back, &merger, account)?;
    }
    Ok(Outcome::Done(back))
}

/// What a matter was merged into, or what was merged into it.
pub(super) fn matter_refs(r: &mut Reader<'_>, street: StreetId, ids: &[MatterId]) -> Result<Vec<MatterRef>> {
    let mut all = vec![];
    for id in ids {
        all.extend(store::matter(r, street, *id)?.map(|m| MatterRef { id: m.id, code: m.code, question: m.question }));
    }
    Ok(all)
}

/// Distinct people behind the sources of a matter; whoever stands behind two of its proposals is one.
pub(super) fn behind(r: &mut Reader<'_>, street: StreetId, sources: &[Source]) -> Result<i64> {
    let (mut sets, mut others) = (vec![], 0);
    for source in sources {
        match source.link_id.filter(|_| source.link_kind == "proposal") {
            Some(link) => {
                let standing = family_supports(r, street, ProposalId(link))?.into_iter().filter(|(_, s)| s.stands());
                sets.push(standing.map(|(_, s)| s.person).collect::<BTreeSet<PersonId>>());
            }
            None => others += source.people,
        }
    }
    Ok(people_behind(&sets, others))
}

/// Mergers that were taken apart, with their public reason: of a matter out of another, and of others out of it.
pub(super) fn splits(r: &mut Reader<'_>, street: StreetId, of: MatterId) -> Result<Vec<SplitView>> {
    let mut all = vec![];
    for (from, into, at, reason) in store::splits_of(r, street, of)? {
        let other = if from == of { into } else { from };
        let Some(other) = matter_refs(r, street, &[other])?.pop() else { continue };
        all.push(SplitView { other, at, reason });
    }
    Ok(all)
}
