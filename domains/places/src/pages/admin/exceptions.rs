use access::Page;
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use base::{Date, FieldErrors, Id, Problem};
use db::Tx;
use web::asking::{Staff, Uploaded, Visit, Working};
use web::components::{Button, Choice};
use web::{Answer, Form, Shell, Typed, again, personal};

use super::{administrator, shell};
use crate::commands::{self, Departure, day_words};
use crate::composition::Change;
use crate::known::Places;
use crate::place::{Kind, Place};
use crate::store::{Agreed, exceptions_of};

#[derive(Template)]
#[template(path = "admin/exceptions.html")]
struct ExceptionsPage {
    shell: Shell,
    form: Form,
    token: String,
    here: String,
    changes: [Choice; 2],
    others: Vec<(String, String)>,
}

pub(super) async fn show(Staff(visit): Staff, Path((_p, code)): Path<(String, String)>) -> Answer {
    let (_, area) = commands::of_ours(&visit.scope, &code)?;
    personal(&sheet(&visit, area, Typed::default(), FieldErrors::default())?)
}

pub(super) async fn send(Path((_p, code)): Path<(String, String)>, uploaded: Uploaded) -> Answer {
    let Uploaded { visit, typed, file } = uploaded;
    administrator(&visit.scope)?;
    let (_, area) = commands::of_ours(&visit.scope, &code)?;
    let piece = file.map(|file| file.bytes).filter(|bytes| !bytes.is_empty());
    let departure = match read(&visit, &typed, piece) {
        Ok(departure) => departure,
        Err(errors) => return again(&sheet(&visit, area, typed, errors)?),
    };
    let departing = match commands::prepare_departure(&visit.scope, &code, &departure).await {
        Ok(departing) => departing,
        Err(Problem::Invalid(errors)) => return again(&sheet(&visit, area, typed, errors)?),
        Err(problem) => return Err(problem.into()),
    };
    let scope = visit.scope.clone();
    visit.scope.site.db.write(move |tx| commands::depart(tx, &scope, &departing)).await?;
    let to = format!("{}?done=departs", visit.scope.url(Page::AdminPlace(&code)));
    Ok(Redirect::to(&to).into_response())
}

#[derive(Template)]
#[template(path = "admin/end-exception.html")]
struct EndPage {
    shell: Shell,
    form: Form,
    token: String,
    here: String,
    agreed: String,
}

/// What was agreed, and the form that ends it.
pub(super) async fn ending(Staff(visit): Staff, Path((_p, code, id)): Path<(String, String, String)>) -> Answer {
    let (one, area) = agreed(&visit, &code, &id).await?;
    personal(&end_sheet(&visit, area, &one, Typed::default(), FieldErrors::default()))
}

/// Ends it.
pub(super) async fn end(
    Path((_p, code, id)): Path<(String, String, String)>,
    Working { visit, typed }: Working,
) -> Answer {
    let (one, area) = agreed(&visit, &code, &id).await?;
    let mut ask = typed.ask(visit.words);
    let from = ask.date("from", "Enter the first day it no longer holds");
    let reason = ask.text("reason", 2000, "Say why it ends, for whoever asks later");
    let (from, reason) = match ask.answers(|| Some((from?, reason?))) {
        Ok(answers) => answers,
        Err(errors) => return again(&end_sheet(&visit, area, &one, typed, errors)),
    };
    let (scope, own) = (visit.scope.clone(), code.clone());
    let ended = move |tx: &mut Tx<'_>| commands::end_departure(tx, &scope, &own, one.id, (from, &reason));
    match visit.scope.site.db.write(ended).await {
        Ok(()) => {
            let to = format!("{}?done=rejoins", visit.scope.url(Page::AdminPlace(&code)));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Problem::Invalid(errors)) => again(&end_sheet(&visit, area, &one, typed, errors)),
        Err(problem) => Err(problem.into()),
    }
}

