//! From a spot to the places that hold it. All outlines are kept in memory, in a tree of their boxes; the candidates are
//! then tested exactly.

use geo::indexed::IntervalTreeMultiPolygon;
use geo::{Contains, Coord, Distance, Euclidean, MapCoords, MultiPolygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use crate::composition::{Atlas, Change, Ground};
use crate::place::{Kind, Place};
use crate::point::{Bounds, Plane, Point};
use crate::shape::Shape;

/// Finds places by spot, over the places of one day. Immutable: a new boundary set means a new look-up.
pub struct Lookup {
    atlas: Atlas,
    plane: Plane,
    tree: RTree<Boxed>,
}

type Boxed = GeomWithData<Rectangle<[f64; 2]>, Candidate>;

/// What may hold a spot that lies in its box. Numbers are places, in the atlas's order.
enum Candidate {
    Drawn(usize, IntervalTreeMultiPolygon<f64>),
    /// The ground that an exception, by its number, adds to an area.
    Added(usize, usize),
}

/// A place near a spot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near<'a> {
    /// The place.
    pub place: &'a Place,
    /// Metres from the spot to its outline; 0 inside.
    pub metres: f64,
}

impl Lookup {
    /// Makes ready to find the places of `atlas`.
    #[must_use]
    pub fn new(atlas: Atlas) -> Self {
        let plane = middle(&atlas);
        let mut boxes = Vec::new();
        for (index, sheet) in atlas.sheets().iter().enumerate() {
            match &sheet.ground {
                Ground::Drawn(shape) => {
                    let inside = IntervalTreeMultiPolygon::new(shape.pieces());
                    boxes.push(boxed(&plane, &shape.bounds(), Candidate::Drawn(index, inside)));
                }
                Ground::Composed(_, exceptions) => {
                    for (number, exception) in exceptions.iter().enumerate() {
                        if exception.change == Change::Added {
                            boxes.push(boxed(&plane, &exception.piece.bounds(), Candidate::Added(index, number)));
                        }
                    }
                }
                Ground::Unknown => {}
            }
        }
        Self { plane, tree: RTree::bulk_load(boxes), atlas }
    }

    /// The places that are looked in.
    #[must_use]
    pub fn atlas(&self) -> &Atlas {
        &self.atlas
    }

    /// Every place that holds `point`, small before wide: its place of focus, its neighbourhood, its ward, its area, the
    /// borough. A line belongs to both sides, but a spot on the line between two wards is given to the first by code:
    /// nobody lives in two wards.
    #[must_use]
    pub fn at(&self, point: Point) -> Vec<&Place> {
        let mut holding = self.drawn_around(point);
        for drawn in holding.clone() {
            let composed = &self.atlas.sheets()[drawn].composes;
            holding.extend(composed.iter().filter(|area| !self.left_out(**area, point)));
        }
        holding.extend(self.added_around(point));
        holding.sort_unstable();
        holding.dedup();
        holding.into_iter().map(|index| &self.atlas.sheets()[index].place).collect()
    }

    /// The ward that holds `point`.
    #[must_use]
    pub fn ward(&self, point: Point) -> Option<&Place> {
        self.at(point).into_iter().find(|place| place.kind == Kind::Ward)
    }

    /// Places with an outline of their own that hold `point`.
    fn drawn_around(&self, point: Point) -> Vec<usize> {
        let mut holding = Vec::new();
        let mut beside = Vec::new();
        for candidate in self.candidates(point) {
            let Candidate::Drawn(index, inside) = candidate else { continue };
            if inside.contains(&point.coord()) {
                holding.push(*index);
            } else {
                beside.push(*index);
            }
        }
        // Only spots on a line, or outside every ward, come to the slower test that knows lines.
        beside.sort_unstable();
        for index in beside {
            let kind = self.kind(index);
            let settled = kind.tiles() && holding.iter().any(|held| self.kind(*held) == kind);
            if !settled && self.atlas.shape_at(index).is_some_and(|shape| shape.contains(point)) {
                holding.push(index);
            }
        }
        holding.sort_unstable();
        holding.dedup_by(|next, first| self.kind(*next).tiles() && self.kind(*next) == self.kind(*first));
        holding
    }

