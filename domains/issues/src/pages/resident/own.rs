//! A contributor's own page, behind their secret link: their words, what was decided and why, and what they can still do.
//! Opening it changes nothing, because programs that look into mail open links. A protected one shows numbers to ring.

use access::{Page, Scope, Who};
use askama::Template;
use axum::extract::Path;
use axum::http::header::REFERRER_POLICY;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use base::{Conflict, Problem, minutes};
use db::Tx;
use places::Point;
use record::Unsealed;
use voice::{Categories, Concern, SafeWay};
use web::asking::{Posted, Visit};
use web::components::{self, Button, NotificationBanner, SummaryList, Timeline};
use web::{Answer, Form, Markup, Query, Shell, Typed, Words, personal};

use super::concern::{MOST_MISSES, issue_link};
use crate::commands;
use crate::model::Status;
use crate::reader::reader_of;
use crate::said_again::own_said_again;
use crate::saying;
use crate::story::{Story, lines};

/// The longest a contributor's later word may be, in characters.
const MOST_WORDS: usize = 2_000;

/// Everything a contributor may see and do.
#[derive(Template)]
#[template(path = "resident/own.html")]
struct Own {
    shell: Shell,
    w: &'static Words,
    form: Form,
    token: Option<String>,
    below: String,
    said: Markup,
    facts: SummaryList,
    heading: &'static str,
    standing: String,
    more: Vec<String>,
    answer_by: Option<String>,
    decider: Option<String>,
    words_wait: bool,
    story: Timeline,
    can_contest: bool,
    can_ask_again: bool,
    who_sees: String,
    asked_again: Option<String>,
    can_stop: bool,
    ring: Option<String>,
}

/// All that a protected concern's link shows.
#[derive(Template)]
#[template(path = "resident/own-protected.html")]
struct Protected {
    shell: Shell,
    w: &'static Words,
    front_door: Option<(String, String)>,
    out_of_hours: Option<String>,
}

/// The link was ended, or there never was one.
#[derive(Template)]
#[template(path = "resident/own-over.html")]
struct Over {
    shell: Shell,
    sentence: String,
}

/// What a contributor can do, as the address names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    Contest,
    AskAgain,
    StopMail,
    End,
}

impl Verb {
    fn from_key(key: &str) -> Option<Self> {
        match key {
            "contest" => Some(Self::Contest),
            "ask-again" => Some(Self::AskAgain),
            "stop-mail" => Some(Self::StopMail),
            "end" => Some(Self::End),
            _ => None,
        }
    }
}

/// What a page is made of.
struct Opened {
    story: Story,
    safe: Option<(SafeWay, bool)>,
}

/// The page. Reading it changes nothing.
pub async fn show(visit: Visit, Path((_, secret)): Path<(String, String)>, Query(query): Query) -> Answer {
    untold(opened_page(&visit, &secret, query.get("done"), None).await)
}

async fn opened_page(visit: &Visit, secret: &str, done: Option<&str>, failed: Option<Typed>) -> Answer {
    let Some(opened) = open(visit, secret).await? else { return unknown(visit) };
    if opened.story.concern.is_protected() {
        return protected(visit);
    }
    let mut own = own(visit, secret, opened, failed)?;
    own.shell.notice = done.and_then(|done| notice(visit.words, done));
    personal(&own)
}

/// Something a contributor does. Afterwards the page says so, at an address of its own that can be opened again.
pub async fn act(Path((_, secret, verb)): Path<(String, String, String)>, Posted { visit, typed }: Posted) -> Answer {
    let Some(verb) = Verb::from_key(&verb) else { return Err(Problem::NotFound.into()) };
    let mut ask = typed.ask(visit.words);
    let words = ask.optional_text("words", MOST_WORDS);
    if let Err(errors) = ask.answers(|| Some(())) {
        let Some(opened) = open(&visit, &secret).await? else { return untold(unknown(&visit)) };
        let own = own(&visit, &secret, opened, Some(typed.clone()))?;
        let own =
            Own { shell: own.shell.clone().errors(&errors), form: Form::failed(visit.words, typed, errors), ..own };
        return untold(web::again(&own));
    }
    let (scope, wanted) = (visit.scope.clone(), secret.clone());
    let db = scope.site.db.clone();
    let done = db.write(move |tx| do_it(tx, &scope, &wanted, verb, words.as_deref())).await;
    untold(match done {
        Ok(None) => unknown(&visit),
        Ok(Some(concern)) if verb == Verb::End && !concern.is_protected() => ended(&visit, &concern),
        Ok(Some(_)) => back_to(&visit, &secret, verb),
        Err(Problem::Conflict(Conflict::State { .. })) => {
            opened_page(&visit, &secret, Some("not-now"), None).await.map(|mut response| {
                *response.status_mut() = StatusCode::CONFLICT;
                response
            })
        }
        Err(problem) => Err(problem.into()),
    })
}

