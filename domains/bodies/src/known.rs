//! A partnership's bodies in memory, of every day: its share of the reference snapshot.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use access::{Part, Scope};
use base::{Date, Id, Problem};
use db::{Error, Tx};

use crate::model::{Body, Initiative, Office, Seat, Served, Sitter, Target, holds};
use crate::store;

/// All bodies a partnership has or had, by name: where each serves, who sits in it, what is in its hands.
#[derive(Debug, Clone, Default)]
pub struct Bodies {
    all: Vec<Body>,
    served: HashMap<Id, Vec<Served>>,
    seats: HashMap<Id, Vec<Seat>>,
    initiatives: Vec<Initiative>,
    covered: HashMap<Id, Vec<Id>>,
    targets: HashMap<Id, Vec<Target>>,
}

/// An office that somebody should hold and nobody does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vacant {
    /// The office.
    pub office: Office,
    /// Since when, and whose seat it was; nothing where nobody has held it yet.
    pub since: Option<(Date, Sitter)>,
}

impl Bodies {
    /// Every one of them, of every day.
    #[must_use]
    pub fn all(&self) -> &[Body] {
        &self.all
    }

    /// By its key.
    #[must_use]
    pub fn get(&self, id: Id) -> Option<&Body> {
        self.all.iter().find(|body| body.id == id)
    }

    /// By its code, also one that ended.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<&Body> {
        self.all.iter().find(|body| body.code == code)
    }

    /// Those this reader may know of: whoever works here knows all, everybody else what is open to the public.
    pub fn seen_by(&self, scope: &Scope) -> impl Iterator<Item = &Body> {
        let works_here = scope.hat().is_some();
        self.all.iter().filter(move |body| body.is_open || works_here)
    }

    /// The one with that code, for a reader who may know of it.
    ///
    /// # Errors
    /// Not found, also where there is one that this reader may not know of.
    pub fn shown_to(&self, scope: &Scope, code: &str) -> Result<&Body, Problem> {
        self.seen_by(scope).find(|body| body.code == code).ok_or(Problem::NotFound)
    }

    /// Every place it serves, served or will serve.
    #[must_use]
    pub fn served(&self, body: Id) -> &[Served] {
        self.served.get(&body).map_or(&[], Vec::as_slice)
    }

    /// The places it serves on a day: nothing before it begins and once it has ended.
    #[must_use]
    pub fn places_of(&self, body: &Body, day: Date) -> Vec<Id> {
        let here = self.served(body.id).iter().filter(|one| body.is_in_force(day) && one.holds(day));
        here.map(|one| one.place).collect::<BTreeSet<Id>>().into_iter().collect()
    }

    /// The places it served last, serves, or will serve first: what its page shows on a day when it is not there.
    #[must_use]
    pub fn places_around(&self, body: &Body, day: Date) -> Vec<Id> {
        self.places_of(body, body.nearest_day(day))
    }

    /// Every seat somebody has, had or will have in it, the first before the others.
    #[must_use]
    pub fn seats(&self, body: Id) -> &[Seat] {
        self.seats.get(&body).map_or(&[], Vec::as_slice)
    }

    /// The seats of a day, by office.
    #[must_use]
    pub fn sitting(&self, body: &Body, day: Date) -> Vec<&Seat> {
        let mut sitting: Vec<&Seat> =
            self.seats(body.id).iter().filter(|seat| body.is_in_force(day) && seat.holds(day)).collect();
        sitting.sort_by_key(|seat| (seat.office, seat.valid_from, seat.id));
        sitting
    }

    /// The offices that nobody holds on a day when somebody should.
    #[must_use]
    pub fn vacant(&self, body: &Body, day: Date) -> Vec<Vacant> {
        if !body.is_in_force(day) {
            return Vec::new();
        }
        let sitting = self.sitting(body, day);
        let nobody = body.offices().filter(|office| !sitting.iter().any(|seat| seat.office == *office));
        let vacant = nobody.map(|office| {
            let held = self.seats(body.id).iter().filter(|seat| seat.office == office && seat.valid_from < day);
            let ended = held.filter_map(|seat| Some((seat.valid_to.filter(|end| *end > seat.valid_from)?, seat)));
            let last = ended.max_by_key(|(end, seat)| (*end, seat.id));
            Vacant { office, since: last.map(|(end, seat)| (end, seat.sitter())) }
        });
        vacant.collect()
    }

    /// What took over from a body by `day`, and from that one in its turn: itself while nothing has. Each succeeds on a day
    /// when it is there and so ends later than the one before, which is why this comes to an end.
    #[must_use]
    pub fn answering<'a>(&'a self, body: &'a Body, day: Date) -> &'a Body {
        let next = body.successor.filter(|_| body.valid_to.is_some_and(|end| end <= day));
        match next.and_then(|next| self.get(next)) {
            Some(next) if next.valid_to.is_none_or(|end| body.valid_to.is_some_and(|before| before < end)) => {
                self.answering(next, day)
            }
            _ => body,
        }
    }

    /// The bodies that went on as this one or are to, by name.
    pub fn before(&self, body: Id) -> impl Iterator<Item = &Body> {
        self.all.iter().filter(move |other| other.successor == Some(body))
    }

    /// The initiatives in its hands on a day: its own, and those of the bodies it took over from. What has ended stays.
    pub fn initiatives_of<'a>(&'a self, body: &'a Body, day: Date) -> impl Iterator<Item = &'a Initiative> {
        let in_its_hands = move |initiative: &&Initiative| {
            let attached = self.get(initiative.body);
            attached.is_some_and(|attached| self.answering(attached, day).id == body.id)
        };
        self.initiatives.iter().filter(in_its_hands)
    }

    /// An initiative by its key.
    #[must_use]
    pub fn initiative(&self, id: Id) -> Option<&Initiative> {
        self.initiatives.iter().find(|initiative| initiative.id == id)
    }

    /// The places an initiative covers.
    #[must_use]
    pub fn covered_by(&self, initiative: Id) -> &[Id] {
        self.covered.get(&initiative).map_or(&[], Vec::as_slice)
    }

    /// What an initiative is to reach, in the order it was said.
    #[must_use]
    pub fn targets_of(&self, initiative: Id) -> &[Target] {
        self.targets.get(&initiative).map_or(&[], Vec::as_slice)
    }

    /// Of which level and place what is open stands before a body on a day. A place that came from a body it took over
    /// from keeps that body's level beside its own, so that nothing open falls between two levels.
    #[must_use]
    pub fn decides(&self, body: &Body, day: Date) -> BTreeSet<(i64, Id)> {
        let mut decides = BTreeSet::new();
        for served in self.served(body.id).iter().filter(|one| body.is_in_force(day) && one.holds(day)) {
            decides.extend(body.level.map(|level| (level, served.place)));
            decides.extend(self.levels_before(served, body).into_iter().map(|level| (level, served.place)));
        }
        decides
    }

    /// The levels of the bodies a place came from, one after the other.
    fn levels_before(&self, served: &Served, body: &Body) -> BTreeSet<i64> {
        let mut levels = BTreeSet::new();
        let (mut at, mut seen) = (*served, BTreeSet::from([body.id]));
        while let Some(before) = at.came_from.and_then(|id| self.get(id)).filter(|before| seen.insert(before.id)) {
            levels.extend(before.level);
            let earlier = self.served(before.id).iter().filter(|one| one.place == served.place);
            match earlier.max_by_key(|one| one.valid_from) {
                Some(earlier) => at = *earlier,
                None => break,
            }
        }
        levels
    }
}

