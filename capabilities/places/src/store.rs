//! The only SQL of places.

use crate::rules::{Datum, GridKind, Outline, Place, Tree, Wgs84, boundaries::{CONVERSION, Drawn, Standing}, codes, geometry};
use crate::rules::statistics::{Measure, Precision, Statistic};
use crate::rules::tree::{level_code, level_from_code};
use auth::PlacePath;
use db::{Fault, FromRow, Reader, Result, Row, Tx, args};
use kernel::{Day, Moment, PlaceId, StreetId, uuid::Uuid};

impl FromRow for Place {
    fn from_row(row: &mut Row) -> Result<Self> {
        let (id, parent, level) = (row.next()?, row.next()?, row.next::<String>()?);
        let (name, short_name, code) = (row.next()?, row.next()?, row.next()?);
        let (kind, aliases) = (row.next::<Option<String>>()?, row.next::<String>()?);
        let (lon, lat) = (row.next::<Option<f64>>()?, row.next::<Option<f64>>()?);
        Ok(Self {
            id,
            parent,
            level: level_from_code(&level).ok_or_else(|| Fault::other("an unknown level"))?,
            name,
            short_name,
            code,
            grid_kind: kind.as_deref().and_then(GridKind::from_code),
            aliases: serde_json::from_str(&aliases)?,
            point: lon.zip(lat).map(|(lon, lat)| Wgs84 { lon, lat }),
            from: row.next()?,
            to: row.next()?,
        })
    }
}

/// All places that have not ended.
pub fn places(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<Place>> {
    r.all(
        "select id, parent_id, level, name, short_name, code, grid_kind, aliases, lon, lat, from_day, to_day
         from places
         where street_id = $1 and to_day is null",
        args![street],
    )
}

pub fn revision(r: &mut Reader<'_>, street: StreetId) -> Result<Option<Uuid>> {
    r.opt("select revision from place_revisions where street_id = $1", args![street])
}

/// Tells every copy in memory that it is old.
pub fn touch(tx: &mut Tx<'_>) -> Result<()> {
    tx.exec(
        "insert into place_revisions (street_id, revision) values ($1, $2)
         on conflict (street_id) do update set revision = excluded.revision",
        args![tx.street(), Uuid::now_v7()],
    )?;
    Ok(())
}

pub fn insert_place(tx: &mut Tx<'_>, place: &Place, path: PlacePath, raw: Option<(Datum, f64, f64)>) -> Result<()> {
    tx.exec(
        "insert into places (street_id, id, parent_id, level, name, short_name, aliases, code, grid_kind,
           community_id, grid_id, lon, lat, raw_lon, raw_lat, datum, from_day, to_day)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        args![
            tx.street(), place.id, place.parent, level_code(place.level), &place.name, &place.short_name,
            serde_json::to_string(&place.aliases)?, &place.code, place.grid_kind.map(GridKind::code),
            path.community, path.grid, place.point.map(|p| p.lon), place.point.map(|p| p.lat),
            raw.map(|r| r.1), raw.map(|r| r.2), raw.map(|r| r.0.code()), place.from, place.to,
        ],
    )?;
    tx.exec(
        "insert into place_codes (street_id, scheme, value, from_day, place_id) values ($1, $2, $3, $4, $5)",
        args![tx.street(), codes::OWN, &place.code, place.from, place.id],
    )?;
    Ok(())
}

pub fn rename_place(tx: &mut Tx<'_>, id: PlaceId, name: &str, short_name: &str) -> Result<()> {
    tx.exec(
        "update places set name = $3, short_name = $4 where street_id = $1 and id = $2",
        args![tx.street(), id, name, short_name],
    )?;
    Ok(())
}

/// The place a code stands for on a day: at most one.
pub fn place_by_code(
    r: &mut Reader<'_>, street: StreetId, scheme: &str, value: &str, on: Day,
) -> Result<Option<PlaceId>> {
    r.opt(
        "select place_id from place_codes
         where street_id = $1 and scheme = $2 and value = $3 and from_day <= $4 and (to_day is null or to_day > $4)
         order by from_day desc limit 1",
        args![street, scheme, value, on],
    )
}

/// The newest start of a boundary of this place: what is drawn later must begin later.
pub fn last_start(r: &mut Reader<'_>, street: StreetId, place: PlaceId, layer: &str) -> Result<Option<Moment>> {
    r.one(
        "select max(from_at) from boundaries where street_id = $1 and place_id = $2 and layer = $3",
        args![street, place, layer],
    )
}

/// Ends the boundary in force and begins the new one at the same instant.
pub fn redraw(tx: &mut Tx<'_>, id: PlaceId, layer: &str, d: &Drawn, source: &str, from: Moment) -> Result<()> {
    tx.exec(
        "update boundaries set to_at = $4
         where street_id = $1 and place_id = $2 and layer = $3 and to_at is null",
        args![tx.street(), id, layer, from],
    )?;
    let rings: Polygons = d.rings.iter().map(|p| p.iter().map(|r| r.iter().map(|c| [c.lon, c.lat]).collect()).collect()).collect();
    tx.exec(
        "insert into boundaries (street_id, id, place_id, layer, rings, raw, datum, conversion, area_m2, source, from_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            tx.street(), Uuid::now_v7(), id, layer, serde_json::to_string(&rings)?, serde_json::to_string(&d.raw)?,
            d.datum.code(), CONVERSION, geometry::area_m2(&d.shape), source, from,
        ],
    )?;
    Ok(())
}

