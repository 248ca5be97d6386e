//! What the standard asks of a request. Pure: parameters, time and outlines are handed in.
mod attributes;
mod dates;
mod errors;
mod location;
mod params;
mod repeats;
mod updates;
mod who_may;

pub use attributes::*;
pub use dates::*;
pub use errors::*;
pub use location::*;
pub use params::*;
pub use repeats::*;
pub use updates::*;
pub use who_may::*;
