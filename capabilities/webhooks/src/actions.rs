//! Keeping hooks, and sending what waits.

use crate::rules::{HookWords, Keep, again, judge, signature};
use crate::store;
use crate::views::{HookLine, HooksView, SendingLine};
use auth::{Held, Viewer, WholeStreet};
use db::{By, Db, Reader, Result, Tx};
use kernel::{Audience, Event, Moment, Outcome, StreetId, Subject, uuid::Uuid};
use outside::Hook;
use serde::Serialize;

macro_rules! events {
    ($($name:ident $code:literal),* $(,)?) => { $(
        #[derive(Serialize)]
        pub struct $name {
            pub hook: Uuid,
        }
        impl Event for $name {
            const NAME: &'static str = $code;
            fn subject(&self) -> Subject {
                Subject { kind: "webhook", id: self.hook }
            }
            fn audience(&self) -> Audience {
                Audience::Staff
            }
        }
    )* };
}
events! { HookMade "webhooks.made", HookRested "webhooks.rested", HookWoken "webhooks.woken" }

fn may(viewer: &Viewer, now: Moment) -> Result<()> {
    Held::<_, Keep>::take(viewer, WholeStreet(viewer.street), now)?;
    Ok(())
}

const LOGGED: i64 = 100;
/// Messages that went out are kept so many days.
const KEPT_DAYS: i64 = 30;

pub fn page(r: &mut Reader<'_>, viewer: &Viewer, now: Moment) -> Result<HooksView> {
    may(viewer, now)?;
    let hooks = store::hooks(r, viewer.street)?;
    let log = store::log(r, viewer.street, LOGGED)?;
    let url = |id: Uuid| hooks.iter().find(|h| h.id == id).map(|h| h.url.clone()).unwrap_or_default();
    let line = |s: store::Logged| SendingLine {
        url: url(s.hook), id: s.id, name: s.name, state: s.state, tries: s.tries, next_at: s.next_at, last_at: s.last_at, last_status: s.last_status,
    };
    let log = log.into_iter().map(line).collect();
    let hooks = hooks.into_iter().map(|h| HookLine { id: h.id, url: h.url, names: h.names, active: h.active, made_at: h.made_at }).collect();
    Ok(HooksView { hooks, log, secret: None, typed: HookWords::default(), problems: vec![] })
}

/// Makes a hook; gives its secret, which is shown this once.
pub fn make(tx: &mut Tx<'_>, viewer: &Viewer, words: &HookWords) -> Result<Outcome<Option<String>>> {
    let (street, now) = (tx.street(), tx.now());
    may(viewer, now)?;
    let there_are = store::hooks(tx, street)?.len();
    let (url, names) = match judge(words, there_are) {
        Ok(judged) => judged,
        Err(problems) => return Ok(Outcome::Refused(None, problems)),
    };
    let hook = store::insert_hook(tx, &url, &names, viewer.account())?;
    tx.record(&HookMade { hook })?;
    Ok(Outcome::Done(Some(store::secret(tx, hook)?)))
}

/// Lets a hook rest, or wakes it: what waits is kept.
pub fn switch(tx: &mut Tx<'_>, viewer: &Viewer, hook: Uuid, active: bool) -> Result<Outcome<()>> {
    may(viewer, tx.now())?;
    if !store::switch_hook(tx, hook, active)? {
        return Err(auth::Denied::Hidden.into());
    }
    if active { tx.record(&HookWoken { hook })? } else { tx.record(&HookRested { hook })? };
    Ok(Outcome::Done(()))
}

pub fn send_again(tx: &mut Tx<'_>, viewer: &Viewer, sending: Uuid) -> Result<Outcome<()>> {
    may(viewer, tx.now())?;
    if store::send_again(tx, sending)? { Ok(Outcome::Done(())) } else { Err(auth::Denied::Hidden.into()) }
}

/// Messages one pass sends; the next takes the rest.
const PASS: i64 = 50;

/// Sends what is due and notes how it went, until nothing more is. A hook that did not answer is not asked again in the same
/// turn: the others do not wait for it.
pub fn send(db: &Db, out: &dyn Hook, street: StreetId, now: Moment) -> Result<usize> {
    let (mut sent, mut silent) = (0, vec![]);
    loop {
        let moved = pass(db, out, street, now, &mut silent)?;
        sent += moved;
        if moved == 0 {
            return Ok(sent);
        }
    }
}

/// Messages that went out long ago go.
pub fn forget(tx: &mut Tx<'_>) -> Result<()> {
    let before = tx.now().plus_days(-KEPT_DAYS);
    store::forget(tx, before)
}

/// One pass: the first waiting message of each thing for each hook. Gives how many arrived.
fn pass(db: &Db, out: &dyn Hook, street: StreetId, now: Moment, silent: &mut Vec<Uuid>) -> Result<usize> {
    let waiting = db.read_now(move |r| {
        let due = store::due(r, street, now, PASS)?;
        due.into_iter().map(|s| Ok((store::secret(r, s.hook)?, s))).collect::<Result<Vec<_>>>()
    })?;
    let mut sent = 0;
    for (secret, s) in waiting {
        if silent.contains(&s.hook) {
            continue;
        }
        let status = out.post(&s.url, &[("linqiao-event", &s.name), ("linqiao-signature", &signature(&secret, now, &s.body))], &s.body);
        let status = status.map_or(0, i32::from);
        let ok = (200..300).contains(&status);
        if !ok {
            silent.push(s.hook);
        }
        sent += usize::from(ok);
        let next_at = again(s.tries + 1, now).filter(|_| !ok);
        db.write_now(By::system(street, "webhook", now), move |tx| store::tried(tx, s.id, status, ok, next_at))?;
    }
    Ok(sent)
}
