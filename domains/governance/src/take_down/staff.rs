//! Requests for whoever decides them: what is due, why each matters, and the decision.

use access::{Page, Scope};
use askama::Template;
use axum::extract::Path;
use base::{FieldErrors, Problem, Reference};
use db::Tx;
use web::asking::{Staff, Visit, Working};
use web::components::{Button, Choices, Details, SummaryList, Tag};
use web::{Answer, Form, Query, Shell, Typed, again, personal};

use super::commands::{self, Decide, allowed, at_hand};
use super::model::{Decision, Kind, Request};
use super::store;
use crate::desk::{self, notice, on};

/// Requests on the page.
const WAITING: i64 = 200;
/// Decided ones below them.
const DECIDED: i64 = 50;
/// The longest reason, in characters.
pub(super) const LONGEST_REASON: usize = 2_000;

/// A request in a list.
struct Line {
    reference: String,
    href: String,
    about: String,
    why: &'static str,
    matters: &'static str,
    hidden: bool,
    due: String,
    late: bool,
    outcome: String,
}

#[derive(Template)]
#[template(path = "take_down/list.html")]
struct ListPage {
    shell: Shell,
    waiting: Vec<Line>,
    decided: Vec<Line>,
}

#[derive(Template)]
#[template(path = "take_down/decide.html")]
struct DecidePage {
    shell: Shell,
    form: Form,
    request: Line,
    facts: SummaryList,
    words: Option<String>,
    record: String,
    open: bool,
    here: String,
    token: Option<String>,
}

impl ListPage {
    fn why(&self, one: &Line) -> Details {
        let words = self.shell.words;
        Details::why(words, format!("Why is {} decided by then?", one.about), words.take_down_decide_why())
    }
}

pub async fn list(Staff(visit): Staff, Query(typed): Query) -> Answer {
    allowed(&visit.scope)?;
    let scope = visit.scope.clone();
    let read = move |tx: &mut Tx<'_>| {
        Ok::<_, Problem>((store::waiting(tx, &scope, WAITING)?, store::decided(tx, &scope, DECIDED)?))
    };
    let (waiting, decided) = visit.scope.site.db.read(read).await?;
    let mut shell = desk::shell(&visit, "Requests to take something down");
    shell.notice = notice(
        &visit,
        typed.get("done"),
        &[
            ("keep_hidden", "It stays hidden. Whoever asked is told, if they said how"),
            ("show_again", "The public sees it. Whoever asked is told, if they said how"),
        ],
    );
    let lines = |all: Vec<Request>| all.iter().map(|one| Line::of(&visit.scope, one)).collect::<Result<_, _>>();
    personal(&ListPage { shell, waiting: lines(waiting)?, decided: lines(decided)? })
}

pub async fn show(Staff(visit): Staff, Path((_p, text)): Path<(String, String)>) -> Answer {
    let request = find(&visit.scope, &text).await?;
    personal(&page(&visit, &request, Form::new(visit.words))?)
}

pub async fn send(Path((_p, text)): Path<(String, String)>, working: Working) -> Answer {
    let Working { visit, typed } = working;
    allowed(&visit.scope)?;
    let reference: Reference = text.parse().map_err(|_| Problem::NotFound)?;
    let decide = match read(&visit, &typed) {
        Ok(decide) => decide,
        Err(errors) => {
            let request = find(&visit.scope, &text).await?;
            return again(&page(&visit, &request, Form::failed(visit.words, typed, errors))?);
        }
    };
    let (scope, done) = (visit.scope.clone(), decide.decision.as_str());
    visit.scope.site.db.write(move |tx| commands::decide(tx, &scope, &reference, &decide)).await?;
    Ok(on(&visit.scope, Page::Information("take-downs"), done))
}

fn read(visit: &Visit, typed: &Typed) -> Result<Decide, FieldErrors> {
    let mut ask = typed.ask(visit.words);
    let decision = ask.one_of::<Decision>("decision", "Choose what becomes of it");
    let reason = ask.text("reason", LONGEST_REASON, "Enter why, in words that whoever asked can read");
    ask.answers(|| Some(Decide { decision: decision?, reason: reason? }))
}

async fn find(scope: &Scope, text: &str) -> Result<Request, Problem> {
    allowed(scope)?;
    let reference: Reference = text.parse().map_err(|_| Problem::NotFound)?;
    let asking = scope.clone();
    scope.site.db.read(move |tx| at_hand(tx, &asking, &reference)).await
}

fn page(visit: &Visit, request: &Request, form: Form) -> Result<DecidePage, Problem> {
    let scope = &visit.scope;
    let line = Line::of(scope, request)?;
    let opened = scope.site.vault.open(
        request.id,
        request.wrapped.as_deref(),
        "take_down_request.words",
        request.words.as_deref(),
    );
    let about: Reference = request.record_reference.parse().map_err(Problem::fault)?;
    let told = match (request.contact.is_some(), request.told_at) {
        (false, _) => "They left no address".to_owned(),
        (true, None) => "By e-mail, once it is decided".to_owned(),
        (true, Some(at)) => format!("By e-mail, {}", at.words()),
    };
    let mut facts = SummaryList::new()
        .row("Asked", request.asked_at.words())
        .row("Why", line.why)
        .row(
            "The public sees it",
            if request.hidden && request.decided_at.is_none() { "No, since then" } else { line.outcome.as_str() },
        )
        .row("Told", told);
    if request.decided_at.is_none() {
        facts = facts.row("Decide by", format!("{}. {}", line.due, visit.words.take_down_decide_why()));
    }
    if let Some(reason) = &request.reason {
        facts = facts.row("Reason", reason);
    }
    let list = scope.url(Page::Information("take-downs"));
    Ok(DecidePage {
        shell: desk::shell(visit, format!("Request about {}", request.record_reference))
            .crumb("Requests to take something down", list)
            .errors(form.errors()),
        words: opened?.words(),
        record: match request.kind {
            Kind::Issue => scope.url(Page::Issue(&about)),
            Kind::Concern => scope.url(Page::Concern(&about)),
        },
        open: request.decided_at.is_none(),
        here: line.href.clone(),
        token: visit.form_token(),
        request: line,
        facts,
        form,
    })
}

impl DecidePage {
    fn decision(&self) -> Choices {
        let again = if self.request.hidden { "Show it again" } else { "Leave it as it is" };
        let keep = if self.request.hidden { "Keep it hidden" } else { "Hide it" };
        self.form.radios("decision", "What becomes of it?").choice("keep_hidden", keep).choice("show_again", again)
    }
}

impl Line {
    fn of(scope: &Scope, request: &Request) -> Result<Self, Problem> {
        let reference: Reference = request.reference.parse().map_err(Problem::fault)?;
        let who = request.decided_by.and_then(|person| scope.snapshot.name_of(person)).unwrap_or("Nobody");
        let outcome = match (request.decision, request.decided_at) {
            (Some(Decision::KeepHidden), Some(at)) => format!("No: {who} decided on {}", at.day_words()),
            (Some(Decision::ShowAgain), Some(at)) => format!("Yes: {who} decided on {}", at.day_words()),
            _ => "Yes: it was looked at before, or too much was hidden at once".to_owned(),
        };
        Ok(Self {
            href: scope.url(Page::InformationRecord("take-downs", &reference)),
            reference: request.reference.clone(),
            about: request.record_reference.clone(),
            why: request.why.words(),
            matters: request.why.matters(),
            hidden: request.hidden,
            due: request.decide_by.words(),
            late: request.decided_at.is_none() && request.decide_by < scope.now,
            outcome,
        })
    }
}
