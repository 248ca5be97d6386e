//! The catalogue of figures (指标数), what the street says of itself in public, the written report, open data.
//!
//! Owns kept figures with their origin, corrections, report templates and editions. What is counted is counted by the room
//! whose rows they are: [`rules::catalogue`] collects every room's `figures.rs`. Deliberately writes nothing of others, adds
//! no declared number to a counted one, and guesses none.
pub mod actions;
pub mod rules;
mod store;
pub mod views;

pub use rules::WHO_MAY;

ui::locales!();
