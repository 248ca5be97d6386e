//! What is true about orders of the upper tier. Pure.
mod events;
mod orders;
mod sheet;
mod words;
mod who_may;

pub use events::*;
use orders::due_problem;
pub use orders::*;
pub use sheet::*;
pub use who_may::*;
pub use words::*;
