//! Orders of the upper tier (上级转办): taken in from a file or over a line, each a voice of `appeals` with their due moment;
//! answers and requests go up once, and their word is entered or comes down.
//!
//! Owns orders, files taken in and what went up. The case, its clocks and what waits for their word are of `appeals`, which
//! knows nothing of this room. Deliberately keeps no copy of a file: its words are sealed with the voices.
pub mod actions;
pub mod follow;
mod pages;
pub mod rules;
pub mod store;
pub mod views;
mod web;

pub use rules::{WHO_MAY, desk_entries};
pub use web::routes;

ui::locales!();
