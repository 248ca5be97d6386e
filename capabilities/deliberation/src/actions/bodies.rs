//! Bodies are founded, get charters and officers; seats are taken and left.

use super::{account_typed, place_typed};
use crate::rules::{self, *};
use crate::store;
use auth::{Denied, Viewer};
use db::{Result, Tx};
use kernel::{AccountId, Day, Outcome, PersonId, Problem, uuid::Uuid};

/// A body at a place, with its first charter.
pub fn found_body(tx: &mut Tx<'_>, viewer: &Viewer, words: &Founding) -> Result<Outcome<Option<Body>>> {
    let (street, now) = (tx.street(), tx.now());
    if !auth::reaches(WHO_MAY, KEEP, viewer, now) {
        return Err(Denied::Hidden.into());
    }
    let tree = places::tree(tx, street)?;
    let mut problems = vec![];
    let place = place_typed(&tree, "place_name", &words.place_name).unwrap_or_else(|p| {
        problems.push(p);
        None
    });
    let charter = read_charter(&words.charter).map_err(|p| problems.extend(p)).ok();
    let path = place.map(|id| tree.path_of(id)).unwrap_or_default();
    let founded = found(BodyId::fresh(), words, path, now).map_err(|p| problems.extend(p)).ok();
    let (Some((body, event)), Some(rules), true) = (founded, charter, problems.is_empty()) else {
        return Ok(Outcome::Refused(None, problems));
    };
    store::insert_body(tx, &body)?;
    tx.record(&event)?;
    let id = Uuid::now_v7();
    store::insert_charter(tx, body.id, id, body.opened_on, &rules, words.charter.trim())?;
    tx.record(&CharterGiven { body: body.id, charter: id, from: body.opened_on })?;
    Ok(Outcome::Done(Some(body)))
}

/// Another charter from a day on. Meetings convened before keep theirs.
pub fn give_charter(tx: &mut Tx<'_>, viewer: &Viewer, id: BodyId, written: &str, from: Option<Day>) -> Result<Outcome<Body>> {
    let (street, now) = (tx.street(), tx.now());
    let body = store::find_body::<KeepBody>(tx, viewer, id, now)?.into_inner();
    let charters = store::charters_of(tx, street, id)?;
    let from = from.unwrap_or_else(|| now.day().plus(1));
    let mut problems: Vec<Problem> = next_charter(&charters, from, now.day()).err().into_iter().collect();
    let rules = read_charter(written).map_err(|p| problems.extend(p)).ok();
    let (Some(rules), true) = (rules, problems.is_empty()) else { return Ok(Outcome::Refused(body, problems)) };
    store::touch_body(tx, &body)?;
    let charter = Uuid::now_v7();
    store::insert_charter(tx, id, charter, from, &rules, written.trim())?;
    tx.record(&CharterGiven { body: id, charter, from })?;
    Ok(Outcome::Done(body))
}

/// Chair, convenor or minute-taker, from today on.
pub fn take_office(tx: &mut Tx<'_>, viewer: &Viewer, id: BodyId, words: &OfficeWords) -> Result<Outcome<Body>> {
    let (street, now) = (tx.street(), tx.now());
    let body = store::find_body::<KeepBody>(tx, viewer, id, now)?.into_inner();
    let account = identity::find_account_by_login(tx, street, words.login.trim())?;
    let mut problems = vec![];
    let shown_name = said("shown_name", &words.shown_name, MOST_NAME).map_err(|p| problems.push(p)).unwrap_or_default();
    if account.is_none() {
        problems.push(Problem::at("login", "login-unknown"));
    }
    if words.office.is_none() {
        problems.push(Problem::at("office", "office-missing"));
    }
    let (Some(office), Some(account), true) = (words.office, account, problems.is_empty()) else {
        return Ok(Outcome::Refused(body, problems));
    };
    store::touch_body(tx, &body)?;
    let from = body.opened_on.max(now.day());
    store::take_office(tx, id, &OfficeHeld { office, account: account.id, shown_name, from, until: None })?;
    tx.record(&OfficeTaken { body: id, office: office.code() })?;
    Ok(Outcome::Done(body))
}

