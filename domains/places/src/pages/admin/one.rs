use access::Page;
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use base::{FieldErrors, Id, Problem};
use web::asking::{Staff, Visit, Working};
use web::components::{Button, SummaryList};
use web::{Answer, Form, Markup, Query, Shell, Typed, again, personal};

use super::declare::reasons;
use super::exceptions::said;
use super::{administrator, day_words, days, shell};
use crate::commands::{self, Reasons};
use crate::known::Places;
use crate::pages::kind_words;
use crate::place::{Kind, Place};
use crate::store::{Agreed, exceptions_of};

#[derive(Template)]
#[template(path = "admin/one.html")]
struct OnePage {
    shell: Shell,
    form: Form,
    token: String,
    here: String,
    kind: String,
    facts: SummaryList,
    exceptions: Vec<(String, Option<String>)>,
    is_focus: bool,
    has_ended: bool,
    is_area: bool,
    exceptions_at: String,
    end: String,
}

pub(super) async fn show(Staff(visit): Staff, Path((_p, code)): Path<(String, String)>, Query(query): Query) -> Answer {
    let (id, place) = commands::of_ours(&visit.scope, &code)?;
    let mut typed = Typed::of([("name", place.name.clone())]);
    if let Some(focus) = visit.scope.snapshot.part::<Places>()?.focus(place.code.as_str()) {
        typed.set("consultation", &focus.consultation);
        typed.set("evidence", &focus.evidence);
        typed.set("ends_when", &focus.ends_when);
    }
    personal(&sheet(&visit, (id, place), typed, FieldErrors::default(), query.get("done")).await?)
}

/// What is to become of it.
enum Act {
    Rename(String),
    Review(Reasons),
}

pub(super) async fn send(Path((_p, code)): Path<(String, String)>, Working { visit, typed }: Working) -> Answer {
    administrator(&visit.scope)?;
    let (id, place) = commands::of_ours(&visit.scope, &code)?;
    let act = match read(&visit, &typed) {
        Ok(act) => act,
        Err(errors) => return again(&sheet(&visit, (id, place), typed, errors, None).await?),
    };
    let done = match &act {
        Act::Rename(_) => "renamed",
        Act::Review(_) => "reviewed",
    };
    let (scope, own) = (visit.scope.clone(), code.clone());
    let outcome = visit.scope.site.db.write(move |tx| match &act {
        Act::Rename(name) => commands::rename(tx, &scope, &own, name),
        Act::Review(reasons) => commands::review(tx, &scope, &own, reasons),
    });
    match outcome.await {
        Ok(()) => {
            let to = format!("{}?done={done}", visit.scope.url(Page::AdminPlace(&code)));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Problem::Invalid(errors)) => again(&sheet(&visit, (id, place), typed, errors, None).await?),
        Err(problem) => Err(problem.into()),
    }
}

fn read(visit: &Visit, typed: &Typed) -> Result<Act, FieldErrors> {
    let mut ask = typed.ask(visit.words);
    match typed.get("act") {
        Some("review") => {
            let found = reasons(&mut ask);
            ask.answers(|| Some(Act::Review(found?)))
        }
        _ => {
            let name = ask.text("name", 200, "Enter what it is called");
            ask.answers(|| Some(Act::Rename(name?)))
        }
    }
}

async fn sheet(
    visit: &Visit,
    (id, place): (Id, &Place),
    typed: Typed,
    errors: FieldErrors,
    done: Option<&str>,
) -> Result<OnePage, Problem> {
    let scope = &visit.scope;
    let places = scope.snapshot.part::<Places>()?;
    let (partnership, today) = (scope.partnership(), scope.now.date());
    let agreed = match place.kind {
        Kind::Area => scope.site.db.read(move |tx| exceptions_of(tx, partnership, id)).await?,
        _ => Vec::new(),
    };
    let end = |one: &Agreed| scope.url(Page::EndException(place.code.as_str(), one.id));
    let exceptions = agreed.iter().map(|one| (said(one, today), one.valid_to.is_none().then(|| end(one))));
    Ok(OnePage {
        kind: kind_words(scope, visit.words, place.kind).to_owned(),
        facts: facts(visit, places, place),
        exceptions: exceptions.collect(),
        is_focus: place.kind == Kind::PlaceOfFocus && place.valid_to.is_none(),
        has_ended: place.valid_to.is_some(),
        is_area: place.kind == Kind::Area && place.valid_to.is_none(),
        exceptions_at: scope.url(Page::PlaceExceptions(place.code.as_str())),
        end: scope.url(Page::EndPlace(place.code.as_str())),
        shell: shell(visit, place.name.clone(), done)
            .crumb("Places and boundaries", scope.url(Page::AdminPlaces))
            .errors(&errors),
        form: Form::failed(visit.words, typed, errors),
        token: visit.form_token().unwrap_or_default(),
        here: scope.url(Page::AdminPlace(place.code.as_str())),
    })
}

fn facts(visit: &Visit, places: &Places, place: &Place) -> SummaryList {
    let scope = &visit.scope;
    let linked =
        |place: &Place| Markup::link(&place.name, &scope.url(Page::AdminPlace(place.code.as_str()))).to_string();
    let parents: Vec<String> = place.parents.iter().filter_map(|code| places.ever(code.as_str())).map(linked).collect();
    let within: Vec<String> = places.lookup().atlas().within(place.code.as_str()).map(linked).collect();
    let mut facts = SummaryList::new().row("Code", place.code.as_str()).row("Holds", days(place));
    if !parents.is_empty() {
        facts = facts.row("Part of", Markup::trusted(parents.join(", ")));
    }
    if !within.is_empty() {
        facts = facts.row("In it", Markup::trusted(within.join(", ")));
    }
    if let Some(reason) = places.ending(place) {
        facts = facts.row("Why it ended", reason);
    }
    if let Some(focus) = places.focus(place.code.as_str()) {
        facts = facts.row("Next review", day_words(focus.review_on));
    }
    facts.row("What everybody sees", Markup::link("Its page", &scope.url(Page::Place(place.code.as_str()))))
}
