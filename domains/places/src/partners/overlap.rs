//! How much of our places lies in each of a partner's divisions. Pure.

use std::collections::BTreeMap;

use base::{Date, Id};
use geo::{Area, BooleanOps};

use crate::point::Bounds;
use crate::shape::Shape;

/// What is less than this share of both is a difference of drawing, not of ground: two surveys of one street.
pub(crate) const SLIVER: f64 = 0.01;

/// A place lies in one division from this share on.
pub(crate) const WHOLE: f64 = 1.0 - SLIVER;

db::row! {
    /// The ground that a division and a place share.
    pub struct Overlap {
        /// The partner's.
        pub division: Id,
        /// Ours.
        pub place: Id,
        /// How much ground.
        pub square_metres: f64,
        /// Which share of the place, from 0 to 1.
        pub of_place: f64,
        /// Which share of the division, from 0 to 1.
        pub of_division: f64,
    }
}

/// An overlap and the days on which it is so.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Held {
    pub overlap: Overlap,
    pub from: Date,
    pub until: Option<Date>,
}

/// Our places and their divisions from one day until the next on which either changes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Days {
    pub from: Date,
    pub until: Option<Date>,
    pub ours: BTreeMap<Id, Shape>,
    pub theirs: BTreeMap<Id, Theirs>,
}

/// The ground of a division.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Theirs {
    /// Lines, the partner's own or those of the places it covers.
    Drawn(Shape),
    /// Places that nobody has drawn yet.
    Undrawn(Vec<Id>),
}

/// All overlaps with the days on which they hold, measured day by day. What stays the same while something else changes is
/// neither measured again nor another row.
#[derive(Debug, Default)]
pub(crate) struct OverTime {
    held: Vec<Held>,
    /// Which of them hold on the days measured last.
    open: BTreeMap<(Id, Id), usize>,
    before: Option<Days>,
}

impl OverTime {
    /// Goes on with the days that follow those measured before.
    pub fn measure(&mut self, days: Days) {
        let mut open = BTreeMap::new();
        for overlap in self.overlaps(&days) {
            let key = (overlap.division, overlap.place);
            let goes_on = self.open.get(&key).copied().filter(|at| {
                let follows = |held: &Held| held.overlap == overlap && held.until == Some(days.from);
                self.held.get(*at).is_some_and(follows)
            });
            let at = goes_on.unwrap_or(self.held.len());
            match self.held.get_mut(at) {
                Some(held) => held.until = days.until,
                None => self.held.push(Held { overlap, from: days.from, until: days.until }),
            }
            open.insert(key, at);
        }
        (self.open, self.before) = (open, Some(days));
    }

    /// All that was measured.
    pub fn done(self) -> Vec<Held> {
        self.held
    }

    fn overlaps(&self, days: &Days) -> Vec<Overlap> {
        let ours: Vec<(Id, &Shape, Bounds)> = days.ours.iter().map(|(id, own)| (*id, own, own.bounds())).collect();
        let mut found = Vec::new();
        for (division, theirs) in &days.theirs {
            let shape = match theirs {
                Theirs::Drawn(shape) => shape,
                Theirs::Undrawn(places) => {
                    found.extend(places.iter().map(|place| by_count(*division, *place, places.len())));
                    continue;
                }
            };
            let bounds = shape.bounds();
            for (place, own, _) in ours.iter().filter(|(_, _, around)| around.meets(&bounds)) {
                let same = self.before.as_ref().is_some_and(|before| {
                    before.ours.get(place) == Some(*own) && before.theirs.get(division) == Some(theirs)
                });
                if same {
                    let known = self.open.get(&(*division, *place)).and_then(|at| self.held.get(*at));
                    found.extend(known.map(|held| held.overlap.clone()));
                } else {
                    found.extend(shared(*division, shape, *place, own));
                }
            }
        }
        found
    }
}

/// The ground that both have; nothing when it is only a difference of drawing.
fn shared(division: Id, theirs: &Shape, place: Id, ours: &Shape) -> Option<Overlap> {
    let both = theirs.pieces().intersection(ours.pieces()).unsigned_area();
    let share = |whole: &Shape| (both / whole.pieces().unsigned_area()).clamp(0.0, 1.0);
    let (of_place, of_division) = (share(ours), share(theirs));
    let square_metres = (ours.area_m2() * of_place).round();
    (of_place >= SLIVER || of_division >= SLIVER).then_some(Overlap {
        division,
        place,
        square_metres,
        of_place,
        of_division,
    })
}

