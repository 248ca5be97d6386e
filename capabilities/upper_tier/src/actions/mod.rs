//! One function per verb. Web, the line's errand and the demo street all call these.
mod exporting;
mod line;
mod shown;
mod taking;
mod upward;

pub use exporting::*;
pub use line::*;
pub use shown::*;
pub use taking::*;
pub use upward::*;

use auth::{Act, Held, Viewer, WholeStreet};
use db::Result;
use kernel::Moment;

/// Refuses whoever may not do it; those who may not even see orders hear of nothing.
pub fn may<A: Act<WholeStreet>>(viewer: &Viewer, now: Moment) -> Result<()> {
    Held::<_, A>::take(viewer, WholeStreet(viewer.street), now)?;
    Ok(())
}
