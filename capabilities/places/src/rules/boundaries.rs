//! A file of boundaries as a whole: read, checked against itself and against what stands, every error listed.

use super::{Datum, GridKind, Place, Tree, Wgs84, codes, coordinates};
use super::geometry::{self, Flaw};
use super::tree::{level_above, level_from_code};
use auth::Level;
use geo::MultiPolygon;
use geojson::{GeoJson, GeometryValue, Position};
use kernel::{PlaceId, Problem};
use std::collections::HashMap;

/// One feature of the file: a place and its polygon.
#[derive(Clone, Debug)]
pub struct Drawn {
    pub level: Level,
    pub code: String,
    pub name: String,
    pub short_name: String,
    /// Code of the place above.
    pub parent: Option<String>,
    pub grid_kind: Option<GridKind>,
    pub datum: Datum,
    /// As received.
    pub raw: Vec<Vec<Vec<[f64; 2]>>>,
    pub rings: Vec<Vec<Vec<Wgs84>>>,
    pub shape: MultiPolygon<f64>,
}

/// Reads a GeoJSON FeatureCollection. `datum` holds for features that do not name their own.
pub fn read(text: &str, datum: Option<Datum>) -> Result<Vec<Drawn>, Vec<Problem>> {
    let file: GeoJson = text
        .trim_start_matches('\u{feff}')
        .parse()
        .map_err(|e: geojson::Error| vec![Problem::at("geojson", "not_geojson").with("why", e)])?;
    let GeoJson::FeatureCollection(file) = file else {
        return Err(vec![Problem::at("geojson", "not_a_collection")]);
    };
    let (mut drawn, mut problems) = (vec![], vec![]);
    for (i, feature) in file.features.iter().enumerate() {
        match one(feature, i + 1, datum) {
            Ok(d) => drawn.push(d),
            Err(found) => problems.extend(found),
        }
    }
    if drawn.is_empty() && problems.is_empty() {
        problems.push(Problem::at("geojson", "nothing_in_file"));
    }
    if problems.is_empty() { Ok(drawn) } else { Err(problems) }
}

fn one(feature: &geojson::Feature, number: usize, datum: Option<Datum>) -> Result<Drawn, Vec<Problem>> {
    let text = |key: &str| {
        let value = feature.property(key)?;
        let text = value.as_str().map(str::to_owned).or_else(|| value.is_number().then(|| value.to_string()))?;
        let text = text.trim().to_owned();
        (!text.is_empty()).then_some(text)
    };
    let code = text("code").unwrap_or_default();
    let named = if code.is_empty() { format!("#{number}") } else { format!("{code} (#{number})") };
    let bad = |why: &'static str| Problem::at("geojson", why).with("place", &named);
    let mut problems = vec![];
    if !codes::is_well_formed(codes::OWN, &code) {
        problems.push(bad("bad_code"));
    }
    let level = text("level").as_deref().and_then(level_from_code);
    match level {
        None | Some(Level::Building) => problems.push(bad("bad_level")),
        Some(level) if level_above(level).is_some() != text("parent").is_some() => problems.push(bad("bad_parent")),
        Some(_) => {}
    }
    let name = text("name").unwrap_or_default();
    if name.is_empty() {
        problems.push(bad("no_name"));
    }
    let declared = text("datum").map(|d| Datum::parse(&d).ok_or(d));
    let datum = match declared {
        Some(Ok(d)) => Some(d),
        Some(Err(d)) => {
            problems.push(bad("unknown_datum").with("datum", d));
            None
        }
        None => {
            if datum.is_none() {
                problems.push(bad("which_datum"));
            }
            datum
        }
    };
    let grid_kind = match (level, text("grid_kind")) {
        (Some(Level::Grid), None) => Some(GridKind::Base),
        (Some(Level::Grid), Some(kind)) => {
            let kind = GridKind::from_code(&kind);
            if kind.is_none() {
                problems.push(bad("bad_grid_kind"));
            }
            kind
        }
        _ => None,
    };
    let raw = match feature.geometry.as_ref().map(|g| &g.value) {
        Some(GeometryValue::Polygon { coordinates }) => pairs(std::slice::from_ref(coordinates)),
        Some(GeometryValue::MultiPolygon { coordinates }) => pairs(coordinates),
        _ => None,
    };
    let Some(raw) = raw else {
        problems.push(bad("not_a_polygon"));
        return Err(problems);
    };
    let (Some(level), Some(datum)) = (level, datum) else { return Err(problems) };
    let rings: Vec<Vec<Vec<Wgs84>>> = raw
        .iter()
        .map(|p| p.iter().map(|r| r.iter().map(|[x, y]| datum.to_wgs84(*x, *y)).collect()).collect())
        .collect();
    problems.extend(geometry::flaws(&rings).into_iter().map(|f| flaw(f, &named)));
    if !problems.is_empty() {
        return Err(problems);
    }
    let short_name = text("short_name").unwrap_or_else(|| name.clone());
    let shape = geometry::shape(&rings);
    Ok(Drawn { level, code, name, short_name, parent: text("parent"), grid_kind, datum, raw, rings, shape })
}

type Polygons = Vec<Vec<Vec<[f64; 2]>>>;

fn pairs(polygons: &[Vec<Vec<Position>>]) -> Option<Polygons> {
    let pair = |p: &Position| Some([*p.as_slice().first()?, *p.as_slice().get(1)?]);
    let ring = |r: &Vec<Position>| r.iter().map(pair).collect::<Option<Vec<_>>>();
    let polygon = |p: &Vec<Vec<Position>>| p.iter().map(ring).collect::<Option<Vec<_>>>();
    polygons.iter().map(polygon).collect()
}

