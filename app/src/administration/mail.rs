//! Trying the mail server out: a real mail to the administrator, and what the server answered.

use access::{Ground, Page, Right, Scope};
use axum::http::HeaderValue;
use axum::http::header::REFRESH;
use base::{Id, Problem};
use db::Tx;
use jobs::{Handler, NewJob};
use notify::{Mail, Tried};
use web::asking::{Staff, Visit, Working};
use web::components::SummaryList;
use web::{Answer, Markup, Query, Typed};

use super::settings::paragraph;
use super::sheet::Sheet;
use super::{administrator, done_words, on, shell};

/// The setting that keeps what came of it: `yes` or `no`, and what the server said.
pub const TRIED: &str = "mail_tried";

/// Sends the mail once and keeps what the server said. A second run finds the same key and sends the same mail.
pub const TRY_OUT: Handler = Handler {
    kind: "app.try-mail-out",
    run: |desk, scope, job| {
        Box::pin(async move {
            let to = scope.snapshot.holders(access::Role::ALL, scope.now.date()).find(|one| one.person == job.about);
            let to = to.and_then(|holder| holder.email.clone()).unwrap_or_default();
            let name = &scope.snapshot.partnership.name;
            let mail = Mail {
                key: job.id,
                to,
                subject: format!("Test mail from {name}"),
                body: format!("Mail from {name} reaches you. There is nothing to do.\n"),
            };
            let db = &desk.site.db;
            let tried = desk.post.try_out(db, scope.partnership(), mail, scope.now).await?;
            db.write(move |tx| {
                keep(tx, &scope, &tried)?;
                jobs::done(tx, &job)?;
                Ok::<_, Problem>(())
            })
            .await
        })
    },
};

fn keep(tx: &mut Tx<'_>, scope: &Scope, tried: &Tried) -> Result<(), Problem> {
    let permit = scope.may(Right::Configure, &Ground::default())?;
    let said: String = tried.said.chars().take(300).collect();
    let value = format!("{} {said}", if tried.taken { "yes" } else { "no" });
    access::put_setting(tx, &permit, TRIED, &value, None, scope.now)?;
    let done = access::Done {
        kind: "setting",
        record: scope.partnership(),
        verb: "try mail",
        fields: &[TRIED],
        values: &value,
    };
    scope.tell(tx, done)?;
    Ok(())
}

/// Whether the mail server took the last test mail, and what it said; none before anybody tried.
#[must_use]
pub fn tried(scope: &Scope) -> Option<(bool, &str)> {
    let (taken, said) = scope.snapshot.setting(TRIED)?.split_once(' ')?;
    Some((taken == "yes", said))
}

/// Sends a test mail to whoever asks for it.
///
/// # Errors
/// [`Problem::NotAllowed`] without the right to configure.
pub fn try_out(tx: &mut Tx<'_>, scope: &Scope, person: Id) -> Result<(), Problem> {
    scope.may(Right::Configure, &Ground::default())?;
    let job = NewJob {
        id: scope.new_id(),
        kind: TRY_OUT.kind,
        about: person,
        detail: "",
        run_at: scope.now,
        operation: scope.operation,
    };
    jobs::enqueue(tx, scope.partnership(), &job)?;
    Ok(())
}

pub async fn show(Staff(visit): Staff, Query(query): Query) -> Answer {
    administrator(&visit.scope)?;
    let mut page = sheet(&visit, query.get("done")).show(&visit, Typed::default())?;
    if query.get("done") == Some("mail") {
        let again = format!("4; url={}", visit.scope.url(Page::Settings("mail")));
        page.headers_mut().insert(REFRESH, HeaderValue::try_from(again).map_err(Problem::fault)?);
    }
    Ok(page)
}

pub async fn send(Working { visit, .. }: Working) -> Answer {
    administrator(&visit.scope)?;
    let scope = visit.scope.clone();
    let person = scope.hat().ok_or(Problem::SignIn)?.person;
    scope.site.db.clone().housekeep("a test mail", move |tx| try_out(tx, &scope, person)).await?;
    on(&visit.scope.url(Page::Settings("mail")), "mail")
}

fn sheet(visit: &Visit, done: Option<&str>) -> Sheet {
    let scope = &visit.scope;
    let (came, when) = match (tried(scope), scope.snapshot.setting_kept(TRIED)) {
        (Some((true, said)), Some(kept)) => (format!("The server took it: {said}"), Some(kept.at.words())),
        (Some((false, said)), Some(kept)) => (format!("It did not go: {said}"), Some(kept.at.words())),
        _ => ("Nobody has tried yet".to_owned(), None),
    };
    let here = scope.url(Page::Settings("mail"));
    Sheet {
        shell: shell(visit, "Mail", done_words(done)),
        lead: when
            .into_iter()
            .fold(SummaryList::new().row("The last test mail", came), |list, when| list.row("When", when))
            .into(),
        questions: |_, visit| {
            if visit.scope.site.settings.mail_waits {
                return paragraph(
                    "No mail server is named, so every mail waits. Set mail.url and mail.from in the configuration and \
                     start Wardmote again; then try here.",
                );
            }
            let to = visit.scope.hat().map(|hat| hat.name.clone()).unwrap_or_default();
            paragraph(&format!("A real mail goes to you, {to}, at the address you work with here."))
        },
        below: Markup::default(),
        then: here.clone(),
        here,
        button: "Send the test mail",
        looks: None,
        affects: Vec::new(),
    }
}
