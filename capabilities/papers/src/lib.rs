//! Papers (纸质表): every act a speaker may do with a receipt, on a printed sheet that lands in the same record.
//!
//! Owns what came back on paper: which act, which sheet, the day written on it, its sealed picture. The act itself is
//! done by `appeals` as the speaker's own, in the transaction that keys the sheet; the journal names who keyed it.
//! Deliberately does not: keep a word of a sheet beside the voice's own record, know of a sheet before it comes back, or
//! take the speaker's own decisions without a picture of what was signed.
pub mod actions;
mod pages;
pub mod rules;
pub mod store;
pub mod views;
mod web;

pub use rules::WHO_MAY;
pub use web::routes;

ui::locales!();
