//! Bodies, seats and what is before them, as a page, a file and the API tell of them: the same for whoever may know it.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use access::{Page, Role, Scope, TermList};
use base::{Date, FieldErrors, Id, Problem};
use db::Tx;
use directory::{Partners, contact};
use places::Places;
use web::{Typed, Words};

use crate::known::Bodies;
use crate::model::{Body, Class, Seat, Sitter};

/// Which bodies a list is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// That serve this place, a part of it, or what it lies in.
    pub place: Option<Id>,
    /// Of this class.
    pub class: Option<Class>,
    /// On this day.
    pub day: Date,
}

impl Asked {
    /// Reads `place`, `class` and `on`.
    pub fn read(scope: &Scope, typed: &Typed) -> Result<Self, Problem> {
        let mut errors = FieldErrors::default();
        let said = |name: &str| typed.get(name).map(str::trim).filter(|text| !text.is_empty());
        let places = scope.snapshot.part::<Places>()?;
        let place = said("place").and_then(|code| {
            let found = places.with_code(code).map(|(id, _)| id);
            found.or_else(|| refuse(&mut errors, "place", "Choose one of the partnership's places"))
        });
        let class = said("class").and_then(|text| {
            let sentence = "Choose council_committee, partnership or community";
            text.parse().ok().or_else(|| refuse(&mut errors, "class", sentence))
        });
        let day = on(typed).unwrap_or_else(|problem| {
            if let Problem::Invalid(found) = problem {
                errors.0.extend(found.0);
            }
            None
        });
        let day = day.unwrap_or_else(|| scope.now.date());
        errors.or(Self { place, class, day })
    }

    /// Those that this reader may know of, by name.
    pub fn among<'a>(&self, scope: &'a Scope, bodies: &'a Bodies) -> Result<Vec<&'a Body>, Problem> {
        let places = scope.snapshot.part::<Places>()?;
        let here = |body: &&Body| {
            body.is_in_force(self.day)
                && self.class.is_none_or(|class| body.class == class)
                && self.place.is_none_or(|place| touches(places, &bodies.places_of(body, self.day), place))
        };
        Ok(bodies.seen_by(scope).filter(here).collect())
    }
}

/// Reads `on`: the day that is asked about, if one is.
pub(crate) fn on(typed: &Typed) -> Result<Option<Date>, Problem> {
    let mut ask = typed.ask(Words::english());
    let day = ask.optional_date("on");
    ask.answers(|| Some(day)).map_err(Problem::Invalid)
}

/// Says which day is shown, where it is not today.
pub(crate) fn day_words(words: &Words, today: Date, day: Date) -> Option<String> {
    let told = words.date(day);
    match day.cmp(&today) {
        Ordering::Less => Some(words.bodies_on_past(told)),
        Ordering::Equal => None,
        Ordering::Greater => Some(words.bodies_on_future(told)),
    }
}

fn refuse<T>(errors: &mut FieldErrors, field: &str, sentence: &str) -> Option<T> {
    errors.add(field, sentence);
    None
}

/// Whether one of these places is this place, a part of it, or what it lies in.
fn touches(places: &Places, these: &[Id], place: Id) -> bool {
    let around = places.with_ancestors(place);
    these.iter().any(|id| around.contains(id) || places.with_ancestors(*id).contains(&place))
}

/// The bodies that serve a place today, or what it lies in, for a reader who may know of them: name and address.
///
/// # Errors
/// A fault when bodies or places are not part of this program.
pub fn serving(scope: &Scope, place: Id) -> Result<Vec<(String, String)>, Problem> {
    let (bodies, places) = (scope.snapshot.part::<Bodies>()?, scope.snapshot.part::<Places>()?);
    let (today, around) = (scope.now.date(), places.with_ancestors(place));
    let serve = |body: &&Body| bodies.places_of(body, today).iter().any(|id| around.contains(id));
    Ok(bodies.seen_by(scope).filter(serve).map(|body| (body.name.clone(), scope.url(Page::Body(&body.code)))).collect())
}

/// What a class of body is called here.
pub(crate) fn class_words(scope: &Scope, class: Class) -> String {
    let label = scope.snapshot.label(TermList::BodyClass, class.as_str(), scope.now.date());
    label.map_or_else(|| class.as_str().replace('_', " "), str::to_owned)
}

/// What it is: its tier where one is said and is called otherwise than its class, else its class.
pub(crate) fn kind_words(scope: &Scope, body: &Body) -> String {
    let class = class_words(scope, body.class);
    let tier = body.kind.as_ref().and_then(|code| scope.snapshot.label(TermList::Tier, code, scope.now.date()));
    match tier {
        Some(tier) if tier != class => format!("{class} · {tier}"),
        _ => class,
    }
}

