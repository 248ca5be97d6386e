//! Feeds of meetings: of the street, of a body, and a person's own behind a link only they have.

use super::shown::meeting_line;
use crate::rules::*;
use crate::store;
use crate::views::MyMeetingsView;
use auth::{Denied, Viewer};
use db::{Reader, Result, Tx};
use kernel::{AccountId, Moment, StreetId, uuid::Uuid};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// Whose feed it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedOf {
    Street,
    Body(BodyId),
    Account(AccountId),
}

/// Meetings of a feed, with their titles.
pub fn feed_events(r: &mut Reader<'_>, street: StreetId, of: FeedOf, title: impl Fn(&str) -> String, now: Moment) -> Result<(String, Vec<FeedEvent>)> {
    let (from, to) = (now.plus_days(-FEED_BACK_DAYS), now.plus_days(FEED_AHEAD_DAYS));
    let names: HashMap<BodyId, String> = store::bodies(r, street)?.into_iter().map(|b| (b.id, b.name)).collect();
    let own = match of {
        FeedOf::Account(account) => store::bodies_of(r, street, account, now.day())?,
        _ => vec![],
    };
    let noticed: HashMap<MeetingId, (i64, Moment)> = store::notices_between(r, street, from, to)?.into_iter().map(|(id, n, at)| (id, (n, at))).collect();
    let is_of = |m: &Meeting| match of {
        FeedOf::Street => true,
        FeedOf::Body(id) => m.body == id,
        FeedOf::Account(_) => own.contains(&m.body),
    };
    let mut events = vec![];
    for m in store::meetings_between(r, street, from, to)?.into_iter().filter(is_of) {
        let Some((notices, issued_at)) = noticed.get(&m.id).copied() else { continue };
        if !is_fed(&m, notices, matches!(of, FeedOf::Account(_))) {
            continue;
        }
        events.push(FeedEvent {
            meeting: m.id,
            title: title(names.get(&m.body).map_or("", String::as_str)),
            from: m.from,
            to: m.to,
            cancelled: m.state == MeetingState::Cancelled,
            sequence: m.rev,
            changed_at: [Some(issued_at), m.opened_at, m.closed_at, m.cancelled_at].into_iter().flatten().max().unwrap_or(issued_at),
            venue: m.venue,
            note: m.joining_note,
        });
    }
    let name = match of {
        FeedOf::Body(id) => names.get(&id).cloned().ok_or(Denied::Hidden)?,
        _ => String::new(),
    };
    Ok((name, events))
}

fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.trim().as_bytes()).to_vec()
}

/// Who holds a link; a link that was replaced is nobody's.
pub fn calendar_holder(r: &mut Reader<'_>, street: StreetId, token: &str) -> Result<AccountId> {
    Ok(store::calendar_of(r, street, token_hash(token))?.ok_or(Denied::Hidden)?)
}

/// A new link to one's own calendar, shown once; the one before stops.
pub fn make_calendar_link(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<String> {
    let account = viewer.account().ok_or(Denied::Hidden)?;
    // Two ids hold 148 bits that nobody can guess.
    let token = hex::encode(&Sha256::new().chain_update(Uuid::now_v7()).chain_update(Uuid::now_v7()).finalize()[..16]);
    store::put_calendar_link(tx, account, token_hash(&token))?;
    tx.record(&CalendarLinked { account })?;
    Ok(token)
}

/// Coming meetings of the bodies in which one sits or holds office.
pub fn my_meetings_view(r: &mut Reader<'_>, viewer: &Viewer, now: Moment) -> Result<MyMeetingsView> {
    let street = viewer.street;
    let account = viewer.account().ok_or(Denied::Hidden)?;
    let own = store::bodies_of(r, street, account, now.day())?;
    let names: HashMap<BodyId, String> = store::bodies(r, street)?.into_iter().map(|b| (b.id, b.name)).collect();
    let coming = store::meetings_between(r, street, now.plus_days(-1), now.plus_days(FEED_AHEAD_DAYS))?;
    let coming = coming.iter().filter(|m| own.contains(&m.body) && matches!(m.state, MeetingState::Convened | MeetingState::Open));
    Ok(MyMeetingsView {
        bodies: own.iter().filter_map(|id| Some((*id, names.get(id)?.clone()))).collect(),
        coming: coming.map(|m| meeting_line(m, names.get(&m.body).map_or("", String::as_str))).collect(),
        link_made: store::calendar_link(r, street, account)?,
        link: None,
    })
}
