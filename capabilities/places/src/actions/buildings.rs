//! Buildings from a CSV sheet: `code, name, grid, lon, lat`.

use super::{Brought, Checked, concluded, may_import, sheet_of};
use crate::rules::tree::Tree;
use crate::rules::{Datum, Locator, Place, Wgs84, codes};
use crate::store;
use auth::{Level, Viewer};
use db::{Reader, Tx};
use kernel::{Day, Moment, PlaceId, Problem};
use sheets::{Sheet, cell_name};
use std::collections::HashSet;

/// What the sheet would bring, or every bad cell. Writes nothing.
pub fn check_buildings(
    r: &mut Reader<'_>, viewer: &Viewer, file: &[u8], datum: Datum, from: Day, now: Moment,
) -> Checked<Brought> {
    may_import(viewer, now)?;
    Ok(checked(r, viewer, file, datum, from)?.map(|(_, _, brought)| brought))
}

/// Adds the buildings the street does not know yet, and names those it does.
pub fn import_buildings(
    tx: &mut Tx<'_>, viewer: &Viewer, file: &[u8], datum: Datum, from: Day, source: &str,
) -> Checked<Brought> {
    may_import(viewer, tx.now())?;
    let (rows, tree, brought) = match checked(tx, viewer, file, datum, from)? {
        Ok(found) => found,
        Err(problems) => return Ok(Err(problems)),
    };
    for row in &rows {
        if let Some(known) = tree.by_code(&row.code) {
            store::rename_place(tx, known.id, &row.name, &row.name)?;
            continue;
        }
        let place = Place {
            id: PlaceId::named(&format!("{}:{}:{from}", viewer.street, row.code)),
            parent: Some(row.grid),
            level: Level::Building,
            name: row.name.clone(),
            short_name: row.name.clone(),
            code: row.code.clone(),
            grid_kind: None,
            aliases: row.aliases.clone(),
            point: row.point,
            from,
            to: None,
        };
        store::insert_place(tx, &place, tree.path_of(row.grid), row.raw.map(|(x, y)| (datum, x, y)))?;
    }
    concluded(tx, "buildings", source, rows.len())?;
    Ok(Ok(brought))
}

struct Building {
    code: String,
    name: String,
    aliases: Vec<String>,
    grid: PlaceId,
    raw: Option<(f64, f64)>,
    point: Option<Wgs84>,
}

fn checked(
    r: &mut Reader<'_>, viewer: &Viewer, file: &[u8], datum: Datum, from: Day,
) -> Checked<(Vec<Building>, Tree, Brought)> {
    let tree = store::tree(r, viewer.street)?;
    let sheet = match sheet_of(file) {
        Ok(sheet) => sheet,
        Err(p) => return Ok(Err(vec![p])),
    };
    let rows = match read(&sheet, &tree, datum) {
        Ok(rows) => rows,
        Err(problems) => return Ok(Err(problems)),
    };
    let locator = Locator::new(store::outlines(r, viewer.street)?);
    let fresh = rows.iter().filter(|b| tree.by_code(&b.code).is_none()).count();
    let mut brought = Brought { buildings: rows.len(), fresh, ..Brought::default() };
    for b in &rows {
        let lies = b.point.and_then(|p| locator.locate(p, from.start()));
        let elsewhere = lies.and_then(|l| tree.by_id(l.place)).filter(|p| p.id != b.grid);
        let note = |g: &Place| Problem::at("file", "building_in_other_grid").with("place", &b.code).with("other", &g.code);
        brought.notes.extend(elsewhere.map(note));
    }
    Ok(Ok((rows, tree, brought)))
}

fn read(sheet: &Sheet, tree: &Tree, datum: Datum) -> Result<Vec<Building>, Vec<Problem>> {
    let Some((heads, rows)) = sheet.0.split_first() else {
        return Err(vec![Problem::at("file", "nothing_in_file")]);
    };
    let column = |name: &str| heads.iter().position(|h| h.trim() == name);
    let (Some(code), Some(name), Some(grid)) = (column("code"), column("name"), column("grid")) else {
        return Err(vec![Problem::at("file", "no_building_columns")]);
    };
    let (lon, lat, aliases) = (column("lon"), column("lat"), column("aliases"));
    let (mut found, mut problems, mut codes_seen) = (vec![], vec![], HashSet::new());
    for (i, row) in rows.iter().enumerate() {
        let text = |c: usize| row.get(c).map_or("", |s| s.trim());
        if row.iter().all(|c| c.trim().is_empty()) {
            continue;
        }
        let mut bad = |c: usize, why| {
            problems.push(Problem::at("file", why).with("cell", cell_name(i + 2, c)).with("text", text(c)));
        };
        if !codes::is_well_formed(codes::OWN, text(code)) {
            bad(code, "cell_bad_code");
        }
        if !codes_seen.insert(text(code).to_owned()) {
            bad(code, "cell_code_twice");
        }
        if tree.by_code(text(code)).is_some_and(|p| p.level != Level::Building) {
            bad(code, "cell_other_level");
        }
        if text(name).is_empty() {
            bad(name, "cell_no_name");
        }
        let inside = tree.by_code(text(grid)).filter(|p| p.level == Level::Grid);
        if inside.is_none() {
            bad(grid, "unknown_place");
        }
        let mut degrees = |c: Option<usize>| {
            let c = c.filter(|c| !text(*c).is_empty())?;
            let value = text(c).parse::<f64>().ok().filter(|d| d.is_finite());
            if value.is_none() {
                bad(c, "not_a_number");
            }
            value
        };
        let raw = degrees(lon).zip(degrees(lat));
        let point = raw.map(|(x, y)| datum.to_wgs84(x, y));
        if point.is_some_and(|p| Wgs84::checked(p.lon, p.lat).is_none()) {
            bad(lon.unwrap_or(0), "point_not_on_earth");
        }
        let aliases = aliases.map_or("", text).split(['、', ';']).filter(|a| !a.is_empty()).map(str::to_owned).collect();
        let Some(grid) = inside.map(|p| p.id) else { continue };
        found.push(Building { code: text(code).into(), name: text(name).into(), aliases, grid, raw, point });
    }
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}
