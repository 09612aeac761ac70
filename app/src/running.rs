//! What `serve`, `worker` and `demo` share: logs, the listener, and stopping with nothing left undone.

use std::net::SocketAddr;
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum_server::Handle;
use axum_server::accept::NoDelayAcceptor;
use db::Engine;
use hyper_util::rt::TokioTimer;
use jobs::{Desk, Running};
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tower_http::timeout::RequestBodyTimeoutLayer;
use tracing::Instrument as _;
use tracing_subscriber::EnvFilter;

use crate::failure::Failure;

/// How long requests that are under way may take once we were asked to stop.
const LEAVE: Duration = Duration::from_secs(10);

/// How long whoever connects may take to say what they ask, the next time too. A proxy that keeps its connections longer
/// finds them closed and opens another.
const HEADERS: Duration = Duration::from_secs(30);
/// How long there may be between one piece of what they send and the next.
const BODY: Duration = Duration::from_secs(30);

/// How long is waited for somebody slow: one who sends a letter a minute holds a connection and nothing else.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For the whole of a request's head.
    pub headers: Duration,
    /// For the next piece of a body.
    pub body: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { headers: HEADERS, body: BODY }
    }
}

/// How the log reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogStyle {
    /// One JSON object a line, for machines.
    Json,
    /// For somebody at a terminal.
    Human,
}

/// Begins the log, on standard error.
///
/// # Errors
/// A wrong usage when the filter cannot be read.
pub fn begin_log(filter: &str, style: LogStyle) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(filter).map_err(|error| {
        Failure::Usage(format!("log.filter cannot be read: {error}. Use a word like info or debug."))
    })?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A log that was begun before stays: tests run several commands in one process.
    let _ = match style {
        LogStyle::Json => log.json().flatten_event(true).try_init(),
        LogStyle::Human => log.compact().with_target(false).try_init(),
    };
    Ok(())
}

/// Listens on `address`.
///
/// # Errors
/// A sentence when the port is taken or the address is none of this machine's.
pub async fn listen(address: &str) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            Failure::because(format!("Something else listens on {address} already. Stop it, or choose another port."))
        }
        _ => Failure::because(format!("{address} cannot be listened on: {error}.")),
    })
}

/// Answers requests until the process is told to stop, then lets those under way end.
///
/// # Errors
/// A sentence when the listener fails.
pub async fn answer_until_stopped(
    listener: TcpListener,
    router: Router,
    behind_proxy: bool,
    patience: Patience,
    stop: Stop,
) -> Result<(), Failure> {
    let router = if behind_proxy { router.layer(from_fn(believe_proxy)) } else { router };
    let router = router.layer(RequestBodyTimeoutLayer::new(patience.body));
    let stopped = |error: std::io::Error| Failure::because(format!("The server stopped: {error}."));
    let handle = Handle::new();
    let told = handle.clone();
    tokio::spawn(async move {
        stop.told().await;
        told.graceful_shutdown(Some(LEAVE));
    });
    let listener = listener.into_std().map_err(stopped)?;
    let mut server = axum_server::from_tcp(listener).map_err(stopped)?.acceptor(NoDelayAcceptor::new()).handle(handle);
    server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(patience.headers);
    server.serve(router.into_make_service_with_connect_info::<SocketAddr>()).await.map_err(stopped)
}

/// An engine in one word.
#[must_use]
pub const fn engine_word(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    }
}

/// Memory of this process that is its own and no file's, in bytes; none where the system does not say.
#[must_use]
pub fn memory() -> Option<i64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("RssAnon:"))?;
    line.split_whitespace().nth(1)?.parse::<i64>().ok().map(|kib| kib * 1024)
}

/// Starts the worker, first giving jobs that were given up another chance.
///
/// # Errors
/// Whatever the store answers.
pub async fn begin_jobs(desk: Desk) -> Result<Running, Failure> {
    let (db, now) = (desk.site.db.clone(), desk.site.clock.now());
    // What is made ready before the first round is an operation of its own in the log.
    let span = tracing::info_span!("background", operation_id = %desk.site.dice.id(now));
    let ready = async {
        db.housekeep("jobs that were given up", move |tx| jobs::try_again(tx, now)).await?;
        issues::figures::schedule(&desk).await?;
        governance::retention::schedule(&desk).await
    };
    ready.instrument(span).await?;
    Ok(jobs::start(desk))
}

/// Hears when the process is told to stop: ctrl-c, or SIGTERM from whoever started it. Made before anything is said to
/// the outside, so that nobody can ask too early.
pub struct Stop {
    signals: Vec<Signal>,
}

impl Stop {
    /// Begins to listen.
    pub fn listen() -> Self {
        let kinds = [SignalKind::terminate(), SignalKind::interrupt()];
        Self { signals: kinds.into_iter().filter_map(|kind| signal(kind).ok()).collect() }
    }

    /// Ends when the process was told.
    pub async fn told(mut self) {
        std::future::poll_fn(move |context| {
            let told = self.signals.iter_mut().any(|signal| signal.poll_recv(context).is_ready());
            if told { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}

/// Who asks is the last address a proxy of ours added to `X-Forwarded-For`; earlier ones anybody can make up.
async fn believe_proxy(mut request: Request, next: Next) -> Response {
    let said = request.headers().get_all("x-forwarded-for").iter().next_back();
    let last = said.and_then(|value| value.to_str().ok()).and_then(|list| list.rsplit(',').next());
    if let Some(address) = last.and_then(|address| address.trim().parse().ok()) {
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(address, 0)));
    }
    next.run(request).await
}
