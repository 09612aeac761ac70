//! The pages of those who keep markers.

use access::{Page, Scope};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use base::{Date, FieldErrors, Instant, Problem, Reference};
use db::Tx;
use web::asking::{Staff, Visit, Working};
use web::components::{Button, Choice, Choices, NotificationBanner, SummaryList, Tag};
use web::{Answer, Form, Query, Shell, Typed, again, personal};

use crate::commands::{self, Set, Wanted, allowed};
use crate::model::{Account, Marker, State, latest_review};
use crate::store;

/// Markers on the page, and ended ones below them.
pub(crate) const ROWS: i64 = 200;
const ENDED: i64 = 50;
/// The most letters of each answer.
const MOST: usize = 1_000;

/// What was done, from a closed list.
const DONE: &[(&str, &str)] = &[
    ("set", "The marker is set. Whoever works on something at this address is shown it before a visit"),
    ("review", "The marker is kept"),
    ("end", "The marker is ended. It is shown to nobody any more"),
    ("appeal", "The appeal is entered. Somebody else than who decided the marker answers it"),
    ("answer", "The appeal is answered. Tell whoever appealed"),
];

struct Line {
    href: String,
    reference: String,
    address: String,
    precautions: String,
    review_on: String,
    soon: bool,
    appealed: bool,
    ended: Option<String>,
}

#[derive(Template)]
#[template(path = "list.html")]
struct ListPage {
    shell: Shell,
    form: Form,
    open: Vec<Line>,
    ended: Vec<Line>,
    latest: String,
    here: String,
    token: Option<String>,
}

#[derive(Template)]
#[template(path = "marker.html")]
struct MarkerPage {
    shell: Shell,
    form: Form,
    reference: String,
    tag: Tag,
    facts: SummaryList,
    appeal: Option<SummaryList>,
    appeal_words: Option<String>,
    verbs: Vec<&'static str>,
    own: bool,
    latest: Option<String>,
    shown: Option<String>,
    here: String,
    token: Option<String>,
}

pub(crate) async fn list(Staff(visit): Staff, Query(typed): Query) -> Answer {
    personal(&list_page(&visit, Form::new(visit.words), typed.get("done")).await?)
}

async fn list_page(visit: &Visit, form: Form, done: Option<&str>) -> Result<ListPage, Problem> {
    let scope = &visit.scope;
    allowed(scope)?;
    let reading = scope.clone();
    let read = move |tx: &mut Tx<'_>| {
        let permit = allowed(&reading)?;
        Ok::<_, Problem>((store::open(tx, &permit, ROWS)?, store::ended(tx, &permit, ENDED)?))
    };
    let (open, ended) = scope.site.db.read(read).await?;
    let lines = |all: Vec<Marker>| all.iter().map(|one| Line::of(scope, one)).collect::<Result<_, _>>();
    let today = scope.now.date();
    let mut shell = shell(visit, "Staff-safety markers").errors(form.errors());
    shell.notice = said(visit, done);
    Ok(ListPage {
        shell,
        open: lines(open)?,
        ended: lines(ended)?,
        latest: format!("{} at the latest. On that day it lapses", day_words(latest_review(today, today))),
        here: scope.url(Page::Information("markers")),
        token: visit.form_token(),
        form,
    })
}

fn shell(visit: &Visit, title: impl Into<String>) -> Shell {
    visit.shell(title).crumb("Information governance", visit.scope.url(Page::Information(""))).unlisted()
}

fn said(visit: &Visit, done: Option<&str>) -> Option<web::Markup> {
    let sentence = DONE.iter().find(|(name, _)| Some(*name) == done)?.1;
    Some(NotificationBanner::success(visit.words, sentence).into())
}

impl ListPage {
    fn told(&self) -> Choices {
        let when = self.form.date("told", "When they were told");
        let why = self.form.textarea("not_told", "Why not").hint("For example: it would put somebody at risk").rows(2);
        self.form
            .radios("is_told", "Was the person concerned told?")
            .hint("Tell them that there is a marker, why, until when, and how to appeal")
            .with(Choice::new("yes", "Yes").reveals(when))
            .with(Choice::new("no", "No").reveals(why))
    }
}

pub(crate) async fn set(working: Working) -> Answer {
    let Working { visit, typed } = working;
    allowed(&visit.scope)?;
    let new = read(&visit, &typed).map_err(Problem::Invalid).and_then(|wanted| Set::of(&visit.scope, wanted));
    let scope = visit.scope.clone();
    let done = match new {
        Ok(new) => scope.site.db.clone().write(move |tx| commands::set(tx, &scope, &new)).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(reference) => {
            let page = visit.scope.url(Page::InformationRecord("markers", &reference));
            Ok(Redirect::to(&format!("{page}?done=set")).into_response())
        }
        Err(Problem::Invalid(errors)) => {
            again(&list_page(&visit, Form::failed(visit.words, typed, errors), None).await?)
        }
        Err(other) => Err(other.into()),
    }
}

