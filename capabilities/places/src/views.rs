//! What readers see of places: the structs that are the JSON contract.

use crate::actions::Brought;
use crate::rules::statistics::{self, Measure, Ratio, Statistic};
use crate::rules::tree::level_code;
use crate::rules::{GridKind, Place, Tree};
use crate::memory::Shape;
use kernel::{Day, Problem};
use serde::Serialize;
use utoipa::ToSchema;

/// The street: its communities, and its grids on a map.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StreetView {
    pub name: String,
    pub communities: Vec<CommunityLine>,
    pub grids: Vec<OutlineView>,
    pub may_import: bool,
}

/// One community in the list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CommunityLine {
    pub id: String,
    pub name: String,
    pub grids: usize,
    pub buildings: usize,
    /// Resident population, the latest number; absent if unknown or too small to show.
    pub resident: Option<i64>,
}

/// An outline for drawing: rings of `[longitude, latitude]` in WGS-84.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OutlineView {
    pub id: String,
    pub name: String,
    pub rings: Vec<Vec<[f64; 2]>>,
}

/// One place, with what is known of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlaceView {
    pub id: String,
    pub level: &'static str,
    pub name: String,
    pub code: String,
    pub grid_kind: Option<&'static str>,
    /// From the street down to here.
    pub line: Vec<Crumb>,
    pub children: Vec<Crumb>,
    pub people: Vec<Number>,
    /// Registered over resident population.
    pub registered_share: Option<Share>,
    pub boundary: Option<BoundaryView>,
    pub outlines: Vec<OutlineView>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Crumb {
    pub id: String,
    pub name: String,
}

/// A dated, sourced number; `value` is absent where it is too small to be public.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Number {
    pub measure: &'static str,
    pub band: String,
    pub value: Option<i64>,
    #[schema(value_type = String)]
    pub as_of: Day,
    pub source: String,
    pub precision: &'static str,
}

/// A ratio with both its terms and their dates.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Share {
    pub over: i64,
    pub under: i64,
    #[schema(value_type = String)]
    pub over_day: Day,
    #[schema(value_type = String)]
    pub under_day: Day,
    /// `24.2`
    pub percent: String,
    pub rounded: bool,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BoundaryView {
    /// Hectares, one decimal.
    pub hectares: String,
    pub source: String,
    #[schema(value_type = String)]
    pub from: Day,
    /// The kind of coordinates it came in.
    pub datum: String,
}

/// An import before, during and after: what the file holds, or every error in it.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct ImportView {
    /// `boundaries`, `buildings` or `statistics`; empty before a choice.
    pub kind: String,
    pub datum: String,
    pub from: String,
    pub source: String,
    /// The file's text, carried from the check to the import; a program holds it already.
    #[serde(skip)]
    pub text: String,
    #[schema(value_type = Option<Object>)]
    pub brought: Option<Brought>,
    /// It is written, not only checked.
    pub done: bool,
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

impl StreetView {
    pub fn of(tree: &Tree, shapes: Vec<Shape>, numbers: &[Statistic], today: Day, may_import: bool) -> Self {
        let line = |c: &&Place| CommunityLine {
            id: c.id.to_string(),
            name: c.name.clone(),
            grids: tree.children(c.id).count(),
            buildings: tree.children(c.id).map(|g| tree.children(g.id).count()).sum(),
            resident: statistics::latest(numbers, c.id, Measure::Resident, today).and_then(|s| statistics::shown(s.value)),
        };
        Self {
            name: tree.root().map(|r| r.name.clone()).unwrap_or_default(),
            communities: tree.communities().iter().map(line).collect(),
            grids: outlines(shapes),
            may_import,
        }
    }
}

impl PlaceView {
    pub fn of(tree: &Tree, place: &Place, numbers: &[Statistic], shapes: Vec<Shape>, boundary: Option<BoundaryView>, today: Day) -> Self {
        let crumb = |p: &Place| Crumb { id: p.id.to_string(), name: p.short_name.clone() };
        let of = |m| statistics::latest(numbers, place.id, m, today);
        Self {
            id: place.id.to_string(),
            level: level_code(place.level),
            name: place.name.clone(),
            code: place.code.clone(),
            grid_kind: place.grid_kind.map(GridKind::code),
            line: tree.line(place.id).into_iter().map(crumb).collect(),
            children: tree.children(place.id).map(crumb).collect(),
            people: newest(numbers, today),
            registered_share: statistics::ratio(of(Measure::Registered), of(Measure::Resident))
                .filter(|r| statistics::shown(r.over).is_some() && statistics::shown(r.under).is_some())
                .map(Share::from),
            boundary,
            outlines: outlines(shapes),
        }
    }
}

/// Of each measure and band the newest number.
fn newest(numbers: &[Statistic], today: Day) -> Vec<Number> {
    let mut found: Vec<&Statistic> = vec![];
    for s in numbers.iter().filter(|s| s.as_of <= today) {
        match found.iter_mut().find(|f| (f.measure, &f.band) == (s.measure, &s.band)) {
            Some(f) if f.as_of < s.as_of => *f = s,
            Some(_) => {}
            None => found.push(s),
        }
    }
    found.sort_by(|a, b| a.measure.cmp(&b.measure).then(a.band.cmp(&b.band)));
    let number = |s: &Statistic| Number {
        measure: s.measure.code(),
        band: s.band.clone(),
        value: statistics::shown(s.value),
        as_of: s.as_of,
        source: s.source.clone(),
        precision: s.precision.code(),
    };
    found.into_iter().map(number).collect()
}

impl From<Ratio> for Share {
    fn from(r: Ratio) -> Self {
        let percent = format!("{}.{}", r.permille / 10, r.permille % 10);
        Self { over: r.over, under: r.under, over_day: r.over_day, under_day: r.under_day, percent, rounded: r.rounded }
    }
}

fn outlines(shapes: Vec<Shape>) -> Vec<OutlineView> {
    shapes.into_iter().map(|s| OutlineView { id: s.place.to_string(), name: s.name, rings: s.rings }).collect()
}
