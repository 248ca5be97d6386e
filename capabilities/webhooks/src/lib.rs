//! What happened, told to programs that asked for it (事件推送): public events of the journal, signed, in order for each
//! thing, tried again for a day, with a log people can read.
//!
//! Owns hooks and their sendings. A message holds what the event holds: ids and codes, never words of people. Deliberately
//! tells nothing that is for staff or for a speaker, and follows no redirect.
pub mod actions;
pub mod follow;
mod pages;
pub mod rules;
pub mod store;
pub mod views;
mod web;

pub use rules::WHO_MAY;
pub use web::routes;

ui::locales!();
