//! People, accounts, sign-in, posts and consents.
//!
//! Owns who somebody is and which posts they hold; every right of staff comes from a post. Others ask here:
//! [`recognise`] for the reader of a request, [`countersign`] for a second one who signs on the same device, [`key`] for
//! a program of the open interface, [`units`] and [`unit`] for who may hold a case, [`posts_at`] for the
//! duty posts of a place, [`residences`] for who belongs to a place, [`helping`] for acting for a resident, [`has_phone`] and [`open_phone`] for telling somebody something, [`create_token`] and [`setup_token`] for the command line, [`demo`] for seeded people.
//! Deliberately keeps no name or number unsealed and knows no default account.

pub mod actions;
pub mod demo;
mod events;
pub mod figures;
pub mod helping;
mod keys;
mod pages;
mod proof;
mod recognise;
pub mod residences;
pub mod rules;
mod secret;
mod store;
pub mod views;
mod web;

pub use actions::{create_token, open_phone, phone_mark, setup_token};
pub use keys::key;
pub use proof::{countersign, send_code};
pub use recognise::{recognise, touch};
pub use residences::{Residence, Tie, confirm_residence, residences_of};
pub use secret::{code as fresh_code, hash_password};
pub use store::{Account, account as find_account, accounts_of, accounts_of_unit, by_login as find_account_by_login, has_phone, holders, office_of, phone_mark_of, post_holders, post_names, posts_at, unit, units, units_with};
pub use views::{PostHere, Unit};
pub use web::routes;

ui::locales!();
