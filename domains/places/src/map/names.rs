//! Where a name stands on a map: inside its own shape, in one to three lines; where it has no room, a number does.

use geo::{
    BoundingRect, Centroid, Contains, Coord, CoordsIter, InteriorPoint, Intersects, LineString, MultiPolygon, Rect,
};

/// Lines are this far apart, in ems.
pub(super) const LEADING: f64 = 1.08;

/// How high a capital stands, in ems.
const CAPITAL: f64 = 0.73;

/// Rows of a shape that are tried.
const ROWS: u32 = 28;

/// A name, broken into lines, and where the middle of its first baseline stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Label {
    pub x: f64,
    pub y: f64,
    pub lines: Vec<String>,
}

impl Label {
    /// What it covers with letters of this size.
    pub(super) fn covers(&self, em: f64) -> Rect {
        let (width, height) = size(&self.lines, em);
        let middle = Coord { x: self.x, y: self.y + height / 2.0 - CAPITAL * em };
        let half = Coord { x: width / 2.0, y: height / 2.0 };
        Rect::new(middle - half, middle + half)
    }
}

/// How wide and how high some lines are.
fn size(lines: &[String], em: f64) -> (f64, f64) {
    (em * longest(lines), em * (CAPITAL + LEADING * (lines.len() as f64 - 1.0)))
}

/// Where on a sheet there may be letters, and how large they are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paper {
    /// What is shown.
    pub window: Rect,
    /// The size of the letters.
    pub em: f64,
    /// Where something else stands.
    pub taken: Option<Rect>,
}

/// Puts `name` into the part of `shape` that is shown. Nothing when it does not fit: then it has a number, and its name
/// stands in the key beside the map.
pub(super) fn place(name: &str, shape: &MultiPolygon, paper: &Paper) -> Option<Label> {
    let Paper { window, em, taken } = *paper;
    let bounds = shape.bounding_rect().filter(|bounds| bounds.intersects(&window))?;
    let middle = shape.centroid()?.0;
    let (top, bottom) = (bounds.min().y.max(window.min().y), bounds.max().y.min(window.max().y));
    let step = (bottom - top) / f64::from(ROWS);
    let mut best: Option<(f64, Label)> = None;
    for lines in layouts(name) {
        let (width, height) = size(&lines, em);
        for row in 1..ROWS {
            let y = top + step * f64::from(row);
            for (left, right) in room(shape, window, y, height) {
                if right - left < width {
                    continue;
                }
                let x = middle.x.clamp(left + width / 2.0, right - width / 2.0);
                let (at, half) = (Coord { x, y }, Coord { x: width / 2.0, y: height / 2.0 });
                if taken.is_some_and(|taken| taken.intersects(&Rect::new(at - half, at + half))) {
                    continue;
                }
                let cramped = (0.8 * em - (right - left - width)).max(0.0);
                let off = (x - middle.x).hypot(y - middle.y) + 0.6 * em * lines.len() as f64 + 3.0 * cramped;
                if best.as_ref().is_none_or(|(least, _)| off < *least) {
                    let baseline = y - height / 2.0 + CAPITAL * em;
                    best = Some((off, Label { x, y: baseline, lines: lines.clone() }));
                }
            }
        }
    }
    best.map(|(_, label)| label)
}

/// Puts a number into a shape that has no room for its name; over its edges when it has no room for a number either, so
/// that no place goes without. Nothing for a sliver of a shape that lies mostly outside the window.
pub(super) fn number(number: &str, shape: &MultiPolygon, paper: &Paper) -> Option<Label> {
    place(number, shape, paper).or_else(|| {
        let is_whole = shape.bounding_rect().is_some_and(|all| paper.window.contains(&all));
        let middle = shape.interior_point().filter(|_| is_whole)?;
        Some(Label { x: middle.x(), y: middle.y() + paper.em * CAPITAL / 2.0, lines: vec![number.to_owned()] })
    })
}

/// The name on one line, two and three, each broken where its longest line is shortest.
fn layouts(name: &str) -> Vec<Vec<String>> {
    let mut words: Vec<String> = name.split_inclusive([' ', '-']).map(str::to_owned).collect();
    words.retain(|word| !word.trim().is_empty());
    (1..=words.len().min(3)).filter_map(|lines| break_into(&words, lines)).collect()
}

fn break_into(words: &[String], lines: usize) -> Option<Vec<String>> {
    if lines <= 1 {
        return Some(vec![words.concat().trim().to_owned()]);
    }
    let ways = (1..=words.len().checked_sub(lines - 1)?).filter_map(|first| {
        let mut broken = vec![words[..first].concat().trim().to_owned()];
        broken.extend(break_into(&words[first..], lines - 1)?);
        Some(broken)
    });
    ways.min_by(|a, b| longest(a).total_cmp(&longest(b)))
}

fn longest(lines: &[String]) -> f64 {
    lines.iter().map(|line| ems(line)).fold(0.0, f64::max)
}

