//! Polygons on the ground: validity, area and overlap, in square metres.

use super::Wgs84;
use geo::{Area, BooleanOps, BoundingRect, Coord, CoordsIter, Intersects, LineString, MapCoords, MultiPolygon, Polygon};
use geo::{Line, Winding};
use rstar::{AABB, RTree, primitives::GeomWithData};

pub const MOST_VERTICES: usize = 10_000;
/// Overlap of two siblings that is still rounding, in m².
pub const OVERLAP_M2: f64 = 1.0;
/// Share of a parent that its children may leave uncovered or stand out by.
pub const COVER_SHARE: f64 = 0.001;

/// What is wrong with a shape. Vertices count from 1, through all rings in order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Flaw {
    Empty,
    TooManyVertices { count: usize },
    NotOnEarth { vertex: usize },
    TooFewVertices { vertex: usize },
    NotClosed { vertex: usize },
    Repeated { vertex: usize },
    /// Outer rings run anticlockwise, holes clockwise.
    WrongHand { vertex: usize },
    /// Two edges meet or touch where they should not; the first begins at `vertex`, the other at `other`.
    Crosses { vertex: usize, other: usize },
    HoleOutside { vertex: usize },
}

/// Checks rings as they came: `polygons[p][r]` is a ring, ring 0 the outer one. All flaws are listed.
pub fn flaws(polygons: &[Vec<Vec<Wgs84>>]) -> Vec<Flaw> {
    let mut found = vec![];
    let count: usize = polygons.iter().flatten().map(Vec::len).sum();
    if count == 0 {
        return vec![Flaw::Empty];
    }
    if count > MOST_VERTICES {
        return vec![Flaw::TooManyVertices { count }];
    }
    let mut first = 1;
    let mut edges = vec![];
    for rings in polygons {
        let outer = rings.first().map(|r| line(r));
        for (r, ring) in rings.iter().enumerate() {
            ring_flaws(ring, r == 0, first, &mut found);
            if let Some(outer) = outer.as_ref().filter(|_| r > 0) {
                let outer = Polygon::new(outer.clone(), vec![]);
                let outside = ring.iter().position(|p| !outer.intersects(&geo::Point::new(p.lon, p.lat)));
                found.extend(outside.map(|i| Flaw::HoleOutside { vertex: first + i }));
            }
            let last = ring.len().saturating_sub(1);
            edges.extend((0..last).map(|i| Edge {
                line: Line::new(coord(ring[i]), coord(ring[i + 1])),
                vertex: first + i,
                next: if i + 1 == last { first } else { first + i + 1 },
            }));
            first += ring.len();
        }
    }
    // Only rings that are whole can be walked for crossings.
    if found.iter().all(|f| matches!(f, Flaw::WrongHand { .. } | Flaw::HoleOutside { .. })) {
        found.extend(crossings(&edges));
    }
    found
}

struct Edge {
    line: Line<f64>,
    vertex: usize,
    next: usize,
}

fn ring_flaws(ring: &[Wgs84], is_outer: bool, first: usize, found: &mut Vec<Flaw>) {
    if let Some(i) = ring.iter().position(|p| Wgs84::checked(p.lon, p.lat).is_none()) {
        found.push(Flaw::NotOnEarth { vertex: first + i });
        return;
    }
    if ring.len() < 4 {
        found.push(Flaw::TooFewVertices { vertex: first });
        return;
    }
    if ring.first() != ring.last() {
        found.push(Flaw::NotClosed { vertex: first + ring.len() - 1 });
        return;
    }
    if let Some(i) = ring.windows(2).position(|w| w[0] == w[1]) {
        found.push(Flaw::Repeated { vertex: first + i + 1 });
        return;
    }
    let winding = line(ring);
    let right = if is_outer { winding.is_ccw() } else { winding.is_cw() };
    // A ring that crosses itself may have no winding; the crossing is what its owner can mend.
    if !right && winding.winding_order().is_some() {
        found.push(Flaw::WrongHand { vertex: first });
    }
}

