//! What residents do beside the verbs of a case: where it is, is it this one, one more voice, the receipt's
//! code, one's own voice.
mod codes;
mod hints;
mod joining;
mod own;
mod places;
mod public;

pub use codes::*;
pub use hints::*;
pub use joining::*;
pub use own::*;
pub use places::*;
pub use public::*;
