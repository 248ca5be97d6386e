//! Three kinds of coordinates as three types: a function takes one kind, and converting twice does not compile.
//!
//! GCJ-02 and BD-09 follow the formulas published by the community of map users (the `eviltransform` family); they are
//! approximations of an unpublished transform. Longitudes and latitudes are degrees.
//!
//! ```compile_fail
//! let twice = places::Wgs84 { lon: 120.6, lat: 31.3 }.to_gcj02().to_gcj02();
//! ```

use serde::{Deserialize, Serialize};
use std::f64::consts::PI;

/// Written beside every converted point: which formulas made it.
pub const CONVERSION: i64 = 1;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident),*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
        pub struct $name { pub lon: f64, pub lat: f64 }
    )* };
}
kinds! {
    /// What devices and this product's storage use.
    Wgs84,
    /// What domestic map pickers mostly return.
    Gcj02,
    /// What one domestic map returns: GCJ-02 shifted once more.
    Bd09
}

/// The kind a bare pair was declared to be, at the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Datum {
    Wgs84,
    Gcj02,
    Bd09,
    /// Taken as WGS-84 with an uncertainty of 1 m.
    Cgcs2000,
}

impl Datum {
    pub const ALL: [Self; 4] = [Self::Wgs84, Self::Gcj02, Self::Bd09, Self::Cgcs2000];
    pub fn code(self) -> &'static str {
        match self {
            Self::Wgs84 => "wgs84",
            Self::Gcj02 => "gcj02",
            Self::Bd09 => "bd09",
            Self::Cgcs2000 => "cgcs2000",
        }
    }
    /// Spellings found in files: `GCJ-02`, `wgs84`, `EPSG:4490`.
    pub fn parse(s: &str) -> Option<Self> {
        let plain: String = s.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
        Some(match plain.as_str() {
            "wgs84" | "epsg4326" => Self::Wgs84,
            "gcj02" => Self::Gcj02,
            "bd09" | "bd09ll" => Self::Bd09,
            "cgcs2000" | "epsg4490" => Self::Cgcs2000,
            _ => return None,
        })
    }
    /// The one place where a bare pair becomes a typed point.
    pub fn to_wgs84(self, lon: f64, lat: f64) -> Wgs84 {
        match self {
            Self::Wgs84 | Self::Cgcs2000 => Wgs84 { lon, lat },
            Self::Gcj02 => Gcj02 { lon, lat }.to_wgs84(),
            Self::Bd09 => Bd09 { lon, lat }.to_wgs84(),
        }
    }
}

impl Wgs84 {
    /// `None` for what is no point on earth.
    pub fn checked(lon: f64, lat: f64) -> Option<Self> {
        ((-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat)).then_some(Self { lon, lat })
    }
    pub fn to_gcj02(self) -> Gcj02 {
        if !is_shifted(self.lon, self.lat) {
            return Gcj02 { lon: self.lon, lat: self.lat };
        }
        let (dlon, dlat) = offset(self.lon, self.lat);
        Gcj02 { lon: self.lon + dlon, lat: self.lat + dlat }
    }
    pub fn to_bd09(self) -> Bd09 {
        self.to_gcj02().to_bd09()
    }
    /// Geodesic distance in metres.
    pub fn metres_to(self, other: Self) -> f64 {
        use geo::{Distance, Geodesic, Point};
        Geodesic.distance(Point::new(self.lon, self.lat), Point::new(other.lon, other.lat))
    }
}

impl Gcj02 {
    /// The inverse has no closed form: steps until the forward transform meets this point (to 1e-10°, about 10 µm).
    pub fn to_wgs84(self) -> Wgs84 {
        let mut guess = Wgs84 { lon: self.lon, lat: self.lat };
        for _ in 0..30 {
            let there = guess.to_gcj02();
            let (dlon, dlat) = (there.lon - self.lon, there.lat - self.lat);
            if dlon.abs() < 1e-10 && dlat.abs() < 1e-10 {
                break;
            }
            guess = Wgs84 { lon: guess.lon - dlon, lat: guess.lat - dlat };
        }
        guess
    }
    pub fn to_bd09(self) -> Bd09 {
        if !is_shifted(self.lon, self.lat) {
            return Bd09 { lon: self.lon, lat: self.lat };
        }
        let z = self.lon.hypot(self.lat) + 0.00002 * (self.lat * BD).sin();
        let theta = self.lat.atan2(self.lon) + 0.000003 * (self.lon * BD).cos();
        Bd09 { lon: z * theta.cos() + 0.0065, lat: z * theta.sin() + 0.006 }
    }
}

