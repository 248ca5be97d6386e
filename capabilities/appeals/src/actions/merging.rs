//! Cases that go up in another, and come back.

use super::{clocks, decide, hand};
use crate::rules::{self, *};
use crate::store;
use auth::Viewer;
use db::{Result, Tx};
use kernel::Outcome;
use serde_json::json;

/// Row 10.
pub fn merge(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Merger) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    let target = match store::by_number(tx, street, words.into.trim())? {
        // A case this reader may not see is none.
        Some(other) => match store::find::<Merge>(tx, viewer, other, now) {
            Ok(held) => Some(held.into_inner()),
            Err(db::Fault::Denied(_)) => None,
            Err(fault) => return Err(fault),
        },
        None => None,
    };
    decide::<Merge, _>(
        tx,
        viewer,
        id,
        |tx, held| {
            let goes = clocks::promise(tx, street, id)?.is_some();
            let stays = match &target {
                Some(t) => clocks::promise(tx, street, t.id)?.is_some(),
                None => false,
            };
            Ok(rules::merge(held, target.as_ref(), words, goes && !stays, now))
        },
        |tx, was, _| {
            let Some(target_was) = &target else { return Ok(()) };
            let mut target = with_voices(target_was, was.voices, now);
            clocks::carry(tx, id, target.id)?;
            clocks::drop_running(tx, id)?;
            store::end_lead(tx, id, now, "merged")?;
            let voices = store::move_voices(tx, id, target.id)?;
            tx.record(&VoicesJoined { case: target.id, from: id, voices: was.voices })?;
            let merged = Merged { into: target.id, voices: voices.clone(), state: was.state, published: was.published, at: now };
            store::insert_merger(tx, id, &merged, hand(viewer))?;
            store::tell_voices(tx, target.id, &voices, "merged", &json!({ "case_no": target.case_no }))?;
            clocks::keep_upper(tx, &target)?;
            clocks::show(tx, &mut target)?;
            store::save(tx, target_was, &target)
        },
    )
}

/// Row 11. Voices, state, lead and clocks are what they were; the target keeps the soonest promise of who stays.
pub fn unmerge(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    let Some(row) = store::merger_of(tx, street, id)? else {
        // Not merged: the table of transitions says what is possible instead.
        let case = store::find::<Unmerge>(tx, viewer, id, now)?.into_inner();
        let problems = check(Verb::MergerUndo, case.state).err().unwrap_or_default();
        return Ok(Outcome::Refused(case, problems));
    };
    let target_was = store::load(tx, street, row.merged.into)?.ok_or(auth::Denied::Hidden)?;
    let own = i32::try_from(row.merged.voices.len()).unwrap_or(i32::MAX);
    decide::<Unmerge, _>(
        tx,
        viewer,
        id,
        |_, held| Ok(rules::unmerge(held, &target_was, &row.merged, own, now)),
        |tx, _, case| {
            case.voices = store::return_voices(tx, &row.merged.voices, target_was.id, id)?;
            let mut target = with_voices(&target_was, -case.voices, now);
            store::reopen_lead(tx, id)?;
            store::release_clocks(tx, id, row.merged.at)?;
            store::undo_merger(tx, &row, hand(viewer))?;
            clocks::give_back(tx, target.id)?;
            clocks::give_back(tx, id)?;
            clocks::keep_upper(tx, &target)?;
            clocks::keep_upper(tx, case)?;
            tx.record(&VoicesLeft { case: target.id, to: id, voices: case.voices })?;
            store::tell_voices(tx, id, &row.merged.voices, "unmerged", &json!({ "case_no": case.case_no }))?;
            clocks::show(tx, &mut target)?;
            store::save(tx, &target_was, &target)
        },
    )
}