/// A place that somebody put in a division while neither has lines: all of it, and one of so many.
fn by_count(division: Id, place: Id, of: usize) -> Overlap {
    Overlap { division, place, square_metres: 0.0, of_place: 1.0, of_division: 1.0 / of.max(1) as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_town::{centres, crooked_wards, rectangle};
    use base::Dice;
    use proptest::prelude::*;

    fn ids(how_many: usize) -> Vec<Id> {
        let (dice, now) = (Dice::seeded(3), base::Instant::parse("2027-03-02T09:30:00Z").unwrap());
        (0..how_many).map(|_| dice.id(now)).collect()
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn over_time(days: impl IntoIterator<Item = Days>) -> Vec<Held> {
        let mut over_time = OverTime::default();
        days.into_iter().for_each(|days| over_time.measure(days));
        over_time.done()
    }

    fn always(ours: Vec<(Id, Shape)>, theirs: Vec<(Id, Shape)>) -> Days {
        let theirs = theirs.into_iter().map(|(id, shape)| (id, Theirs::Drawn(shape))).collect();
        Days { from: day("2020-01-01"), until: None, ours: ours.into_iter().collect(), theirs }
    }

    #[test]
    fn shares_are_of_the_place_and_of_the_division() {
        let [ward, sector, far] = ids(3).try_into().unwrap();
        let ours = vec![(ward, rectangle(-2.0, 52.6, -1.9, 52.7))];
        let theirs = vec![(sector, rectangle(-1.95, 52.6, -1.75, 52.7)), (far, rectangle(-1.5, 52.6, -1.4, 52.7))];
        let held = over_time([always(ours, theirs)]);
        let [one] = held.as_slice() else { panic!("{held:?}") };
        assert!((one.overlap.of_place - 0.5).abs() < 1e-6 && (one.overlap.of_division - 0.25).abs() < 1e-6, "{one:?}");
        assert_eq!((one.overlap.place, one.overlap.division, one.until), (ward, sector, None));
    }

    #[test]
    fn lines_that_two_surveys_drew_a_little_apart_are_the_same_lines() {
        let [left, right, sector] = ids(3).try_into().unwrap();
        let ours = vec![(left, rectangle(-2.0, 52.6, -1.9, 52.7)), (right, rectangle(-1.9, 52.6, -1.8, 52.7))];
        let theirs = vec![(sector, rectangle(-2.0, 52.6, -1.8997, 52.7))];
        let held = over_time([always(ours, theirs)]);
        assert_eq!(held.len(), 1, "a third of a hundredth is no ground: {held:?}");
        assert!(held[0].overlap.of_place >= WHOLE);
    }

    #[test]
    fn what_changes_on_a_day_holds_until_before_it_and_what_does_not_goes_on() {
        let [moved, still, sector] = ids(3).try_into().unwrap();
        let stays = rectangle(-1.9, 52.6, -1.8, 52.7);
        let theirs = || vec![(sector, rectangle(-2.0, 52.6, -1.8, 52.7))];
        let mut before = always(vec![(moved, rectangle(-2.1, 52.6, -1.9, 52.7)), (still, stays.clone())], theirs());
        before.until = Some(day("2026-05-07"));
        let mut after = always(vec![(moved, rectangle(-2.0, 52.6, -1.9, 52.7)), (still, stays)], theirs());
        after.from = day("2026-05-07");
        let held = over_time([before, after]);
        let of = |place: Id| -> Vec<(Date, Option<Date>)> {
            held.iter().filter(|one| one.overlap.place == place).map(|one| (one.from, one.until)).collect()
        };
        assert_eq!(of(still), [(day("2020-01-01"), None)]);
        assert_eq!(of(moved), [(day("2020-01-01"), Some(day("2026-05-07"))), (day("2026-05-07"), None)]);
    }

    #[test]
    fn places_without_lines_are_shared_out_by_their_number() {
        let [one, two, sector] = ids(3).try_into().unwrap();
        let mut days = always(vec![], vec![]);
        days.theirs.insert(sector, Theirs::Undrawn(vec![one, two]));
        let held = over_time([days]);
        assert!(held.iter().all(|held| held.overlap.of_place >= 1.0 && held.overlap.of_division <= 0.5), "{held:?}");
        assert_eq!(held.len(), 2);
    }

    proptest! {
        #[test]
        fn divisions_that_cover_everything_share_every_ward_out_once(
            ours in centres(2..10), theirs in centres(2..8), bends in 0_u32..4
        ) {
            let (wards, sectors) = (crooked_wards(&ours, bends), crooked_wards(&theirs, 1));
            let keys = ids(wards.len() + sectors.len());
            let (own, other) = keys.split_at(wards.len());
            let days = always(
                own.iter().copied().zip(wards.iter().cloned()).collect(),
                other.iter().copied().zip(sectors.iter().cloned()).collect(),
            );
            let held = over_time([days]);
            let ground: f64 = wards.iter().map(|ward| ward.pieces().unsigned_area()).sum();
            let covered: f64 = sectors.iter().map(|sector| sector.pieces().unsigned_area()).sum();
            let both: f64 = wards.iter().flat_map(|ward| sectors.iter().map(move |sector| {
                ward.pieces().intersection(sector.pieces()).unsigned_area()
            })).sum();
            prop_assert!(both <= ground.min(covered) * (1.0 + 1e-6));
            for ward in own {
                let shares: f64 = held.iter().filter(|one| one.overlap.place == *ward).map(|one| one.overlap.of_place).sum();
                prop_assert!(shares <= 1.0 + 1e-6, "{}", shares);
            }
            for one in &held {
                prop_assert!(one.overlap.of_place >= SLIVER || one.overlap.of_division >= SLIVER);
            }
        }
    }
}
