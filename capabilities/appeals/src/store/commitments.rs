//! What parties promised for a case.

use crate::rules::{CaseId, Commitment, CommitmentId, CommitmentKind, Committing};
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{AccountId, StreetId};

impl FromRow for Commitment {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            unit: r.next()?,
            party: r.next()?,
            kind: super::code(r, CommitmentKind::from_code)?,
            what: r.next()?,
            due_on: r.next()?,
            met_at: r.next()?,
            met_by: r.next()?,
            verified_at: r.next()?,
            waived_at: r.next()?,
        })
    }
}

/// In the order they were made.
pub fn commitments(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Vec<Commitment>> {
    r.all(
        "select id, unit_id, party, kind, what, due_on, met_at, met_by, verified_at, waived_at from case_commitments
         where street_id = $1 and case_id = $2
         order by id",
        args![street, case],
    )
}

/// `party` is the name it stands under.
pub fn insert_commitment(tx: &mut Tx<'_>, case: CaseId, words: &Committing, party: &str, by: Option<AccountId>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into case_commitments (street_id, id, case_id, unit_id, party, kind, what, due_on, due_at, at, by_account)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            street, CommitmentId::fresh(), case, words.unit, party.trim(), words.kind.map(CommitmentKind::code), words.what.trim(),
            words.due_on, words.due_on.map(kernel::Day::start), now, by
        ],
    )?;
    Ok(())
}

/// How a commitment is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settling {
    Met,
    Verified,
    Waived,
}

pub fn settle_commitment(tx: &mut Tx<'_>, id: CommitmentId, how: Settling, by: Option<AccountId>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    let columns = match how {
        Settling::Met => "met_at = $3, met_by = $4",
        Settling::Verified => "verified_at = $3, verified_by = $4",
        Settling::Waived => "waived_at = $3, waived_by = $4",
    };
    tx.exec(
        &format!("update case_commitments set {columns} where street_id = $1 and id = $2"),
        args![street, id, now, by],
    )?;
    Ok(())
}
