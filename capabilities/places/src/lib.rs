//! Street, community, grid, building: where things are, with their boundaries and population over time.
//!
//! Owns the tree of places, their codes, dated boundaries and statistics. Other rooms hold a `PlaceId` and ask here:
//! [`tree`] for names and scope columns, [`locate`] for the grid of a point, [`search_places`] for pick-lists and
//! [`shapes`] for maps. Deliberately keeps no register of residents and no position of any person.
pub mod actions;
pub mod demo;
pub mod rules;
mod memory;
mod store;

pub use memory::{Shape, locate, locator, search_places, shapes, tree};
pub use rules::{Bd09, Datum, Gcj02, GridKind, Located, Locator, Place, Tree, Wgs84};
pub use rules::who_may::WHO_MAY;
