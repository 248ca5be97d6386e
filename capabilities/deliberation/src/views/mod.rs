//! What readers see; these structs are the JSON contract.
mod bodies;
mod calendars;
mod draws;
mod duties;
mod matters;
mod meetings;
mod roster_sheets;

pub use bodies::*;
pub use calendars::*;
pub use draws::*;
pub use duties::*;
pub use matters::*;
pub use meetings::*;
pub use roster_sheets::*;
