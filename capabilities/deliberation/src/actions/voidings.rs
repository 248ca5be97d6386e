//! A seal declared void by the street, with a public reason; declared good again by another hand.

use super::minutes::{next_link, put_seal};
use crate::rules::{self, *};
use crate::store;
use auth::{Denied, Viewer};
use db::{Result, Tx};
use kernel::{AccountId, Outcome, uuid::Uuid};

pub fn void_seal(tx: &mut Tx<'_>, viewer: &Viewer, id: MeetingId, reason: &str) -> Result<Outcome<Meeting>> {
    let (of, by) = found::<VoidSeal>(tx, viewer, id)?;
    match rules::void_seal(&of, reason) {
        Err(problems) => Ok(Outcome::Refused(of, problems)),
        Ok((meeting, reason)) => {
            let hash = say(tx, (&of, &meeting), SealSaying::Void, &reason, by)?;
            tx.record(&SealVoided { meeting: id, body: of.body, hash })?;
            Ok(Outcome::Done(meeting))
        }
    }
}

pub fn restore_seal(tx: &mut Tx<'_>, viewer: &Viewer, id: MeetingId, reason: &str) -> Result<Outcome<Meeting>> {
    let (of, by) = found::<RestoreSeal>(tx, viewer, id)?;
    let street = tx.street();
    let voided_by = store::last_saying(tx, street, id)?.map(|s| s.1);
    match rules::restore_seal(&of, voided_by, by, reason) {
        Err(problems) => Ok(Outcome::Refused(of, problems)),
        Ok((meeting, reason)) => {
            let hash = say(tx, (&of, &meeting), SealSaying::Good, &reason, by)?;
            tx.record(&SealRestored { meeting: id, body: of.body, hash })?;
            Ok(Outcome::Done(meeting))
        }
    }
}

fn found<A: MeetingAct>(tx: &mut Tx<'_>, viewer: &Viewer, id: MeetingId) -> Result<(Meeting, AccountId)> {
    let now = tx.now();
    let of = store::find_meeting::<A>(tx, viewer, id, now)?.into_inner().thing;
    Ok((of, viewer.account().ok_or(Denied::Hidden)?))
}

/// The saying as a link of the chain, and the meeting as it now stands.
fn say(tx: &mut Tx<'_>, (of, next): (&Meeting, &Meeting), saying: SealSaying, reason: &str, by: AccountId) -> Result<String> {
    let (now, addendum) = (tx.now(), Uuid::now_v7());
    store::insert_addendum(tx, addendum, of.id, reason, Some(saying), (now, by))?;
    let (no, previous) = next_link(tx, of.body)?;
    let canonical = canonical_saying(of.id, saying, reason, now, &previous);
    let hash = put_seal(tx, of, Some(addendum), (no, previous), canonical)?;
    store::save_meeting(tx, of, next)?;
    Ok(hash)
}
