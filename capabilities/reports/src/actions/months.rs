//! Months that are over are kept: counted once, released, and told apart from what the records say later.

use super::asking::{Town, counted_ones, kept};
use crate::rules::{Figure, FigureDisputed, FigureKept, Origin, released_month};
use crate::store;
use db::{Result, Tx};
use figures::Span;
use kernel::{Day, uuid::Uuid};

/// Keeps the last month that is over, once. Gives how many figures.
pub fn keep_months(tx: &mut Tx<'_>) -> Result<usize> {
    let (street, today) = (tx.street(), tx.now().day());
    let month = released_month(today);
    if store::has_month(tx, street, month)? { Ok(0) } else { keep(tx, month) }
}

/// Counts and keeps every figure of a time, for the street and each community. Each must be new.
pub fn keep(tx: &mut Tx<'_>, span: Span) -> Result<usize> {
    let (street, now) = (tx.street(), tx.now());
    let town = Town::read(tx, street, now)?;
    let (places, seal) = (town.all(), store::sealed(tx, street)?);
    let mut done = 0;
    for i in counted_ones() {
        for (of, counted) in places.iter().zip(town.count(tx, i, &places, span)?) {
            let recount = kept(counted, town.hash(tx, i, *of, span)?);
            let figure = Figure {
                id: Uuid::now_v7(),
                indicator: i.code.to_owned(),
                version: i.version,
                place: town.place(*of),
                span,
                value: recount.value,
                unit: i.unit,
                origin: Origin::Computed,
                bound: recount.bound,
                near: recount.near,
                groups: recount.groups,
                ids_hash: recount.ids_hash,
                seal,
                kept_at: now,
                certified_at: None,
                disputed_at: None,
                source: None,
            };
            store::insert_figure(tx, &figure)?;
            done += 1;
        }
        tx.record(&FigureKept { figure: kernel::named_uuid(&format!("{}/{}/{}", i.code, span.from, span.to)), indicator: i.code })?;
    }
    Ok(done)
}

/// How many months back a kept figure is counted again each night.
const LOOKED_AT: i64 = 400;

/// Marks what the records now say otherwise: it waits for somebody to say why. Gives how many.
pub fn dispute_moved(tx: &mut Tx<'_>) -> Result<usize> {
    let (street, now) = (tx.street(), tx.now());
    let since: Day = now.day().plus(-LOOKED_AT);
    let mut marked = 0;
    for moved in super::checks::moved(tx, street, since, now)? {
        store::dispute(tx, moved.id, now)?;
        tx.record(&FigureDisputed { figure: moved.id })?;
        marked += 1;
    }
    Ok(marked)
}
