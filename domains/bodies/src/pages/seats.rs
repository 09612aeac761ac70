//! Seats given and ended by whoever keeps bodies.

use access::{Page, Scope};
use axum::extract::Path;
use base::{FieldErrors, Id, Problem};
use directory::act::{Act, Key, done, failed};
use directory::{Partners, fields};
use web::asking::{Staff, Visit, Working};
use web::{Answer, Form, Typed};

use super::keep::shown;
use crate::commands::{self, NewSeat};
use crate::model::{Body, Office, Seat, Sitter};
use crate::told::who;

pub(super) async fn to_give(Staff(visit): Staff, Path((_p, code)): Path<(String, String)>) -> Answer {
    let (_, body) = shown(&visit.scope, &code)?;
    body.state(visit.scope.now.date()).may("seat")?;
    giving(&visit, body, &Form::new(visit.words))
}

pub(super) async fn give(Path((_p, code)): Path<(String, String)>, working: Working) -> Answer {
    let Working { visit, typed } = working;
    let (_, body) = shown(&visit.scope, &code)?;
    let scope = visit.scope.clone();
    let given = match read(&visit, &typed) {
        Err(errors) => Err(Problem::Invalid(errors)),
        Ok(new) => {
            let code = code.clone();
            scope.site.db.clone().write(move |tx| commands::give_seat(tx, &scope, &code, &new)).await
        }
    };
    match given {
        Ok(_) => done(&visit.scope.url(Page::Body(&code)), "seat"),
        Err(problem) => giving(&visit, body, &failed(&visit, &typed, problem)?),
    }
}

fn giving(visit: &Visit, body: &Body, form: &Form) -> Answer {
    let scope = &visit.scope;
    let offices = body.offices().chain([Office::Member]).map(|office| (office.to_string(), office.words().to_owned()));
    let act = Act::new(visit, "Give a seat", scope.url(Page::Body(&body.code)), "Give the seat").about(&body.name);
    let act = if body.is_open {
        act.lead("This body is open to the public: anybody may read who sits in it. Tell them before you enter them.")
    } else {
        act
    };
    act.field(form.radios("office", "Office").small().choices(offices))
        .field(
            form.select("sitter", "Whose seat is it?")
                .hint("Somebody who works here, or an organisation that sends whom it likes.")
                .options(sitters(scope)?.iter()),
        )
        .field(form.date("valid_from", "From").hint("Today, when you leave it empty."))
        .field(
            form.date("valid_to", "Until")
                .hint("The first day on which it is free again. Leave it empty when that is not set."),
        )
        .shown(form)
}

/// Who could sit: everybody who works here, then every organisation.
fn sitters(scope: &Scope) -> Result<Vec<(String, String)>, Problem> {
    let mut all = vec![(String::new(), "Choose a person or an organisation".to_owned())];
    all.extend(fields::colleagues(scope).into_iter().map(|(id, name)| (format!("person:{id}"), name)));
    let organisations = fields::organisations(scope)?.into_iter();
    all.extend(
        organisations.map(|(code, name)| (format!("organisation:{code}"), format!("{name}, an organisation's seat"))),
    );
    Ok(all)
}

/// Reads `person:KEY` or `organisation:CODE`.
pub(crate) fn sitter(scope: &Scope, text: &str) -> Option<Sitter> {
    match text.split_once(':')? {
        ("person", id) => id.parse().ok().map(Sitter::Person),
        ("organisation", code) => {
            let partners = scope.snapshot.part::<Partners>().ok()?;
            partners.by_code(code).map(|one| Sitter::Organisation(one.id))
        }
        _ => None,
    }
}

fn read(visit: &Visit, typed: &Typed) -> Result<NewSeat, FieldErrors> {
    let mut ask = typed.ask(visit.words);
    let office = ask.one_of("office", "Choose an office");
    let missing = "Choose somebody who works here, or an organisation";
    let sitter = ask.text("sitter", 100, missing).map(|text| sitter(&visit.scope, &text));
    if sitter == Some(None) {
        ask.refuse("sitter", missing);
    }
    let valid_from = ask.optional_date("valid_from").unwrap_or_else(|| visit.scope.now.date());
    let valid_to = ask.optional_date("valid_to");
    ask.answers(|| Some(NewSeat { office: office?, sitter: sitter??, valid_from, valid_to }))
}

pub(super) async fn to_end(Staff(visit): Staff, Path((_p, code, Key(id))): Path<(String, String, Key)>) -> Answer {
    let (body, seat) = seat(&visit.scope, &code, id)?;
    ending(&visit, body, seat, &Form::new(visit.words))
}

pub(super) async fn end(Path((_p, code, Key(id))): Path<(String, String, Key)>, working: Working) -> Answer {
    let Working { visit, typed } = working;
    let (body, seat) = seat(&visit.scope, &code, id)?;
    let scope = visit.scope.clone();
    let mut ask = typed.ask(visit.words);
    let day = ask.optional_date("valid_to").unwrap_or_else(|| scope.now.date());
    let ended = match ask.answers(|| Some(day)) {
        Err(errors) => Err(Problem::Invalid(errors)),
        Ok(day) => {
            let code = code.clone();
            scope.site.db.clone().write(move |tx| commands::end_seat(tx, &scope, &code, id, day)).await
        }
    };
    match ended {
        Ok(()) => done(&visit.scope.url(Page::Body(&code)), "free"),
        Err(problem) => ending(&visit, body, seat, &failed(&visit, &typed, problem)?),
    }
}

fn seat<'a>(scope: &'a Scope, code: &str, id: Id) -> Result<(&'a Body, &'a Seat), Problem> {
    let (bodies, body) = shown(scope, code)?;
    let seat = bodies.seats(body.id).iter().find(|seat| seat.id == id).ok_or(Problem::NotFound)?;
    Ok((body, seat))
}

fn ending(visit: &Visit, body: &Body, seat: &Seat, form: &Form) -> Answer {
    let whose = who(&visit.scope, seat.sitter(), visit.scope.now.date());
    let title = format!("End the seat of {}", whose.name);
    Act::new(visit, &title, visit.scope.url(Page::Body(&body.code)), "End the seat")
        .about(&format!("{}, {}", body.name, seat.office.words().to_lowercase()))
        .lead("That they sat in it stays on the body's page.")
        .field(form.date("valid_to", "The first day on which it is free").hint("Today, when you leave it empty."))
        .shown(form)
}
