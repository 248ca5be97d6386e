//! Opinion boxes (民情意见箱): opened by two people of two bodies, counted, keyed card by card, sealed.
//!
//! Owns boxes, openings, cards, corrections of a count and the printed numbers that nobody has used yet. A card's words
//! are a voice, made by the reception of `appeals` in the transaction that keys the card; the number on a depositor's
//! stub becomes that voice's receipt. Deliberately does not: keep a word of a card, know who deposited it, open a
//! session for the second signatory, or overwrite a count.
pub mod actions;
mod pages;
pub mod rules;
pub mod store;
pub mod views;
mod web;

pub use rules::{WHO_MAY, desk_entries};
pub use web::routes;

ui::locales!();
