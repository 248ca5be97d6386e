//! One's own inbox: reading, and marking as read.

use crate::actions::Tellers;
use crate::events::{AllRead, MessageRead};
use crate::store;
use crate::views::{InboxView, MessageLine};
use db::{Reader, Result, Tx};
use kernel::{AccountId, Outcome, StreetId, uuid::Uuid};
use ui::Lang;

/// Messages on one page.
const PAGE: i64 = 20;

/// One's own messages, newest first, each as a sentence.
pub fn inbox(r: &mut Reader<'_>, street: StreetId, account: AccountId, before: Option<Uuid>, tellers: &Tellers, lang: Lang) -> Result<InboxView> {
    let unread = store::unread(r, street, account)?;
    let mut found = store::of_account(r, street, account, before, PAGE + 1)?;
    let more = found.len() as i64 > PAGE;
    found.truncate(PAGE as usize);
    let next = more.then(|| found.last().map(|m| m.id)).flatten();
    let items = found.into_iter().map(|m| MessageLine {
        says: says(tellers, &m.room, &m.code, &m.facts, lang),
        id: m.id, kind: m.kind, at: m.at, link: m.link, urgent: m.urgent, read: m.read_at.is_some(),
    });
    Ok(InboxView { items: items.collect(), unread, before, next, problems: vec![] })
}

/// The sentence of a message. A room that is no more leaves its code.
pub(super) fn says(tellers: &Tellers, room: &str, code: &str, facts: &str, lang: Lang) -> String {
    let facts = serde_json::from_str(facts).unwrap_or_default();
    tellers.iter().find(|t| t.room() == room).map_or_else(|| code.to_owned(), |t| t.says(code, &facts, lang))
}

/// Marks one's own message as read; another's is not there.
pub fn read(tx: &mut Tx<'_>, account: AccountId, id: Uuid) -> Result<Outcome<()>> {
    match store::mark_read(tx, account, id)? {
        None => return Err(auth::Denied::Hidden.into()),
        Some(true) => {
            tx.record(&MessageRead { message: id })?;
        }
        Some(false) => {}
    }
    Ok(Outcome::Done(()))
}

pub fn read_all(tx: &mut Tx<'_>, account: AccountId) -> Result<Outcome<()>> {
    let messages = store::mark_all_read(tx, account)?;
    if messages > 0 {
        tx.record(&AllRead { account, messages })?;
    }
    Ok(Outcome::Done(()))
}
