//! Spots on the earth, boxes of them, and the flat plane on which a partnership measures.

use geo::Coord;

/// Metres in a degree of latitude on the mean sphere. Within 0.2% of the ellipsoid everywhere in the British Isles.
const METRES_A_DEGREE: f64 = 111_195.08;

/// A spot, WGS84, in degrees. Always finite and on the globe.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    lat: f64,
    lon: f64,
}

impl Point {
    /// The spot at `lat` north and `lon` east, unless there is none.
    #[must_use]
    pub fn new(lat: f64, lon: f64) -> Option<Self> {
        ((-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon)).then_some(Self { lat, lon })
    }

    /// Reads `52.6,-1.98`: latitude, then longitude, as the API's `at` has them. A space may stand for the comma.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (lat, lon) = text.trim().split_once([',', ' '])?;
        Self::new(lat.trim().parse().ok()?, lon.trim().parse().ok()?)
    }

    /// Degrees north.
    #[must_use]
    pub fn lat(self) -> f64 {
        self.lat
    }

    /// Degrees east; negative in most of Britain.
    #[must_use]
    pub fn lon(self) -> f64 {
        self.lon
    }

    pub(crate) fn coord(self) -> Coord {
        Coord { x: self.lon, y: self.lat }
    }

    /// For coordinates computed from spots that exist: what rounding pushed over the edge of the world is pulled back.
    pub(crate) fn from_coord(coord: Coord) -> Self {
        Self { lat: coord.y.clamp(-90.0, 90.0), lon: coord.x.clamp(-180.0, 180.0) }
    }
}

/// A box between two meridians and two parallels, in degrees: the API's `bbox=W,S,E,N`. Never crosses the date line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    south_west: Point,
    north_east: Point,
}

/// `W,S,E,N` in degrees, as [`Bounds::parse`] reads it.
impl std::fmt::Display for Bounds {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (low, high) = (self.south_west, self.north_east);
        write!(out, "{:.5},{:.5},{:.5},{:.5}", low.lon, low.lat, high.lon, high.lat)
    }
}

impl Bounds {
    /// The box with these corners, unless they are the wrong way round.
    #[must_use]
    pub fn new(south_west: Point, north_east: Point) -> Option<Self> {
        (south_west.lat <= north_east.lat && south_west.lon <= north_east.lon)
            .then_some(Self { south_west, north_east })
    }

    pub(crate) fn between(low: Coord, high: Coord) -> Self {
        Self { south_west: Point::from_coord(low), north_east: Point::from_coord(high) }
    }

    /// Reads `W,S,E,N` in degrees.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let sides: Vec<f64> = text.split(',').map(|side| side.trim().parse().ok()).collect::<Option<_>>()?;
        let [west, south, east, north] = sides.try_into().ok()?;
        Self::new(Point::new(south, west)?, Point::new(north, east)?)
    }

    /// The corner with the least of both.
    #[must_use]
    pub fn south_west(&self) -> Point {
        self.south_west
    }

    /// The corner with the most of both.
    #[must_use]
    pub fn north_east(&self) -> Point {
        self.north_east
    }

    /// The spot in the middle.
    #[must_use]
    pub fn centre(&self) -> Point {
        Point {
            lat: f64::midpoint(self.south_west.lat, self.north_east.lat),
            lon: f64::midpoint(self.south_west.lon, self.north_east.lon),
        }
    }

    /// Whether `point` is inside or on a side.
    #[must_use]
    pub fn contains(&self, point: Point) -> bool {
        (self.south_west.lat..=self.north_east.lat).contains(&point.lat)
            && (self.south_west.lon..=self.north_east.lon).contains(&point.lon)
    }

    /// Whether the two have a spot in common.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.south_west.lat <= other.north_east.lat
            && other.south_west.lat <= self.north_east.lat
            && self.south_west.lon <= other.north_east.lon
            && other.south_west.lon <= self.north_east.lon
    }

    /// The smallest box that holds both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let (a, b) = (self, other);
        Self {
            south_west: Point {
                lat: a.south_west.lat.min(b.south_west.lat),
                lon: a.south_west.lon.min(b.south_west.lon),
            },
            north_east: Point {
                lat: a.north_east.lat.max(b.north_east.lat),
                lon: a.north_east.lon.max(b.north_east.lon),
            },
        }
    }
}

