//! What belongs to the installation and to no partnership: the list of partnerships, and whether it is well.

use std::sync::Arc;

use access::Site;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use axum::routing::get;
use base::Problem;
use web::{Answer, Shell, Words, page};

use crate::wiring;

pub fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/", get(partnerships))
        .route("/healthz", get(async || "The process is up.\n"))
        .route("/readyz", get(ready))
}

#[derive(Template)]
#[template(path = "front.html")]
struct Front {
    shell: Shell,
    /// Address and name of each.
    partnerships: Vec<(String, String)>,
}

/// One partnership only is still a page: whoever follows an old address finds where they are.
async fn partnerships(State(site): State<Arc<Site>>, headers: HeaderMap) -> Answer {
    let words = Words::wanted(&headers);
    let open = site.db.read(access::partnerships).await?;
    let mut shell = Shell::new(words).title(words.front_title());
    shell.demonstration = site.settings.demo;
    let partnerships = open.into_iter().map(|(_, slug, name)| (format!("/{slug}"), name)).collect();
    page(&Front { shell, partnerships })
}

/// Whether the database answers and has the tables this program knows.
async fn ready(State(site): State<Arc<Site>>) -> Answer {
    let waiting = site.db.pending_migrations(&wiring::tables()).await?;
    if waiting.is_empty() {
        return Ok("The database answers and its tables are current.\n".into_response());
    }
    Err(Problem::Unavailable(format!("migrations wait: {}", waiting.join(", "))).into())
}
