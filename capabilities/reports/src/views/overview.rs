//! The officers' overview: the whole catalogue of the street or a community, and any of it on the map.

use super::{PlaceLine, Shown};
use crate::rules::Period;
use kernel::Day;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct OverviewWords {
    pub period: Option<Period>,
    pub community: String,
    /// The figure on the map.
    pub code: String,
}

impl OverviewWords {
    /// The same with one of them changed.
    pub fn with(&self, name: &str, value: &str) -> String {
        let now = [("period", self.period.map_or("", Period::code)), ("community", &self.community), ("code", &self.code)];
        let said = now.iter().map(|(n, v)| (*n, if *n == name { value } else { v })).filter(|(_, v)| !v.is_empty());
        said.map(|(n, v)| format!("{n}={v}")).collect::<Vec<_>>().join("&")
    }
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OverviewView {
    pub period: Period,
    #[schema(value_type = String)]
    pub from: Day,
    #[schema(value_type = String)]
    pub until: Day,
    /// The period of the same length before, which figures are compared with.
    #[schema(value_type = Vec<String>)]
    pub before: (Day, Day),
    pub place: Option<String>,
    pub place_name: String,
    pub communities: Vec<(String, String)>,
    pub rows: Vec<OverviewRow>,
    /// Communities that are late with something, those with most broken promises first.
    pub late: Vec<LateLine>,
    /// The figure on the map, by community.
    pub map_code: String,
    pub places: Vec<PlaceLine>,
    #[serde(skip)]
    pub shapes: Vec<OutlineShape>,
    #[serde(skip)]
    pub words: OverviewWords,
}

/// A figure, and what it was in the period of the same length before.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OverviewRow {
    pub shown: Shown,
    pub before: Option<i64>,
    /// Both are large enough for a comparison to say something.
    pub comparable: bool,
}

/// What a community is late with in the period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LateLine {
    pub id: String,
    pub name: String,
    /// Months of which the meeting owed is not held and sealed.
    pub meetings: i64,
    /// Meetings owed in the period.
    pub owed: i64,
    /// Promises to settle that fell due and were not kept.
    pub promises: i64,
    /// Promises that fell due.
    pub due: i64,
}

/// A community on the map.
#[derive(Clone, Debug)]
pub struct OutlineShape {
    pub id: String,
    pub name: String,
    pub value: Option<i64>,
    pub rings: Vec<Vec<(f64, f64)>>,
}

/// The overview for a screen on the wall.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(transparent)]
pub struct FiguresWallView(pub OverviewView);
