//! H3 cells: the columns by which records are found near a spot or in a box (architecture, "Space").

use std::collections::BTreeSet;

use geo::{Coord, Intersects, LineString, Polygon, Rect};
use h3o::{CellIndex, LatLng, Resolution};

use crate::point::{Bounds, Plane, Point};

/// The most cells that a box is looked up by; a wider box is filtered instead.
pub const MOST_CELLS: usize = 128;

/// Boxes are widened by this much on every side before they are covered, because a cell's sides are drawn straight here
/// and are great circles in truth. About ten metres.
const LEEWAY_DEGREES: f64 = 1e-4;

/// One hexagon of the earth. Its number is what the store keeps: positive, the same for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell(CellIndex);

impl Cell {
    /// The number in the store.
    #[must_use]
    pub fn number(self) -> i64 {
        // The top bit of an H3 index is reserved and zero.
        u64::from(self.0).cast_signed()
    }

    /// The cell with that number, if there is one.
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        CellIndex::try_from(number.cast_unsigned()).ok().map(Self)
    }

    /// The middle of the cell. Of a fine cell: the public place "street", which names a street and no door.
    #[must_use]
    pub fn centre(self) -> Point {
        let middle = LatLng::from(self.0);
        Point::from_coord(Coord { x: middle.lng(), y: middle.lat() })
    }

    fn outline(self) -> Polygon {
        let corners: LineString = self.0.boundary().iter().map(|corner| (corner.lng(), corner.lat())).collect();
        Polygon::new(corners, vec![])
    }
}

/// The cell of about a street that holds `point`: resolution 10, some 130 metres across.
#[must_use]
pub fn fine(point: Point) -> Cell {
    cell(point, Resolution::Ten)
}

fn cell(point: Point, resolution: Resolution) -> Cell {
    // A point is always finite, which is all that H3 asks.
    let there = LatLng::new(point.lat(), point.lon()).unwrap_or_default();
    Cell(there.to_cell(resolution))
}

/// From the middle of a fine cell to its farthest corner, in metres, at most.
const FINE_RADIUS: f64 = 85.0;
/// From the middle of a fine cell to the next ring of cells, in metres, at least.
const FINE_STEP: f64 = 90.0;

/// The fine cells in which everything lies that is within `metres` of a point, and a little more: whoever must be exact
/// measures what is found.
#[must_use]
pub fn within(point: Point, metres: f64) -> Vec<Cell> {
    let plane = Plane::around(point);
    let reach = metres + FINE_RADIUS;
    let rings = ((reach + FINE_RADIUS) / FINE_STEP).ceil() as u32;
    let near = fine(point).0.grid_disk_safe(rings).map(Cell);
    near.filter(|cell| plane.metres_between(point, cell.centre()) <= reach).collect()
}

/// What one fine cell covers at most, anywhere on earth, in square metres.
const FINE_AREA: f64 = 20_000.0;

/// The fine cells that cover `bounds`; nothing when the box is too wide for [`MOST_CELLS`], some two square kilometres.
#[must_use]
pub fn covering(bounds: &Bounds) -> Option<Vec<Cell>> {
    let plane = Plane::around(bounds.centre());
    let side = plane.lay(bounds.north_east()) - plane.lay(bounds.south_west());
    let could_be = side.x * side.y <= MOST_CELLS as f64 * FINE_AREA;
    could_be.then(|| cover(bounds, Resolution::Ten)).flatten()
}

