//! Bodies, their charters and the posts held at them.

use super::{changed, code, text, whole};
use crate::rules::*;
use auth::{Act, Denied, Held, PlacePath, Viewer};
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{Day, Moment, StreetId, uuid::Uuid};

const BODY: &str = "id, community_id, grid_id, building_id, name, kind, purpose, opened_on, closed_on, closing_reason, made_at, rev";
/// A street has tens of bodies.
const MOST: i64 = 500;

impl FromRow for Body {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            place: PlacePath { community: r.next()?, grid: r.next()?, building: r.next()? },
            name: r.next()?,
            kind: code(r, BodyKind::from_code)?,
            purpose: r.next()?,
            opened_on: r.next()?,
            closed_on: r.next()?,
            closing_reason: r.next()?,
            made_at: r.next()?,
            rev: r.next()?,
        })
    }
}

impl FromRow for Charter {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self { id: r.next()?, from: r.next()?, to: r.next()?, rules: whole(r)? })
    }
}

impl FromRow for OfficeHeld {
    fn from_row(r: &mut Row) -> Result<Self> {
        let office = code(r, Office::from_code)?;
        Ok(Self { office, account: r.next()?, shown_name: r.next()?, from: r.next()?, until: r.next()? })
    }
}

pub fn body(r: &mut Reader<'_>, street: StreetId, id: BodyId) -> Result<Option<Body>> {
    r.opt(&format!("select {BODY} from bodies where street_id = $1 and id = $2"), args![street, id])
}

/// A body for an act of a post: not there and not visible are one answer.
pub fn find_body<A: Act<Body>>(r: &mut Reader<'_>, viewer: &Viewer, id: BodyId, now: Moment) -> Result<Held<Body, A>> {
    let found = body(r, viewer.street, id)?.ok_or(Denied::Hidden)?;
    Ok(Held::take(viewer, found, now)?)
}

/// A body for an act of an office there.
pub fn find_body_in_hand<A: Act<InHand<Body>>>(r: &mut Reader<'_>, viewer: &Viewer, id: BodyId, offices: &[Office], now: Moment) -> Result<Held<InHand<Body>, A>> {
    let thing = body(r, viewer.street, id)?.ok_or(Denied::Hidden)?;
    let hands = holders(&offices_of(r, viewer.street, id)?, offices, now.day());
    Ok(Held::take(viewer, InHand { thing, hands }, now)?)
}

/// Every body, by kind and name.
pub fn bodies(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<Body>> {
    r.all(&format!("select {BODY} from bodies where street_id = $1 order by kind, name, id limit $2"), args![street, MOST])
}

pub fn insert_body(tx: &mut Tx<'_>, b: &Body) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into bodies (street_id, id, community_id, grid_id, building_id, name, kind, purpose, opened_on, made_at, rev)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            street, b.id, b.place.community, b.place.grid, b.place.building, &b.name, b.kind.code(), &b.purpose, b.opened_on, b.made_at, b.rev
        ],
    )?;
    Ok(())
}

/// Two who change the same body's roster or rules come one after the other.
pub fn touch_body(tx: &mut Tx<'_>, b: &Body) -> Result<()> {
    let street = tx.street();
    changed(tx.exec("update bodies set rev = rev + 1 where street_id = $1 and id = $2 and rev = $3", args![street, b.id, b.rev])?)
}

/// Charters of a body, the oldest first.
pub fn charters_of(r: &mut Reader<'_>, street: StreetId, of: BodyId) -> Result<Vec<Charter>> {
    r.all(
        "select id, from_day, to_day, rules from body_charters where street_id = $1 and body_id = $2 order by from_day",
        args![street, of],
    )
}

/// The charter's own text, as it was written.
pub fn charter_text(r: &mut Reader<'_>, street: StreetId, id: Uuid) -> Result<Option<String>> {
    r.opt("select written from body_charters where street_id = $1 and id = $2", args![street, id])
}

/// A charter from a day on; the one before ends there.
pub fn insert_charter(tx: &mut Tx<'_>, of: BodyId, id: Uuid, from: Day, rules: &Rules, written: &str) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "update body_charters set to_day = $3 where street_id = $1 and body_id = $2 and to_day is null",
        args![street, of, from],
    )?;
    tx.exec(
        "insert into body_charters (street_id, id, body_id, from_day, rules, written) values ($1, $2, $3, $4, $5, $6)",
        args![street, id, of, from, text(rules)?, written],
    )?;
    Ok(())
}

pub fn offices_of(r: &mut Reader<'_>, street: StreetId, of: BodyId) -> Result<Vec<OfficeHeld>> {
    r.all(
        "select office, account_id, shown_name, from_day, until_day from body_offices where street_id = $1 and body_id = $2
         order by office, from_day",
        args![street, of],
    )
}

/// The office passes to somebody else today.
pub fn take_office(tx: &mut Tx<'_>, of: BodyId, held: &OfficeHeld) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "update body_offices set until_day = $4 where street_id = $1 and body_id = $2 and office = $3 and until_day is null",
        args![street, of, held.office.code(), held.from],
    )?;
    tx.exec(
        "insert into body_offices (street_id, id, body_id, office, account_id, shown_name, from_day) values ($1, $2, $3, $4, $5, $6, $7)",
        args![street, Uuid::now_v7(), of, held.office.code(), held.account, &held.shown_name, held.from],
    )?;
    Ok(())
}
