//! What a body is, who sits in it and what may be done with it. Pure.

use base::{Conflict, Date, Id, Problem};

db::words! {
    /// What kind of law and custom a body meets under (domain.md, "Bodies"). What each is called is the partnership's term.
    pub enum Class {
        /// Of the council: notice, papers and votes as the law says.
        CouncilCommittee = "council_committee",
        /// Of the agencies that work somewhere together.
        Partnership = "partnership",
        /// Of the people who live there.
        Community = "community",
    }
}

db::words! {
    /// What somebody is in a body.
    pub enum Office {
        /// Holds the meeting.
        Chair = "chair",
        /// Answers for the work between meetings.
        Lead = "lead",
        /// Papers, notices, minutes.
        Clerk = "clerk",
        /// Has a seat and no more to do than the others.
        Member = "member",
    }
}

impl Office {
    /// Offices that one holds at a time, and that are vacant while nobody does.
    pub const SINGLE: &[Self] = &[Self::Chair, Self::Lead, Self::Clerk];

    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Chair => "Chair",
            Self::Lead => "Lead",
            Self::Clerk => "Clerk",
            Self::Member => "Member",
        }
    }
}

db::words! {
    /// Where a body stands on a day.
    pub enum State {
        /// It is to begin.
        Planned = "planned",
        /// It is there.
        Standing = "standing",
        /// It is there, and the day on which it ends is set.
        Ending = "ending",
        /// It is no more.
        Ended = "ended",
    }
}

/// What may be done from where: the API's 409 and the links of the page come from this table.
pub const TRANSITIONS: &[(&str, &[State])] = &[
    ("change", &[State::Planned, State::Standing, State::Ending]),
    ("seat", &[State::Planned, State::Standing, State::Ending]),
    ("initiative", &[State::Planned, State::Standing, State::Ending]),
    ("end", &[State::Planned, State::Standing]),
];

impl State {
    /// What may be done now.
    #[must_use]
    pub fn allowed(self) -> Vec<&'static str> {
        TRANSITIONS.iter().filter(|(_, from)| from.contains(&self)).map(|(verb, _)| *verb).collect()
    }

    /// # Errors
    /// [`Conflict::State`] when `verb` cannot be done from here.
    pub fn may(self, verb: &str) -> Result<(), Problem> {
        let allowed = self.allowed();
        if allowed.contains(&verb) {
            return Ok(());
        }
        Err(Problem::Conflict(Conflict::State { now: self.as_str(), allowed }))
    }
}

db::row! {
    /// A body as stored.
    pub struct Body {
        /// Its key.
        pub id: Id,
        /// Its short code, which stands in its address.
        pub code: String,
        /// Its name.
        pub name: String,
        /// Under what law and custom it meets.
        pub class: Class,
        /// Its tier, by the code of the partnership's term.
        pub kind: Option<String>,
        /// The level it decides at, if it decides issues.
        pub level: Option<i64>,
        /// What it is for: its terms of reference.
        pub purpose: String,
        /// The offices somebody should hold, as they are stored; see [`Body::offices`].
        pub offices: String,
        /// Whether the public may come, and so read who sits in it.
        pub is_open: bool,
        /// From which day.
        pub valid_from: Date,
        /// Until which day, without it.
        pub valid_to: Option<Date>,
        /// What it went on as.
        pub successor: Option<Id>,
        /// Its version.
        pub version: i64,
    }
}

impl Body {
    /// The offices that somebody should hold, chair first.
    pub fn offices(&self) -> impl Iterator<Item = Office> {
        let named = |office: &Office| self.offices.split(' ').any(|word| word == office.as_str());
        Office::SINGLE.iter().copied().filter(named)
    }

    /// Where it stands on a day.
    #[must_use]
    pub fn state(&self, day: Date) -> State {
        match self.valid_to {
            Some(end) if end <= day => State::Ended,
            _ if self.valid_from > day => State::Planned,
            Some(_) => State::Ending,
            None => State::Standing,
        }
    }

    /// The day itself while it is there, else its first or last.
    #[must_use]
    pub fn nearest_day(&self, day: Date) -> Date {
        let last = self.valid_to.and_then(|end| end.yesterday().ok());
        last.map_or(day, |last| day.min(last)).max(self.valid_from)
    }

    /// Whether it is there on a day.
    #[must_use]
    pub fn is_in_force(&self, day: Date) -> bool {
        holds((self.valid_from, self.valid_to), day)
    }
}

