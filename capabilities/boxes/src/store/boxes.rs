//! Boxes: found for an act, listed by the rule table.

use super::code;
use crate::rules::{BoxId, COLUMNS, OpinionBox, Plan, SEE, WHO_MAY};
use auth::{Act, Denied, Held, PlacePath, Role, Viewer, visible};
use db::{FromRow, Keyset, Reader, Result, Row, Sql, Tx, args};
use kernel::{Moment, StreetId};

const BOX: &str = "t.id, t.community_id, t.grid_id, t.building_id, t.location, t.keys_role, t.weekday, t.every_weeks, t.active, t.made_at, t.rev";
/// A street has tens of boxes.
const MOST: i64 = 1_000;

impl FromRow for OpinionBox {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            place: PlacePath { community: r.next()?, grid: r.next()?, building: r.next()? },
            location: r.next()?,
            keys: code(r, Role::from_code)?,
            plan: Plan { weekday: i8::try_from(r.next::<i32>()?).unwrap_or_default(), every_weeks: r.next()? },
            active: r.next()?,
            made_at: r.next()?,
            rev: r.next()?,
        })
    }
}

pub fn the_box(r: &mut Reader<'_>, street: StreetId, id: BoxId) -> Result<Option<OpinionBox>> {
    r.opt(&format!("select {BOX} from boxes t where t.street_id = $1 and t.id = $2"), args![street, id])
}

/// A box for an act: not there and not visible are one answer.
pub fn find_box<A: Act<OpinionBox>>(r: &mut Reader<'_>, viewer: &Viewer, id: BoxId, now: Moment) -> Result<Held<OpinionBox, A>> {
    let found = the_box(r, viewer.street, id)?.ok_or(Denied::Hidden)?;
    Ok(Held::take(viewer, found, now)?)
}

/// What this reader may see, newest first.
pub fn boxes_for(r: &mut Reader<'_>, viewer: &Viewer, now: Moment) -> Result<Vec<OpinionBox>> {
    let visible = visible(WHO_MAY, SEE, viewer, now, &COLUMNS);
    r.list(&Sql::visible(BOX, "boxes", viewer.street, &visible, Keyset { before: None, limit: MOST }, |_| {}))
}

/// Every box that hangs, for the public.
pub fn hanging(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<OpinionBox>> {
    let sql = format!("select {BOX} from boxes t where t.street_id = $1 and t.active = $2 order by t.id limit $3");
    r.all(&sql, args![street, true, MOST])
}

pub fn insert_box(tx: &mut Tx<'_>, b: &OpinionBox) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into boxes (street_id, id, community_id, grid_id, building_id, location, keys_role, weekday, every_weeks,
           active, made_at, rev)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        args![
            street, b.id, b.place.community, b.place.grid, b.place.building, &b.location, b.keys.code(),
            i32::from(b.plan.weekday), b.plan.every_weeks, b.active, b.made_at, b.rev
        ],
    )?;
    Ok(())
}

/// The box as it now stands, if nobody changed it meanwhile.
pub fn save_box(tx: &mut Tx<'_>, was: &OpinionBox, b: &OpinionBox) -> Result<bool> {
    let street = tx.street();
    let saved = tx.exec(
        "update boxes set location = $3, keys_role = $4, weekday = $5, every_weeks = $6, active = $7, rev = $8
         where street_id = $1 and id = $2 and rev = $9",
        args![street, b.id, &b.location, b.keys.code(), i32::from(b.plan.weekday), b.plan.every_weeks, b.active, b.rev, was.rev],
    )?;
    Ok(saved == 1)
}
