use access::{Page, Scope};
use askama::Template;
use axum::extract::Path;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, REFRESH};
use axum::response::{IntoResponse, Redirect};
use base::{Id, Problem};
use db::Tx;
use record::{Operation, OperationFault, OperationState as S};
use web::asking::{Staff, Working};
use web::components::{Button, SummaryList, Table, Tag};
use web::{Answer, Markup, Shell, personal, thousands};

use super::{FAULTS, cancel as stop, find, go_on as resume, newest, undo as take_back};

/// How often the page of work that goes on is read again, in seconds.
const RENEWED: &str = "4";

#[derive(Template)]
#[template(path = "operations/list.html")]
struct ListPage {
    shell: Shell,
    rows: Table,
    any: bool,
}

/// What was begun lately.
pub async fn list(Staff(visit): Staff) -> Answer {
    let scope = visit.scope.clone();
    let operations = visit.scope.site.db.read(move |tx: &mut Tx<'_>| newest(tx, &scope)).await?;
    let mut rows = Table::new("Work that takes a while, newest first")
        .quiet_caption()
        .column("What")
        .column("Where it stands")
        .numbers("Done")
        .numbers("Not taken in")
        .column("Begun");
    for one in &operations {
        rows = rows.row([
            Markup::link(&one.title, &visit.scope.url(Page::Operation(one.id))),
            tag(one.state).into(),
            thousands(one.done).into(),
            thousands(one.rejected).into(),
            one.created_at.words().into(),
        ]);
    }
    let shell = visit.shell("Work that takes a while").crumb("Administration", visit.scope.url(Page::Admin)).wide();
    personal(&ListPage { shell: shell.unlisted(), any: !operations.is_empty(), rows })
}

#[derive(Template)]
#[template(path = "operations/show.html")]
struct ShowPage {
    shell: Shell,
    token: String,
    state: Tag,
    says: String,
    at_work: bool,
    per_cent: Option<i64>,
    counts: SummaryList,
    faults: Vec<OperationFault>,
    more_faults: bool,
    errors: String,
    cancel: Option<String>,
    go_on: Option<String>,
    undo: Option<(String, String)>,
}

/// How far it came; read again by itself while it goes on.
pub async fn show(Staff(visit): Staff, Path((_p, id)): Path<(String, String)>) -> Answer {
    let id = key(&id)?;
    let scope = visit.scope.clone();
    let (operation, faults) = visit
        .scope
        .site
        .db
        .read(move |tx| {
            let operation = find(tx, &scope, id)?;
            let faults = Operation::faults(tx, scope.partnership(), id, 0, FAULTS)?;
            Ok::<_, Problem>((operation, faults))
        })
        .await?;
    if operation.kind == issues::import::KIND && matches!(operation.state, S::Draft | S::Checked) {
        return Ok(Redirect::to(&visit.scope.url(Page::Import(id))).into_response());
    }
    if operation.kind == issues::redraw::KIND && matches!(operation.state, S::Checking | S::Checked) {
        return Ok(Redirect::to(&visit.scope.url(Page::Redraw(id))).into_response());
    }
    if operation.kind == places::upload::KIND && operation.state == S::Checked {
        return Ok(Redirect::to(&visit.scope.url(Page::PlacesUpload(id))).into_response());
    }
    if operation.kind == directory::upload::KIND && operation.state == S::Checked {
        return Ok(Redirect::to(&visit.scope.url(Page::PeopleUploaded(id))).into_response());
    }
    let at_work = operation.state.is_at_work();
    let shell = visit
        .shell(operation.title.clone())
        .crumb("Administration", visit.scope.url(Page::Admin))
        .crumb("Work that takes a while", visit.scope.url(Page::Operations));
    let below = visit.scope.url(Page::Operation(id));
    let undo = operation.can_undo(visit.scope.now);
    let until = operation.undo_until.map(base::Instant::words).unwrap_or_default();
    let mut response = personal(&ShowPage {
        shell: shell.unlisted(),
        token: visit.form_token().unwrap_or_default(),
        state: tag(operation.state),
        says: says(&visit.scope, &operation),
        at_work,
        per_cent: operation.per_cent(),
        counts: counts(&visit.scope, &operation),
        more_faults: operation.rejected > faults.len() as i64,
        errors: format!("{below}/errors.csv"),
        cancel: (operation.can("cancel") && operation.cancel_asked_at.is_none()).then(|| format!("{below}/cancel")),
        go_on: issues::redraw::can_go_on(&operation).then(|| format!("{below}/go-on")),
        undo: undo.then(|| (format!("{below}/undo"), until)),
        faults,
    })?;
    if at_work {
        response.headers_mut().insert(REFRESH, HeaderValue::from_static(RENEWED));
    }
    Ok(response)
}

/// Every row that was not taken in, as a file beside the one that came.
pub async fn errors(Staff(visit): Staff, Path((_p, id)): Path<(String, String)>) -> Answer {
    let id = key(&id)?;
    let mut file = csv::Writer::from_writer(Vec::new());
    file.write_record(["line", "field", "error"]).map_err(Problem::fault)?;
    let mut after = 0;
    loop {
        let scope = visit.scope.clone();
        let page = visit
            .scope
            .site
            .db
            .read(move |tx| {
                find(tx, &scope, id)?;
                Ok::<_, Problem>(Operation::faults(tx, scope.partnership(), id, after, 2_000)?)
            })
            .await?;
        let Some(last) = page.last() else { break };
        // Faults of one row stand together, so a page ends where its last row does.
        let (full, last) = (page.len() == 2_000, last.line);
        for fault in page.iter().filter(|fault| !full || fault.line < last) {
            let row = [fault.line.to_string(), fault.field.clone(), fault.sentence.clone()];
            file.write_record(&row).map_err(Problem::fault)?;
        }
        if !full {
            break;
        }
        after = last - 1;
    }
    let bytes = file.into_inner().map_err(|_| Problem::fault("the file of errors was not written"))?;
    let headers =
        [(CONTENT_TYPE, "text/csv; charset=utf-8"), (CONTENT_DISPOSITION, "attachment; filename=\"errors.csv\"")];
    Ok((headers, bytes).into_response())
}

/// Stops it.
pub async fn cancel(Path((_p, id)): Path<(String, String)>, Working { visit, .. }: Working) -> Answer {
    let (id, scope) = (key(&id)?, visit.scope.clone());
    visit.scope.site.db.write(move |tx| stop(tx, &scope, id)).await?;
    Ok(Redirect::to(&visit.scope.url(Page::Operation(id))).into_response())
}

/// Undoes it.
pub async fn undo(Path((_p, id)): Path<(String, String)>, Working { visit, .. }: Working) -> Answer {
    let (id, scope) = (key(&id)?, visit.scope.clone());
    visit.scope.site.db.write(move |tx| take_back(tx, &scope, id)).await?;
    Ok(Redirect::to(&visit.scope.url(Page::Operation(id))).into_response())
}

/// Has it go on from where it was stopped.
pub async fn go_on(Path((_p, id)): Path<(String, String)>, Working { visit, .. }: Working) -> Answer {
    let (id, scope) = (key(&id)?, visit.scope.clone());
    visit.scope.site.db.write(move |tx| resume(tx, &scope, id)).await?;
    Ok(Redirect::to(&visit.scope.url(Page::Operation(id))).into_response())
}

fn key(text: &str) -> Result<Id, Problem> {
    text.parse().map_err(|_| Problem::NotFound)
}

fn tag(state: S) -> Tag {
    match state {
        S::Draft => Tag::new("Not begun").grey(),
        S::Checking => Tag::new("Being checked"),
        S::Checked => Tag::new("Checked").yellow(),
        S::Running => Tag::new("Being done"),
        S::Done => Tag::new("Done").green(),
        S::Cancelled => Tag::new("Stopped").grey(),
        S::Failed => Tag::new("Stopped by a fault").red(),
        S::Undoing => Tag::new("Being undone"),
        S::Undone => Tag::new("Undone").grey(),
    }
}

/// What happened and what comes next, in a sentence.
fn says(scope: &Scope, operation: &Operation) -> String {
    let asked = operation.cancel_asked_at.is_some();
    match operation.state {
        S::Draft => "Nothing has been done yet.".into(),
        S::Checking | S::Running | S::Undoing if asked => "It stops after the rows at hand.".into(),
        S::Checking => "Every row is read, and nothing is stored. You can leave this page and come back.".into(),
        S::Checked => "Every row was read. Nothing is stored yet.".into(),
        S::Running => "It goes on whether or not this page is open. You can leave it and come back.".into(),
        S::Done => operation.sentence.clone().unwrap_or_else(|| "It was done to its end.".into()),
        S::Cancelled => "It was stopped. What was done until then stands.".into(),
        S::Failed => match &operation.sentence {
            Some(sentence) => format!("{sentence} What was done until then stands."),
            None => "Something went wrong. What was done until then stands.".into(),
        },
        S::Undoing => "What was done is being taken back.".into(),
        S::Undone if operation.done > 0 => {
            let stay = thousands(operation.done);
            format!("What was done has been taken back, but for {stay} that somebody has worked on since.")
        }
        S::Undone => format!("What was done has been taken back. {} is as it was.", scope.snapshot.partnership.name),
    }
}

fn counts(scope: &Scope, operation: &Operation) -> SummaryList {
    let who = operation.begun_by.and_then(|person| scope.snapshot.name_of(person)).unwrap_or("the command line");
    let mut list = SummaryList::new()
        .row("Done", thousands(operation.done))
        .row("As it was already", thousands(operation.unchanged))
        .row("Not taken in", thousands(operation.rejected));
    if let Some(total) = operation.total {
        list = list.row("In all", thousands(total));
    }
    list = list.row("Begun", format!("{}, by {who}", operation.created_at.words()));
    if let Some(finished) = operation.finished_at {
        list = list.row("Ended", finished.words());
    }
    list
}
