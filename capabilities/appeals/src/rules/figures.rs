//! Which figures there are, what each is made of, and who sees them for which territory.

use crate::rules::SeeFigures;
use crate::rules::counting::{Counts, Measure};
use crate::rules::scoring::{Rate, rate};
use crate::rules::slices::Slice;
use auth::{Facts, Held, Level, PlacePath, Viewer};
use kernel::{Moment, PlaceId, uuid::Uuid};

/// The version of every definition here; a changed formula is another version.
pub const DEFINITIONS: &str = "2026-3";

/// One figure: what is counted over what, and where the records behind it are found.
#[derive(Debug)]
pub struct Figure {
    pub code: &'static str,
    /// Measures with what each counts, in thousandths.
    pub over: &'static [(Measure, i64)],
    /// Empty: the figure is a number, not a share.
    pub under: &'static [Measure],
    pub records: Records,
}

/// The rows a figure is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Records {
    Voices,
    /// Answers of voices, each round's standing one.
    Answers,
    /// Clocks of a stage, by the day they were due.
    Promises(&'static str),
    /// Cases that were closed or answered.
    Endings,
    /// Notes of this kind, beside the endings.
    Notes(&'static str),
    /// Handings-out to a unit.
    Dispatches,
    /// The first voice of each case.
    Firsts,
    /// What parties promised, by the day it was due.
    Commitments,
    /// The first handing-out of each case.
    FirstDispatches,
    /// Accepted cases, by the day they were opened.
    Sorted,
}

const WHOLE: i64 = 1_000;

const fn share(
    code: &'static str,
    over: &'static [(Measure, i64)],
    under: &'static [Measure],
    records: Records,
) -> Figure {
    Figure { code, over, under, records }
}

use Measure as M;
pub const FIGURES: &[Figure] = &[
    share("response", &[(M::ContactYes, WHOLE)], &[M::ContactSaid], Records::Answers),
    share("solution", &[(M::SolveYes, WHOLE)], &[M::SolveSaid], Records::Answers),
    share("satisfaction", &[(M::Satisfied, WHOLE), (M::Basically, 900)], &[M::Rated], Records::Answers),
    share("reach", &[(M::Reached, WHOLE)], &[M::Asked], Records::Answers),
    share("own-answers", &[(M::Own, WHOLE)], &[M::Reached], Records::Answers),
    share("on-time", &[(M::HandleMet, WHOLE)], &[M::HandleDue], Records::Promises("handle")),
    share("on-time-sign", &[(M::SignMet, WHOLE)], &[M::SignDue], Records::Promises("sign")),
    share("on-time-contact", &[(M::ContactMet, WHOLE)], &[M::ContactDue], Records::Promises("contact")),
    share("on-time-intake", &[(M::IntakeMet, WHOLE)], &[M::IntakeDue], Records::Promises("intake")),
    share("on-time-redo", &[(M::RedoMet, WHOLE)], &[M::RedoDue], Records::Promises("redo")),
    share("on-time-verification", &[(M::VerificationMet, WHOLE)], &[M::VerificationDue], Records::Promises("verification")),
    share("on-time-arrival", &[(M::ArrivalMet, WHOLE)], &[M::ArrivalDue], Records::Promises("arrival")),
    share("on-time-assist", &[(M::AssistMet, WHOLE)], &[M::AssistDue], Records::Promises("assist")),
    share("on-time-unit", &[(M::UnitMet, WHOLE)], &[M::UnitDue], Records::Promises("unit")),
    share("commitments", &[(M::CommitmentMet, WHOLE)], &[M::CommitmentDue], Records::Commitments),
    share("extended", &[(M::HandleExtended, WHOLE)], &[M::HandleDue], Records::Promises("handle")),
    share("dispatch-accuracy", &[(M::Held, WHOLE)], &[M::Handed], Records::Dispatches),
    share("returned-twice", &[(M::ReturnedTwice, WHOLE)], &[M::HandedCases], Records::FirstDispatches),
    share("repeats", &[(M::Repeated, WHOLE)], &[M::Sorted], Records::Sorted),
    share("found-first", &[(M::FoundFirst, WHOLE)], &[M::FoundFirst, M::SaidFirst], Records::Firsts),
    share("first-time", &[(M::ClosedFirst, WHOLE)], &[M::Closed], Records::Endings),
    share("reopening", &[(M::ClosedReopened, WHOLE)], &[M::Closed], Records::Endings),
    share("redo", &[(M::Redone, WHOLE)], &[M::Redone, M::Closed], Records::Notes("redo")),
    share("rework", &[(M::Reworked, WHOLE)], &[M::Reworked, M::Approved], Records::Notes("rework")),
    share("direct-answers", &[(M::Answered, WHOLE)], &[M::Answered, M::Closed], Records::Endings),
    share("received", &[(M::Voices, WHOLE)], &[], Records::Voices),
    share("per-10000", &[(M::Residents, WHOLE)], &[], Records::Voices),
    share("settled", &[(M::Closed, WHOLE), (M::Answered, WHOLE)], &[], Records::Endings),
];

/// The three that make the score.
pub const THREE: [&str; 3] = ["response", "solution", "satisfaction"];

impl Figure {
    pub fn named(code: &str) -> Option<&'static Self> {
        FIGURES.iter().find(|f| f.code == code)
    }
    /// Each once.
    pub fn measures(&self) -> Vec<Measure> {
        let mut all: Vec<_> = self.over.iter().map(|o| o.0).chain(self.under.iter().copied()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
    /// The numerator in thousandths.
    pub fn thousandths(&self, c: &Counts) -> i64 {
        self.over.iter().map(|(m, weight)| c.get(*m) * weight).sum()
    }
    pub fn rate(&self, c: &Counts) -> Option<Rate> {
        rate(self.thousandths(c), self.under.iter().map(|m| c.get(*m)).sum())
    }
    /// Of a figure that is a number.
    pub fn number(&self, c: &Counts) -> i64 {
        self.thousandths(c) / WHOLE
    }
    pub fn is_share(&self) -> bool {
        !self.under.is_empty()
    }
}

/// The part of the street a reader's figures are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Territory {
    Street,
    Community(PlaceId),
}

impl Territory {
    pub fn slice(self) -> (Slice, Uuid) {
        match self {
            Self::Street => (Slice::Street, Uuid::nil()),
            Self::Community(id) => (Slice::Community, id.uuid()),
        }
    }
    pub fn community(self) -> Option<PlaceId> {
        match self {
            Self::Street => None,
            Self::Community(id) => Some(id),
        }
    }
}

impl Facts for Territory {
    fn id(&self) -> Uuid {
        self.slice().1
    }
    fn place(&self) -> PlacePath {
        PlacePath { community: self.community(), ..PlacePath::default() }
    }
}

/// The figures this reader sees: of the community asked for, else of the street, else of their own community.
pub fn territory(viewer: &Viewer, asked: Option<PlaceId>, now: Moment) -> Result<Territory, auth::Denied> {
    let take = |t: Territory| Held::<Territory, SeeFigures>::take(viewer, t, now).map(Held::into_inner);
    if let Some(community) = asked {
        return take(Territory::Community(community));
    }
    let own = viewer.posts.iter().filter(|p| p.scope.level == Level::Community).map(|p| p.scope.place);
    let places = std::iter::once(Territory::Street).chain(own.map(Territory::Community));
    // Staff know that there are figures; those without a row for them are told so.
    places.into_iter().find_map(|t| take(t).ok()).ok_or(auth::Denied::Forbidden)
}
