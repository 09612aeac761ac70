//! Who coordinates beside whom: in places that border on each other, and in the same bodies (ASK-19). All of it is in memory.

use std::collections::{BTreeMap, BTreeSet};

use access::{Role, Scope};
use base::{Date, Id, Problem};
use places::Places;

use crate::known::Bodies;
use crate::model::{Body, Sitter};
use crate::overlay::ground;

/// Somebody who coordinates, and those they have to do with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coordinator {
    /// The person.
    pub person: Id,
    /// Their name.
    pub name: String,
    /// What their role is called.
    pub title: String,
    /// Their places, by name.
    pub places: Vec<String>,
    /// Whose places border on theirs or are theirs too.
    pub beside: Vec<Id>,
    /// The bodies they sit in with others who coordinate: the body, and the others.
    pub together: Vec<(Id, Vec<Id>)>,
}

/// Whether two grounds have to do with each other: they share a ward, or a ward of the one borders on one of the other.
fn beside(one: &BTreeSet<Id>, other: &BTreeSet<Id>, borders: &BTreeSet<(Id, Id)>) -> bool {
    !one.is_disjoint(other) || one.iter().any(|a| other.iter().any(|b| borders.contains(&(*a, *b))))
}

/// Everybody who coordinates today, by name.
///
/// # Errors
/// A fault when bodies or places are not part of this program.
pub fn coordinators(scope: &Scope) -> Result<Vec<Coordinator>, Problem> {
    let (bodies, places) = (scope.snapshot.part::<Bodies>()?, scope.snapshot.part::<Places>()?);
    let all = serving(scope, places);
    let people: Vec<Id> = all.iter().map(|(one, _)| one.person).collect();
    let (borders, sitting) = (places.borders(), sitting(bodies, scope.now.date(), &people));
    let linked = all.iter().map(|(one, ground)| {
        let others =
            all.iter().filter(|(other, theirs)| other.person != one.person && beside(ground, theirs, &borders));
        let theirs = sitting.iter().filter(|(_, people)| people.contains(&one.person) && people.len() > 1);
        let with = |people: &[Id]| people.iter().copied().filter(|other| *other != one.person).collect();
        Coordinator {
            beside: others.map(|(other, _)| other.person).collect(),
            together: theirs.map(|(body, people)| (*body, with(people))).collect(),
            ..one.clone()
        }
    });
    Ok(linked.collect())
}

/// Everybody who coordinates today, by name, and the ground they serve, whatever number of roles that takes.
fn serving(scope: &Scope, places: &Places) -> Vec<(Coordinator, BTreeSet<Id>)> {
    let today = scope.now.date();
    let mut all: Vec<(Coordinator, BTreeSet<Id>)> = Vec::new();
    for holder in scope.snapshot.holders(&[Role::AreaManager], today) {
        let place = holder.reach_id.filter(|_| holder.reach == "place");
        let name = place.and_then(|id| places.get(id)).map(|place| place.name.clone());
        let ground = place.map(|id| ground(places, &[id])).unwrap_or_default();
        if let Some((known, theirs)) = all.iter_mut().find(|(known, _)| known.person == holder.person) {
            known.places.extend(name);
            theirs.extend(ground);
            continue;
        }
        let title = holder.title_on(&scope.snapshot, today);
        let one = Coordinator {
            person: holder.person,
            name: holder.name.clone(),
            title,
            places: name.into_iter().collect(),
            beside: Vec::new(),
            together: Vec::new(),
        };
        all.push((one, ground));
    }
    all
}

/// Of each body, those of `people` who sit in it on a day, in their order.
fn sitting(bodies: &Bodies, day: Date, people: &[Id]) -> BTreeMap<Id, Vec<Id>> {
    let of = |body: &Body| {
        let seats = bodies.sitting(body, day);
        let sits = |person: &Id| seats.iter().any(|seat| seat.sitter() == Sitter::Person(*person));
        people.iter().copied().filter(sits).collect()
    };
    bodies.all().iter().map(|body| (body.id, of(body))).collect()
}
