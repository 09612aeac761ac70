//! A picture of part of a map that is only looked at: drawn once, shown with any spot on it.

use geo::Intersects;

use super::names::{self, Label};
use super::svg::{self, Heading};
use super::{Map, View};
use crate::point::Point;

/// The ground and the names of a picture, ready for a spot. What has no room for its name has no number either.
#[derive(Debug, Clone)]
pub struct Still {
    view: View,
    ground: String,
    /// Which of the map's regions, and its name.
    names: Vec<(usize, Label)>,
}

impl Still {
    /// How many names stand where something else does.
    #[cfg(test)]
    pub(super) fn hidden_by(&self, taken: geo::Rect, em: f64) -> usize {
        self.names.iter().filter(|(_, label)| label.covers(em).intersects(&taken)).count()
    }
}

impl Map {
    /// A picture that shows `view`.
    #[must_use]
    pub fn still(&self, view: View) -> Still {
        let paper = self.paper(&view, None);
        let named =
            |(at, region): (usize, &super::Drawn)| Some((at, names::place(&region.name, &region.pieces, &paper)?));
        let names = self.regions.iter().enumerate().filter_map(named).collect();
        let mut ground = String::new();
        self.backdrop(&mut ground, &view);
        Still { view, ground, names }
    }

    /// The picture as part of a page, with a cross on `spot`: nothing in it leads anywhere. A name that stands where the
    /// cross does moves aside, or goes.
    #[must_use]
    pub fn with_spot(&self, still: &Still, heading: &Heading<'_>, spot: Point) -> String {
        let Still { view, ground, names } = still;
        let paper = self.paper(view, Some(spot));
        let moved = |(at, label): &(usize, Label)| match (paper.taken, self.regions.get(*at)) {
            (Some(taken), Some(region)) if label.covers(paper.em).intersects(&taken) => {
                names::place(&region.name, &region.pieces, &paper)
            }
            _ => Some(label.clone()),
        };
        let mut out = heading.open(view);
        out.push_str(ground);
        svg::letters(&mut out, &paper, names.iter().filter_map(moved).map(|label| (label, "")));
        self.cross(&mut out, view, spot);
        out.push_str("</svg>");
        out
    }
}
