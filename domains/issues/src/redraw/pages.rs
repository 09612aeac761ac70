use std::collections::BTreeMap;

use access::{Page, Scope};
use askama::Template;
use axum::extract::Path;
use axum::http::HeaderValue;
use axum::http::header::REFRESH;
use axum::response::{IntoResponse, Redirect};
use base::{FieldErrors, Id, Problem};
use db::Tx;
use places::{Kind, Named, Places};
use record::{Operation, OperationState as S};
use web::asking::{Staff, Uploaded, Visit, Working};
use web::components::{Button, Choice, Details, SummaryList, Table, WarningText};
use web::{Answer, Form, Markup, Shell, Typed, again, personal, thousands};

use super::plan::{Drawing, Plan, begin, day_words};
use super::tally::Tally;
use super::{Asked, KIND, allowed, find, work};

/// Redraws on the list.
const ROWS: i64 = 50;
/// Places named one by one; a file of a whole county is told by number.
const NAMED: usize = 200;
/// How often a page that counts is read again, in seconds.
const RENEWED: &str = "2";
/// The kinds of place that come as files.
const KINDS: [Kind; 4] = [Kind::Ward, Kind::Area, Kind::Neighbourhood, Kind::Borough];

#[derive(Template)]
#[template(path = "redraws/list.html")]
struct ListPage {
    shell: Shell,
    form: Form,
    token: String,
    here: String,
    areas: String,
    kinds: Vec<Choice>,
    rows: Table,
    any: bool,
    /// Whether these are the partnership's first boundaries: nothing can end, and nothing has to be explained.
    first: bool,
    file: &'static str,
    go: &'static str,
}

/// Whether no place is known yet.
fn is_first(scope: &Scope) -> Result<bool, Problem> {
    Ok(scope.snapshot.part::<Places>()?.lookup().atlas().places().next().is_none())
}

/// New lines to be proposed, and those that were before.
pub(super) async fn list(Staff(visit): Staff) -> Answer {
    allowed(&visit.scope)?;
    let typed = Typed::of([("kind", "ward"), ("whole", "yes")]);
    personal(&list_page(&visit, typed, FieldErrors::default()).await?)
}

async fn list_page(visit: &Visit, typed: Typed, errors: FieldErrors) -> Result<ListPage, Problem> {
    let scope = visit.scope.clone();
    let read = move |tx: &mut Tx<'_>| Operation::newest(tx, scope.partnership(), true, None, ROWS);
    let mut all = visit.scope.site.db.read(read).await?;
    all.retain(|operation| operation.kind == KIND);
    let mut rows = Table::new("Lines drawn anew, newest first").column("What").column("Begun").numbers("Records moved");
    for one in &all {
        rows = rows.row([
            Markup::link(&*one.title, &visit.scope.url(Page::Operation(one.id))),
            one.created_at.words().as_str().into(),
            thousands(one.done).as_str().into(),
        ]);
    }
    let scope = &visit.scope;
    let words = |kind: Kind| places::kind_words(scope, visit.words, kind).to_owned();
    let first = is_first(scope)?;
    let (title, file, go) = if first {
        ("Put in your boundaries", "The file", "Look at the file")
    } else {
        ("Draw lines anew", "The new lines", "See what they would do")
    };
    Ok(ListPage {
        shell: shell(visit, title).errors(&errors),
        kinds: KINDS.map(|kind| Choice::new(kind.key(), words(kind))).into(),
        form: Form::failed(visit.words, typed, errors),
        token: visit.form_token().unwrap_or_default(),
        here: scope.url(Page::Redraws),
        areas: scope.url(Page::RecomposeAreas),
        any: !all.is_empty(),
        rows,
        first,
        file,
        go,
    })
}

pub(super) fn shell(visit: &Visit, title: impl Into<String>) -> Shell {
    let scope = &visit.scope;
    visit
        .shell(title)
        .crumb(visit.words.nav_administration(), scope.url(Page::Admin))
        .crumb("Places and boundaries", scope.url(Page::AdminPlaces))
        .unlisted()
}

