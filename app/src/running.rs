//! What `serve`, `worker` and `demo` share: logs, the listener, and stopping with nothing left undone.

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use jobs::{Desk, Running};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use crate::failure::Failure;

/// How long requests that are under way may take once we were asked to stop.
const LEAVE: Duration = Duration::from_secs(10);

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
pub async fn answer_until_stopped(listener: TcpListener, router: Router, behind_proxy: bool) -> Result<(), Failure> {
    let router = if behind_proxy { router.layer(from_fn(believe_proxy)) } else { router };
    let (told, mut was_told) = tokio::sync::watch::channel(false);
    let stop = async move {
        stopped().await;
        let _ = told.send(true);
    };
    let serving = axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(stop)
        .into_future();
    let late = async move {
        let _ = was_told.wait_for(|told| *told).await;
        tokio::time::sleep(LEAVE).await;
    };
    tokio::select! {
        served = serving => served.map_err(|error| Failure::because(format!("The server stopped: {error}."))),
        () = late => Ok(()),
    }
}

/// Starts the worker, first giving jobs that were given up another chance.
///
/// # Errors
/// Whatever the store answers.
pub async fn begin_jobs(desk: Desk) -> Result<Running, Failure> {
    let (db, now) = (desk.site.db.clone(), desk.site.clock.now());
    db.housekeep("jobs that were given up", move |tx| jobs::try_again(tx, now)).await?;
    Ok(jobs::start(desk))
}

/// Ends when the process is told to stop: ctrl-c, or SIGTERM from whoever started it.
pub fn stopped() -> impl Future<Output = ()> {
    let term = signal(SignalKind::terminate());
    async move {
        let terminated = async {
            match term {
                Ok(mut term) => drop(term.recv().await),
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            () = terminated => {}
        }
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
