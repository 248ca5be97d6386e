//! Working calendars and deadlines, each with a proof anyone can recompute. Pure: no clock, no database.
//!
//! A [`Calendar`] says of each date what kind of day it is and when it is worked; [`due`] walks it and keeps every
//! step; [`verify`] computes a stored [`Proof`] again from nothing but itself.
mod calendar;
mod colour;
mod command;
mod due;
mod proof;

pub use calendar::{Calendar, CalendarError, DayKind, Season, Span};
pub use colour::{Colour, colour};
pub use command::cli_json;
pub use due::{ClockError, Deadline, Inputs, Pause, Policy, Unit, due, recompute};
pub use proof::{Mismatch, Proof, Step, verify};
