//! Who presses for a case, and what was answered.

use crate::rules::{Case, CaseId, Cause, Supervision};
use db::{Reader, Result, Tx, args};
use kernel::{AccountId, Moment, StreetId, uuid::Uuid};

db::row!(Supervision { level, cause, by_leader, reply_by, replied_at, by });

/// The supervision that has not been lifted.
pub fn supervision(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Option<Supervision>> {
    r.opt(
        "select level, cause, by_leader, reply_by, replied_at, by_account from case_supervisions
         where street_id = $1 and case_id = $2 and lifted_at is null",
        args![street, case],
    )
}

/// Whether the timer pressed for this already in this round.
pub fn pressed_for(r: &mut Reader<'_>, street: StreetId, case: &Case, cause: Cause) -> Result<bool> {
    let n: i64 = r.one(
        "select count(*) from case_supervisions where street_id = $1 and case_id = $2 and round = $3 and cause = $4",
        args![street, case.id, case.round, cause.code()],
    )?;
    Ok(n > 0)
}

pub fn insert_supervision(
    tx: &mut Tx<'_>,
    case: &Case,
    cause: Cause,
    (by, by_leader): (Option<AccountId>, bool),
    reply_by: Option<Moment>,
) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into case_supervisions (street_id, id, case_id, round, level, cause, at, by_account, by_leader, reply_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![street, Uuid::now_v7(), case.id, case.round, case.supervision, cause.code(), now, by, by_leader, reply_by],
    )?;
    Ok(())
}

pub fn reply_supervision(tx: &mut Tx<'_>, case: CaseId, by: Option<AccountId>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update case_supervisions set replied_at = $3, replied_by = $4
         where street_id = $1 and case_id = $2 and lifted_at is null",
        args![street, case, now, by],
    )?;
    Ok(())
}

/// Nothing is done if nothing is open.
pub fn lift_supervision(tx: &mut Tx<'_>, case: CaseId, by: Option<AccountId>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update case_supervisions set lifted_at = $3, lifted_by = $4
         where street_id = $1 and case_id = $2 and lifted_at is null",
        args![street, case, now, by],
    )?;
    Ok(())
}
