//! The places of a partnership as they stand on one day, each with its ground. An area is composed of whole wards, with
//! agreed exceptions where a ward's line is no natural boundary (WAL-01); its outline is computed once, here.

use std::collections::{BTreeMap, BTreeSet};

use base::Date;
use geo::{BooleanOps, unary_union};

use crate::place::{Code, Kind, Place, holds};
use crate::shape::Shape;

/// An agreed departure from whole wards: a piece of ground that an area takes in or leaves out.
#[derive(Debug, Clone, PartialEq)]
pub struct Exception {
    /// The area whose outline it changes.
    pub area: Code,
    /// Which way.
    pub change: Change,
    /// The ground in question.
    pub piece: Shape,
    /// Why the ward's line does not do here, as partners agreed it.
    pub reason: String,
    /// The first day it holds.
    pub valid_from: Date,
    /// The first day it no longer holds; open while it is in force.
    pub valid_to: Option<Date>,
}

/// Which way an exception goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The area takes in a piece of a ward that is not its own.
    Added,
    /// The area leaves out a piece of its own ward.
    LeftOut,
}

impl Change {
    /// The word in files and in the store.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::LeftOut => "left_out",
        }
    }

    /// The way with that word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Added, Self::LeftOut].into_iter().find(|change| change.key() == key)
    }
}

impl Exception {
    fn holds_on(&self, day: Date) -> bool {
        holds(self.valid_from, self.valid_to, day)
    }
}

/// All places that hold on one day, in the order of kind and code: small before wide.
#[derive(Debug, Clone)]
pub struct Atlas {
    sheets: Vec<Sheet>,
    by_code: BTreeMap<Code, usize>,
}

/// A place and its ground.
#[derive(Debug, Clone)]
pub(crate) struct Sheet {
    pub place: Place,
    pub ground: Ground,
    /// Composed places that this one is a building block of, directly or through others.
    pub composes: Vec<usize>,
}

/// Where a place's outline comes from.
#[derive(Debug, Clone)]
pub(crate) enum Ground {
    /// From a boundary file, or drawn around a centre.
    Drawn(Shape),
    /// From its building blocks and these exceptions.
    Composed(Shape, Vec<Exception>),
    /// Nobody has drawn it yet; it has a name and no map.
    Unknown,
}

impl Atlas {
    /// The places among `places` that hold on `day`, those without a boundary of their own composed of their wards.
    ///
    /// Data that should not be is taken as well as it can: of two places with one code on one day the later begun holds;
    /// a parent that does not hold that day is not there; a ring of parents ends where it closes.
    #[must_use]
    pub fn on(
        day: Date,
        places: impl IntoIterator<Item = (Place, Option<Shape>)>,
        exceptions: impl IntoIterator<Item = Exception>,
    ) -> Self {
        let mut holding: BTreeMap<Code, (Place, Option<Shape>)> = BTreeMap::new();
        for (place, boundary) in places.into_iter().filter(|(place, _)| place.holds_on(day)) {
            let later = holding.get(&place.code).is_none_or(|(known, _)| known.valid_from <= place.valid_from);
            if later {
                holding.insert(place.code.clone(), (place, boundary));
            }
        }
        let mut sheets: Vec<Sheet> = holding
            .into_values()
            .map(|(place, boundary)| Sheet {
                place,
                ground: boundary.map_or(Ground::Unknown, Ground::Drawn),
                composes: Vec::new(),
            })
            .collect();
        sheets.sort_by(|a, b| (a.place.kind, &a.place.code).cmp(&(b.place.kind, &b.place.code)));
        let by_code = sheets.iter().enumerate().map(|(index, sheet)| (sheet.place.code.clone(), index)).collect();

        let mut atlas = Self { sheets, by_code };
        atlas.compose(exceptions.into_iter().filter(|exception| exception.holds_on(day)).collect());
        atlas
    }

    fn compose(&mut self, exceptions: Vec<Exception>) {
        let mut blocks: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for index in 0..self.sheets.len() {
            if matches!(self.sheets[index].ground, Ground::Drawn(_)) && self.sheets[index].place.kind.builds() {
                let wider = self.composed_above(index);
                wider.iter().for_each(|above| blocks.entry(*above).or_default().push(index));
                self.sheets[index].composes = wider.into_iter().collect();
            }
        }
        for (index, blocks) in blocks {
            let own: Vec<Exception> = exceptions
                .iter()
                .filter(|exception| exception.area == self.sheets[index].place.code)
                .cloned()
                .collect();
            let shapes: Vec<&Shape> = blocks.iter().filter_map(|block| self.shape_at(*block)).collect();
            self.sheets[index].ground =
                compose(&shapes, &own).map_or(Ground::Unknown, |shape| Ground::Composed(shape, own));
        }
    }

