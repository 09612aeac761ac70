//! What an initiative lays over the bodies that are there (SAL-36): the ground it shares with its own body, the ground
//! beyond, and the other bodies whose ground it touches. Everything is compared ward by ward. Pure.

use std::collections::BTreeSet;

use base::{Date, Id};
use places::{Kind, Places};

use crate::known::Bodies;
use crate::model::{Body, Initiative};

/// An initiative's ground beside its body's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overlay {
    /// Of the body's ground, what it covers.
    pub covered: BTreeSet<Id>,
    /// Of the body's ground, what it leaves out.
    pub left_out: BTreeSet<Id>,
    /// What it covers beyond the body's ground.
    pub beyond: BTreeSet<Id>,
    /// The other bodies whose ground it touches, and which ground that is.
    pub others: Vec<(Id, BTreeSet<Id>)>,
}

impl Overlay {
    /// Whether this ground of another body's is all that the initiative covers.
    #[must_use]
    pub fn is_all(&self, ground: &BTreeSet<Id>) -> bool {
        ground.len() == self.covered.len() + self.beyond.len()
    }
}

/// Lays an initiative over its body's ground and over everybody else's.
#[must_use]
pub fn overlay(
    own: &BTreeSet<Id>,
    initiative: &BTreeSet<Id>,
    others: impl IntoIterator<Item = (Id, BTreeSet<Id>)>,
) -> Overlay {
    let touched = |ground: BTreeSet<Id>| ground.intersection(initiative).copied().collect::<BTreeSet<Id>>();
    let others = others.into_iter().map(|(body, ground)| (body, touched(ground)));
    Overlay {
        covered: own.intersection(initiative).copied().collect(),
        left_out: own.difference(initiative).copied().collect(),
        beyond: initiative.difference(own).copied().collect(),
        others: others.filter(|(_, ground)| !ground.is_empty()).collect(),
    }
}

/// [`overlay`] of an initiative as things stand on a day, over its body and over the others that `seen` names.
#[must_use]
pub fn of_initiative<'a>(
    bodies: &Bodies,
    places: &Places,
    (body, initiative): (&Body, &Initiative),
    seen: impl Iterator<Item = &'a Body>,
    day: Date,
) -> Overlay {
    let ground_of = |body: &Body| ground(places, &bodies.places_of(body, day));
    let others = seen.filter(|other| other.id != body.id).map(|other| (other.id, ground_of(other)));
    overlay(&ground_of(body), &ground(places, bodies.covered_by(initiative.id)), others)
}

/// The wards that some places are made of; a place smaller than a ward stands for its ward, and one that no ward is known of
/// for itself.
#[must_use]
pub fn ground(places: &Places, these: &[Id]) -> BTreeSet<Id> {
    let atlas = places.lookup().atlas();
    let wards: Vec<(Id, Vec<Id>)> = atlas
        .of_kind(Kind::Ward)
        .filter_map(|ward| places.id(ward))
        .map(|ward| (ward, places.with_ancestors(ward)))
        .collect();
    let mut ground = BTreeSet::new();
    for place in these {
        let around = places.with_ancestors(*place);
        let within = wards.iter().filter(|(ward, above)| above.contains(place) || around.contains(ward));
        let before = ground.len();
        ground.extend(within.map(|(ward, _)| *ward));
        if ground.len() == before && !wards.iter().any(|(ward, _)| around.contains(ward)) {
            ground.insert(*place);
        }
    }
    ground
}

/// Ground in as few names as say it: areas that lie in it whole, then the wards that are left, by name.
#[must_use]
pub fn named(places: &Places, ground: &BTreeSet<Id>) -> Vec<String> {
    let mut left = ground.clone();
    let mut names = Vec::new();
    for kind in [Kind::Borough, Kind::Area] {
        for place in places.lookup().atlas().of_kind(kind) {
            let Some(id) = places.id(place) else { continue };
            let within = self::ground(places, &[id]);
            if within.len() > 1 && within.is_subset(&left) {
                left = left.difference(&within).copied().collect();
                names.push(place.name.clone());
            }
        }
    }
    let mut wards: Vec<String> = left.iter().filter_map(|id| Some(places.get(*id)?.name.clone())).collect();
    names.sort();
    wards.sort();
    names.into_iter().chain(wards).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::tests::id;
    use proptest::prelude::*;

    fn ground_of(numbers: &BTreeSet<u8>) -> BTreeSet<Id> {
        numbers.iter().map(|number| id(*number)).collect()
    }

    proptest! {
        /// Nothing is lost and nothing told twice: what is covered and what lies beyond is the initiative, what is covered
        /// and what is left out is the body, and no other body is named without ground in common.
        #[test]
        fn an_overlay_tells_all_ground_once(
            own in prop::collection::btree_set(0_u8..12, 0..8),
            initiative in prop::collection::btree_set(0_u8..12, 0..8),
            other in prop::collection::btree_set(0_u8..12, 0..8),
        ) {
            let (own, initiative, other) = (ground_of(&own), ground_of(&initiative), ground_of(&other));
            let laid = overlay(&own, &initiative, [(id(99), other.clone())]);
            prop_assert!(laid.covered.is_disjoint(&laid.beyond) && laid.covered.is_disjoint(&laid.left_out));
            prop_assert_eq!(laid.covered.union(&laid.beyond).copied().collect::<BTreeSet<_>>(), initiative.clone());
            prop_assert_eq!(laid.covered.union(&laid.left_out).copied().collect::<BTreeSet<_>>(), own);
            prop_assert_eq!(laid.others.is_empty(), other.is_disjoint(&initiative));
            prop_assert!(laid.others.iter().all(|(_, ground)| laid.is_all(ground) == initiative.is_subset(&other)));
        }
    }
}
