//! "Try this": from a concern to its end, each step ticked off by what the record says was done since the demonstration was
//! loaded. Nothing is kept of it.

use std::sync::Arc;

use access::{Role, Site};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use base::{Instant, Problem};
use web::components::{Tag, Task, TaskList};
use web::{Answer, Markup, Shell, personal};

use super::accounts::Account;
use super::pages::shell;

/// The partnership that the steps are taken in, and the area that the concern of the first step lies in.
const SLUG: &str = "walsall";
const AREA: &str = "Area 3";

/// Since when what is done counts.
#[derive(Debug, Clone, Copy)]
pub struct Since(pub Instant);

/// One step: what to do, how, and the kind and verb of the entry that says it was done.
struct Step {
    title: &'static str,
    hint: String,
    href: String,
    kind: &'static str,
    verb: &'static str,
}

#[derive(Template)]
#[template(path = "demo/tour.html")]
struct Tour {
    shell: Shell,
    partnership: String,
    steps: TaskList,
    all_done: bool,
}

/// The steps, and which of them are taken.
pub(super) async fn tour(
    State(site): State<Arc<Site>>,
    Extension(accounts): Extension<Arc<Vec<Account>>>,
    Extension(Since(since)): Extension<Since>,
) -> Answer {
    let all = site.db.read(access::partnerships).await?;
    let (id, _, partnership) = all.into_iter().find(|(_, slug, _)| slug == SLUG).ok_or(Problem::NotFound)?;
    let done = site.db.read(move |tx| record::done_since(tx, id, since)).await?;
    let is_done = |step: &Step| done.iter().any(|(kind, verb)| kind == step.kind && verb == step.verb);
    let steps = steps(&accounts);
    let all_done = steps.iter().all(is_done);
    let mut list = TaskList::new();
    for step in &steps {
        let status: Markup = if is_done(step) { "Done".into() } else { Tag::new("To\u{a0}do").into() };
        list = list.task(Task::new(step.title, &*step.href, status).hint(&*step.hint));
    }
    personal(&Tour { shell: shell("Try this"), partnership, steps: list, all_done })
}

fn steps(accounts: &[Account]) -> Vec<Step> {
    let managers = || accounts.iter().filter(|one| one.partnership == SLUG && one.role == Role::AreaManager.as_str());
    let manager = managers().find(|one| one.post.contains(AREA)).or_else(|| managers().next());
    let (name, desk) = manager.map_or(("an area manager", "/demo/accounts"), |one| (&*one.name, &*one.sign_in_url));
    let step = |title, hint: String, href: &str, kind, verb| Step { title, hint, href: href.to_owned(), kind, verb };
    vec![
        step(
            "Tell us about something",
            "As a resident. Say that it is at WS99 2AA, and leave an e-mail address at example.org".to_owned(),
            &format!("/{SLUG}/concerns/new"),
            "concern",
            "hear",
        ),
        step(
            "Make an issue of it",
            format!("As {name}, under Concerns: the newest is at the end of the list"),
            desk,
            "issue",
            "open",
        ),
        step(
            "Say how serious it is",
            "On the issue’s own page, which says what its rank is made of".to_owned(),
            desk,
            "issue",
            "assess",
        ),
        step(
            "Decide, and say why",
            "The reason is public, and whoever told us is sent it".to_owned(),
            desk,
            "issue",
            "decide",
        ),
        step("Say what was done", "As an outcome, on the same page".to_owned(), desk, "issue", "resolve"),
        step(
            "Say that it is still there",
            "As the resident again: the mail that was caught leads to their own page".to_owned(),
            "/demo/mailbox",
            "issue",
            "contest",
        ),
    ]
}
