//! The schedule, and what the runs found.

use access::{Page, Scope, Snapshot};
use askama::Template;
use base::{Id, Problem};
use db::Tx;
use record::OperationState;
use web::asking::{Staff, Visit, Working};
use web::components::{Button, SummaryList, SummaryRow};
use web::{Answer, Form, Markup, Query, Shell, Words, again, personal};

use super::rules::Rule;
use super::run::{RUN, begin as begin_run};
use super::store::{self, Counted};
use crate::desk::{self, notice, on};
use crate::holds::allowed;

/// Runs on the page.
pub(super) const RUNS: i64 = 14;

/// A run in words.
pub(super) struct Run {
    pub id: Id,
    pub when: String,
    pub who: String,
    pub dry: bool,
    pub state: &'static str,
    pub found: Vec<(&'static str, i64, i64)>,
}

#[derive(Template)]
#[template(path = "retention/retention.html")]
struct RetentionPage {
    shell: Shell,
    form: Form,
    periods: Markup,
    runs: Vec<Run>,
    here: String,
    settings: String,
    token: Option<String>,
}

/// Each kind of record, how long it is kept, why, and what is left of it then: for this page and for the public's.
#[must_use]
pub fn periods(snapshot: &Snapshot, words: &Words) -> Markup {
    let rows = Rule::ALL.iter().map(|rule| {
        let said = [
            rule.period(snapshot, words),
            words.retention_why(rule.basis(words)),
            words.retention_left(rule.left(words)),
        ];
        let [kept, why, left] = said.map(|said| Markup::from(said.as_str()));
        let quiet = |said: &Markup| format!("<p class=\"govuk-body-s wm-quiet govuk-!-margin-bottom-1\">{said}</p>");
        let value =
            format!("<p class=\"govuk-body govuk-!-margin-bottom-1\">{kept}</p>{}{}", quiet(&why), quiet(&left));
        SummaryRow::new(rule.what(words), Markup::trusted(value))
    });
    rows.fold(SummaryList::new(), SummaryList::with).into()
}

pub async fn show(Staff(visit): Staff, Query(typed): Query) -> Answer {
    allowed(&visit.scope)?;
    personal(&page(&visit, Form::new(visit.words), typed.get("done")).await?)
}

pub async fn begin(working: Working) -> Answer {
    let Working { visit, typed } = working;
    allowed(&visit.scope)?;
    let dry = typed.get("run") != Some("blank");
    let mut ask = typed.ask(visit.words);
    if !dry && !ask.ticked("sure") {
        ask.refuse("sure", "Tick that you have seen what goes");
    }
    if let Err(errors) = ask.answers(|| Some(())) {
        return again(&page(&visit, Form::failed(visit.words, typed, errors), None).await?);
    }
    let scope = visit.scope.clone();
    visit.scope.site.db.write(move |tx| begin_run(tx, &scope, dry)).await?;
    Ok(on(&visit.scope, Page::Information("retention"), if dry { "count" } else { "blank" }))
}

async fn page(visit: &Visit, form: Form, done: Option<&str>) -> Result<RetentionPage, Problem> {
    let (scope, reading) = (&visit.scope, visit.scope.clone());
    let runs = scope.site.db.read(move |tx: &mut Tx<'_>| read(tx, &reading)).await?;
    let mut shell = desk::shell(visit, "Retention").errors(form.errors());
    let sentences =
        [("count", "It is being counted. Nothing is changed"), ("blank", "What is over its period is being blanked")];
    shell.notice = notice(visit, done, &sentences);
    Ok(RetentionPage {
        shell,
        periods: periods(&scope.snapshot, Words::english()),
        runs,
        here: scope.url(Page::Information("retention")),
        settings: scope.url(Page::Information("holds")),
        token: visit.form_token(),
        form,
    })
}

/// The newest runs, as a page and the API show them.
pub(super) fn read(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<Run>, Problem> {
    let counted = store::runs(tx, scope.partnership(), RUN.kind, RUNS)?;
    Ok(counted.chunk_by(|one, next| one.operation == next.operation).map(|run| Run::of(scope, run)).collect())
}

impl Run {
    fn of(scope: &Scope, counted: &[Counted]) -> Self {
        let first = &counted[0];
        let found = counted.iter().filter_map(|one| Some((one.rule?.what(Words::english()), one.due?, one.held?)));
        Self {
            id: first.operation,
            when: first.at.words(),
            who: first.begun_by.and_then(|person| scope.snapshot.name_of(person)).unwrap_or("Every night").to_owned(),
            dry: first.detail == "dry",
            state: match first.state {
                OperationState::Done | OperationState::Checked => "",
                OperationState::Cancelled => "stopped",
                OperationState::Failed => "failed",
                _ => "under way",
            },
            found: found.filter(|(_, due, held)| *due > 0 || *held > 0).collect(),
        }
    }
}
