//! [`Problem`] as a person reads it: a page that says what happened and what to do, or `application/problem+json`.

use std::error::Error;
use std::sync::Arc;

use askama::Template;
use axum::http::header::{ACCEPT, ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base::{Conflict, FieldErrors, Problem};
use serde::Serialize;
use tracing::error;

use crate::components::Button;
use crate::edge::{OperationId, ShellFor};
use crate::{Form, Shell, Words};

/// Why a handler cannot answer. Any error that knows its [`Problem`] becomes one through `?`; the edge shows it.
#[derive(Debug, Clone)]
pub struct Refusal(Arc<Problem>);

impl Refusal {
    /// The problem itself.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.0
    }
}

impl<E: Into<Problem>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self(Arc::new(error.into()))
    }
}

impl IntoResponse for Refusal {
    /// An empty answer that carries the problem to the edge, which alone knows the operation id and the page's shell.
    fn into_response(self) -> Response {
        let mut response = Report::of(&self.0, Words::english()).status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// A problem in words.
struct Report {
    status: StatusCode,
    kind: &'static str,
    title: String,
    detail: String,
    next: String,
    fields: FieldErrors,
    allowed: Option<Vec<&'static str>>,
}

#[derive(Serialize)]
struct Json<'a> {
    r#type: &'a str,
    title: &'a str,
    status: u16,
    detail: &'a str,
    operation_id: String,
    #[serde(skip_serializing_if = "FieldErrors::is_empty")]
    fields: &'a FieldErrors,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed: Option<&'a [&'static str]>,
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    shell: Shell,
    form: Form,
    report: &'a Report,
    operation: OperationId,
}

/// The answer as it leaves: whatever is no problem unchanged, every problem in words.
pub(crate) async fn shown(answered: Response, operation: OperationId, asked: Parts, shell: &ShellFor) -> Response {
    let refusal = answered.extensions().get::<Refusal>().cloned();
    if refusal.is_none() && !is_bare(&answered) {
        return answered;
    }
    if let Some(Problem::Fault(cause)) = refusal.as_ref().map(Refusal::problem) {
        error!(cause = %chain(&**cause), "fault");
    }
    let status = answered.status();
    let report = |words: &Words| match &refusal {
        Some(refusal) => Report::of(refusal.problem(), words),
        None => Report::bare(status, words),
    };
    let (report, mut response) = if wants_json(&asked) {
        let report = report(Words::wanted(&asked.headers));
        let response = report.json(operation);
        (report, response)
    } else {
        let shell = shell(asked).await;
        let report = report(shell.words);
        let response = report.page(shell, operation);
        (report, response)
    };
    *response.status_mut() = report.status;
    keep_headers(&answered, &mut response, &report);
    response
}

/// A refusal that the router or an extractor of axum's made on its own.
fn is_bare(answered: &Response) -> bool {
    let kind = answered.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    (answered.status().is_client_error() || answered.status().is_server_error())
        && (kind.is_empty() || kind.starts_with(b"text/plain"))
}

fn keep_headers(answered: &Response, response: &mut Response, report: &Report) {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(allow) = answered.headers().get(ALLOW) {
        headers.insert(ALLOW, allow.clone());
    }
    match report.status {
        StatusCode::UNAUTHORIZED => headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")),
        StatusCode::TOO_MANY_REQUESTS => headers.insert(RETRY_AFTER, HeaderValue::from_static("600")),
        StatusCode::SERVICE_UNAVAILABLE => headers.insert(RETRY_AFTER, HeaderValue::from_static("30")),
        _ => None,
    };
}

/// Programs ask below `/{p}/api`, `/{p}/open311` or `/{p}/oruk`, or say that they want JSON and no page.
fn wants_json(asked: &Parts) -> bool {
    let door = asked.uri.path().split('/').nth(2).unwrap_or_default();
    let accept = asked.headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    matches!(door, "api" | "open311" | "oruk") || (accept.contains("json") && !accept.contains("text/html"))
}

fn chain(cause: &(dyn Error + 'static)) -> String {
    let mut said = cause.to_string();
    let mut next = cause.source();
    while let Some(inner) = next {
        said = format!("{said}: {inner}");
        next = inner.source();
    }
    said
}

impl Report {
    fn of(problem: &Problem, words: &Words) -> Self {
        match problem {
            Problem::NotFound => Self::new(404, "not-found", words.not_found_title(), words.not_found_detail())
                .then(words.not_found_next()),
            Problem::SignIn => Self::new(401, "sign-in", words.sign_in_first_title(), words.sign_in_first_detail()),
            Problem::NotAllowed(who_can) => Self::new(403, "not-allowed", words.not_allowed_title(), who_can),
            Problem::NotOpen(name) => Self::new(403, "not-open", &words.not_open_title(name), words.not_open_detail())
                .then(words.not_open_next()),
            Problem::Invalid(fields) => {
                let mut report = Self::new(422, "invalid", words.invalid_title(), words.invalid_detail());
                report.fields = fields.clone();
                report.then(words.problem_back())
            }
            Problem::Conflict(conflict) => Self::conflict(conflict, words),
            Problem::TooLarge => Self::new(413, "too-large", words.too_large_title(), words.too_large_detail())
                .then(words.problem_back()),
            Problem::TooMany => {
                Self::new(429, "too-many", words.too_many_title(), words.too_many_detail()).then(words.too_many_next())
            }
            Problem::Unavailable(_) => {
                Self::new(503, "unavailable", words.unavailable_title(), words.unavailable_detail())
                    .then(words.unavailable_next())
            }
            Problem::Fault(_) => {
                Self::new(500, "fault", words.fault_title(), words.fault_detail()).then(words.fault_next())
            }
        }
    }

    fn conflict(conflict: &Conflict, words: &Words) -> Self {
        match conflict {
            Conflict::State { now, allowed } => {
                let next = if allowed.is_empty() {
                    words.state_nothing().to_owned()
                } else {
                    words.state_allowed(allowed.join(", "))
                };
                let mut report = Self::new(409, "invalid-state", words.state_title(), &words.state_detail(now));
                report.allowed = Some(allowed.clone());
                report.then(&next)
            }
            Conflict::Version => {
                Self::new(412, "version", words.version_title(), words.version_detail()).then(words.version_next())
            }
            Conflict::Unconditional => {
                Self::new(428, "unconditional", words.unconditional_title(), words.unconditional_detail())
            }
            Conflict::Idempotency => {
                Self::new(422, "idempotency", words.idempotency_title(), words.idempotency_detail())
                    .then(words.idempotency_next())
            }
            Conflict::Busy => Self::new(409, "busy", words.busy_title(), words.busy_detail()).then(words.busy_next()),
        }
    }

    /// What the router itself refused: an address nobody answers, a method it does not take, a query it cannot read.
    fn bare(status: StatusCode, words: &Words) -> Self {
        match status.as_u16() {
            404 => Self::of(&Problem::NotFound, words),
            405 => Self::new(405, "wrong-method", words.wrong_method_title(), words.wrong_method_detail())
                .then(words.not_found_next()),
            413 => Self::of(&Problem::TooLarge, words),
            500..=599 => Self::of(&Problem::fault(format!("bare {status}")), words),
            code => Self::new(code, "bad-request", words.bad_request_title(), words.bad_request_detail())
                .then(words.problem_back()),
        }
    }

    fn new(status: u16, kind: &'static str, title: &str, detail: &str) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            kind,
            title: title.to_owned(),
            detail: detail.to_owned(),
            next: String::new(),
            fields: FieldErrors::default(),
            allowed: None,
        }
    }

    fn then(mut self, next: &str) -> Self {
        next.clone_into(&mut self.next);
        self
    }

    fn json(&self, operation: OperationId) -> Response {
        let body = Json {
            r#type: self.kind,
            title: &self.title,
            status: self.status.as_u16(),
            detail: &self.detail,
            operation_id: operation.to_string(),
            fields: &self.fields,
            allowed: self.allowed.as_deref(),
        };
        whole("application/problem+json", serde_json::to_vec(&body).unwrap_or_default())
    }

    fn page(&self, shell: Shell, operation: OperationId) -> Response {
        let shell = shell.title(&self.title);
        let form = Form::new(shell.words);
        let html = ProblemPage { shell, form, report: self, operation }.render().unwrap_or_else(|_| self.title.clone());
        whole("text/html; charset=utf-8", html.into_bytes())
    }
}

/// The length is said here, because axum says it for a route's answers and not for those of its fallback: a missing
/// page and a hidden one must be alike in that too.
fn whole(kind: &'static str, body: Vec<u8>) -> Response {
    let length = HeaderValue::from(body.len());
    ([(CONTENT_TYPE, HeaderValue::from_static(kind)), (CONTENT_LENGTH, length)], body).into_response()
}
