//! Returns and sittings about whose case it is.

use crate::rules::{Agreed, CaseId, PendingReturn, Returns, Sitting};
use db::{Reader, Result, Tx, args};
use kernel::{AccountId, Moment, StreetId, UnitId, uuid::Uuid};

type Asked = (UnitId, Moment, Option<AccountId>, String, Option<UnitId>, Option<String>, Option<Moment>, Option<UnitId>);

/// How often the case was passed on, and what waits to be decided.
pub fn returns(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Returns> {
    let rows: Vec<Asked> = r.all(
        "select unit_id, asked_at, asked_by, basis, proposed_unit_id, decision, agreed_at, agreed_unit_id from case_returns
         where street_id = $1 and case_id = $2
         order by id",
        args![street, case],
    )?;
    let mut returns = Returns::default();
    for (unit, asked_at, asked_by, basis, proposed, decision, agreed_at, agreed_unit) in rows {
        if !returns.denied.contains(&unit) {
            returns.denied.push(unit);
        }
        match decision.as_deref() {
            Some("approved") => returns.approved += 1,
            None => {
                let agreed = agreed_at.map(|_| Agreed { unit: agreed_unit });
                returns.pending = Some(PendingReturn { unit, basis, proposed, asked_at, asked_by, agreed });
            }
            Some(_) => {}
        }
    }
    Ok(returns)
}

pub fn insert_return(
    tx: &mut Tx<'_>,
    case: CaseId,
    unit: UnitId,
    basis: &str,
    proposed: Option<UnitId>,
    by: Option<AccountId>,
) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into case_returns (street_id, id, case_id, unit_id, asked_at, asked_by, basis, proposed_unit_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![street, Uuid::now_v7(), case, unit, now, by, basis, proposed],
    )?;
    Ok(())
}

/// Decides what waits for the case; nothing is done if nothing waits.
pub fn decide_return(tx: &mut Tx<'_>, case: CaseId, by: Option<AccountId>, decision: &str) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update case_returns set decided_at = $3, decided_by = $4, decision = $5
         where street_id = $1 and case_id = $2 and decided_at is null",
        args![street, case, now, by, decision],
    )?;
    Ok(())
}

pub fn insert_conferral(tx: &mut Tx<'_>, case: CaseId, chair: AccountId, by: Option<AccountId>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into case_conferrals (street_id, id, case_id, called_at, called_by, chair_id, by_fallback)
         values ($1, $2, $3, $4, $5, $6, $7)",
        args![street, Uuid::now_v7(), case, now, by, chair, false],
    )?;
    Ok(())
}

/// The sitting that has been called and not ended.
pub fn sitting(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Option<Sitting>> {
    let row: Option<(AccountId, Moment)> = r.opt(
        "select chair_id, called_at from case_conferrals where street_id = $1 and case_id = $2 and ended_at is null",
        args![street, case],
    )?;
    Ok(row.map(|(chair, called_at)| Sitting { chair, called_at }))
}

/// Ends the sitting, with the unit it named; nothing is done if none was called.
pub fn end_conferral(tx: &mut Tx<'_>, case: CaseId, lead: Option<UnitId>, by_fallback: bool) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update case_conferrals set ended_at = $3, lead_unit_id = $4, by_fallback = $5
         where street_id = $1 and case_id = $2 and ended_at is null",
        args![street, case, now, lead, by_fallback],
    )?;
    Ok(())
}
