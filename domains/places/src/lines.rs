//! By which lines a record is found in a place: those of the day it came in, or those of today (MAN-02).

use std::collections::BTreeSet;
use std::sync::Arc;

use access::Scope;
use base::{Date, Id, Problem};

use crate::known::Places;
use crate::store;

db::words! {
    /// Which of a record's places count.
    #[derive(Default)]
    pub enum Lines {
        /// Those drawn on the day it was heard or opened: what was reported then reads the same for ever.
        #[default]
        Then = "then",
        /// Those its spot lies in today.
        Now = "now",
    }
}

/// One of a record's places, and by which lines it lies there. No place is named twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lies {
    /// The place.
    pub place: Id,
    /// On the day it came in.
    pub is_then: bool,
    /// Today.
    pub is_now: bool,
}

/// Where a record lies by the lines of the day it came in and by those of today. Where one of the two holds it nowhere, the
/// other says it for both: nobody's words are put nowhere.
#[must_use]
pub fn placed(then: &[Id], now: &[Id]) -> Vec<Lies> {
    let or = |one: &[Id], other: &[Id]| if one.is_empty() { other } else { one }.iter().copied().collect();
    by_both(&or(then, now), &or(now, then))
}

/// Where a record lies that lay in `before`, now that its spot is in `now`; `then` replaces the places of the day it came
/// in where lines were drawn anew from a day before it. Nothing when nothing is otherwise. A spot that no place holds
/// today leaves the record where it is: nobody's words are put nowhere.
#[must_use]
pub fn placed_again(before: &[Lies], then: Option<&[Id]>, now: &[Id]) -> Option<Vec<Lies>> {
    let of = |is: fn(&Lies) -> bool| before.iter().filter(move |lies| is(lies)).map(|lies| lies.place);
    let chosen = |places: Option<&[Id]>, else_: BTreeSet<Id>| match places {
        Some(places) if !places.is_empty() => places.iter().copied().collect(),
        _ => else_,
    };
    let then: BTreeSet<Id> = chosen(then, of(|lies| lies.is_then).collect());
    let now: BTreeSet<Id> = chosen(Some(now), of(|lies| lies.is_now).collect());
    let after = by_both(&then, &now);
    let same = after.len() == before.len() && before.iter().all(|lies| after.contains(lies));
    (!same).then_some(after)
}

fn by_both(then: &BTreeSet<Id>, now: &BTreeSet<Id>) -> Vec<Lies> {
    let lies = |place: Id| Lies { place, is_then: then.contains(&place), is_now: now.contains(&place) };
    then.union(now).map(|place| lies(*place)).collect()
}

/// A partnership's places on every day from one until today, each set of lines read once.
#[derive(Default)]
pub struct Vintages {
    /// From which day on each set of lines holds, the first first.
    sets: Vec<(Date, Arc<Places>)>,
}

impl Vintages {
    /// Reads them: one set for each day on which a line changed.
    ///
    /// # Errors
    /// Whatever the store answers.
    pub async fn since(scope: &Scope, first: Date) -> Result<Self, Problem> {
        let mut vintages = Self::default();
        vintages.reach_back(scope, first).await?;
        Ok(vintages)
    }

    /// Reads those of earlier days that are not read yet, and none twice.
    ///
    /// # Errors
    /// Whatever the store answers.
    pub async fn reach_back(&mut self, scope: &Scope, first: Date) -> Result<(), Problem> {
        let partnership = scope.partnership();
        let read_from = self.sets.first().map(|(from, _)| *from);
        if read_from.is_some_and(|from| from <= first) {
            return Ok(());
        }
        let today = scope.now.date();
        let mut days = scope.site.db.read(move |tx| store::days_of_change(tx, partnership)).await?;
        days.retain(|day| *day <= today);
        let begins = days.partition_point(|day| *day <= first).saturating_sub(1);
        let mut days = days.split_off(begins);
        days.retain(|day| read_from.is_none_or(|from| *day < from));
        if days.is_empty() && read_from.is_none() {
            days.push(today);
        }
        let mut sets = Vec::with_capacity(days.len());
        for day in days {
            let places = scope.site.db.read(move |tx| store::places_on(tx, partnership, day)).await?;
            sets.push((day, Arc::new(places)));
        }
        self.sets.splice(0..0, sets);
        Ok(())
    }

    /// The places as they were drawn on a day; on one before the first that is known, as they were on that.
    #[must_use]
    pub fn on(&self, day: Date) -> &Places {
        let later = self.sets.partition_point(|(from, _)| *from <= day);
        &self.sets[later.saturating_sub(1)].1
    }

    /// The places as they are drawn today.
    #[must_use]
    pub fn today(&self) -> &Places {
        &self.sets[self.sets.len() - 1].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ids(numbers: &BTreeSet<u128>) -> Vec<Id> {
        numbers.iter().map(|number| Id::from_u128(*number)).collect()
    }

    fn lies(then: &BTreeSet<u128>, now: &BTreeSet<u128>) -> Vec<Lies> {
        let place = |number: &u128| Lies {
            place: Id::from_u128(*number),
            is_then: then.contains(number),
            is_now: now.contains(number),
        };
        then.union(now).map(place).collect()
    }

    fn some() -> impl Strategy<Value = BTreeSet<u128>> {
        proptest::collection::btree_set(1_u128..9, 1..5)
    }

    proptest! {
        /// However often lines are drawn anew: what was true then stays, today's places are today's, nobody is nowhere, no
        /// place is named twice, and doing it again changes nothing.
        #[test]
        fn a_record_is_never_lost_nor_doubled(then in some(), now in some(), next in proptest::collection::btree_set(1_u128..9, 0..5)) {
            let before = lies(&then, &now);
            let after = placed_again(&before, None, &ids(&next)).unwrap_or_else(|| before.clone());
            let of = |is: fn(&Lies) -> bool| after.iter().filter(|one| is(one)).map(|one| one.place).collect::<Vec<_>>();
            prop_assert_eq!(of(|one| one.is_then), ids(&then));
            prop_assert_eq!(of(|one| one.is_now), ids(if next.is_empty() { &now } else { &next }));
            let named: BTreeSet<Id> = after.iter().map(|one| one.place).collect();
            prop_assert_eq!(named.len(), after.len());
            prop_assert!(after.iter().all(|one| one.is_then || one.is_now));
            prop_assert_eq!(placed_again(&after, None, &ids(&next)), None);
        }

        /// Lines from a day in the past: what came in since lies where it would have been put.
        #[test]
        fn what_came_in_since_the_day_lies_by_the_new_lines_alone(then in some(), now in some(), next in some()) {
            let before = lies(&then, &now);
            let after = placed_again(&before, Some(&ids(&next)), &ids(&next)).unwrap_or(before);
            prop_assert_eq!(after, lies(&next, &next));
        }
    }
}