fn read(visit: &Visit, typed: &Typed) -> Result<Wanted, FieldErrors> {
    let mut ask = typed.ask(visit.words);
    let building = ask.text("building", 100, "Enter the number or name of the house, like 14 or Flat 2, 14");
    let postcode = ask.text("postcode", 20, "Enter its postcode, like WS1 4AB");
    let person = ask.optional_text("person", 200);
    let happened = ask.text("happened", MOST, "Enter what happened, as a fact");
    let happened_on = ask.date("happened_on", "Enter when it happened, like 31 3 2027");
    let source = ask.text("source", 300, "Enter who reported it");
    let risk = ask.text("risk", MOST, "Enter what may happen, in plain words");
    let precautions = ask.text("precautions", 300, "Enter what to do, like: visit in pairs");
    let authority = ask.text("authority", 300, "Enter with what authority you decide it");
    let is_told = typed.get("is_told");
    let told_on = if is_told == Some("yes") { ask.date("told", "Enter when they were told") } else { None };
    let not_told_why =
        if is_told == Some("no") { ask.text("not_told", MOST, "Enter why they were not told") } else { None };
    if !matches!(is_told, Some("yes" | "no")) {
        ask.refuse("is_told", "Say whether the person concerned was told");
    }
    let review_on = ask.date("review", "Enter by when it is looked at again");
    ask.answers(|| {
        Some(Wanted {
            building: building?,
            postcode: postcode?,
            person,
            happened_on: happened_on?,
            authority: authority?,
            told_on,
            review_on: review_on?,
            account: Account {
                happened: happened?,
                source: source?,
                risk: risk?,
                precautions: precautions?,
                not_told_why,
            },
        })
    })
}

pub(crate) async fn show(Staff(visit): Staff, Path((_p, text)): Path<(String, String)>, Query(typed): Query) -> Answer {
    let marker = find(&visit.scope, &text).await?;
    personal(&one(&visit, &marker, Form::new(visit.words), typed.get("done"))?)
}

pub(crate) async fn find(scope: &Scope, text: &str) -> Result<Marker, Problem> {
    allowed(scope)?;
    let reference: Reference = text.parse().map_err(|_| Problem::NotFound)?;
    let reading = scope.clone();
    let read = move |tx: &mut Tx<'_>| Ok::<_, Problem>(store::by_reference(tx, &allowed(&reading)?, &reference)?);
    scope.site.db.read(read).await?.ok_or(Problem::NotFound)
}

pub(crate) async fn act(Path((_p, text, verb)): Path<(String, String, String)>, working: Working) -> Answer {
    let Working { visit, typed } = working;
    let marker = find(&visit.scope, &text).await?;
    let done = match Act::read(&visit, &typed, &verb)? {
        Ok(act) => act.doing(&visit.scope, &marker).await,
        Err(errors) => Err(Problem::Invalid(errors)),
    };
    match done {
        Ok(()) => {
            let reference = marker.reference.parse().map_err(Problem::fault)?;
            let page = visit.scope.url(Page::InformationRecord("markers", &reference));
            Ok(Redirect::to(&format!("{page}?done={verb}")).into_response())
        }
        Err(Problem::Invalid(errors)) => again(&one(&visit, &marker, Form::failed(visit.words, typed, errors), None)?),
        Err(other) => Err(other.into()),
    }
}

/// What is done with a marker at hand.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    Review { on: Date, reason: String },
    End { why: String },
    Appeal { on: Date, says: String },
    Answer { keeps: bool, reason: String },
}

impl Act {
    fn read(visit: &Visit, typed: &Typed, verb: &str) -> Result<Result<Self, FieldErrors>, Problem> {
        let mut ask = typed.ask(visit.words);
        Ok(match verb {
            "review" => {
                let on = ask.date("review", "Enter by when it is looked at again");
                let reason = ask.text("reason", MOST, "Enter why it is kept");
                ask.answers(|| Some(Self::Review { on: on?, reason: reason? }))
            }
            "end" => {
                let why = ask.text("why", MOST, "Enter why it ends");
                ask.answers(|| Some(Self::End { why: why? }))
            }
            "appeal" => {
                let on = ask.date("appealed", "Enter when the appeal came");
                let says = ask.text("says", MOST, "Enter what they say");
                ask.answers(|| Some(Self::Appeal { on: on?, says: says? }))
            }
            "answer" => {
                let keeps = match typed.get("keeps") {
                    Some("yes") => Some(true),
                    Some("no") => Some(false),
                    _ => {
                        ask.refuse("keeps", "Choose whether the marker is kept");
                        None
                    }
                };
                let reason = ask.text("answer", MOST, "Enter why, as you will tell them");
                ask.answers(|| Some(Self::Answer { keeps: keeps?, reason: reason? }))
            }
            _ => return Err(Problem::NotFound),
        })
    }

    pub(crate) async fn doing(self, scope: &Scope, marker: &Marker) -> Result<(), Problem> {
        let reference: Reference = marker.reference.parse().map_err(Problem::fault)?;
        let writing = scope.clone();
        let write = move |tx: &mut Tx<'_>| match &self {
            Self::Review { on, reason } => commands::review(tx, &writing, &reference, *on, reason),
            Self::End { why } => commands::end(tx, &writing, &reference, why),
            Self::Appeal { on, says } => commands::appeal(tx, &writing, &reference, *on, says),
            Self::Answer { keeps, reason } => commands::answer(tx, &writing, &reference, *keeps, reason),
        };
        scope.site.db.write(write).await
    }
}

