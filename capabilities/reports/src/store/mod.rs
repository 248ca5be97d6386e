//! The only SQL of reports.
mod editions;
mod kept;
mod templates;

pub use editions::*;
pub use kept::*;
pub use templates::*;

use db::{Fault, Result};

/// One changed row, or somebody else was faster.
fn changed(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Fault::Busy) }
}
