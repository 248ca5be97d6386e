//! What readers see; these structs are the JSON contract.
mod ballots;
mod bodies;
mod calendars;
mod draws;
mod duties;
mod elections;
mod matters;
mod meetings;
mod paper_prints;
mod pleas;
mod proposals;
mod room_votes;
mod roster_sheets;

pub use ballots::*;
pub use bodies::*;
pub use calendars::*;
pub use draws::*;
pub use duties::*;
pub use elections::*;
pub use matters::*;
pub use meetings::*;
pub use paper_prints::*;
pub use pleas::*;
pub use proposals::*;
pub use room_votes::*;
pub use roster_sheets::*;
