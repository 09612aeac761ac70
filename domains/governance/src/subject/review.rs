//! One request: what was found, what of it is about others, and the answer.

use access::{Page, Scope};
use askama::Template;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use base::{FieldErrors, Id, Problem, Reference};
use db::Tx;
use web::asking::{Staff, Visit, Working};
use web::components::{Button, SummaryList, Tag, WarningText};
use web::{Answer, Form, Query, Shell, Typed, again, personal};

use super::beside::{self, Also, Decide};
use super::commands::{self, TakeOut, at_hand, sought};
use super::export::{self, Held};
use super::model::{Kind, Request, Sought, State};
use super::pages::{MONTH, day_words, kind_words};
use super::search as through_all;
use crate::desk::{self, notice, on};

#[derive(Template)]
#[template(path = "subject/review.html")]
struct ReviewPage {
    shell: Shell,
    form: Form,
    reference: String,
    facts: SummaryList,
    found: Vec<(Held, Form)>,
    beside: Vec<(Also, Form)>,
    open: bool,
    erases: bool,
    searched: Option<String>,
    operation: Option<String>,
    late: bool,
    on_hold: Option<String>,
    here: String,
    token: Option<String>,
}

/// A request with what was found for it.
pub(super) struct Found {
    pub request: Request,
    pub sought: Sought,
    pub held: Vec<Held>,
    pub beside: Vec<Also>,
    pub on_hold: Option<String>,
}

pub async fn show(Staff(visit): Staff, Path((_p, text)): Path<(String, String)>, Query(typed): Query) -> Answer {
    let found = find(&visit.scope, &text).await?;
    personal(&page(&visit, found, Form::new(visit.words), typed.get("done"))?)
}

/// Finds it; that what was found is shown is an entry for each concern.
pub(super) async fn find(scope: &Scope, text: &str) -> Result<Found, Problem> {
    crate::holds::allowed(scope)?;
    let reference: Reference = text.parse().map_err(|_| Problem::NotFound)?;
    let reading = scope.clone();
    let read = move |tx: &mut Tx<'_>| {
        let (request, permit) = at_hand(tx, &reading, &reference)?;
        let held = export::held(tx, &reading, &permit, &request)?;
        let going: Vec<Id> = held.iter().filter(|one| !one.left_out && !one.erased).map(|one| one.id).collect();
        let erases = request.kind == Kind::Erasure && request.state == State::Open && !going.is_empty();
        let on_hold = if erases { commands::on_hold(tx, &reading, &going)? } else { None };
        let sought = sought(&reading, &request)?;
        let beside = beside::found(tx, &reading, &permit, &request)?;
        Ok::<_, Problem>(Found { request, sought, held, beside, on_hold })
    };
    let found = scope.site.db.read(read).await?;
    let shown: Vec<Id> = found.held.iter().filter(|one| !one.erased).map(|one| one.id).collect();
    if !shown.is_empty() || !found.beside.is_empty() {
        let (telling, also) = (scope.clone(), found.beside.clone());
        let tell = move |tx: &mut Tx<'_>| {
            if !shown.is_empty() {
                telling.tell_each(tx, "concern", "look", &shown, &["words", "contact"])?;
            }
            beside::tell_each(tx, &telling, "look", &also)
        };
        scope.site.db.write(tell).await?;
    }
    Ok(found)
}

pub async fn search(Path((_p, text)): Path<(String, String)>, working: Working) -> Answer {
    let (scope, reference) = asked(&working.visit, &text)?;
    let at = reference.clone();
    let db = scope.site.db.clone();
    db.write(move |tx| through_all::begin(tx, &scope, &at)).await?;
    Ok(on(&working.visit.scope, Page::InformationRecord("subjects", &reference), "search"))
}

pub async fn take_out(Path((_p, text)): Path<(String, String)>, working: Working) -> Answer {
    let Working { visit, typed } = working;
    let (scope, reference) = asked(&visit, &text)?;
    let take = match read(&visit, &typed) {
        Ok(take) => take,
        Err(errors) => {
            let found = find(&visit.scope, &text).await?;
            return again(&page(&visit, found, Form::failed(visit.words, typed, errors), None)?);
        }
    };
    let at = reference.clone();
    let db = scope.site.db.clone();
    db.write(move |tx| commands::take_out(tx, &scope, &at, &take)).await?;
    Ok(on(&visit.scope, Page::InformationRecord("subjects", &reference), "take-out"))
}

