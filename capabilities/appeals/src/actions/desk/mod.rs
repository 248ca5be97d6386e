//! What the desk's pages show, put together from cases, names and the journal; and the desk's own small verbs.

mod bulk;
mod callbacks;
mod case;
mod catalogue;
mod clusters;
mod export;
mod helpers;
mod intake;
mod names;
mod opening;
mod pipeline;
mod queue;

pub use bulk::*;
pub use callbacks::*;
pub use case::*;
pub use catalogue::*;
pub use clusters::*;
pub use export::*;
pub use intake::*;
pub use names::*;
pub use opening::*;
pub use pipeline::*;
pub use queue::*;

use helpers::helpers;

use crate::rules::SeeCase;

/// The act every list of the desk is cut by.
const SEE: &str = <SeeCase as auth::Act<crate::rules::Case>>::NAME;