/// Every pair of edges that meet elsewhere than at a shared end of neighbours; at most 20 are listed.
fn crossings(edges: &[Edge]) -> Vec<Flaw> {
    let boxed = |(i, e): (usize, &Edge)| {
        let r = e.line.bounding_rect();
        GeomWithData::new(rstar::primitives::Rectangle::from_corners(r.min().into(), r.max().into()), i)
    };
    let index: RTree<GeomWithData<rstar::primitives::Rectangle<[f64; 2]>, usize>> =
        RTree::bulk_load(edges.iter().enumerate().map(boxed).collect());
    let mut found = vec![];
    for (i, a) in edges.iter().enumerate() {
        let r = a.line.bounding_rect();
        let near = index.locate_in_envelope_intersecting(AABB::from_corners(r.min().into(), r.max().into()));
        for b in near.filter(|b| b.data > i).map(|b| &edges[b.data]) {
            let neighbours = a.next == b.vertex || b.next == a.vertex;
            use geo::line_intersection::{LineIntersection as L, line_intersection};
            let wrong = match line_intersection(a.line, b.line) {
                None => false,
                Some(L::Collinear { .. }) => true,
                Some(L::SinglePoint { .. }) => !neighbours,
            };
            if wrong {
                found.push((a.vertex, b.vertex));
            }
        }
        if found.len() > 20 {
            break;
        }
    }
    found.sort_by_key(|(a, b)| (*a, *b));
    found.truncate(20);
    found.into_iter().map(|(vertex, other)| Flaw::Crosses { vertex, other }).collect()
}

/// Rings as `geo` knows them.
pub fn shape(polygons: &[Vec<Vec<Wgs84>>]) -> MultiPolygon<f64> {
    let polygon = |rings: &Vec<Vec<Wgs84>>| {
        let mut rings = rings.iter().map(|r| line(r));
        let outer = rings.next().unwrap_or_else(|| LineString::new(vec![]));
        Polygon::new(outer, rings.collect())
    };
    MultiPolygon::new(polygons.iter().map(polygon).collect())
}

/// Geodesic area in m².
pub fn area_m2(shape: &MultiPolygon<f64>) -> f64 {
    use geo::GeodesicArea;
    shape.geodesic_area_unsigned()
}

/// How two shapes overlap: the area in m², and the first vertex of `a` inside `b` (or of `b`'s cut through `a`).
pub fn overlap(a: &MultiPolygon<f64>, b: &MultiPolygon<f64>) -> Option<(f64, usize)> {
    let apart = match (a.bounding_rect(), b.bounding_rect()) {
        (Some(ra), Some(rb)) => !ra.intersects(&rb),
        _ => true,
    };
    if apart {
        return None;
    }
    let plane = Plane::around(a);
    let shared = plane.flat(a).intersection(&plane.flat(b));
    let area = shared.unsigned_area();
    if area <= 0.0 {
        return None;
    }
    use geo::Contains;
    let inside = a.coords_iter().position(|c| b.contains(&geo::Point::from(c)));
    let touching = || {
        let ends: Vec<Coord<f64>> = shared.coords_iter().collect();
        let near = |c: &Coord<f64>| {
            let c = plane.point(*c);
            ends.iter().any(|e| (e.x - c.x).hypot(e.y - c.y) < 0.5)
        };
        a.coords_iter().position(|c| near(&c)).unwrap_or(0)
    };
    Some((area, inside.unwrap_or_else(touching) + 1))
}

/// What the children leave open of the parent, and by what they stand out, both in m².
pub fn cover(parent: &MultiPolygon<f64>, children: &[&MultiPolygon<f64>]) -> (f64, f64) {
    let plane = Plane::around(parent);
    let parent = plane.flat(parent);
    let flat: Vec<Polygon<f64>> = children.iter().flat_map(|c| plane.flat(c).0).collect();
    let all = geo::algorithm::bool_ops::unary_union(&flat);
    (parent.difference(&all).unsigned_area(), all.difference(&parent).unsigned_area())
}

/// A plane in metres that touches the ellipsoid at one latitude: within a street its error is below one in ten thousand.
#[derive(Clone, Copy)]
pub struct Plane {
    at: Coord<f64>,
    east: f64,
    north: f64,
}

