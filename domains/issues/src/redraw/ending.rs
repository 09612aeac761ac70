//! The end of a place, with what stands open there before anybody ends it.

use access::Page;
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use base::{FieldErrors, Id, Problem};
use places::{Lines, Place, Places};
use web::asking::{Staff, Visit, Working};
use web::components::{Button, SummaryList};
use web::{Answer, Form, Markup, Shell, Typed, again, personal};

use super::allowed;
use crate::pages::list::{COUNTED, count_words};
use crate::store::{self, Filter, Shown};

#[derive(Template)]
#[template(path = "redraws/end.html")]
struct EndPage {
    shell: Shell,
    form: Form,
    token: String,
    here: String,
    facts: SummaryList,
}

/// What stands open in it, and the form that ends it.
pub(super) async fn show(Staff(visit): Staff, Path((_p, code)): Path<(String, String)>) -> Answer {
    allowed(&visit.scope)?;
    let (id, place) = places::commands::of_ours(&visit.scope, &code)?;
    personal(&sheet(&visit, id, place, Typed::default(), FieldErrors::default()).await?)
}

/// Ends it.
pub(super) async fn send(Path((_p, code)): Path<(String, String)>, Working { visit, typed }: Working) -> Answer {
    allowed(&visit.scope)?;
    let (id, place) = places::commands::of_ours(&visit.scope, &code)?;
    let mut ask = typed.ask(visit.words);
    let from = ask.date("from", "Enter the first day it no longer holds");
    let reason = ask.text("reason", 2000, "Say why it ends, for whoever asks later");
    let (from, reason) = match ask.answers(|| Some((from?, reason?))) {
        Ok(answers) => answers,
        Err(errors) => return again(&sheet(&visit, id, place, typed, errors).await?),
    };
    let (scope, own) = (visit.scope.clone(), code.clone());
    let ended = visit.scope.site.db.write(move |tx| places::commands::end(tx, &scope, &own, from, &reason));
    match ended.await {
        Ok(()) => {
            let to = format!("{}?done=ended", visit.scope.url(Page::AdminPlace(&code)));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Problem::Invalid(errors)) => again(&sheet(&visit, id, place, typed, errors).await?),
        Err(problem) => Err(problem.into()),
    }
}

async fn sheet(visit: &Visit, id: Id, place: &Place, typed: Typed, errors: FieldErrors) -> Result<EndPage, Problem> {
    let scope = &visit.scope;
    let filter = Filter { place: Some(id), lines: Lines::Now, shown: Shown::Open, ..Filter::default() };
    let read = scope.clone();
    let open = scope.site.db.read(move |tx| store::count(tx, &read, &filter, COUNTED + 1)).await?;
    let list = format!("{}?place={}&lines=now", scope.url(Page::Issues), place.code);
    let known = scope.snapshot.part::<Places>()?;
    let within: Vec<&str> =
        known.lookup().atlas().within(place.code.as_str()).map(|place| place.name.as_str()).collect();
    let mut facts = SummaryList::new().row("Open there", Markup::link(count_words(visit.words, open), &list));
    if !within.is_empty() {
        facts = facts.row("Places in it, which are then part of nothing here", within.join(", "));
    }
    Ok(EndPage {
        shell: visit
            .shell(format!("End {}", place.name))
            .crumb(visit.words.nav_administration(), scope.url(Page::Admin))
            .crumb("Places and boundaries", scope.url(Page::AdminPlaces))
            .crumb(place.name.clone(), scope.url(Page::AdminPlace(place.code.as_str())))
            .unlisted()
            .errors(&errors),
        form: Form::failed(visit.words, typed, errors),
        token: visit.form_token().unwrap_or_default(),
        here: scope.url(Page::EndPlace(place.code.as_str())),
        facts,
    })
}
