//! Fewer corners, for drawing, while neighbours still meet.
//!
//! All shapes are taken together as one net of corners and lines. A corner goes only if it bends the line by little, if
//! no more than two lines meet in it, and if no other corner lies in the triangle it makes with its two neighbours
//! (Visvalingam and Whyatt's order, kept planar). It then goes from every outline that passes through it, so a shared
//! line stays shared, and since nothing lay in the triangle no two lines ever cross.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap};

use geo::{Coord, LineString, MultiPolygon, Polygon};
use rstar::{AABB, RTree};

use crate::point::{Bounds, Plane};
use crate::shape::{Shape, grid_square};

/// The same shapes with fewer corners: none is kept whose triangle with its neighbours is smaller than `smallest_m2`
/// square metres, unless the net would tear without it. Shapes that shared a corner share it still, or both lost it.
#[must_use]
pub fn simplify(shapes: &[&Shape], smallest_m2: f64) -> Vec<Shape> {
    let Some(bounds) = shapes.iter().map(|shape| shape.bounds()).reduce(|all: Bounds, one| all.and(&one)) else {
        return Vec::new();
    };
    let mut net = Net::of(shapes, &Plane::around(bounds.centre()));
    net.thin_out(smallest_m2);
    shapes.iter().map(|shape| net.what_is_left(shape)).collect()
}

type Spot = [f64; 2];

/// Every corner of every shape once, and the corners it is joined to.
struct Net {
    numbers: HashMap<(i64, i64), usize>,
    spots: Vec<Spot>,
    joined: Vec<BTreeSet<usize>>,
    standing: RTree<Spot>,
    gone: Vec<bool>,
}

impl Net {
    fn of(shapes: &[&Shape], plane: &Plane) -> Self {
        let mut net = Self {
            numbers: HashMap::new(),
            spots: Vec::new(),
            joined: Vec::new(),
            standing: RTree::new(),
            gone: Vec::new(),
        };
        for line in shapes.iter().flat_map(|shape| shape.rings().flat_map(LineString::lines)) {
            let (from, to) = (net.number(line.start, plane), net.number(line.end, plane));
            net.joined[from].insert(to);
            net.joined[to].insert(from);
        }
        net.standing = RTree::bulk_load(net.spots.clone());
        net.gone = vec![false; net.spots.len()];
        net
    }

    fn number(&mut self, corner: Coord, plane: &Plane) -> usize {
        let next = self.spots.len();
        let number = *self.numbers.entry(grid_square(corner)).or_insert(next);
        if number == next {
            let spot = plane.lay_coord(corner);
            self.spots.push([spot.x, spot.y]);
            self.joined.push(BTreeSet::new());
        }
        number
    }

    /// Takes corners away, the least important first. A corner that is refused comes up again when a neighbour goes.
    fn thin_out(&mut self, smallest_m2: f64) {
        let mut waiting: BinaryHeap<Reverse<(Importance, usize)>> =
            (0..self.spots.len()).filter_map(|corner| Some(Reverse((self.importance(corner)?, corner)))).collect();
        while let Some(Reverse((importance, corner))) = waiting.pop() {
            if importance.0 >= smallest_m2 {
                break;
            }
            let outdated = self.gone[corner] || self.importance(corner) != Some(importance);
            if outdated || !self.may_go(corner) {
                continue;
            }
            for neighbour in self.remove(corner) {
                waiting.extend(self.importance(neighbour).map(|importance| Reverse((importance, neighbour))));
            }
        }
    }

    /// The area in square metres of the triangle with both neighbours; nothing where lines meet or end.
    fn importance(&self, corner: usize) -> Option<Importance> {
        let (one, other) = self.neighbours(corner)?;
        Some(Importance(twice_area(self.spots[one], self.spots[corner], self.spots[other]).abs() / 2.0))
    }

    fn neighbours(&self, corner: usize) -> Option<(usize, usize)> {
        let joined = &self.joined[corner];
        (joined.len() == 2).then(|| Some((*joined.first()?, *joined.last()?))).flatten()
    }

    fn may_go(&self, corner: usize) -> bool {
        let Some((one, other)) = self.neighbours(corner) else { return false };
        // A line from one to the other already there would be walked twice, and a triangle would close up to nothing.
        !self.joined[one].contains(&other) && self.nothing_in([one, corner, other].map(|corner| self.spots[corner]))
    }

    fn nothing_in(&self, triangle: [Spot; 3]) -> bool {
        let inside = self.standing.locate_in_envelope(AABB::from_points(&triangle));
        inside.into_iter().all(|spot| triangle.contains(spot) || !holds(&triangle, *spot))
    }

    fn remove(&mut self, corner: usize) -> Vec<usize> {
        let joined = std::mem::take(&mut self.joined[corner]);
        for neighbour in &joined {
            self.joined[*neighbour].remove(&corner);
            self.joined[*neighbour].extend(joined.iter().filter(|other| *other != neighbour));
        }
        self.standing.remove(&self.spots[corner]);
        self.gone[corner] = true;
        joined.into_iter().collect()
    }

    fn what_is_left(&self, shape: &Shape) -> Shape {
        let standing =
            |corner: &&Coord| self.numbers.get(&grid_square(**corner)).is_none_or(|number| !self.gone[*number]);
        let ring = |ring: &LineString| -> LineString { ring.0.iter().filter(standing).copied().collect() };
        let pieces = shape
            .pieces()
            .iter()
            .map(|piece| Polygon::new(ring(piece.exterior()), piece.interiors().iter().map(ring).collect()));
        Shape::tidy(&MultiPolygon::from_iter(pieces)).unwrap_or_else(|| shape.clone())
    }
}

