//! The demonstration's own pages: whom to sign in as, the mail that was caught, the clock.

use std::sync::Arc;

use access::Site;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use axum::{Extension, Router};
use base::{Instant, Problem, hours};
use web::components::NotificationBanner;
use web::{Answer, Query, Shell, Typed, Words, personal};

use super::accounts::Account;
use super::folder::ClockKeeper;
use super::tour;

/// Mails shown of each partnership.
const MOST_MAIL: i64 = 200;
/// The furthest the clock is moved at once, in hours: a year.
const FURTHEST: i64 = 366 * 24;

pub fn routes(accounts: Vec<Account>, loaded_at: Instant, clock: ClockKeeper) -> Router<Arc<Site>> {
    Router::new()
        .route("/demo", get(tour::tour))
        .route("/demo/accounts", get(show_accounts))
        .route("/demo/mailbox", get(mailbox))
        .route("/demo/clock", get(show_clock).post(move_clock))
        .layer(Extension(Arc::new(accounts)))
        .layer(Extension(clock))
        .layer(Extension(tour::Since(loaded_at)))
}

pub(super) fn shell(title: &str) -> Shell {
    let mut shell = Shell::new(Words::english()).title(title).crumb("Partnerships", "/").unlisted();
    shell.demonstration = true;
    shell
}

#[derive(Template)]
#[template(path = "demo/accounts.html")]
struct Accounts<'a> {
    shell: Shell,
    partnerships: Vec<(&'a str, Vec<&'a Account>)>,
}

async fn show_accounts(Extension(accounts): Extension<Arc<Vec<Account>>>) -> Answer {
    let mut partnerships: Vec<(&str, Vec<&Account>)> = Vec::new();
    for account in accounts.iter() {
        match partnerships.iter_mut().find(|(slug, _)| *slug == account.partnership) {
            Some((_, own)) => own.push(account),
            None => partnerships.push((&account.partnership, vec![account])),
        }
    }
    personal(&Accounts { shell: shell("Sign in as somebody who works here"), partnerships })
}

/// How many of the newest mails lie open.
const OPEN: usize = 3;

#[derive(Template)]
#[template(path = "demo/mailbox.html")]
struct Mailbox {
    shell: Shell,
    mails: Vec<Mail>,
}

/// A mail as it would have been read.
struct Mail {
    to: String,
    at: String,
    subject: String,
    /// Lines, and of each its words: those that are addresses are links.
    lines: Vec<Vec<(String, bool)>>,
}

async fn mailbox(State(site): State<Arc<Site>>) -> Answer {
    let mut caught = Vec::new();
    for (partnership, _) in site.db.read(access::all_partnerships).await? {
        caught.extend(site.db.read(move |tx| notify::caught(tx, partnership, MOST_MAIL)).await?);
    }
    caught.sort_by_key(|mail| std::cmp::Reverse((mail.at, mail.id)));
    let words = |line: &str| {
        let word = |word: &str| (word.to_owned(), word.starts_with("http://") || word.starts_with("https://"));
        line.split(' ').map(word).collect()
    };
    let mails = caught.into_iter().map(|mail| Mail {
        to: mail.mail_to,
        at: mail.at.words(),
        subject: mail.subject,
        lines: mail.body.lines().map(words).collect(),
    });
    personal(&Mailbox { shell: shell("Mail that would have been sent"), mails: mails.collect() })
}

#[derive(Template)]
#[template(path = "demo/clock.html")]
struct ClockPage {
    shell: Shell,
    now: String,
}

async fn show_clock(State(site): State<Arc<Site>>, Query(query): Query) -> Answer {
    let mut shell = shell("Move the clock on");
    if query.get("done").is_some() {
        shell.notice = Some(NotificationBanner::success(shell.words, "The clock was moved on").into());
    }
    personal(&ClockPage { shell, now: site.clock.now().words() })
}

/// Moves everybody's clock, and remembers it for the next start.
async fn move_clock(State(site): State<Arc<Site>>, Extension(keeper): Extension<ClockKeeper>, typed: Typed) -> Answer {
    let asked: Option<i64> = typed.get("hours").and_then(|text| text.trim().parse().ok());
    let Some(count) = asked.filter(|count| (1..=FURTHEST).contains(count)) else {
        return Err(Problem::field("hours", "Enter a number of hours from 1 to 8,784").into());
    };
    let micros = hours(count);
    keeper.moved_on(micros).map_err(Problem::fault)?;
    site.clock.advance(micros);
    Ok(Redirect::to("/demo/clock?done=moved").into_response())
}