/// The local equirectangular plane: metres east and north of a spot. Over a city its distances are right to a few parts
/// in a thousand, and straight lines between corners stay straight, which is all that a ward needs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plane {
    origin: Point,
    metres_a_degree_east: f64,
}

impl Plane {
    /// The plane that touches the earth at `origin`.
    #[must_use]
    pub fn around(origin: Point) -> Self {
        // At the very poles a degree east has no length; a sliver keeps the way back defined.
        let narrowing = origin.lat.to_radians().cos().max(1e-9);
        Self { origin, metres_a_degree_east: METRES_A_DEGREE * narrowing }
    }

    /// Where `point` lies: `x` metres east, `y` metres north.
    #[must_use]
    pub fn lay(&self, point: Point) -> Coord {
        self.lay_coord(point.coord())
    }

    pub(crate) fn lay_coord(&self, degrees: Coord) -> Coord {
        Coord {
            x: (degrees.x - self.origin.lon) * self.metres_a_degree_east,
            y: (degrees.y - self.origin.lat) * METRES_A_DEGREE,
        }
    }

    /// The spot that lies `x` metres east and `y` metres north.
    #[must_use]
    pub fn lift(&self, metres: Coord) -> Point {
        Point::from_coord(Coord {
            x: self.origin.lon + metres.x / self.metres_a_degree_east,
            y: self.origin.lat + metres.y / METRES_A_DEGREE,
        })
    }

    /// Square metres in a square degree here: what turns an area in degrees into ground.
    #[must_use]
    pub fn m2_a_square_degree(&self) -> f64 {
        self.metres_a_degree_east * METRES_A_DEGREE
    }

    /// Metres between two spots near the origin.
    #[must_use]
    pub fn metres_between(&self, one: Point, other: Point) -> f64 {
        let (a, b) = (self.lay(one), self.lay(other));
        (a.x - b.x).hypot(a.y - b.y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_spots_on_the_globe_are_points() {
        assert!(Point::new(52.6, -1.98).is_some());
        for (lat, lon) in [(91.0, 0.0), (0.0, 181.0), (f64::NAN, 0.0), (0.0, f64::INFINITY), (301_000.0, 401_000.0)] {
            assert_eq!(Point::new(lat, lon), None, "{lat},{lon}");
        }
    }

    #[test]
    fn coordinates_are_read_with_comma_or_space() {
        let there = Point::new(52.6, -1.98);
        assert_eq!(Point::parse("52.6,-1.98"), there);
        assert_eq!(Point::parse(" 52.6, -1.98 "), there);
        assert_eq!(Point::parse("52.6 -1.98"), there);
        for text in ["", "52.6", "52.6,", "52.6,-1.98,3", "north,west", "NaN,0", "WS1 1AA"] {
            assert_eq!(Point::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_box_is_west_south_east_north() {
        let bounds = Bounds::parse("-2.08,52.54,-1.87,52.67").unwrap();
        assert!(bounds.contains(Point::new(52.6, -1.98).unwrap()));
        assert!(!bounds.contains(Point::new(52.7, -1.98).unwrap()));
        for text in ["", "1,2,3", "1,2,3,4,5", "-1.87,52.54,-2.08,52.67", "-2,52,-1,x", "-2,52,-1,99"] {
            assert_eq!(Bounds::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_degree_north_is_about_111_kilometres_and_less_east() {
        let plane = Plane::around(Point::new(52.6, -1.98).unwrap());
        let north = plane.metres_between(Point::new(52.0, -2.0).unwrap(), Point::new(53.0, -2.0).unwrap());
        let east = plane.metres_between(Point::new(52.6, -2.0).unwrap(), Point::new(52.6, -1.0).unwrap());
        assert!((111_000.0..111_400.0).contains(&north), "{north}");
        assert!((67_000.0..68_000.0).contains(&east), "{east}");
    }

    proptest! {
        #[test]
        fn laying_and_lifting_comes_back(lat in 49.0..61.0, lon in -8.0..2.0, from_lat in 49.0..61.0, from_lon in -8.0..2.0) {
            let plane = Plane::around(Point::new(from_lat, from_lon).unwrap());
            let back = plane.lift(plane.lay(Point::new(lat, lon).unwrap()));
            prop_assert!((back.lat() - lat).abs() < 1e-9 && (back.lon() - lon).abs() < 1e-9);
        }
    }
}
