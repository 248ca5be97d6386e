//! What is true about figures, templates and editions. Pure.
mod catalogue;
mod covering;
pub mod dcat;
mod editions;
mod events;
mod keeping;
mod numbers;
mod periods;
mod shares;
mod templates;
mod who_may;

pub use catalogue::*;
pub use covering::*;
pub use editions::*;
pub use events::*;
pub use keeping::*;
pub use numbers::*;
pub use periods::*;
pub use shares::*;
pub use templates::*;
pub use who_may::*;

use kernel::Problem;

/// A text somebody typed: trimmed, there, and not longer than `most` characters; else a problem at its field.
pub fn said(field: &'static str, text: &str, most: usize) -> Result<String, Problem> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Problem::at(field, "text-missing")),
        n if n > most => Err(Problem::at(field, "text-long").with("most", most)),
        _ => Ok(text.to_owned()),
    }
}
