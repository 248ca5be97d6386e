//! What is true about appeals. Pure: data, time and luck are handed in.
mod asking;
mod case;
mod clocks;
pub mod counting;
mod events;
pub mod figures;
mod handling;
mod messages;
mod reception;
mod receipt;
mod routing;
pub mod scoring;
pub mod slices;
mod transitions;
mod who_may;

pub use asking::*;
pub use case::*;
pub use clocks::*;
pub use events::*;
pub use handling::*;
pub use messages::*;
pub use reception::*;
pub use receipt::*;
pub use routing::*;
pub use transitions::*;
pub use who_may::*;
