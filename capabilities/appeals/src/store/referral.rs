//! Cases and the matters they are behind.

use crate::rules::CaseId;
use db::{Reader, Result, Tx, args};
use kernel::{AccountId, StreetId, uuid::Uuid};

/// The matters a case is behind: id and short code.
pub fn matters_of(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Vec<(Uuid, String)>> {
    r.all("select matter_id, code from case_matters where street_id = $1 and case_id = $2 order by at, matter_id", args![street, case])
}

pub fn tie_matter(tx: &mut Tx<'_>, case: CaseId, matter: Uuid, code: &str, by: Option<AccountId>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into case_matters (street_id, case_id, matter_id, code, at, by_account) values ($1, $2, $3, $4, $5, $6)",
        args![street, case, matter, code, now, by],
    )?;
    Ok(())
}

/// The cases behind a matter whose voices have not been told of its end.
pub fn cases_behind(r: &mut Reader<'_>, street: StreetId, matter: Uuid) -> Result<Vec<(CaseId, String)>> {
    r.all(
        "select case_id, code from case_matters where street_id = $1 and matter_id = $2 and ended_at is null order by case_id",
        args![street, matter],
    )
}

pub fn end_matter(tx: &mut Tx<'_>, case: CaseId, matter: Uuid) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update case_matters set ended_at = $4 where street_id = $1 and case_id = $2 and matter_id = $3",
        args![street, case, matter, now],
    )?;
    Ok(())
}

/// The cases that were behind a matter when it ended.
pub fn cases_once_behind(r: &mut Reader<'_>, street: StreetId, matter: Uuid) -> Result<Vec<CaseId>> {
    r.all("select case_id from case_matters where street_id = $1 and matter_id = $2 and ended_at is not null order by case_id", args![street, matter])
}

/// The matter walks again: its end is still to be told.
pub fn begin_matter(tx: &mut Tx<'_>, case: CaseId, matter: Uuid) -> Result<()> {
    let street = tx.street();
    tx.exec("update case_matters set ended_at = null where street_id = $1 and case_id = $2 and matter_id = $3", args![street, case, matter])?;
    Ok(())
}

pub fn untie_matter(tx: &mut Tx<'_>, case: CaseId, matter: Uuid) -> Result<()> {
    let street = tx.street();
    tx.exec("delete from case_matters where street_id = $1 and case_id = $2 and matter_id = $3", args![street, case, matter])?;
    Ok(())
}
