//! Files of people and organisations: put in, looked at, taken in.

use access::{Page, Scope};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use base::{FieldErrors, Id, Problem};
use db::Tx;
use record::{Operation, OperationFault, OperationState};
use web::asking::{Staff, Uploaded, Visit, Working};
use web::components::{Button, SummaryList, Table};
use web::{Answer, Form, Shell, Typed, again, personal, thousands};

use super::act::Key;
use crate::import::Kind;
use crate::upload::{self, Kept};

/// Rows of the preview.
const PREVIEW: usize = 20;
/// Faults shown before the file of them.
const FAULTS: i64 = 10;

#[derive(Template)]
#[template(path = "upload.html")]
struct UploadPage {
    shell: Shell,
    form: Form,
    token: String,
    here: String,
    people: String,
    organisations: String,
    lists: [(&'static str, String); 2],
}

pub(super) async fn to_put_in(Staff(visit): Staff, Path(_p): Path<String>) -> Answer {
    upload::allowed(&visit.scope)?;
    personal(&asking(&visit, Typed::of([("what", "people".to_owned())]), FieldErrors::default()))
}

fn asking(visit: &Visit, typed: Typed, errors: FieldErrors) -> UploadPage {
    let scope = &visit.scope;
    let shell = visit.shell("Take in a file").crumb("People", scope.url(Page::People));
    UploadPage {
        shell: shell.errors(&errors).unlisted(),
        form: Form::failed(visit.words, typed, errors),
        token: visit.form_token().unwrap_or_default(),
        here: scope.url(Page::PeopleUpload),
        people: Kind::People.fields().join(", "),
        organisations: Kind::Organisations.fields().join(", "),
        lists: [
            ("People and roles", scope.url(Page::PeopleAs("csv"))),
            ("Organisations", format!("{}?all=yes", scope.url(Page::OrganisationsAs("csv")))),
        ],
    }
}

/// Tries every row, and goes on to what would come of it.
pub(super) async fn put_in(uploaded: Uploaded) -> Answer {
    let Uploaded { visit, typed, file } = uploaded;
    upload::allowed(&visit.scope)?;
    let mut errors = FieldErrors::default();
    let kind = typed.get("what").and_then(|text| text.parse::<Kind>().ok());
    let sent = file.filter(|sent| !sent.bytes.is_empty());
    if kind.is_none() {
        errors.add("what", "Choose what the file holds");
    }
    if sent.is_none() {
        errors.add("file", "Choose a file, and one that is not empty");
    }
    let (Some(kind), Some(sent)) = (kind, sent) else { return again(&asking(&visit, typed, errors)) };
    match upload::put_in(&visit.scope, kind, &sent.name, &sent.bytes).await {
        Ok(operation) => Ok(Redirect::to(&visit.scope.url(Page::PeopleUploaded(operation.id))).into_response()),
        Err(Problem::Invalid(errors)) => again(&asking(&visit, typed, errors)),
        Err(other) => Err(other.into()),
    }
}

#[derive(Template)]
#[template(path = "uploaded.html")]
struct UploadedPage {
    shell: Shell,
    token: String,
    run: String,
    counts: SummaryList,
    take_in: Option<String>,
    preview: Table,
    faults: Vec<OperationFault>,
    errors: String,
}

/// What would come of a file, and its first rows.
pub(super) async fn show(Staff(visit): Staff, Path((_p, Key(id))): Path<(String, Key)>) -> Answer {
    let scope = &visit.scope;
    let (operation, kept, faults) = own(scope, id).await?;
    let Some(kept) = kept.filter(|_| operation.state == OperationState::Checked) else {
        return Ok(Redirect::to(&scope.url(Page::Operation(id))).into_response());
    };
    let below = scope.url(Page::PeopleUploaded(id));
    let shell = visit.shell(operation.title.clone()).crumb("People", scope.url(Page::People));
    let shell = shell.crumb("Take in a file", scope.url(Page::PeopleUpload));
    personal(&UploadedPage {
        shell: shell.wide().unlisted(),
        token: visit.form_token().unwrap_or_default(),
        run: format!("{below}/run"),
        counts: SummaryList::new()
            .row("Would be added or changed", thousands(operation.done))
            .row("Here already, as they are", thousands(operation.unchanged))
            .row("Cannot be taken in", thousands(operation.rejected)),
        take_in: (operation.done > 0).then(|| match operation.done {
            1 => "Take in 1 row".to_owned(),
            many => format!("Take in {} rows", thousands(many)),
        }),
        preview: preview(&operation, &kept),
        faults,
        errors: format!("{}/errors.csv", scope.url(Page::Operation(id))),
    })
}

fn preview(operation: &Operation, kept: &Kept) -> Table {
    let fields = operation.detail.parse().map_or(&[][..], Kind::fields);
    let there: Vec<&str> =
        fields.iter().copied().filter(|field| kept.rows.first().is_some_and(|row| row.has(field))).collect();
    let head = Table::new("The first rows, as they were read").column("Line");
    let head = there.iter().fold(head, |table, field| table.column(*field));
    kept.rows.iter().take(PREVIEW).fold(head, |table, row| {
        let cells = there.iter().map(|field| row.get(field).unwrap_or_default().to_owned());
        table.row(std::iter::once(row.line.to_string()).chain(cells))
    })
}

/// This person's own file: nobody else sees what is in it.
async fn own(scope: &Scope, id: Id) -> Result<(Operation, Option<Kept>, Vec<OperationFault>), Problem> {
    upload::allowed(scope)?;
    let (within, me) = (scope.clone(), scope.hat().map(|hat| hat.person));
    let read = move |tx: &mut Tx<'_>| {
        let found = Operation::find(tx, within.partnership(), id)?;
        let own = found.filter(|one| one.kind == upload::KIND && one.begun_by == me).ok_or(Problem::NotFound)?;
        let faults = Operation::faults(tx, within.partnership(), id, 0, FAULTS)?;
        Ok::<_, Problem>((own, upload::kept(tx, &within, id)?, faults))
    };
    scope.site.db.read(read).await
}

/// Takes in what was tried.
pub(super) async fn run(Path((_p, Key(id))): Path<(String, Key)>, Working { visit, .. }: Working) -> Answer {
    own(&visit.scope, id).await?;
    let scope = visit.scope.clone();
    visit.scope.site.db.write(move |tx| upload::run(tx, &scope, id)).await?;
    Ok(Redirect::to(&visit.scope.url(Page::Operation(id))).into_response())
}
