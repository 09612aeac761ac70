use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use base::Problem;
use http_body_util::LengthLimitError;

use super::Typed;
use crate::Refusal;
use crate::edge::MOST_BODY;

impl<S: Sync> FromRequest<S> for Typed {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.trim_start().to_ascii_lowercase().starts_with("application/x-www-form-urlencoded") {
            return Err(Problem::field("", "Send the form as application/x-www-form-urlencoded").into());
        }
        let body = to_bytes(request.into_body(), MOST_BODY).await.map_err(unread)?;
        Ok(Self::read(&body)?)
    }
}

/// What stands in the address after `?`, read as leniently as a form: a list's filters and sort.
#[derive(Debug, Clone, Default)]
pub struct Query(pub Typed);

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        Ok(Self(Typed::read(parts.uri.query().unwrap_or_default().as_bytes())?))
    }
}

/// Why a body could not be read to its end: too long, or the other side went away.
pub(crate) fn unread(error: axum::Error) -> Problem {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(inner) = cause {
        if inner.is::<LengthLimitError>() {
            return Problem::TooLarge;
        }
        cause = inner.source();
    }
    Problem::field("", "Send it again: its end did not arrive")
}
