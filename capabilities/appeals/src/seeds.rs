//! What a new street starts with: the clock policy of the handbook and the published calendar.

use crate::rules::SEEDS;
use crate::store;
use db::{Result, Tx};
use worktime::Calendar;

/// Writes the seeds as version 1.
pub fn plant(tx: &mut Tx<'_>) -> Result<()> {
    for seed in SEEDS {
        store::insert_policy(tx, 1, seed, "默认值，可由街道修改")?;
    }
    store::insert_calendar(tx, &Calendar::state_council())
}
