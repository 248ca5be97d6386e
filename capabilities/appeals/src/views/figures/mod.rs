//! What the figures' pages show: overview, rates, one figure with its records.

mod figure;
mod overview;
mod rates;

pub use figure::*;
pub use overview::*;
pub use rates::*;

use crate::rules::slices::{Period, Window};
use crate::views::Choice;
use kernel::Day;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which numbers are asked for; every page of figures keeps this in its address.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct FigureWords {
    /// A named window; `from` and `to` win over it.
    pub period: Option<Period>,
    /// The first day, such as `2026-11-01`.
    pub from: String,
    /// The day after the last.
    pub to: String,
    /// A community's id.
    pub community: String,
    /// A unit's id, on the page of one figure.
    pub unit: String,
    /// By which of the three rates rows are ordered.
    pub by: String,
    /// Where a list of records goes on.
    pub after: String,
}

impl FigureWords {
    /// The days asked for: those named, else the window of the name, else this month.
    pub fn window(&self, today: Day) -> Window {
        let named = (Day::parse(self.from.trim()), Day::parse(self.to.trim()));
        match named {
            (Some(from), Some(to)) if from < to && to.since(from) <= LONGEST => Window { from, to },
            _ => self.period.unwrap_or_default().window(today),
        }
    }
    /// Whether the days were given one by one.
    pub fn is_free(&self, today: Day) -> bool {
        self.window(today) != self.period.unwrap_or_default().window(today)
    }
    /// The same question with another answer or two, as a query.
    pub fn with(&self, changes: &[(&str, &str)]) -> String {
        let period = self.period.map_or("", Period::code);
        let kept = [
            ("period", period), ("from", &self.from), ("to", &self.to), ("community", &self.community),
            ("unit", &self.unit), ("by", &self.by),
        ];
        let mut pairs: Vec<(&str, &str)> =
            kept.into_iter().filter(|(name, _)| changes.iter().all(|c| c.0 != *name)).collect();
        pairs.extend(changes);
        pairs.retain(|(_, value)| !value.is_empty());
        serde_urlencoded::to_string(pairs).unwrap_or_default()
    }
}

/// Ten years and a little: longer windows are not asked for.
const LONGEST: i64 = 3_700;

/// Of which part of the street the numbers are.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Whose {
    /// The community's id; absent for the whole street.
    pub community: Option<String>,
    pub name: String,
    /// Communities this reader may narrow to.
    #[serde(skip)]
    pub communities: Vec<Choice>,
}
