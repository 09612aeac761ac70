use access::{Page, Right, Scope};
use askama::Template;
use axum::extract::Path;
use base::Problem;
use directory::{fields, file};
use web::asking::{Visit, json};
use web::components::Button;
use web::{Answer, Form, Query, Shell, Typed, Words, again, page};

use crate::api::BodyOut;
use crate::files;
use crate::known::Bodies;
use crate::model::{Body, Class};
use crate::told::{Asked, class_words, day_words, kind_words, places_named};

/// A body in the list.
struct Item {
    name: String,
    href: String,
    kind: String,
    purpose: String,
    places: String,
    is_open: bool,
}

#[derive(Template)]
#[template(path = "bodies.html")]
struct ListPage {
    shell: Shell,
    words: &'static Words,
    here: String,
    form: Form,
    places: Vec<(String, String)>,
    classes: Vec<(String, String)>,
    /// Said when another day than today is shown.
    day: Option<String>,
    items: Vec<Item>,
    is_empty: bool,
    files: Vec<(&'static str, String)>,
    /// Where whoever keeps bodies establishes one.
    establish: Option<String>,
}

/// Who meets and decides: bodies by place, class and day (SAL-01). What is not open to the public is seen by whoever works here.
pub(super) async fn list(visit: Visit, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let (scope, words) = (&visit.scope, visit.words);
    let bodies = scope.snapshot.part::<Bodies>()?;
    let mut shell = visit.shell(words.bodies_title()).wide();
    shell = shell.crumb(scope.snapshot.partnership.name.clone(), scope.url(Page::Home));
    let (found, day, form) = match Asked::read(scope, &typed) {
        Ok(asked) => {
            let day = day_words(words, scope.now.date(), asked.day);
            (asked.among(scope, bodies)?, day, Form::filled(words, typed.clone()))
        }
        Err(Problem::Invalid(errors)) => {
            shell = shell.errors(&errors);
            (Vec::new(), None, Form::failed(words, typed.clone(), errors))
        }
        Err(other) => return Err(other.into()),
    };
    let mut places = vec![(String::new(), words.bodies_everywhere().to_owned())];
    places.extend(fields::places(scope)?);
    let mut classes = vec![(String::new(), words.bodies_every_class().to_owned())];
    classes.extend(Class::ALL.iter().map(|class| (class.to_string(), class_words(scope, *class))));
    let failed = !form.errors().is_empty();
    let files = [("CSV", Page::BodiesAs("csv")), ("JSON", Page::BodiesAs("json"))];
    let mut files: Vec<(&'static str, String)> =
        files.map(|(name, page)| (name, with(&scope.url(page), &typed))).into();
    files.push((words.bodies_members_file(), with(&scope.url(Page::BodyMembers), &typed)));
    let shown = ListPage {
        shell,
        words,
        here: scope.url(Page::Bodies),
        form,
        places,
        classes,
        day,
        items: found.into_iter().map(|body| item(scope, bodies, body)).collect::<Result<_, _>>()?,
        is_empty: bodies.seen_by(scope).next().is_none(),
        files,
        establish: scope.has(Right::KeepBodies).then(|| scope.url(Page::NewBody)),
    };
    if failed { again(&shown) } else { page(&shown) }
}

/// A list's address with the filters that are on.
fn with(address: &str, typed: &Typed) -> String {
    let query = typed.only(&["place", "class", "on"]).query();
    if query.is_empty() { address.to_owned() } else { format!("{address}?{query}") }
}

fn item(scope: &Scope, bodies: &Bodies, body: &Body) -> Result<Item, Problem> {
    let named = places_named(scope, &bodies.places_around(body, scope.now.date()))?;
    Ok(Item {
        name: body.name.clone(),
        href: scope.url(Page::Body(&body.code)),
        kind: kind_words(scope, body),
        purpose: body.purpose.lines().next().unwrap_or_default().to_owned(),
        places: named.into_iter().map(|(name, _)| name).collect::<Vec<_>>().join(", "),
        is_open: body.is_open,
    })
}

pub(super) async fn csv(visit: Visit, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let scope = &visit.scope;
    let bodies = scope.snapshot.part::<Bodies>()?;
    let asked = Asked::read(scope, &typed)?;
    file(files::bodies_csv(scope, bodies, &asked)?, "bodies.csv", "no-cache")
}

pub(super) async fn members_csv(visit: Visit, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let scope = &visit.scope;
    let bodies = scope.snapshot.part::<Bodies>()?;
    let asked = Asked::read(scope, &typed)?;
    file(files::members_csv(scope, bodies, &asked)?, "members.csv", "no-cache")
}

pub(super) async fn json_file(visit: Visit, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let scope = &visit.scope;
    let bodies = scope.snapshot.part::<Bodies>()?;
    let asked = Asked::read(scope, &typed)?;
    let found = asked.among(scope, bodies)?;
    let items =
        found.into_iter().map(|body| BodyOut::of(scope, bodies, body, asked.day)).collect::<Result<Vec<_>, _>>()?;
    json(&serde_json::json!({ "items": items, "next": null }))
}
