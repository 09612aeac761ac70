//! The JSON twins of the pages: the same commands, the same reads, described by OpenAPI 3.1.

mod categories;
mod concern_verbs;
mod concerns;
mod contributor;
mod counts;
mod kept;
mod located;
pub(crate) mod shapes;
mod verbs;

use std::sync::Arc;

use access::Site;
use axum::Router;
use axum::routing::{get, post};
use utoipa::OpenApi;

pub(crate) use concerns::{LineOut as ConcernLineOut, lines_out as concern_lines};

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/api/v1/categories", get(categories::categories))
        .route("/{p}/api/v1/concerns", get(concerns::list).post(concerns::hear))
        .route("/{p}/api/v1/concerns/{reference}", get(concerns::concern))
        .route("/{p}/api/v1/concerns/{reference}/note", post(concern_verbs::note))
        .route("/{p}/api/v1/concerns/{reference}/raise", post(concern_verbs::raise))
        .route("/{p}/api/v1/concerns/{reference}/lower", post(concern_verbs::lower))
        .route("/{p}/api/v1/concerns/{reference}/release", post(concern_verbs::release))
        .route("/{p}/api/v1/c/{secret}/contest", post(contributor::contest))
        .route("/{p}/api/v1/c/{secret}/ask-again", post(contributor::ask_again))
        .route("/{p}/api/v1/c/{secret}/stop-mail", post(contributor::stop_mail))
        .route("/{p}/api/v1/issues", get(verbs::list).post(verbs::open))
        .route("/{p}/api/v1/issues/counts", get(counts::open))
        .route("/{p}/api/v1/issues/similar", get(verbs::similar))
        .route("/{p}/api/v1/issues/{reference}", get(verbs::issue))
        .route("/{p}/api/v1/issues/{reference}/assess", post(verbs::assess))
        .route("/{p}/api/v1/issues/{reference}/decide", post(verbs::decide))
        .route("/{p}/api/v1/issues/{reference}/attach", post(verbs::attach))
        .route("/{p}/api/v1/issues/{reference}/escalate", post(verbs::escalate))
        .route("/{p}/api/v1/issues/{reference}/hand-down", post(verbs::hand_down))
        .route("/{p}/api/v1/issues/{reference}/assign", post(verbs::assign))
        .route("/{p}/api/v1/issues/{reference}/resolve", post(verbs::resolve))
        .route("/{p}/api/v1/issues/{reference}/reopen", post(verbs::reopen))
        .route("/{p}/api/v1/kept-lists", get(kept::list).post(kept::keep))
        .route("/{p}/api/v1/kept-lists/{id}/end", post(kept::end))
}

/// This slice's share of the API's description.
#[derive(OpenApi)]
#[openapi(paths(
    categories::categories,
    concerns::list,
    concerns::hear,
    concerns::concern,
    concern_verbs::note,
    concern_verbs::raise,
    concern_verbs::lower,
    concern_verbs::release,
    contributor::contest,
    contributor::ask_again,
    contributor::stop_mail,
    verbs::list,
    verbs::open,
    counts::open,
    verbs::similar,
    verbs::issue,
    verbs::assess,
    verbs::decide,
    verbs::attach,
    verbs::escalate,
    verbs::hand_down,
    verbs::assign,
    verbs::resolve,
    verbs::reopen,
    kept::list,
    kept::keep,
    kept::end,
))]
pub struct Described;
