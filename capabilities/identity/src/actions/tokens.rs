//! API tokens: made by their owner in person, shown once, ended at will.

use super::known;
use crate::views::TokensView;
use crate::{events, rules, secret, store};
use auth::Denied;
use db::{Fault, Reader, Result, Tx};
use kernel::{AccountId, Moment, Outcome, StreetId, uuid::Uuid};

/// One's own tokens that still open something, and the scopes a new one may have.
pub fn tokens(r: &mut Reader<'_>, street: StreetId, account: AccountId, now: Moment) -> Result<TokensView> {
    let person = known(r, street, account)?.person;
    let held = store::posts_in_force(r, street, person, now)?;
    let scopes = rules::token_scopes(held.iter().map(|p| p.role.as_str()));
    Ok(TokensView { tokens: store::tokens(r, street, account, now)?, scopes, made: None, problems: vec![] })
}

/// Makes a token for its owner; the view shows it, once.
pub fn make_token(tx: &mut Tx<'_>, account: AccountId, scopes: &[String], until: Moment) -> Result<Outcome<TokensView>> {
    let (street, now) = (tx.street(), tx.now());
    let view = tokens(tx, street, account, now)?;
    if let Err(problem) = rules::token(scopes, &view.scopes, until, now) {
        return Ok(Outcome::Refused(view, vec![problem]));
    }
    let made = keep(tx, account, scopes, until)?;
    let view = tokens(tx, street, account, now)?;
    Ok(Outcome::Done(TokensView { made: Some(made), ..view }))
}

/// Ends one of one's own tokens; another's is not there.
pub fn revoke_token(tx: &mut Tx<'_>, account: AccountId, id: Uuid) -> Result<Outcome<()>> {
    if store::revoke_token(tx, account, id)? == 0 {
        return Err(Fault::Denied(Denied::Hidden));
    }
    tx.record(&events::TokenRevoked { account })?;
    Ok(Outcome::Done(()))
}

/// A token for the command line. Fault where the account is unknown or the end too far.
pub fn create_token(tx: &mut Tx<'_>, login: &str, scopes: &[&str], until: Moment) -> Result<String> {
    let (street, now) = (tx.street(), tx.now());
    let account = store::by_login(tx, street, login)?.ok_or_else(|| Fault::other("no such account"))?;
    let allowed = tokens(tx, street, account.id, now)?.scopes;
    let scopes: Vec<String> = scopes.iter().map(|s| (*s).to_owned()).collect();
    rules::token(&scopes, &allowed, until, now).map_err(|problem| {
        Fault::Other(format!("{}: scopes of this account are `*`, {}; a token ends within a year", problem.code, allowed.join(", ")))
    })?;
    keep(tx, account.id, &scopes, until)
}

/// `lq_<id>_<secret>`; only the secret's digest is stored.
fn keep(tx: &mut Tx<'_>, account: AccountId, scopes: &[String], until: Moment) -> Result<String> {
    let (id, kept) = (Uuid::now_v7(), secret::token());
    store::add_token(tx, id, account, &secret::digest(&kept), &serde_json::to_string(scopes)?, until)?;
    tx.record(&events::TokenCreated { account })?;
    Ok(format!("lq_{}_{kept}", id.simple()))
}
