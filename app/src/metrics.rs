//! Figures for whoever watches the machine, as Prometheus reads them, at an address of their own. They name routes as they
//! are written in the program, never an address somebody asked for, and nobody.

use std::fmt::Error as Unwritable;
use std::sync::Arc;
use std::time::Instant;

use access::Site;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use base::Problem;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::{encode_eof, encode_registry};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use crate::failure::Failure;
use crate::running;

/// The longest time of each bucket, in seconds.
const BUCKETS: [f64; 11] = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];
const FORM: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Counts what is answered, and looks up the rest when it is asked for.
#[derive(Clone)]
pub struct Metrics(Arc<Counted>);

struct Counted {
    site: Arc<Site>,
    registry: Registry,
    requests: Family<Answered, Histogram, fn() -> Histogram>,
}

/// What was asked and how it was answered.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: String,
    route: String,
    status: u16,
}

/// What the database knows.
struct Waiting {
    due: i64,
    failing: i64,
    given_up: i64,
    unplaced: i64,
}

impl Metrics {
    /// Begins to count, and gives the figures at `bind` if there is one.
    ///
    /// # Errors
    /// A sentence when the address cannot be listened on.
    pub async fn begin(bind: Option<&str>, site: &Arc<Site>) -> Result<Self, Failure> {
        let metrics = Self::of(site);
        if let Some(bind) = bind {
            let listener = running::listen(bind).await?;
            let router = Router::new().route("/metrics", get(answer)).with_state(metrics.clone());
            tokio::spawn(axum::serve(listener, router).into_future());
        }
        Ok(metrics)
    }

    /// Begins to count.
    #[must_use]
    pub fn of(site: &Arc<Site>) -> Self {
        let buckets: fn() -> Histogram = || Histogram::new(BUCKETS);
        let requests = Family::new_with_constructor(buckets);
        let mut registry = Registry::with_prefix("wardmote");
        let version = [("version", env!("CARGO_PKG_VERSION")), ("engine", running::engine_word(site.db.engine()))];
        registry.register("program", "What runs", Info::new(version));
        let help = "How long answers took, by route and status";
        registry.register_with_unit("request_duration", help, Unit::Seconds, requests.clone());
        Self(Arc::new(Counted { site: Arc::clone(site), registry, requests }))
    }

    /// Counts every answer of `router`.
    pub fn watch(&self, router: Router) -> Router {
        router.layer(from_fn_with_state(self.clone(), count))
    }

    /// Every figure as it is now. When the database does not answer, that is a figure too.
    ///
    /// # Errors
    /// None in practice: a string has room.
    pub async fn text(&self) -> Result<String, Unwritable> {
        let now = self.0.site.clock.now();
        let asked = self.0.site.db.read(move |tx| {
            let (failing, given_up) = jobs::failing(tx)?;
            let (due, unplaced) = (jobs::due(tx, now)?, record::all_unplaced(tx)?);
            Ok::<_, Problem>(Waiting { due, failing, given_up, unplaced })
        });
        let state = self.state(asked.await.ok());
        let mut text = String::new();
        encode_registry(&mut text, &self.0.registry)?;
        encode_registry(&mut text, &state)?;
        encode_eof(&mut text)?;
        Ok(text)
    }

    fn state(&self, waiting: Option<Waiting>) -> Registry {
        let mut registry = Registry::with_prefix("wardmote");
        let mut gauge = |name: &str, help: &str, value: i64| registry.register(name, help, ConstGauge::new(value));
        let figures = self.0.site.db.figures();
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        gauge("store_answers", "Whether the database answered", waiting.is_some().into());
        gauge("store_writes_waiting", "Writes that wait for a thread", count(figures.writes_waiting));
        gauge("store_reads_waiting", "Reads that wait for a thread", count(figures.reads_waiting));
        if let Some(waiting) = waiting {
            gauge("jobs_due", "Jobs that could be done now", waiting.due);
            gauge("jobs_failing", "Jobs that failed and are tried again", waiting.failing);
            gauge("jobs_given_up", "Jobs that failed ten times", waiting.given_up);
            gauge("events_waiting", "Audit entries that wait for their place", waiting.unplaced);
        }
        if let Some(bytes) = running::memory() {
            let help = "Memory of this process that is its own and no file's";
            registry.register_with_unit("memory", help, Unit::Bytes, ConstGauge::new(bytes));
        }
        registry.register("store_commits", "Commits", ConstCounter::new(figures.commits));
        let help = "Writes they made durable: divided by the commits, the size of a group";
        registry.register("store_writes", help, ConstCounter::new(figures.writes));
        registry
    }
}

async fn count(State(metrics): State<Metrics>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().as_str().to_owned();
    let response = next.run(request).await;
    let route = response.extensions().get::<web::Route>().map_or_else(|| "none".to_owned(), |route| route.0.clone());
    let answered = Answered { method, route, status: response.status().as_u16() };
    metrics.0.requests.get_or_create(&answered).observe(began.elapsed().as_secs_f64());
    response
}

async fn answer(State(metrics): State<Metrics>) -> Response {
    match metrics.text().await {
        Ok(text) => ([(CONTENT_TYPE, FORM)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