fn flaw(flaw: Flaw, place: &str) -> Problem {
    let at = |code, vertex: usize| Problem::at("geojson", code).with("place", place).with("vertex", vertex);
    match flaw {
        Flaw::Empty => Problem::at("geojson", "empty_polygon").with("place", place),
        Flaw::TooManyVertices { count } => {
            let most = geometry::MOST_VERTICES;
            Problem::at("geojson", "too_many_vertices").with("place", place).with("count", count).with("most", most)
        }
        Flaw::NotOnEarth { vertex } => at("vertex_not_on_earth", vertex),
        Flaw::TooFewVertices { vertex } => at("ring_too_short", vertex),
        Flaw::NotClosed { vertex } => at("ring_open", vertex),
        Flaw::Repeated { vertex } => at("vertex_repeated", vertex),
        Flaw::WrongHand { vertex } => at("ring_wrong_hand", vertex),
        Flaw::Crosses { vertex, other } => at("edges_cross", vertex).with("other", other),
        Flaw::HoleOutside { vertex } => at("hole_outside", vertex),
    }
}

/// What already stands: the shapes in force at the moment the new ones begin.
pub type Standing = HashMap<PlaceId, MultiPolygon<f64>>;

/// Checks parents, siblings and cover. `standing` shapes redrawn by the file are replaced by it.
pub fn check(drawn: &[Drawn], tree: &Tree, standing: &Standing) -> Vec<Problem> {
    let mut problems = vec![];
    let mut by_code: HashMap<&str, &Drawn> = HashMap::new();
    for d in drawn {
        if by_code.insert(&d.code, d).is_some() {
            problems.push(Problem::at("geojson", "code_twice").with("place", &d.code));
        }
    }
    for d in drawn {
        problems.extend(misplaced(d, &by_code, tree));
    }
    if !problems.is_empty() {
        return problems;
    }
    let mut families: HashMap<String, Vec<(String, &MultiPolygon<f64>)>> = HashMap::new();
    for d in drawn.iter().filter(|d| d.grid_kind != Some(GridKind::Micro)) {
        families.entry(d.parent.clone().unwrap_or_default()).or_default().push((d.code.clone(), &d.shape));
    }
    // A parent redrawn alone must still fit the children that stay.
    for d in drawn {
        families.entry(d.code.clone()).or_default();
    }
    for (parent, family) in &mut families {
        let Some(id) = tree.by_code(parent).map(|p| p.id) else { continue };
        let staying = tree.children(id).filter(|c| c.grid_kind != Some(GridKind::Micro));
        for child in staying.filter(|c| !by_code.contains_key(c.code.as_str())) {
            family.extend(standing.get(&child.id).map(|s| (child.code.clone(), s)));
        }
    }
    let mut families: Vec<_> = families.into_iter().filter(|(_, f)| !f.is_empty()).collect();
    families.sort_by(|a, b| a.0.cmp(&b.0));
    for (parent, mut family) in families {
        family.sort_by(|a, b| a.0.cmp(&b.0));
        problems.extend(overlaps(&family));
        let standing_parent = || tree.by_code(&parent).and_then(|p| standing.get(&p.id));
        let Some(outline) = by_code.get(parent.as_str()).map(|d| &d.shape).or_else(standing_parent) else { continue };
        problems.extend(uncovered(&parent, outline, &family));
    }
    problems
}

fn misplaced(d: &Drawn, by_code: &HashMap<&str, &Drawn>, tree: &Tree) -> Option<Problem> {
    let bad = |code| Problem::at("geojson", code).with("place", &d.code);
    let known: Option<&Place> = tree.by_code(&d.code);
    if known.is_some_and(|p| p.level != d.level) {
        return Some(bad("level_changed"));
    }
    let Some(parent) = &d.parent else {
        let second_street = tree.root().is_some_and(|r| r.code != d.code);
        return second_street.then(|| bad("second_street"));
    };
    let above = by_code.get(parent.as_str()).map(|p| p.level).or(tree.by_code(parent).map(|p| p.level));
    if above.is_none() || above != level_above(d.level) {
        return Some(bad("parent_unknown").with("parent", parent));
    }
    let stood = known.and_then(|p| p.parent).and_then(|id| tree.by_id(id));
    stood.filter(|p| p.code != *parent).map(|p| bad("parent_changed").with("parent", &p.code))
}

fn overlaps(family: &[(String, &MultiPolygon<f64>)]) -> Vec<Problem> {
    let mut problems = vec![];
    for (i, (a, shape)) in family.iter().enumerate() {
        for (b, other) in &family[i + 1..] {
            let Some((area, vertex)) = geometry::overlap(shape, other) else { continue };
            if area > geometry::OVERLAP_M2 {
                let p = Problem::at("geojson", "siblings_overlap").with("place", a).with("other", b);
                problems.push(p.with("area", format!("{area:.0}")).with("vertex", vertex));
            }
        }
    }
    problems
}

fn uncovered(parent: &str, outline: &MultiPolygon<f64>, family: &[(String, &MultiPolygon<f64>)]) -> Vec<Problem> {
    let shapes: Vec<_> = family.iter().map(|(_, s)| *s).collect();
    let (open, out) = geometry::cover(outline, &shapes);
    let most = geometry::area_m2(outline) * geometry::COVER_SHARE;
    let told = |code, area: f64| Problem::at("geojson", code).with("place", parent).with("area", format!("{area:.0}"));
    let mut problems = vec![];
    if open > most {
        problems.push(told("parent_not_covered", open));
    }
    if out > most {
        problems.push(told("children_stand_out", out));
    }
    problems
}

/// Written beside each boundary: which conversion made its WGS-84 rings.
pub const CONVERSION: i64 = coordinates::CONVERSION;

