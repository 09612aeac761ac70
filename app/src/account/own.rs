use access::{Done, Ground, Hat, Page, PasswordError, Right, Scope, Token, TokenLine};
use askama::Template;
use axum::response::{IntoResponse, Redirect};
use base::{FieldErrors, Id, Problem};
use db::Tx;
use web::asking::{Posted, Staff, Visit, Working};
use web::components::{Button, NotificationBanner, SummaryList};
use web::{Answer, Form, Query, Shell, Typed, again, personal};

use super::session;

#[derive(Template)]
#[template(path = "account/own.html")]
struct Own {
    shell: Shell,
    token: String,
    below: String,
    /// What programs can do.
    api: String,
    /// Name, address and role.
    known: SummaryList,
    form: Form,
    /// The roles one may choose from, by membership.
    hats: Vec<(String, String)>,
    has_password: bool,
    programs: Vec<Program>,
}

/// A program's key in the list.
struct Program {
    id: Id,
    name: String,
    made: String,
    ends: String,
}

/// What the page is made of.
struct Found {
    email: String,
    has_password: bool,
    tokens: Vec<TokenLine>,
}

/// Who am I here, which hat do I wear, and what I keep of my own.
pub async fn show(Staff(visit): Staff, Query(query): Query) -> Answer {
    let said = match query.get("done") {
        Some("hat") => Some("You changed your role"),
        Some("password") => Some("Your password is set. You were signed out everywhere else"),
        Some("ended") => Some("The key no longer works"),
        _ => None,
    };
    let mut shell = visit.shell(visit.words.account());
    shell.notice = said.map(|said| NotificationBanner::success(visit.words, said).into());
    let page = own(&visit, shell, "").await?;
    personal(&page)
}

async fn own(visit: &Visit, shell: Shell, typed_name: &str) -> Result<Own, Problem> {
    let scope = &visit.scope;
    let hat = scope.hat().ok_or(Problem::SignIn)?;
    let session = visit.session.ok_or(Problem::SignIn)?;
    // Standing in, one sees no keys of the colleague's.
    let membership = if hat.covers.is_some() { Id::nil() } else { hat.membership };
    let (partnership, now) = (scope.partnership(), scope.now);
    let found = scope.site.db.read(move |tx| find(tx, &session, partnership, membership, now)).await?;
    let worn = (String::from("hat"), hat.membership.to_string());
    let typed = Typed::of([worn, (String::from("name"), typed_name.to_owned())]);
    Ok(Own {
        form: Form::failed(visit.words, typed, shell.errors.clone()),
        shell: shell.unlisted(),
        token: visit.form_token().unwrap_or_default(),
        api: scope.url(Page::Api),
        below: scope.url(Page::Account),
        known: SummaryList::new()
            .row("Name", &*hat.name)
            .row("E-mail", &*found.email)
            .row("Role now", called(scope, hat)),
        has_password: found.has_password,
        hats: visit.hats.iter().map(|one| (one.membership.to_string(), called(scope, one))).collect(),
        programs: found
            .tokens
            .into_iter()
            .map(|token| Program {
                id: token.id,
                name: token.name,
                made: token.made_at.day_words(),
                ends: token.ends_at.map_or_else(|| "never".to_owned(), base::Instant::day_words),
            })
            .collect(),
    })
}

/// What a role is called and where it holds: somebody may have the same one in several areas.
fn called(scope: &Scope, hat: &Hat) -> String {
    let place = directory::model::hat_reach_words(scope, hat);
    match &hat.covers {
        Some(covered) => format!("{}, {place} (for {})", hat.title, covered.name),
        None => format!("{}, {place}", hat.title),
    }
}

fn find(
    tx: &mut Tx<'_>,
    session: &[u8; 32],
    partnership: Id,
    membership: Id,
    now: base::Instant,
) -> Result<Found, Problem> {
    let account = access::account_of_session(tx, session, now)?.ok_or(Problem::SignIn)?;
    let (email, has_password) = access::account(tx, account)?;
    Ok(Found { email, has_password, tokens: access::tokens_of(tx, partnership, membership, now)? })
}

/// Puts on another hat for the rest of the session.
pub async fn wear(Working { visit, typed }: Working) -> Answer {
    let membership: Id = typed.get("hat").and_then(|id| id.parse().ok()).ok_or(Problem::NotFound)?;
    let session = visit.session.ok_or(Problem::SignIn)?;
    let (partnership, now) = (visit.scope.partnership(), visit.scope.now);
    let db = &visit.scope.site.db;
    db.housekeep("a hat is chosen", move |tx| access::wear(tx, &session, partnership, membership, now)).await?;
    back(&visit.scope, "hat")
}