/// Decides whether something that was found beside concerns is given.
pub async fn decide(Path((_p, text)): Path<(String, String)>, working: Working) -> Answer {
    let Working { visit, typed } = working;
    let (scope, reference) = asked(&visit, &text)?;
    let mut ask = typed.ask(visit.words);
    let given = typed.get("given").and_then(|given| ["yes", "no"].iter().position(|known| *known == given));
    if given.is_none() {
        ask.refuse("given", "Choose whether it is given");
    }
    let why = match given {
        Some(1) => ask.text("why", 1_000, "Enter why it is not given"),
        _ => ask.optional_text("why", 1_000),
    };
    let record = typed.get("record").unwrap_or_default().to_owned();
    let decide = match ask.answers(|| Some(Decide { record, given: given? == 0, why })) {
        Ok(decide) => decide,
        Err(errors) => {
            let found = find(&visit.scope, &text).await?;
            return again(&page(&visit, found, Form::failed(visit.words, typed, errors), None)?);
        }
    };
    let at = reference.clone();
    let db = scope.site.db.clone();
    db.write(move |tx| beside::decide(tx, &scope, &at, &decide)).await?;
    Ok(on(&visit.scope, Page::InformationRecord("subjects", &reference), "take-out"))
}

fn read(visit: &Visit, typed: &Typed) -> Result<TakeOut, FieldErrors> {
    let mut ask = typed.ask(visit.words);
    let phrases = ask.optional_text("phrases", 4_000).unwrap_or_default();
    let phrases: Vec<String> =
        phrases.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    let left_out = ask.ticked("left_out");
    let why = match left_out || !phrases.is_empty() {
        true => ask.text("why", 1_000, "Enter why it is not given"),
        false => ask.optional_text("why", 1_000),
    };
    let concern = typed.get("concern").unwrap_or_default().to_owned();
    ask.answers(|| Some(TakeOut { concern, left_out, phrases, why }))
}

/// Gives what was found: the file itself, once that is told.
pub async fn export(Path((_p, text)): Path<(String, String)>, working: Working) -> Answer {
    let (scope, reference) = asked(&working.visit, &text)?;
    given(&scope, reference).await
}

/// The file, and the request given.
pub(super) async fn given(scope: &Scope, reference: Reference) -> Answer {
    let (reading, at) = (scope.clone(), reference.clone());
    let read = move |tx: &mut Tx<'_>| {
        let (request, permit) = at_hand(tx, &reading, &at)?;
        let held = export::held(tx, &reading, &permit, &request)?;
        Ok::<_, Problem>((held, beside::found(tx, &reading, &permit, &request)?))
    };
    let (held, beside) = scope.site.db.read(read).await?;
    let (writing, at) = (scope.clone(), reference.clone());
    scope.site.db.write(move |tx| commands::end(tx, &writing, &at, "give", None)).await?;
    let file = export::file(scope, reference.as_str(), held, beside)?;
    Ok(download(&format!("{reference}.zip"), file))
}

/// A file that nobody keeps a copy of on the way.
pub(crate) fn download(name: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/zip".to_owned()),
        (CACHE_CONTROL, "no-store".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, bytes).into_response()
}

pub async fn erase(Path((_p, text)): Path<(String, String)>, working: Working) -> Answer {
    let Working { visit, typed } = working;
    let (scope, reference) = asked(&visit, &text)?;
    let mut ask = typed.ask(visit.words);
    if !ask.ticked("sure") {
        ask.refuse("sure", "Tick that you have read what goes and what stays");
    }
    if let Err(errors) = ask.answers(|| Some(())) {
        let found = find(&visit.scope, &text).await?;
        return again(&page(&visit, found, Form::failed(visit.words, typed, errors), None)?);
    }
    let db = scope.site.db.clone();
    db.write(move |tx| commands::erase(tx, &scope, &reference)).await?;
    Ok(on(&visit.scope, Page::Information("subjects"), "erase"))
}

