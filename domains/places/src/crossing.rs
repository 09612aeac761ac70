//! Where an outline crosses itself. Sides may meet at a corner, as two fields do that touch; they may not cross.

use geo::line_intersection::{LineIntersection, line_intersection};
use geo::{Coord, Line, Polygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// A spot at which two sides of this piece, its holes' too, cross one another.
pub(crate) fn crossing(piece: &Polygon) -> Option<Coord> {
    let rings = std::iter::once(piece.exterior()).chain(piece.interiors());
    let sides: Vec<Line> = rings.flat_map(|ring| ring.lines()).filter(|side| side.start != side.end).collect();
    let boxes = sides.iter().enumerate().map(|(which, side)| {
        let (low, high) = corners(side);
        GeomWithData::new(Rectangle::from_corners(low, high), which)
    });
    let tree = RTree::bulk_load(boxes.collect());
    sides.iter().enumerate().find_map(|(which, side)| {
        let (low, high) = corners(side);
        let met = tree.locate_in_envelope_intersecting(AABB::from_corners(low, high));
        met.filter(|other| other.data > which).find_map(|other| crossed(*side, sides[other.data]))
    })
}

fn crossed(one: Line, other: Line) -> Option<Coord> {
    match line_intersection(one, other) {
        Some(LineIntersection::SinglePoint { intersection, is_proper: true }) => Some(intersection),
        _ => None,
    }
}

fn corners(side: &Line) -> ([f64; 2], [f64; 2]) {
    ([side.start.x, side.start.y], [side.end.x, side.end.y])
}
