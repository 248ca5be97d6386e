//! A matter is taken up in another: by hands that may pass both, with a reason everybody reads.

use super::matters::{in_hand, step_on};
use super::proposals::family_supports;
use super::step_clocks::tell_end;
use crate::rules::{self, *};
use crate::store;
use crate::views::MatterRef;
use auth::{Denied, Viewer};
use db::{Reader, Result, Tx};
use kernel::{Outcome, PersonId, Problem, StreetId};
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
    let known = store::sources_of(tx, street, into.id)?;
    let coming = store::sources_of(tx, street, from.id)?;
    for (no, source) in (known.len() + 1..).zip(new_sources(&known, &coming)) {
        store::insert_source(tx, into.id, i32::try_from(no).unwrap_or(i32::MAX), &source)?;
        tx.record(&SourceTied { matter: into.id, source: source.kind.code() })?;
    }
    store::copy_responses(tx, from.id, &into)?;
    store::copy_concerns(tx, from.id, &into)?;
    tx.record(&event)?;
    tell_end(tx, &gone)?;
    Ok(Outcome::Done(gone))
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
