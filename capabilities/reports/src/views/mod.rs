//! What readers see.
mod doing;
mod one;
mod opendata;
mod overview;
mod reports;

pub use doing::*;
pub use one::*;
pub use opendata::*;
pub use overview::*;
pub use reports::*;

use crate::rules::{Origin, printed};
use figures::{Bound, Indicator, Span, Unit};
use kernel::Day;
use serde::Serialize;
use ui::Lang;
use utoipa::ToSchema;

/// One figure as it is shown.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Shown {
    pub code: String,
    pub version: i32,
    pub origin: Origin,
    /// The number, fen, or ten-thousandths. Absent: undefined, not known, or too small to be public.
    pub value: Option<i64>,
    #[schema(value_type = String)]
    pub unit: Unit,
    #[schema(value_type = String)]
    pub bound: Bound,
    /// Something was counted, and it is too small to be public.
    pub covered: bool,
    /// By code.
    pub beside: Vec<(String, i64)>,
    #[schema(value_type = String)]
    pub from: Day,
    /// The last day it is of.
    #[schema(value_type = String)]
    pub until: Day,
    /// The day the number itself is of, where it is an older one.
    #[schema(value_type = Option<String>)]
    pub on: Option<Day>,
    /// The records say otherwise since, and nobody has said why yet.
    pub disputed: bool,
}

impl Shown {
    pub fn text(&self, lang: Lang) -> String {
        printed(lang, self.value, self.unit, self.bound)
    }
    /// The number as it was counted: nothing of a share that is told as "at least".
    pub fn counted(&self) -> Option<i64> {
        self.value.filter(|_| self.unit != Unit::Share || self.bound == Bound::Exact)
    }
    /// Its own page, for the time it is of.
    pub fn href(&self) -> String {
        format!("/figures/{}", self.code)
    }
}

pub(crate) fn shown(i: &Indicator, span: Span, origin: Origin) -> Shown {
    Shown {
        code: i.code.to_owned(), version: i.version, origin, value: None, unit: i.unit, bound: Bound::Exact, covered: false, beside: vec![],
        from: span.from, until: span.last(), on: None, disputed: false,
    }
}