fn one(visit: &Visit, marker: &Marker, form: Form, done: Option<&str>) -> Result<MarkerPage, Problem> {
    let scope = &visit.scope;
    let (today, reference) = (scope.now.date(), marker.reference.parse().map_err(Problem::fault)?);
    let state = marker.state(today);
    let opened = marker.opened(scope)?;
    let mut shell = shell(visit, opened.address.clone().unwrap_or_else(|| "An address that was erased".into()))
        .crumb("Staff-safety markers", scope.url(Page::Information("markers")))
        .errors(form.errors());
    shell.notice = said(visit, done);
    let latest = latest_review(marker.set_at.date(), today);
    let audit = scope.url(Page::Information("audit"));
    Ok(MarkerPage {
        shell,
        reference: marker.reference.clone(),
        tag: tag(state),
        facts: facts(scope, marker, opened.account.unwrap_or_default()),
        appeal: appeal_facts(scope, marker),
        appeal_words: opened.appeal,
        verbs: state.allowed(),
        own: marker.decided_by == scope.hat().map(|hat| hat.person),
        latest: (latest > today).then(|| format!("{} at the latest", day_words(latest))),
        shown: scope.has(access::Right::ReadAudit).then(|| format!("{audit}?record={reference}")),
        here: scope.url(Page::InformationRecord("markers", &reference)),
        token: visit.form_token(),
        form,
    })
}

fn tag(state: State) -> Tag {
    match state {
        State::InForce => Tag::new("In force").red(),
        State::Appealed => Tag::new("Appeal waits").yellow(),
        State::Ended => Tag::new("Ended").grey(),
    }
}

fn facts(scope: &Scope, marker: &Marker, account: Account) -> SummaryList {
    let who = |person: Option<base::Id>| person.and_then(|person| scope.snapshot.name_of(person)).unwrap_or_default();
    let mut facts = SummaryList::new()
        .row("What to do", account.precautions)
        .row("What may happen", account.risk)
        .row("What happened", account.happened)
        .row("When", day_words(marker.happened_on))
        .row("Reported by", account.source)
        .row("Decided", format!("{}, {}, on {}", who(marker.decided_by), marker.capacity, marker.set_at.day_words()))
        .row("With what authority", marker.authority.clone())
        .row(
            "The person concerned",
            match (marker.told_on, account.not_told_why) {
                (Some(day), _) => format!("Told on {}", day_words(day)),
                (None, Some(why)) => format!("Not told: {why}"),
                (None, None) => "Not told".to_owned(),
            },
        )
        .row("Looked at again by", day_words(marker.review_on));
    if let (Some(at), Some(reason)) = (marker.reviewed_at, &marker.review_reason) {
        facts = facts.row("Kept", format!("On {} by {}: {reason}", at.day_words(), who(marker.reviewed_by)));
    }
    if let (Some(at), Some(how)) = (marker.ended_at, marker.ended_how) {
        let why = marker.ended_why.as_deref().filter(|why| *why != how.words());
        let why = why.map(|why| format!(": {why}")).unwrap_or_default();
        facts = facts.row("Ended", format!("On {}. {}{why}", at.day_words(), how.words()));
    }
    facts
}

fn appeal_facts(scope: &Scope, marker: &Marker) -> Option<SummaryList> {
    let came = SummaryList::new().row("Came", day_words(marker.appealed_on?));
    let (Some(kept), Some(at)) = (marker.appeal_kept, marker.answered_at) else { return Some(came) };
    let who = marker.answered_by.and_then(|person| scope.snapshot.name_of(person)).unwrap_or_default();
    let what = if kept { "The marker is kept" } else { "The marker is ended" };
    let reason = marker.appeal_reason.as_deref().unwrap_or_default();
    Some(came.row("Answered", format!("{what}, {who}, on {}: {reason}", at.day_words())))
}

impl Line {
    fn of(scope: &Scope, marker: &Marker) -> Result<Self, Problem> {
        let (today, reference) = (scope.now.date(), marker.reference.parse().map_err(Problem::fault)?);
        let opened = marker.opened(scope)?;
        let ended =
            marker.ended_at.zip(marker.ended_how).map(|(at, how)| format!("{}, {}", how.words(), at.day_words()));
        Ok(Self {
            href: scope.url(Page::InformationRecord("markers", &reference)),
            reference: marker.reference.clone(),
            address: opened.address.unwrap_or_else(|| "An address that was erased".into()),
            precautions: opened.account.map(|account| account.precautions).unwrap_or_default(),
            review_on: day_words(marker.review_on),
            soon: marker.review_on <= scope.now.plus(base::days(crate::model::REMIND_BEFORE)).date(),
            appealed: marker.state(today) == State::Appealed,
            ended,
        })
    }
}

pub(crate) fn day_words(day: Date) -> String {
    Instant::at(day, 12, 0).day_words()
}
