use access::{Page, Scope};
use askama::Template;
use axum::extract::Path;
use base::{FieldErrors, Problem, Reference};
use db::Tx;
use web::asking::{Staff, Visit, Working};
use web::components::{Button, SummaryList, Tag};
use web::{Answer, Form, Query, Shell, Typed, again, personal};

use super::{Hold, Set, allowed, store};
use crate::desk::{self, notice, on};

/// Holds on the page.
pub(super) const ROWS: i64 = 200;

struct Line {
    reference: String,
    href: String,
    on: String,
    reason: String,
    since: String,
    lifted: Option<String>,
}

#[derive(Template)]
#[template(path = "holds/list.html")]
struct ListPage {
    shell: Shell,
    form: Form,
    holds: Vec<Line>,
    here: String,
    token: Option<String>,
}

#[derive(Template)]
#[template(path = "holds/hold.html")]
struct HoldPage {
    shell: Shell,
    form: Form,
    facts: SummaryList,
    open: bool,
    here: String,
    token: Option<String>,
}

pub async fn list(Staff(visit): Staff, Query(typed): Query) -> Answer {
    allowed(&visit.scope)?;
    let form = Form::new(visit.words);
    personal(&page(&visit, form, typed.get("done")).await?)
}

pub async fn set(working: Working) -> Answer {
    let Working { visit, typed } = working;
    allowed(&visit.scope)?;
    let set =
        read(&visit, &typed).map_err(Problem::Invalid).and_then(|(on, reason)| Set::of(&visit.scope, &on, reason));
    let scope = visit.scope.clone();
    let done = match set {
        Ok(new) => scope.site.db.clone().write(move |tx| super::set(tx, &scope, &new)).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(_) => Ok(on(&visit.scope, Page::Information("holds"), "set")),
        Err(Problem::Invalid(errors)) => again(&page(&visit, Form::failed(visit.words, typed, errors), None).await?),
        Err(other) => Err(other.into()),
    }
}

fn read(visit: &Visit, typed: &Typed) -> Result<(String, String), FieldErrors> {
    let mut ask = typed.ask(visit.words);
    let on = ask.text("on", 200, "Enter what must not go: a reference, an e-mail address or a telephone number");
    let reason = ask.text("reason", 2_000, "Enter why it must not go");
    ask.answers(|| Some((on?, reason?)))
}

async fn page(visit: &Visit, form: Form, done: Option<&str>) -> Result<ListPage, Problem> {
    let (scope, partnership) = (&visit.scope, visit.scope.partnership());
    let holds = scope.site.db.read(move |tx: &mut Tx<'_>| Ok::<_, Problem>(store::all(tx, partnership, ROWS)?)).await?;
    let mut shell = desk::shell(visit, "Legal holds").errors(form.errors());
    shell.notice =
        notice(visit, done, &[("set", "The hold is set: nothing it is on will go"), ("lift", "The hold is lifted")]);
    Ok(ListPage {
        shell,
        holds: holds.iter().map(|hold| Line::of(scope, hold)).collect::<Result<_, _>>()?,
        here: scope.url(Page::Information("holds")),
        token: visit.form_token(),
        form,
    })
}

pub async fn show(Staff(visit): Staff, Path((_p, text)): Path<(String, String)>) -> Answer {
    let hold = find(&visit.scope, &text).await?;
    personal(&one(&visit, &hold, Form::new(visit.words))?)
}

pub async fn lift(Path((_p, text)): Path<(String, String)>, working: Working) -> Answer {
    let Working { visit, typed } = working;
    allowed(&visit.scope)?;
    let reference: Reference = text.parse().map_err(|_| Problem::NotFound)?;
    let mut ask = typed.ask(visit.words);
    let why = ask.text("why", 2_000, "Enter why it can be lifted");
    let why = match ask.answers(|| why) {
        Ok(why) => why,
        Err(errors) => {
            let hold = find(&visit.scope, &text).await?;
            return again(&one(&visit, &hold, Form::failed(visit.words, typed, errors))?);
        }
    };
    let scope = visit.scope.clone();
    visit.scope.site.db.write(move |tx| super::lift(tx, &scope, &reference, &why)).await?;
    Ok(on(&visit.scope, Page::Information("holds"), "lift"))
}

async fn find(scope: &Scope, text: &str) -> Result<Hold, Problem> {
    allowed(scope)?;
    let reference: Reference = text.parse().map_err(|_| Problem::NotFound)?;
    let partnership = scope.partnership();
    let found =
        scope.site.db.read(move |tx: &mut Tx<'_>| Ok::<_, Problem>(store::by_reference(tx, partnership, &reference)?));
    found.await?.ok_or(Problem::NotFound)
}

fn one(visit: &Visit, hold: &Hold, form: Form) -> Result<HoldPage, Problem> {
    let scope = &visit.scope;
    let line = Line::of(scope, hold)?;
    let who = hold.set_by.and_then(|person| scope.snapshot.name_of(person)).unwrap_or_default();
    let mut facts =
        SummaryList::new().row("On", &line.on).row("Why", &line.reason).row("Set", format!("{}, {who}", line.since));
    if let Some(lifted) = &line.lifted {
        facts = facts.row("Lifted", lifted);
    }
    Ok(HoldPage {
        shell: desk::shell(visit, format!("Legal hold {}", hold.reference))
            .crumb("Legal holds", scope.url(Page::Information("holds")))
            .errors(form.errors()),
        open: hold.lifted_at.is_none(),
        here: line.href,
        token: visit.form_token(),
        facts,
        form,
    })
}

impl Line {
    fn of(scope: &Scope, hold: &Hold) -> Result<Self, Problem> {
        let reference: Reference = hold.reference.parse().map_err(Problem::fault)?;
        let why = hold.lifted_why.as_deref().unwrap_or_default();
        Ok(Self {
            href: scope.url(Page::InformationRecord("holds", &reference)),
            reference: hold.reference.clone(),
            on: hold.on(scope)?,
            reason: hold.reason.clone(),
            since: hold.set_at.day_words(),
            lifted: hold.lifted_at.map(|at| format!("{}: {why}", at.day_words())),
        })
    }
}