/// How wide a text is in Arial, in ems. Letters it does not know are taken as wide.
fn ems(text: &str) -> f64 {
    text.chars()
        .map(|letter| match letter {
            'i' | 'j' | 'l' | '\'' | '\u{2019}' => 0.22,
            'f' | 't' | 'I' | ' ' | '.' | ',' => 0.28,
            'r' | '-' => 0.33,
            'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' => 0.5,
            'm' | 'M' => 0.83,
            'w' | 'C' | 'D' | 'H' | 'N' | 'R' | 'U' => 0.72,
            'a'..='z' | '0'..='9' => 0.56,
            'A' | 'B' | 'E' | 'F' | 'K' | 'L' | 'P' | 'S' | 'T' | 'V' | 'X' | 'Y' | 'Z' => 0.67,
            _ => 0.95,
        })
        .sum()
}

/// The stretches of a row in which a box of `height` stays inside shape and window. Sides are straight between corners, so
/// looking along the box's top, its bottom, and every corner between them is exact.
fn room(shape: &MultiPolygon, window: Rect, y: f64, height: f64) -> Vec<(f64, f64)> {
    let (top, bottom) = (y - height / 2.0, y + height / 2.0);
    if top < window.min().y || bottom > window.max().y {
        return Vec::new();
    }
    let corners = shape.coords_iter().map(|corner| corner.y).filter(|y| (top..bottom).contains(y));
    let whole = vec![(window.min().x, window.max().x)];
    corners.chain([top, bottom]).fold(whole, |room, y| both(&room, &across(shape, y)))
}

/// The stretches of a horizontal line that are inside the shape.
fn across(shape: &MultiPolygon, y: f64) -> Vec<(f64, f64)> {
    let rings = shape.iter().flat_map(|piece| std::iter::once(piece.exterior()).chain(piece.interiors()));
    let mut crossings: Vec<f64> = rings
        .flat_map(LineString::lines)
        .filter(|side| (side.start.y > y) != (side.end.y > y))
        .map(|side| {
            let Coord { x, y: from } = side.start;
            x + (side.end.x - x) * (y - from) / (side.end.y - from)
        })
        .collect();
    crossings.sort_by(f64::total_cmp);
    crossings.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
}

fn both(one: &[(f64, f64)], other: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let pairs = one.iter().flat_map(|a| other.iter().map(move |b| (a.0.max(b.0), a.1.min(b.1))));
    pairs.filter(|(left, right)| left < right).collect()
}

#[cfg(test)]
mod tests {
    use geo::Polygon;

    use super::*;
    use proptest::prelude::*;

    fn sheet(em: f64) -> Paper {
        Paper { window: Rect::new((0.0, 0.0), (1000.0, 1000.0)), em, taken: None }
    }

    fn blob(x: f64, y: f64, size: f64) -> MultiPolygon {
        let ring: LineString = (0..9)
            .map(|corner| {
                let (sin, cos) = (f64::from(corner) / 9.0 * std::f64::consts::TAU).sin_cos();
                let far = size * (0.6 + 0.4 * (f64::from(corner) * 1.7).sin().abs());
                (x + far * cos, y + far * sin)
            })
            .collect();
        MultiPolygon::new(vec![Polygon::new(ring, vec![])])
    }

    #[test]
    fn names_break_where_lines_stay_short() {
        assert_eq!(layouts("Pelsall"), [["Pelsall"]]);
        assert_eq!(layouts("Rushall-Shelfield")[1], ["Rushall-", "Shelfield"]);
        assert_eq!(layouts("Aldridge North and Walsall Wood")[2], ["Aldridge", "North and", "Walsall Wood"]);
        assert!(layouts("").is_empty());
    }

    #[test]
    fn what_does_not_fit_is_left_out() {
        assert_eq!(place("Aldridge North and Walsall Wood", &blob(500.0, 500.0, 20.0), &sheet(20.0)), None);
        assert_eq!(place("Pelsall", &blob(3000.0, 500.0, 400.0), &sheet(20.0)), None, "outside the window");
    }

    proptest! {
        #[test]
        fn a_name_stands_inside_its_shape(x in 0.0..1000.0, y in 0.0..1000.0, size in 20.0..500.0, em in 10.0..60.0) {
            let shape = blob(x, y, size);
            let cross = Rect::new((x - em, y - em), (x + em, y + em));
            let paper = Paper { taken: Some(cross), ..sheet(em) };
            if let Some(label) = place("Bentley and Darlaston North", &shape, &paper) {
                let half = em * longest(&label.lines) / 2.0 - 0.01;
                for (line, count) in label.lines.iter().zip(0_u32..) {
                    let baseline = label.y + em * LEADING * f64::from(count) - 0.01;
                    prop_assert!(!line.is_empty());
                    for corner in [(-half, 0.0), (half, 0.0), (0.0, 0.01 - CAPITAL * em)] {
                        let corner = Coord { x: label.x + corner.0, y: baseline + corner.1 };
                        prop_assert!(shape.intersects(&corner) && paper.window.intersects(&corner), "{corner:?}");
                        prop_assert!(!cross.intersects(&corner), "{corner:?} is where something else stands");
                    }
                }
            }
        }
    }
}