/// The offices as they are stored: each once, chair first.
#[must_use]
pub fn offices_stored(offices: &[Office]) -> String {
    let named: Vec<&str> =
        Office::SINGLE.iter().filter(|office| offices.contains(office)).map(|office| office.as_str()).collect();
    named.join(" ")
}

db::row! {
    /// A place that a body serves, served or will serve.
    #[derive(Copy)]
    pub struct Served {
        /// The body.
        pub body: Id,
        /// The place.
        pub place: Id,
        /// The body that served it before and went on as this one.
        pub came_from: Option<Id>,
        /// From which day.
        pub valid_from: Date,
        /// Until which day, without it.
        pub valid_to: Option<Date>,
    }
}

db::row! {
    /// A seat that somebody has, had or will have.
    #[derive(Copy)]
    pub struct Seat {
        /// Its key.
        pub id: Id,
        /// The body.
        pub body: Id,
        /// In what office.
        pub office: Office,
        /// The person whose seat it is.
        pub person: Option<Id>,
        /// The organisation whose seat it is.
        pub organisation: Option<Id>,
        /// The body in which they sat before it went on as this one.
        pub came_from: Option<Id>,
        /// From which day.
        pub valid_from: Date,
        /// Until which day, without it.
        pub valid_to: Option<Date>,
    }
}

/// Whose a seat is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sitter {
    /// Somebody who works here.
    Person(Id),
    /// An organisation, whoever it sends.
    Organisation(Id),
}

impl Sitter {
    /// As it is stored: the person, the organisation.
    #[must_use]
    pub const fn parts(self) -> (Option<Id>, Option<Id>) {
        match self {
            Self::Person(id) => (Some(id), None),
            Self::Organisation(id) => (None, Some(id)),
        }
    }
}

impl Seat {
    /// Whose it is.
    #[must_use]
    pub fn sitter(&self) -> Sitter {
        match (self.person, self.organisation) {
            (Some(person), _) => Sitter::Person(person),
            (None, organisation) => Sitter::Organisation(organisation.unwrap_or_default()),
        }
    }
}

db::row! {
    /// A new initiative in the hands of a body that was there before it (SAL-36).
    pub struct Initiative {
        /// Its key.
        pub id: Id,
        /// The body it was attached to.
        pub body: Id,
        /// Its name.
        pub name: String,
        /// What it is about.
        pub about: String,
        /// From which day.
        pub valid_from: Date,
        /// Until which day, without it.
        pub valid_to: Option<Date>,
        /// Its version.
        pub version: i64,
    }
}

db::row! {
    /// What an initiative is to reach.
    pub struct Target {
        /// The initiative.
        pub initiative: Id,
        /// What is counted: "homes made fit to live in".
        pub what: String,
        /// How many.
        pub number: i64,
        /// By which day.
        pub due_on: Date,
    }
}

/// Whether something holds on `day` that holds from one day until before another.
#[must_use]
pub fn holds((from, to): (Date, Option<Date>), day: Date) -> bool {
    from <= day && to.is_none_or(|end| day < end)
}

/// Whether two spans of days have a day in common.
#[must_use]
pub fn overlap(one: (Date, Option<Date>), other: (Date, Option<Date>)) -> bool {
    let begins_before_end = |from: Date, to: Option<Date>| to.is_none_or(|end| from < end);
    let has_days = |(from, to)| begins_before_end(from, to);
    has_days(one) && has_days(other) && begins_before_end(one.0, other.1) && begins_before_end(other.0, one.1)
}

