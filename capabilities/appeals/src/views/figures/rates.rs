//! The three rates and the other figures of a window, by unit and by community.

use super::{FigureWords, Whose};
use crate::rules::scoring::Rate;
use crate::rules::slices::{Period, Window};
use kernel::{Day, Moment};
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
    pub deferred: Deferred,
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

/// What waits for its conditions today, whatever the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Deferred {
    pub open: i64,
    /// Days the one in the middle has waited; of an even number the later of the two.
    pub middle_days: i64,
    pub longest_days: i64,
    /// Whose day to be looked at again has passed.
    pub past_review: i64,
}

impl Deferred {
    /// `waiting`: since when, the longest first, with the day to look again.
    pub fn of(waiting: &[(Moment, Day)], today: Day) -> Self {
        let days = |n: usize| waiting.get(n).map_or(0, |(since, _)| today.since(since.day()));
        Self {
            open: waiting.len() as i64,
            middle_days: days(waiting.len() / 2),
            longest_days: days(0),
            past_review: waiting.iter().filter(|(_, review)| *review < today).count() as i64,
        }
    }
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
