//! One page for each verb on an issue: a form that keeps what was typed, a version that notices a colleague, one command.

mod assess;
mod assign;
mod attach;
mod decide;
mod pass_on;
mod resolve;

use std::sync::Arc;

use access::{Page, Scope, Site, in_sentence};
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::get;
use base::{Conflict, FieldErrors, Id, Instant, Problem, Reference};
use db::Tx;
use web::asking::{Staff, Visit, Working};
use web::components::Button;
use web::{Answer, Ask, Form, Markup, Shell, Typed, Words, personal};

use super::{Verb, on, reference};
use crate::commands::{AtHand, at_hand};
use crate::model::HIGHEST_LEVEL;
use crate::pages::issue::{Told, told_to_staff};
use crate::pages::words::level_name;
use crate::store::{self, Issue};

pub(super) fn routes() -> Router<Arc<Site>> {
    let at = |verb: Verb| format!("/{{p}}/issues/{{reference}}/{}", verb.name());
    Router::new()
        .route(&at(Verb::Assess), get(show::<assess::Assess>).post(send::<assess::Assess>))
        .route(&at(Verb::Decide), get(show::<decide::Decide>).post(send::<decide::Decide>))
        .route(&at(Verb::Resolve), get(show::<resolve::Resolve>).post(send::<resolve::Resolve>))
        .route(&at(Verb::Reopen), get(show::<resolve::Reopen>).post(send::<resolve::Reopen>))
        .route(&at(Verb::Attach), get(show::<attach::Attach>).post(send::<attach::Attach>))
        .route(&at(Verb::Assign), get(show::<assign::Assign>).post(send::<assign::Assign>))
        .route(&at(Verb::Escalate), get(show::<pass_on::Escalate>).post(send::<pass_on::Escalate>))
        .route(&at(Verb::HandDown), get(show::<pass_on::HandDown>).post(send::<pass_on::HandDown>))
}

