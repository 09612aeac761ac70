use access::{Page, Right, Scope};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use base::{FieldErrors, Id, Problem, fold};
use db::Tx;
use places::Vintages;
use record::{Operation, OperationFault, OperationState as S};
use voice::Categories;
use web::asking::{Staff, Uploaded, Visit, Working};
use web::components::{Button, SummaryList, Table};
use web::{Answer, Form, Markup, Shell, Typed, again, personal, thousands};

use super::columns::{Field, Plan};
use super::row::Read;
use super::{KIND, chunk, file, work};

/// Rows of the preview.
const PREVIEW: usize = 20;
/// Imports on the list.
const ROWS: i64 = 50;
/// Faults shown before the file of them.
const FAULTS: i64 = 10;

#[derive(Template)]
#[template(path = "imports/list.html")]
struct ListPage {
    shell: Shell,
    form: Form,
    token: String,
    here: String,
    rows: Table,
    any: bool,
}

/// What was taken in before, and a file to put in.
pub(super) async fn list(Staff(visit): Staff) -> Answer {
    personal(&list_page(&visit, FieldErrors::default()).await?)
}

async fn list_page(visit: &Visit, errors: FieldErrors) -> Result<ListPage, Problem> {
    allowed(&visit.scope)?;
    let (scope, me) = (visit.scope.clone(), visit.scope.hat().map(|hat| hat.person));
    let read = move |tx: &mut Tx<'_>| Operation::newest(tx, scope.partnership(), false, me, ROWS);
    let mut own = visit.scope.site.db.read(read).await?;
    own.retain(|operation| operation.kind == KIND);
    let mut rows = Table::new("Your imports, newest first")
        .column("File")
        .column("Put in")
        .numbers("Taken in")
        .numbers("Here already")
        .numbers("Not taken in");
    for one in &own {
        rows = rows.row([
            Markup::link(&*one.title, &visit.scope.url(Page::Operation(one.id))),
            one.created_at.words().as_str().into(),
            thousands(one.done).as_str().into(),
            thousands(one.unchanged).as_str().into(),
            thousands(one.rejected).as_str().into(),
        ]);
    }
    let shell = visit.shell("Take in concerns from a file").crumb("My work", visit.scope.url(Page::MyWork));
    Ok(ListPage {
        shell: shell.errors(&errors).unlisted(),
        form: Form::failed(visit.words, Typed::default(), errors),
        token: visit.form_token().unwrap_or_default(),
        here: visit.scope.url(Page::Imports),
        any: !own.is_empty(),
        rows,
    })
}

/// Keeps the file and goes on to its columns.
pub(super) async fn put_in(uploaded: Uploaded) -> Answer {
    let Uploaded { visit, file, .. } = uploaded;
    allowed(&visit.scope)?;
    let mut errors = FieldErrors::default();
    let Some(sent) = file.filter(|sent| !sent.bytes.is_empty()) else {
        errors.add("file", "Choose a file, and one that is not empty");
        return again(&list_page(&visit, errors).await?);
    };
    match file::begin(&visit.scope, &sent.name, sent.bytes).await {
        Ok(begun) => Ok(Redirect::to(&visit.scope.url(Page::Import(begun.id))).into_response()),
        Err(Problem::Invalid(errors)) => again(&list_page(&visit, errors).await?),
        Err(other) => Err(other.into()),
    }
}

#[derive(Template)]
#[template(path = "imports/show.html")]
struct ShowPage {
    shell: Shell,
    form: Form,
    token: String,
    here: String,
    run: String,
    columns: Vec<Column>,
    fields: Vec<(String, String)>,
    strange: Vec<(String, String)>,
    categories: Vec<(String, String)>,
    preview: Vec<Line>,
    preview_heads: Vec<&'static str>,
    lacks: Option<String>,
    checked: Option<SummaryList>,
    take_in: Option<String>,
    faults: Vec<OperationFault>,
    errors: String,
}

/// A column of the file with what stands in it first.
struct Column {
    field: String,
    name: String,
    example: String,
}

/// A row as it would be taken in, or why not.
struct Line {
    line: i64,
    cells: Vec<String>,
    fault: Option<String>,
}

/// The columns, the first rows as they would be taken in, and what the check found.
pub(super) async fn show(Staff(visit): Staff, Path((_p, id)): Path<(String, String)>) -> Answer {
    let operation = own(&visit.scope, &id).await?;
    if !matches!(operation.state, S::Draft | S::Checked) {
        return Ok(Redirect::to(&visit.scope.url(Page::Operation(operation.id))).into_response());
    }
    let plan: Plan = serde_json::from_str(&operation.detail).map_err(Problem::fault)?;
    personal(&show_page(&visit, &operation, plan, FieldErrors::default()).await?)
}