    fn added_around(&self, point: Point) -> impl Iterator<Item = usize> + '_ {
        self.candidates(point).filter_map(move |candidate| {
            let Candidate::Added(area, number) = candidate else { return None };
            let Ground::Composed(_, exceptions) = &self.atlas.sheets()[*area].ground else { return None };
            (exceptions[*number].piece.contains(point) && !self.left_out(*area, point)).then_some(*area)
        })
    }

    /// Whether an exception keeps `point` out of `area`. Its line still belongs to the area.
    fn left_out(&self, area: usize, point: Point) -> bool {
        let Ground::Composed(_, exceptions) = &self.atlas.sheets()[area].ground else { return false };
        let mut left_out = exceptions.iter().filter(|exception| exception.change == Change::LeftOut);
        left_out.any(|exception| exception.piece.pieces().contains(&point.coord()))
    }

    fn candidates(&self, point: Point) -> impl Iterator<Item = &Candidate> {
        let spot = self.plane.lay(point);
        self.tree.locate_all_at_point([spot.x, spot.y]).map(|boxed| &boxed.data)
    }

    fn kind(&self, index: usize) -> Kind {
        self.atlas.sheets()[index].place.kind
    }

    /// The wards (or boroughs, where those are the building blocks) nearest to `point`, at most `most`, the nearest first.
    #[must_use]
    pub fn near(&self, point: Point, most: usize) -> Vec<Near<'_>> {
        let spot = self.plane.lay(point);
        let mut nearest: Vec<Near<'_>> = Vec::new();
        for (boxed, squared) in self.tree.nearest_neighbor_iter_with_distance_2([spot.x, spot.y]) {
            // Boxes come nearest first, and no outline is nearer than its box.
            if nearest.len() >= most && nearest.last().is_none_or(|last| last.metres <= squared.sqrt()) {
                break;
            }
            let Candidate::Drawn(index, _) = &boxed.data else { continue };
            let (place, Some(shape)) = (&self.atlas.sheets()[*index].place, self.atlas.shape_at(*index)) else {
                continue;
            };
            if place.kind.tiles() {
                let metres = Euclidean.distance(&geo::Point(spot), &self.laid(shape));
                nearest.push(Near { place, metres });
                nearest.sort_by(|a, b| a.metres.total_cmp(&b.metres).then_with(|| a.place.code.cmp(&b.place.code)));
                nearest.truncate(most);
            }
        }
        nearest
    }

    fn laid(&self, shape: &Shape) -> MultiPolygon {
        shape.pieces().map_coords(|corner| self.plane.lay_coord(corner))
    }

    /// What to tell somebody who points outside: "That point is outside Walsall; the nearest ward is Pelsall, 340 metres
    /// away." Nothing when a place with an outline holds the spot.
    #[must_use]
    pub fn outside(&self, partnership: &str, point: Point) -> Option<String> {
        if !self.at(point).is_empty() {
            return None;
        }
        let nearest = self.near(point, 1).first().map_or_else(String::new, |near| {
            let (kind, name, away) = (near.place.kind.words(), &near.place.name, distance(near.metres));
            format!("; the nearest {kind} is {name}, {away} away")
        });
        Some(format!("That point is outside {partnership}{nearest}."))
    }
}

/// A distance as a person would say it.
fn distance(metres: f64) -> String {
    match metres {
        ..995.0 => format!("{} metres", 10.0 * (metres / 10.0).round().max(1.0)),
        ..9_950.0 => format!("{:.1} kilometres", metres / 1000.0),
        _ => format!("{:.0} kilometres", metres / 1000.0),
    }
}

/// The plane around all outlines; any plane does when there is none.
fn middle(atlas: &Atlas) -> Plane {
    let boxes = (0..atlas.sheets().len()).filter_map(|index| atlas.shape_at(index)).map(Shape::bounds);
    let centre = boxes.reduce(|all, one| all.and(&one)).map(|all| all.centre());
    Plane::around(centre.unwrap_or_else(|| Point::from_coord(Coord::zero())))
}