impl Served {
    /// Whether it is served on a day.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        holds((self.valid_from, self.valid_to), day)
    }
}

impl Seat {
    /// Whether somebody sits there on a day.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        holds((self.valid_from, self.valid_to), day)
    }
}

/// Reads them with the rest of the snapshot.
///
/// # Errors
/// Whatever the store answers.
pub fn load(tx: &mut Tx<'_>, partnership: Id, _today: Date) -> Result<Part, Error> {
    Ok(Arc::new(read(tx, partnership)?))
}

/// The bodies as they stand in this transaction.
///
/// # Errors
/// Whatever the store answers.
pub fn read(tx: &mut Tx<'_>, partnership: Id) -> Result<Bodies, Error> {
    let all = store::bodies(tx, partnership)?;
    if all.is_empty() {
        return Ok(Bodies::default());
    }
    let initiatives = store::initiatives(tx, partnership)?;
    let mut bodies = Bodies { all, initiatives, ..Bodies::default() };
    for served in store::places(tx, partnership)? {
        bodies.served.entry(served.body).or_default().push(served);
    }
    for seat in store::seats(tx, partnership)? {
        bodies.seats.entry(seat.body).or_default().push(seat);
    }
    for (initiative, place) in store::covered(tx, partnership)? {
        bodies.covered.entry(initiative).or_default().push(place);
    }
    for target in store::targets(tx, partnership)? {
        bodies.targets.entry(target.initiative).or_default().push(target);
    }
    Ok(bodies)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::tests::{body, day, id};
    use proptest::prelude::*;

    fn served(at: u8, place: u8, came_from: Option<u8>, from: i64) -> Served {
        Served { body: id(at), place: id(place), came_from: came_from.map(id), valid_from: day(from), valid_to: None }
    }

    fn seat(key: u8, office: Office, person: u8, (from, to): (i64, Option<i64>)) -> Seat {
        let person = Some(id(person));
        let (valid_from, valid_to) = (day(from), to.map(day));
        Seat { id: id(key), body: id(1), office, person, organisation: None, came_from: None, valid_from, valid_to }
    }

    proptest! {
        /// However many bodies went on as one another: on every day exactly one answers, it has not ended while another could,
        /// and asking it again changes nothing.
        #[test]
        fn on_every_day_one_body_answers_for_what_was_given_to_the_first(ends in prop::collection::vec(1_i64..10, 1..6)) {
            let mut at = 0;
            let mut all = Vec::new();
            for (number, length) in (1_u8..).zip(&ends) {
                at += length;
                all.push(body(number, (0, Some(at)), Some(number + 1)));
            }
            let last = u8::try_from(ends.len()).expect("few") + 1;
            all.push(body(last, (0, None), None));
            let bodies = Bodies { all, ..Bodies::default() };
            let first = bodies.get(id(1)).expect("the first");
            for today in 0..70 {
                let answers = bodies.answering(first, day(today));
                prop_assert!(answers.is_in_force(day(today)));
                prop_assert_eq!(bodies.answering(answers, day(today)).id, answers.id);
            }
        }

        #[test]
        fn an_office_is_held_or_vacant_and_never_both(spans in prop::collection::vec((0_i64..30, 1_i64..10), 0..5)) {
            let seats: Vec<Seat> = (10_u8..).zip(spans)
                .map(|(key, (from, length))| seat(key, Office::Chair, key, (from, Some(from + length)))).collect();
            let bodies = Bodies { all: vec![body(1, (0, None), None)], seats: HashMap::from([(id(1), seats)]), ..Bodies::default() };
            let one = bodies.get(id(1)).expect("the body");
            for today in 0..50 {
                let held = bodies.sitting(one, day(today)).iter().any(|seat| seat.office == Office::Chair);
                let vacant = bodies.vacant(one, day(today));
                prop_assert_eq!(held, !vacant.iter().any(|vacant| vacant.office == Office::Chair));
                prop_assert!(vacant.iter().all(|vacant| vacant.since.is_none_or(|(since, _)| since <= day(today))));
            }
        }
    }

    #[test]
    fn a_ring_of_successors_comes_to_an_end() {
        let all = vec![body(1, (0, Some(5)), Some(2)), body(2, (0, Some(5)), Some(1))];
        let bodies = Bodies { all, ..Bodies::default() };
        assert_eq!(bodies.answering(&bodies.all[0], day(9)).id, id(1));
    }

    #[test]
    fn what_was_open_before_a_body_is_before_whatever_it_went_on_as_with_its_places() {
        let mut board = body(2, (0, None), None);
        board.level = Some(2);
        let all = vec![body(1, (0, Some(5)), Some(2)), board];
        let rows = [served(1, 50, None, 0), served(2, 60, None, 0), served(2, 50, Some(1), 5)];
        let mut bodies = Bodies { all, ..Bodies::default() };
        for row in rows {
            bodies.served.entry(row.body).or_default().push(row);
        }
        let (old, new) = (&bodies.all[0], &bodies.all[1]);
        assert_eq!(bodies.decides(old, day(4)), BTreeSet::from([(1, id(50))]));
        assert_eq!(bodies.decides(new, day(4)), BTreeSet::from([(2, id(60))]));
        assert!(bodies.decides(old, day(5)).is_empty(), "it ended");
        assert_eq!(bodies.decides(new, day(5)), BTreeSet::from([(1, id(50)), (2, id(50)), (2, id(60))]));
        assert_eq!(bodies.places_around(old, day(9)), [id(50)], "its page still says what it served last");
    }

    #[test]
    fn a_vacancy_says_since_when_and_whose_seat_it_was() {
        let seats = vec![seat(10, Office::Chair, 7, (0, Some(4)))];
        let bodies =
            Bodies { all: vec![body(1, (0, None), None)], seats: HashMap::from([(id(1), seats)]), ..Bodies::default() };
        let vacant = bodies.vacant(&bodies.all[0], day(6));
        assert_eq!(vacant[0], Vacant { office: Office::Chair, since: Some((day(4), Sitter::Person(id(7)))) });
        assert_eq!(vacant[1], Vacant { office: Office::Clerk, since: None });
    }
}
