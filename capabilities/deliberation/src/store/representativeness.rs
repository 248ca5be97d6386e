//! Groups that people said of themselves, by seat or by attendance.

use crate::rules::*;
use db::{Reader, Result, Tx, args};
use kernel::{AccountId, Moment, StreetId, uuid::Uuid};

/// What is known about everybody who came to a body's meetings or sits in it: subject, dimension, group.
pub fn strata_of(r: &mut Reader<'_>, street: StreetId, of: BodyId) -> Result<Vec<(Uuid, String, String)>> {
    r.all(
        "select subject_id, dim, category from told_strata
         where street_id = $1
           and (subject_id in (select id from body_memberships where street_id = $1 and body_id = $2)
             or subject_id in (select a.id from meeting_attendances a
               join meetings m on m.street_id = a.street_id and m.id = a.meeting_id
               where a.street_id = $1 and m.body_id = $2))",
        args![street, of],
    )
}

/// The newest word stands.
pub fn put_stratum(tx: &mut Tx<'_>, subject: Uuid, (dim, category): (Dim, &str), account: Option<AccountId>, at: Moment) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into told_strata (street_id, subject_id, dim, category, account_id, told_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (street_id, subject_id, dim) do update set category = excluded.category, told_at = excluded.told_at",
        args![street, subject, dim.code(), category, account, at],
    )?;
    Ok(())
}

/// What somebody with an account said of themselves.
pub fn strata_about(r: &mut Reader<'_>, street: StreetId, account: AccountId) -> Result<Vec<(String, String, Moment)>> {
    r.all(
        "select dim, category, told_at from told_strata where street_id = $1 and account_id = $2 order by told_at, dim",
        args![street, account],
    )
}

pub fn erase_strata(tx: &mut Tx<'_>, account: AccountId) -> Result<u64> {
    let street = tx.street();
    tx.exec("delete from told_strata where street_id = $1 and account_id = $2", args![street, account])
}
