//! The list of requests, and entering one.

use access::{Page, Scope};
use askama::Template;
use axum::response::{IntoResponse, Redirect};
use base::{Date, FieldErrors, Instant, Problem, Reference};
use db::Tx;
use web::asking::{Staff, Visit, Working};
use web::components::{Button, Choices, Details, Tag};
use web::{Answer, Form, Query, Shell, Typed, again, personal};

use super::commands::{self, Begin};
use super::model::{Kind, Request, Sought, State};
use super::store;
use crate::desk::{self, notice};
use crate::holds::allowed;

/// Requests on the page.
pub(super) const ROWS: i64 = 200;

/// What the day of an answer rests on.
pub(super) const MONTH: &str =
    "The law gives one calendar month from the day it came, and where that ends on no working day, until the next.";

/// A request in a list.
struct Line {
    reference: String,
    href: String,
    kind: &'static str,
    due: String,
    late: bool,
    outcome: String,
}

#[derive(Template)]
#[template(path = "subject/list.html")]
struct ListPage {
    shell: Shell,
    form: Form,
    open: Vec<Line>,
    done: Vec<Line>,
    here: String,
    token: Option<String>,
}

pub async fn list(Staff(visit): Staff, Query(typed): Query) -> Answer {
    allowed(&visit.scope)?;
    personal(&page(&visit, Form::new(visit.words), typed.get("done")).await?)
}

pub async fn begin(working: Working) -> Answer {
    let Working { visit, typed } = working;
    allowed(&visit.scope)?;
    let (kind, sought, received_on) = match read(&visit, &typed) {
        Ok(read) => read,
        Err(errors) => return again(&page(&visit, Form::failed(visit.words, typed, errors), None).await?),
    };
    let new = Begin::of(&visit.scope, kind, sought, received_on)?;
    let scope = visit.scope.clone();
    let reference = visit.scope.site.db.write(move |tx| commands::begin(tx, &scope, &new)).await?;
    Ok(Redirect::to(&visit.scope.url(Page::InformationRecord("subjects", &reference))).into_response())
}

fn read(visit: &Visit, typed: &Typed) -> Result<(Kind, Sought, Date), FieldErrors> {
    let today = visit.scope.now.date();
    let mut ask = typed.ask(visit.words);
    let kind = ask.one_of::<Kind>("kind", "Choose what they ask for");
    let received = ask.date("received", "Enter when their request came, like 31 3 2027");
    if received.is_some_and(|day| day > today) {
        ask.refuse("received", "Their request cannot have come after today");
    }
    let sought = Sought {
        name: ask.optional_text("name", 200),
        email: ask.optional_text("email", 200),
        phone: ask.optional_text("phone", 40),
        postcode: ask.optional_text("postcode", 10),
        address: ask.optional_text("address", 200),
        concerns: references(ask.optional_text("concerns", 1_000).unwrap_or_default()),
    };
    if let Some(wrong) = sought.concerns.iter().find(|text| text.parse::<Reference>().is_err()) {
        ask.refuse("concerns", format!("{wrong} is no reference. They look like C-7KQ4-M2XD"));
    }
    if sought.is_empty() {
        ask.refuse("email", "Enter an e-mail address, a telephone number, a reference, or a name with a postcode");
    }
    ask.answers(|| Some((kind?, sought, received?)))
}

/// References, however they are set apart.
pub(super) fn references(text: String) -> Vec<String> {
    let all = text.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';'));
    all.filter(|text| !text.is_empty()).map(str::to_owned).collect()
}

async fn page(visit: &Visit, form: Form, done: Option<&str>) -> Result<ListPage, Problem> {
    let (scope, partnership) = (&visit.scope, visit.scope.partnership());
    let read = move |tx: &mut Tx<'_>| {
        Ok::<_, Problem>((store::open(tx, partnership, ROWS)?, store::done(tx, partnership, 50)?))
    };
    let (open, ended) = scope.site.db.read(read).await?;
    let mut shell = desk::shell(visit, "Requests about somebody’s own data").errors(form.errors());
    let sentences = [
        ("refuse", "The request is refused, and the reason kept"),
        ("erase", "They are forgotten: what they told cannot be read any more"),
    ];
    shell.notice = notice(visit, done, &sentences);
    let lines = |all: Vec<Request>| all.iter().map(|one| Line::of(scope, one)).collect::<Result<_, _>>();
    Ok(ListPage {
        shell,
        open: lines(open)?,
        done: lines(ended)?,
        here: scope.url(Page::Information("subjects")),
        token: visit.form_token(),
        form,
    })
}

impl ListPage {
    fn why(&self, one: &Line) -> Details {
        Details::why(self.shell.words, format!("Why is {} answered by then?", one.reference), MONTH)
    }

    fn kind(&self) -> Choices {
        self.form
            .radios("kind", "What do they ask for?")
            .choice("access", "To be given what is held about them")
            .choice("erasure", "To be forgotten")
    }
}

impl Line {
    fn of(scope: &Scope, request: &Request) -> Result<Self, Problem> {
        let reference: Reference = request.reference.parse().map_err(Problem::fault)?;
        let who = request.done_by.and_then(|person| scope.snapshot.name_of(person)).unwrap_or_default();
        let when = request.done_at.map(Instant::day_words).unwrap_or_default();
        Ok(Self {
            href: scope.url(Page::InformationRecord("subjects", &reference)),
            reference: request.reference.clone(),
            kind: kind_words(request.kind),
            due: day_words(request.due_on),
            late: request.done_at.is_none() && request.due_on < scope.now.date(),
            outcome: match request.state {
                State::Open => String::new(),
                State::Given => format!("Given by {who} on {when}"),
                State::Erased => format!("Forgotten by {who} on {when}"),
                State::Refused => format!("Refused by {who} on {when}"),
            },
        })
    }
}

/// What they ask for, in words.
pub(super) const fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Access => "To be given what is held",
        Kind::Erasure => "To be forgotten",
    }
}

/// A day in words.
pub(crate) fn day_words(day: Date) -> String {
    Instant::at(day, 12, 0).day_words()
}
