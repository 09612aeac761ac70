//! Invented towns for property tests: random wards that meet without gaps, with lines as crooked as real ones.

use std::collections::BTreeMap;
use std::ops::Range;

use base::Date;
use geo::{Coord, LineString, MultiPolygon, Polygon};
use proptest::prelude::*;

use crate::nearest_cells::nearest_cells;
use crate::place::{Code, Kind, Place};
use crate::point::Point;
use crate::shape::{Shape, grid_square};

pub fn point(lat: f64, lon: f64) -> Point {
    Point::new(lat, lon).unwrap()
}

pub fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

pub fn day() -> Date {
    Date::constant(2027, 3, 1)
}

pub fn place(kind: Kind, text: &str, parents: &[&str]) -> Place {
    Place {
        code: code(text),
        name: text.to_owned(),
        kind,
        parents: parents.iter().map(|parent| code(parent)).collect(),
        valid_from: Date::constant(2004, 6, 10),
        valid_to: None,
        centre: point(52.6, -2.0),
        hex: None,
    }
}

/// A rectangle from its corners, west, south, east, north.
pub fn rectangle(west: f64, south: f64, east: f64, north: f64) -> Shape {
    let ring = LineString::from(vec![(west, south), (east, south), (east, north), (west, north)]);
    Shape::new(&MultiPolygon::new(vec![Polygon::new(ring, vec![])])).unwrap()
}

/// Centres some hundred metres apart at least, in a box about as large as a borough.
pub fn centres(how_many: Range<usize>) -> impl Strategy<Value = Vec<Point>> {
    let grid = proptest::collection::btree_set((0_u32..60, 0_u32..60), how_many);
    (grid, 0.0..1.0, 0.0..1.0).prop_map(|(spots, east, north)| {
        spots
            .into_iter()
            .map(|(x, y)| {
                // Off the regular grid, so that corners of more than three cells are rare but occur.
                let (x, y) = (f64::from(x), f64::from(y));
                point(
                    52.5 + 0.002 * y + 0.001 * north * (x * 0.7).sin(),
                    -2.1 + 0.004 * x + 0.002 * east * (y * 1.3).sin(),
                )
            })
            .collect()
    })
}

/// Wards that meet exactly along crooked lines with `bends` corners a side.
pub fn crooked_wards(centres: &[Point], bends: u32) -> Vec<Shape> {
    let cells = nearest_cells(centres, 1500.0).unwrap().cells;
    let mut sides: BTreeMap<_, Vec<Coord>> = BTreeMap::new();
    cells.iter().map(|cell| crooked(cell, bends, &mut sides)).collect()
}

type Corner = (i64, i64);

fn crooked(cell: &Shape, bends: u32, sides: &mut BTreeMap<(Corner, Corner), Vec<Coord>>) -> Shape {
    let mut ring = Vec::new();
    for line in cell.rings().flat_map(LineString::lines) {
        let (from, to) = (grid_square(line.start), grid_square(line.end));
        let forwards = from < to;
        let (key, start, end) =
            if forwards { ((from, to), line.start, line.end) } else { ((to, from), line.end, line.start) };
        let side = sides.entry(key).or_insert_with(|| bend(start, end, bends));
        ring.push(line.start);
        if forwards { ring.extend(side.iter().copied()) } else { ring.extend(side.iter().rev().copied()) }
    }
    Shape::new(&MultiPolygon::new(vec![Polygon::new(LineString::new(ring), vec![])])).unwrap()
}

/// Corners between two ends that leave the straight line by a fiftieth of its length at most.
fn bend(start: Coord, end: Coord, bends: u32) -> Vec<Coord> {
    let along = end - start;
    (1..=bends)
        .map(|which| {
            let share = f64::from(which) / f64::from(bends + 1);
            let aside = 0.02 * share * (1.0 - share) * (f64::from(which) * 2.4 + start.x * 1e4).sin();
            start + along * share + Coord { x: -along.y, y: along.x } * aside
        })
        .collect()
}
