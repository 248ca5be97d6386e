//! What is true about boxes, openings and cards. Pure: data, time and luck are handed in.
mod boxes;
mod cards;
mod custody;
mod events;
mod openings;
mod signing;
mod stubs;
mod who_may;

pub use boxes::*;
pub use cards::*;
pub use custody::*;
pub use events::*;
pub use openings::*;
pub use signing::*;
pub use stubs::*;
pub use who_may::*;

use kernel::Problem;

/// A decision: what the thing becomes and what happened, or what the person can mend.
pub type Decided<T, E> = Result<(T, E), Vec<Problem>>;

use kernel::codes;
