//! Where a request is: a point, an address in words, the code of a place; and whether a point is this street's.

use super::{GeoError, Judged, Params};

/// So far outside its border a street still takes a point.
pub const BESIDE_M: f64 = 500.0;
const METRES_A_DEGREE: f64 = 111_320.0;

/// What was said about the place. A point decides; the rest is kept with the words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Location {
    /// Latitude and longitude, WGS-84 degrees.
    pub point: Option<(f64, f64)>,
    pub address: String,
    pub place_code: Option<String>,
}

/// One of point, address and place code at least; of a point both halves, in range.
pub fn location(params: &Params) -> Judged<Location> {
    let found = Location {
        point: point(params)?,
        address: params.text("address_string"),
        place_code: params.get("address_id").map(str::to_owned),
    };
    if found.point.is_none() && found.address.is_empty() && found.place_code.is_none() {
        return Err(GeoError::location("give lat and long, or address_string, or address_id.", "请填 lat 和 long，或 address_string，或 address_id。"));
    }
    Ok(found)
}

fn point(params: &Params) -> Judged<Option<(f64, f64)>> {
    let degrees = |name: &str, most: f64| match params.get(name) {
        None => Ok(None),
        Some(text) => match text.parse::<f64>() {
            Ok(n) if n.abs() <= most => Ok(Some(n)),
            _ => Err(GeoError::location(
                &format!("{name} is a number from -{most} to {most}, in WGS-84 degrees."),
                &format!("{name} 应为 -{most} 到 {most} 之间的 WGS-84 度数。"),
            )),
        },
    };
    match (degrees("lat", 90.0)?, degrees("long", 180.0)?) {
        (Some(lat), Some(long)) => Ok(Some((lat, long))),
        (None, None) => Ok(None),
        _ => Err(GeoError::location("lat and long belong together.", "lat 和 long 要一起填。")),
    }
}

/// Whether a point lies in an outline or at most so far from it. Rings are `[lon, lat]`; none at all reach everywhere.
pub fn reaches(rings: &[Vec<[f64; 2]>], (lat, lon): (f64, f64), metres: f64) -> bool {
    let wide = METRES_A_DEGREE * lat.to_radians().cos();
    let flat = |p: &[f64; 2]| ((p[0] - lon) * wide, (p[1] - lat) * METRES_A_DEGREE);
    let edges = rings.iter().flat_map(|ring| ring.windows(2).map(move |e| (flat(&e[0]), flat(&e[1]))));
    let (mut inside, mut near) = (false, rings.is_empty());
    for ((x1, y1), (x2, y2)) in edges {
        // A ray to the east from the point, which is the origin, crosses this edge.
        if (y1 > 0.0) != (y2 > 0.0) && x1 + (x2 - x1) * (-y1) / (y2 - y1) > 0.0 {
            inside = !inside;
        }
        let length = (x2 - x1).powi(2) + (y2 - y1).powi(2);
        let along = if length == 0.0 { 0.0 } else { (-(x1 * (x2 - x1) + y1 * (y2 - y1)) / length).clamp(0.0, 1.0) };
        near |= (x1 + along * (x2 - x1)).hypot(y1 + along * (y2 - y1)) <= metres;
    }
    inside || near
}

/// West, south, east, north in degrees.
pub type Bounds = [f64; 4];

/// What a list is narrowed to on the ground.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Around {
    Box(Bounds),
    /// Latitude, longitude and metres.
    Circle(f64, f64, f64),
}

const MOST_RADIUS_M: f64 = 5_000.0;

