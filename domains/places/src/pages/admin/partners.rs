use access::{Page, Scope};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use base::{FieldErrors, Problem};
use web::asking::{Staff, Uploaded, Visit, Working};
use web::components::{Button, NotificationBanner, Table};
use web::{Answer, Form, Markup, Query, Shell, Typed, again, personal};

use super::{administrator, day_words, shell};
use crate::pages::service_words;
use crate::partners::{PartnerLines, PartnerSet, Service, end_partner_lines};
use crate::upload::{self, Lines, Upload};

#[derive(Template)]
#[template(path = "admin/partners.html")]
struct PartnersPage {
    shell: Shell,
    form: Form,
    token: String,
    here: String,
    organisations: Vec<(String, String)>,
    services: Vec<(&'static str, String)>,
    kept: Option<Table>,
    ends: Vec<(String, String)>,
}

pub(super) async fn show(Staff(visit): Staff, Query(query): Query) -> Answer {
    administrator(&visit.scope)?;
    let today = visit.scope.now.date();
    let typed = Typed::of([
        ("from-day", today.day().to_string()),
        ("from-month", today.month().to_string()),
        ("from-year", today.year().to_string()),
    ]);
    let done = query.get("done").map(|done| match done {
        "ended" => "They end on that day. What they were is still told of the days before",
        "same" => "All of it was here already, as it is",
        _ => "They are in, and measured against ours",
    });
    personal(&sheet(&visit, typed, FieldErrors::default(), done)?)
}

/// Tries what was put in, and goes on to what would come of it.
pub(super) async fn send(uploaded: Uploaded) -> Answer {
    let Uploaded { visit, typed, file } = uploaded;
    administrator(&visit.scope)?;
    let file = file.filter(|file| !file.bytes.is_empty());
    let waits = match read(&visit, &typed, file.is_none()) {
        Ok((lines, covers)) => {
            let (name, bytes) =
                file.map_or_else(|| (String::new(), covers.into_bytes()), |file| (file.name, file.bytes));
            upload::put_in(&visit.scope, Upload::Lines(lines), &name, bytes).await
        }
        Err(errors) => Err(Problem::Invalid(errors)),
    };
    match waits {
        Ok(waits) => Ok(super::goes_on(&visit.scope, waits, Page::AdminPartnerLines)),
        Err(Problem::Invalid(errors)) => again(&sheet(&visit, typed, errors, None)?),
        Err(problem) => Err(problem.into()),
    }
}

/// What somebody typed, and the list of places where there is no file.
fn read(visit: &Visit, typed: &Typed, by_hand: bool) -> Result<(Lines, String), FieldErrors> {
    let mut ask = typed.ask(visit.words);
    let organisation = ask.text("organisation", 80, "Choose whose lines they are");
    let service = ask.one_of::<Service>("service", "Choose what the divisions are for");
    let name = ask.text("name", 200, "Enter what the partner calls them, like Police sectors");
    let code = ask.optional_text("code", 80);
    let source = ask.optional_text("source", 500).unwrap_or_default();
    let from = ask.date("from", "Enter the first day they hold");
    let covers = ask.optional_text("covers", 100_000).unwrap_or_default();
    let (code_column, name_column) = (ask.optional_text("code_column", 80), ask.optional_text("name_column", 80));
    ask.answers(|| {
        let (organisation, service, name, from) = (organisation?, service?.to_string(), name?, from?);
        let lines = Lines { organisation, service, name, code, source, from, by_hand, code_column, name_column };
        Some((lines, covers))
    })
}

/// Ends one of them.
pub(super) async fn end(Path(_p): Path<String>, Working { visit, typed }: Working) -> Answer {
    administrator(&visit.scope)?;
    let mut ask = typed.ask(visit.words);
    let code = ask.text("ending", 80, "Choose which lines end");
    let from = ask.date("end", "Enter the first day they no longer hold");
    let ended = match ask.answers(|| Some((code?, from?))) {
        Ok((code, from)) => {
            let scope = visit.scope.clone();
            visit.scope.site.db.write(move |tx| end_partner_lines(tx, &scope, &code, from)).await.map_err(as_end)
        }
        Err(errors) => Err(Problem::Invalid(errors)),
    };
    match ended {
        Ok(()) => {
            let to = format!("{}?done=ended", visit.scope.url(Page::AdminPartnerLines));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Problem::Invalid(errors)) => again(&sheet(&visit, typed, errors, None)?),
        Err(problem) => Err(problem.into()),
    }
}

/// A fault of the day against the box that was typed in.
fn as_end(problem: Problem) -> Problem {
    match problem {
        Problem::Invalid(errors) => Problem::field("end", errors.to_string()),
        other => other,
    }
}

fn sheet(visit: &Visit, typed: Typed, errors: FieldErrors, done: Option<&str>) -> Result<PartnersPage, Problem> {
    let scope = &visit.scope;
    let lines = scope.snapshot.part::<PartnerLines>()?;
    let organisations = scope.snapshot.organisations.iter().map(|one| (one.code.clone(), one.name.clone()));
    let mut shell = shell(visit, "Partners’ lines", None)
        .crumb("Places and boundaries", scope.url(Page::AdminPlaces))
        .errors(&errors);
    shell.notice = done.map(|said| NotificationBanner::success(visit.words, said).into());
    let open = lines.every().iter().filter(|set| set.valid_to.is_none());
    Ok(PartnersPage {
        shell,
        token: visit.form_token().unwrap_or_default(),
        here: scope.url(Page::AdminPartnerLines),
        organisations: organisations.collect(),
        services: Service::ALL.iter().map(|one| (one.as_str(), service_words(visit.words, *one).to_owned())).collect(),
        kept: kept(scope, lines),
        ends: open.map(|set| (set.code.clone(), set.name.clone())).collect(),
        form: Form::failed(visit.words, typed, errors),
    })
}

fn kept(scope: &Scope, lines: &PartnerLines) -> Option<Table> {
    let table = Table::new("What is kept").row_headers();
    let table = table.column("Lines").column("Whose").column("Code").column("Hold");
    let row = |table: Table, set: &PartnerSet| {
        let name = match lines.set(&set.code).is_some_and(|today| today.id == set.id) {
            true => Markup::link(&set.name, &scope.url(Page::PartnerLinesOf(&set.code))),
            false => set.name.as_str().into(),
        };
        let organisation = scope.snapshot.organisation(set.organisation).map_or("", |one| one.name.as_str());
        table.row([name, organisation.into(), set.code.as_str().into(), days(set).into()])
    };
    let every = lines.every();
    (!every.is_empty()).then(|| every.iter().fold(table, row))
}

fn days(set: &PartnerSet) -> String {
    let from = day_words(set.valid_from);
    match set.valid_to.and_then(|end| end.yesterday().ok()) {
        Some(last) => format!("{from} to {}", day_words(last)),
        None => format!("since {from}"),
    }
}
