//! A partnership's own host name stands for its slug: `ward.example.org/issues` is `/walsall/issues`; and a language may
//! stand behind it: `/walsall/cy/issues` is the same in Welsh.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use access::Site;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::Uri;
use axum::http::header::HOST;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use base::{Instant, seconds};

/// How long the list of host names is believed, in microseconds.
const BELIEVED: i64 = seconds(30);
/// What belongs to the installation on every host.
const EVERYWHERE: &[&str] = &["assets", "healthz", "readyz", "favicon.ico"];

#[derive(Clone)]
struct Hosts {
    site: Arc<Site>,
    known: Arc<RwLock<Known>>,
}

#[derive(Default)]
struct Known {
    read_at: Option<Instant>,
    slugs: HashMap<String, String>,
}

/// Puts the partnership into the address before `router` sees it.
pub fn stand_for_partnerships(router: Router, site: &Arc<Site>) -> Router {
    let hosts = Hosts { site: Arc::clone(site), known: Arc::default() };
    Router::new().fallback_service(router).layer(from_fn_with_state(hosts, stand))
}

async fn stand(State(hosts): State<Hosts>, mut request: Request, next: Next) -> Response {
    hosts.refresh().await;
    let host = host_of(&request);
    let first = request.uri().path().split('/').nth(1).unwrap_or_default();
    if let Some(slug) = hosts.slug_of(&host) {
        if !EVERYWHERE.contains(&first)
            && let Some(whole) = below(&slug, request.uri())
        {
            *request.uri_mut() = whole;
        }
    } else if let Some(own) = hosts.host_of(first) {
        let rest = request.uri().path_and_query().map_or("", |all| all.as_str());
        let rest = rest.get(first.len() + 1..).unwrap_or_default();
        let slash = if rest.starts_with('/') { "" } else { "/" };
        return Redirect::permanent(&format!("https://{own}{slash}{rest}")).into_response();
    }
    web::language::take_from_address(&mut request);
    next.run(request).await
}

impl Hosts {
    async fn refresh(&self) {
        let now = self.site.clock.now();
        let read_at = self.known.read().unwrap_or_else(PoisonError::into_inner).read_at;
        if read_at.is_some_and(|at| at.plus(BELIEVED) > now) {
            return;
        }
        // Where the store cannot answer, what was known stays; the request itself will say what is wrong.
        if let Ok(fresh) = self.site.db.read(access::hosts).await {
            let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
            *known = Known { read_at: Some(now), slugs: fresh.into_iter().collect() };
        }
    }

    fn slug_of(&self, host: &str) -> Option<String> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).slugs.get(host).cloned()
    }

    fn host_of(&self, slug: &str) -> Option<String> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.slugs.iter().find(|(_, known)| *known == slug).map(|(host, _)| host.clone())
    }
}

/// The host asked for, in lower case and without a port.
fn host_of(request: &Request) -> String {
    let said = request.headers().get(HOST).and_then(|value| value.to_str().ok());
    let named = said.or_else(|| request.uri().host()).unwrap_or_default();
    named.split(':').next().unwrap_or_default().to_ascii_lowercase()
}

fn below(slug: &str, uri: &Uri) -> Option<Uri> {
    let (path, query) = (uri.path(), uri.query().map(|query| format!("?{query}")).unwrap_or_default());
    let path = if path == "/" { "" } else { path };
    format!("/{slug}{path}{query}").parse().ok()
}
