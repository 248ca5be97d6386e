//! The log of what went out: how many and how, never to whom or what.

use crate::events::TriedAgain;
use crate::rules::Keep;
use crate::store;
use crate::views::{LogView, SendingLine};
use auth::{Held, Viewer, WholeStreet};
use db::{Reader, Result, Tx};
use kernel::{Moment, Outcome, uuid::Uuid};

const PAGE: i64 = 50;
/// The states a reader may filter by.
pub const STATES: [&str; 5] = ["waiting", "leaving", "sent", "failed", "dropped"];

fn may(viewer: &Viewer, now: Moment) -> Result<()> {
    Held::<_, Keep>::take(viewer, WholeStreet(viewer.street), now)?;
    Ok(())
}

pub fn log(r: &mut Reader<'_>, viewer: &Viewer, state: &str, before: Option<Uuid>, now: Moment) -> Result<LogView> {
    may(viewer, now)?;
    let state = STATES.into_iter().find(|s| *s == state);
    let mut found = store::log(r, viewer.street, state, before, PAGE + 1)?;
    let more = found.len() as i64 > PAGE;
    found.truncate(PAGE as usize);
    let next = more.then(|| found.last().map(|s| s.id)).flatten();
    let line = |s: store::Logged| SendingLine {
        id: s.id, what: format!("{}.{}", s.room, s.code), means: s.means, state: s.state, tries: s.tries,
        next_at: s.next_at, last_at: s.last_at, why: s.why,
    };
    Ok(LogView { sendings: found.into_iter().map(line).collect(), state: state.unwrap_or_default().into(), before, next, problems: vec![] })
}

/// One that failed is tried again.
pub fn send_again(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid) -> Result<Outcome<()>> {
    may(viewer, tx.now())?;
    if !store::try_again(tx, id)? {
        return Err(auth::Denied::Hidden.into());
    }
    tx.record(&TriedAgain { sending: id })?;
    Ok(Outcome::Done(()))
}
