//! A message comes to be: the one door for every room that tells somebody something.

use crate::rules::{Kind, Means, NEWS, Urgent, digest_after, goes_at, means};
use crate::store;
use db::{Result, Tx};
use kernel::{AccountId, uuid::Uuid};
use serde_json::Value;
use std::sync::Arc;
use ui::Lang;

/// Who is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct To {
    /// Whose inbox it lies in.
    pub account: Option<AccountId>,
    /// Somebody who left a number with the room that tells, under that room's id, and wishes to be told by phone. What an
    /// account chose goes before it.
    pub guest: Option<Uuid>,
}

/// What somebody is told, by the room that knows it. Ids, codes and numbers only; the words are made when it is read.
#[derive(Clone, Debug)]
pub struct Telling<'a> {
    /// The name of the room's [`Teller`].
    pub room: &'static str,
    /// The room's key for this message to this person: told again, nothing happens.
    pub told_of: &'a str,
    pub code: &'a str,
    pub kind: Kind,
    pub facts: &'a Value,
    /// The page where it stands; one its reader may open.
    pub link: &'a str,
    /// What law or safety demands: it goes at once, whatever the hour.
    pub urgent: Option<Urgent>,
}

/// A room that tells people things: its words, and the numbers left with it.
pub trait Teller: Send + Sync {
    /// Stored with every message: never changes.
    fn room(&self) -> &'static str;
    /// The message as one sentence in the reader's language, without a full stop at its end.
    fn says(&self, code: &str, facts: &Value, lang: Lang) -> String;
    /// The number of somebody without an account, opened on record; `None` where it is gone.
    fn number(&self, tx: &mut Tx<'_>, guest: Uuid) -> Result<Option<String>>;
}

/// The rooms that tell people things.
pub type Tellers = Arc<[Arc<dyn Teller>]>;

/// Tells somebody something: it lies in the inbox at once and goes out by the means they chose, when they may be rung. In the
/// transaction of what it tells of. `false` where it was told already, or there is nobody to tell.
pub fn tell(tx: &mut Tx<'_>, to: To, telling: &Telling<'_>) -> Result<bool> {
    let (street, now) = (tx.street(), tx.now());
    if to.account.is_none() && to.guest.is_none() {
        return Ok(false);
    }
    let message = store::Message {
        id: Uuid::now_v7(),
        room: telling.room.into(),
        code: telling.code.into(),
        kind: telling.kind,
        facts: telling.facts.to_string(),
        link: telling.link.into(),
        urgent: telling.urgent,
        at: now,
        read_at: None,
    };
    if !store::insert(tx, to.account, telling.told_of, &message)? {
        return Ok(false);
    }
    let (kept, by) = means_of(tx, street, to, telling.kind, telling.urgent.is_some())?;
    if by != Means::App {
        let daily = kept.daily && to.account.is_some() && telling.urgent.is_none();
        let next_at = match (telling.urgent, daily) {
            (Some(_), _) => now,
            (None, true) => goes_at(digest_after(now), kept.quiet()),
            (None, false) => goes_at(now, kept.quiet()),
        };
        store::enlist(tx, message.id, (to.account, to.guest), by, daily, next_at)?;
    }
    Ok(true)
}

/// What somebody chose, and by which means a message of this kind goes to them now.
pub(super) fn means_of(
    r: &mut db::Reader<'_>,
    street: kernel::StreetId,
    to: To,
    kind: Kind,
    urgent: bool,
) -> Result<(store::Kept, Means)> {
    let Some(account) = to.account else {
        return Ok((store::Kept::default(), if to.guest.is_some() { Means::Sms } else { Means::App }));
    };
    let kept = store::kept(r, street, account)?;
    let wishes = kept.wishes(store::chosen(r, street, account, kind)?);
    let number = to.guest.is_some() || identity::has_phone(r, street, account)?;
    let by = means(&wishes, to.guest.is_some(), number, urgent);
    Ok((kept, by))
}

/// What went out and is older than this is forgotten; inboxes are a year deep.
const KEPT_DAYS: i64 = 366;

/// Messages of long ago go.
pub fn forget(tx: &mut Tx<'_>) -> Result<()> {
    let before = tx.now().plus_days(-KEPT_DAYS).plus(-NEWS);
    store::forget_older(tx, before)
}
