//! A template as a response.

use askama::Template;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::IntoResponse;
use base::Problem;

use crate::Answer;

/// A page anybody may see. Browsers ask again before they show a kept copy.
///
/// # Errors
/// [`Problem::Fault`] when the template cannot be rendered.
pub fn page(template: &impl Template) -> Answer {
    kept(template, StatusCode::OK, "no-cache")
}

/// A page for the eyes of one person: no copy is kept anywhere.
///
/// # Errors
/// [`Problem::Fault`] when the template cannot be rendered.
pub fn personal(template: &impl Template) -> Answer {
    kept(template, StatusCode::OK, "no-store")
}

/// A form that could not be used, shown again with what was typed and what to mend (422).
///
/// # Errors
/// [`Problem::Fault`] when the template cannot be rendered.
pub fn again(template: &impl Template) -> Answer {
    kept(template, StatusCode::UNPROCESSABLE_ENTITY, "no-store")
}

fn kept(template: &impl Template, status: StatusCode, keep: &'static str) -> Answer {
    let html = template.render().map_err(Problem::fault)?;
    let mut response = (status, html).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    Ok(response)
}
