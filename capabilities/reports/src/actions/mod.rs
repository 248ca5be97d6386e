//! One function per verb: find, decide, save, record; and what pages show, put together from what is counted and kept.
mod asking;
mod checks;
mod corrections;
mod declaring;
mod doing;
mod drafting;
mod editions;
mod months;
mod one;
mod opendata;
mod overview;
mod templates;

pub use checks::*;
pub use corrections::*;
pub use declaring::*;
pub use doing::*;
pub use editions::*;
pub use months::*;
pub use one::*;
pub use opendata::*;
pub use overview::*;
pub use templates::*;

use auth::{Act, Held, Viewer, WholeStreet};
use db::Result;
use kernel::Moment;

/// The proof that this reader may do `A` in the street.
fn held<A: Act<WholeStreet>>(viewer: &Viewer, now: Moment) -> Result<()> {
    Held::<_, A>::take(viewer, WholeStreet(viewer.street), now)?;
    Ok(())
}

fn may<A: Act<WholeStreet>>(viewer: &Viewer, now: Moment) -> bool {
    auth::may::<WholeStreet, A>(viewer, &WholeStreet(viewer.street), now)
}
