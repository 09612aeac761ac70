use access::Page;
use askama::Template;
use axum::response::{IntoResponse, Redirect};
use base::{FieldErrors, Problem};
use web::asking::{Staff, Uploaded, Visit};
use web::components::{Button, Choice};
use web::{Answer, Form, Shell, Typed, again, personal};

use super::{administrator, shell};
use crate::commands::{self, Declared, Reasons};
use crate::known::Places;
use crate::pages::kind_words;
use crate::place::{Kind, Place};

/// The most letters in each of the reasons.
const MOST: usize = 4000;

#[derive(Template)]
#[template(path = "admin/declare.html")]
struct DeclarePage {
    shell: Shell,
    form: Form,
    token: String,
    here: String,
    kinds: [Choice; 3],
    wards: Vec<(String, String)>,
}

pub(super) async fn show(Staff(visit): Staff) -> Answer {
    administrator(&visit.scope)?;
    let today = visit.scope.now.date();
    let typed = Typed::of([
        ("from-day", today.day().to_string()),
        ("from-month", today.month().to_string()),
        ("from-year", today.year().to_string()),
    ]);
    personal(&sheet(&visit, typed, FieldErrors::default())?)
}

pub(super) async fn send(uploaded: Uploaded) -> Answer {
    let Uploaded { visit, typed, file } = uploaded;
    administrator(&visit.scope)?;
    let boundary = file.map(|file| file.bytes).filter(|bytes| !bytes.is_empty());
    let declared = match read(&visit, &typed, boundary) {
        Ok(declared) => declared,
        Err(errors) => return again(&sheet(&visit, typed, errors)?),
    };
    let made = match commands::prepare(&visit.scope, &declared).await {
        Ok(made) => made,
        Err(Problem::Invalid(errors)) => return again(&sheet(&visit, typed, errors)?),
        Err(problem) => return Err(problem.into()),
    };
    let to = format!("{}?done=declared", visit.scope.url(Page::AdminPlace(made.code())));
    let scope = visit.scope.clone();
    visit.scope.site.db.write(move |tx| commands::declare(tx, &scope, &made)).await?;
    Ok(Redirect::to(&to).into_response())
}

fn read(visit: &Visit, typed: &Typed, boundary: Option<Vec<u8>>) -> Result<Declared, FieldErrors> {
    let mut ask = typed.ask(visit.words);
    let kind = typed.get("kind").and_then(Kind::from_key);
    if kind.is_none() {
        ask.refuse("kind", "Choose what kind of place it is");
    }
    let name = ask.text("name", 200, "Enter what it is called");
    let code = ask.optional_text("code", 64);
    let from = ask.date("from", "Enter the first day it holds");
    let wards = ask.any_of::<String>("wards");
    let is_focus = kind == Some(Kind::PlaceOfFocus);
    let reasons = is_focus.then(|| reasons(&mut ask)).flatten();
    ask.answers(|| Some(Declared { kind: kind?, name: name?, code, from: from?, wards, boundary, reasons }))
}

/// What makes a place one of focus, as two pages ask it.
pub(super) fn reasons(ask: &mut web::Ask<'_>) -> Option<Reasons> {
    let consultation =
        ask.text("consultation", MOST, "Say who was asked where the line should run, and what they said");
    let evidence = ask.text("evidence", MOST, "Say what shows that the need is here");
    let ends_when = ask.text("ends_when", MOST, "Say what would have to be true for the extra work to end");
    let review_on = ask.date("review", "Enter the day on which that is next looked at");
    Some(Reasons { consultation: consultation?, evidence: evidence?, ends_when: ends_when?, review_on: review_on? })
}

fn sheet(visit: &Visit, typed: Typed, errors: FieldErrors) -> Result<DeclarePage, Problem> {
    let scope = &visit.scope;
    let atlas = scope.snapshot.part::<Places>()?.lookup().atlas();
    let mut wards: Vec<&Place> = atlas.of_kind(Kind::Ward).collect();
    wards.sort_by(|a, b| a.name.cmp(&b.name));
    let words = |kind: Kind| kind_words(scope, visit.words, kind).to_owned();
    let choice = |kind: Kind, hint: &str| Choice::new(kind.key(), words(kind)).hint(hint.to_owned());
    Ok(DeclarePage {
        kinds: [
            choice(Kind::Area, "Whole wards that partners work in together"),
            choice(Kind::Neighbourhood, "What residents call their part of town"),
            choice(Kind::PlaceOfFocus, "Small, inside an area, where work is more intense for a time"),
        ],
        wards: wards.into_iter().map(|ward| (ward.code.to_string(), ward.name.clone())).collect(),
        shell: shell(visit, "Declare a place", None)
            .crumb("Places and boundaries", scope.url(Page::AdminPlaces))
            .errors(&errors),
        form: Form::failed(visit.words, typed, errors),
        token: visit.form_token().unwrap_or_default(),
        here: scope.url(Page::AdminPlace("new")),
    })
}
