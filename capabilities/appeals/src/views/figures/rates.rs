//! The three rates and the other figures of a window, by unit and by community.

use super::{FigureWords, Whose};
use crate::rules::scoring::Rate;
use crate::rules::slices::{Period, Window};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
pub struct RatesView {
    pub whose: Whose,
    pub period: Option<Period>,
    /// Half-open.
    pub window: Window,
    /// Version of the definitions.
    pub definition: &'static str,
    /// Voices behind the three rates.
    pub valid: i64,
    /// Hundredths of a point; absent if any of the three is undefined.
    pub score: Option<i64>,
    pub three: Vec<FigureValue>,
    /// The same without what was left out of scores.
    pub adjusted: Adjusted,
    pub others: Vec<FigureValue>,
    /// The rate rows are ordered by.
    pub by: &'static str,
    pub units: Vec<RateRow>,
    pub communities: Vec<RateRow>,
    #[serde(skip)]
    pub words: FigureWords,
}

/// One figure of the window: a share with its interval, or a number.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FigureValue {
    pub code: &'static str,
    pub rate: Option<Rate>,
    pub number: Option<i64>,
    /// Of the valid voices, the share that did not answer this question: ten-thousandths.
    pub unanswered: Option<i64>,
}

/// Scores after approved exclusions, always beside the raw ones.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Adjusted {
    pub valid: i64,
    pub three: Vec<FigureValue>,
    pub score: Option<i64>,
    /// Of the valid voices, the share left out: ten-thousandths.
    pub left_out: Option<i64>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RateRow {
    /// Absent for what has no community.
    pub id: Option<String>,
    pub name: String,
    pub valid: i64,
    pub three: Vec<FigureValue>,
    pub score: Option<i64>,
    pub adjusted: Adjusted,
    pub on_time: Option<Rate>,
    /// Place by the chosen rate; absent where there is no order, or too few.
    pub place: Option<usize>,
}