impl Bd09 {
    pub fn to_gcj02(self) -> Gcj02 {
        if !is_shifted(self.lon, self.lat) {
            return Gcj02 { lon: self.lon, lat: self.lat };
        }
        let (x, y) = (self.lon - 0.0065, self.lat - 0.006);
        let z = x.hypot(y) - 0.00002 * (y * BD).sin();
        let theta = y.atan2(x) - 0.000003 * (x * BD).cos();
        Gcj02 { lon: z * theta.cos(), lat: z * theta.sin() }
    }
    pub fn to_wgs84(self) -> Wgs84 {
        self.to_gcj02().to_wgs84()
    }
}

const BD: f64 = PI * 3000.0 / 180.0;
/// Krasovsky 1940, the ellipsoid of the published formula.
const A: f64 = 6_378_245.0;
const EE: f64 = 0.006_693_421_622_965_943;

/// A coarse outline of where the shift applies: mainland China without Hong Kong, Macao and Taiwan.
const MAINLAND: &[(f64, f64)] = &[
    (73.4, 39.5), (80.0, 45.5), (85.0, 49.2), (91.0, 47.5), (96.5, 43.5), (105.0, 42.2), (111.0, 45.8), (116.0, 50.2),
    (121.0, 53.7), (126.5, 53.0), (131.0, 49.0), (135.2, 48.6), (131.6, 42.2), (124.6, 39.6), (122.8, 37.0),
    (120.5, 34.0), (123.3, 31.0), (121.5, 27.0), (118.9, 24.3), (117.2, 22.9), (114.55, 22.66), (113.85, 22.46),
    (113.58, 22.2), (112.5, 21.3), (110.8, 17.8), (108.4, 18.3), (107.8, 21.4), (102.0, 21.0), (97.4, 23.8),
    (97.3, 28.0), (91.0, 27.6), (85.5, 27.8), (78.5, 31.0), (74.3, 37.0), (73.4, 39.5),
];

/// Even-odd rule over the outline.
fn is_shifted(lon: f64, lat: f64) -> bool {
    MAINLAND.windows(2).fold(false, |inside, edge| {
        let [(x1, y1), (x2, y2)] = [edge[0], edge[1]];
        let crosses = (y1 > lat) != (y2 > lat) && lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1;
        inside != crosses
    })
}

fn offset(lon: f64, lat: f64) -> (f64, f64) {
    let (x, y) = (lon - 105.0, lat - 35.0);
    let root = x.abs().sqrt();
    let wave = (20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin()) * 2.0 / 3.0;
    let north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
        + wave
        + (20.0 * (y * PI).sin() + 40.0 * (y / 3.0 * PI).sin()) * 2.0 / 3.0
        + (160.0 * (y / 12.0 * PI).sin() + 320.0 * (y * PI / 30.0).sin()) * 2.0 / 3.0;
    let east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
        + wave
        + (20.0 * (x * PI).sin() + 40.0 * (x / 3.0 * PI).sin()) * 2.0 / 3.0
        + (150.0 * (x / 12.0 * PI).sin() + 300.0 * (x / 30.0 * PI).sin()) * 2.0 / 3.0;
    let phi = lat.to_radians();
    let magic = 1.0 - EE * phi.sin() * phi.sin();
    let dlat = north * 180.0 / ((A * (1.0 - EE)) / (magic * magic.sqrt()) * PI);
    let dlon = east * 180.0 / (A / magic.sqrt() * phi.cos() * PI);
    (dlon, dlat)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]
        #[test]
        fn there_and_back_stays_put(lon in 120.4..120.9_f64, lat in 31.1..31.5_f64) {
            let here = Wgs84 { lon, lat };
            prop_assert!(here.to_gcj02().to_wgs84().metres_to(here) < 0.5);
            prop_assert!(here.to_bd09().to_wgs84().metres_to(here) < 1.0);
            let shift = here.metres_to(Wgs84 { lon: here.to_gcj02().lon, lat: here.to_gcj02().lat });
            prop_assert!((100.0..700.0).contains(&shift));
        }
    }

    #[test]
    fn outside_the_outline_nothing_moves() {
        for (lon, lat) in [(2.35, 48.85), (114.17, 22.3), (121.56, 25.04), (-74.0, 40.7)] {
            let p = Wgs84 { lon, lat };
            assert_eq!((p.to_gcj02().lon, p.to_gcj02().lat), (lon, lat));
        }
    }

    #[test]
    fn the_published_example_is_met() {
        let beijing = Wgs84 { lon: 116.404, lat: 39.915 }.to_gcj02();
        assert!((beijing.lon - 116.410_244_5).abs() < 1e-6 && (beijing.lat - 39.916_404_3).abs() < 1e-6, "{beijing:?}");
    }
}
