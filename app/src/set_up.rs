//! The one page that makes the first partnership and its administrator, behind a link that is printed once and good for
//! half an hour; the rest is the administration's task list. There is never a default password.

use std::sync::Arc;

use access::{Reach, Role, Site};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::REFERRER_POLICY;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use axum::routing::get;
use base::{FieldErrors, Id, Instant, Problem, minutes};
use web::components::{Button, Choice, Choices};
use web::{Answer, Form, Markup, Shell, Typed, Words, again, personal};

use crate::account;
use crate::founding::{self, Founding, Newcomer};
use crate::presets;

/// How long the link is good, in microseconds.
const LIVES: i64 = minutes(30);
/// Our own green, until the partnership chooses a colour.
const FIRST_COLOUR: &str = "#00625a";

/// The page, for a way of running that may need it.
pub fn routes() -> Router<Arc<Site>> {
    Router::new().route("/set-up/{secret}", get(ask).post(answer))
}

/// The address that sets the installation up; none once somebody administers anything.
///
/// # Errors
/// Whatever the store answers.
pub async fn link(site: &Site) -> Result<Option<String>, Problem> {
    if site.db.read(access::has_administrator).await? {
        return Ok(None);
    }
    let now = site.clock.now();
    Ok(Some(format!("{}/set-up/{}", site.settings.public_url, secret(site, now))))
}

/// The moment it was made and this installation's seal on it: good on every machine of the installation, stored on none.
fn secret(site: &Site, made_at: Instant) -> String {
    let seal = site.vault.keyed_hash("set-up link", Id::nil(), &made_at.micros().to_be_bytes());
    let seal: String = seal.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("{:x}-{seal}", made_at.micros())
}

/// Fails as if there were no such page unless the link is ours; answers whether it can still be used: it is young enough,
/// and nobody administers anything yet.
async fn check(site: &Site, shown: &str) -> Result<bool, Problem> {
    let made_at = shown.split_once('-').and_then(|(at, _)| i64::from_str_radix(at, 16).ok());
    let made_at = made_at.map(Instant::from_micros).ok_or(Problem::NotFound)?;
    // Hashes of the two are compared, so that the time taken says nothing of how much of it was right.
    let ours = access::secret_hash(&secret(site, made_at)) == access::secret_hash(shown);
    if !ours {
        return Err(Problem::NotFound);
    }
    Ok(made_at.plus(LIVES) > site.clock.now() && !site.db.read(access::has_administrator).await?)
}

/// What whoever comes back with a link that was used, or is too old, can do.
fn over() -> Answer {
    let shell = Shell::new(Words::english()).title("This link can no longer be used").unlisted();
    let mut page = personal(&SetUpOver { shell })?;
    *page.status_mut() = StatusCode::GONE;
    Ok(untold(page))
}

#[derive(Template)]
#[template(path = "set-up-over.html")]
struct SetUpOver {
    shell: Shell,
}

#[derive(Template)]
#[template(path = "set-up.html")]
struct SetUp {
    shell: Shell,
    form: Form,
    presets: Choices,
}

async fn ask(State(site): State<Arc<Site>>, Path(secret): Path<String>) -> Answer {
    if !check(&site, &secret).await? {
        return over();
    }
    personal(&form(Typed::default(), FieldErrors::default())?).map(untold)
}

async fn answer(State(site): State<Arc<Site>>, Path(secret): Path<String>, typed: Typed) -> Answer {
    if !check(&site, &secret).await? {
        return over();
    }
    let said = |name: &str| typed.get(name).unwrap_or_default().trim().to_owned();
    let founding = Founding {
        slug: said("slug").to_lowercase(),
        name: said("partnership"),
        preset: said("preset"),
        accountable_body: None,
        brand_colour: FIRST_COLOUR.to_owned(),
        is_open: false,
    };
    let administrator = Newcomer {
        name: said("name"),
        email: said("email"),
        organisation: None,
        phone: None,
        role: Role::Administrator,
        reach: Reach::Partnership,
        title: None,
    };
    let mut faults = founding.faults();
    if administrator.name.is_empty() || administrator.name.chars().count() > 100 {
        faults.add("name", "Enter your name");
    }
    if !administrator.email.contains('@') || administrator.email.len() > 254 {
        faults.add("email", "Enter your e-mail address, like name@example.org");
    }
    let (password, dice) = (typed.get("password").unwrap_or_default().to_owned(), site.dice.clone());
    let hashed = tokio::task::spawn_blocking(move || access::hash_password(&password, &dice)).await;
    let hashed = hashed.map_err(Problem::fault)?;
    if let Err(error) = &hashed {
        faults.add("password", error.to_string());
    }
    let (Ok(hashed), true) = (hashed, faults.is_empty()) else {
        return again(&form(typed, faults)?).map(untold);
    };
    match make(&site, &founding, administrator, hashed).await {
        Ok(account) => Ok(account::begin_session(&site, account, None, &format!("/{}/admin", founding.slug)).await?),
        Err(Problem::Invalid(faults)) => again(&form(typed, faults)?).map(untold),
        Err(problem) => Err(problem.into()),
    }
}

/// Everything in one transaction: two people with the same link make one installation.
async fn make(site: &Arc<Site>, founding: &Founding, administrator: Newcomer, hashed: String) -> Result<Id, Problem> {
    let scope = founding.scope(site, "set up", site.clock.now());
    site.db
        .write(move |tx| {
            if access::has_administrator(tx)? {
                return Err(Problem::NotFound);
            }
            founding::found(tx, &scope)?;
            let arrived = founding::welcome(tx, &scope, &administrator)?;
            access::set_password(tx, arrived.account, &hashed, &[0; 32])?;
            Ok(arrived.account)
        })
        .await
}

fn form(typed: Typed, faults: FieldErrors) -> Result<SetUp, Problem> {
    let words = Words::english();
    let shell = Shell::new(words).title("Set up Wardmote").errors(&faults).unlisted();
    let form = Form::failed(words, typed, faults);
    Ok(SetUp { presets: choice_of_presets(&form)?, shell, form })
}

/// The ways of running neighbourhoods there are, and what each brings.
fn choice_of_presets(form: &Form) -> Result<Choices, Problem> {
    let asked = form.radios("preset", "How do you run neighbourhoods?");
    let asked = asked.hint("It brings names, clocks and categories to begin with. All of them can be changed later.");
    presets::names().into_iter().try_fold(asked, |asked, name| {
        let preset = presets::preset(name)?;
        let brings: String = preset.brings.iter().map(|line| format!("<li>{}</li>", Markup::from(line))).collect();
        let summary = Markup::from(&preset.summary);
        let hint =
            Markup::trusted(format!("{summary}<ul class=\"govuk-list govuk-list--bullet govuk-hint\">{brings}</ul>"));
        Ok(asked.with(Choice::new(name, &preset.title).hint(hint)))
    })
}

/// The address of this page is a secret: no other site is told of it.
fn untold(mut response: Response) -> Response {
    response.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
