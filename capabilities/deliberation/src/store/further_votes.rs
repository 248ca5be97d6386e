//! Ballots that follow another, on its roll.

use crate::rules::*;
use db::{Reader, Result, Tx, args};
use kernel::StreetId;

/// The ballot that asks again what this one asked.
pub fn followed_by(r: &mut Reader<'_>, street: StreetId, of: BallotId) -> Result<Option<BallotId>> {
    r.opt("select id from ballots where street_id = $1 and follows_id = $2", args![street, of])
}

/// Every line as it was frozen; nobody has voted on it yet, and whoever was struck stays struck.
pub fn copy_roll(tx: &mut Tx<'_>, from: BallotId, to: BallotId) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into ballot_electors (street_id, ballot_id, elector_key, line, account_id, phone_mark, name, place_id, weight, state, struck_why)
         select street_id, $3, elector_key, line, account_id, phone_mark, name, place_id, weight,
           case when state = 'struck' then 'struck' else 'listed' end, struck_why
         from ballot_electors where street_id = $1 and ballot_id = $2",
        args![street, from, to],
    )?;
    super::count_roll(tx, to)
}