/// A seat is taken for a term.
pub fn take_seat(tx: &mut Tx<'_>, viewer: &Viewer, id: BodyId, words: &Seating) -> Result<Outcome<Body>> {
    let (street, now) = (tx.street(), tx.now());
    let body = store::find_body::<KeepBody>(tx, viewer, id, now)?.into_inner();
    let sitter = match account_typed(tx, street, "login", &words.login)? {
        Ok(account) => sitter_of(account),
        Err(problem) => return Ok(Outcome::Refused(body, vec![problem])),
    };
    Ok(match sit(tx, &body, words, sitter)? {
        Err(problems) => Outcome::Refused(body, problems),
        Ok(_) => Outcome::Done(body),
    })
}

/// Who sits: the person of an account, or somebody who has none.
pub(super) fn sitter_of(account: Option<identity::Account>) -> Sitter {
    account.map_or_else(|| Sitter { person: PersonId::fresh(), account: None }, |a| Sitter { person: a.person, account: Some(a.id) })
}

/// Somebody sits in a body, under the charter as it stands.
pub(super) fn sit(tx: &mut Tx<'_>, body: &Body, words: &Seating, sitter: Sitter) -> Result<std::result::Result<MembershipId, Vec<Problem>>> {
    let (street, now) = (tx.street(), tx.now());
    let (charters, memberships) = (store::charters_of(tx, street, body.id)?, store::memberships_of(tx, street, body.id)?);
    match rules::seat((MembershipId::fresh(), body.id), &charters, &memberships, words, sitter, now) {
        Err(problems) => Ok(Err(problems)),
        Ok((membership, event)) => {
            store::touch_body(tx, body)?;
            store::insert_membership(tx, &membership)?;
            tx.record(&event)?;
            Ok(Ok(membership.id))
        }
    }
}

/// Somebody who was drawn or elected sits.
pub(super) fn sit_chosen(tx: &mut Tx<'_>, of: BodyId, account: Option<AccountId>, seating: &Seating) -> Result<std::result::Result<MembershipId, Vec<Problem>>> {
    let street = tx.street();
    let body = store::body(tx, street, of)?.ok_or(Denied::Hidden)?;
    let person = match account {
        None => None,
        Some(account) => identity::find_account(tx, street, account)?.map(|a| a.person),
    };
    sit(tx, &body, seating, Sitter { person: person.unwrap_or_else(PersonId::fresh), account })
}

/// A term ends early.
/// Another delegate of the organisation whose seat it is.
pub fn change_delegate(tx: &mut Tx<'_>, viewer: &Viewer, id: MembershipId, words: &DelegateWords) -> Result<Outcome<Body>> {
    let (street, now) = (tx.street(), tx.now());
    let was = store::membership(tx, street, id)?.ok_or(Denied::Hidden)?;
    let body = store::find_body::<KeepBody>(tx, viewer, was.body, now)?.into_inner();
    let sitter = match account_typed(tx, street, "login", &words.login)? {
        Ok(account) => sitter_of(account),
        Err(problem) => return Ok(Outcome::Refused(body, vec![problem])),
    };
    let all = store::memberships_of(tx, street, was.body)?;
    match rules::change_delegate(MembershipId::fresh(), &was, &all, words, sitter, now) {
        Err(problems) => Ok(Outcome::Refused(body, problems)),
        Ok(((left, next), event)) => {
            store::touch_body(tx, &body)?;
            store::end_membership(tx, &left)?;
            store::insert_membership(tx, &next)?;
            tx.record(&event)?;
            Ok(Outcome::Done(body))
        }
    }
}

pub fn leave_seat(tx: &mut Tx<'_>, viewer: &Viewer, id: MembershipId, words: &Leaving) -> Result<Outcome<Body>> {
    let (street, now) = (tx.street(), tx.now());
    let was = store::membership(tx, street, id)?.ok_or(Denied::Hidden)?;
    let body = store::find_body::<KeepBody>(tx, viewer, was.body, now)?.into_inner();
    match leave(&was, words, now) {
        Err(problems) => Ok(Outcome::Refused(body, problems)),
        Ok((left, event)) => {
            store::touch_body(tx, &body)?;
            store::end_membership(tx, &left)?;
            tx.record(&event)?;
            Ok(Outcome::Done(body))
        }
    }
}
