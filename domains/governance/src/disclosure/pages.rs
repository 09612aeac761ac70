//! Requests for information, and what each would disclose.

use access::{Page, Scope};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use base::{Conflict, Date, FieldErrors, Id, Problem, Reference};
use db::Tx;
use places::Places;
use record::{Operation, OperationState};
use web::asking::{Staff, Visit, Working};
use web::components::{Button, Choices, Details, Select, SummaryList, Tag};
use web::{Answer, Form, Shell, Typed, again, personal, thousands};

use super::commands::{self, ANSWER_WITHIN, ASKED, Begin, Wanted, at_hand};
use super::gather::{self, Gathered, LeftOut};
use super::long::{self, Cursor, Making};
use super::{Regime, Request, store};
use crate::desk;
use crate::holds::allowed;
use crate::subject::{day_words, download};

/// Requests on the page.
pub(super) const ROWS: i64 = 200;
/// Items that are left out, on the page; the file has all.
const SHOWN: usize = 50;

/// What the day of an answer rests on.
fn law_gives() -> String {
    format!(
        "The law gives {ANSWER_WITHIN} working days from the day it came. Weekends and bank holidays in England and Wales do \
         not count."
    )
}

/// A request in a list.
struct Line {
    reference: String,
    href: String,
    about: String,
    regime: &'static str,
    due: String,
    late: bool,
    given: Option<String>,
}

#[derive(Template)]
#[template(path = "disclosure/list.html")]
struct ListPage {
    shell: Shell,
    form: Form,
    open: Vec<Line>,
    given: Vec<Line>,
    places: Vec<(String, String)>,
    here: String,
    token: Option<String>,
}

#[derive(Template)]
#[template(path = "disclosure/request.html")]
struct RequestPage {
    shell: Shell,
    reference: String,
    facts: SummaryList,
    asked: Option<String>,
    counts: Vec<(String, &'static str)>,
    left_out: Option<Vec<LeftOut>>,
    more: usize,
    making: Option<Large>,
    late: bool,
    here: String,
    token: Option<String>,
}

/// A request too large to be gathered while somebody waits.
struct Large {
    /// Where one sees how far its file came.
    progress: Option<String>,
    /// Until when the file is kept.
    until: Option<String>,
    /// The list of what is left out of it, which stays.
    left_out: Option<String>,
}

pub async fn list(Staff(visit): Staff) -> Answer {
    allowed(&visit.scope)?;
    personal(&page(&visit, Form::new(visit.words)).await?)
}

pub async fn begin(working: Working) -> Answer {
    let Working { visit, typed } = working;
    allowed(&visit.scope)?;
    let read = read(&visit, &typed).map_err(Problem::Invalid);
    let new = read.and_then(|(regime, received, wanted)| Begin::of(&visit.scope, regime, received, wanted));
    let scope = visit.scope.clone();
    let done = match new {
        Ok(new) => scope.site.db.clone().write(move |tx| commands::begin(tx, &scope, &new)).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(reference) => {
            Ok(Redirect::to(&visit.scope.url(Page::InformationRecord("disclosures", &reference))).into_response())
        }
        Err(Problem::Invalid(errors)) => again(&page(&visit, Form::failed(visit.words, typed, errors)).await?),
        Err(other) => Err(other.into()),
    }
}

fn read(visit: &Visit, typed: &Typed) -> Result<(Regime, Date, Wanted), FieldErrors> {
    let mut ask = typed.ask(visit.words);
    let regime = ask.one_of::<Regime>("regime", "Choose under which law they ask");
    let received = ask.date("received", "Enter when their request came, like 31 3 2027");
    if received.is_some_and(|day| day > visit.scope.now.date()) {
        ask.refuse("received", "Their request cannot have come after today");
    }
    let asked = ask.text("asked", 4_000, "Enter what they ask for");
    let issue = ask.optional_text("issue", 40).map(|text| text.parse::<Reference>());
    if issue.as_ref().is_some_and(|issue| !issue.as_ref().is_ok_and(|issue| issue.kind() == 'I')) {
        ask.refuse("issue", "Enter the reference of an issue, like I-7KQ4-M2XD");
    }
    let place = ask.optional_text("place", 100);
    let (from_on, to_on) = (ask.optional_date("from"), ask.optional_date("to"));
    ask.answers(|| {
        Some((regime?, received?, Wanted { asked: asked?, issue: issue.and_then(Result::ok), place, from_on, to_on }))
    })
}

async fn page(visit: &Visit, form: Form) -> Result<ListPage, Problem> {
    let (scope, partnership) = (&visit.scope, visit.scope.partnership());
    let read = move |tx: &mut Tx<'_>| {
        Ok::<_, Problem>((store::open(tx, partnership, ROWS)?, store::given(tx, partnership, 50)?))
    };
    let (open, given) = scope.site.db.read(read).await?;
    let lines = |all: Vec<Request>| all.iter().map(|one| Line::of(scope, one)).collect::<Result<_, _>>();
    let known = scope.snapshot.part::<Places>()?;
    let mut places: Vec<(String, String)> =
        known.lookup().atlas().places().map(|place| (place.code.to_string(), place.name.to_string())).collect();
    places.sort_by(|one, other| one.1.cmp(&other.1));
    Ok(ListPage {
        shell: desk::shell(visit, "Requests for information").errors(form.errors()),
        open: lines(open)?,
        given: lines(given)?,
        places,
        here: scope.url(Page::Information("disclosures")),
        token: visit.form_token(),
        form,
    })
}

