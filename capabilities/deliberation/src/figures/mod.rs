//! Indicators of bodies, meetings, matters and proposals, counted from their rows.

mod bodies;
mod chain;
mod fusion;
mod matters;
mod meetings;
mod proposals;
mod steps;

use auth::PlacePath;
use bodies::{BODIES, ROSTER};
use chain::CHAIN;
use figures::{Change, Indicator};
use fusion::{BRIDGED, BRIDGING, MIXED};
use kernel::{Day, PlaceId};
use matters::{SETTLED, SIX_STEPS};
use meetings::{DUTY, GRID_MEETINGS, MEETINGS, PLANNED_YEAR, YOUTH_MEETINGS};
use proposals::{DOERS, PROPOSALS, YOUTH_PROPOSALS};
use steps::STEPS;

/// What this room counts.
pub const INDICATORS: &[Indicator] = &[
    BODIES, ROSTER, MEETINGS, GRID_MEETINGS, DUTY, PLANNED_YEAR, MIXED, BRIDGING, BRIDGED, SETTLED, SIX_STEPS, STEPS, CHAIN, PROPOSALS, YOUTH_MEETINGS, YOUTH_PROPOSALS, DOERS,
];

const FIRST: &[Change] = &[Change::first(Day(20_261_128))];

fn path(community: Option<PlaceId>, grid: Option<PlaceId>) -> PlacePath {
    PlacePath { community, grid, building: None }
}