type Polygons = Vec<Vec<Vec<[f64; 2]>>>;

fn shape(rings: &str) -> Result<geo::MultiPolygon<f64>> {
    let rings: Polygons = serde_json::from_str(rings)?;
    let ring = |r: &Vec<[f64; 2]>| r.iter().map(|[lon, lat]| Wgs84 { lon: *lon, lat: *lat }).collect();
    let rings: Vec<Vec<Vec<Wgs84>>> = rings.iter().map(|p| p.iter().map(ring).collect()).collect();
    Ok(geometry::shape(&rings))
}

/// The shapes in force at a moment.
pub fn standing(r: &mut Reader<'_>, street: StreetId, layer: &str, at: Moment) -> Result<Standing> {
    let rows: Vec<(PlaceId, String)> = r.all(
        "select place_id, rings from boundaries
         where street_id = $1 and layer = $2 and from_at <= $3 and (to_at is null or to_at > $3)",
        args![street, layer, at],
    )?;
    rows.into_iter().map(|(id, rings)| Ok((id, shape(&rings)?))).collect()
}

/// Every outline people live by, of all times and levels.
pub fn drawn(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<(PlaceId, Moment, Option<Moment>, geo::MultiPolygon<f64>)>> {
    let rows: Vec<(PlaceId, Moment, Option<Moment>, String)> = r.all(
        "select place_id, from_at, to_at, rings from boundaries where street_id = $1 and layer = 'governance'",
        args![street],
    )?;
    rows.into_iter().map(|(place, from, to, rings)| Ok((place, from, to, shape(&rings)?))).collect()
}

/// Every boundary of base and special grids, of all times.
pub fn outlines(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<Outline>> {
    let rows: Vec<(PlaceId, PlaceId, Moment, Option<Moment>, String)> = r.all(
        "select b.place_id, p.community_id, b.from_at, b.to_at, b.rings
         from boundaries b
         join places p on p.street_id = b.street_id and p.id = b.place_id
         where b.street_id = $1 and b.layer = 'governance' and p.level = 'grid' and p.grid_kind in ('base', 'special')",
        args![street],
    )?;
    let outline = |(place, community, from, to, rings): (PlaceId, PlaceId, Moment, Option<Moment>, String)| {
        Ok(Outline { place, community, from, to, shape: shape(&rings)? })
    };
    rows.into_iter().map(outline).collect()
}

/// Of one place: area in m², source, start, kind of coordinates it came in.
pub fn boundary(r: &mut Reader<'_>, street: StreetId, place: PlaceId, at: Moment) -> Result<Option<(f64, String, Moment, String)>> {
    r.opt(
        "select area_m2, source, from_at, datum from boundaries
         where street_id = $1 and place_id = $2 and layer = 'governance'
           and from_at <= $3 and (to_at is null or to_at > $3)",
        args![street, place, at],
    )
}

pub fn put_statistic(tx: &mut Tx<'_>, s: &Statistic) -> Result<()> {
    tx.exec(
        "insert into statistics (street_id, place_id, measure, band, as_of, value, source, precision, imported_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (street_id, place_id, measure, band, as_of)
         do update set value = excluded.value, source = excluded.source, precision = excluded.precision,
           imported_at = excluded.imported_at",
        args![
            tx.street(), s.place, s.measure.code(), &s.band, s.as_of, s.value, &s.source, s.precision.code(), tx.now(),
        ],
    )?;
    Ok(())
}

impl FromRow for Statistic {
    fn from_row(row: &mut Row) -> Result<Self> {
        let (place, measure, band) = (row.next()?, row.next::<String>()?, row.next()?);
        let (as_of, value, source, precision) = (row.next()?, row.next()?, row.next()?, row.next::<String>()?);
        Ok(Self {
            place,
            measure: Measure::parse(&measure).ok_or_else(|| Fault::other("an unknown measure"))?,
            band,
            as_of,
            value,
            source,
            precision: Precision::from_code(&precision).ok_or_else(|| Fault::other("an unknown precision"))?,
        })
    }
}

/// The numbers of these places, newest first.
pub fn statistics(r: &mut Reader<'_>, street: StreetId, of: &[PlaceId]) -> Result<Vec<Statistic>> {
    let mut sql = db::Sql::new(
        "select place_id, measure, band, as_of, value, source, precision
         from statistics
         where street_id = ",
    );
    sql.bind(street).push("\n  and ").within("place_id", of.iter().copied());
    sql.push("\norder by as_of desc, measure, band");
    r.list(&sql)
}

pub fn note_import(tx: &mut Tx<'_>, kind: &str, source: &str, counted: i64) -> Result<Uuid> {
    let id = Uuid::now_v7();
    tx.exec(
        "insert into place_imports (street_id, id, kind, at, source, counted) values ($1, $2, $3, $4, $5, $6)",
        args![tx.street(), id, kind, tx.now(), source, counted],
    )?;
    Ok(id)
}

/// A tree of what is stored now.
pub fn tree(r: &mut Reader<'_>, street: StreetId) -> Result<Tree> {
    Ok(Tree::new(places(r, street)?))
}

