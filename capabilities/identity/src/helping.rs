//! Acting for a resident (代办): staff who have somebody before them or on the phone do what that person asks for. It is
//! bound to the session it was begun in, and over after half an hour, when it is ended, at sign-out, and when the account
//! of that browser or the post behind it changes.
//!
//! The capability whose page begins it judges who may and for whom; each act asks [`running`] again, in its own transaction.

use crate::rules::{HelpEnd, HelpWay, help_until};
use crate::{events, store};
use auth::{PlacePath, Viewer};
use db::{Reader, Result, Tx};
use kernel::{AccountId, Moment, PersonId, StreetId, uuid::Uuid};

/// One time of acting for somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Helping {
    pub id: Uuid,
    pub helper: AccountId,
    pub person: PersonId,
    pub account: AccountId,
    /// Where the helped person belongs.
    pub place: PlacePath,
    pub way: HelpWay,
    pub began_at: Moment,
    pub until: Moment,
    /// Empty while it was not ended; it is over at `until` all the same.
    pub ended_at: Option<Moment>,
    pub masked_name: String,
}

impl Helping {
    /// When it was over, or will be.
    pub fn over_at(&self) -> Moment {
        self.ended_at.unwrap_or(self.until)
    }
}

/// One thing that was done for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    pub verb: String,
    pub path: String,
    pub at: Moment,
}

/// Begins, in the reader's session; whatever ran there before is over. `post` is the end of the post it stands on.
/// `None` where the reader has no session: a key acts for nobody.
pub fn begin(tx: &mut Tx<'_>, viewer: &Viewer, hash: &[u8], whom: (PersonId, AccountId), place: PlacePath, way: HelpWay, post: Moment) -> Result<Option<Helping>> {
    let (street, now) = (tx.street(), tx.now());
    let (Some(helper), Some(session)) = (viewer.account(), store::session_end(tx, street, hash)?) else { return Ok(None) };
    let until = help_until(store::helping_minutes(tx, street)?, session, post, now);
    if until <= now {
        return Ok(None);
    }
    leave(tx, helper, hash, HelpEnd::Ended)?;
    let helping = Helping {
        id: Uuid::now_v7(), helper, person: whom.0, account: whom.1, place, way, began_at: now, until, ended_at: None, masked_name: String::new(),
    };
    store::begin_helping(tx, hash, &helping)?;
    tx.record(&events::HelpingBegan { account: helper, helping: helping.id, person: helping.person, way: way.code(), until })?;
    Ok(Some(helping))
}

/// Whom the reader acts for now, judged by the rows as they stand in this transaction.
pub fn running(r: &mut Reader<'_>, viewer: &Viewer, now: Moment) -> Result<Option<Helping>> {
    let (Some(id), Some(helper)) = (viewer.helping, viewer.account()) else { return Ok(None) };
    store::helping_now(r, viewer.street, id, helper, now)
}

/// The same by the session it was begun in: for the page that has just begun it.
pub fn begun_in(r: &mut Reader<'_>, viewer: &Viewer, hash: &[u8], now: Moment) -> Result<Option<Helping>> {
    let Some(helper) = viewer.account() else { return Ok(None) };
    store::helping_in(r, viewer.street, hash, helper, now)
}

/// Ends what runs in a session, by its helper's own hand or because the session goes to somebody else.
pub fn leave(tx: &mut Tx<'_>, helper: AccountId, hash: &[u8], how: HelpEnd) -> Result<usize> {
    let ended = store::end_helping(tx, hash, how)?;
    told(tx, helper, &ended, how)
}

/// Ends all that somebody began: their post is over, or their account.
pub(crate) fn leave_all(tx: &mut Tx<'_>, helper: AccountId, how: HelpEnd) -> Result<usize> {
    let ended = store::end_helping_of(tx, helper, how)?;
    told(tx, helper, &ended, how)
}

fn told(tx: &mut Tx<'_>, account: AccountId, ended: &[Uuid], how: HelpEnd) -> Result<usize> {
    for helping in ended {
        tx.record(&events::HelpingEnded { account, helping: *helping, how: how.code() })?;
    }
    Ok(ended.len())
}

/// Writes one act down for the slip of whoever was helped; its number there.
pub fn acted(tx: &mut Tx<'_>, helping: Uuid, verb: &str, path: &str) -> Result<i64> {
    store::add_deed(tx, helping, verb, path)
}

/// One that the reader began, with what was done in it.
pub fn slip(r: &mut Reader<'_>, street: StreetId, id: Uuid, helper: AccountId) -> Result<Option<(Helping, Vec<Deed>)>> {
    let Some(helping) = store::helping(r, street, id, helper)? else { return Ok(None) };
    let deeds = store::deeds(r, street, id)?;
    Ok(Some((helping, deeds)))
}

/// Slips of a page.
const MOST: i64 = 50;

/// Whom the reader acted for since a moment, newest first.
pub fn since(r: &mut Reader<'_>, street: StreetId, helper: AccountId, since: Moment) -> Result<Vec<Helping>> {
    store::helpings_since(r, street, helper, since, MOST)
}