/// Does it, in the contributor's own name. A protected concern's link does nothing and says nothing about it.
fn do_it(
    tx: &mut Tx<'_>,
    scope: &Scope,
    secret: &str,
    verb: Verb,
    words: Option<&str>,
) -> Result<Option<Concern>, Problem> {
    let Some((concern, _)) = voice::by_secret(tx, scope.partnership(), secret)? else { return Ok(None) };
    let scope = Scope { who: Who::Contributor(concern.id), ..scope.clone() };
    if !concern.is_protected() {
        match verb {
            Verb::Contest => drop(commands::contest(tx, &scope, &concern, words)?),
            Verb::AskAgain => drop(commands::ask_again(tx, &scope, &concern, words)?),
            Verb::StopMail => voice::stop_mail(tx, &scope, &concern)?,
            Verb::End => voice::end_link(tx, &scope, &concern)?,
        }
    }
    Ok(Some(concern))
}

async fn open(visit: &Visit, secret: &str) -> Result<Option<Opened>, Problem> {
    let (scope, secret) = (visit.scope.clone(), secret.to_owned());
    let db = scope.site.db.clone();
    db.read(move |tx| {
        let Some((concern, lies)) = voice::by_secret(tx, scope.partnership(), &secret)? else { return Ok(None) };
        let safe = voice::contacts(tx, &scope, &[concern.id])?.pop().map(|(_, _, way, news)| (way, news));
        let own = own_said_again(tx, &scope, &concern)?;
        Ok(Some(Opened { story: Story { own: Some(own), ..Story::read(tx, &scope, concern, lies)? }, safe }))
    })
    .await
}

fn own(visit: &Visit, secret: &str, opened: Opened, typed: Option<Typed>) -> Result<Own, Problem> {
    let (scope, words) = (&visit.scope, visit.words);
    let Opened { story, safe } = opened;
    let [said, exactly] = story.concern.opened(&scope.site.vault)?.map(Unsealed::words);
    let phone = reader_of(scope, words, &story.lies.then)?.and_then(|reader| reader.phone);
    let issue_status = story.issue.as_ref().map(|issue| issue.status);
    let deciding = story.deciding();
    Ok(Own {
        shell: visit.shell(words.own_title()).leave().unlisted(),
        form: Form::filled(words, typed.unwrap_or_default()),
        w: words,
        token: visit.form_token(),
        below: scope.url(Page::Secret(secret)),
        said: said.map_or_else(|| words.own_erased().into(), |said| lines(&said)),
        facts: facts(visit, &story, exactly.as_deref(), safe)?,
        heading: if deciding.is_some() { words.own_decision() } else { words.issue_stands() },
        standing: story.standing(words),
        more: story.more(scope, words),
        answer_by: match story.again() {
            Some(_) => None,
            None => story
                .answer_by(scope, words)?
                .map(|(by, because)| format!("{} {because}", words.own_answer_by(words.day_of(by)))),
        },
        decider: deciding.and_then(|step| saying::decider(scope, words, step)),
        words_wait: deciding.is_some_and(|step| step.said.is_none()),
        story: story.timeline(scope, words),
        can_contest: issue_status == Some(Status::Resolved),
        can_ask_again: issue_status == Some(Status::NotTakingForward) && story.concern.asked_again_at.is_none(),
        who_sees: words.own_ask_again_hint(places::Tiers::of(scope, words).ward),
        asked_again: story.concern.asked_again_at.map(|at| words.own_asked_again(words.day_of(at))),
        can_stop: safe.is_some_and(|(way, news)| news && way != SafeWay::Nothing),
        ring: phone.map(|phone| words.own_ring(phone, &story.concern.reference)),
    })
}

