//! What a place is, where it lies and how it is counted. Pure.
pub mod boundaries;
pub mod codes;
pub mod coordinates;
pub mod geometry;
mod locator;
pub mod statistics;
pub mod tree;
pub mod who_may;

pub use coordinates::{Bd09, Datum, Gcj02, Wgs84};
pub use locator::{Located, Locator, Outline};
pub use tree::{GridKind, Place, Tree};
