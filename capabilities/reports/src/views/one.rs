//! One figure: definition, value, trend, near-misses, places, papers, records, corrections.

use super::Shown;
use crate::rules::{Declaring, Paper, Restating};
use kernel::{Day, Moment, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which time and place are asked for; without a time, this year, or today of what is as of a day.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct FigureWords {
    pub from: String,
    pub until: String,
    pub community: String,
    /// The page after this record.
    pub after: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct IndicatorView {
    pub shown: Shown,
    /// The same from papers, in columns of their own: never added.
    pub papers: Vec<PaperLine>,
    pub is_computed: bool,
    /// It is of the end of a day, not of a period.
    pub as_of_day: bool,
    /// Of the whole street where absent.
    pub place: Option<String>,
    pub place_name: String,
    pub trend: Vec<TrendPoint>,
    pub places: Vec<PlaceLine>,
    /// The days the places are of: the last month that is over, where small numbers are covered.
    #[schema(value_type = String)]
    pub places_from: Day,
    #[schema(value_type = String)]
    pub places_until: Day,
    pub groups: Vec<(String, i64)>,
    /// For those who may open the list.
    pub records: Option<Vec<RecordLine>>,
    pub records_all: usize,
    /// Where the rows of kept sums are listed.
    pub records_page: Option<String>,
    pub next: Option<String>,
    pub kept: Vec<KeptLine>,
    pub corrections: Vec<CorrectionLine>,
    pub changes: Vec<ChangeLine>,
    pub may: FigureMay,
    #[serde(skip)]
    pub words: FigureWords,
    #[serde(skip)]
    pub declaring: Declaring,
    #[serde(skip)]
    pub restating: Restating,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub struct FigureMay {
    pub declare: bool,
    pub certify: bool,
    pub restate: bool,
}

/// A month or a day of a trend.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrendPoint {
    #[schema(value_type = String)]
    pub from: Day,
    pub value: Option<i64>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlaceLine {
    pub id: String,
    pub name: String,
    pub value: Option<i64>,
    pub covered: bool,
}

/// A declared or legacy figure with its paper.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PaperLine {
    pub id: String,
    pub shown: Shown,
    pub paper: Paper,
    #[schema(value_type = Option<String>)]
    pub certified_at: Option<Moment>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RecordLine {
    pub id: String,
    pub label: String,
    pub path: String,
    #[schema(value_type = Option<String>)]
    pub day: Option<Day>,
}

/// A kept month, for those who certify and put right.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct KeptLine {
    pub id: String,
    pub shown: Shown,
    pub ids_hash: String,
    /// Rows of the journal sealed when it was counted.
    pub seal: i64,
    #[schema(value_type = String)]
    pub kept_at: Moment,
    #[schema(value_type = Option<String>)]
    pub certified_at: Option<Moment>,
}

/// What changed, when, why.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CorrectionLine {
    pub id: String,
    pub code: String,
    pub place: String,
    #[schema(value_type = String)]
    pub from: Day,
    #[schema(value_type = String)]
    pub until: Day,
    pub old: Option<i64>,
    pub new: Option<i64>,
    pub why: String,
    #[schema(value_type = String)]
    pub at: Moment,
}

/// A definition's version.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChangeLine {
    pub code: String,
    pub version: i32,
    #[schema(value_type = String)]
    pub day: Day,
    pub what_zh: String,
    pub what_en: String,
}

/// Every correction and every change of a definition.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CorrectionsView {
    pub corrections: Vec<CorrectionLine>,
    pub next: Option<String>,
    pub changes: Vec<ChangeLine>,
}

/// From which correction on.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct CorrectionsWords {
    pub after: String,
}
