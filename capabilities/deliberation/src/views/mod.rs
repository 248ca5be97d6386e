//! What readers see; these structs are the JSON contract.
mod ballots;
mod bodies;
mod calendars;
mod draws;
mod duties;
mod matters;
mod meetings;
mod pleas;
mod printables;
mod proposals;
mod representativeness;
mod roster_sheets;

pub use ballots::*;
pub use bodies::*;
pub use calendars::*;
pub use draws::*;
pub use duties::*;
pub use matters::*;
pub use meetings::*;
pub use pleas::*;
pub use printables::*;
pub use proposals::*;
pub use representativeness::*;
pub use roster_sheets::*;
