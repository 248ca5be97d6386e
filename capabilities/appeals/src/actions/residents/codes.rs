//! Receipt codes as residents type them: tried within limits, and taken into one's own things.

use crate::actions::{code_digest, open_receipt};
use crate::rules::{self, *};
use crate::store;
use auth::{Denied, Viewer};
use db::{Result, Tx};
use kernel::{Moment, Outcome, Problem};

/// What became of a typed code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    Opens(VoiceId),
    /// No code, or nobody's: one answer for both.
    Wrong,
    /// Too many wrong ones from this address.
    Locked(Moment),
}

/// Tries a code from an address. A wrong one is counted in the database, so that a restart forgives nothing.
pub fn try_code(tx: &mut Tx<'_>, address: &str, typed: &str) -> Result<Tried> {
    let (street, now) = (tx.street(), tx.now());
    let tries = store::tries(tx, street, address)?;
    if let Some(until) = rules::locked(tries, now) {
        return Ok(Tried::Locked(until));
    }
    // What cannot be a code is looked up all the same: the answer takes as long.
    let found = match rules::typed(typed) {
        Some(_) => open_receipt(tx, street, typed)?,
        None => {
            let digest = code_digest(tx, typed)?;
            store::by_receipt(tx, street, digest)?.filter(|_| false)
        }
    };
    if let Some(voice) = found {
        return Ok(Tried::Opens(voice));
    }
    store::set_tries(tx, address, after_wrong(tries, now))?;
    Ok(Tried::Wrong)
}

/// A receipt becomes one of the reader's own things. It stays as anonymous to staff as it was.
pub fn attach(tx: &mut Tx<'_>, viewer: &Viewer, voice: VoiceId) -> Result<Outcome<VoiceId>> {
    let street = tx.street();
    let account = viewer.account().ok_or(Denied::Forbidden)?;
    let found = store::voice(tx, street, voice)?.ok_or(Denied::Hidden)?;
    if found.account == Some(account) {
        return Ok(Outcome::Done(voice));
    }
    if !store::attach(tx, voice, account)? {
        return Ok(Outcome::Refused(voice, vec![Problem::at("code", "receipt-taken")]));
    }
    tx.record(&VoiceAttached { case: found.case, voice })?;
    Ok(Outcome::Done(voice))
}
