//! Where neighbours in a file do not quite meet. Slivers come from lines that were drawn twice or simplified apart; they
//! are taken in as they are and told, since only who drew them knows which line is meant.

use geo::{Area, BooleanOps, MultiPolygon, unary_union};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::Row;
use crate::point::Plane;

/// Files of more places are not looked through: it would take longer than taking them in.
const MOST_ROWS: usize = 1000;

/// What is smaller is the grid's rounding, in square metres.
const LEAST: f64 = 25.0;

/// How many seams are told one by one.
const TOLD: usize = 5;

/// Sentences on places that overlap, and on holes between them, with how large each is; the largest first.
pub(super) fn told(rows: &[Row]) -> Vec<String> {
    if rows.len() > MOST_ROWS {
        return vec![format!(
            "This file has more than {MOST_ROWS} places, so nobody looked whether neighbours overlap or leave gaps."
        )];
    }
    let mut sentences = few(overlaps(rows), "places overlap");
    sentences.extend(few(gaps(rows), "gaps lie between places"));
    sentences
}

fn few(mut seams: Vec<(f64, String)>, what: &str) -> Vec<String> {
    seams.sort_by(|(one, a), (other, b)| other.total_cmp(one).then_with(|| a.cmp(b)));
    let more = seams.len().saturating_sub(TOLD);
    let all: f64 = seams.iter().map(|(area, _)| area).sum();
    let mut sentences: Vec<String> = seams.into_iter().take(TOLD).map(|(_, sentence)| sentence).collect();
    if more > 0 {
        sentences.push(format!("{more} more {what}; all of them together cover {}.", ground(all)));
    }
    sentences
}

fn overlaps(rows: &[Row]) -> Vec<(f64, String)> {
    let boxes = rows.iter().enumerate().map(|(which, row)| GeomWithData::new(boxed(row), which));
    let tree = RTree::bulk_load(boxes.collect());
    let mut found = Vec::new();
    for (which, row) in rows.iter().enumerate() {
        let (low, high) = (boxed(row).lower(), boxed(row).upper());
        let near = tree.locate_in_envelope_intersecting(AABB::from_corners(low, high));
        for other in near.filter(|other| other.data > which).map(|other| &rows[other.data]) {
            let area = square_metres(row, &row.shape.pieces().intersection(other.shape.pieces()));
            if area >= LEAST {
                let (one, two) = if row.code < other.code { (row, other) } else { (other, row) };
                let sentence = format!(
                    "{} ({}) and {} ({}) overlap by {}; a spot there counts as in the first.",
                    one.name,
                    one.code,
                    two.name,
                    two.code,
                    ground(area)
                );
                found.push((area, sentence));
            }
        }
    }
    found
}

/// Ground that is in no place and has places on all sides, when it is too small to be a place that the file leaves out.
fn gaps(rows: &[Row]) -> Vec<(f64, String)> {
    let Some(smallest) = rows.iter().map(|row| row.shape.area_m2()).min_by(f64::total_cmp) else { return Vec::new() };
    let together = unary_union(rows.iter().map(|row| row.shape.pieces()));
    let holes = together.iter().flat_map(geo::Polygon::interiors);
    let gap = |hole: &geo::LineString| {
        let ground_left = MultiPolygon::new(vec![geo::Polygon::new(hole.clone(), Vec::new())]);
        let area = square_metres(&rows[0], &ground_left);
        let at = hole.0.first()?;
        let is_gap = area >= LEAST && area < smallest / 2.0;
        is_gap.then(|| {
            let sentence =
                format!("A gap of {} is in no place, at longitude {:.5}, latitude {:.5}.", ground(area), at.x, at.y);
            (area, sentence)
        })
    };
    holes.filter_map(gap).collect()
}

fn square_metres(near: &Row, ground: &MultiPolygon) -> f64 {
    ground.unsigned_area() * Plane::around(near.shape.bounds().centre()).m2_a_square_degree()
}

fn boxed(row: &Row) -> Rectangle<[f64; 2]> {
    let bounds = row.shape.bounds();
    let (low, high) = (bounds.south_west(), bounds.north_east());
    Rectangle::from_corners([low.lon(), low.lat()], [high.lon(), high.lat()])
}

fn ground(square_metres: f64) -> String {
    match square_metres {
        small if small < 10_000.0 => format!("{small:.0} square metres"),
        large => format!("{:.1} hectares", large / 10_000.0),
    }
}
