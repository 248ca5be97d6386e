//! Requests for more time, as they were asked and decided.

use crate::rules::{CaseId, Extensions, Pending};
use db::{Reader, Result, Tx, args};
use kernel::{AccountId, StreetId, uuid::Uuid};

pub fn extensions(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Extensions> {
    let rows: Vec<(Uuid, i64, Option<AccountId>, Option<bool>, bool, bool)> = r.all(
        "select id, days, asked_by, granted, decided_at is null, agreed_at is not null from case_extensions
         where street_id = $1 and case_id = $2
         order by id",
        args![street, case],
    )?;
    Ok(Extensions {
        granted: rows.iter().filter(|r| r.3 == Some(true)).map(|r| r.1).collect(),
        pending: rows.iter().find(|r| r.4).map(|r| Pending { id: r.0, days: r.1, asked_by: r.2, agreed: r.5 }),
    })
}

pub fn insert_extension(tx: &mut Tx<'_>, case: CaseId, days: i64, by: Option<AccountId>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into case_extensions (street_id, id, case_id, days, asked_at, asked_by) values ($1, $2, $3, $4, $5, $6)",
        args![street, Uuid::now_v7(), case, days, now, by],
    )?;
    Ok(())
}

/// Decides what waits for the case; nothing is done if nothing waits.
pub fn decide_extension(tx: &mut Tx<'_>, case: CaseId, by: Option<AccountId>, granted: bool) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update case_extensions set decided_at = $3, decided_by = $4, granted = $5
         where street_id = $1 and case_id = $2 and decided_at is null",
        args![street, case, now, by, granted],
    )?;
    Ok(())
}
