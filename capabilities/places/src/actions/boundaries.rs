//! Boundaries from GeoJSON: communities and grids come into being or are redrawn, all at one instant.

use super::{Brought, Checked, concluded, may_import};
use crate::rules::boundaries::{self, Drawn};
use crate::rules::tree::Tree;
use crate::rules::{Datum, Place};
use crate::store;
use auth::{Level, PlacePath, Viewer};
use db::{Reader, Tx};
use kernel::{Day, Moment, PlaceId, Problem, StreetId};
use std::collections::HashMap;

const LAYER: &str = "governance";

/// What the file would bring, or every error in it. Writes nothing.
pub fn check_boundaries(
    r: &mut Reader<'_>, viewer: &Viewer, geojson: &str, datum: Option<Datum>, from: Day, now: Moment,
) -> Checked<Brought> {
    may_import(viewer, now)?;
    let tree = store::tree(r, viewer.street)?;
    Ok(checked(r, viewer.street, &tree, geojson, datum, from)?.map(|drawn| counted(&drawn, &tree)))
}

/// Draws all of it from midnight of `from`, or nothing.
pub fn import_boundaries(
    tx: &mut Tx<'_>, viewer: &Viewer, geojson: &str, datum: Option<Datum>, from: Day, source: &str,
) -> Checked<Brought> {
    may_import(viewer, tx.now())?;
    let street = viewer.street;
    let tree = store::tree(tx, street)?;
    let mut drawn = match checked(tx, street, &tree, geojson, datum, from)? {
        Ok(drawn) => drawn,
        Err(problems) => return Ok(Err(problems)),
    };
    let brought = counted(&drawn, &tree);
    drawn.sort_by_key(|d| d.level);
    let mut made: HashMap<String, (PlaceId, PlacePath)> = HashMap::new();
    for d in &drawn {
        let (id, path) = match tree.by_code(&d.code) {
            Some(p) => {
                store::rename_place(tx, p.id, &d.name, &d.short_name)?;
                (p.id, tree.path_of(p.id))
            }
            None => born(tx, street, &tree, &made, d, from)?,
        };
        store::redraw(tx, id, LAYER, d, source, from.start())?;
        made.insert(d.code.clone(), (id, path));
    }
    concluded(tx, "boundaries", source, drawn.len())?;
    Ok(Ok(brought))
}

fn born(
    tx: &mut Tx<'_>,
    street: StreetId,
    tree: &Tree,
    made: &HashMap<String, (PlaceId, PlacePath)>,
    d: &Drawn,
    from: Day,
) -> db::Result<(PlaceId, PlacePath)> {
    let above = |code: &String| made.get(code).copied().or(tree.by_code(code).map(|p| (p.id, tree.path_of(p.id))));
    let parent = d.parent.as_ref().and_then(above);
    // A code may be given to another place once the first has ended: the day belongs to the name.
    let id = PlaceId::named(&format!("{street}:{}:{from}", d.code));
    let mut path = parent.map_or_else(PlacePath::default, |(_, path)| path);
    match d.level {
        Level::Community => path.community = Some(id),
        Level::Grid => path.grid = Some(id),
        Level::Street | Level::Building => {}
    }
    let place = Place {
        id,
        parent: parent.map(|(id, _)| id),
        level: d.level,
        name: d.name.clone(),
        short_name: d.short_name.clone(),
        code: d.code.clone(),
        grid_kind: d.grid_kind,
        aliases: vec![],
        point: None,
        from,
        to: None,
    };
    store::insert_place(tx, &place, path, None)?;
    Ok((id, path))
}

fn checked(
    r: &mut Reader<'_>, street: StreetId, tree: &Tree, geojson: &str, datum: Option<Datum>, from: Day,
) -> Checked<Vec<Drawn>> {
    let drawn = match boundaries::read(geojson, datum) {
        Ok(drawn) => drawn,
        Err(problems) => return Ok(Err(problems)),
    };
    let standing = store::standing(r, street, LAYER, from.start())?;
    let mut problems = boundaries::check(&drawn, tree, &standing);
    for d in &drawn {
        let Some(known) = tree.by_code(&d.code) else { continue };
        let last = store::last_start(r, street, known.id, LAYER)?;
        if last.is_some_and(|last| last >= from.start()) {
            problems.push(Problem::at("from", "begins_too_early").with("place", &d.code));
        }
    }
    Ok(if problems.is_empty() { Ok(drawn) } else { Err(problems) })
}

fn counted(drawn: &[Drawn], tree: &Tree) -> Brought {
    let of = |level| drawn.iter().filter(|d| d.level == level).count();
    let fresh = drawn.iter().filter(|d| tree.by_code(&d.code).is_none()).count();
    Brought { communities: of(Level::Community), grids: of(Level::Grid), fresh, ..Brought::default() }
}
