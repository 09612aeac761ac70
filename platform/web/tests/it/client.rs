use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use base::{Clock, Dice, Instant};
use tower::ServiceExt;
use web::{Edge, ShellFor, Words, edge};

/// An answer, read to its end.
pub struct Seen {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Seen {
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("UTF-8")
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}

/// `router` inside the edge, with a clock that stands still and dice that fall as `seed` says.
pub fn app(router: Router, seed: u64) -> Router {
    let clock = Clock::held(Instant::from_micros(1_900_000_000_000_000));
    let shell: ShellFor = Arc::new(|_| Box::pin(async { crate::gallery::walsall(Words::english()) }));
    edge(router, Edge { clock, dice: Dice::seeded(seed), shell })
}

pub async fn send(app: &Router, request: Request<Body>) -> Seen {
    let response = app.clone().oneshot(request).await.expect("an answer");
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("a whole body").to_vec();
    Seen { status: parts.status, headers: parts.headers, body }
}

pub async fn get(app: &Router, path: &str) -> Seen {
    send(app, Request::get(path).header("accept", "text/html").body(Body::empty()).expect("a request")).await
}

pub async fn get_json(app: &Router, path: &str) -> Seen {
    send(app, Request::get(path).header("accept", "application/json").body(Body::empty()).expect("a request")).await
}

pub async fn post(app: &Router, path: &str, body: impl Into<Body>) -> Seen {
    let request = Request::builder().method(Method::POST).uri(path);
    let request = request.header("content-type", "application/x-www-form-urlencoded").body(body.into());
    send(app, request.expect("a request")).await
}
