//! The spool: one row for what a program brought during maintenance.

use db::{Reader, Result, Tx, args};
use kernel::{Moment, Sealed, StreetId, uuid::Uuid};

pub fn insert(tx: &mut Tx<'_>, id: Uuid, token_digest: Vec<u8>, client: Uuid, sent: Sealed) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into open311_spool (street_id, id, token_digest, client, at, sent) values ($1, $2, $3, $4, $5, $6)",
        args![street, id, token_digest, client, now, sent],
    )?;
    Ok(())
}

/// The number it became, and why it was refused, of a token given out after `since`.
pub fn by_token(r: &mut Reader<'_>, street: StreetId, token_digest: Vec<u8>, since: Moment) -> Result<Option<(Option<String>, Option<String>)>> {
    r.opt(
        "select case_no, wrong from open311_spool where street_id = $1 and token_digest = $2 and at > $3",
        args![street, token_digest, since],
    )
}

/// What waits, in the order it came: its program, and when it was brought.
pub fn waiting(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<(Uuid, Uuid, Moment)>> {
    r.all("select id, client, at from open311_spool where street_id = $1 and sent is not null order by id", args![street])
}

/// The words of one that still waits.
pub fn sent(r: &mut Reader<'_>, street: StreetId, id: Uuid) -> Result<Option<Sealed>> {
    let sent: Option<Option<Sealed>> = r.opt("select sent from open311_spool where street_id = $1 and id = $2", args![street, id])?;
    Ok(sent.flatten())
}

/// What it became; the words stand with the voice now, or go with the refusal.
pub fn settle(tx: &mut Tx<'_>, id: Uuid, case_no: Option<&str>, wrong: Option<&str>) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "update open311_spool set sent = null, case_no = $3, wrong = $4 where street_id = $1 and id = $2",
        args![street, id, case_no, wrong],
    )?;
    Ok(())
}

/// Whether any token was given out until then; the oldest stands first.
pub fn any_until(r: &mut Reader<'_>, street: StreetId, until: Moment) -> Result<bool> {
    let oldest: Option<Moment> = r.opt("select at from open311_spool where street_id = $1 order by id limit 1", args![street])?;
    Ok(oldest.is_some_and(|at| at <= until))
}

/// Tokens given out until then are not known any more.
pub fn forget(tx: &mut Tx<'_>, until: Moment) -> Result<()> {
    let street = tx.street();
    tx.exec("delete from open311_spool where street_id = $1 and at <= $2", args![street, until])?;
    Ok(())
}