/// What a verb's page asks and does.
trait Act: Send + Sync + Sized + 'static {
    /// Which verb it is.
    const VERB: Verb;
    /// What the page needs to know beside the issue.
    type Around: Send + 'static;
    /// What was asked for.
    type Command: Send + Sync + 'static;

    /// Reads what the page needs beside the issue.
    fn look(tx: &mut Tx<'_>, scope: &Scope, hand: &AtHand) -> Result<Self::Around, Problem>;

    /// What the form opens with.
    fn opening(issue: &Issue, now: Instant) -> Typed;

    /// The questions.
    fn questions(form: &Form, sheet: &Sheet, around: &Self::Around) -> Markup;

    /// What the answers ask for, of the issue in the version they were given for.
    fn read(ask: Ask<'_>, scope: &Scope, version: Option<i64>) -> Result<Self::Command, FieldErrors>;

    /// Does it.
    fn run(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference, command: &Self::Command) -> Result<Issue, Problem>;
}

/// The issue that a page is about, as its frame shows it.
pub(super) struct Sheet {
    issue: Issue,
    version: i64,
    shown: Instant,
    /// What the levels are called here, 0 first.
    levels: Vec<String>,
    /// What colleagues did since the form was first shown.
    since: Vec<Told>,
}

#[derive(Template)]
#[template(path = "staff/act/act.html")]
struct ActPage {
    shell: Shell,
    label: &'static str,
    sheet: Sheet,
    questions: Markup,
    token: Option<String>,
    here: String,
    issue: String,
}

/// It can no longer be done: what changed, and what was typed.
#[derive(Template)]
#[template(path = "staff/act/overtaken.html")]
struct OvertakenPage {
    shell: Shell,
    now: &'static str,
    since: Vec<Told>,
    typed: Vec<(String, String)>,
    issue: String,
}

async fn show<A: Act>(Staff(visit): Staff, Path((_p, text)): Path<(String, String)>) -> Answer {
    let at = found::<A>(&visit, &reference(&text)?, None).await?;
    A::VERB.check(&at.sheet.issue).map_err(Problem::Conflict)?;
    let form = Form::filled(visit.words, A::opening(&at.sheet.issue, visit.scope.now));
    sheet::<A>(&visit, at, form, StatusCode::OK)
}

async fn send<A: Act>(Path((_p, text)): Path<(String, String)>, working: Working) -> Answer {
    let version = working.version();
    let Working { visit, typed } = working;
    let at = reference(&text)?;
    let command = match A::read(typed.ask(visit.words), &visit.scope, version) {
        Ok(command) => command,
        Err(errors) => return again::<A>(&visit, &at, typed, errors).await,
    };
    let (scope, issue) = (visit.scope.clone(), at.clone());
    let done = visit.scope.site.db.write(move |tx| A::run(tx, &scope, &issue, &command)).await;
    match done {
        Ok(_) => Ok(on(&visit.scope, Page::Issue(&at), A::VERB.name())),
        Err(Problem::Invalid(errors)) => again::<A>(&visit, &at, typed, errors).await,
        Err(Problem::Conflict(Conflict::Version)) => stale::<A>(&visit, &at, typed).await,
        Err(Problem::Conflict(Conflict::State { .. })) => overtaken::<A>(&visit, &at, &typed).await,
        Err(other) => Err(other.into()),
    }
}

/// The form once more with what was typed and what to mend. It keeps its version: a colleague's change is still noticed.
async fn again<A: Act>(visit: &Visit, at: &Reference, typed: Typed, errors: FieldErrors) -> Answer {
    let mut found = found::<A>(visit, at, None).await?;
    if let Some(version) = typed.get("version").and_then(|version| version.parse().ok()) {
        found.sheet.version = version;
    }
    if let Some(shown) = shown(&typed) {
        found.sheet.shown = shown;
    }
    sheet::<A>(visit, found, Form::failed(visit.words, typed, errors), StatusCode::UNPROCESSABLE_ENTITY)
}

/// A colleague was first: what they did, above what was typed, to be sent again or not.
async fn stale<A: Act>(visit: &Visit, at: &Reference, typed: Typed) -> Answer {
    let found = found::<A>(visit, at, shown(&typed)).await?;
    if A::VERB.check(&found.sheet.issue).is_err() {
        return overtaken::<A>(visit, at, &typed).await;
    }
    sheet::<A>(visit, found, Form::filled(visit.words, typed), StatusCode::CONFLICT)
}

async fn overtaken<A: Act>(visit: &Visit, at: &Reference, typed: &Typed) -> Answer {
    let found = found::<A>(visit, at, shown(typed)).await?;
    let kept = typed.iter().filter(|(name, value)| !HIDDEN.contains(name) && !value.trim().is_empty());
    let page = OvertakenPage {
        shell: visit.shell("This can no longer be done").unlisted(),
        now: found.sheet.issue.status.words(),
        since: found.sheet.since,
        typed: kept.map(|(name, value)| (name.replace(['_', '-'], " "), value.to_owned())).collect(),
        issue: visit.scope.url(Page::Issue(at)),
    };
    with_status(personal(&page), StatusCode::CONFLICT)
}

/// Fields that nobody types.
const HIDDEN: [&str; 2] = ["version", "shown"];

fn shown(typed: &Typed) -> Option<Instant> {
    typed.get("shown").and_then(|shown| shown.parse().ok()).map(Instant::from_micros)
}

struct Found<Around> {
    sheet: Sheet,
    around: Around,
}

/// The issue for this verb's page, for those who have leave; with what was done since a moment, if one is given.
async fn found<A: Act>(visit: &Visit, at: &Reference, since: Option<Instant>) -> Result<Found<A::Around>, Problem> {
    let (scope, at) = (visit.scope.clone(), at.clone());
    let read = move |tx: &mut Tx<'_>| {
        let hand = at_hand(tx, &scope, &at, None)?;
        A::VERB.leave(&scope, &hand)?;
        let around = A::look(tx, &scope, &hand)?;
        let AtHand { issue, .. } = hand;
        let since = match since {
            Some(since) => done_since(tx, &scope, issue.id, since)?,
            None => Vec::new(),
        };
        Ok::<_, Problem>(Found {
            sheet: Sheet { version: issue.version, shown: issue.changed_at, levels: levels(&scope), since, issue },
            around,
        })
    };
    visit.scope.site.db.read(read).await
}

fn levels(scope: &Scope) -> Vec<String> {
    (0..=HIGHEST_LEVEL).map(|level| in_sentence(level_name(scope, Words::english(), level))).collect()
}

fn done_since(tx: &mut Tx<'_>, scope: &Scope, issue: Id, since: Instant) -> Result<Vec<Told>, Problem> {
    let mut steps = store::steps_of(tx, scope.partnership(), issue)?;
    steps.retain(|step| step.at > since);
    Ok(steps.iter().map(|step| told_to_staff(scope, step)).collect())
}

fn sheet<A: Act>(visit: &Visit, found: Found<A::Around>, form: Form, status: StatusCode) -> Answer {
    let Found { sheet, around } = found;
    let scope = &visit.scope;
    let at = sheet.issue.reference.parse().map_err(Problem::fault)?;
    let title = format!("{}: {}", A::VERB.label(), sheet.issue.title);
    let page = ActPage {
        shell: visit.shell(title).back(scope.url(Page::Issue(&at))).errors(form.errors()),
        label: A::VERB.label(),
        questions: A::questions(&form, &sheet, &around),
        token: visit.form_token(),
        here: scope.url(Page::IssueAct(&at, A::VERB.name())),
        issue: scope.url(Page::Issue(&at)),
        sheet,
    };
    with_status(personal(&page), status)
}

fn with_status(answer: Answer, status: StatusCode) -> Answer {
    let mut response = answer?.into_response();
    *response.status_mut() = status;
    Ok(response)
}
