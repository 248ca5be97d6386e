//! Deliberation (协商议事 · 有事好商量): standing bodies, their meetings, and matters that walk six steps in the open.
//!
//! Owns bodies with dated charters and rosters, meetings from notice to sealed minutes, the monthly duty, and matters
//! with their concerns, options, resolutions, tasks and ratings. Others tie themselves on: [`actions::tie_source`] gives
//! a matter one more source. Deliberately does not: handle one household's trouble, keep money, run projects, or let a
//! step be passed whose conditions the records do not show.
pub mod actions;
mod pages;
pub mod rules;
pub mod store;
pub mod views;
mod web;

pub use rules::WHO_MAY;
pub use web::routes;

ui::locales!();
