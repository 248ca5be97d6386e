//! The open interface (开放接口): appeals for residents' apps and researchers, as Open311 GeoReport v2.
//!
//! A face with one table: everything it shows is what `appeals` publishes, and everything it takes goes through the
//! reception of `appeals`; what comes during maintenance rests sealed in its spool until then. Its keys are API tokens of
//! `identity`. Deliberately does not: show a case the public pages do
//! not show, read a cookie, choose a notation by `Accept`, change a state.
pub mod actions;
mod notation;
pub mod follow;
mod pages;
pub mod rules;
pub mod store;
pub mod views;
mod web;

pub use rules::WHO_MAY;
pub use web::routes;

ui::locales!();
