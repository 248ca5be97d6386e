//! Working calendars and deadlines, each with a proof anyone can recompute. Pure: no IO, no clock.
//!
//! `due` computes a deadline from inputs, a calendar and a policy. The proof it returns holds every rule
//! it used, so `verify` needs nothing else. Deadlines are kept to the whole second.

mod calendar;
mod clock;
mod colour;
mod due;
mod file;
mod measure;
mod parse;
mod proof;
mod recompute;
mod span;

pub use calendar::{Calendar, DayRule, Kind, Season, WeekPattern};
pub use clock::{ClockError, Deadline, Inputs, Pause, Policy, Unit};
pub use colour::{colour, marks, Colour, Marks};
pub use due::{due, due_as_of};
pub use file::CalendarError;
pub use parse::{cli_json, parse_calendar, parse_pause, parse_start, parse_unit, Unreadable};
pub use proof::{verify, Mismatch, Proof, Step, ALGORITHM, ZONE};
pub use recompute::{recompute, Recomputed, Running};
pub use span::{Span, TimeOfDay};
