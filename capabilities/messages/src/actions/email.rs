//! An e-mail address, verified by a code before anything else goes there.

use crate::events::{EmailRemoved, EmailVerified};
use crate::rules::{self, CODE_LASTS, CODE_TRIES};
use crate::store;
use db::{Result, Tx};
use kernel::{AccountId, Moment, Outcome, Problem};
use ui::Lang;

/// Keeps a code for an address; `false` when too many went already.
pub fn send_code(tx: &mut Tx<'_>, account: AccountId, email: &str, code: &str) -> Result<bool> {
    let (street, now) = (tx.street(), tx.now());
    let earlier = store::codes_since(tx, street, account, now.plus(-Moment::DAY))?;
    if !rules::may_send(&earlier, now) {
        return Ok(false);
    }
    let digest = store::code_digest(tx, account, code)?;
    store::add_code(tx, account, (email, &rules::masked(email)), &digest, now.plus(CODE_LASTS))?;
    Ok(true)
}

/// The address is one's own when its newest code comes back. A wrong one is counted, so the answer is not a refusal that would
/// be undone.
pub fn verify(tx: &mut Tx<'_>, account: AccountId, typed: &str, lang: Lang) -> Result<std::result::Result<(), Problem>> {
    let (street, now) = (tx.street(), tx.now());
    let wrong = Problem::at("code", "email-code");
    let Some(code) = store::code(tx, street, account, now)?.filter(|c| c.tries < CODE_TRIES) else { return Ok(Err(wrong)) };
    let right = store::code_digest(tx, account, typed.trim())? == code.digest;
    store::tried_code(tx, code.id, right.then_some(now))?;
    if !right {
        return Ok(Err(wrong));
    }
    let email = store::open_code_email(tx, &code)?;
    store::set_email(tx, account, lang, Some((&email, &code.email_masked)))?;
    tx.record(&EmailVerified { account })?;
    Ok(Ok(()))
}

/// The address goes, and with it every choice of it.
pub fn remove_email(tx: &mut Tx<'_>, account: AccountId, lang: Lang) -> Result<Outcome<()>> {
    store::no_more_email(tx, account)?;
    store::set_email(tx, account, lang, None)?;
    tx.record(&EmailRemoved { account })?;
    Ok(Outcome::Done(()))
}
