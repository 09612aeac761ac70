use std::time::Duration;

use access::{Figure, Page, Scope, SignInLink};
use askama::Template;
use axum::extract::Path;
use axum::http::HeaderValue;
use axum::http::header::REFERRER_POLICY;
use axum::response::{IntoResponse, Redirect, Response};
use base::{Id, Problem, minutes};
use jobs::NewJob;
use tokio::sync::Semaphore;
use web::asking::{Posted, Visit};
use web::components::Button;
use web::{Answer, Form, Query, Shell, Typed, again, page, personal};

use super::mail::SEND_LINK;
use super::session;

/// Tries allowed from one address in ten minutes.
const MOST_TRIES: u32 = 20;
/// Passwords tried with one e-mail address in ten minutes, whoever tries them and from wherever.
const MOST_PASSWORDS: u32 = 20;
/// Passwords checked at once. Each check takes memory and time on purpose, and guests must not be kept waiting by guessers.
static CHECKS: Semaphore = Semaphore::const_new(2);
/// How long a third waits for its turn before it is asked to come back.
const TURN: Duration = Duration::from_secs(5);
/// Links sent to one e-mail address in ten minutes.
const MOST_LINKS: u32 = 5;

#[derive(Template)]
#[template(path = "account/sign-in.html")]
struct SignIn {
    shell: Shell,
    form: Form,
    token: Option<String>,
    next: String,
    /// Whether the password part stands open.
    with_password: bool,
    /// How long a link can be used.
    minutes: i64,
}

/// Asks for an e-mail address, and beside it for a password.
pub async fn ask(visit: Visit, Query(query): Query) -> Answer {
    page(&form(&visit, &query, visit.shell(visit.words.sign_in())))
}

/// Mails a link, or signs in with a password: whichever button was pressed.
pub async fn answer(posted: Posted) -> Answer {
    if posted.typed.get("way") == Some("password") { with_password(posted).await } else { with_link(posted).await }
}

/// What is said is the same whether or not anybody works here with that address.
async fn with_link(Posted { visit, typed }: Posted) -> Answer {
    let mut ask = typed.ask(visit.words);
    let email = ask.text("email", 254, visit.words.sign_in_email_missing()).filter(|text| text.contains('@'));
    if typed.get("email").is_some_and(|text| !text.trim().is_empty()) && email.is_none() {
        ask.refuse("email", visit.words.sign_in_email_missing());
    }
    let email = match ask.answers(|| email) {
        Ok(email) => email,
        Err(errors) => {
            let shell = visit.shell(visit.words.sign_in()).errors(&errors);
            return again(&form(&visit, &typed, shell));
        }
    };
    let (scope, site) = (&visit.scope, &visit.scope.site);
    site.limiter.count("sign-in", &visit.from, MOST_TRIES, minutes(10), scope.now)?;
    site.limiter.count("sign-in link", &email.to_lowercase(), MOST_LINKS, minutes(10), scope.now)?;
    let goes_to = session::ours(typed.get("next"), &scope.url(Page::MyWork)).to_owned();
    send_link(scope, email, goes_to).await?;
    Ok(Redirect::to(&format!("{}/sent", scope.url(Page::SignIn))).into_response())
}

async fn send_link(scope: &Scope, email: String, goes_to: String) -> Result<(), Problem> {
    let link = SignInLink::of(&scope.site.vault, scope.new_id());
    let lives = minutes(scope.snapshot.figure(Figure::Link));
    let (partnership, now, operation, job) = (scope.partnership(), scope.now, scope.operation, scope.new_id());
    scope
        .site
        .db
        .housekeep("a sign-in link", move |tx| {
            let Some((account, _)) = access::account_by_email(tx, &email)? else { return Ok(()) };
            if access::hats_of(tx, account, partnership, now)?.is_empty() {
                return Ok(());
            }
            access::make_link(tx, &link, account, &goes_to, now, lives)?;
            let kind = SEND_LINK.kind;
            jobs::enqueue(
                tx,
                partnership,
                &NewJob { id: job, kind, about: link.id, detail: "", run_at: now, operation },
            )
        })
        .await?;
    Ok(())
}