pub async fn refuse(Path((_p, text)): Path<(String, String)>, working: Working) -> Answer {
    let Working { visit, typed } = working;
    let (scope, reference) = asked(&visit, &text)?;
    let mut ask = typed.ask(visit.words);
    let reason = ask.text("reason", 2_000, "Enter why, and that they can complain to the Information Commissioner");
    let reason = match ask.answers(|| reason) {
        Ok(reason) => reason,
        Err(errors) => {
            let found = find(&visit.scope, &text).await?;
            return again(&page(&visit, found, Form::failed(visit.words, typed, errors), None)?);
        }
    };
    let db = scope.site.db.clone();
    db.write(move |tx| commands::end(tx, &scope, &reference, "refuse", Some(&reason))).await?;
    Ok(on(&visit.scope, Page::Information("subjects"), "refuse"))
}

fn asked(visit: &Visit, text: &str) -> Result<(Scope, Reference), Problem> {
    crate::holds::allowed(&visit.scope)?;
    Ok((visit.scope.clone(), text.parse().map_err(|_| Problem::NotFound)?))
}

fn page(visit: &Visit, found: Found, form: Form, done: Option<&str>) -> Result<ReviewPage, Problem> {
    let scope = &visit.scope;
    let Found { request, sought, held, beside, on_hold } = found;
    let reference: Reference = request.reference.parse().map_err(Problem::fault)?;
    let here = scope.url(Page::InformationRecord("subjects", &reference));
    let mut shell = desk::shell(visit, kind_words(request.kind))
        .crumb("Requests about somebody’s own data", scope.url(Page::Information("subjects")))
        .errors(form.errors());
    shell.notice = notice(
        visit,
        done,
        &[
            ("search", "All contacts are being looked through. What is found is added here"),
            ("take-out", "It is kept what is given and what is not"),
        ],
    );
    let known = [
        ("E-mail", &sought.email),
        ("Telephone", &sought.phone),
        ("Name", &sought.name),
        ("Where they live", &sought.address),
        ("Postcode", &sought.postcode),
    ];
    let due = day_words(request.due_on);
    let mut facts = SummaryList::new().row("Came", day_words(request.received_on));
    facts = match request.done_at {
        Some(_) => facts.row("Was due", due),
        None => facts.row("Answer by", format!("{due}. {MONTH}")),
    };
    for (field, value) in known {
        if let Some(value) = value {
            facts = facts.row(field, value);
        }
    }
    if !sought.concerns.is_empty() {
        facts = facts.row("References", sought.concerns.join(", "));
    }
    if let Some(reason) = &request.reason {
        facts = facts.row("Refused because", reason);
    }
    if let Some(at) = request.done_at {
        facts = facts.row("Answered", at.words());
    }
    let words = visit.words;
    let with_form = |one: Held| {
        let filled = [("phrases", one.phrases.join("\n")), ("why", one.why.clone().unwrap_or_default())];
        let mut typed = Typed::of(filled);
        if one.left_out {
            typed.set("left_out", "yes");
        }
        let failed = form.typed().get("concern") == Some(one.reference.as_str());
        let own = if failed { form.clone() } else { Form::filled(words, typed) };
        (one, own)
    };
    let decided = |one: Also| {
        let mut typed = Typed::of([("why", one.why.clone().unwrap_or_default())]);
        if let Some(given) = one.given {
            typed.set("given", if given { "yes" } else { "no" });
        }
        let failed = form.typed().get("record") == Some(one.reference.as_str());
        let own = if failed { form.clone() } else { Form::filled(words, typed) };
        (one, own)
    };
    Ok(ReviewPage {
        shell,
        beside: beside.into_iter().map(decided).collect(),
        open: request.state == State::Open,
        erases: request.kind == Kind::Erasure,
        searched: request.searched_at.map(|at| at.words()),
        operation: request.operation.map(|id| format!("{}/admin/operations/{id}", scope.prefix())),
        late: request.done_at.is_none() && request.due_on < scope.now.date(),
        reference: request.reference,
        found: held.into_iter().map(with_form).collect(),
        token: visit.form_token(),
        on_hold,
        here,
        facts,
        form,
    })
}
