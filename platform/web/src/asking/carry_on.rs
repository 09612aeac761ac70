use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::visit::Visit;
use crate::{Shell, Typed, page};

/// Why a form could not be taken as it was sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// Nobody is signed in any more.
    SignedOut,
    /// Somebody signed in afresh since the form was shown.
    OtherSession,
}

#[derive(Template)]
#[template(path = "asking/carry-on.html")]
struct CarryOn<'a> {
    shell: Shell,
    signed_out: bool,
    sign_in: String,
    action: &'a str,
    token: Option<String>,
    typed: Vec<(&'a str, &'a str)>,
}

/// A page that keeps everything typed while somebody signs in again, and sends it on at the press of one button.
pub(super) fn carry_on(visit: &Visit, typed: &Typed, why: Why) -> Response {
    let signed_out = why == Why::SignedOut;
    let title = if signed_out { "You were signed out" } else { "Check that it is still you" };
    let shown = page(&CarryOn {
        shell: visit.shell(title).unlisted(),
        signed_out,
        sign_in: visit.scope.url(access::Page::SignIn),
        action: &visit.address,
        token: visit.form_token(),
        typed: typed.iter().collect(),
    });
    match shown {
        Ok(mut response) => {
            *response.status_mut() = if signed_out { StatusCode::UNAUTHORIZED } else { StatusCode::CONFLICT };
            response.headers_mut().insert("cache-control", axum::http::HeaderValue::from_static("no-store"));
            response
        }
        Err(refusal) => refusal.into_response(),
    }
}