    /// The undrawn places above `index`, as far up as places are composed.
    fn composed_above(&self, index: usize) -> BTreeSet<usize> {
        let mut above = BTreeSet::new();
        let mut climbing = vec![index];
        while let Some(here) = climbing.pop() {
            for parent in self.sheets[here].place.parents.iter().filter_map(|parent| self.by_code.get(parent)) {
                let sheet = &self.sheets[*parent];
                let composed = sheet.place.kind.builds() && !matches!(sheet.ground, Ground::Drawn(_));
                if composed && above.insert(*parent) {
                    climbing.push(*parent);
                }
            }
        }
        above
    }

    /// Every place, small before wide and then by code.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.sheets.iter().map(|sheet| &sheet.place)
    }

    /// Every place of one kind, by code.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Place> {
        self.places().filter(move |place| place.kind == kind)
    }

    /// The place with that code, if it holds on the day.
    #[must_use]
    pub fn place(&self, code: &str) -> Option<&Place> {
        self.by_code.get(code).map(|index| &self.sheets[*index].place)
    }

    /// The places that name `code` as a parent, small before wide: an area's wards and places of focus.
    pub fn within(&self, code: &str) -> impl Iterator<Item = &Place> {
        self.places().filter(move |place| place.parents.iter().any(|parent| parent.as_str() == code))
    }

    /// The ground of a place, drawn or composed; nothing when nobody has drawn it or its wards.
    #[must_use]
    pub fn shape(&self, code: &str) -> Option<&Shape> {
        self.by_code.get(code).and_then(|index| self.shape_at(*index))
    }

    /// The exceptions in force for an area.
    #[must_use]
    pub fn exceptions(&self, code: &str) -> &[Exception] {
        match self.by_code.get(code).map(|index| &self.sheets[*index].ground) {
            Some(Ground::Composed(_, exceptions)) => exceptions,
            _ => &[],
        }
    }

    /// All places with the lines drawn for them, and the exceptions agreed: what [`Atlas::on`] was made of.
    pub(crate) fn unfolded(&self) -> (Vec<(Place, Option<Shape>)>, Vec<Exception>) {
        let drawn = |sheet: &Sheet| match &sheet.ground {
            Ground::Drawn(shape) => (sheet.place.clone(), Some(shape.clone())),
            Ground::Composed(..) | Ground::Unknown => (sheet.place.clone(), None),
        };
        let exceptions = self.sheets.iter().flat_map(|sheet| self.exceptions(sheet.place.code.as_str()).to_vec());
        (self.sheets.iter().map(drawn).collect(), exceptions.collect())
    }

    pub(crate) fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    pub(crate) fn shape_at(&self, index: usize) -> Option<&Shape> {
        match &self.sheets[index].ground {
            Ground::Drawn(shape) | Ground::Composed(shape, _) => Some(shape),
            Ground::Unknown => None,
        }
    }
}

/// The ground of all `blocks` together, with what was agreed to add and then without what was agreed to leave out.
fn compose(blocks: &[&Shape], exceptions: &[Exception]) -> Option<Shape> {
    let pieces = |change: Change| exceptions.iter().filter(move |exception| exception.change == change);
    let added = pieces(Change::Added).map(|exception| exception.piece.pieces());
    let together = unary_union(blocks.iter().map(|block| block.pieces()).chain(added));
    let left = pieces(Change::LeftOut).fold(together, |ground, exception| ground.difference(exception.piece.pieces()));
    Shape::tidy(&left)
}

#[cfg(test)]
mod tests {
    use geo::Area;

    use super::*;
    use crate::test_town::{centres, code, crooked_wards, day, place, point, rectangle};
    use proptest::prelude::*;

    fn exception(area: &str, change: Change, piece: Shape) -> Exception {
        Exception {
            area: code(area),
            change,
            piece,
            reason: "The canal is where people say the area ends".to_owned(),
            valid_from: Date::constant(2009, 7, 9),
            valid_to: Some(Date::constant(2030, 1, 1)),
        }
    }

    /// Two wards side by side in area one, a third to the east in area two, all in one borough.
    fn three_wards() -> Vec<(Place, Option<Shape>)> {
        vec![
            (place(Kind::Ward, "w1", &["a1"]), Some(rectangle(-2.03, 52.6, -2.02, 52.61))),
            (place(Kind::Ward, "w2", &["a1"]), Some(rectangle(-2.02, 52.6, -2.01, 52.61))),
            (place(Kind::Ward, "w3", &["a2"]), Some(rectangle(-2.01, 52.6, -2.0, 52.61))),
            (place(Kind::Area, "a1", &["b"]), None),
            (place(Kind::Area, "a2", &["b"]), None),
            (place(Kind::Borough, "b", &[]), None),
        ]
    }