impl ListPage {
    fn why(&self, one: &Line) -> Details {
        let whole = format!("Why is {} answered by then?", one.reference);
        Details::why(self.shell.words, whole, law_gives())
    }

    fn regime(&self) -> Choices {
        let laws = Regime::ALL.iter().map(|law| (law.as_str(), law.words()));
        self.form.radios("regime", "Under which law?").choices(laws)
    }

    fn place(&self) -> Select {
        let all = std::iter::once((String::new(), "Everywhere".to_owned())).chain(self.places.iter().cloned());
        self.form.select("place", "Place (optional)").options(all)
    }
}

pub async fn show(Staff(visit): Staff, Path((_p, text)): Path<(String, String)>) -> Answer {
    let (request, found) = find(&visit.scope, &text).await?;
    personal(&one(&visit, &request, found)?)
}

/// What a request would disclose.
pub(super) enum Found {
    /// All of it.
    Small(Gathered),
    /// More than is gathered while somebody waits, and the work that makes its file.
    Large(Option<Operation>),
}

impl Found {
    /// All of it, when it is small.
    pub(super) const fn small(&self) -> Option<&Gathered> {
        match self {
            Self::Small(all) => Some(all),
            Self::Large(_) => None,
        }
    }
}

/// A request, and what it would disclose.
pub(super) async fn find(scope: &Scope, text: &str) -> Result<(Request, Found), Problem> {
    allowed(scope)?;
    let reference: Reference = text.parse().map_err(|_| Problem::NotFound)?;
    let reading = scope.clone();
    let read = move |tx: &mut Tx<'_>| {
        let (request, permit) = at_hand(tx, &reading, &reference)?;
        let is_large = store::count_up_to(tx, &permit, &request, gather::MOST + 1)? > gather::MOST;
        let made = match request.operation.filter(|_| is_large) {
            Some(operation) => Operation::find(tx, reading.partnership(), operation)?,
            None => None,
        };
        Ok::<_, Problem>((request, is_large, made))
    };
    let (request, is_large, made) = scope.site.db.read(read).await?;
    let found = if is_large { Found::Large(made) } else { Found::Small(gather::gather(scope, &request).await?) };
    Ok((request, found))
}

/// Counts as a page says them.
fn counts(all: &Gathered) -> Vec<(String, &'static str)> {
    let counted = |count: usize| thousands(i64::try_from(count).unwrap_or(i64::MAX));
    vec![
        (counted(all.issues.len()), "issues, each with where it stands and how it was weighed"),
        (counted(all.steps.len()), "steps of their stories: who decided what, with what authority, in published words"),
        (counted(all.concerns.len()), "concerns: that they were told, when and about what"),
    ]
}

impl Large {
    fn of(scope: &Scope, request: &Request, made: Option<Operation>, here: &str) -> Self {
        let has_list = made.as_ref().is_some_and(|made| made.state == OperationState::Done);
        let left_out = has_list.then(|| format!("{here}/left-out.csv"));
        match Making::of(request, made, scope.now) {
            Making::NotYet => Self { progress: None, until: None, left_out },
            Making::AtWork(work) => {
                Self { progress: Some(scope.url(Page::Operation(work.id))), until: None, left_out: None }
            }
            Making::There(_, until) => Self { progress: None, until: Some(until.words()), left_out },
        }
    }
}

