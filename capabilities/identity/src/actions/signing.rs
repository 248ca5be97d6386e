//! Signing in by password or code, and out. Hashes are computed outside and handed in.

use crate::recognise::reader;
use crate::{events, helping, rules, secret, store};
use auth::Viewer;
use db::{Reader, Result, Tx};
use kernel::{AccountId, Moment, PersonId, Problem, Purpose, StreetId};

/// Until when sign-in under this name is shut, if it is.
pub fn locked(r: &mut Reader<'_>, street: StreetId, login: &str, now: Moment) -> Result<Option<Moment>> {
    let kept = store::lockout(r, street, &key(login))?;
    Ok(kept.and_then(|(_, until)| until).filter(|until| *until > now))
}

/// Counts a failure; names that do not exist count alike.
pub fn failed(tx: &mut Tx<'_>, login: &str) -> Result<()> {
    let (street, now, key) = (tx.street(), tx.now(), key(login));
    let failures = store::lockout(tx, street, &key)?.map_or(0, |(n, _)| n) + 1;
    store::set_lockout(tx, &key, failures, rules::locked_until(failures, now))
}

/// Opens a session under the token's hash; staff sessions are short.
pub fn open_session(
    tx: &mut Tx<'_>,
    account: AccountId,
    login: Option<&str>,
    token: &str,
    address: &str,
    means: &'static str,
) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    let known = super::known(tx, street, account)?;
    let staff = !store::posts_in_force(tx, street, known.person, now)?.is_empty();
    let lasts = if staff { rules::STAFF } else { rules::RESIDENT };
    store::open_session(tx, &secret::digest(token), account, lasts, address)?;
    if let Some(login) = login {
        store::set_lockout(tx, &key(login), 0, None)?;
    }
    tx.record(&events::SignedIn { account, means })?;
    Ok(())
}

/// A second person has signed by their password: their reader, without a session.
pub fn countersigned(tx: &mut Tx<'_>, account: AccountId, login: &str) -> Result<Viewer> {
    store::set_lockout(tx, &key(login), 0, None)?;
    signed_beside(tx, account)
}

fn signed_beside(tx: &mut Tx<'_>, account: AccountId) -> Result<Viewer> {
    let (street, now) = (tx.street(), tx.now());
    tx.record(&events::Countersigned { account })?;
    let known = reader(tx, street, account, now, None)?.ok_or(auth::Denied::Hidden)?;
    Ok(known.viewer)
}

/// Another account signs in where this session was: whoever was being helped there is not helped by the next.
pub fn changed_hands(tx: &mut Tx<'_>, before: Option<(AccountId, Vec<u8>)>) -> Result<()> {
    if let Some((account, hash)) = before {
        helping::leave(tx, account, &hash, rules::HelpEnd::AccountChanged)?;
    }
    Ok(())
}

pub fn sign_out(tx: &mut Tx<'_>, account: AccountId, hash: &[u8]) -> Result<()> {
    helping::leave(tx, account, hash, rules::HelpEnd::SignedOut)?;
    store::end_session(tx, hash)?;
    tx.record(&events::SignedOut { account })?;
    Ok(())
}

/// Keeps a code for a phone; `false` when too many went already. Known and unknown phones are treated alike.
pub fn send_code(tx: &mut Tx<'_>, phone: &str, digest: &[u8]) -> Result<bool> {
    let (street, now) = (tx.street(), tx.now());
    let blind = tx.blind(Purpose::Identity, "people.phone", phone)?;
    let earlier = store::codes_sent(tx, street, &blind, now.plus(-Moment::DAY))?;
    if !rules::may_send(&earlier, now) {
        return Ok(false);
    }
    store::add_code(tx, &blind, digest)?;
    Ok(true)
}

/// Signs in with the newest code of the phone; a first sign-in opens a resident's account.
/// A wrong code is counted, so the answer is not a refusal that would be undone.
pub fn sign_in_by_code(
    tx: &mut Tx<'_>,
    phone: &str,
    digest: &[u8],
    token: &str,
    address: &str,
) -> Result<std::result::Result<AccountId, Problem>> {
    let street = tx.street();
    let blind = tx.blind(Purpose::Identity, "people.phone", phone)?;
    if !code_fits(tx, &blind, digest)? {
        return Ok(Err(Problem::at("code", "code_wrong")));
    }
    let account = match store::by_phone(tx, street, &blind)? {
        Some(account) => account.id,
        None => open_account(tx, phone)?,
    };
    open_session(tx, account, None, token, address, "sms")?;
    Ok(Ok(account))
}

/// A second person has signed by the newest code of their phone; only somebody with an account can.
pub fn countersigned_by_code(tx: &mut Tx<'_>, phone: &str, digest: &[u8]) -> Result<std::result::Result<Viewer, Problem>> {
    let street = tx.street();
    let blind = tx.blind(Purpose::Identity, "people.phone", phone)?;
    let fits = code_fits(tx, &blind, digest)?;
    match store::by_phone(tx, street, &blind)?.filter(|_| fits) {
        Some(account) => Ok(Ok(signed_beside(tx, account.id)?)),
        None => Ok(Err(Problem::at("password", "code_wrong"))),
    }
}

/// Whether it is the newest code of the phone, which is then used up. A wrong one is counted.
fn code_fits(tx: &mut Tx<'_>, blind: &[u8], digest: &[u8]) -> Result<bool> {
    let (street, now) = (tx.street(), tx.now());
    let Some((id, kept, tries)) = store::code(tx, street, blind, now)? else { return Ok(false) };
    if tries >= rules::CODE_TRIES {
        return Ok(false);
    }
    let right = kept == digest;
    store::tried_code(tx, id, right.then_some(now))?;
    Ok(right)
}

fn open_account(tx: &mut Tx<'_>, phone: &str) -> Result<AccountId> {
    let (person, account) = (PersonId::fresh(), AccountId::fresh());
    let masked = format!("尾号{}", &phone[phone.len().saturating_sub(4)..]);
    store::add_person(tx, (person, account), "", &masked, Some(phone), None)?;
    tx.record(&events::AccountOpened { account })?;
    Ok(account)
}

/// The name itself is not kept: people mistype passwords into it.
fn key(login: &str) -> String {
    hex::encode(secret::digest(login))
}
