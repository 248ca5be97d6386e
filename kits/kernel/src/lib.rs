//! Words every room shares: typed ids, moments, days, money, problems, events, sealed values. No IO.
extern crate self as kernel;
mod codes;
mod event;
mod ids;
mod problem;
mod sealed;
mod time;

pub use event::{Actor, Audience, Event, Subject};
pub use ids::{named_uuid, AccountId, EventId, PersonId, PlaceId, PostId, StreetId, UnitId};
pub use problem::{Outcome, Problem};
pub use sealed::{Purpose, Sealed};
pub use time::{Day, Fen, Moment, STREET_OFFSET_SECONDS};
#[doc(hidden)]
pub use {serde, uuid};