fn facts(
    visit: &Visit,
    story: &Story,
    exactly: Option<&str>,
    safe: Option<(SafeWay, bool)>,
) -> Result<SummaryList, Problem> {
    let (scope, words) = (&visit.scope, visit.words);
    let categories: &Categories = scope.snapshot.part()?;
    let places = crate::commands::places_in(scope)?.of(&story.lies.then);
    let mut facts = SummaryList::new()
        .row(words.concern_reference(), &story.concern.reference)
        .row(words.own_told_on(), words.day_of(story.concern.heard_at))
        .row(words.concern_about(), &categories.get(story.concern.category)?.name);
    if let Some(place) = places.first() {
        let spot = story.concern.lat.zip(story.concern.lon).and_then(|(lat, lon)| Point::new(lat, lon));
        let map = match spot {
            Some(spot) => places::map_of_spot(scope, words, spot, "spot", words.own_spot())?,
            None => Markup::default(),
        };
        facts = facts.row(words.own_where(), Markup::trusted(format!("{}{map}", Markup::from(&place.name))));
    }
    if let Some(exactly) = exactly {
        facts = facts.row(words.own_where_exactly(), lines(exactly));
    }
    if let Some(issue) = &story.issue {
        facts = facts.row(words.concern_issue(), issue_link(scope, issue));
    }
    Ok(facts.row(words.own_contact(), told_how(words, safe)))
}

fn told_how(words: &Words, safe: Option<(SafeWay, bool)>) -> &str {
    match safe {
        None | Some((SafeWay::Nothing, _)) => words.own_contact_none(),
        Some((_, false)) => words.own_contact_stopped(),
        Some((SafeWay::Email, true)) => words.own_contact_email(),
        Some((SafeWay::Phone, true)) => words.own_contact_phone(),
        Some((SafeWay::Letter, true)) => words.own_contact_letter(),
    }
}

fn notice(words: &Words, done: &str) -> Option<Markup> {
    let said = match done {
        "contest" => words.own_done_contest(),
        "ask-again" => words.own_done_ask_again(),
        "stop-mail" => words.own_done_stop_mail(),
        "not-now" => return Some(NotificationBanner::important(words, words.own_not_now()).into()),
        _ => return None,
    };
    Some(NotificationBanner::success(words, said).into())
}

fn back_to(visit: &Visit, secret: &str, verb: Verb) -> Answer {
    let done = match verb {
        Verb::Contest => "?done=contest",
        Verb::AskAgain => "?done=ask-again",
        Verb::StopMail => "?done=stop-mail",
        Verb::End => "",
    };
    Ok(Redirect::to(&format!("{}{done}", visit.scope.url(Page::Secret(secret)))).into_response())
}

fn ended(visit: &Visit, concern: &Concern) -> Answer {
    let words = visit.words;
    let shell = visit.shell(words.own_ended_title()).leave().unlisted();
    personal(&Over { shell, sentence: words.own_ended(&concern.reference) })
}

/// A link that opens nothing counts as a guess.
fn unknown(visit: &Visit) -> Answer {
    let (scope, words) = (&visit.scope, visit.words);
    scope.site.limiter.count("miss", &visit.from, MOST_MISSES, minutes(10), scope.now)?;
    let shell = visit.shell(words.own_unknown_title()).unlisted();
    personal(&Over { shell, sentence: words.own_unknown().to_owned() }).map(|mut response| {
        *response.status_mut() = StatusCode::NOT_FOUND;
        response
    })
}

fn protected(visit: &Visit) -> Answer {
    let words = visit.words;
    let numbers = super::report::Numbers::of(&visit.scope, words);
    personal(&Protected {
        shell: visit.shell(words.own_protected_title()).leave().unlisted(),
        w: words,
        front_door: numbers.front_door,
        out_of_hours: numbers.out_of_hours,
    })
}

/// The address is a secret: no other site is told of it, and no copy of the page is kept.
fn untold(answer: Answer) -> Answer {
    answer.map(|mut response: Response| {
        response.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        response
    })
}