/// "1, Community Committee".
pub(crate) fn level_words(scope: &Scope, level: i64) -> String {
    let name = scope.snapshot.label(TermList::Level, &level.to_string(), scope.now.date());
    name.map_or_else(|| level.to_string(), |name| format!("{level}, {name}"))
}

/// Places by name, each with its code.
pub(crate) fn places_named(scope: &Scope, ids: &[Id]) -> Result<Vec<(String, String)>, Problem> {
    let places = scope.snapshot.part::<Places>()?;
    let mut named: Vec<(String, String)> =
        ids.iter().filter_map(|id| places.get(*id)).map(|place| (place.name.clone(), place.code.to_string())).collect();
    named.sort();
    Ok(named)
}

/// Whose a seat is, as a reader may know it: of a person the name, whom they work for and, where the directory publishes it,
/// their role. Nothing private.
pub(crate) struct Who {
    pub name: String,
    pub more: String,
    /// The organisation's code, where the seat is an organisation's.
    pub organisation: Option<String>,
}

/// Whose a seat is.
pub(crate) fn who(scope: &Scope, sitter: Sitter, day: Date) -> Who {
    match sitter {
        Sitter::Organisation(id) => {
            let known = scope.snapshot.part::<Partners>().ok().and_then(|all| all.get(id));
            Who {
                name: known.map(|one| one.name.clone()).unwrap_or_default(),
                more: String::new(),
                organisation: known.map(|one| one.code.clone()),
            }
        }
        Sitter::Person(id) => {
            let held = || scope.snapshot.all_holders().iter().filter(move |holder| holder.person == id);
            let is_published =
                |role: &str| contact::PUBLIC.iter().map(|role: &Role| role.as_str()).any(|known| known == role);
            let shown =
                held().find(|holder| holder.is_in_force(day) && (scope.hat().is_some() || is_published(&holder.role)));
            let title = shown.map(|holder| holder.title_on(&scope.snapshot, day));
            let employer = held().find_map(|holder| scope.snapshot.organisation(holder.organisation?));
            let more: Vec<String> = title.into_iter().chain(employer.map(|one| one.name.clone())).collect();
            Who {
                name: scope.snapshot.name_of(id).unwrap_or_default().to_owned(),
                more: more.join(", "),
                organisation: None,
            }
        }
    }
}

/// Open issues of a place at a level, and the list of them.
#[derive(Debug, Clone)]
pub(crate) struct Before {
    pub place: String,
    pub code: String,
    pub level: i64,
    pub open: i64,
    pub href: String,
}

/// What stands before a body today, counted as this reader's list of issues counts it; nothing of it is stored.
pub(crate) fn before(tx: &mut Tx<'_>, scope: &Scope, decides: &BTreeSet<(i64, Id)>) -> Result<Vec<Before>, Problem> {
    if decides.is_empty() {
        return Ok(Vec::new());
    }
    let places = scope.snapshot.part::<Places>()?;
    let ids: Vec<Id> = decides.iter().map(|(_, place)| *place).collect::<BTreeSet<Id>>().into_iter().collect();
    let counted = issues::store::open_by_level(tx, scope, &ids)?;
    let open = |level: i64, place: Id| {
        let found = counted.iter().find(|one| one.level == level && one.place == place);
        found.map_or(0, |one| one.open)
    };
    let mut all: Vec<Before> = decides
        .iter()
        .filter_map(|(level, id)| {
            let place = places.get(*id)?;
            Some(Before {
                place: place.name.clone(),
                code: place.code.to_string(),
                level: *level,
                open: open(*level, *id),
                href: format!("{}?place={}&level={level}", scope.url(Page::Issues), place.code),
            })
        })
        .collect();
    all.sort_by(|a, b| (a.level, &a.place).cmp(&(b.level, &b.place)));
    Ok(all)
}

/// Who sits in a body on a day, with whose seat it is: by office, then by name.
pub(crate) fn members<'a>(scope: &Scope, bodies: &'a Bodies, body: &Body, day: Date) -> Vec<(&'a Seat, Who)> {
    let sitting = bodies.sitting(body, day).into_iter();
    let mut members: Vec<(&Seat, Who)> = sitting.map(|seat| (seat, who(scope, seat.sitter(), day))).collect();
    members.sort_by(|(a, whose), (b, other)| (a.office, &whose.name, a.id).cmp(&(b.office, &other.name, b.id)));
    members
}