async fn show_page(visit: &Visit, operation: &Operation, plan: Plan, errors: FieldErrors) -> Result<ShowPage, Problem> {
    let (scope, id) = (visit.scope.clone(), operation.id);
    let read = move |tx: &mut Tx<'_>| {
        let rows = file::piece(tx, &scope, id, 0)?.unwrap_or_default();
        Ok::<_, Problem>((rows, Operation::faults(tx, scope.partnership(), id, 0, FAULTS)?))
    };
    let (mut rows, faults) = visit.scope.site.db.read(read).await?;
    rows.truncate(PREVIEW);
    let first = rows.iter().find_map(|row| row.cells.as_ref().ok()).cloned().unwrap_or_default();
    let lines: Vec<i64> = rows.iter().map(|row| row.line).collect();
    let read = chunk::read(&visit.scope, &plan, &mut Vintages::default(), rows).await?;
    let checked = operation.state == S::Checked;
    let below = visit.scope.url(Page::Import(id));
    let shell = visit
        .shell(operation.title.clone())
        .crumb("My work", visit.scope.url(Page::MyWork))
        .crumb("Take in concerns from a file", visit.scope.url(Page::Imports));
    Ok(ShowPage {
        shell: shell.errors(&errors).unlisted().wide(),
        form: Form::failed(visit.words, typed_of(&plan), errors),
        token: visit.form_token().unwrap_or_default(),
        run: format!("{below}/run"),
        here: below,
        columns: columns(&plan, &first),
        fields: fields(),
        strange: plan.strange.iter().enumerate().map(|(at, word)| (format!("category-{at}"), word.clone())).collect(),
        categories: categories(&visit.scope)?,
        preview: preview(&visit.scope, &lines, &read)?,
        preview_heads: vec!["Line", "Category", "What was said", "When", "Where", "Contact"],
        lacks: plan.lacks().map(str::to_owned),
        checked: checked.then(|| counts(operation)),
        take_in: (checked && operation.done > 0).then(|| match operation.done {
            1 => "Take in 1 concern".to_owned(),
            many => format!("Take in {} concerns", thousands(many)),
        }),
        errors: format!("{}/errors.csv", visit.scope.url(Page::Operation(id))),
        faults,
    })
}

/// Settles the columns and has every row checked.
pub(super) async fn agree(Path((_p, id)): Path<(String, String)>, working: Working) -> Answer {
    let Working { visit, typed } = working;
    let operation = own(&visit.scope, &id).await?;
    operation.state.after("check")?;
    let mut plan: Plan = serde_json::from_str(&operation.detail).map_err(Problem::fault)?;
    let before = plan.column_of(Field::Category);
    let errors = settle(&mut plan, &typed);
    if plan.column_of(Field::Category) != before {
        file::strangers(&visit.scope, operation.id, &mut plan).await?;
    }
    if !errors.is_empty() {
        return again(&show_page(&visit, &operation, plan, errors).await?);
    }
    let (scope, id) = (visit.scope.clone(), operation.id);
    visit.scope.site.db.write(move |tx| work::check(tx, &scope, id, &plan)).await?;
    Ok(Redirect::to(&visit.scope.url(Page::Operation(id))).into_response())
}

/// Takes in what was checked.
pub(super) async fn run(Path((_p, id)): Path<(String, String)>, Working { visit, .. }: Working) -> Answer {
    let operation = own(&visit.scope, &id).await?;
    let (scope, id) = (visit.scope.clone(), operation.id);
    visit.scope.site.db.write(move |tx| work::run(tx, &scope, id)).await?;
    Ok(Redirect::to(&visit.scope.url(Page::Operation(id))).into_response())
}

/// What was chosen for each column and each strange category.
fn settle(plan: &mut Plan, typed: &Typed) -> FieldErrors {
    let mut errors = FieldErrors::default();
    let chosen: Vec<Option<Field>> = (0..plan.heading.len())
        .map(|at| typed.get(&format!("column-{at}")).and_then(|text| text.parse().ok()))
        .collect();
    for (at, field) in chosen.iter().enumerate() {
        if let Some(before) = field.and_then(|field| chosen[..at].iter().position(|one| *one == Some(field))) {
            errors.add(format!("column-{at}"), format!("{} is this already: choose it once", plan.heading[before]));
        }
    }
    plan.columns = chosen;
    plan.categories = plan
        .strange
        .iter()
        .enumerate()
        .filter_map(|(at, word)| Some((fold(word), typed.get(&format!("category-{at}"))?.to_owned())))
        .filter(|(_, code)| !code.is_empty())
        .collect();
    if let Some(sentence) = plan.lacks().filter(|_| errors.is_empty()) {
        errors.add("column-0", sentence);
    }
    errors
}

