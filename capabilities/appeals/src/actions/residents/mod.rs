//! What residents do beside the verbs of a case: where it is, is it this one, one more voice, the receipt's code.
mod codes;
mod hints;
mod joining;
mod places;
mod public;

pub use codes::*;
pub use hints::*;
pub use joining::*;
pub use places::*;
pub use public::*;
