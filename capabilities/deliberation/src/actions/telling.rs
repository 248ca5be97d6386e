//! What people behind a proposal are told: one message for each thing that happened, never twice.

use crate::rules::Proposal;
use db::{Result, Tx};
use kernel::AccountId;
use messages::{Kind, Telling, To};
use serde_json::json;
use std::collections::BTreeSet;

/// The name of this room's teller.
pub const ROOM: &str = "deliberation";

/// Tells some people what happened to a proposal; `key` tells happenings of one kind apart.
pub(super) fn tell(tx: &mut Tx<'_>, of: &Proposal, (kind, code, key): (Kind, &str, &str), to: impl IntoIterator<Item = AccountId>) -> Result<()> {
    let facts = json!({ "code": of.code });
    let link = format!("/proposals/{}", of.id);
    for account in to.into_iter().collect::<BTreeSet<_>>() {
        let told_of = format!("{}/{code}/{key}/{account}", of.id);
        let telling = Telling { room: ROOM, told_of: &told_of, code, kind, facts: &facts, link: &link, urgent: None };
        messages::tell(tx, To { account: Some(account), guest: None }, &telling)?;
    }
    Ok(())
}
