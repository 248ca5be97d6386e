//! Looks on the spot: what came of each.

use crate::rules::{Case, CaseId};
use db::{Reader, Result, Tx, args};
use kernel::{AccountId, Moment, StreetId, uuid::Uuid};

/// What a look came to.
pub struct Look {
    pub by: Option<AccountId>,
    /// It is as the unit says.
    pub stands: bool,
    /// From the case's point, where both are known.
    pub metres: Option<i32>,
}

pub fn insert_look(tx: &mut Tx<'_>, case: &Case, look: &Look) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into case_verifications (street_id, id, case_id, round, at, by_account, stands, metres)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![street, Uuid::now_v7(), case.id, case.round, now, look.by, look.stands, look.metres],
    )?;
    Ok(())
}

/// Photos taken on the spot since then.
pub fn spot_photos_since(r: &mut Reader<'_>, street: StreetId, case: CaseId, since: Moment) -> Result<i64> {
    r.one(
        "select count(*) from photos where street_id = $1 and case_id = $2 and stage = 'verification' and at >= $3",
        args![street, case, since],
    )
}