/// `bbox=west,south,east,north`, or `lat`, `long` and `radius` in metres.
pub fn around(params: &Params) -> Judged<Option<Around>> {
    if params.get("bbox").is_some() {
        let sides: Vec<f64> = params.list("bbox").iter().filter_map(|p| p.parse().ok()).collect();
        return match sides.as_slice() {
            [w, s, e, n] if w <= e && s <= n && w.abs() <= 180.0 && e.abs() <= 180.0 && s.abs() <= 90.0 && n.abs() <= 90.0 => {
                Ok(Some(Around::Box([*w, *s, *e, *n])))
            }
            _ => Err(GeoError::location("bbox is west,south,east,north in WGS-84 degrees.", "bbox 是西、南、东、北四个 WGS-84 度数。")),
        };
    }
    let Some(radius) = params.get("radius") else { return Ok(None) };
    let metres = radius.parse().ok().filter(|m: &f64| *m > 0.0 && *m <= MOST_RADIUS_M);
    match (metres, point(params)?) {
        (Some(metres), Some((lat, lon))) => Ok(Some(Around::Circle(lat, lon, metres))),
        _ => Err(GeoError::location("radius is up to 5000 metres around lat and long.", "radius 是围绕 lat、long 的米数，最多5000。")),
    }
}

impl Around {
    /// Whether a published point is meant.
    pub fn holds(self, (lat, lon): (f64, f64)) -> bool {
        match self {
            Self::Box([w, s, e, n]) => (w..=e).contains(&lon) && (s..=n).contains(&lat),
            Self::Circle(y, x, metres) => {
                ((lon - x) * METRES_A_DEGREE * y.to_radians().cos()).hypot((lat - y) * METRES_A_DEGREE) <= metres
            }
        }
    }
    /// Bounds that surely hold every kept point whose published one is meant: a cell wider.
    pub fn bounds(self) -> Bounds {
        let cell = 250.0;
        let ([w, s, e, n], beside) = match self {
            Self::Box(sides) => (sides, cell),
            Self::Circle(lat, lon, metres) => ([lon, lat, lon, lat], metres + cell),
        };
        let high = beside / METRES_A_DEGREE;
        let wide = high / s.abs().max(n.abs()).to_radians().cos().max(0.01);
        [w - wide, s - high, e + wide, n + high]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(&str, &str)]) -> Params {
        Params(pairs.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect())
    }

    #[test]
    fn half_a_point_and_one_off_the_earth_are_refused() {
        for pairs in [&[("lat", "31.9")][..], &[("lat", "91"), ("long", "0")], &[("lat", "NaN"), ("long", "0")], &[("lat", ""), ("long", "")]] {
            assert_eq!(location(&asked(pairs)).map_err(|e| e.code), Err(4003), "{pairs:?}");
        }
        assert_eq!(location(&asked(&[("lat", "-90"), ("long", "180")])).expect("a place").point, Some((-90.0, 180.0)));
    }

    #[test]
    fn a_street_takes_what_lies_in_it_or_half_a_kilometre_beside() {
        let square = vec![vec![[118.70, 31.94], [118.74, 31.94], [118.74, 31.96], [118.70, 31.96], [118.70, 31.94]]];
        let north = |metres: f64| (31.96 + metres / METRES_A_DEGREE, 118.72);
        assert!(reaches(&square, (31.95, 118.72), BESIDE_M));
        assert!(reaches(&square, north(499.0), BESIDE_M));
        assert!(!reaches(&square, north(501.0), BESIDE_M));
        assert!(!reaches(&square, (31.95, 118.75), BESIDE_M));
        assert!(reaches(&[], (0.0, 0.0), BESIDE_M));
    }

    #[test]
    fn a_box_and_a_circle_hold_what_lies_in_them() {
        let boxed = around(&asked(&[("bbox", "118.70, 31.94,118.72,31.95")])).expect("a box").expect("one");
        assert!(boxed.holds((31.945, 118.71)) && !boxed.holds((31.951, 118.71)));
        let circle = around(&asked(&[("lat", "31.945"), ("long", "118.71"), ("radius", "300")])).expect("a circle").expect("one");
        assert!(circle.holds((31.9475, 118.71)) && !circle.holds((31.948, 118.71)));
        for wrong in [&[("bbox", "1,2,3")][..], &[("bbox", "2,2,1,3")], &[("radius", "300")], &[("lat", "1"), ("long", "1"), ("radius", "5001")]] {
            assert!(around(&asked(wrong)).is_err(), "{wrong:?}");
        }
    }
}
