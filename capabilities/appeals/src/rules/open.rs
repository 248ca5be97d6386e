//! A published case for programs: where it lies, when it was and how it stands, as precisely as its public level lets
//! anybody know.

use crate::rules::{Case, PublicLevel, State};
use kernel::Moment;

/// The side of a cell.
const CELL_M: f64 = 250.0;
const METRES_A_DEGREE: f64 = 111_320.0;

/// Latitude and longitude, WGS-84 degrees to five decimals: the point itself where the level is full, else the centre
/// of its cell. The cells are fixed: many cases of one place tell no more than one.
pub fn published_point(case: &Case) -> Option<(f64, f64)> {
    let (lat, lon) = case.point?;
    let (lat, lon) = match case.public_level {
        PublicLevel::Full => (lat, lon),
        PublicLevel::Fuzzy => cell_centre(lat, lon),
        PublicLevel::CountOnly | PublicLevel::None => return None,
    };
    let five = |degrees: f64| (degrees * 1e5).round() / 1e5;
    Some((five(lat), five(lon)))
}

/// The centre of the 250 m cell a point lies in. All cells of a row are as wide as its middle asks for.
pub fn cell_centre(lat: f64, lon: f64) -> (f64, f64) {
    let centre = |degrees: f64, step: f64| ((degrees / step).floor() + 0.5) * step;
    let high = CELL_M / METRES_A_DEGREE;
    let lat = centre(lat, high);
    let wide = high / lat.to_radians().cos().max(0.01);
    (lat, centre(lon, wide))
}

/// A moment of the case: a fuzzy one has days without times.
pub fn published_moment(case: &Case, at: Moment) -> Moment {
    if case.public_level == PublicLevel::Full { at } else { at.day().start() }
}

pub fn requested_at(case: &Case) -> Moment {
    published_moment(case, case.opened_at)
}

/// The last hand on it or its publication; of a closed one, its end.
pub fn updated_at(case: &Case) -> Moment {
    let touched = case.published_at.map_or(case.touched_at, |at| at.max(case.touched_at));
    published_moment(case, case.closed_at.unwrap_or(touched))
}

/// Programs know two states: what is over for the public, and everything else.
pub fn states_where(open: bool) -> impl Iterator<Item = State> {
    State::ALL.iter().copied().filter(move |s| s.is_open() == open && *s != State::Merged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The centre is its own centre, never farther than half a diagonal, and says nothing of where in the cell.
        #[test]
        fn a_cell_has_one_centre(lat in -60.0..60.0_f64, lon in -179.0..179.0_f64) {
            let (y, x) = cell_centre(lat, lon);
            let (dy, dx) = ((y - lat) * METRES_A_DEGREE, (x - lon) * METRES_A_DEGREE * y.to_radians().cos());
            prop_assert!(dy.hypot(dx) <= CELL_M * 0.7072);
            let (again_y, again_x) = cell_centre(y, x);
            prop_assert!((again_y - y).abs() < 1e-9 && (again_x - x).abs() < 1e-9);
        }
    }

    #[test]
    fn every_state_but_merged_is_open_or_closed() {
        let (open, closed): (Vec<_>, Vec<_>) = (states_where(true).collect(), states_where(false).collect());
        assert_eq!(open.len() + closed.len() + 1, State::ALL.len());
        assert!(open.contains(&State::Deferred) && closed.contains(&State::Withdrawn));
    }
}