fn typed_of(plan: &Plan) -> Typed {
    let columns = plan.columns.iter().enumerate();
    let columns = columns.map(|(at, field)| (format!("column-{at}"), field.map_or("", Field::as_str).to_owned()));
    let categories = plan.strange.iter().enumerate().map(|(at, word)| {
        let code = plan.categories.get(&fold(word)).cloned().unwrap_or_default();
        (format!("category-{at}"), code)
    });
    Typed::of(columns.chain(categories))
}

fn columns(plan: &Plan, first: &[String]) -> Vec<Column> {
    let column = |(at, name): (usize, &String)| Column {
        field: format!("column-{at}"),
        name: if name.is_empty() { format!("Column {}", at + 1) } else { name.clone() },
        example: match first.get(at).map(|cell| cell.trim()).filter(|cell| !cell.is_empty()) {
            Some(cell) => format!("Like “{}”", cut(cell, 60)),
            None => "Empty in the first row".to_owned(),
        },
    };
    plan.heading.iter().enumerate().map(column).collect()
}

fn fields() -> Vec<(String, String)> {
    let all = Field::ALL.iter().map(|field| (field.as_str().to_owned(), field.words().to_owned()));
    std::iter::once((String::new(), "Leave it out".to_owned())).chain(all).collect()
}

fn categories(scope: &Scope) -> Result<Vec<(String, String)>, Problem> {
    let ours = scope.snapshot.part::<Categories>()?;
    let all = ours.in_force.iter().map(|one| (one.code.clone(), format!("{}: {}", one.group_name, one.name)));
    Ok(std::iter::once((String::new(), "Leave these rows out".to_owned())).chain(all).collect())
}

fn preview(scope: &Scope, lines: &[i64], chunk: &chunk::Chunk) -> Result<Vec<Line>, Problem> {
    let places = crate::commands::places_in(scope)?;
    let ours = scope.snapshot.part::<Categories>()?;
    let ward = |read: &Read| {
        let then: Vec<Id> = read.lies.iter().filter(|lies| lies.is_then).map(|lies| lies.place).collect();
        places.ward_of(&then)
    };
    let mut read = chunk.read.iter();
    let mut shown = Vec::with_capacity(lines.len());
    for line in lines {
        let fault = chunk.faults.iter().find(|fault| fault.line == *line);
        let cells = match fault {
            Some(_) => Vec::new(),
            None => match read.next() {
                None => Vec::new(),
                Some(read) => vec![
                    ours.get(read.told.category)?.name.clone(),
                    cut(&read.told.words, 120),
                    read.told.heard_at.day_words(),
                    ward(read).map_or("The whole partnership", |ward| ward.name.as_str()).to_owned(),
                    match &read.told.contact {
                        Some(contact) => contact.name.clone().unwrap_or_else(|| "Given".to_owned()),
                        None => "None".to_owned(),
                    },
                ],
            },
        };
        let fault = fault.map(|fault| match fault.field.as_str() {
            "" => fault.sentence.clone(),
            field => format!("{field}: {}", fault.sentence),
        });
        shown.push(Line { line: *line, cells, fault });
    }
    Ok(shown)
}

fn counts(operation: &Operation) -> SummaryList {
    SummaryList::new()
        .row("Would be taken in", thousands(operation.done).as_str())
        .row("Here already, left as they are", thousands(operation.unchanged).as_str())
        .row("Cannot be taken in", thousands(operation.rejected).as_str())
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most).chain(['…']).collect()
}

fn allowed(scope: &Scope) -> Result<(), Problem> {
    if scope.has(Right::ImportConcerns) {
        return Ok(());
    }
    Err(Problem::NotAllowed("Concerns are taken in by area managers, support officers and the director.".into()))
}

/// This person's own import: nobody else sees what is in a file.
pub(super) async fn own(scope: &Scope, id: &str) -> Result<Operation, Problem> {
    allowed(scope)?;
    let id: Id = id.parse().map_err(|_| Problem::NotFound)?;
    let (partnership, me) = (scope.partnership(), scope.hat().map(|hat| hat.person));
    let found = scope.site.db.read(move |tx| Operation::find(tx, partnership, id)).await?;
    let whole = |one: &Operation| one.kind == KIND && one.begun_by == me && one.total.is_some();
    found.filter(whole).ok_or(Problem::NotFound)
}
