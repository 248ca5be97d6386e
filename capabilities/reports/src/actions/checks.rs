//! What must hold: kept figures say what the records say, or are marked; frozen editions are as they were signed.

use super::asking::Town;
use crate::rules::{Edition, EditionState, Figure, indicator};
use crate::store;
use db::{Reader, Result};
use kernel::{Day, Moment, StreetId};

/// Counted figures that the records now say otherwise and that are not marked yet.
pub(super) fn moved(r: &mut Reader<'_>, street: StreetId, since: Day, now: Moment) -> Result<Vec<Figure>> {
    let town = Town::read(r, street, now)?;
    let mut moved = vec![];
    for figure in store::counted(r, street, since)? {
        let Some(i) = indicator(&figure.indicator).filter(|i| i.version == figure.version && figure.disputed_at.is_none()) else { continue };
        // What was kept before its time was over is counted as of then.
        let fresh = town.recount(r, i, town.of(figure.place), figure.span)?;
        if !figure.says(&fresh) {
            moved.push(figure);
        }
    }
    Ok(moved)
}

/// Kept figures that differ from a recount and are neither marked nor put right.
pub fn broken_figures(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<String>> {
    let moved = moved(r, street, Day(19_000_101), Moment::now())?;
    Ok(moved.into_iter().map(|f| format!("{} {}–{}", f.indicator, f.span.from, f.span.to)).collect())
}

/// Editions that are not as they were signed.
pub fn broken_editions(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<String>> {
    let changed = |e: &Edition| e.state == EditionState::Signed && e.content.hash() != e.hash;
    let all = store::editions(r, street, true, None, 10_000)?;
    Ok(all.into_iter().filter(changed).map(|e| e.id.to_string()).collect())
}
