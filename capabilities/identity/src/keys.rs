//! A program of the open interface shows its key: an API token made for just that.

use crate::{rules, secret, store};
use db::{Reader, Result};
use kernel::{Moment, StreetId, uuid::Uuid};

/// The id of a key that carries this scope, is in force, and whose owner still holds a post. `*` does not stand for the
/// scopes of the open interface: a key for a program outside the house is made for it.
pub fn key(r: &mut Reader<'_>, street: StreetId, shown: &str, scope: &str, now: Moment) -> Result<Option<Uuid>> {
    let Some((id, kept)) = shown.trim().strip_prefix("lq_").and_then(|t| t.split_once('_')) else { return Ok(None) };
    let Ok(id) = id.parse::<Uuid>() else { return Ok(None) };
    let Some((owner, hash, scopes)) = store::token(r, street, id, now)? else { return Ok(None) };
    let scopes: Vec<String> = serde_json::from_str(&scopes)?;
    if hash != secret::digest(kept) || !scopes.iter().any(|s| s == scope) {
        return Ok(None);
    }
    let Some(account) = store::account(r, street, owner)? else { return Ok(None) };
    let posts = store::posts_in_force(r, street, account.person, now)?;
    let allowed = rules::token_scopes(posts.iter().map(|p| p.role.as_str()));
    Ok(Some(id).filter(|_| allowed.iter().any(|s| s == scope)))
}
