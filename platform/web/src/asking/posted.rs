use std::sync::Arc;

use access::{Scope, Site, Who};
use axum::extract::{FromRequest, Request};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use base::{Id, Problem, minutes};

use super::carry_on::{Why, carry_on};
use super::visit::{Visit, not_open};
use crate::{Refusal, Typed};

/// The hidden field that carries the token.
pub(super) const TOKEN: &str = "form_token";
/// Anonymous posts allowed from one address in ten minutes.
const MOST_POSTS: u32 = 60;

/// A form somebody sent: anybody, signed in or not.
pub struct Posted {
    /// Who asks.
    pub visit: Visit,
    /// What they typed.
    pub typed: Typed,
}

/// A form sent by somebody who works here. Without a session, nothing typed is lost: it waits on a page while they sign in.
pub struct Working {
    /// Who asks.
    pub visit: Visit,
    /// What they typed.
    pub typed: Typed,
}

impl FromRequest<Arc<Site>> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Arc<Site>) -> Result<Self, Response> {
        let sent = read(request, site).await.map_err(IntoResponse::into_response)?;
        let Sent { visit, typed, token, from_us, shut_out } = sent;
        if shut_out {
            return Err(Refusal::from(not_open(&visit)).into_response());
        }
        let typed = typed.map_err(IntoResponse::into_response)?;
        match visit.owns(token.as_deref()) {
            Some(false) => Err(carry_on(&visit, &typed, Why::OtherSession)),
            Some(true) => Ok(Self { visit, typed }),
            None if !from_us => Err(Refusal::from(elsewhere()).into_response()),
            None => {
                let now = visit.scope.now;
                site.limiter
                    .count("post", &visit.from, MOST_POSTS, minutes(10), now)
                    .map_err(|problem| Refusal::from(problem).into_response())?;
                Ok(Self { visit, typed })
            }
        }
    }
}

impl FromRequest<Arc<Site>> for Working {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Arc<Site>) -> Result<Self, Response> {
        let sent = read(request, site).await.map_err(IntoResponse::into_response)?;
        let Sent { visit, typed, token, from_us, .. } = sent;
        match (&visit.scope.who, visit.owns(token.as_deref())) {
            (Who::Person(_), Some(true)) => Ok(Self { visit, typed: typed.map_err(IntoResponse::into_response)? }),
            (Who::Person(_), _) => match typed {
                // Of what is too large to be read nobody knows whose page it came from.
                Err(refusal) if matches!(refusal.problem(), Problem::TooLarge) => Err(refusal.into_response()),
                typed => Err(carry_on(&visit, &typed.unwrap_or_default(), Why::OtherSession)),
            },
            _ if from_us => Err(carry_on(&visit, &typed.unwrap_or_default(), Why::SignedOut)),
            _ => Err(Refusal::from(elsewhere()).into_response()),
        }
    }
}

impl Posted {
    /// The scope, for a command.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.visit.scope.clone()
    }

    /// The idempotency key the form was given when it was first shown, if it has the shape of one.
    #[must_use]
    pub fn once(&self) -> Option<String> {
        self.typed.get("once").filter(|key| (16..=128).contains(&key.len())).map(str::to_owned)
    }
}

impl Working {
    /// The scope, for a command.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.visit.scope.clone()
    }

    /// The version of the record the form was shown with.
    #[must_use]
    pub fn version(&self) -> Option<i64> {
        self.typed.get("version").and_then(|version| version.parse().ok())
    }

    /// The idempotency key the form was given when it was first shown.
    #[must_use]
    pub fn once(&self) -> Option<String> {
        self.typed.get("once").filter(|key| (16..=128).contains(&key.len())).map(str::to_owned)
    }
}

/// A form as it came: what was typed, and apart from it the token that the page it was typed into carried.
struct Sent {
    visit: Visit,
    /// Or why it cannot be read, which is told only to whoever may send it.
    typed: Result<Typed, Refusal>,
    token: Option<String>,
    from_us: bool,
    /// Whether the partnership is not open yet to whoever sent it.
    shut_out: bool,
}

async fn read(request: Request, site: &Arc<Site>) -> Result<Sent, Refusal> {
    let (mut parts, body) = request.into_parts();
    let visit = Visit::even_closed(&mut parts, site).await?;
    let shut_out = visit.is_shut_out(&parts);
    let from_us = is_from_us(&parts.headers, &parts.uri);
    let mut typed = Typed::from_request(Request::from_parts(parts, body), &()).await;
    let token = typed.as_mut().ok().and_then(|typed| typed.take(TOKEN));
    Ok(Sent { visit, typed, token, from_us, shut_out })
}

/// Whether a post comes from one of our own pages, as far as the browser says. A browser too old to say is believed; and
/// every browser calls the origin of a page `null` that lets nobody know its address, as a contributor's own page does.
pub(super) fn is_from_us(headers: &HeaderMap, uri: &Uri) -> bool {
    let said = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    match headers.get("sec-fetch-site").and_then(|value| value.to_str().ok()) {
        Some("same-origin") => return true,
        Some("cross-site" | "same-site") => return false,
        _ => {}
    }
    let host = said(HOST).or_else(|| uri.authority().map(axum::http::uri::Authority::as_str)).unwrap_or_default();
    match said(ORIGIN) {
        None | Some("null") => true,
        Some(origin) => origin.split_once("://").is_some_and(|(_, name)| name == host),
    }
}

pub(super) fn elsewhere() -> Problem {
    Problem::NotAllowed("This form was sent from another website. Open the page here and send it again.".into())
}

/// A key for a form that is shown for the first time: sending it twice does the thing once.
#[must_use]
pub fn new_once(scope: &Scope) -> String {
    let key: Id = scope.new_id();
    key.simple().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn is_ours(said: &[(&'static str, &'static str)]) -> bool {
        let pairs = said.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        is_from_us(&pairs.collect(), &Uri::from_static("/walsall/concerns/new"))
    }

    #[test]
    fn forms_come_from_our_own_pages() {
        assert!(is_ours(&[("host", "ward.example.org"), ("origin", "https://ward.example.org")]));
        assert!(is_ours(&[("host", "ward.example.org")]), "an old browser says nothing");
        assert!(!is_ours(&[("host", "ward.example.org"), ("origin", "https://elsewhere.example.org")]));
        assert!(!is_ours(&[("sec-fetch-site", "cross-site"), ("origin", "null")]));
    }

    #[test]
    fn a_page_that_hides_its_address_may_send_a_form() {
        assert!(is_ours(&[("host", "ward.example.org"), ("origin", "null"), ("sec-fetch-site", "same-origin")]));
        assert!(is_ours(&[("host", "ward.example.org"), ("origin", "null")]));
    }
}
