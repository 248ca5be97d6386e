//! What residents and the public see.

mod lists;
mod months;
mod public;
mod receipt;
mod report;

pub use lists::*;
pub use months::*;
pub use public::*;
pub use receipt::*;
pub use report::*;
