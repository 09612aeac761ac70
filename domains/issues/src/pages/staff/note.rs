//! A note of a call, visit or letter about a concern, from the concern's own page (JOB-14).

use std::sync::Arc;

use access::{Page, Site};
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use base::{FieldErrors, Problem, Reference};
use db::Tx;
use web::asking::{Staff, Visit, Working};
use web::components::Button;
use web::{Answer, Form, Shell, Typed, again, personal};

use super::{on, reference};
use crate::commands::{self, NOTE_WAYS, Note};

pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new().route("/{p}/concerns/{reference}/note", get(show).post(send))
}

#[derive(Template)]
#[template(path = "staff/note.html")]
struct NotePage {
    shell: Shell,
    reference: String,
    form: Form,
    ways: Vec<(String, String)>,
    token: Option<String>,
    here: String,
    back: String,
}

async fn show(Staff(visit): Staff, Path((_p, text)): Path<(String, String)>) -> Answer {
    let at = reference(&text)?;
    allowed(&visit, &at).await?;
    personal(&page(&visit, &at, Form::new(visit.words)))
}

async fn send(Path((_p, text)): Path<(String, String)>, working: Working) -> Answer {
    let Working { visit, typed } = working;
    let at = reference(&text)?;
    allowed(&visit, &at).await?;
    let note = match read(&visit, &typed) {
        Ok(note) => note,
        Err(errors) => return again(&page(&visit, &at, Form::failed(visit.words, typed, errors))),
    };
    let (scope, asked) = (visit.scope.clone(), at.clone());
    let kept = visit.scope.site.db.write(move |tx| commands::note(tx, &scope, &asked, &note)).await;
    match kept {
        Ok(()) => Ok(on(&visit.scope, Page::Concern(&at), "note")),
        Err(Problem::Invalid(errors)) => again(&page(&visit, &at, Form::failed(visit.words, typed, errors))),
        Err(other) => Err(other.into()),
    }
}

async fn allowed(visit: &Visit, at: &Reference) -> Result<(), Problem> {
    let (scope, asked) = (visit.scope.clone(), at.clone());
    let may = move |tx: &mut Tx<'_>| commands::may_note(tx, &scope, &asked).map(drop);
    visit.scope.site.db.read(may).await
}

fn read(visit: &Visit, typed: &Typed) -> Result<Note, FieldErrors> {
    let mut ask = typed.ask(visit.words);
    let way = ask.one_of("way", "Choose how you were in touch");
    let words = ask.text("words", 4_000, "Enter what was said, and what you told them");
    ask.answers(|| Some(Note { way: way?, words: words? }))
}

fn page(visit: &Visit, at: &Reference, form: Form) -> NotePage {
    let scope = &visit.scope;
    let back = scope.url(Page::Concern(at));
    NotePage {
        shell: visit.shell("Note a call, visit or letter").back(back.clone()).errors(form.errors()).unlisted(),
        reference: at.to_string(),
        form,
        ways: NOTE_WAYS.iter().map(|way| (way.as_str().to_owned(), way.words().to_owned())).collect(),
        token: visit.form_token(),
        here: scope.url(Page::ConcernAct(at, "note")),
        back,
    }
}
