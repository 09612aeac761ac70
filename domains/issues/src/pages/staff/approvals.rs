//! Words on their way to the public that a second person looks at: mend, then approve; never one's own (XC-05).

use std::sync::Arc;

use access::{Figure, Page, Right, Scope, Site};
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use base::{FieldErrors, Id, Problem, Reference};
use db::Tx;
use web::asking::{Staff, Visit, Working};
use web::components::{Button, Details};
use web::{Answer, Form, Markup, Query, Shell, Typed, again, personal};

use super::{notice, on, own_place};
use crate::commands::{self, Approve};
use crate::model::Act;
use crate::store::{self, Waiting};

/// Words on a page; more than these would mean that nobody looks at all.
const ROWS: i64 = 100;

pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new().route("/{p}/approvals", get(list)).route("/{p}/approvals/{id}", get(show).post(send))
}

/// Words as a second person sees them.
struct Words {
    title: String,
    issue: String,
    kind: &'static str,
    text: String,
    found: Markup,
    author: String,
    until: String,
    /// Where to approve them; nothing for their author.
    approve: Option<String>,
}

#[derive(Template)]
#[template(path = "staff/approvals.html")]
struct ApprovalsPage {
    shell: Shell,
    words: Vec<Words>,
    because: String,
}

#[derive(Template)]
#[template(path = "staff/approval.html")]
struct ApprovalPage {
    shell: Shell,
    form: Form,
    words: Words,
    token: Option<String>,
    here: String,
    back: String,
}

async fn list(Staff(visit): Staff, Query(typed): Query) -> Answer {
    allowed(&visit.scope)?;
    let scope = visit.scope.clone();
    let read = move |tx: &mut Tx<'_>| Ok::<_, Problem>(store::waiting(tx, &scope, own_place(&scope), ROWS)?);
    let waiting = visit.scope.site.db.read(read).await?;
    let mut shell = visit.shell("Words to approve").crumb("My work", visit.scope.url(Page::MyWork));
    shell.notice = notice(&visit, typed.get("done"), &[("approve", "The words are public now")]);
    let words = waiting.iter().map(|one| Words::of(&visit.scope, one)).collect::<Result<_, _>>()?;
    personal(&ApprovalsPage { shell, words, because: because(&visit.scope) })
}

async fn show(Staff(visit): Staff, Path((_p, id)): Path<(String, String)>) -> Answer {
    let words = find(&visit.scope, key(&id)?).await?;
    let form = Form::filled(visit.words, Typed::of([("words", words.text.as_str())]));
    personal(&page(&visit, key(&id)?, words, form))
}

async fn send(Path((_p, id)): Path<(String, String)>, working: Working) -> Answer {
    let Working { visit, typed } = working;
    let id = key(&id)?;
    let mut ask = typed.ask(visit.words);
    let words = ask.text("words", 4_000, "Enter the words that go out");
    let approve = match ask.answers(|| Some(Approve { words: words? })) {
        Ok(approve) => approve,
        Err(errors) => return refused(&visit, id, typed, errors).await,
    };
    let scope = visit.scope.clone();
    match visit.scope.site.db.write(move |tx| commands::approve(tx, &scope, id, &approve)).await {
        Ok(()) => Ok(on(&visit.scope, Page::Approvals, "approve")),
        Err(Problem::Invalid(errors)) => refused(&visit, id, typed, errors).await,
        Err(other) => Err(other.into()),
    }
}

async fn refused(visit: &Visit, id: Id, typed: Typed, errors: FieldErrors) -> Answer {
    let words = find(&visit.scope, id).await?;
    again(&page(visit, id, words, Form::failed(visit.words, typed, errors)))
}

/// What the day rests on by which somebody looks.
fn because(scope: &Scope) -> String {
    let days = match scope.snapshot.figure(Figure::WordsDeadline) {
        1 => "1 working day".to_owned(),
        days => format!("{days} working days"),
    };
    format!(
        "Words that wait have {days}, so that whoever told us is not left without an answer. Weekends and bank holidays in \
         England and Wales do not count."
    )
}

impl ApprovalsPage {
    fn why(&self, one: &Words) -> Details {
        let whole = format!("Why does a set sentence about “{}” go out then?", one.title);
        Details::why(self.shell.words, whole, self.because.as_str())
    }
}

fn allowed(scope: &Scope) -> Result<(), Problem> {
    if scope.has(Right::ApproveWords) {
        return Ok(());
    }
    Err(Problem::NotAllowed("Words are approved by area managers, editors and the director.".into()))
}

fn key(text: &str) -> Result<Id, Problem> {
    text.parse().map_err(|_| Problem::NotFound)
}

async fn find(scope: &Scope, id: Id) -> Result<Words, Problem> {
    allowed(scope)?;
    let (site, scope) = (Arc::clone(&scope.site), scope.clone());
    site.db
        .read(move |tx| {
            let waiting = store::waiting_step(tx, &scope, id)?;
            let words = Words::of(&scope, &waiting)?;
            if words.approve.is_none() {
                return Err(Problem::NotAllowed("Somebody else must look at words you wrote yourself.".into()));
            }
            Ok(words)
        })
        .await
}

fn page(visit: &Visit, id: Id, words: Words, form: Form) -> ApprovalPage {
    let scope = &visit.scope;
    ApprovalPage {
        shell: visit.shell("Approve words").back(scope.url(Page::Approvals)).errors(form.errors()),
        token: visit.form_token(),
        here: scope.url(Page::Approval(id)),
        back: scope.url(Page::Approvals),
        words,
        form,
    }
}

impl Words {
    fn of(scope: &Scope, waiting: &Waiting) -> Result<Self, Problem> {
        let reference: Reference = waiting.reference.parse().map_err(Problem::fault)?;
        let mine = waiting.person.is_some() && scope.hat().map(|hat| hat.person) == waiting.person;
        let text = waiting.words.clone().unwrap_or_default();
        let author = waiting.person.and_then(|id| scope.snapshot.name_of(id)).unwrap_or("a colleague");
        Ok(Self {
            title: waiting.title.clone(),
            issue: scope.url(Page::Issue(&reference)),
            kind: match waiting.act {
                Act::Opened => "A title",
                Act::TakenForward => "Why it is taken forward",
                Act::NotTakenForward => "Why it is not taken forward",
                Act::Resolved => "What we did",
                _ => "Why it changed level",
            },
            found: marked(&text),
            text,
            author: author.to_owned(),
            until: waiting.approve_by.map(|by| by.words()).unwrap_or_default(),
            approve: (!mine).then(|| scope.url(Page::Approval(waiting.id))),
        })
    }
}

/// Words with what looks like a personal detail marked.
fn marked(text: &str) -> Markup {
    let mut html = String::with_capacity(text.len());
    let mut at = 0;
    for finding in screen::personal::find(text, &[]) {
        html.push_str(Markup::from(text.get(at..finding.span.start).unwrap_or_default()).as_str());
        html.push_str("<mark>");
        html.push_str(Markup::from(text.get(finding.span.clone()).unwrap_or_default()).as_str());
        html.push_str("</mark>");
        at = finding.span.end;
    }
    html.push_str(Markup::from(text.get(at..).unwrap_or_default()).as_str());
    Markup::trusted(html)
}
