//! Somebody is named who sits when the holder of a seat is away.

use super::account_typed;
use crate::rules::{self, *};
use crate::store;
use auth::{Denied, Viewer};
use db::{Result, Tx};
use kernel::{Outcome, PersonId, uuid::Uuid};

/// The substitute of a seat from today on; the one before ends.
pub fn name_substitute(tx: &mut Tx<'_>, viewer: &Viewer, id: MembershipId, words: &Substituting) -> Result<Outcome<Body>> {
    let (street, now) = (tx.street(), tx.now());
    let seat = store::membership(tx, street, id)?.ok_or(Denied::Hidden)?;
    let body = store::find_body::<KeepBody>(tx, viewer, seat.body, now)?.into_inner();
    let who = match account_typed(tx, street, "login", &words.login)? {
        Ok(account) => account.map_or_else(|| (PersonId::fresh(), None), |a| (a.person, Some(a.id))),
        Err(problem) => return Ok(Outcome::Refused(body, vec![problem])),
    };
    let (memberships, known) = (store::memberships_of(tx, street, body.id)?, store::substitutes_of(tx, street, body.id)?);
    match rules::name_substitute((Uuid::now_v7(), &seat), &memberships, &known, words, who, now.day()) {
        Err(problems) => Ok(Outcome::Refused(body, problems)),
        Ok(((named, ended), event)) => {
            store::touch_body(tx, &body)?;
            if let Some(ended) = ended {
                store::end_substitute(tx, &ended)?;
            }
            store::insert_substitute(tx, &named)?;
            tx.record(&event)?;
            Ok(Outcome::Done(body))
        }
    }
}

/// How a substitute comes in: entitled only while the holder is away.
pub(super) fn stands_in(base: Attendance, seat: &Membership, s: &Substitute) -> Attendance {
    Attendance {
        person: Some(s.person),
        account: s.account,
        membership: Some(seat.id),
        category: seat.category.clone(),
        stands_for: Some(seat.person),
        capacity: Capacity::Substitute,
        ..base
    }
}

/// The name by which somebody with a seat, or standing in for one, is shown.
pub(super) fn shown_name(a: &Attendance, memberships: &[Membership], substitutes: &[Substitute]) -> Option<String> {
    if a.capacity == Capacity::Substitute {
        return substitutes.iter().find(|s| Some(s.person) == a.person).map(|s| s.shown_name.clone());
    }
    memberships.iter().find(|m| Some(m.id) == a.membership).map(|m| m.shown_name.clone())
}
