//! Who may do what to which thing, decided once and read twice: for one thing and for a list.
//!
//! A capability writes one table of [`May`] rows. [`decide`] reads it for one thing, [`visible`] turns the same
//! rows into the branches of a list query. A reach or condition is an enum variant with two methods side by side
//! (`holds` and `clause`), so the two readings cannot part.
mod facts;
mod held;
mod may;
mod viewer;
mod visible;

pub use facts::{Facts, PlacePath, WholeStreet};
pub use held::{Act, Denied, Held};
pub use may::{By, Given, May, Reach, decide, may, reaches};
pub use viewer::{Level, PostHeld, Role, Scope, Strength, Viewer, Who};
pub use visible::{Branch, Clause, ScopeColumns, Term, Visible, visible};
