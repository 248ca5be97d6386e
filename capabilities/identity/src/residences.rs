//! Who belongs to a place: confirmed by somebody of the place who saw it, kept as ids of places alone.
//!
//! The capability whose page confirms it judges who may; here it is written down and found again.

use crate::{events, rules, store};
use auth::PlacePath;
use db::{Reader, Result, Tx};
use kernel::{AccountId, PersonId, Purpose, StreetId, codes};

codes! {
    /// What ties a person to a place.
    Tie { Lives "lives", Works "works", Owns "owns", Studies "studies" }
}

/// One confirmed tie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Residence {
    pub place: PlacePath,
    pub tie: Tie,
}

/// Somebody at a desk, on the phone or on a sheet, as they gave themselves.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    pub name: &'a str,
    /// Empty where there is none; then name and place find the person again.
    pub phone: &'a str,
    pub place: PlacePath,
}

/// Who that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    Person(PersonId, AccountId),
    /// Not a number one can be called at.
    NoPhone,
    /// Several of that name there: only a number tells them apart.
    Several,
    /// The account was closed.
    Closed,
}

/// Where somebody belongs.
pub fn residences_of(r: &mut Reader<'_>, street: StreetId, person: PersonId) -> Result<Vec<Residence>> {
    store::residences(r, street, person)
}

/// Finds who was given, by number or else by name and place, or opens an account for them: whoever signs in later with
/// that number is the same person.
pub fn find_or_open(tx: &mut Tx<'_>, given: &Given<'_>) -> Result<Found> {
    let street = tx.street();
    let phone = match given.phone.trim() {
        "" => None,
        typed => match rules::phone(typed) {
            Some(phone) => Some(phone),
            None => return Ok(Found::NoPhone),
        },
    };
    if let Some(phone) = &phone {
        let blind = tx.blind(Purpose::Identity, "people.phone", phone)?;
        if let Some(account) = store::by_phone(tx, street, &blind)? {
            return Ok(Found::Person(account.person, account.id));
        }
    }
    let blind = name_blind(tx, given)?;
    let mut known = vec![];
    for person in store::named_there(tx, street, &blind)? {
        let account = store::account_of(tx, street, person)?;
        let reached = account.map(|a| store::has_phone(tx, street, a)).transpose()?.unwrap_or(false);
        // Whoever has another number is somebody else of the same name.
        if phone.is_none() || !reached {
            known.push((person, account));
        }
    }
    match (known.as_slice(), phone) {
        ([], phone) => {
            let ids = (PersonId::fresh(), AccountId::fresh());
            let name = given.name.trim();
            store::add_person(tx, ids, name, &rules::masked_name(name), phone.as_deref(), None)?;
            tx.record(&events::AccountOpened { account: ids.1 })?;
            Ok(Found::Person(ids.0, ids.1))
        }
        ([(_, None)], _) => Ok(Found::Closed),
        ([(person, Some(account))], phone) => {
            if let Some(phone) = phone {
                store::set_phone(tx, *person, &phone)?;
            }
            Ok(Found::Person(*person, *account))
        }
        _ => Ok(Found::Several),
    }
}

/// Somebody of that name who was helped at that place without a number: whoever gives a number there now is they. `None` where
/// that is nobody, or more than one.
pub fn double(tx: &mut Tx<'_>, given: &Given<'_>, person: PersonId) -> Result<Option<(PersonId, AccountId)>> {
    let street = tx.street();
    if given.phone.trim().is_empty() {
        return Ok(None);
    }
    let blind = name_blind(tx, given)?;
    let mut found = vec![];
    for other in store::named_there(tx, street, &blind)?.into_iter().filter(|p| *p != person) {
        let Some(account) = store::account_of(tx, street, other)? else { continue };
        if store::never_signed_in(tx, street, account)? && !store::has_phone(tx, street, account)? {
            found.push((other, account));
        }
    }
    Ok(if found.len() == 1 { found.pop() } else { None })
}

/// Two rows of one person are one from here on: ties and what is being done for them go along, the other account is shut.
pub fn unite(tx: &mut Tx<'_>, from: (PersonId, AccountId), to: (PersonId, AccountId)) -> Result<()> {
    let street = tx.street();
    let known = store::residences(tx, street, to.0)?;
    if store::residences(tx, street, from.0)?.iter().all(|r| known.contains(r)) {
        store::drop_residences(tx, from.0)?;
    } else {
        store::move_residences(tx, from.0, to.0)?;
    }
    store::move_helping(tx, from.0, to)?;
    store::disable(tx, from.1)?;
    tx.record(&events::PersonUnited { person: to.0, from: from.0 })?;
    Ok(())
}

/// Writes down that a person belongs to the place given; twice the same is once.
pub fn confirm_residence(tx: &mut Tx<'_>, person: PersonId, given: &Given<'_>, tie: Tie, by: Option<AccountId>) -> Result<()> {
    let street = tx.street();
    let at = Residence { place: given.place, tie };
    if store::residences(tx, street, person)?.contains(&at) {
        return Ok(());
    }
    let blind = name_blind(tx, given)?;
    store::add_residence(tx, person, &blind, at, by)?;
    tx.record(&events::ResidenceConfirmed { person, tie: tie.code() })?;
    Ok(())
}

fn name_blind(tx: &Tx<'_>, given: &Given<'_>) -> Result<Vec<u8>> {
    let place = given.place.building.or(given.place.grid).map_or_else(String::new, |p| p.to_string());
    let name: String = given.name.chars().filter(|c| !c.is_whitespace()).collect();
    tx.blind(Purpose::Identity, "residences.name", &format!("{name}/{place}"))
}