async fn with_password(Posted { visit, typed }: Posted) -> Answer {
    let words = visit.words;
    let (scope, site) = (&visit.scope, &visit.scope.site);
    site.limiter.count("sign-in", &visit.from, MOST_TRIES, minutes(10), scope.now)?;
    let mut ask = typed.ask(words);
    let email = ask.text("email", 254, words.sign_in_email_missing());
    let password = typed.get("password").filter(|typed| !typed.is_empty()).map(str::to_owned);
    if password.is_none() {
        ask.refuse("password", words.sign_in_password_missing());
    }
    let mut account = None;
    if let (Some(email), Some(password)) = (email, password) {
        site.limiter.count("password", &email.to_lowercase(), MOST_PASSWORDS, minutes(10), scope.now)?;
        account = right_account(scope, email, password).await?;
        if account.is_none() {
            ask.refuse("password", words.sign_in_password_wrong());
        }
    }
    match ask.answers(|| account) {
        Ok(account) => {
            let home = scope.url(Page::MyWork);
            Ok(session::begin(site, account, visit.session, session::ours(typed.get("next"), &home)).await?)
        }
        Err(errors) => again(&form(&visit, &typed, visit.shell(words.sign_in()).errors(&errors))),
    }
}

/// The account with this address and password. The slow hash is checked off the request's thread and outside any
/// transaction, and also where there is no account, so that the time taken tells nothing.
async fn right_account(scope: &Scope, email: String, password: String) -> Result<Option<Id>, Problem> {
    let found = scope.site.db.read(move |tx| access::account_by_email(tx, &email)).await?;
    let busy = || {
        Problem::Unavailable("Many people are signing in. Try again in a minute, or ask for a link by e-mail.".into())
    };
    let turn = tokio::time::timeout(TURN, CHECKS.acquire()).await.map_err(|_| busy())?.map_err(|_| busy())?;
    let (account, hashed) = found.map_or((None, None), |(account, hashed)| (Some(account), hashed));
    let right = tokio::task::spawn_blocking(move || access::check_password(&password, hashed.as_deref())).await;
    drop(turn);
    Ok(account.filter(|_| right.unwrap_or(false)))
}

fn form(visit: &Visit, typed: &Typed, shell: Shell) -> SignIn {
    SignIn {
        form: Form::failed(visit.words, typed.only(&["email"]), shell.errors.clone()),
        shell: shell.unlisted(),
        token: visit.form_token(),
        next: session::ours(typed.get("next"), "").to_owned(),
        with_password: typed.get("way") == Some("password"),
        minutes: visit.scope.snapshot.figure(Figure::Link),
    }
}

#[derive(Template)]
#[template(path = "account/sent.html")]
struct Sent {
    shell: Shell,
    again: String,
    minutes: i64,
}

/// "Look in your e-mail".
pub async fn sent(visit: Visit) -> Answer {
    let again = visit.scope.url(Page::SignIn);
    let minutes = visit.scope.snapshot.figure(Figure::Link);
    page(&Sent { shell: visit.shell(visit.words.sign_in_sent_title()).unlisted(), again, minutes })
}

#[derive(Template)]
#[template(path = "account/link.html")]
struct Link {
    shell: Shell,
    token: Option<String>,
    /// For whom; nobody when the link is over.
    email: Option<String>,
    ask: String,
}

/// What a sign-in link opens: a button. Programs that look into mail open links; none of them presses buttons.
pub async fn link(visit: Visit, Path((_, secret)): Path<(String, String)>) -> Answer {
    let hash = access::secret_hash(&secret);
    let (now, again_and_again) = (visit.scope.now, visit.scope.site.settings.demo);
    let found = visit.scope.site.db.read(move |tx| access::link_address(tx, &hash, now, again_and_again)).await?;
    shown(&visit, found.map(|(email, _)| email))
}

/// Uses the link up and signs in.
pub async fn follow(Path((_, secret)): Path<(String, String)>, Posted { visit, .. }: Posted) -> Answer {
    let site = &visit.scope.site;
    let (now, again_and_again) = (visit.scope.now, site.settings.demo);
    let used = site
        .db
        .housekeep("a sign-in link is used", move |tx| access::use_link(tx, &secret, now, again_and_again))
        .await;
    match used {
        Ok((account, next)) => Ok(session::begin(site, account, visit.session, &next).await?),
        Err(Problem::NotFound) => shown(&visit, None),
        Err(problem) => Err(problem.into()),
    }
}

fn shown(visit: &Visit, email: Option<String>) -> Answer {
    let words = visit.words;
    if email.is_none() {
        visit.scope.site.limiter.count("miss", &visit.from, MOST_TRIES, minutes(10), visit.scope.now)?;
    }
    let title = match email {
        Some(_) => words.sign_in_open_title(&visit.scope.snapshot.partnership.name),
        None => words.sign_in_over_title().to_owned(),
    };
    let ask = visit.scope.url(Page::SignIn);
    personal(&Link { shell: visit.shell(title).unlisted(), token: visit.form_token(), email, ask }).map(untold)
}

/// The address of this page is a secret: no other site is told of it.
fn untold(mut response: Response) -> Response {
    response.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
