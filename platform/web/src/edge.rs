//! What every request passes through, whoever answers it.

use std::any::Any;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::header::{
    CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use base::{Clock, Dice, Id, Problem};
use http_body_util::Limited;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tracing::{Instrument, info, info_span};

use crate::{Refusal, Shell, problem};

/// The longest body we read, in bytes: 1 MiB (contract).
pub(crate) const MOST_BODY: usize = 1 << 20;
/// The longest file we take, in bytes: 32 MiB. Only what works here reads it (see [`crate::asking::Uploaded`]).
pub(crate) const MOST_UPLOAD: usize = 32 << 20;

/// The script that tells the stylesheet scripts are on, word for word GOV.UK Frontend's; the hash below is of it.
pub(crate) const BODY_SCRIPT: &str = "document.body.className += ' js-enabled' + ('noModule' in HTMLScriptElement.prototype ? ' govuk-frontend-supported' : '');";

const POLICY: &str = "default-src 'none'; \
    script-src 'self' 'sha256-GUQ5ad8JK5KmEWmROf3LZd9ge94daqNvd8xy9YS1iDw='; \
    style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// One request's number, on its page, in its answer's `x-operation-id` and in every log line it caused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OperationId(pub Id);

impl fmt::Display for OperationId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// The route that answered, as it is written in the program: on every answer, for whoever counts them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route(pub String);

/// Makes the shell of a problem page, from what was asked without its body.
pub type ShellFor = Arc<dyn Fn(Parts) -> Pin<Box<dyn Future<Output = Shell> + Send>> + Send + Sync>;

/// What the edge needs to know: the time, the dice, and whose name stands over a page that could not be answered.
#[derive(Clone)]
pub struct Edge {
    /// Where the time comes from.
    pub clock: Clock,
    /// Where operation ids come from.
    pub dice: Dice,
    /// The shell of a problem page.
    pub shell: ShellFor,
}

impl fmt::Debug for Edge {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Edge")
    }
}

/// Puts the house's edge round `router`: operation ids, logging without addresses, problem pages, panics caught, bodies
/// limited, security headers, gzip.
pub fn edge(router: Router, edge: Edge) -> Router {
    router
        .layer(CatchPanicLayer::custom(caught))
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn(limit_body))
        .layer(from_fn_with_state(edge, answer))
        .layer(CompressionLayer::new())
}

/// Logs name the route, never the address: a secret link is its address.
async fn answer(State(edge): State<Edge>, request: Request, next: Next) -> Response {
    let began = edge.clock.now();
    let operation = OperationId(edge.dice.id(began));
    let (mut asked, body) = request.into_parts();
    asked.extensions.insert(operation);
    let route = asked.extensions.get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let span = info_span!("request", operation_id = %operation, method = %asked.method, %route);

    let work = async {
        let answered = next.run(Request::from_parts(asked.clone(), body)).await;
        let shown = problem::shown(answered, operation, asked, &edge.shell).await;
        let micros = edge.clock.now().micros() - began.micros();
        info!(status = shown.status().as_u16(), micros, "answered");
        shown
    };
    let mut response = work.instrument(span).await;
    protect(response.headers_mut(), operation);
    response.extensions_mut().insert(Route(route));
    response
}

fn protect(headers: &mut HeaderMap, operation: OperationId) {
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(REFERRER_POLICY).or_insert(HeaderValue::from_static("same-origin"));
    headers.insert(HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
    if let Ok(operation) = HeaderValue::from_str(&operation.to_string()) {
        headers.insert(HeaderName::from_static("x-operation-id"), operation);
    }
}

async fn limit_body(request: Request, next: Next) -> Response {
    let said = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    let most = if brings_a_file(request.headers()) { MOST_UPLOAD } else { MOST_BODY };
    if said.is_some_and(|length| length > most) {
        return Refusal::from(Problem::TooLarge).into_response();
    }
    next.run(request.map(|body| Body::new(Limited::new(body, most)))).await
}

/// Whether what comes is a file: a form with one, or a table.
fn brings_a_file(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    ["multipart/form-data", "text/csv"].iter().any(|file| kind.trim_start().to_ascii_lowercase().starts_with(file))
}

fn caught(panic: Box<dyn Any + Send>) -> Response {
    let said =
        panic.downcast_ref::<&str>().map(ToString::to_string).or_else(|| panic.downcast_ref::<String>().cloned());
    Refusal::from(Problem::fault(format!("panic: {}", said.unwrap_or_default()))).into_response()
}
