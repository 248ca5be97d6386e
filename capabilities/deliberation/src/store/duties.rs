//! Months in which nothing was owed.

use crate::rules::BodyId;
use db::{Reader, Result, Tx, args};
use kernel::{AccountId, Moment, StreetId};

/// Excuses of a year: body, month, reason.
pub fn excuses(r: &mut Reader<'_>, street: StreetId, year: i32) -> Result<Vec<(BodyId, i32, String)>> {
    r.all(
        "select body_id, month, reason from duty_excuses where street_id = $1 and month between $2 and $3 order by month",
        args![street, year * 100 + 1, year * 100 + 12],
    )
}

pub fn insert_excuse(tx: &mut Tx<'_>, of: BodyId, month: i32, reason: &str, by: AccountId, at: Moment) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into duty_excuses (street_id, body_id, month, reason, by_account, at) values ($1, $2, $3, $4, $5, $6)",
        args![street, of, month, reason, by, at],
    )?;
    Ok(())
}
