//! The ground a place covers.

use geo::orient::Direction;
use geo::{Area, BoundingRect, Centroid, Coord, InteriorPoint, Intersects, MapCoords, Orient};
use geo::{LineString, MultiPolygon, Polygon};
use geojson::{Geometry, GeometryValue, Position};

use crate::crossing::crossing;
use crate::point::{Bounds, Plane, Point};

/// Corners lie on a grid of ten-millionths of a degree, about a centimetre: fine enough for any ward, and coarse enough
/// that what is written out reads back the same and that neighbours' shared corners are equal, not merely close.
const GRID: f64 = 1e7;

/// The ground a place covers: one or more pieces, possibly with holes, WGS84.
///
/// Every ring is closed and has at least three different corners, all on one grid of about a centimetre; outer rings run
/// anticlockwise and holes clockwise (RFC 7946, 3.1.6).
#[derive(Debug, Clone, PartialEq)]
pub struct Shape(MultiPolygon);

/// Why something is not the ground of a place. Reads on after "It", and says what to do where that is known.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ShapeError {
    /// A point, a line, or a collection.
    #[error("is a {0}, not an area; a boundary is a Polygon or a MultiPolygon")]
    NotAnArea(&'static str),
    /// No pieces, or a piece or a ring without corners.
    #[error("has an empty outline")]
    Empty,
    /// A ring of fewer than three different corners.
    #[error("has an outline of {0} different corners; it needs at least 3")]
    TooFewCorners(usize),
    /// A corner without both its numbers.
    #[error("has a corner without both longitude and latitude")]
    HalfACorner,
    /// Numbers that no longitude and latitude can have: mostly eastings and northings.
    #[error(
        "has the corner {0}, {1}, which is no longitude and latitude; save the file as WGS84 (EPSG:4326), \
         not as National Grid eastings and northings"
    )]
    NotDegrees(f64, f64),
    /// Two of its sides cross, here at this longitude and latitude.
    #[error(
        "has an outline that crosses itself at longitude {0:.6}, latitude {1:.6}; mend it in the program it was drawn in"
    )]
    CrossesItself(f64, f64),
    /// All corners on one line.
    #[error("covers no ground: all its corners lie on one line")]
    Flat,
}

impl Shape {
    /// The shape of these polygons.
    ///
    /// # Errors
    /// [`ShapeError`] says what keeps them from being the ground of a place.
    pub fn new(pieces: &MultiPolygon) -> Result<Self, ShapeError> {
        if pieces.0.is_empty() {
            return Err(ShapeError::Empty);
        }
        pieces.iter().flat_map(rings).try_for_each(check_ring)?;
        Self::tidy(pieces).ok_or(ShapeError::Flat)
    }

    /// The shape that is left when slivers thinner than the grid are dropped; nothing when all is sliver.
    pub(crate) fn tidy(pieces: &MultiPolygon) -> Option<Self> {
        let pieces: Vec<Polygon> = pieces
            .iter()
            .filter_map(|piece| {
                let holes = piece.interiors().iter().filter_map(on_the_grid).collect();
                Some(Polygon::new(on_the_grid(piece.exterior())?, holes))
            })
            .filter(|piece| piece.unsigned_area() > 0.0)
            .collect();
        (!pieces.is_empty()).then(|| Self(MultiPolygon::new(pieces).orient(Direction::Default)))
    }

    /// All the ground of these together; nothing when there is none.
    pub(crate) fn together(shapes: &[&Self]) -> Option<Self> {
        Self::tidy(&geo::unary_union(shapes.iter().map(|shape| shape.pieces())))
    }

    /// Reads a GeoJSON `Polygon` or `MultiPolygon`. Heights are dropped.
    ///
    /// # Errors
    /// [`ShapeError`] says what is wrong with it.
    pub fn from_geojson(geometry: &Geometry) -> Result<Self, ShapeError> {
        Self::new(&polygons(geometry)?)
    }

    /// The shape of a geometry from somebody else's file, its corners as `place` puts them on the globe. What was stored
    /// once is not asked again whether its lines cross.
    ///
    /// # Errors
    /// As [`Self::from_geojson`], and [`ShapeError::CrossesItself`] with where.
    pub(crate) fn from_file(geometry: &Geometry, place: impl Fn(Coord) -> Coord + Copy) -> Result<Self, ShapeError> {
        let placed = polygons(geometry)?.map_coords(place);
        let shape = Self::new(&placed);
        // A bow of two equal halves has no area at all, and its crossing is the better thing to say.
        let is_measured = matches!(shape, Ok(_) | Err(ShapeError::Flat));
        match placed.iter().filter(|_| is_measured).find_map(crossing) {
            Some(at) => Err(ShapeError::CrossesItself(at.x, at.y)),
            None => shape,
        }
    }

    /// The shape as a GeoJSON `MultiPolygon`, for the API and for the store.
    #[must_use]
    pub fn to_geojson(&self) -> Geometry {
        Geometry::new(GeometryValue::from(&self.0))
    }

