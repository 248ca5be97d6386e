//! Cases that wait in public.

use crate::rules::{CaseId, Deferring};
use db::{Reader, Result, Tx, args};
use kernel::{AccountId, Day, StreetId, uuid::Uuid};

/// A deferral that has not ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenDeferral {
    pub reason: String,
    pub review_on: Day,
    pub public_note: String,
}
db::row!(OpenDeferral { reason, review_on, public_note });

/// How often the case was put off so far.
pub fn deferrals(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<usize> {
    let n: i64 =
        r.one("select count(*) from case_deferrals where street_id = $1 and case_id = $2", args![street, case])?;
    Ok(usize::try_from(n).unwrap_or(usize::MAX))
}

pub fn open_deferral(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Option<OpenDeferral>> {
    r.opt(
        "select reason, review_on, public_note from case_deferrals
         where street_id = $1 and case_id = $2 and ended_at is null",
        args![street, case],
    )
}

pub fn insert_deferral(tx: &mut Tx<'_>, case: CaseId, words: &Deferring, by: Option<AccountId>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into case_deferrals (street_id, id, case_id, reason, review_on, public_note, asked_at, approved_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![street, Uuid::now_v7(), case, &words.reason, words.review_on, words.public_note.trim(), now, by],
    )?;
    Ok(())
}

/// Ends what waits; nothing is done if nothing does.
pub fn end_deferral(tx: &mut Tx<'_>, case: CaseId, by: Option<AccountId>, why: &str) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update case_deferrals set ended_at = $3, ended_by = $4, end_reason = $5
         where street_id = $1 and case_id = $2 and ended_at is null",
        args![street, case, now, by, why],
    )?;
    Ok(())
}