/// Whether a new seat fits among those there are: within the body's days, and neither the same person twice nor two chairs.
///
/// # Errors
/// The field and the sentence to say against it.
pub fn seat_fits(
    body: &Body,
    seats: &[Seat],
    office: Office,
    sitter: Sitter,
    days: (Date, Option<Date>),
) -> Result<(), (&'static str, &'static str)> {
    let (from, to) = days;
    if from < body.valid_from {
        return Err(("valid_from", "Enter a day on which the body is there: it begins later"));
    }
    if body.valid_to.is_some_and(|end| from >= end) {
        return Err(("valid_from", "Enter a day on which the body is there: it ends before"));
    }
    if to.is_some_and(|to| to <= from) {
        return Err(("valid_to", "Enter a last day after the first"));
    }
    if office != Office::Member && !body.offices().any(|known| known == office) {
        return Err(("office", "The body has no such office. Change the body first, or choose another"));
    }
    let meanwhile = || seats.iter().filter(|seat| overlap((seat.valid_from, seat.valid_to), days));
    if meanwhile().any(|seat| seat.sitter() == sitter && seat.office == office) {
        return Err(("sitter", "They have that seat already in those days"));
    }
    if office != Office::Member && meanwhile().any(|seat| seat.office == office) {
        return Err(("office", "Somebody else holds that office in those days. End their seat first"));
    }
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub fn day(number: i64) -> Date {
        base::Instant::from_micros(0).plus(base::days(number)).date()
    }

    pub fn id(number: u8) -> Id {
        Id::from_bytes([number; 16])
    }

    pub fn body(number: u8, (from, to): (i64, Option<i64>), successor: Option<u8>) -> Body {
        Body {
            id: id(number),
            code: format!("body-{number}"),
            name: format!("Body {number}"),
            class: Class::Community,
            kind: None,
            level: Some(1),
            purpose: "Decides what comes first".into(),
            offices: "chair clerk".into(),
            is_open: true,
            valid_from: day(from),
            valid_to: to.map(day),
            successor: successor.map(id),
            version: 1,
        }
    }

    fn span() -> impl Strategy<Value = (i64, Option<i64>)> {
        (0_i64..40, prop::option::of(0_i64..20)).prop_map(|(from, length)| (from, length.map(|length| from + length)))
    }

    proptest! {
        #[test]
        fn spans_overlap_exactly_when_a_day_is_in_both(one in span(), other in span()) {
            let days = |(from, to): (i64, Option<i64>)| (day(from), to.map(day));
            let both = (0..80).any(|at| holds(days(one), day(at)) && holds(days(other), day(at)));
            prop_assert_eq!(overlap(days(one), days(other)), both);
        }

        /// However seats are asked for, no day has two chairs, nor the same seat twice, nor a seat outside the body's days.
        #[test]
        fn whatever_seats_are_asked_for_those_that_fit_leave_one_holder_an_office(
            asked in prop::collection::vec((0_usize..4, 0_u8..4, span()), 0..24),
        ) {
            let body = body(1, (5, Some(60)), None);
            let mut seats: Vec<Seat> = Vec::new();
            for (at, (office, who, (from, to))) in asked.into_iter().enumerate() {
                let (office, days) = (Office::ALL[office], (day(from), to.map(day)));
                if seat_fits(&body, &seats, office, Sitter::Person(id(who)), days).is_ok() {
                    let key = id(u8::try_from(at).expect("few") + 100);
                    seats.push(Seat { id: key, body: body.id, office, person: Some(id(who)), organisation: None,
                        came_from: None, valid_from: days.0, valid_to: days.1 });
                }
            }
            for at in 0..80 {
                let sitting = || seats.iter().filter(|seat| holds((seat.valid_from, seat.valid_to), day(at)));
                for office in Office::SINGLE {
                    prop_assert!(sitting().filter(|seat| seat.office == *office).count() <= 1);
                }
                for who in 0..4 {
                    prop_assert!(sitting().filter(|seat| seat.office == Office::Member && seat.person == Some(id(who))).count() <= 1);
                }
                prop_assert!(at >= 5 || sitting().next().is_none());
            }
            prop_assert!(seats.iter().all(|seat| seat.office != Office::Lead), "an office the body does not have");
        }

        #[test]
        fn every_day_of_a_body_has_one_state_and_they_come_in_their_order((from, to) in span()) {
            let body = body(1, (from, to), None);
            let order: Vec<State> = (0..80).map(|at| body.state(day(at))).collect();
            prop_assert!(order.is_sorted());
            prop_assert!((0..80).all(|at| body.is_in_force(day(at)) == matches!(body.state(day(at)), State::Standing | State::Ending)));
        }
    }

    proptest! {
        #[test]
        fn the_nearest_day_is_one_on_which_it_is_there(from in 0_i64..40, length in 1_i64..20, at in 0_i64..80) {
            let body = body(1, (from, Some(from + length)), None);
            let nearest = body.nearest_day(day(at));
            prop_assert!(body.is_in_force(nearest));
            prop_assert!(!body.is_in_force(day(at)) || nearest == day(at));
        }
    }

    #[test]
    fn an_ended_body_can_only_be_read() {
        assert!(State::Ended.allowed().is_empty());
        assert!(State::Ending.may("end").is_err() && State::Ending.may("seat").is_ok());
    }

    #[test]
    fn offices_are_stored_once_and_in_their_order() {
        assert_eq!(offices_stored(&[Office::Clerk, Office::Member, Office::Chair, Office::Clerk]), "chair clerk");
    }
}