/// One that was agreed of the area with that code, and the area.
async fn agreed<'a>(visit: &'a Visit, code: &str, id: &str) -> Result<(Agreed, &'a Place), Problem> {
    let (area, place) = commands::of_ours(&visit.scope, code)?;
    let (id, partnership): (Id, Id) = (id.parse().map_err(|_| Problem::NotFound)?, visit.scope.partnership());
    let all = visit.scope.site.db.read(move |tx| exceptions_of(tx, partnership, area)).await?;
    Ok((all.into_iter().find(|one| one.id == id).ok_or(Problem::NotFound)?, place))
}

fn end_sheet(visit: &Visit, area: &Place, one: &Agreed, typed: Typed, errors: FieldErrors) -> EndPage {
    let scope = &visit.scope;
    EndPage {
        shell: shell(visit, format!("End where {} departs from whole wards", area.name), None)
            .crumb("Places and boundaries", scope.url(Page::AdminPlaces))
            .crumb(area.name.clone(), scope.url(Page::AdminPlace(area.code.as_str())))
            .errors(&errors),
        form: Form::failed(visit.words, typed, errors),
        token: visit.form_token().unwrap_or_default(),
        here: scope.url(Page::EndException(area.code.as_str(), one.id)),
        agreed: said(one, scope.now.date()),
    }
}

/// What was agreed, from when until when, and why; past what has ended.
pub(super) fn said(one: &Agreed, today: Date) -> String {
    let Agreed { change, reason, valid_from, valid_to, ended_reason, .. } = one;
    let ended = valid_to.filter(|to| *to <= today);
    let verb = match (change, ended) {
        (Change::Added, None) => "Takes in",
        (Change::Added, Some(_)) => "Took in",
        (Change::LeftOut, None) => "Leaves out",
        (Change::LeftOut, Some(_)) => "Left out",
    };
    let from = if *valid_from <= today { "since" } else { "from" };
    let from = if valid_to.is_some() { "from" } else { from };
    let until = valid_to.map(|to| format!(" until {}", day_words(to))).unwrap_or_default();
    let why = ended_reason.as_ref().map(|why| format!(" Why it ends: {why}")).unwrap_or_default();
    format!("{verb} a piece {from} {}{until}: {reason}{why}", day_words(*valid_from))
}

fn read(visit: &Visit, typed: &Typed, piece: Option<Vec<u8>>) -> Result<Departure, FieldErrors> {
    let mut ask = typed.ask(visit.words);
    let change = typed.get("change").and_then(Change::from_key);
    if change.is_none() {
        ask.refuse("change", "Choose whether the area takes the piece in or leaves it out");
    }
    if piece.is_none() {
        ask.refuse("file", "Choose a file with the piece, and one that is not empty");
    }
    let from = ask.date("from", "Enter the first day on which it holds");
    let reason = ask.text("reason", 2000, "Say why the wards' line does not do here, as partners agreed it");
    let other = ask.optional_text("other", 64);
    ask.answers(|| Some(Departure { change: change?, piece: piece?, other, from: from?, reason: reason? }))
}

fn sheet(visit: &Visit, area: &Place, typed: Typed, errors: FieldErrors) -> Result<ExceptionsPage, Problem> {
    let scope = &visit.scope;
    if area.kind != Kind::Area {
        return Err(Problem::NotFound);
    }
    let areas = scope.snapshot.part::<Places>()?.lookup().atlas().of_kind(Kind::Area);
    let others =
        areas.filter(|other| other.code != area.code).map(|other| (other.code.to_string(), other.name.clone()));
    Ok(ExceptionsPage {
        changes: [
            Choice::new(Change::Added.key(), "It takes a piece in").hint("Of a ward that is not its own"),
            Choice::new(Change::LeftOut.key(), "It leaves a piece out").hint("Of one of its own wards"),
        ],
        others: std::iter::once((String::new(), "None".to_owned())).chain(others).collect(),
        shell: shell(visit, format!("Where {} departs from whole wards", area.name), None)
            .crumb("Places and boundaries", scope.url(Page::AdminPlaces))
            .crumb(area.name.clone(), scope.url(Page::AdminPlace(area.code.as_str())))
            .errors(&errors),
        form: Form::failed(visit.words, typed, errors),
        token: visit.form_token().unwrap_or_default(),
        here: scope.url(Page::PlaceExceptions(area.code.as_str())),
    })
}
