//! Who stands behind a session or a key: asked once per request, in one read.

use crate::{rules, secret, store};
use auth::{PostHeld, Role, Scope, Strength, Viewer, Who};
use db::{Reader, Result, Tx};
use edge::{Credentials, Recognised};
use kernel::{AccountId, Moment, StreetId, uuid::Uuid};

/// The reader behind the credentials, with every post in force; `None` for ended or unknown ones.
pub fn recognise(r: &mut Reader<'_>, street: StreetId, shown: &Credentials, now: Moment) -> Result<Option<Recognised>> {
    match shown {
        Credentials::Session(token) => {
            let hash = secret::digest(token);
            let Some((owner, last_seen)) = store::session(r, street, &hash, now)? else { return Ok(None) };
            let helping = store::helping_in(r, street, &hash, owner, now)?;
            let found = reader(r, street, owner, now, Some(hash))?;
            Ok(found.map(|mut known| {
                known.viewer.helping = helping.as_ref().map(|h| h.id);
                known.badge.helping = helping.map(|h| ui::Helping { id: h.id.to_string(), name: h.masked_name, way: h.way.code(), until: h.until });
                Recognised { stale: now.since(last_seen) > Moment::MINUTE, ..known }
            }))
        }
        Credentials::Bearer(token) => {
            let Some((id, kept)) = token.strip_prefix("lq_").and_then(|t| t.split_once('_')) else { return Ok(None) };
            let Ok(id) = id.parse::<Uuid>() else { return Ok(None) };
            let Some((owner, hash, scopes)) = store::token(r, street, id, now)? else { return Ok(None) };
            if hash != secret::digest(kept) {
                return Ok(None);
            }
            let scopes: Vec<String> = serde_json::from_str(&scopes)?;
            let found = reader(r, street, owner, now, None)?;
            Ok(found.map(|mut known| {
                known.viewer.posts.retain(|p| !p.role.is_administrator() && in_scope(&scopes, p.role));
                known.viewer.strength = Strength::Keyed;
                known
            }))
        }
    }
}

/// Moves a session's end on, at most once a minute; outside the request's own transaction.
pub fn touch(tx: &mut Tx<'_>, hash: &[u8], staff: bool) -> Result<()> {
    let lasts = if staff { rules::STAFF } else { rules::RESIDENT };
    let until = tx.now().plus(lasts.idle);
    store::touch_session(tx, hash, until)
}

/// `*` is every business post of the owner; else a role's code.
fn in_scope(scopes: &[String], role: Role) -> bool {
    scopes.iter().any(|s| s == "*" || s == role.code())
}

/// The reader behind an account, with every post in force.
pub(crate) fn reader(
    r: &mut Reader<'_>,
    street: StreetId,
    id: AccountId,
    now: Moment,
    session: Option<Vec<u8>>,
) -> Result<Option<Recognised>> {
    let Some(account) = store::account(r, street, id)? else { return Ok(None) };
    let rows = store::posts_in_force(r, street, account.person, now)?;
    let title = rows.first().map(|p| p.title.clone()).unwrap_or_default();
    let posts: Vec<_> = rows.into_iter().filter_map(held).collect();
    let badge = ui::ViewerBadge { name: account.masked_name, staff: !posts.is_empty(), post: title, entries: vec![], unread: 0, helping: None };
    let viewer = Viewer { who: Who::Account(id), posts, strength: Strength::Known, ..Viewer::nobody(street) };
    Ok(Some(Recognised { viewer, badge, session, stale: false }))
}

fn held(p: store::PostRow) -> Option<PostHeld> {
    Some(PostHeld {
        id: p.id,
        role: Role::from_code(&p.role)?,
        scope: Scope { level: rules::level_from(&p.level)?, place: p.place },
        unit: p.unit,
        until: p.until,
        organisation: p.organisation,
    })
}
