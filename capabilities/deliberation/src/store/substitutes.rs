//! Who stands in for a seat.

use super::changed;
use crate::rules::*;
use db::{Reader, Result, Tx, args};
use kernel::StreetId;

db::row!(Substitute { id, body, membership, person, account, shown_name, interests, from, ended_on });

/// Substitutes of a body's seats, past ones too, the newest first.
pub fn substitutes_of(r: &mut Reader<'_>, street: StreetId, of: BodyId) -> Result<Vec<Substitute>> {
    r.all(
        "select id, body_id, membership_id, person_id, account_id, shown_name, interests, from_day, ended_on from body_substitutes
         where street_id = $1 and body_id = $2 order by id desc",
        args![street, of],
    )
}

pub fn insert_substitute(tx: &mut Tx<'_>, s: &Substitute) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into body_substitutes (street_id, id, body_id, membership_id, person_id, account_id, shown_name, interests, from_day)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![street, s.id, s.body, s.membership, s.person, s.account, &s.shown_name, &s.interests, s.from],
    )?;
    Ok(())
}

pub fn end_substitute(tx: &mut Tx<'_>, s: &Substitute) -> Result<()> {
    let street = tx.street();
    changed(tx.exec("update body_substitutes set ended_on = $3 where street_id = $1 and id = $2 and ended_on is null", args![street, s.id, s.ended_on])?)
}