/// Square metres, as an order.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Importance(f64);

impl Eq for Importance {}

impl Ord for Importance {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Importance {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

fn twice_area(a: Spot, b: Spot, c: Spot) -> f64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
}

/// Whether `spot` is in the triangle or on one of its sides.
fn holds(triangle: &[Spot; 3], spot: Spot) -> bool {
    let [a, b, c] = *triangle;
    let turns = [twice_area(a, b, spot), twice_area(b, c, spot), twice_area(c, a, spot)];
    turns.iter().all(|turn| *turn >= 0.0) || turns.iter().all(|turn| *turn <= 0.0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use geo::{Area, Validation};

    use super::*;
    use crate::test_town::{centres, crooked_wards, rectangle};
    use proptest::prelude::*;

    type Corner = (i64, i64);

    /// How often each side is walked, from corner to corner.
    fn sides(shapes: &[Shape]) -> BTreeMap<(Corner, Corner), i32> {
        let mut sides = BTreeMap::new();
        for line in shapes.iter().flat_map(|shape| shape.rings().flat_map(LineString::lines)) {
            *sides.entry((grid_square(line.start), grid_square(line.end))).or_default() += 1;
        }
        sides
    }

    proptest! {
        /// What was joined stays joined: each side inside the town is walked once each way, so nothing gapes or overlaps.
        #[test]
        fn neighbours_still_meet(centres in centres(2..16), bends in 1_u32..30, size in 1.0..10.0_f64) {
            let before = crooked_wards(&centres, bends);
            let shapes: Vec<&Shape> = before.iter().collect();
            let after = simplify(&shapes, 10_f64.powf(size));

            let (old, new) = (sides(&before), sides(&after));
            let outer = |sides: &BTreeMap<_, i32>| sides.keys().filter(|(a, b)| !sides.contains_key(&(*b, *a))).count();
            prop_assert!(new.values().all(|times| *times == 1));
            prop_assert!(outer(&new) <= outer(&old));
            prop_assert!(outer(&new) >= 3);
            for shape in &after {
                prop_assert!(shape.pieces().is_valid(), "a line crosses another: {:?}", shape.pieces().check_validation());
            }
            // One ring around the whole town has the ground of all its wards: no gap inside, no overlap.
            let total: f64 = after.iter().map(|shape| shape.pieces().unsigned_area()).sum();
            let whole: f64 = new
                .keys()
                .filter(|(a, b)| !new.contains_key(&(*b, *a)))
                .map(|(a, b)| (a.0 as f64 * b.1 as f64 - b.0 as f64 * a.1 as f64) / 2e14)
                .sum();
            prop_assert!((total - whole.abs()).abs() < 1e-9, "{} {}", total, whole);
        }

        #[test]
        fn small_bends_go_and_large_ones_stay(centres in centres(2..10), bends in 5_u32..30) {
            let before = crooked_wards(&centres, bends);
            let shapes: Vec<&Shape> = before.iter().collect();
            prop_assert_eq!(simplify(&shapes, 0.0), before.clone());
            let after = simplify(&shapes, 20_000.0);
            prop_assert!(sides(&after).len() < sides(&before).len() / 2);
            for (old, new) in before.iter().zip(&after) {
                prop_assert!((new.area_m2() / old.area_m2() - 1.0).abs() < 0.2);
            }
        }
    }

    #[test]
    fn nothing_collapses_however_much_is_asked() {
        let (west, east) = (rectangle(-2.02, 52.6, -2.01, 52.61), rectangle(-2.01, 52.6, -2.0, 52.61));
        let after = simplify(&[&west, &east], f64::INFINITY);
        // The common side stays, and each keeps the one corner more that makes it an area.
        assert!(after.iter().all(|shape| shape.rings().map(|ring| ring.0.len()).collect::<Vec<_>>() == [4]));
        assert_eq!(sides(&after).values().sum::<i32>(), 6);
        assert!(simplify(&[], 1.0).is_empty());
    }

    /// A bulge is not cut off while a neighbour lies in it, however slight the bulge is.
    #[test]
    fn no_line_passes_over_a_neighbours_corner() {
        let ring = |corners: &[(f64, f64)]| LineString::from(corners.to_vec());
        let enclave = ring(&[(-1.9955, 52.6101), (-1.9945, 52.6101), (-1.995, 52.6105)]);
        let outer = ring(&[(-2.0, 52.6), (-1.99, 52.6), (-1.99, 52.61), (-1.995, 52.612), (-2.0, 52.61)]);
        let shape = |outer: &LineString, holes: Vec<LineString>| {
            Shape::new(&MultiPolygon::new(vec![Polygon::new(outer.clone(), holes)])).unwrap()
        };
        let (around, within) = (shape(&outer, vec![enclave.clone()]), shape(&enclave, vec![]));
        let after = simplify(&[&around, &within], 1e9);
        assert_eq!(after[1], within);
        assert!(after[0].pieces().is_valid());
        assert!(after[0].rings().any(|ring| ring.0.contains(&Coord { x: -1.995, y: 52.612 })));
        assert!(after[0].rings().next().unwrap().0.len() < 6, "the corners that nothing depends on went");
    }
}
