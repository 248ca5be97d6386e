//! Steps of matters that are late: listed for everybody, urged with whoever keeps them.

use super::telling::tell_late;
use crate::rules::*;
use crate::store;
use crate::views::LateMatter;
use db::{Reader, Result, Tx};
use kernel::{AccountId, Moment, StreetId};
use std::collections::BTreeSet;

/// The most that a page lists and one go urges.
const MOST: i64 = 200;

pub fn any_step_late(r: &mut Reader<'_>, street: StreetId, now: Moment) -> Result<bool> {
    Ok(!store::late_steps(r, street, now, 1)?.is_empty())
}

/// Late steps as everybody sees them.
pub fn late_matters(r: &mut Reader<'_>, street: StreetId, now: Moment) -> Result<Vec<LateMatter>> {
    let mut lines = vec![];
    for late in store::late_steps(r, street, now, MOST)? {
        let walk = store::walk_of(r, street, late.matter)?;
        let Some(open) = walk.iter().find(|s| s.no == late.no) else { continue };
        let days_late = late.days_late(now);
        lines.push(LateMatter { id: late.matter, code: late.code, question: late.question, step: open.step, due: late.due, days_late });
    }
    Ok(lines)
}

/// Owner, chair and convenor are told that a step is late, once for each urging. How many were told.
pub fn urge_late_steps(tx: &mut Tx<'_>) -> Result<usize> {
    let (street, now) = (tx.street(), tx.now());
    let mut told = 0;
    for late in store::late_steps(tx, street, now, MOST)? {
        let before = told;
        let offices = store::offices_of(tx, street, late.body)?;
        let people: BTreeSet<AccountId> = holders(&offices, &[Office::Chair, Office::Convenor], now.day()).into_iter().chain([late.owner]).collect();
        for account in people {
            told += usize::from(tell_late(tx, &late, account, late.urging(now))?);
        }
        if told > before {
            store::count_urging(tx, late.matter, late.no)?;
        }
    }
    Ok(told)
}
