//! What is sent to a person (告知): an inbox, and SMS or e-mail as they chose, never in their quiet hours.
//!
//! Owns messages, their sendings, and what each person chose. Any room sends one by [`tell`], in the transaction of what it
//! tells of, and lends its words as a [`Teller`]. Others ask here: [`unread`] for the page head, [`Mailbox`] for one's own
//! data. Deliberately keeps no sentence: a message is a code with ids and numbers, and becomes words when it is read or sent.
pub mod actions;
pub mod demo;
mod events;
pub mod follow;
mod keeping;
mod pages;
pub mod rules;
mod store;
pub mod views;
mod web;

pub use actions::{Teller, Tellers, Telling, To, tell};
pub use keeping::Mailbox;
pub use rules::{Kind, Urgent, WHO_MAY};
pub use store::unread;
pub use web::routes;

ui::locales!();