impl Plane {
    pub fn at(lon: f64, lat: f64) -> Self {
        let (a, e2) = (6_378_137.0_f64, 0.006_694_379_990_14_f64);
        let phi = lat.to_radians();
        let w = 1.0 - e2 * phi.sin().powi(2);
        Self {
            at: Coord { x: lon, y: lat },
            east: (a / w.sqrt() * phi.cos()).to_radians(),
            north: (a * (1.0 - e2) / (w * w.sqrt())).to_radians(),
        }
    }
    pub fn around(shape: &MultiPolygon<f64>) -> Self {
        let middle = shape.bounding_rect().map_or(Coord { x: 0.0, y: 0.0 }, |r| r.center());
        Self::at(middle.x, middle.y)
    }
    pub fn point(self, c: Coord<f64>) -> Coord<f64> {
        Coord { x: (c.x - self.at.x) * self.east, y: (c.y - self.at.y) * self.north }
    }
    pub fn flat(self, shape: &MultiPolygon<f64>) -> MultiPolygon<f64> {
        shape.map_coords(|c| self.point(c))
    }
}

fn coord(p: Wgs84) -> Coord<f64> {
    Coord { x: p.lon, y: p.lat }
}

fn line(ring: &[Wgs84]) -> LineString<f64> {
    LineString::new(ring.iter().map(|p| coord(*p)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[(f64, f64)]) -> Vec<Wgs84> {
        points.iter().map(|(x, y)| Wgs84 { lon: 120.6 + x * 1e-3, lat: 31.3 + y * 1e-3 }).collect()
    }

    #[test]
    fn each_flaw_names_its_vertex() {
        let good = ring(&[(0., 0.), (4., 0.), (4., 4.), (0., 4.), (0., 0.)]);
        assert_eq!(flaws(&[vec![good.clone()]]), vec![]);
        let open = ring(&[(0., 0.), (4., 0.), (4., 4.), (0., 4.)]);
        assert_eq!(flaws(&[vec![open]]), vec![Flaw::NotClosed { vertex: 4 }]);
        let mut left = good.clone();
        left.reverse();
        assert_eq!(flaws(&[vec![left.clone()]]), vec![Flaw::WrongHand { vertex: 1 }]);
        let bow = ring(&[(0., 0.), (4., 4.), (4., 0.), (0., 5.), (0., 0.)]);
        assert!(flaws(&[vec![bow]]).iter().any(|f| matches!(f, Flaw::Crosses { .. } | Flaw::WrongHand { .. })));
        let spike = ring(&[(0., 0.), (4., 0.), (2., 0.), (4., 4.), (0., 0.)]);
        assert_eq!(flaws(&[vec![spike]])[0], Flaw::Crosses { vertex: 1, other: 2 });
        let hole = ring(&[(9., 9.), (9., 10.), (10., 10.), (9., 9.)]);
        assert_eq!(flaws(&[vec![good.clone(), hole]]), vec![Flaw::HoleOutside { vertex: 6 }]);
        let nowhere = vec![Wgs84 { lon: f64::NAN, lat: 1. }; 5];
        assert_eq!(flaws(&[vec![nowhere]]), vec![Flaw::NotOnEarth { vertex: 1 }]);
    }

    #[test]
    fn overlap_is_measured_on_the_ground() {
        let a = shape(&[vec![ring(&[(0., 0.), (1., 0.), (1., 1.), (0., 1.), (0., 0.)])]]);
        let b = shape(&[vec![ring(&[(0.9, 0.), (2., 0.), (2., 1.), (0.9, 1.), (0.9, 0.)])]]);
        let (area, vertex) = overlap(&a, &b).expect("they overlap");
        let strip = area_m2(&a) * 0.1;
        assert!((area - strip).abs() < strip * 1e-3, "{area} {strip}");
        assert_eq!(vertex, 2);
        let (open, out) = cover(&a, &[&b]);
        assert!(open > 0.0 && out > 0.0);
    }
}
