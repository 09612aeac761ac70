//! Boundaries without a boundary file: every spot belongs to the ward whose centre is nearest (Voronoi cells), as far as
//! a stated reach around all centres. Gap-free, so a point look-up always has an answer; no claim to be the legal line.

use geo::{ConvexHull, Coord, LineString, MultiPoint, MultiPolygon, Polygon};

use crate::point::{Plane, Point};
use crate::shape::Shape;

/// Corners this close, in metres, are one corner: two cells compute their common corner from different sides.
const SAME_CORNER: f64 = 0.05;

/// Straight sides that stand for the round edge of the hull around each centre.
const SIDES: u32 = 24;

/// The ground around some centres, divided among them.
#[derive(Debug, Clone, PartialEq)]
pub struct NearestCells {
    /// All the ground: the convex hull of everything within reach of a centre.
    pub hull: Shape,
    /// The ground nearest to each centre, in the order of the centres. Neighbours share their corners exactly.
    pub cells: Vec<Shape>,
}

/// Why the ground cannot be divided.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoCells {
    /// There is no centre at all.
    #[error("there are no centres to draw boundaries around")]
    NoCentres,
    /// The reach leaves no room around a lone centre.
    #[error("the reach around the centres has to be at least a metre")]
    NoReach,
    /// Two centres that nothing lies between.
    #[error("centres {0} and {1} are the same spot, counted from 1")]
    Alike(usize, usize),
}

/// Divides the ground within `reach` metres of `centres`, measured on the [`plane`] around them.
///
/// # Errors
/// [`NoCells`] when there is nothing to divide or two centres are less than a metre apart.
pub fn nearest_cells(centres: &[Point], reach: f64) -> Result<NearestCells, NoCells> {
    let plane = plane(centres).ok_or(NoCells::NoCentres)?;
    if reach.is_nan() || reach < 1.0 {
        return Err(NoCells::NoReach);
    }
    let centres: Vec<Coord> = centres.iter().map(|centre| plane.lay(*centre)).collect();
    let hull = hull(&centres, reach);

    let mut corners = Corners::default();
    let mut lift = |outline: Vec<Coord>| {
        let ring = outline.into_iter().map(|corner| plane.lift(corners.one(corner)).coord()).collect::<LineString>();
        Shape::tidy(&MultiPolygon::new(vec![Polygon::new(ring, vec![])]))
    };
    let ground = lift(hull.clone()).ok_or(NoCells::NoReach)?;
    let cells = (0..centres.len())
        .map(|which| {
            let outline = cell(&centres, which, &hull)?;
            // Two centres a metre apart leave every cell at least half a metre wide.
            lift(outline).ok_or(NoCells::NoReach)
        })
        .collect::<Result<_, _>>()?;
    Ok(NearestCells { hull: ground, cells })
}

/// The plane on which "nearest" is measured: around the middle of the box that holds all centres.
#[must_use]
pub fn plane(centres: &[Point]) -> Option<Plane> {
    let boxes = centres.iter().filter_map(|centre| crate::Bounds::new(*centre, *centre));
    boxes.reduce(|all, one| all.and(&one)).map(|all| Plane::around(all.centre()))
}

fn hull(centres: &[Coord], reach: f64) -> Vec<Coord> {
    let around = centres.iter().flat_map(|centre| {
        (0..SIDES).map(|side| {
            let (sin, cos) = (f64::from(side) / f64::from(SIDES) * std::f64::consts::TAU).sin_cos();
            *centre + Coord { x: reach * cos, y: reach * sin }
        })
    });
    let mut ring = MultiPoint::from_iter(around).convex_hull().exterior().0.clone();
    ring.pop();
    ring
}

/// The hull, cut down to the side of `which` at the midline to every other centre.
fn cell(centres: &[Coord], which: usize, hull: &[Coord]) -> Result<Vec<Coord>, NoCells> {
    let own = centres[which];
    let mut others: Vec<usize> = (0..centres.len()).filter(|other| *other != which).collect();
    others.sort_by(|a, b| apart(own, centres[*a]).total_cmp(&apart(own, centres[*b])));
    let mut outline = hull.to_vec();
    for other in others {
        let between = apart(own, centres[other]);
        if between < 1.0 {
            return Err(NoCells::Alike(which.min(other) + 1, which.max(other) + 1));
        }
        // Midlines from here on pass outside everything that is left.
        if outline.iter().all(|corner| apart(own, *corner) < between / 2.0) {
            break;
        }
        outline = cut(&outline, own, centres[other]);
    }
    Ok(outline)
}

/// The part of a convex outline that is nearer to `own` than to `other` (one step of Sutherland and Hodgman's clipping).
fn cut(outline: &[Coord], own: Coord, other: Coord) -> Vec<Coord> {
    let (middle, towards) = ((own + other) / 2.0, other - own);
    let beyond = |corner: Coord| (corner.x - middle.x) * towards.x + (corner.y - middle.y) * towards.y;
    let mut kept = Vec::with_capacity(outline.len() + 1);
    for (index, &to) in outline.iter().enumerate() {
        let from = outline[(index + outline.len() - 1) % outline.len()];
        let (before, after) = (beyond(from), beyond(to));
        if (before < 0.0) != (after < 0.0) {
            kept.push(from + (to - from) * (before / (before - after)));
        }
        if after < 0.0 {
            kept.push(to);
        }
    }
    kept
}

fn apart(a: Coord, b: Coord) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

/// Every corner met so far, so that the same corner computed twice is one.
#[derive(Default)]
struct Corners(Vec<Coord>);

