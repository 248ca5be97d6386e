//! The convenience line (便民热线): every call has a row, a missed one is called back in time, and the line's service is
//! counted from the rows.
//!
//! Owns calls. What a caller says becomes a voice of `appeals` through the clerk's intake, or at once where it was left as
//! a message after hours. Knows the telephone exchange by the signals of `outside::exchange` alone; without one, clerks
//! write calls down. Deliberately keeps no recording, only where the exchange keeps it, and opens no number before somebody has answered.
pub mod actions;
mod pages;
pub mod rules;
pub mod store;
pub mod views;
mod web;

pub use rules::WHO_MAY;
pub use web::{exchange_routes, routes};

ui::locales!();
