//! From a point to its grid: all boundaries of the grids in memory, found through an R-tree.

use super::{Wgs84, geometry::Plane};
use geo::{BoundingRect, Coord, Distance, Euclidean, Intersects, MultiPolygon, Point};
use kernel::{Moment, PlaceId};
use rstar::{AABB, RTree, primitives::GeomWithData, primitives::Rectangle};

/// Outside everything, the nearest grid within so many metres still answers, marked `near`.
pub const NEAR_M: f64 = 50.0;

/// One boundary of a grid for a span of time (half-open).
#[derive(Clone, Debug)]
pub struct Outline {
    pub place: PlaceId,
    pub community: PlaceId,
    pub from: Moment,
    pub to: Option<Moment>,
    pub shape: MultiPolygon<f64>,
}

/// Where a point lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Located {
    /// The grid.
    pub place: PlaceId,
    pub community: PlaceId,
    /// Outside, but not farther than 50 m.
    pub near: bool,
}

#[derive(Debug, Default)]
pub struct Locator {
    outlines: Vec<Outline>,
    index: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

impl Locator {
    pub fn new(mut outlines: Vec<Outline>) -> Self {
        outlines.sort_by_key(|o| o.place);
        let boxed = |(i, o): (usize, &Outline)| {
            let r = o.shape.bounding_rect()?;
            Some(GeomWithData::new(Rectangle::from_corners(r.min().into(), r.max().into()), i))
        };
        let index = RTree::bulk_load(outlines.iter().enumerate().filter_map(boxed).collect());
        Self { outlines, index }
    }

    /// At most one grid. On a shared edge the lower place id; outside everything the nearest within 50 m.
    pub fn locate(&self, point: Wgs84, at: Moment) -> Option<Located> {
        Wgs84::checked(point.lon, point.lat)?;
        let here = Point::new(point.lon, point.lat);
        let within = self.around(point, 0.0, at).filter(|o| o.shape.intersects(&here)).min_by_key(|o| o.place);
        if let Some(o) = within {
            return Some(Located { place: o.place, community: o.community, near: false });
        }
        let plane = Plane::at(point.lon, point.lat);
        let origin = Point::from(plane.point(here.into()));
        self.around(point, NEAR_M, at)
            .map(|o| (Euclidean.distance(&origin, &plane.flat(&o.shape)), o))
            .filter(|(d, _)| *d <= NEAR_M)
            .min_by(|(d, o), (e, p)| d.total_cmp(e).then(o.place.cmp(&p.place)))
            .map(|(_, o)| Located { place: o.place, community: o.community, near: true })
    }

    fn around(&self, p: Wgs84, metres: f64, at: Moment) -> impl Iterator<Item = &Outline> {
        let unit = Plane::at(p.lon, p.lat).point(Coord { x: p.lon + 1.0, y: p.lat + 1.0 });
        let (dx, dy) = (metres / unit.x, metres / unit.y);
        let envelope = AABB::from_corners([p.lon - dx, p.lat - dy], [p.lon + dx, p.lat + dy]);
        let found: Vec<usize> = self.index.locate_in_envelope_intersecting(envelope).map(|g| g.data).collect();
        found
            .into_iter()
            .map(|i| &self.outlines[i])
            .filter(move |o| o.from <= at && o.to.is_none_or(|to| at < to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::geometry::shape;
    use proptest::prelude::*;

    /// Nine squares of about 100 m, side by side.
    fn nine() -> Vec<Outline> {
        let mut all = vec![];
        for x in 0..3 {
            for y in 0..3 {
                let at = |i: i32, j: i32| Wgs84 {
                    lon: 120.6 + f64::from(x + i) * 1e-3,
                    lat: 31.3 + f64::from(y + j) * 1e-3,
                };
                all.push(Outline {
                    place: PlaceId::named(&format!("g{x}{y}")),
                    community: PlaceId::named("c"),
                    from: Moment(0),
                    to: None,
                    shape: shape(&[vec![vec![at(0, 0), at(1, 0), at(1, 1), at(0, 1), at(0, 0)]]]),
                });
            }
        }
        all
    }

    proptest! {
        #[test]
        fn locate_is_a_function(lon in 120.5995..120.6035_f64, lat in 31.2995..31.3035_f64) {
            let p = Wgs84 { lon, lat };
            let forward = Locator::new(nine()).locate(p, Moment(1));
            let mut turned = nine();
            turned.reverse();
            prop_assert_eq!(forward, Locator::new(turned).locate(p, Moment(1)));
            let inside = (120.6..=120.603).contains(&lon) && (31.3..=31.303).contains(&lat);
            if inside {
                prop_assert!(forward.is_some());
            }
        }
    }

    #[test]
    fn a_shared_edge_goes_to_the_lower_id_and_near_is_marked() {
        let all = nine();
        let corner = all[4].shape.0[0].exterior().0[0];
        let touching = all.iter().filter(|o| o.shape.intersects(&Point::from(corner))).map(|o| o.place).min();
        let locator = Locator::new(all);
        let p = Wgs84 { lon: corner.x, lat: corner.y };
        let found = locator.locate(p, Moment(1)).expect("a grid");
        assert_eq!(Some(found.place), touching);
        assert!(!found.near);
        let beside = Wgs84 { lon: 120.5998, lat: 31.3005 };
        assert!(locator.locate(beside, Moment(1)).expect("near").near);
        assert_eq!(locator.locate(Wgs84 { lon: 120.598, lat: 31.3005 }, Moment(1)), None);
        assert_eq!(locator.locate(p, Moment(-1)), None);
    }
}