impl Corners {
    fn one(&mut self, corner: Coord) -> Coord {
        let known = self.0.iter().find(|known| apart(**known, corner) < SAME_CORNER).copied();
        known.unwrap_or_else(|| {
            self.0.push(corner);
            corner
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use geo::Area;

    use super::*;
    use crate::shape::{grid_square, snapped};
    use crate::test_town::{centres, point};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_spot_of_the_hull_is_in_the_cell_of_its_nearest_centre(
            centres in centres(1..25), reach in 200.0..3000.0, across in 0.0..1.0, up in 0.0..1.0
        ) {
            let plane = plane(&centres).unwrap();
            let town = nearest_cells(&centres, reach).unwrap();
            let bounds = town.hull.bounds();
            let (low, high) = (bounds.south_west(), bounds.north_east());
            let spot = point(
                low.lat() + up * (high.lat() - low.lat()),
                low.lon() + across * (high.lon() - low.lon()),
            );
            let mut by_distance: Vec<(f64, usize)> =
                centres.iter().enumerate().map(|(which, centre)| (plane.metres_between(spot, *centre), which)).collect();
            by_distance.sort_by(|a, b| a.0.total_cmp(&b.0));
            let undecided = by_distance.len() > 1 && by_distance[1].0 - by_distance[0].0 < 0.1;
            let holding: Vec<usize> = (0..centres.len()).filter(|which| town.cells[*which].contains(spot)).collect();
            if town.hull.contains(spot) && !undecided {
                prop_assert_eq!(holding, vec![by_distance[0].1]);
            } else if !town.hull.contains(spot) {
                prop_assert!(holding.is_empty());
            }
        }

        #[test]
        fn cells_meet_without_gap_or_overlap(centres in centres(1..25), reach in 200.0..3000.0) {
            watertight(&centres, reach);
        }

        /// Streets in a chequerboard: four cells meet in every corner, and corners fall between two squares of the grid.
        #[test]
        fn cells_of_a_chequerboard_meet_too(across in 2_u32..6, up in 2_u32..6, odd in 1_u32..6) {
            let (spacing, centres) = (0.002 + 1e-7 * f64::from(odd), across * up);
            let centres = (0..centres).map(|number| {
                point(52.5 + spacing * f64::from(number / across), -2.1 + spacing * f64::from(number % across))
            });
            watertight(&centres.collect::<Vec<_>>(), 500.0);
        }
    }

    #[test]
    fn two_centres_far_apart_have_a_hull_that_is_nearly_a_line() {
        watertight(&[point(52.524, -2.099_873_003_277_262), point(52.518, -1.872_898_061_605_084_8)], 200.0);
    }

    /// Every side is walked once each way, or once along the hull; and the cells add up to the hull.
    fn watertight(centres: &[Point], reach: f64) {
        let town = nearest_cells(centres, reach).unwrap();
        let mut sides: HashMap<_, i32> = HashMap::new();
        for line in town.cells.iter().flat_map(|cell| cell.rings().flat_map(LineString::lines)) {
            *sides.entry((grid_square(line.start), grid_square(line.end))).or_default() += 1;
        }
        let plane = plane(centres).unwrap();
        let hull: Vec<Coord> =
            town.hull.rings().flat_map(|ring| ring.0.iter().map(|corner| plane.lay_coord(*corner))).collect();
        for ((from, to), times) in &sides {
            assert_eq!(*times, 1, "a side is walked twice the same way");
            if !sides.contains_key(&(*to, *from)) {
                let ends = [from, to].map(|end| Coord { x: end.0 as f64 / 1e7, y: end.1 as f64 / 1e7 });
                let on_the_hull = |end: Coord| hull.windows(2).any(|side| off_line(end, side[0], side[1]) < 0.1);
                assert!(
                    ends.iter().all(|end| on_the_hull(plane.lay_coord(*end))),
                    "a side inside the hull has a cell on one side only"
                );
            }
        }
        let total: f64 = town.cells.iter().map(|cell| cell.pieces().unsigned_area()).sum();
        // A corner on a side of the hull lies on the grid, so off the side by less than a square of it.
        let around: f64 = town.hull.rings().flat_map(LineString::lines).map(|side| apart(side.start, side.end)).sum();
        assert!((total - town.hull.pieces().unsigned_area()).abs() <= around * 1e-7);
    }

    fn off_line(spot: Coord, from: Coord, to: Coord) -> f64 {
        let along = to - from;
        let length = apart(from, to).max(1e-9);
        let share = (((spot.x - from.x) * along.x + (spot.y - from.y) * along.y) / (length * length)).clamp(0.0, 1.0);
        apart(spot, from + along * share)
    }

    #[test]
    fn centres_in_a_square_meet_in_one_corner() {
        let centres =
            [(52.60, -2.00), (52.60, -1.98), (52.61, -2.00), (52.61, -1.98)].map(|(lat, lon)| point(lat, lon));
        let town = nearest_cells(&centres, 800.0).unwrap();
        let middle = snapped(plane(&centres).unwrap().lift(Coord::zero()).coord());
        assert!(town.cells.iter().all(|cell| cell.rings().any(|ring| ring.0.contains(&middle))));
    }

    #[test]
    fn what_cannot_be_divided_is_told() {
        let here = point(52.6, -2.0);
        assert_eq!(nearest_cells(&[], 500.0), Err(NoCells::NoCentres));
        assert_eq!(nearest_cells(&[here], f64::NAN), Err(NoCells::NoReach));
        assert_eq!(nearest_cells(&[here, point(52.7, -2.0), here], 500.0), Err(NoCells::Alike(1, 3)));
    }
}
