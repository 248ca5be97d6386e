//! One function per verb: tell, read, choose, verify an address, send.

mod choosing;
mod email;
mod inbox;
mod log;
mod sending;
mod telling;

pub use choosing::*;
pub use email::*;
pub use inbox::*;
pub use log::*;
pub use sending::*;
pub use telling::*;
