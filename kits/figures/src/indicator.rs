//! What a room says of one of its indicators.

use crate::{Ask, Counted, Record};
use db::{Reader, Result};
use kernel::{Day, codes};

/// The same in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    pub zh: &'static str,
    pub en: &'static str,
}

codes! {
    /// What one of it is.
    Unit {
        People "people", Households "households", Organisations "organisations", Posts "posts", Bodies "bodies",
        Meetings "meetings", Matters "matters", Proposals "proposals", Projects "projects", Teams "teams",
        Sessions "sessions", Editions "editions", Times "times", Voices "voices", Wishes "wishes", Claims "claims",
        Days "days", Share "share", Fen "fen",
    }
}
codes! {
    /// Whether it is of a period or as of the end of a day.
    Counts { Period "period", Day "day" }
}

/// What the public sees of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Public {
    /// Its records are public themselves.
    Openly,
    /// Counts under this are covered, and so many more that no one can be worked out.
    AtLeast(u64),
}

/// A number that is easily taken for the figure and is another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beside {
    pub code: &'static str,
    pub name: Said,
    pub unit: Unit,
}

impl Beside {
    pub const fn new(code: &'static str, zh: &'static str, en: &'static str, unit: Unit) -> Self {
        Self { code, name: Said { zh, en }, unit }
    }
}

/// What changed from one version of a definition to the next, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    pub version: i32,
    pub day: Day,
    pub what: Said,
}

impl Change {
    /// Where every definition begins.
    pub const fn first(day: Day) -> Self {
        Self { version: 1, day, what: Said { zh: "首次发布", en: "first published" } }
    }
}

pub type Count = fn(&mut Reader<'_>, &Ask<'_>) -> Result<Vec<Counted>>;

/// What stands behind a count.
#[derive(Clone, Copy)]
pub enum Behind {
    /// The rows themselves, of the one place that is asked for.
    Records(fn(&mut Reader<'_>, &Ask<'_>) -> Result<Vec<Record>>),
    /// Sums kept along with the rows, which `linqiao check` counts again: as text, and the page that lists the rows.
    Kept { lines: fn(&mut Reader<'_>, &Ask<'_>) -> Result<Vec<String>>, page: fn(&Ask<'_>) -> String },
}

/// Where its numbers come from.
#[derive(Clone, Copy)]
pub enum Source {
    /// `count` answers for each place of the question, in that order.
    Computed { count: Count, behind: Behind },
    /// From papers alone: no room keeps its rows.
    Declared,
}

/// One indicator of the catalogue.
#[derive(Clone, Copy)]
pub struct Indicator {
    /// The room, a dot, what is counted: `deliberation.meetings.good`.
    pub code: &'static str,
    pub version: i32,
    pub name: Said,
    /// What it means, in one or two sentences anybody can check.
    pub definition: Said,
    /// What one record behind it is.
    pub records: Said,
    pub unit: Unit,
    pub counts: Counts,
    pub public: Public,
    /// Sums up over the places of a street. Distinct people do not.
    pub adds_up: bool,
    pub beside: &'static [Beside],
    pub changes: &'static [Change],
    pub source: Source,
}

impl Indicator {
    pub fn is_computed(&self) -> bool {
        matches!(self.source, Source::Computed { .. })
    }
    /// What stands beside it under this code.
    pub fn beside(&self, code: &str) -> Option<&'static Beside> {
        self.beside.iter().find(|b| b.code == code)
    }
}

impl std::fmt::Debug for Indicator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} v{}", self.code, self.version)
    }
}
