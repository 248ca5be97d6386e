//! One figure: what it means, its value, how it went, and the records it was counted from.

use super::{FigureValue, FigureWords, Whose};
use crate::rules::slices::Window;
use crate::views::CaseLine;
use kernel::{Day, Moment, uuid::Uuid};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
pub struct FigureView {
    pub code: &'static str,
    /// Version of the definition.
    pub definition: &'static str,
    pub whose: Whose,
    /// The unit's name, where the figure is of one.
    pub unit: Option<String>,
    /// Half-open.
    pub window: Window,
    pub value: FigureValue,
    /// The population a number per 10,000 is of, and its day.
    pub population: Option<(i64, String)>,
    pub trend: Vec<TrendPoint>,
    /// How many records stand behind the figure.
    pub records_all: i64,
    /// A page of them, newest first, as far as this reader may see their cases.
    pub records: Vec<RecordLine>,
    /// Records of this page whose cases this reader may not see.
    pub kept_back: usize,
    /// The address of the next page.
    pub next: Option<String>,
    #[serde(skip)]
    pub words: FigureWords,
}

/// One day or month of a figure.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrendPoint {
    #[schema(value_type = String)]
    pub from: Day,
    pub monthly: bool,
    pub value: FigureValue,
}

/// One voice, promise or ending the figure was counted from.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RecordLine {
    #[schema(value_type = String)]
    pub id: Uuid,
    pub case: CaseLine,
    #[schema(value_type = String)]
    pub at: Moment,
    /// Counts in the numerator, by so much in thousandths.
    pub counts: i64,
}