    #[test]
    fn an_area_is_its_wards_and_a_borough_its_areas_wards() {
        let atlas = Atlas::on(day(), three_wards(), []);
        let area = atlas.shape("a1").unwrap();
        assert_eq!(area.pieces().0.len(), 1);
        assert_eq!(area.bounds(), rectangle(-2.03, 52.6, -2.01, 52.61).bounds());
        assert_eq!(atlas.shape("b").unwrap().bounds(), rectangle(-2.03, 52.6, -2.0, 52.61).bounds());
        let order: Vec<&str> = atlas.places().map(|place| place.code.as_str()).collect();
        assert_eq!(order, ["w1", "w2", "w3", "a1", "a2", "b"]);
        assert_eq!(atlas.within("a1").count(), 2);
    }

    #[test]
    fn agreed_exceptions_move_the_line_while_they_are_in_force() {
        let piece = rectangle(-2.01, 52.6, -2.005, 52.61);
        let swap = [exception("a1", Change::Added, piece.clone()), exception("a2", Change::LeftOut, piece)];
        let spot = point(52.605, -2.007);

        let agreed = Atlas::on(day(), three_wards(), swap.clone());
        assert!(agreed.shape("a1").unwrap().contains(spot));
        assert!(!agreed.shape("a2").unwrap().contains(spot));
        assert!(agreed.shape("b").unwrap().contains(spot), "the borough keeps all its ground");
        assert_eq!(agreed.exceptions("a1").len(), 1);

        let before = Atlas::on(Date::constant(2009, 7, 8), three_wards(), swap);
        assert!(before.shape("a2").unwrap().contains(spot));
        assert!(before.exceptions("a1").is_empty());
    }

    #[test]
    fn a_past_day_is_shown_as_it_was() {
        let mut places = three_wards();
        places[2].0.valid_to = Some(Date::constant(2026, 5, 7));
        let mut moved = places[2].clone();
        moved.0.parents = vec![code("a1")];
        moved.0.valid_from = Date::constant(2026, 5, 7);
        moved.0.valid_to = None;
        places.push(moved);

        let then = Atlas::on(Date::constant(2026, 5, 6), places.clone(), []);
        let now = Atlas::on(Date::constant(2026, 5, 7), places, []);
        assert_eq!(then.within("a1").count(), 2);
        assert_eq!(now.within("a1").count(), 3);
        assert!(now.shape("a2").is_none(), "an area without wards has no ground");
    }

    #[test]
    fn a_ring_of_parents_ends_and_a_missing_parent_is_not_there() {
        let places = vec![
            (place(Kind::Ward, "w", &["a", "gone"]), Some(rectangle(-2.0, 52.6, -1.9, 52.7))),
            (place(Kind::Area, "a", &["b"]), None),
            (place(Kind::Area, "b", &["a"]), None),
        ];
        let atlas = Atlas::on(day(), places, []);
        assert_eq!(atlas.shape("a"), atlas.shape("b"));
        assert!(atlas.shape("gone").is_none());
    }

    proptest! {
        #[test]
        fn areas_of_whole_wards_cover_just_their_wards(centres in centres(2..14), bends in 0_u32..12) {
            let wards = crooked_wards(&centres, bends);
            let codes: Vec<String> = (0..wards.len()).map(|which| format!("w{which:02}")).collect();
            let mut places: Vec<(Place, Option<Shape>)> = vec![
                (place(Kind::Area, "a0", &[]), None),
                (place(Kind::Area, "a1", &[]), None),
            ];
            for (which, (text, shape)) in codes.iter().zip(&wards).enumerate() {
                places.push((place(Kind::Ward, text, &[["a0", "a1"][which % 2]]), Some(shape.clone())));
            }
            let atlas = Atlas::on(day(), places, []);
            for (area, first) in [("a0", 0), ("a1", 1)] {
                let own: f64 = wards.iter().skip(first).step_by(2).map(|ward| ward.pieces().unsigned_area()).sum();
                let shape = atlas.shape(area).unwrap();
                prop_assert!((shape.pieces().unsigned_area() / own - 1.0).abs() < 1e-6);
                for (which, ward) in wards.iter().enumerate() {
                    let inside = ward.centre();
                    prop_assert_eq!(shape.contains(inside), which % 2 == first);
                }
            }
        }
    }
}
