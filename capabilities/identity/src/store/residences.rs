//! Where somebody lives, works, owns or studies: ids of places alone.

use crate::residences::{Residence, Tie};
use auth::PlacePath;
use db::{FromRow, Reader, Result, Row, Tx, args, code};
use kernel::{AccountId, PersonId, Purpose, StreetId, uuid::Uuid};

impl FromRow for Residence {
    fn from_row(r: &mut Row) -> Result<Self> {
        let place = PlacePath { community: r.next()?, grid: r.next()?, building: r.next()? };
        Ok(Self { place, tie: code(r, Tie::from_code)? })
    }
}

pub fn residences(r: &mut Reader<'_>, street: StreetId, person: PersonId) -> Result<Vec<Residence>> {
    r.all(
        "select community_id, grid_id, building_id, tie from residences
         where street_id = $1 and person_id = $2 and ended_at is null order by id",
        args![street, person],
    )
}

/// People of this name confirmed at this place.
pub fn named_there(r: &mut Reader<'_>, street: StreetId, blind: &[u8]) -> Result<Vec<PersonId>> {
    r.all(
        "select distinct person_id from residences where street_id = $1 and name_blind = $2 and ended_at is null",
        args![street, blind],
    )
}

pub fn add_residence(tx: &mut Tx<'_>, person: PersonId, blind: &[u8], at: Residence, by: Option<AccountId>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into residences (street_id, id, person_id, community_id, grid_id, building_id, tie, name_blind, confirmed_at, confirmed_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![street, Uuid::now_v7(), person, at.place.community, at.place.grid, at.place.building, at.tie.code(), blind, now, by],
    )?;
    Ok(())
}

/// Everything confirmed of somebody goes with them.
pub fn drop_residences(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    let street = tx.street();
    tx.exec("delete from residences where street_id = $1 and person_id = $2", args![street, person])?;
    Ok(())
}

/// Everything confirmed of one is confirmed of the other.
pub fn move_residences(tx: &mut Tx<'_>, from: PersonId, to: PersonId) -> Result<()> {
    let street = tx.street();
    tx.exec("update residences set person_id = $3 where street_id = $1 and person_id = $2", args![street, from, to])?;
    Ok(())
}

/// An account that was opened for somebody and that nobody has used: no name to sign in with, no session.
pub fn never_signed_in(r: &mut Reader<'_>, street: StreetId, account: AccountId) -> Result<bool> {
    let found: Option<i64> = r.opt(
        "select 1 from accounts a where a.street_id = $1 and a.id = $2 and a.login is null
           and not exists (select 1 from sessions s where s.street_id = $1 and s.account_id = $2)",
        args![street, account],
    )?;
    Ok(found.is_some())
}

/// The account of a person, unless it was closed.
pub fn account_of(r: &mut Reader<'_>, street: StreetId, person: PersonId) -> Result<Option<AccountId>> {
    r.opt("select id from accounts where street_id = $1 and person_id = $2 and disabled_at is null", args![street, person])
}

/// A number for somebody who had none. Sealed on the way in.
pub fn set_phone(tx: &mut Tx<'_>, person: PersonId, phone: &str) -> Result<()> {
    let street = tx.street();
    let sealed = tx.seal(Purpose::Identity, "people.phone", person.uuid(), phone)?;
    let blind = tx.blind(Purpose::Identity, "people.phone", phone)?;
    tx.exec("update people set phone = $3, phone_blind = $4 where street_id = $1 and id = $2 and phone is null", args![street, person, sealed, blind])?;
    Ok(())
}
