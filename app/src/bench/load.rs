//! Requests over connections that are kept, and how long each took.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::http::header::{CONTENT_TYPE, HOST, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method, Request};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::failure::Failure;

/// A request.
#[derive(Debug, Clone)]
pub struct Ask {
    method: Method,
    path: String,
    body: Bytes,
    headers: HeaderMap,
}

/// What came back.
#[derive(Debug)]
pub struct Heard {
    /// Its status.
    pub status: u16,
    /// All of its body.
    pub body: Bytes,
}

impl Ask {
    /// Asks for a page.
    pub fn get(path: impl Into<String>) -> Self {
        Self { method: Method::GET, path: path.into(), body: Bytes::new(), headers: HeaderMap::new() }
    }

    /// Sends JSON.
    pub fn post(path: impl Into<String>, body: &serde_json::Value) -> Self {
        let asked = Self { method: Method::POST, body: body.to_string().into(), ..Self::get(path) };
        asked.with(CONTENT_TYPE.as_str(), "application/json")
    }

    /// Sends a form, as a browser does from one of our own pages.
    pub fn form(path: impl Into<String>, body: &str) -> Self {
        let asked = Self { method: Method::POST, body: body.to_owned().into(), ..Self::get(path) };
        asked.with(CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded").with("sec-fetch-site", "same-origin")
    }

    /// With this header.
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(HeaderName::from_static(name), value);
        }
        self
    }

    /// Where it goes.
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// A connection that is kept.
pub struct Line {
    sender: SendRequest<Full<Bytes>>,
}

impl Line {
    /// Connects to a server on this machine.
    ///
    /// # Errors
    /// A sentence when nobody listens.
    pub async fn open(port: u16) -> Result<Self, Failure> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await.map_err(gone)?;
        stream.set_nodelay(true).map_err(gone)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await.map_err(gone)?;
        tokio::spawn(connection);
        Ok(Self { sender })
    }

    /// Asks, and hears the whole answer.
    ///
    /// # Errors
    /// A sentence when the server went away meanwhile.
    pub async fn ask(&mut self, ask: &Ask) -> Result<Heard, Failure> {
        let mut request = Request::new(Full::new(ask.body.clone()));
        *request.method_mut() = ask.method.clone();
        *request.uri_mut() = ask.path.parse().map_err(gone)?;
        request.headers_mut().clone_from(&ask.headers);
        request.headers_mut().insert(HOST, HeaderValue::from_static("127.0.0.1"));
        self.sender.ready().await.map_err(gone)?;
        let (parts, body) = self.sender.send_request(request).await.map_err(gone)?.into_parts();
        let body = body.collect().await.map_err(gone)?.to_bytes();
        Ok(Heard { status: parts.status.as_u16(), body })
    }
}

fn gone(error: impl std::fmt::Display) -> Failure {
    Failure::because(format!("The server went away: {error}."))
}

/// Makes the `n`th request.
pub type Make = Arc<dyn Fn(u64) -> Ask + Send + Sync>;

/// How much load, and when it ends: whichever comes first.
#[derive(Debug, Clone, Copy)]
pub struct Bound {
    /// Connections that ask at once.
    pub clients: usize,
    /// Requests in all.
    pub most: u64,
    /// Time in all.
    pub time: Duration,
}

/// What a load came to.
#[derive(Debug, Default)]
pub struct Felt {
    /// How long each answer took.
    pub latencies: Vec<Duration>,
    /// From the first request to the last answer.
    pub took: Duration,
    /// Bytes of bodies.
    pub bytes: u64,
    /// The first answer that was not what it should have been.
    pub wrong: Option<String>,
}

impl Felt {
    /// The latency that `share` of the answers were faster than.
    pub fn quantile(&self, share: f64) -> Duration {
        let at = (self.latencies.len() as f64 * share) as usize;
        self.latencies.get(at.min(self.latencies.len().saturating_sub(1))).copied().unwrap_or_default()
    }
}

/// Asks request after request on every connection, numbered from `first` on.
///
/// # Errors
/// A sentence when the server went away.
pub async fn load(port: u16, bound: Bound, first: u64, expect: u16, make: &Make) -> Result<Felt, Failure> {
    let next = Arc::new(AtomicU64::new(first));
    let began = Instant::now();
    let clients: Vec<_> = (0..bound.clients)
        .map(|_| {
            let (next, make) = (Arc::clone(&next), Arc::clone(make));
            tokio::spawn(async move {
                let mut line = Line::open(port).await?;
                let mut felt = Felt::default();
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= first + bound.most || began.elapsed() > bound.time {
                        return Ok::<_, Failure>(felt);
                    }
                    let ask = make(n);
                    let asked = Instant::now();
                    let heard = line.ask(&ask).await?;
                    felt.latencies.push(asked.elapsed());
                    felt.bytes += heard.body.len() as u64;
                    if heard.status != expect {
                        let words: String = String::from_utf8_lossy(&heard.body).chars().take(300).collect();
                        felt.wrong.get_or_insert(format!("{} answered {}: {words}", ask.path(), heard.status));
                    }
                }
            })
        })
        .collect();
    let mut all = Felt::default();
    for client in clients {
        let felt = client.await.map_err(gone)??;
        all.latencies.extend(felt.latencies);
        all.bytes += felt.bytes;
        all.wrong = all.wrong.or(felt.wrong);
    }
    all.took = began.elapsed();
    all.latencies.sort_unstable();
    Ok(all)
}
