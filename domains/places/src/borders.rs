//! Which wards border on each other.

use std::collections::{BTreeSet, HashMap, HashSet};

use base::Id;
use geo::CoordsIter as _;

use crate::known::Places;
use crate::place::Kind;

/// So many corners of a line are one border; at a single corner two wards only meet.
const CORNERS: usize = 2;
/// Corners lie on one grid, so that the same corner is the same whole number of ten-millionths of a degree.
const GRID: f64 = 1e7;

impl Places {
    /// The pairs of wards that have a piece of border in common, each pair both ways. Wards nobody has drawn have none.
    #[must_use]
    pub fn borders(&self) -> BTreeSet<(Id, Id)> {
        let atlas = self.lookup().atlas();
        let mut at: HashMap<(i64, i64), HashSet<Id>> = HashMap::new();
        for ward in atlas.of_kind(Kind::Ward) {
            let (Some(id), Some(shape)) = (self.id(ward), atlas.shape(ward.code.as_str())) else { continue };
            for corner in shape.pieces().coords_iter() {
                let corner = ((corner.x * GRID).round() as i64, (corner.y * GRID).round() as i64);
                at.entry(corner).or_default().insert(id);
            }
        }
        let mut shared: HashMap<(Id, Id), usize> = HashMap::new();
        for wards in at.values() {
            for one in wards {
                for other in wards.iter().filter(|other| *other != one) {
                    *shared.entry((*one, *other)).or_default() += 1;
                }
            }
        }
        shared.into_iter().filter(|(_, corners)| *corners >= CORNERS).map(|(pair, _)| pair).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::demo::Demonstration;
    use crate::place::Code;
    use crate::test_town::day;

    #[test]
    fn borders_are_the_same_from_both_sides_and_no_ward_of_walsall_is_alone_or_beside_all() {
        let atlas = Demonstration::walsall().expect("the borough").on(day());
        let keys: BTreeMap<Code, Id> =
            (1_u8..).zip(atlas.places()).map(|(at, place)| (place.code.clone(), Id::from_bytes([at; 16]))).collect();
        let places = Places::new(atlas, keys);
        let borders = places.borders();
        assert!(borders.iter().all(|(one, other)| one != other && borders.contains(&(*other, *one))));
        for ward in places.lookup().atlas().of_kind(Kind::Ward) {
            let beside = borders.iter().filter(|(one, _)| Some(*one) == places.id(ward)).count();
            assert!((1..12).contains(&beside), "{}: {beside}", ward.name);
        }
    }
}