fn one(visit: &Visit, request: &Request, found: Found) -> Result<RequestPage, Problem> {
    let scope = &visit.scope;
    let line = Line::of(scope, request)?;
    let asked = scope.site.vault.open(request.id, request.wrapped.as_deref(), ASKED, request.asked.as_deref())?;
    let (all, making) = match found {
        Found::Small(all) => (Some(all), None),
        Found::Large(made) => (None, Some(Large::of(scope, request, made, &line.href))),
    };
    let more = all.as_ref().map_or(0, |all| all.left_out.len().saturating_sub(SHOWN));
    let mut facts = SummaryList::new()
        .row("About", &line.about)
        .row("Law", line.regime)
        .row("Came", day_words(request.received_on))
        .row("Answer by", format!("{}. {}", line.due, law_gives()));
    if let Some(given) = &line.given {
        facts = facts.row("Given", given);
    }
    Ok(RequestPage {
        shell: desk::shell(visit, format!("Request for information {}", request.reference))
            .crumb("Requests for information", scope.url(Page::Information("disclosures"))),
        reference: request.reference.clone(),
        asked: asked.words(),
        counts: all.as_ref().map(counts).unwrap_or_default(),
        left_out: all.map(|all| all.left_out.into_iter().take(SHOWN).collect()),
        making,
        late: line.late,
        here: line.href,
        token: visit.form_token(),
        facts,
        more,
    })
}

pub async fn give(Path((_p, text)): Path<(String, String)>, working: Working) -> Answer {
    given(&working.visit.scope, &text).await
}

/// The file; that it was given is told first.
pub(super) async fn given(scope: &Scope, text: &str) -> Answer {
    let (request, found) = find(scope, text).await?;
    let reference: Reference = request.reference.parse().map_err(Problem::fault)?;
    let tell = |left_out: usize| {
        let writing = scope.clone();
        scope.site.db.write(move |tx| commands::give(tx, &writing, &reference, left_out))
    };
    let made = match found {
        Found::Small(all) => {
            tell(all.left_out.len()).await?;
            return Ok(download(&format!("{}.zip", request.reference), gather::files(scope, &all)?));
        }
        Found::Large(made) => made,
    };
    match Making::of(&request, made, scope.now) {
        Making::There(work, _) => {
            tell(Cursor::read(&work.cursor).left_out).await?;
            super::given::all(scope, &work, &request.reference)
        }
        Making::AtWork(_) => Err(not_there("running", "cancel").into()),
        Making::NotYet => Err(not_there("not made", "make").into()),
    }
}

fn not_there(now: &'static str, allowed: &'static str) -> Problem {
    Problem::Conflict(Conflict::State { now, allowed: vec![allowed] })
}

pub async fn make(Path((_p, text)): Path<(String, String)>, working: Working) -> Answer {
    let operation = begun(&working.visit.scope, &text).await?;
    Ok(Redirect::to(&working.visit.scope.url(Page::Operation(operation))).into_response())
}

/// Sets the work going that makes the file.
pub(super) async fn begun(scope: &Scope, text: &str) -> Result<Id, Problem> {
    allowed(scope)?;
    let reference: Reference = text.parse().map_err(|_| Problem::NotFound)?;
    let (writing, begin) = (scope.clone(), long::Begin::of(scope));
    scope.site.db.write(move |tx| long::begin(tx, &writing, &reference, &begin)).await
}

pub async fn left_out(Staff(visit): Staff, Path((_p, text)): Path<(String, String)>) -> Answer {
    list_left_out(&visit.scope, &text).await
}

/// The list of what is left out of a file that was made.
pub(super) async fn list_left_out(scope: &Scope, text: &str) -> Answer {
    allowed(scope)?;
    let reference: Reference = text.parse().map_err(|_| Problem::NotFound)?;
    let reading = scope.clone();
    let read = move |tx: &mut Tx<'_>| {
        let (request, _) = at_hand(tx, &reading, &reference)?;
        let made =
            request.operation.map(|made| Operation::find(tx, reading.partnership(), made)).transpose()?.flatten();
        let made = made.filter(|made| made.state == OperationState::Done).ok_or(Problem::NotFound)?;
        Ok::<_, Problem>((request, made))
    };
    let (request, made) = scope.site.db.read(read).await?;
    super::given::left_out(scope, &made, &request.reference)
}

impl Line {
    fn of(scope: &Scope, request: &Request) -> Result<Self, Problem> {
        let reference: Reference = request.reference.parse().map_err(Problem::fault)?;
        let who = request.given_by.and_then(|person| scope.snapshot.name_of(person)).unwrap_or_default();
        Ok(Self {
            href: scope.url(Page::InformationRecord("disclosures", &reference)),
            reference: request.reference.clone(),
            about: request.about.clone(),
            regime: request.regime.words(),
            due: day_words(request.due_on),
            late: request.given_at.is_none() && request.due_on < scope.now.date(),
            given: request.given_at.map(|at| format!("{}, by {who}", at.day_words())),
        })
    }
}
