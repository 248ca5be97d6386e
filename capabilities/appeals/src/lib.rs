//! Voices in, cases out: every voice gets a receipt, a unit, a deadline, an answer and a callback.
//!
//! Owns voices, cases, assignments, clocks, contacts, callbacks and their photos; the categories and the dispatch
//! catalogue. Deliberately does not: keep a register of residents, score persons, take emergencies or petitions.
pub mod actions;
pub mod figures;
pub mod follow;
mod keeping;
mod pages;
pub mod rules;
pub mod seeds;
mod speakers;
pub mod store;
pub mod views;
mod web;

pub use keeping::Voices;
pub use speakers::Speakers;
pub use web::routes;

ui::locales!();