/// Reads the file and goes on to what it would do.
pub(super) async fn put_in(uploaded: Uploaded) -> Answer {
    let Uploaded { visit, typed, file } = uploaded;
    allowed(&visit.scope)?;
    let file = file.filter(|sent| !sent.bytes.is_empty());
    let first = is_first(&visit.scope)?;
    let asked = match read(&visit, &typed, file.is_some(), first) {
        Ok(asked) => asked,
        Err(errors) => return again(&list_page(&visit, typed, errors).await?),
    };
    let Some(sent) = file else { return Err(Problem::fault("a form without its file was read").into()) };
    match begin(&visit.scope, asked, &sent.name, sent.bytes).await {
        Ok(id) => Ok(Redirect::to(&visit.scope.url(Page::Redraw(id))).into_response()),
        Err(Problem::Invalid(errors)) => again(&list_page(&visit, typed, errors).await?),
        Err(other) => Err(other.into()),
    }
}

fn read(visit: &Visit, typed: &Typed, has_file: bool, first: bool) -> Result<Asked, FieldErrors> {
    let mut ask = typed.ask(visit.words);
    let kind = typed.get("kind").filter(|kind| KINDS.iter().any(|known| known.key() == *kind)).map(str::to_owned);
    if kind.is_none() {
        ask.refuse("kind", "Choose what kind of places the file holds");
    }
    let from = ask.date("from", "Enter the first day on which the lines hold");
    let reason = if first {
        Some("The first boundaries".to_owned())
    } else {
        ask.text("reason", 2000, "Say why the lines change, for whoever asks later")
    };
    let (code, name) = (ask.optional_text("code", 100), ask.optional_text("name", 100));
    if !has_file {
        ask.refuse("file", "Choose a file, and one that is not empty");
    }
    let [whole, everywhere] = ["whole", "everywhere"].map(|name| typed.get(name) == Some("yes"));
    let wards = BTreeMap::new();
    ask.answers(|| Some(Asked { kind: kind?, from: from?, whole, everywhere, reason: reason?, code, name, wards }))
}

#[derive(Template)]
#[template(path = "redraws/show.html")]
struct ShowPage {
    shell: Shell,
    token: String,
    run: String,
    cancel: String,
    facts: SummaryList,
    notes: Vec<String>,
    refused: Vec<String>,
    lists: Vec<Details>,
    counting: bool,
    moved: Option<Table>,
    says: Vec<String>,
    warning: WarningText,
    button: String,
}

/// What the lines would do and what would stand where; read again by itself while that is counted.
pub(super) async fn show(Staff(visit): Staff, Path((_p, id)): Path<(String, String)>) -> Answer {
    let (operation, plan) = find(&visit.scope, &id).await?;
    if !matches!(operation.state, S::Checking | S::Checked) {
        return Ok(Redirect::to(&visit.scope.url(Page::Operation(operation.id))).into_response());
    }
    let counting = operation.state == S::Checking;
    let mut response = personal(&show_page(&visit, &operation, plan)?)?;
    if counting {
        response.headers_mut().insert(REFRESH, HeaderValue::from_static(RENEWED));
    }
    Ok(response)
}

