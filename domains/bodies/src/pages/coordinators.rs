use access::{Page, Right, Scope};
use askama::Template;
use axum::extract::Path;
use base::{FieldErrors, Id, Problem};
use directory::act::{Key, done, failed, notice};
use directory::{deployment_sections, fields, file, linked};
use places::Places;
use web::asking::{Staff, Visit, Working, json};
use web::components::{Button, SubNavigation};
use web::{Answer, Form, Markup, Query, Shell, Typed, again, personal};

use crate::api::coordinators_out;
use crate::commands::{self, NewPractice, somewhere};
use crate::coordinators::{Coordinator, coordinators as all_coordinators};
use crate::files;
use crate::known::Bodies;
use crate::store::{self, Note};

/// Notes on the page.
pub(crate) const NOTES: i64 = 50;
/// The most letters of a note.
pub(crate) const WHAT: usize = 1_000;

/// What was done, from a closed list.
const DONE: &[(&str, &str)] =
    &[("share", "Your colleagues read it here from now on"), ("back", "It is taken back. Nobody reads it any more")];

struct Person {
    name: String,
    more: String,
    beside: String,
    together: Vec<(Markup, String)>,
}

struct Told {
    lines: Vec<String>,
    more: Markup,
    take_back: Option<String>,
}

#[derive(Template)]
#[template(path = "coordinators.html")]
struct CoordinatorsPage {
    shell: Shell,
    /// Where those who see the workload go on.
    sections: Option<SubNavigation>,
    people: Vec<Person>,
    /// Who is beside whom, as files.
    files: [(&'static str, String); 2],
    notes: Vec<Told>,
    form: Form,
    token: String,
    here: String,
    /// The places about which this person may tell something: nothing when they may not.
    places: Vec<(String, String)>,
}

/// Who coordinates beside whom, and what worked for them (ASK-19): for everybody who works here.
pub(super) async fn coordinators(Staff(visit): Staff, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    personal(&told(&visit, Form::new(visit.words), typed.get("done")).await?)
}

/// Who is beside whom as a table. What worked stays on the page, where it can be taken back.
pub(super) async fn csv(Staff(visit): Staff, Path(_p): Path<String>) -> Answer {
    let bytes = files::coordinators_csv(&visit.scope, visit.scope.snapshot.part::<Bodies>()?)?;
    file(bytes, &format!("{}-coordinators.csv", visit.scope.snapshot.partnership.slug), "no-store")
}

/// The same in the API's shape.
pub(super) async fn json_file(Staff(visit): Staff, Path(_p): Path<String>) -> Answer {
    json(&serde_json::json!({ "items": coordinators_out(&visit.scope)?, "next": null }))
}

async fn told(visit: &Visit, form: Form, said: Option<&str>) -> Result<CoordinatorsPage, Problem> {
    let scope = &visit.scope;
    let partnership = scope.partnership();
    let notes = scope.site.db.read(move |tx| store::newest(tx, partnership, NOTES)).await?;
    let found = all_coordinators(scope)?;
    let mut shell = visit.shell("Coordinators and what worked").wide().unlisted().errors(form.errors());
    shell = shell.crumb(visit.words.directory_title(), scope.url(Page::Directory));
    shell.notice = notice(visit, said, DONE);
    let here = scope.url(Page::Coordinators);
    Ok(CoordinatorsPage {
        shell,
        sections: scope.has(Right::SeeWorkload).then(|| deployment_sections(scope, &here)),
        people: found.iter().map(|one| person(scope, one, &found)).collect::<Result<_, _>>()?,
        files: [("CSV", "csv"), ("JSON", "json")]
            .map(|(label, format)| (label, scope.url(Page::CoordinatorsAs(format)))),
        notes: notes.iter().map(|note| note_told(scope, note)).collect::<Result<_, _>>()?,
        form,
        token: visit.form_token().unwrap_or_default(),
        here,
        places: places(scope)?,
    })
}

fn person(scope: &Scope, one: &Coordinator, all: &[Coordinator]) -> Result<Person, Problem> {
    let bodies = scope.snapshot.part::<Bodies>()?;
    let of = |id: &Id| all.iter().find(|other| other.person == *id);
    let beside = one.beside.iter().filter_map(of).map(|other| match other.places.is_empty() {
        true => other.name.clone(),
        false => format!("{} ({})", other.name, other.places.join(", ")),
    });
    let together = one.together.iter().filter_map(|(body, others)| {
        let body = bodies.get(*body)?;
        let names: Vec<String> = others.iter().filter_map(of).map(|other| other.name.clone()).collect();
        Some((linked(&body.name, &scope.url(Page::Body(&body.code))), names.join(", ")))
    });
    let place = if one.places.is_empty() { "the whole partnership".to_owned() } else { one.places.join(", ") };
    Ok(Person {
        name: one.name.clone(),
        more: format!("{}, {place}", one.title),
        beside: beside.collect::<Vec<_>>().join("; "),
        together: together.collect(),
    })
}

fn note_told(scope: &Scope, note: &Note) -> Result<Told, Problem> {
    let places = scope.snapshot.part::<Places>()?;
    let by = scope.snapshot.name_of(note.shared_by).unwrap_or("Somebody who left");
    let place = places.get(note.place).map(|place| place.name.clone()).unwrap_or_default();
    let issue = note.issue.as_deref().and_then(|text| text.parse().ok());
    let link = issue.map(|reference| linked(&format!("issue {reference}"), &scope.url(Page::Issue(&reference))));
    let said = Markup::from(format!("{by}, {place}, {}", note.shared_at.day_words()));
    let more = match link {
        Some(link) => Markup::trusted(format!("{said} · {link}")),
        None => said,
    };
    let own = scope.hat().map(|hat| hat.person) == Some(note.shared_by);
    Ok(Told {
        lines: note.what.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect(),
        more,
        take_back: own.then(|| scope.url(Page::TakeBack(note.id))),
    })
}

/// The places about which somebody may tell what worked: those their role reaches.
fn places(scope: &Scope) -> Result<Vec<(String, String)>, Problem> {
    let known = scope.snapshot.part::<Places>()?;
    let reaches = |code: &str| {
        let ground = known.by_code(code).map(|(id, _)| places::ground(known.with_ancestors(id), None));
        ground.is_some_and(|ground| scope.may(Right::SharePractice, &ground).is_ok())
    };
    Ok(fields::places(scope)?.into_iter().filter(|(code, _)| reaches(code)).collect())
}

pub(super) async fn share(Path(_p): Path<String>, Working { visit, typed }: Working) -> Answer {
    somewhere(&visit.scope, Right::SharePractice)?;
    let scope = visit.scope.clone();
    let shared = match read(&visit, &typed) {
        Err(errors) => Err(Problem::Invalid(errors)),
        Ok(new) => scope.site.db.clone().write(move |tx| commands::share(tx, &scope, &new)).await,
    };
    match shared {
        Ok(_) => done(&visit.scope.url(Page::Coordinators), "share"),
        Err(problem) => again(&told(&visit, failed(&visit, &typed, problem)?, None).await?),
    }
}

fn read(visit: &Visit, typed: &Typed) -> Result<NewPractice, FieldErrors> {
    let mut ask = typed.ask(visit.words);
    let what = ask.text("what", WHAT, "Enter what worked");
    let known = visit.scope.snapshot.part::<Places>();
    let place = ask.text("place", 60, "Choose where").and_then(|code| known.ok()?.by_code(&code).map(|(id, _)| id));
    if place.is_none() {
        ask.refuse("place", "Choose where");
    }
    let issue = match ask.optional_text("issue", 40) {
        None => None,
        Some(text) => match text.parse() {
            Ok(reference) => Some(reference),
            Err(_) => {
                ask.refuse("issue", "Enter the issue's reference, like I-7KQ4-M2XD, or leave it empty");
                None
            }
        },
    };
    ask.answers(|| Some(NewPractice { what: what?, place: place?, issue }))
}

pub(super) async fn take_back(Path((_p, Key(id))): Path<(String, Key)>, Working { visit, .. }: Working) -> Answer {
    let scope = visit.scope.clone();
    scope.site.db.clone().write(move |tx| commands::take_back(tx, &scope, id)).await?;
    done(&visit.scope.url(Page::Coordinators), "back")
}
