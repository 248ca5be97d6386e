//! Rolls and votes of long ago are forgotten.

use super::ballots::voted;
use crate::rules::*;
use crate::store;
use db::{Result, Tx};

/// Ballots that one night forgets; the rest the next.
const A_NIGHT: i64 = 50;

/// Forgets what is past its days. Gives how many ballots.
pub fn forget_rolls(tx: &mut Tx<'_>) -> Result<usize> {
    let (street, now) = (tx.street(), tx.now());
    let mut done = 0;
    for was in store::ballots_to_forget(tx, street, now, A_NIGHT)?.into_iter().filter(|b| may_be_forgotten(b, now)) {
        let doors = voted(tx, street, was.id)?;
        let lines = store::roll_keys(tx, street, was.id)?.len();
        let (forgotten, event) = forget_roll(&was, doors, lines, now);
        store::forget_votes(tx, was.id)?;
        store::save_forgotten(tx, &was, &forgotten)?;
        tx.record(&event)?;
        done += 1;
    }
    Ok(done)
}
