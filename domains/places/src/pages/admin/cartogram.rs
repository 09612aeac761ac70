use access::Page;
use askama::Template;
use base::{FieldErrors, Problem};
use web::asking::{Staff, Uploaded, Visit};
use web::components::{Button, NotificationBanner};
use web::{Answer, Form, Query, Shell, Typed, again, personal};

use super::{administrator, shell};
use crate::upload::{self, Upload};

#[derive(Template)]
#[template(path = "admin/cartogram.html")]
struct CartogramPage {
    shell: Shell,
    form: Form,
    token: String,
    here: String,
    shown: String,
}

pub(super) async fn show(Staff(visit): Staff, Query(query): Query) -> Answer {
    administrator(&visit.scope)?;
    let done = query.get("done").map(|done| match done {
        "same" => "All of it was here already, as it is",
        _ => "The places have their hexagons",
    });
    personal(&sheet(&visit, FieldErrors::default(), done))
}

/// Tries the file, and goes on to what would come of it.
pub(super) async fn send(uploaded: Uploaded) -> Answer {
    let Uploaded { visit, file, .. } = uploaded;
    administrator(&visit.scope)?;
    let waits = match file.filter(|file| !file.bytes.is_empty()) {
        Some(file) => upload::put_in(&visit.scope, Upload::Cartogram, &file.name, file.bytes).await,
        None => Err(Problem::field("file", "Choose a HexJSON file")),
    };
    match waits {
        Ok(waits) => Ok(super::goes_on(&visit.scope, waits, Page::AdminPlace("cartogram"))),
        Err(Problem::Invalid(errors)) => again(&sheet(&visit, errors, None)),
        Err(problem) => Err(problem.into()),
    }
}

fn sheet(visit: &Visit, errors: FieldErrors, done: Option<&str>) -> CartogramPage {
    let scope = &visit.scope;
    let mut shell =
        shell(visit, "Cartogram", None).crumb("Places and boundaries", scope.url(Page::AdminPlaces)).errors(&errors);
    shell.notice = done.map(|said| NotificationBanner::success(visit.words, said).into());
    CartogramPage {
        shell,
        form: Form::failed(visit.words, Typed::default(), errors),
        token: visit.form_token().unwrap_or_default(),
        here: scope.url(Page::AdminPlace("cartogram")),
        shown: scope.url(Page::Place("cartogram")),
    }
}
