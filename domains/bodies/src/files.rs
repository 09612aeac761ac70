//! Bodies and their members as files.

use access::Scope;
use base::{Date, Id, Problem};
use directory::Partners;
use files::written;

use crate::coordinators::coordinators;
use crate::known::Bodies;
use crate::model::{Body, Sitter};
use crate::told::{Asked, members, places_named};

const BODY_FIELDS: &[&str] = &[
    "code",
    "name",
    "class",
    "kind",
    "level",
    "purpose",
    "offices",
    "is_open",
    "places",
    "valid_from",
    "valid_to",
    "successor",
];
const MEMBER_FIELDS: &[&str] =
    &["body", "body_name", "office", "person", "name", "organisation", "vacant", "valid_from", "valid_to"];
const COORDINATOR_FIELDS: &[&str] = &["person", "name", "title", "places", "beside", "together"];

/// A row somebody who coordinates; whoever is beside them, and who sits in a body with them, by name.
pub(crate) fn coordinators_csv(scope: &Scope, bodies: &Bodies) -> Result<Vec<u8>, Problem> {
    let all = coordinators(scope)?;
    let names = |people: &[Id]| {
        let name = |id: &Id| all.iter().find(|other| other.person == *id).map(|other| other.name.as_str());
        people.iter().filter_map(name).collect::<Vec<_>>().join("; ")
    };
    let rows = all.iter().map(|one| {
        let together = one.together.iter().filter_map(|(body, others)| {
            let body = bodies.get(*body)?;
            Some(format!("{}: {}", body.name, names(others)))
        });
        let (name, title) = (one.name.clone(), one.title.clone());
        let together = together.collect::<Vec<_>>().join(" | ");
        vec![one.person.to_string(), name, title, one.places.join("; "), names(&one.beside), together]
    });
    written(COORDINATOR_FIELDS, rows).map_err(Problem::fault)
}

/// A row a body.
pub(crate) fn bodies_csv(scope: &Scope, bodies: &Bodies, asked: &Asked) -> Result<Vec<u8>, Problem> {
    let found = asked.among(scope, bodies)?;
    let rows = found.into_iter().map(|body| row(scope, bodies, body, asked.day)).collect::<Result<Vec<_>, _>>()?;
    written(BODY_FIELDS, rows).map_err(Problem::fault)
}

fn row(scope: &Scope, bodies: &Bodies, body: &Body, day: Date) -> Result<Vec<String>, Problem> {
    let places: Vec<String> =
        places_named(scope, &bodies.places_of(body, day))?.into_iter().map(|(_, code)| code).collect();
    let successor = body.successor.and_then(|id| bodies.seen_by(scope).find(|next| next.id == id));
    Ok(vec![
        body.code.clone(),
        body.name.clone(),
        body.class.to_string(),
        body.kind.clone().unwrap_or_default(),
        body.level.map(|level| level.to_string()).unwrap_or_default(),
        body.purpose.clone(),
        body.offices.clone(),
        if body.is_open { "yes" } else { "no" }.to_owned(),
        places.join(" "),
        body.valid_from.to_string(),
        body.valid_to.map(|end| end.to_string()).unwrap_or_default(),
        successor.map(|next| next.code.clone()).unwrap_or_default(),
    ])
}

/// A row a seat that is held on the day, and one for each office that nobody holds.
pub(crate) fn members_csv(scope: &Scope, bodies: &Bodies, asked: &Asked) -> Result<Vec<u8>, Problem> {
    let mut rows = Vec::new();
    for body in asked.among(scope, bodies)? {
        for (seat, who) in members(scope, bodies, body, asked.day) {
            let person = match seat.sitter() {
                Sitter::Person(id) if scope.hat().is_some() => id.to_string(),
                _ => String::new(),
            };
            let end = seat.valid_to.map(|end| end.to_string()).unwrap_or_default();
            let organisation = who.organisation.unwrap_or_else(|| employer(scope, seat.sitter()));
            rows.push([
                body.code.clone(),
                body.name.clone(),
                seat.office.to_string(),
                person,
                who.name,
                organisation,
                "no".to_owned(),
                seat.valid_from.to_string(),
                end,
            ]);
        }
        let empty = String::new;
        rows.extend(bodies.vacant(body, asked.day).iter().map(|vacant| {
            let since = vacant.since.map(|(since, _)| since.to_string()).unwrap_or_default();
            let office = vacant.office.to_string();
            [body.code.clone(), body.name.clone(), office, empty(), empty(), empty(), "yes".to_owned(), since, empty()]
        }));
    }
    written(MEMBER_FIELDS, rows.into_iter().map(Vec::from)).map_err(Problem::fault)
}

/// The code of whoever employs somebody.
pub(crate) fn employer(scope: &Scope, sitter: Sitter) -> String {
    let Sitter::Person(person) = sitter else { return String::new() };
    let holders = scope.snapshot.all_holders().iter().filter(|holder| holder.person == person);
    let partners = scope.snapshot.part::<Partners>().ok();
    let code = holders.filter_map(|holder| holder.organisation).find_map(|id| Some(partners?.get(id)?.code.clone()));
    code.unwrap_or_default()
}
