//! The street or a community at a glance.

use super::{FigureWords, Whose};
use crate::rules::scoring::Rate;
use crate::rules::slices::{Period, Window};
use crate::views::CaseLine;
use kernel::Day;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
pub struct OverviewView {
    pub whose: Whose,
    pub period: Period,
    /// Half-open.
    pub window: Window,
    /// Voices received today, and the day before.
    pub today: i64,
    pub yesterday: i64,
    pub open: i64,
    /// Past their date now, and of those for more than 48 hours.
    pub overdue: i64,
    pub long_overdue: i64,
    /// In the window.
    pub received: i64,
    pub settled: i64,
    pub on_time: Option<Rate>,
    pub satisfaction: Option<Rate>,
    pub grids: Vec<GridOpen>,
    /// Open cases that lie in no grid.
    pub unplaced: i64,
    /// The latest and most urgent this reader may see, and how many there are.
    pub attention: Vec<CaseLine>,
    pub attention_all: i64,
    pub trend: Vec<TrendDay>,
    pub categories: Vec<CategoryCount>,
    pub communities: Vec<CommunityRow>,
    /// The six columns of the pipeline; the last looks back thirty days.
    pub columns: Vec<ColumnCount>,
    #[serde(skip)]
    pub words: FigureWords,
}

/// The overview from across the room.
#[derive(Debug, Serialize, ToSchema)]
#[serde(transparent)]
pub struct WallView(pub OverviewView);

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct GridOpen {
    pub id: String,
    pub name: String,
    pub open: i64,
    #[serde(skip)]
    pub rings: Vec<Vec<(f64, f64)>>,
    /// Points of urgent cases in it.
    #[serde(skip)]
    pub pins: Vec<((f64, f64), String)>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrendDay {
    #[schema(value_type = String)]
    pub day: Day,
    pub received: i64,
    pub settled: i64,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CategoryCount {
    pub code: String,
    pub name_zh: String,
    pub name_en: String,
    pub n: i64,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CommunityRow {
    /// Absent for what has no community.
    pub id: Option<String>,
    pub name: String,
    pub received: i64,
    pub settled: i64,
    pub open: i64,
    pub overdue: i64,
    pub on_time: Option<Rate>,
    pub satisfaction: Option<Rate>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ColumnCount {
    pub code: &'static str,
    pub n: i64,
}