fn boxed(plane: &Plane, bounds: &Bounds, candidate: Candidate) -> Boxed {
    let (low, high) = (plane.lay(bounds.south_west()), plane.lay(bounds.north_east()));
    GeomWithData::new(Rectangle::from_aabb(AABB::from_corners([low.x, low.y], [high.x, high.y])), candidate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::composition::Exception;
    use crate::test_town::{centres, code, crooked_wards, day, place, point, rectangle};
    use base::Date;
    use proptest::prelude::*;

    fn codes(found: &[&Place]) -> Vec<String> {
        found.iter().map(|place| place.code.to_string()).collect()
    }

    fn exception(area: &str, change: Change, piece: &Shape) -> Exception {
        Exception {
            area: code(area),
            change,
            piece: piece.clone(),
            reason: "agreed".to_owned(),
            valid_from: Date::constant(2009, 7, 9),
            valid_to: None,
        }
    }

    /// Two wards side by side, each its own area, with a place of focus across the line and a swapped piece.
    fn two_wards() -> Lookup {
        let piece = rectangle(-2.005, 52.6, -2.0, 52.61);
        let places = vec![
            (place(Kind::Ward, "w1", &["a1"]), Some(rectangle(-2.02, 52.6, -2.01, 52.61))),
            (place(Kind::Ward, "w2", &["a2"]), Some(rectangle(-2.01, 52.6, -2.0, 52.61))),
            (place(Kind::Area, "a1", &["b"]), None),
            (place(Kind::Area, "a2", &["b"]), None),
            (place(Kind::Borough, "b", &[]), None),
            (place(Kind::PlaceOfFocus, "f", &["a1"]), Some(rectangle(-2.012, 52.602, -2.008, 52.604))),
        ];
        let swap = [exception("a1", Change::Added, &piece), exception("a2", Change::LeftOut, &piece)];
        Lookup::new(Atlas::on(day(), places, swap))
    }

    #[test]
    fn a_spot_is_in_everything_that_holds_it_small_before_wide() {
        let lookup = two_wards();
        assert_eq!(codes(&lookup.at(point(52.603, -2.011))), ["f", "w1", "a1", "b"]);
        assert_eq!(codes(&lookup.at(point(52.603, -2.009))), ["f", "w2", "a2", "b"]);
        assert_eq!(
            codes(&lookup.at(point(52.603, -2.002))),
            ["w2", "a1", "b"],
            "the piece was agreed to go to area one"
        );
        assert_eq!(lookup.ward(point(52.603, -2.002)).unwrap().code.as_str(), "w2");
    }

    #[test]
    fn a_spot_on_a_line_is_in_one_ward_and_on_the_edge_still_inside() {
        let lookup = two_wards();
        assert_eq!(codes(&lookup.at(point(52.609, -2.01))), ["w1", "a1", "b"]);
        assert_eq!(codes(&lookup.at(point(52.61, -2.02))), ["w1", "a1", "b"]);
        assert!(lookup.at(point(52.62, -2.02)).is_empty());
    }

    #[test]
    fn who_points_outside_is_told_what_is_nearest() {
        let lookup = two_wards();
        assert_eq!(lookup.outside("Walsall", point(52.605, -2.015)), None);
        assert_eq!(
            lookup.outside("Walsall", point(52.613, -2.015)).unwrap(),
            "That point is outside Walsall; the nearest ward is w1, 330 metres away."
        );
        let london = lookup.outside("Walsall", point(51.5, -0.12)).unwrap();
        assert!(london.contains("w2") && london.contains("kilometres"), "{london}");
        let nowhere = Lookup::new(Atlas::on(day(), [], []));
        assert_eq!(nowhere.outside("Walsall", point(51.5, -0.12)).unwrap(), "That point is outside Walsall.");
    }

    #[test]
    fn distances_are_said_in_round_figures() {
        assert_eq!(distance(0.2), "10 metres");
        assert_eq!(distance(344.0), "340 metres");
        assert_eq!(distance(994.0), "990 metres");
        assert_eq!(distance(996.0), "1.0 kilometres");
        assert_eq!(distance(9_960.0), "10 kilometres");
    }

    proptest! {
        #[test]
        fn the_tree_finds_what_asking_every_place_finds(
            centres in centres(2..16), bends in 0_u32..8, across in 0.0..1.0, up in 0.0..1.0
        ) {
            let wards = crooked_wards(&centres, bends);
            let piece = rectangle(-2.0, 52.53, -1.95, 52.57);
            let mut places: Vec<(Place, Option<Shape>)> = (0..wards.len())
                .map(|which| {
                    let area = ["a0", "a1"][which % 2];
                    (place(Kind::Ward, &format!("w{which:02}"), &[area]), Some(wards[which].clone()))
                })
                .collect();
            places.push((place(Kind::Area, "a0", &["b"]), None));
            places.push((place(Kind::Area, "a1", &["b"]), None));
            places.push((place(Kind::Borough, "b", &[]), None));
            let swap = [exception("a0", Change::Added, &piece), exception("a1", Change::LeftOut, &piece)];
            let lookup = Lookup::new(Atlas::on(day(), places, swap));

            let spot = point(52.48 + 0.16 * up, -2.14 + 0.32 * across);
            let found = codes(&lookup.at(spot));
            let asked: Vec<String> = lookup
                .atlas()
                .places()
                .filter(|place| lookup.atlas().shape(place.code.as_str()).is_some_and(|shape| shape.contains(spot)))
                .map(|place| place.code.to_string())
                .collect();
            prop_assert_eq!(&found, &asked);

            let near = lookup.near(spot, 3);
            prop_assert_eq!(near.len(), 3.min(wards.len()));
            prop_assert!(near.is_sorted_by(|a, b| a.metres <= b.metres));
            let least = wards.iter().map(|ward| Euclidean.distance(&geo::Point(lookup.plane.lay(spot)), &lookup.laid(ward)));
            prop_assert!((lookup.near(spot, 1)[0].metres - least.fold(f64::INFINITY, f64::min)).abs() < 1e-6);
        }

        #[test]
        fn every_corner_of_a_line_is_in_exactly_one_ward(centres in centres(2..12), bends in 0_u32..6) {
            let wards = crooked_wards(&centres, bends);
            let places = wards.iter().enumerate().map(|(which, ward)| {
                (place(Kind::Ward, &format!("w{which:02}"), &[]), Some(ward.clone()))
            });
            let lookup = Lookup::new(Atlas::on(day(), places.collect::<Vec<_>>(), []));
            for corner in wards.iter().flat_map(|ward| ward.rings().flat_map(|ring| ring.0.iter())) {
                prop_assert_eq!(lookup.at(Point::from_coord(*corner)).len(), 1);
            }
        }
    }
}
