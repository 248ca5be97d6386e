//! Openings and the corrections of their counts.

use super::{code, code_opt};
use crate::rules::{BoxId, Correction, Finding, Miscount, Opening, OpeningId, Signature};
use auth::{Act, Denied, Held, PlacePath, Viewer};
use db::{FromRow, Reader, Result, Row, Tx, args};
use edge::photos::SealedPhoto;
use kernel::{Moment, StreetId, uuid::Uuid};

const OPENING: &str = "id, box_id, community_id, grid_id, building_id, opened_at, first_account, first_post, first_body,
  second_account, second_post, second_body, seal_before, seal_expected, finding, photo_id, photo, photo_sha256,
  counted, counted_now, sealed_at, seal_after, digest, rev";

impl FromRow for Opening {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            the_box: r.next()?,
            place: PlacePath { community: r.next()?, grid: r.next()?, building: r.next()? },
            opened_at: r.next()?,
            first: Signature { account: r.next()?, post: r.next()?, body: r.next()? },
            second: Signature { account: r.next()?, post: r.next()?, body: r.next()? },
            seal_before: r.next()?,
            seal_expected: r.next()?,
            finding: code_opt(r, Finding::from_code)?,
            photo: SealedPhoto::read(r)?,
            counted: r.next()?,
            counted_now: r.next()?,
            sealed_at: r.next()?,
            seal_after: r.next()?,
            digest: r.next()?,
            rev: r.next()?,
        })
    }
}

impl FromRow for Correction {
    fn from_row(r: &mut Row) -> Result<Self> {
        let (id, opening, at, was, counted) = (r.next()?, r.next()?, r.next()?, r.next()?, r.next()?);
        Ok(Self { id, opening, at, was, counted, reason: code(r, Miscount::from_code)? })
    }
}

/// An opening for an act: not there and not visible are one answer.
pub fn find_opening<A: Act<Opening>>(r: &mut Reader<'_>, viewer: &Viewer, id: OpeningId, now: Moment) -> Result<Held<Opening, A>> {
    let found = opening(r, viewer.street, id)?.ok_or(Denied::Hidden)?;
    Ok(Held::take(viewer, found, now)?)
}

pub fn opening(r: &mut Reader<'_>, street: StreetId, id: OpeningId) -> Result<Option<Opening>> {
    r.opt(&format!("select {OPENING} from box_openings where street_id = $1 and id = $2"), args![street, id])
}

/// The openings of a box, newest first.
pub fn openings_of(r: &mut Reader<'_>, street: StreetId, of: BoxId, limit: i64) -> Result<Vec<Opening>> {
    let sql = format!("select {OPENING} from box_openings where street_id = $1 and box_id = $2 order by opened_at desc, id desc limit $3");
    r.all(&sql, args![street, of, limit])
}

/// The sealed ones after an id, oldest first: for whoever walks them all.
pub fn sealed_after(r: &mut Reader<'_>, street: StreetId, after: Option<OpeningId>, limit: i64) -> Result<Vec<Opening>> {
    let sql = format!(
        "select {OPENING} from box_openings where street_id = $1 and sealed_at is not null and id > $2 order by id limit $3"
    );
    let after = after.unwrap_or(OpeningId(Uuid::nil()));
    r.all(&sql, args![street, after, limit])
}

/// When each box was opened last: box, moment, counted, sealed.
pub fn last_openings(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<(BoxId, OpeningId, Moment, Option<i32>, Option<Moment>)>> {
    r.all(
        "select o.box_id, o.id, o.opened_at, o.counted_now, o.sealed_at
         from box_openings o
         where o.street_id = $1 and o.opened_at = (
           select max(x.opened_at) from box_openings x where x.street_id = o.street_id and x.box_id = o.box_id)
         order by o.box_id, o.id",
        args![street],
    )
}

pub fn insert_opening(tx: &mut Tx<'_>, o: &Opening) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into box_openings (street_id, id, box_id, community_id, grid_id, building_id, opened_at,
           first_account, first_post, first_body, second_account, second_post, second_body,
           seal_before, seal_expected, finding, rev)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        args![
            street, o.id, o.the_box, o.place.community, o.place.grid, o.place.building, o.opened_at,
            o.first.account, o.first.post, o.first.body, o.second.account, o.second.post, o.second.body,
            &o.seal_before, o.seal_expected.clone(), o.finding.map(Finding::code), o.rev
        ],
    )?;
    Ok(())
}

/// The opening as it now stands, if nobody else worked on it meanwhile. Who signed and what was found stay as written.
pub fn save_opening(tx: &mut Tx<'_>, was: &Opening, o: &Opening) -> Result<()> {
    let street = tx.street();
    let photo = o.photo.as_ref();
    let saved = tx.exec(
        "update box_openings set photo_id = $3, photo = $4, photo_sha256 = $5, counted = $6, counted_now = $7,
           sealed_at = $8, seal_after = $9, digest = $10, rev = $11
         where street_id = $1 and id = $2 and rev = $12",
        args![
            street, o.id, photo.map(|p| p.id), photo.map(|p| p.original.clone()), photo.map(|p| p.sha256.clone()), o.counted,
            o.counted_now, o.sealed_at, o.seal_after.clone(), o.digest.clone(), o.rev, was.rev
        ],
    )?;
    if saved == 1 { Ok(()) } else { Err(db::Fault::Busy) }
}

pub fn insert_correction(tx: &mut Tx<'_>, c: &Correction) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into box_corrections (street_id, id, opening_id, at, was, counted, reason) values ($1, $2, $3, $4, $5, $6, $7)",
        args![street, c.id, c.opening, c.at, c.was, c.counted, c.reason.code()],
    )?;
    Ok(())
}

/// Corrections in the order they were made.
pub fn corrections_of(r: &mut Reader<'_>, street: StreetId, of: OpeningId) -> Result<Vec<Correction>> {
    r.all(
        "select id, opening_id, at, was, counted, reason from box_corrections where street_id = $1 and opening_id = $2 order by id",
        args![street, of],
    )
}
