//! One function per call: find, judge, take in or show.
mod create;
mod export;
mod requests;
mod services;
mod spool;
mod updates;

pub use create::*;
pub use export::*;
pub use requests::*;
pub use services::*;
pub use spool::*;
pub use updates::*;
