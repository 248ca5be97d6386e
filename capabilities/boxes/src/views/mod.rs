//! What readers see; these structs are the JSON contract.
mod boxes;
mod openings;
mod public;
mod sheets;

pub use boxes::*;
pub use openings::*;
pub use public::*;
pub use sheets::*;
