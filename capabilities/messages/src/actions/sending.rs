//! Messages on their way out. A sending is taken in hand in one transaction, handed to the gateway in none, and its outcome is
//! noted in another. Whoever dies in between leaves it taken; after a while it is asked again with the same id, where the
//! gateway tells repeats by it, and given up where it does not: one sent twice would alarm somebody twice.

use crate::actions::{Tellers, To, inbox, means_of, unsubscribe_token};
use crate::rules::{Due, LEASE, Means, Urgent, Verdict, again, judge};
use crate::store::{self, Sending};
use db::{Result, Tx};
use kernel::uuid::Uuid;
use outside::OutsideError;
use ui::Lang;

/// One line of what somebody is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub says: String,
    pub link: String,
    pub urgent: Option<Urgent>,
}

/// What is about to be sent: one message, or one day's.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// The sendings in it. The first is its name outside: the same however often it is tried.
    pub sendings: Vec<Uuid>,
    pub means: Means,
    pub to: String,
    pub lang: Lang,
    pub items: Vec<Item>,
    /// The proof in the link of an e-mail.
    pub unsubscribe: Option<String>,
}

/// What one look for something to send found.
pub enum Taken {
    Parcel(Parcel),
    /// Something was put off or given up; there may be more.
    Settled,
    Nothing,
}

/// Which gateways tell repeats by the id they are given.
#[derive(Clone, Copy, Debug, Default)]
pub struct TellRepeats {
    pub sms: bool,
    pub email: bool,
}

/// Takes the next sending that may go, with those of the same list; none by the means in `but`.
pub fn take(tx: &mut Tx<'_>, tellers: &Tellers, repeats: TellRepeats, but: &[Means]) -> Result<Taken> {
    let (street, now) = (tx.street(), tx.now());
    let Some(first) = store::due(tx, street, now, but, 1)?.into_iter().next() else { return Ok(Taken::Nothing) };
    let tells_repeats = if first.means == Means::Email { repeats.email } else { repeats.sms };
    if first.state == "leaving" && !tells_repeats {
        store::stand(tx, first.id, "failed", None, Some("unknown"))?;
        return Ok(Taken::Settled);
    }
    let list = match first.account.filter(|_| first.digest) {
        Some(account) => store::together(tx, street, account, (first.means, &first.state), now)?,
        None => vec![first],
    };
    let mut leaving = vec![];
    for s in list {
        if goes(tx, &s)? && store::leave(tx, &s, now.plus(LEASE))? {
            leaving.push(s);
        }
    }
    let Some(head) = leaving.first() else { return Ok(Taken::Settled) };
    let Some((to, lang)) = reach(tx, tellers, head)? else {
        for s in &leaving {
            store::stand(tx, s.id, "dropped", None, Some("nowhere"))?;
        }
        return Ok(Taken::Settled);
    };
    let unsubscribe = match (head.means, head.account) {
        (Means::Email, Some(account)) => Some(unsubscribe_token(tx, account)?),
        _ => None,
    };
    let item = |s: &Sending| Item {
        says: inbox::says(tellers, &s.room, &s.code, &s.facts, lang), link: s.link.clone(), urgent: s.urgent,
    };
    let means = head.means;
    let items = leaving.iter().map(item).collect();
    Ok(Taken::Parcel(Parcel { sendings: leaving.iter().map(|s| s.id).collect(), means, to, lang, items, unsubscribe }))
}

/// Whether it goes now; put off or given up where it does not.
fn goes(tx: &mut Tx<'_>, s: &Sending) -> Result<bool> {
    let (street, now) = (tx.street(), tx.now());
    let (kept, now_by) = means_of(tx, street, To { account: s.account, guest: s.guest }, s.kind, s.urgent.is_some())?;
    let due = Due { means: s.means, at: s.at, urgent: s.urgent, now_by, quiet: kept.quiet() };
    match judge(&due, now) {
        Verdict::Goes => return Ok(true),
        Verdict::Waits(until) => store::stand(tx, s.id, "waiting", Some(until), None)?,
        Verdict::Dropped(why) => store::stand(tx, s.id, "dropped", None, Some(why))?,
    }
    Ok(false)
}

/// Number or address, opened on record, and the language.
fn reach(tx: &mut Tx<'_>, tellers: &Tellers, s: &Sending) -> Result<Option<(String, Lang)>> {
    let street = tx.street();
    let lang = match s.account {
        Some(account) => store::kept(tx, street, account)?.lang(),
        None => Lang::Zh,
    };
    let left = match (s.means, s.guest, tellers.iter().find(|t| t.room() == s.room)) {
        (Means::Sms, Some(guest), Some(teller)) => teller.number(tx, guest)?,
        _ => None,
    };
    let to = match (s.means, s.account, left) {
        (Means::Sms, _, Some(left)) => Some(left),
        (Means::Sms, Some(account), None) => identity::open_phone(tx, account, "message")?,
        (Means::Email, Some(account), _) => store::open_email(tx, account, "message")?,
        _ => None,
    };
    Ok(to.map(|to| (to, lang)))
}

/// Notes what the gateway said.
pub fn settle(tx: &mut Tx<'_>, sendings: &[Uuid], said: &std::result::Result<(), OutsideError>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    for id in sendings {
        let tries = store::tries(tx, street, *id)?;
        match said {
            Ok(()) => store::stand(tx, *id, "sent", None, None)?,
            Err(OutsideError::Malformed(_)) => store::stand(tx, *id, "failed", None, Some("malformed"))?,
            Err(why) => {
                let why = if matches!(why, OutsideError::Refused(_)) { "refused" } else { "unreachable" };
                match again(tries, now) {
                    Some(at) => store::stand(tx, *id, "waiting", Some(at), Some(why))?,
                    None => store::stand(tx, *id, "failed", None, Some(why))?,
                }
            }
        }
    }
    Ok(())
}
