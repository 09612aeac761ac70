//! The first page of information governance: what there is to do, and where. What its lists have in common.

use std::sync::Arc;

use access::{Page, Right, Scope, Site};
use askama::Template;
use axum::Router;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use base::{Id, Instant, Problem};
use web::asking::{Staff, Visit};
use web::components::NotificationBanner;
use web::{Answer, Markup, Shell, personal};

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new().route("/{p}/admin/information", get(first))
}

/// What is done here: the right it takes, the list's name in its address, its title, what it is for.
const LISTS: &[(Right, &str, &str, &str)] = &[
    (
        Right::TakeDown,
        "take-downs",
        "Requests to take something down",
        "Anybody can ask. What they ask for is hidden at once; you decide within 2 working days.",
    ),
    (
        Right::AnswerSubjects,
        "subjects",
        "Requests about somebody’s own data",
        "Somebody asks what is held about them, or to be forgotten. Each is answered within a month.",
    ),
    (Right::AnswerSubjects, "holds", "Legal holds", "What must not go while an inquiry, a claim or a court needs it."),
    (
        Right::AnswerSubjects,
        "disclosures",
        "Requests for information",
        "Everything held on an issue, a place or a period, with what is left out and why. 20 working days.",
    ),
    (
        Right::AnswerSubjects,
        "retention",
        "Retention",
        "How long what is kept, and what went because its period was over.",
    ),
    (
        Right::KeepMarkers,
        "markers",
        "Staff-safety markers",
        "What whoever visits an address must know first. Each is looked at again or lapses.",
    ),
    (
        Right::ReadAudit,
        "audit",
        "Audit",
        "Who did what, when and in which role, and proof that no entry was changed or taken away.",
    ),
    (
        Right::ReadAudit,
        "shown",
        "What was shown to whom",
        "For one concern: who opened it, who acted on it, and who could have read its words.",
    ),
];

#[derive(Template)]
#[template(path = "desk.html")]
struct DeskPage {
    shell: Shell,
    lists: Vec<(&'static str, &'static str, String)>,
}

async fn first(Staff(visit): Staff) -> Answer {
    let scope = &visit.scope;
    let mine = LISTS.iter().filter(|(right, ..)| scope.has(*right));
    let lists: Vec<_> = mine.map(|(_, name, title, why)| (*title, *why, scope.url(Page::Information(name)))).collect();
    if lists.is_empty() {
        return Err(Problem::NotAllowed("Information governance is done by its officer.".into()).into());
    }
    personal(&DeskPage { shell: visit.shell("Information governance").unlisted(), lists })
}

/// The surroundings of a list here.
pub(crate) fn shell(visit: &Visit, title: impl Into<String>) -> Shell {
    let first = visit.scope.url(Page::Information(""));
    visit.shell(title).crumb("Information governance", first).unlisted()
}

/// Back to a page, which then says what was done (303).
pub(crate) fn on(scope: &Scope, page: Page<'_>, done: &str) -> Response {
    Redirect::to(&format!("{}?done={done}", scope.url(page))).into_response()
}

/// What was just done, from a closed list of sentences.
pub(crate) fn notice(visit: &Visit, done: Option<&str>, sentences: &[(&str, &'static str)]) -> Option<Markup> {
    let sentence = sentences.iter().find(|(name, _)| Some(*name) == done)?.1;
    Some(NotificationBanner::success(visit.words, sentence).into())
}

/// Where the next page of a list begins that is newest first, as an address says it.
pub(crate) fn before_text(at: Instant, id: Id) -> String {
    format!("{}.{}", at.micros(), id.simple())
}

/// [`before_text`], read again.
pub(crate) fn before(text: &str) -> Result<(Instant, Id), Problem> {
    let read =
        text.split_once('.').and_then(|(at, id)| Some((Instant::from_micros(at.parse().ok()?), id.parse().ok()?)));
    read.ok_or_else(|| Problem::field("before", "This page does not exist: begin at the first"))
}