/// Spreads from the middle of the box to every neighbour that touches it, and gives up past the limit.
fn cover(bounds: &Bounds, resolution: Resolution) -> Option<Vec<Cell>> {
    let leeway = Coord { x: LEEWAY_DEGREES, y: LEEWAY_DEGREES };
    let widened = Rect::new(bounds.south_west().coord() - leeway, bounds.north_east().coord() + leeway);
    let middle = cell(bounds.centre(), resolution);
    let mut covering = BTreeSet::from([middle]);
    let mut edge = vec![middle];
    while let Some(cell) = edge.pop() {
        for neighbour in cell.0.grid_disk_safe(1).map(Cell) {
            if !covering.contains(&neighbour) && widened.intersects(&neighbour.outline()) {
                covering.insert(neighbour);
                edge.push(neighbour);
            }
        }
        if covering.len() > MOST_CELLS {
            return None;
        }
    }
    Some(covering.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn point(lat: f64, lon: f64) -> Point {
        Point::new(lat, lon).unwrap()
    }

    fn around(lat: f64, lon: f64, side: f64) -> Bounds {
        Bounds::new(point(lat, lon), point(lat + side, lon + side)).unwrap()
    }

    #[test]
    fn a_few_streets_are_covered_and_a_few_wards_are_too_wide() {
        assert!(covering(&around(52.6, -2.0, 0.01)).is_some());
        assert_eq!(covering(&around(52.55, -2.05, 0.1)), None);
        assert_eq!(covering(&around(50.0, -5.0, 5.0)), None);
        assert_eq!(covering(&Bounds::parse("-180,-90,180,90").unwrap()), None);
    }

    #[test]
    fn a_number_that_is_no_cell_is_none() {
        assert_eq!(Cell::from_number(0), None);
        assert_eq!(Cell::from_number(-1), None);
    }

    proptest! {
        #[test]
        fn a_cell_comes_back_from_its_number(lat in 49.0..61.0, lon in -8.0..2.0) {
            let cell = fine(point(lat, lon));
            prop_assert!(cell.number() > 0);
            prop_assert_eq!(Cell::from_number(cell.number()), Some(cell));
        }

        #[test]
        fn the_street_is_near_and_says_no_more_than_the_cell(lat in 49.0..61.0, lon in -8.0..2.0) {
            let here = point(lat, lon);
            let street = fine(here).centre();
            prop_assert!(Plane::around(here).metres_between(here, street) < 100.0);
            prop_assert_eq!(fine(street), fine(here));
        }

        #[test]
        fn every_spot_near_a_point_is_in_a_cell_near_it(
            lat in 49.0..61.0, lon in -8.0..2.0, metres in 1.0..400.0, far in 0.0..1.0_f64, turn in 0.0..std::f64::consts::TAU
        ) {
            let here = point(lat, lon);
            let plane = Plane::around(here);
            let off = metres * far * 0.999;
            let spot = plane.lift(plane.lay(here) + Coord { x: off * turn.cos(), y: off * turn.sin() });
            prop_assert!(within(here, metres).contains(&fine(spot)));
        }

        #[test]
        fn every_spot_of_a_box_is_in_a_cell_that_covers_it(
            lat in 49.0..61.0, lon in -8.0..2.0, size in -4.0..-0.8_f64, across in 0.0..=1.0, up in 0.0..=1.0
        ) {
            let side = 10_f64.powf(size);
            let spot = point(lat + up * side, lon + across * side);
            match covering(&around(lat, lon, side)) {
                Some(cells) => prop_assert!(cells.len() <= MOST_CELLS && cells.contains(&fine(spot))),
                None => prop_assert!(side > 0.006, "a box of {side} degrees is small enough"),
            }
        }

        #[test]
        fn a_box_is_called_too_wide_unlooked_at_only_where_it_is(
            lat in 49.0..61.0, lon in -8.0..2.0, wide in -4.0..-1.0_f64, high in -4.0..-1.0_f64
        ) {
            let bounds = Bounds::new(point(lat, lon), point(lat + 10_f64.powf(high), lon + 10_f64.powf(wide))).unwrap();
            prop_assert_eq!(covering(&bounds), cover(&bounds, Resolution::Ten));
        }

        #[test]
        fn any_box_on_earth_is_answered(w in -180.0..180.0, s in -90.0..90.0, e in -180.0..180.0, n in -90.0..90.0) {
            if let Some(bounds) = Bounds::new(point(s, w), point(n, e)) {
                let _ = covering(&bounds);
            }
        }
    }
}