fn show_page(visit: &Visit, operation: &Operation, plan: Plan) -> Result<ShowPage, Problem> {
    let scope = &visit.scope;
    let Drawing { asked, file, proposal } = plan.drawing.ok_or(Problem::NotFound)?;
    let tally = Tally::read(&operation.cursor)?;
    let counting = operation.state == S::Checking;
    let kind = asked.kind().map(|kind| places::kind_words(scope, visit.words, kind).to_owned()).unwrap_or_default();
    let past = asked.from <= scope.now.date();
    let coordinates = match (asked.wards.is_empty(), proposal.on_grid) {
        (false, _) => "As the wards are drawn",
        (true, true) => "National Grid eastings and northings, brought to longitude and latitude",
        (true, false) => "Longitude and latitude",
    };
    let facts = SummaryList::new()
        .row("File", file)
        .row("Coordinates", coordinates)
        .row("Kind of place", kind)
        .row("Hold from", day_words(asked.from))
        .row("Begin", count(proposal.begins.len()))
        .row("End", count(proposal.ends.len()))
        .row("Get another line or name", count(proposal.changed.len()))
        .row("Stay as they are", count(proposal.unchanged))
        .row("Why", asked.reason);
    let lists = [("Begin", &proposal.begins), ("End", &proposal.ends), ("Get another line or name", &proposal.changed)];
    let lists = lists.into_iter().filter(|(_, names)| !names.is_empty()).map(|(title, names)| named(title, names));
    let day = day_words(asked.from);
    let warning = match past {
        true => format!(
            "What was told to us since {day} is placed by the new lines alone. What was told before keeps its place."
        ),
        false => {
            format!("On {day} every record is placed by the new lines. What was told before keeps its place beside it.")
        }
    };
    Ok(ShowPage {
        shell: shell(visit, operation.title.clone()).crumb("Draw lines anew", scope.url(Page::Redraws)).wide(),
        token: visit.form_token().unwrap_or_default(),
        run: format!("{}/run", scope.url(Page::Redraw(operation.id))),
        cancel: format!("{}/cancel", scope.url(Page::Operation(operation.id))),
        facts,
        notes: proposal.notes,
        refused: proposal.refused,
        lists: lists.collect(),
        counting,
        moved: (!counting && !tally.moved.is_empty()).then(|| moved(&tally)),
        says: if counting { Vec::new() } else { says(&tally) },
        warning: WarningText::new(visit.words, warning),
        button: format!("Draw these lines from {day}"),
    })
}

fn count(places: usize) -> String {
    thousands(i64::try_from(places).unwrap_or(i64::MAX))
}

fn named(title: &str, names: &[Named]) -> Details {
    let shown = names
        .iter()
        .take(NAMED)
        .map(|one| format!("<li>{}</li>", Markup::from(format!("{} ({})", one.name, one.code))));
    let more = names.len().saturating_sub(NAMED);
    let rest = if more > 0 { format!("<li>and {} more</li>", count(more)) } else { String::new() };
    let list = format!("<ul class=\"govuk-list govuk-list--bullet\">{}{rest}</ul>", shown.collect::<String>());
    Details::new(format!("{title}: {}", count(names.len())), Markup::trusted(list))
}

fn moved(tally: &Tally) -> Table {
    let mut sorted: Vec<_> = tally.moved.iter().collect();
    sorted.sort_by(|a, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
    let table = Table::new("What stands in another place by the new lines")
        .quiet_caption()
        .column("Lies in now")
        .column("Would lie in")
        .numbers("Concerns")
        .numbers("Issues")
        .row_headers();
    sorted.into_iter().fold(table, |table, moved| {
        table.row([moved.from.clone(), moved.to.clone(), thousands(moved.concerns), thousands(moved.issues)])
    })
}

/// What does not move, and why.
fn says(tally: &Tally) -> Vec<String> {
    let told = |(concerns, issues): (i64, i64), what: &str| {
        (concerns + issues > 0).then(|| format!("{} and {} {what}", of("concern", concerns), of("issue", issues)))
    };
    let all = [
        told(tally.stay, "stay in the place they lie in."),
        told(tally.no_spot, "were told without a spot on the map, so they stay where they were told."),
        told(tally.outside, "have a spot that no new line would hold, so they stay where they lie."),
    ];
    let all: Vec<String> = all.into_iter().flatten().collect();
    if all.is_empty() && tally.moved.is_empty() { vec!["There are no records yet.".to_owned()] } else { all }
}

fn of(what: &str, count: i64) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{} {what}s", thousands(count)) }
}

/// Agrees, and draws them.
pub(super) async fn run(Path((_p, id)): Path<(String, String)>, Working { visit, .. }: Working) -> Answer {
    let (operation, _) = find(&visit.scope, &id).await?;
    let id = agreed(&visit.scope, operation.id).await?.id;
    Ok(Redirect::to(&visit.scope.url(Page::Operation(id))).into_response())
}

pub(super) async fn agreed(scope: &Scope, id: Id) -> Result<Operation, Problem> {
    let within = scope.clone();
    scope.site.db.write(move |tx| work::agree(tx, &within, id)).await
}