    /// Square metres of ground, on the plane around its middle. (Not geo's areas on the sphere: those add clockwise holes.)
    #[must_use]
    pub fn area_m2(&self) -> f64 {
        self.0.unsigned_area() * Plane::around(self.bounds().centre()).m2_a_square_degree()
    }

    /// The centre of gravity or, when that falls outside (a crescent), a spot well inside.
    #[must_use]
    pub fn centre(&self) -> Point {
        let balanced = self.0.centroid().filter(|centre| self.0.intersects(centre));
        let inside = balanced.or_else(|| self.0.interior_point());
        inside.map_or_else(|| self.bounds().centre(), |centre| Point::from_coord(centre.0))
    }

    /// The smallest box that holds it.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        // A shape has corners, so the empty box is never made.
        let (low, high) = self.0.bounding_rect().map_or_else(Default::default, |rect| (rect.min(), rect.max()));
        Bounds::between(low, high)
    }

    /// Whether `point` is inside or on the line.
    #[must_use]
    pub fn contains(&self, point: Point) -> bool {
        self.0.intersects(&point.coord())
    }

    /// The polygons, for geometry.
    #[must_use]
    pub fn pieces(&self) -> &MultiPolygon {
        &self.0
    }

    /// Every ring, holes too, closed.
    pub(crate) fn rings(&self) -> impl Iterator<Item = &LineString> {
        self.0.iter().flat_map(rings)
    }
}

fn rings(piece: &Polygon) -> impl Iterator<Item = &LineString> {
    std::iter::once(piece.exterior()).chain(piece.interiors())
}

fn polygons(geometry: &Geometry) -> Result<MultiPolygon, ShapeError> {
    let pieces = match &geometry.value {
        GeometryValue::Polygon { coordinates } => vec![polygon(coordinates)?],
        GeometryValue::MultiPolygon { coordinates } => {
            coordinates.iter().map(|rings| polygon(rings)).collect::<Result<_, _>>()?
        }
        other => return Err(ShapeError::NotAnArea(other.type_name())),
    };
    Ok(MultiPolygon::new(pieces))
}

fn polygon(rings: &[Vec<Position>]) -> Result<Polygon, ShapeError> {
    let mut rings = rings.iter().map(|ring| ring.iter().map(corner).collect::<Result<LineString, _>>());
    let outer = rings.next().ok_or(ShapeError::Empty)??;
    Ok(Polygon::new(outer, rings.collect::<Result<_, _>>()?))
}

fn corner(position: &Position) -> Result<Coord, ShapeError> {
    match position.as_slice() {
        [x, y, ..] => Ok(Coord { x: *x, y: *y }),
        _ => Err(ShapeError::HalfACorner),
    }
}

fn check_ring(ring: &LineString) -> Result<(), ShapeError> {
    if ring.0.is_empty() {
        return Err(ShapeError::Empty);
    }
    if let Some(far) = ring.0.iter().find(|corner| Point::new(corner.y, corner.x).is_none()) {
        return Err(ShapeError::NotDegrees(far.x, far.y));
    }
    let mut corners: Vec<(i64, i64)> = ring.0.iter().map(|corner| grid_square(*corner)).collect();
    corners.sort_unstable();
    corners.dedup();
    if corners.len() < 3 { Err(ShapeError::TooFewCorners(corners.len())) } else { Ok(()) }
}

/// The ring with its corners on the grid, repeats dropped and closed; nothing when fewer than three corners are left.
fn on_the_grid(ring: &LineString) -> Option<LineString> {
    let mut corners: Vec<Coord> = ring.0.iter().map(|corner| snapped(*corner)).collect();
    corners.dedup();
    if corners.len() > 1 && corners.first() == corners.last() {
        corners.pop();
    }
    (corners.len() >= 3).then(|| {
        let mut ring = LineString::new(corners);
        ring.close();
        ring
    })
}

/// The corner on the grid nearest to `corner`.
pub(crate) fn snapped(corner: Coord) -> Coord {
    let (x, y) = grid_square(corner);
    Coord { x: x as f64 / GRID, y: y as f64 / GRID }
}

