//! What readers see; these structs are the JSON contract.
mod ballots;
mod bodies;
mod duties;
mod matters;
mod meetings;

pub use ballots::*;
pub use bodies::*;
pub use duties::*;
pub use matters::*;
pub use meetings::*;
