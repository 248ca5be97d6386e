//! Who somebody is and where they belong: the reader by their account, others by what they gave themselves as.

use super::helping::{Whom, acting};
use super::{place_typed, unions::confirmed};
use crate::rules::*;
use auth::{Denied, PlacePath, Viewer};
use db::{Result, Tx};
use identity::residences::{Found, Given, find_or_open};
use identity::{Residence, Tie};
use kernel::{AccountId, Outcome, PersonId, Problem};
use places::Tree;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who is behind a proposal or a support.
pub(super) struct Speaker {
    pub person: PersonId,
    pub account: AccountId,
    pub ties: Vec<Residence>,
    pub way: Way,
    /// Who wrote it down for them.
    pub keyed_by: Option<AccountId>,
}

/// Somebody who shows at a desk or at their door that they belong here.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Confirming {
    pub name: String,
    pub phone: String,
    pub home: String,
    #[schema(value_type = Option<String>)]
    pub tie: Option<Tie>,
}

/// The reader, or somebody for whom staff of their place write.
pub(super) fn speaking(tx: &mut Tx<'_>, viewer: &Viewer, helped: &Helped) -> Result<std::result::Result<Speaker, Vec<Problem>>> {
    let (street, now) = (tx.street(), tx.now());
    let Some(way) = helped.way.filter(|w| *w != Way::Web) else {
        let Whom { person, account, way, keyed_by } = match acting(tx, viewer)? {
            Ok(whom) => whom,
            Err(problem) => return Ok(Err(vec![problem])),
        };
        let ties = identity::residences_of(tx, street, person)?;
        return Ok(Ok(Speaker { person, account, ties, way, keyed_by }));
    };
    let (_, reader) = super::reader(tx, viewer)?;
    if !auth::reaches(WHO_MAY, "take_part_for", viewer, now) {
        return Err(Denied::Forbidden.into());
    }
    let tree = places::tree(tx, street)?;
    let home = match given_home(&tree, helped.name.trim(), &helped.home) {
        Ok(home) if auth::may::<_, HelpHere>(viewer, &Spot(home), now) => home,
        Ok(_) => return Ok(Err(vec![Problem::at("home", "home-elsewhere")])),
        Err(problems) => return Ok(Err(problems)),
    };
    let given = Given { name: &helped.name, phone: &helped.phone, place: home };
    let (person, account) = match find(tx, &given)? {
        Ok(found) => found,
        Err(problem) => return Ok(Err(vec![problem])),
    };
    if helped.confirmed && auth::may::<_, ConfirmHere>(viewer, &Spot(home), now) {
        confirmed(tx, (person, account), &given, Tie::Lives, Some(reader))?;
    }
    let ties = identity::residences_of(tx, street, person)?;
    Ok(Ok(Speaker { person, account, ties, way, keyed_by: Some(reader) }))
}

/// The building or grid somebody gave, with the name beside it.
pub(super) fn given_home(tree: &Tree, name: &str, home: &str) -> std::result::Result<PlacePath, Vec<Problem>> {
    let mut problems: Vec<Problem> = said("name", name, MOST_NAME).err().into_iter().collect();
    let place = place_typed(tree, "home", home).unwrap_or_else(|p| {
        problems.push(p);
        None
    });
    let path = place.map(|p| tree.path_of(p)).unwrap_or_default();
    if path.grid.is_none() && !problems.iter().any(|p| p.field == Some("home")) {
        problems.push(Problem::at("home", "home-missing"));
    }
    if problems.is_empty() { Ok(path) } else { Err(problems) }
}

pub(super) fn find(tx: &mut Tx<'_>, given: &Given<'_>) -> Result<std::result::Result<(PersonId, AccountId), Problem>> {
    Ok(match find_or_open(tx, given)? {
        Found::Person(person, account) => Ok((person, account)),
        Found::NoPhone => Err(Problem::at("phone", "phone-wrong")),
        Found::Several => Err(Problem::at("phone", "phone-needed")),
        Found::Closed => Err(Problem::at("name", "account-closed")),
    })
}

/// Written down that somebody belongs to a place of the reader's.
pub fn confirm_residence(tx: &mut Tx<'_>, viewer: &Viewer, words: &Confirming) -> Result<Outcome<()>> {
    let (street, now) = (tx.street(), tx.now());
    if !auth::reaches(WHO_MAY, "confirm_residence", viewer, now) {
        return Err(Denied::Hidden.into());
    }
    let tree = places::tree(tx, street)?;
    let home = match given_home(&tree, words.name.trim(), &words.home) {
        Ok(home) if auth::may::<_, ConfirmHere>(viewer, &Spot(home), now) => home,
        Ok(_) => return Ok(Outcome::Refused((), vec![Problem::at("home", "home-elsewhere")])),
        Err(problems) => return Ok(Outcome::Refused((), problems)),
    };
    let given = Given { name: &words.name, phone: &words.phone, place: home };
    match find(tx, &given)? {
        Err(problem) => Ok(Outcome::Refused((), vec![problem])),
        Ok(whom) => {
            confirmed(tx, whom, &given, words.tie.unwrap_or(Tie::Lives), viewer.account())?;
            Ok(Outcome::Done(()))
        }
    }
}