/// Whole numbers that name a corner of the grid: equal exactly when the corners are.
pub(crate) fn grid_square(corner: Coord) -> (i64, i64) {
    ((corner.x * GRID).round() as i64, (corner.y * GRID).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn square(west: f64, south: f64, side: f64) -> Shape {
        let (east, north) = (west + side, south + side);
        Shape::new(&MultiPolygon::new(vec![Polygon::new(
            LineString::from(vec![(west, south), (east, south), (east, north), (west, north)]),
            vec![],
        )]))
        .unwrap()
    }

    fn read(text: &str) -> Result<Shape, ShapeError> {
        Shape::from_geojson(&text.parse::<Geometry>().unwrap())
    }

    #[test]
    fn a_square_of_a_hundredth_of_a_degree_has_the_area_it_should() {
        let shape = square(-2.0, 52.6, 0.01);
        let expected = 1111.95 * 1111.95 * 52.605_f64.to_radians().cos();
        assert!((shape.area_m2() / expected - 1.0).abs() < 0.005, "{} {expected}", shape.area_m2());
        assert!(Plane::around(shape.centre()).metres_between(shape.centre(), shape.bounds().centre()) < 1.0);
        assert!(shape.contains(shape.centre()));
        assert!(shape.contains(Point::new(52.6, -2.0).unwrap()), "the line belongs to the place");
        assert!(!shape.contains(Point::new(52.62, -2.0).unwrap()));
    }

    #[test]
    fn a_hole_is_not_part_of_the_place_and_a_crescents_centre_is_inside() {
        let ring = read(
            r#"{"type":"Polygon","coordinates":[[[-2,52],[-1,52],[-1,53],[-2,53],[-2,52]],
               [[-1.9,52.1],[-1.1,52.1],[-1.1,52.9],[-1.9,52.9],[-1.9,52.1]]]}"#,
        )
        .unwrap();
        assert!(!ring.contains(Point::new(52.5, -1.5).unwrap()));
        assert!(ring.contains(ring.centre()), "{:?}", ring.centre());
        let whole = square(-2.0, 52.0, 1.0).area_m2();
        assert!((ring.area_m2() / whole - 0.36).abs() < 1e-6, "a hole is no ground");
    }

    #[test]
    fn what_is_no_ground_is_told_in_one_sentence() {
        let told = |text| read(text).unwrap_err().to_string();
        assert!(told(r#"{"type":"Point","coordinates":[-2,52]}"#).contains("is a Point, not an area"));
        assert!(told(r#"{"type":"Polygon","coordinates":[]}"#).contains("empty outline"));
        assert!(told(r#"{"type":"Polygon","coordinates":[[]]}"#).contains("empty outline"));
        assert!(told(r#"{"type":"MultiPolygon","coordinates":[]}"#).contains("empty outline"));
        assert!(
            told(r#"{"type":"Polygon","coordinates":[[[-2,52],[-1,52],[-2,52]]]}"#).contains("2 different corners")
        );
        assert!(told(r#"{"type":"Polygon","coordinates":[[[-2],[-1,52],[-2,53]]]}"#).contains("without both"));
        assert!(told(r#"{"type":"Polygon","coordinates":[[[-2,52],[-1.5,52],[-1,52],[-2,52]]]}"#).contains("one line"));
        let eastings =
            r#"{"type":"Polygon","coordinates":[[[401000,301000],[402000,301000],[402000,302000],[401000,301000]]]}"#;
        assert!(told(eastings).contains("WGS84"), "{}", told(eastings));
    }

    #[test]
    fn a_line_that_crosses_itself_is_told_with_where_and_one_that_touches_is_not() {
        let told = |text: &str| Shape::from_file(&text.parse::<Geometry>().unwrap(), |corner| corner);
        let bow = told(r#"{"type":"Polygon","coordinates":[[[-2,52],[-1,53],[-1,52],[-2,53],[-2,52]]]}"#);
        let sentence = bow.unwrap_err().to_string();
        assert!(sentence.contains("crosses itself at longitude -1.500000, latitude 52.500000"), "{sentence}");
        let hole_across = told(
            r#"{"type":"Polygon","coordinates":[[[-2,52],[-1,52],[-1,53],[-2,53],[-2,52]],
               [[-1.5,52.5],[-0.5,52.5],[-0.5,52.6],[-1.5,52.5]]]}"#,
        );
        assert!(matches!(hole_across, Err(ShapeError::CrossesItself(..))), "{hole_across:?}");
        for touching in [
            // Two squares that meet in a corner; a corner said twice; an outline not closed; a spike out and back.
            "[[-2,52],[-1.5,52],[-1.5,52.5],[-1,52.5],[-1,53],[-1.5,53],[-1.5,52.5],[-2,52.5],[-2,52]]",
            "[[-2,52],[-1,52],[-1,52],[-1,53],[-2,53],[-2,53],[-2,52]]",
            "[[-2,52],[-1,52],[-1,53],[-2,53]]",
            "[[-2,52],[-1,52],[-0.5,52],[-1,52],[-1,53],[-2,53],[-2,52]]",
        ] {
            let read = told(&format!(r#"{{"type":"Polygon","coordinates":[{touching}]}}"#));
            assert!(read.is_ok(), "{touching}: {read:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_the_same(west in -6.0..1.5, south in 50.0..58.0, side in 0.000_1..0.3) {
            let shape = square(west, south, side);
            prop_assert_eq!(&read(&shape.to_geojson().to_string()).unwrap(), &shape);
        }

        #[test]
        fn the_grid_holds_still(x in -180.0..180.0, y in -90.0..90.0) {
            let once = snapped(Coord { x, y });
            prop_assert_eq!(snapped(once), once);
            prop_assert!((once.x - x).abs() < 1e-7 && (once.y - y).abs() < 1e-7);
        }
    }
}
