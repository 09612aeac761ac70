use std::sync::Arc;

use access::{Credential, Scope, Site};
use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, IF_MATCH};
use axum::http::request::Parts;
use axum::response::IntoResponse;
use base::{Problem, minutes};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::visit::{address_of, operation, slug};
use crate::edge::MOST_BODY;
use crate::{Answer, Refusal};

/// A program asks, with or without a bearer token.
pub struct Api {
    /// Who asks.
    pub scope: Scope,
    /// The version named by `If-Match`, if any.
    pub version: Option<i64>,
    /// Where the request comes from, for counting tries.
    pub from: String,
}

impl FromRequestParts<Arc<Site>> for Api {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Refusal> {
        let said = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token =
            said.and_then(|value| value.split_once(' ')).filter(|(kind, _)| kind.eq_ignore_ascii_case("bearer"));
        let credential = match (said, token) {
            (None, _) => Credential::None,
            (_, Some((_, token))) => Credential::Token(token.trim().to_owned()),
            _ => return Err(Problem::SignIn.into()),
        };
        let recognised = access::recognise(site, &slug(parts).await, &credential).await?;
        if recognised.stale {
            return Err(Problem::SignIn.into());
        }
        let scope = Scope {
            site: Arc::clone(site),
            snapshot: recognised.snapshot,
            who: recognised.who,
            now: site.clock.now(),
            operation: operation(parts, site),
            language: None,
        };
        if scope.is_shut_out() {
            return Err(Problem::NotOpen(scope.snapshot.partnership.name.clone()).into());
        }
        let version = parts.headers.get(IF_MATCH).and_then(|value| value.to_str().ok());
        Ok(Self {
            version: version.and_then(|value| value.trim_matches(['"', 'W', '/', ' ']).parse().ok()),
            scope,
            from: address_of(parts),
        })
    }
}

impl Api {
    /// Counts an anonymous write; those with a token are counted by their token's owner's conscience.
    ///
    /// # Errors
    /// [`Problem::TooMany`].
    pub fn count_post(&self) -> Result<(), Problem> {
        if self.scope.hat().is_some() {
            return Ok(());
        }
        self.scope.site.limiter.count("post", &self.from, 60, minutes(10), self.scope.now)
    }
}

/// A JSON body, with the hash of its bytes for the idempotency key. It is read when the command asks for it, which is after
/// it asked who sends it: who may not do a thing is told so, not what is wrong with the body.
pub struct Body<T> {
    read: Result<T, Problem>,
    /// Whether it came with a token; [`Api`] refused one that is nobody's.
    signed: bool,
    /// The hash of the bytes.
    pub hash: [u8; 32],
}

impl<T> Body<T> {
    /// What somebody sent who works here.
    ///
    /// # Errors
    /// [`Problem::SignIn`] without a token, whatever was sent; the fault of the body.
    pub fn sent(self) -> Result<T, Problem> {
        if self.signed { self.read } else { Err(Problem::SignIn) }
    }

    /// What anybody may send.
    ///
    /// # Errors
    /// The fault of the body.
    pub fn anyones(self) -> Result<T, Problem> {
        self.read
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        let (parts, body) = request.into_parts();
        let bytes = to_bytes(body, MOST_BODY).await.map_err(crate::forms::unread)?;
        Ok(Self {
            read: read(&parts, &bytes),
            signed: parts.headers.contains_key(AUTHORIZATION),
            hash: Sha256::digest(&bytes).into(),
        })
    }
}

fn read<T: DeserializeOwned>(parts: &Parts, bytes: &[u8]) -> Result<T, Problem> {
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("application/json");
    if !kind.to_ascii_lowercase().contains("json") {
        return Err(Problem::field("", "Send JSON, with Content-Type: application/json"));
    }
    let text =
        std::str::from_utf8(bytes).map_err(|_| Problem::field("", "Send text as UTF-8: some bytes of this are not"))?;
    let sent = if text.trim().is_empty() { "{}" } else { text };
    let mut reader = serde_json::Deserializer::from_str(sent);
    let sent: T = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let field = error.path().to_string();
        Problem::field(if field == "." { String::new() } else { field }, sentence(error.inner()))
    })?;
    reader.end().map_err(|_| Problem::field("", "Send one JSON object and nothing after it"))?;
    Ok(sent)
}

fn sentence(error: &serde_json::Error) -> String {
    if error.is_eof() || error.is_syntax() {
        return format!("This is not whole JSON: something is wrong in line {}", error.line());
    }
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    let mut letters = said.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

/// An idempotency key, when the request has one.
pub struct Keyed(pub Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for Keyed {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let Some(value) = parts.headers.get("idempotency-key") else { return Ok(Self(None)) };
        let key = value.to_str().ok().filter(|key| (16..=128).contains(&key.len()));
        match key {
            Some(key) => Ok(Self(Some(key.to_owned()))),
            None => Err(Problem::field("Idempotency-Key", "Use 16 to 128 plain letters, digits and hyphens").into()),
        }
    }
}

/// A JSON answer. Nobody keeps a copy: what it says depends on who asked.
///
/// # Errors
/// A fault when it cannot be written.
pub fn json(value: &impl Serialize) -> Answer {
    json_status(StatusCode::OK, value)
}

/// A JSON answer with another status.
///
/// # Errors
/// A fault when it cannot be written.
pub fn json_status(status: StatusCode, value: &impl Serialize) -> Answer {
    let body = serde_json::to_vec(value).map_err(Problem::fault)?;
    Ok((status, [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")], body).into_response())
}
