//! A whole house for tests: the router without sockets, a small street with its cast of people, a clock moved by
//! hand, and builders of cases. Scenes run on both engines.
mod ask;
mod cast;
mod cases;
mod site;
mod street;
pub mod verbs;

pub use ask::{Answer, Ask, Face};
pub use cast::{As, CAST, Member};
pub use cases::{Made, Wanted};
pub use site::{Site, on_both};
pub use street::{CALLS, DESK, OFFICE_A, OFFICE_B, PARKS, PROPERTY, STREET};
