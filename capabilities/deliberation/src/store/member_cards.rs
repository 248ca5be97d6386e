//! Who a member is and how they are reached: sealed, beside the seat.

use crate::rules::*;
use db::{Reader, Result, Tx, args};
use kernel::{Sealed, StreetId};

/// Where the sealed texts stand.
pub const CARD_NAME: &str = "body_member_cards.name";
pub const CARD_CONTACT: &str = "body_member_cards.contact";

pub fn insert_card(tx: &mut Tx<'_>, of: BodyId, seat: MembershipId, key: Vec<u8>, name: &Sealed, contact: &Sealed) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into body_member_cards (street_id, membership_id, body_id, person_key, name, contact) values ($1, $2, $3, $4, $5, $6)",
        args![street, seat, of, key, name.stored().to_vec(), contact.stored().to_vec()],
    )?;
    Ok(())
}

pub fn card(r: &mut Reader<'_>, street: StreetId, seat: MembershipId) -> Result<Option<(Sealed, Sealed)>> {
    let found: Option<(Vec<u8>, Vec<u8>)> =
        r.opt("select name, contact from body_member_cards where street_id = $1 and membership_id = $2", args![street, seat])?;
    Ok(found.map(|(name, contact)| (Sealed::from_stored(name), Sealed::from_stored(contact))))
}

/// Seats of a body with a card.
pub fn carded(r: &mut Reader<'_>, street: StreetId, of: BodyId) -> Result<Vec<MembershipId>> {
    r.all("select membership_id from body_member_cards where street_id = $1 and body_id = $2", args![street, of])
}
