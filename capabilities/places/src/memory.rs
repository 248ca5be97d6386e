//! What other rooms ask: answered from memory, read again only when an import has changed the revision.

use crate::rules::{Located, Locator, Place, Tree, Wgs84};
use crate::rules::statistics::{Measure, Statistic};
use crate::store;
use auth::Level;
use db::{Reader, Result};
use kernel::{Day, Moment, PlaceId, StreetId, uuid::Uuid};
use parking_lot::Mutex;
use serde::Serialize;
use std::{
    collections::HashMap,
    sync::{Arc, LazyLock},
};

/// A copy of every street's places and outlines at one revision.
#[derive(Clone)]
struct Kept {
    tree: Arc<Tree>,
    locator: Arc<Locator>,
    drawn: Arc<Vec<Drawn>>,
}

/// The outline of a place and the time it is in force.
struct Drawn {
    place: PlaceId,
    from: Moment,
    to: Option<Moment>,
    rings: Vec<Vec<[f64; 2]>>,
}

/// By street and revision; one process serves few streets, so old revisions are simply dropped.
static KEPT: LazyLock<Mutex<HashMap<StreetId, (Option<Uuid>, Kept)>>> = LazyLock::new(Mutex::default);

fn kept(r: &mut Reader<'_>, street: StreetId) -> Result<Kept> {
    let revision = store::revision(r, street)?;
    // Without a revision nothing was ever imported: an empty answer costs nothing and must not be remembered.
    if let Some((known, kept)) = KEPT.lock().get(&street)
        && *known == revision
        && revision.is_some()
    {
        return Ok(kept.clone());
    }
    let kept = Kept {
        tree: Arc::new(store::tree(r, street)?),
        locator: Arc::new(Locator::new(store::outlines(r, street)?)),
        drawn: Arc::new(drawn(r, street)?),
    };
    KEPT.lock().insert(street, (revision, kept.clone()));
    Ok(kept)
}

/// All places in force: small, shared, cheap to ask for in every request.
pub fn tree(r: &mut Reader<'_>, street: StreetId) -> Result<Arc<Tree>> {
    Ok(kept(r, street)?.tree)
}

/// The locator itself, for loops over many points.
pub fn locator(r: &mut Reader<'_>, street: StreetId) -> Result<Arc<Locator>> {
    Ok(kept(r, street)?.locator)
}

/// The grid a point lies in at a moment: at most one; `near` if it is outside all but within 50 m of one.
pub fn locate(r: &mut Reader<'_>, street: StreetId, point: Wgs84, at: Moment) -> Result<Option<Located>> {
    Ok(locator(r, street)?.locate(point, at))
}

/// Places whose name, alias or code has every word of `query`; buildings first, at most `limit`.
pub fn search_places(r: &mut Reader<'_>, street: StreetId, query: &str, limit: usize) -> Result<Vec<Place>> {
    Ok(tree(r, street)?.search(query, limit).into_iter().cloned().collect())
}

/// The place a code stands for on a day: at most one. Schemes: [`crate::rules::codes::SCHEMES`].
pub fn place_by_code(r: &mut Reader<'_>, street: StreetId, scheme: &str, value: &str, on: Day) -> Result<Option<PlaceId>> {
    store::place_by_code(r, street, scheme, value, on)
}

/// A place's outline in WGS-84: `rings[ring][vertex] = [lon, lat]`, all polygons' rings one after another.
#[derive(Clone, Debug, Serialize)]
pub struct Shape {
    pub place: PlaceId,
    pub name: String,
    pub rings: Vec<Vec<[f64; 2]>>,
}

/// The outlines of a level in force at a moment, in order of code; for drawing.
pub fn shapes(r: &mut Reader<'_>, street: StreetId, level: Level, at: Moment) -> Result<Vec<Shape>> {
    let kept = kept(r, street)?;
    let standing: HashMap<PlaceId, &Drawn> =
        kept.drawn.iter().filter(|d| d.from <= at && d.to.is_none_or(|to| to > at)).map(|d| (d.place, d)).collect();
    let shape = |p: &Place| {
        Some(Shape { place: p.id, name: p.short_name.clone(), rings: standing.get(&p.id)?.rings.clone() })
    };
    Ok(kept.tree.level(level).into_iter().filter_map(shape).collect())
}

fn drawn(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<Drawn>> {
    let outline = |(place, from, to, shape): (PlaceId, Moment, Option<Moment>, geo::MultiPolygon<f64>)| {
        let rings = shape.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
        Drawn { place, from, to, rings: rings.map(|ring| ring.0.iter().map(|c| [c.x, c.y]).collect()).collect() }
    };
    Ok(store::drawn(r, street)?.into_iter().map(outline).collect())
}

/// Resident population of a place by its newest number: how many, and as of which day.
pub fn residents(r: &mut Reader<'_>, street: StreetId, place: PlaceId) -> Result<Option<(i64, Day)>> {
    let numbers = store::statistics(r, street, &[place])?;
    let whole = numbers.into_iter().find(|s| s.measure == Measure::Resident && s.band.is_empty());
    Ok(whole.map(|s| (s.value, s.as_of)))
}

/// Every number of some places, the newest first.
pub fn numbers(r: &mut Reader<'_>, street: StreetId, of: &[PlaceId]) -> Result<Vec<Statistic>> {
    store::statistics(r, street, of)
}
