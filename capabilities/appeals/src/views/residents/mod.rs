//! What residents and the public see.

mod lists;
mod public;
mod receipt;
mod report;

pub use lists::*;
pub use public::*;
pub use receipt::*;
pub use report::*;
