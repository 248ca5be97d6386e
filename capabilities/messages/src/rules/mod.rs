//! What is true about messages. Pure.

mod choice;
mod email;
mod quiet;
mod sending;
mod who_may;

pub use choice::*;
pub use email::*;
pub use quiet::*;
pub use sending::*;
pub use who_may::*;