/// Sets a password. It is hashed before the store is asked, off the request's thread: hashing is slow by design.
pub async fn set_password(Working { visit, typed }: Working) -> Answer {
    let scope = visit.scope.clone();
    let (password, dice) = (typed.get("password").unwrap_or_default().to_owned(), scope.site.dice.clone());
    let hashed = tokio::task::spawn_blocking(move || access::hash_password(&password, &dice)).await;
    match hashed.unwrap_or(Err(PasswordError::Failed)) {
        Ok(hashed) => {
            keep_password(&visit, hashed).await?;
            back(&scope, "password")
        }
        Err(error) => {
            let mut errors = FieldErrors::default();
            errors.add("password", error.to_string());
            again(&own(&visit, visit.shell(visit.words.account()).errors(&errors), "").await?)
        }
    }
}

async fn keep_password(visit: &Visit, hashed: String) -> Result<(), Problem> {
    let scope = visit.scope.clone();
    let session = visit.session.ok_or(Problem::SignIn)?;
    scope
        .site
        .db
        .clone()
        .write(move |tx| {
            scope.may(Right::KeepOwnAccount, &Ground::default())?;
            let account = access::account_of_session(tx, &session, scope.now)?.ok_or(Problem::SignIn)?;
            access::set_password(tx, account, &hashed, &session)?;
            tell(tx, &scope, "account", account, "set password", &["password"], "")
        })
        .await
}

/// Signs out, whoever is signed in: the page goes on to the partnership's home.
pub async fn sign_out(Posted { visit, .. }: Posted) -> Answer {
    if let Some(session) = visit.session {
        let db = &visit.scope.site.db;
        db.housekeep("somebody signs out", move |tx| Ok::<_, Problem>(access::end_session(tx, &session)?)).await?;
    }
    let home = visit.scope.url(Page::Home);
    Ok(session::over(&visit.scope.site, if home.is_empty() { "/" } else { &home }))
}

#[derive(Template)]
#[template(path = "account/token.html")]
struct MadeToken {
    shell: Shell,
    secret: String,
    name: String,
    partnership_url: String,
}

/// Makes a key for a program that acts as this person under the hat they wear. It is shown once.
pub async fn make_token(Working { visit, typed }: Working) -> Answer {
    let mut ask = typed.ask(visit.words);
    let name = ask.text("name", 100, "Enter what the key is for, like Reporting spreadsheet");
    let name = match ask.answers(|| name) {
        Ok(name) => name,
        Err(errors) => {
            let shell = visit.shell(visit.words.account()).errors(&errors);
            return again(&own(&visit, shell, typed.get("name").unwrap_or_default()).await?);
        }
    };
    let scope = visit.scope.clone();
    let membership = own_membership(&scope)?;
    let token = Token::draw(&scope.site.dice);
    let (kept, called, id) = (token.clone(), name.clone(), scope.new_id());
    scope
        .site
        .db
        .clone()
        .write(move |tx| {
            let permit = scope.may(Right::KeepOwnAccount, &Ground::default())?;
            access::make_token(tx, &permit, id, &kept, membership, &called, scope.now)?;
            tell(tx, &scope, "token", id, "make", &["name"], &called)
        })
        .await?;
    let url = &visit.scope.site.settings.public_url;
    personal(&MadeToken {
        shell: visit.shell("Your key").back(visit.scope.url(Page::Account)).unlisted(),
        partnership_url: format!("{url}{}", visit.scope.url(Page::Home)),
        secret: token.secret,
        name,
    })
}

/// Ends a program's key.
pub async fn end_token(Working { visit, typed }: Working) -> Answer {
    let id: Id = typed.get("id").and_then(|id| id.parse().ok()).ok_or(Problem::NotFound)?;
    let scope = visit.scope.clone();
    let membership = own_membership(&scope)?;
    scope
        .site
        .db
        .clone()
        .write(move |tx| {
            let permit = scope.may(Right::KeepOwnAccount, &Ground::default())?;
            if !access::end_token(tx, &permit, id, membership, scope.now)? {
                return Err(Problem::NotFound);
            }
            tell(tx, &scope, "token", id, "end", &["ended_at"], "")
        })
        .await?;
    back(&visit.scope, "ended")
}

/// The membership whose keys one keeps: never that of a colleague one stands in for.
fn own_membership(scope: &Scope) -> Result<Id, Problem> {
    let hat = scope.hat().ok_or(Problem::SignIn)?;
    match &hat.covers {
        None => Ok(hat.membership),
        Some(covered) => Err(Problem::NotAllowed(format!(
            "Keys belong to one's own role, and you stand in for {}. Change to a role of your own first.",
            covered.name
        ))),
    }
}

fn tell(
    tx: &mut Tx<'_>,
    scope: &Scope,
    kind: &'static str,
    record: Id,
    verb: &'static str,
    fields: &'static [&'static str],
    values: &str,
) -> Result<(), Problem> {
    scope.tell(tx, Done { kind, record, verb, fields, values })?;
    Ok(())
}

fn back(scope: &Scope, done: &str) -> Answer {
    Ok(Redirect::to(&format!("{}?done={done}", scope.url(Page::Account))).into_response())
}
