//! The list of slices, and what is made of it: tables, snapshot, jobs, router.

use std::sync::Arc;

use access::{LoadPart, Site, SiteSettings};
use axum::Router;
use axum::http::Uri;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use base::{Clock, Dice, Problem};
use db::{Db, Slice};
use jobs::{Desk, Handler};
use notify::Post;
use record::Vault;
use web::asking::Visit;
use web::{Answer, Edge, Manifest, assets, brand};

use crate::{account, administration, description, front, hosts, operations, reference};

/// Every slice, bottom to top. A new one is one line here.
pub const MANIFESTS: &[&Manifest] = &[
    &places::MANIFEST,
    &directory::MANIFEST,
    &voice::MANIFEST,
    &safety::MANIFEST,
    &issues::MANIFEST,
    &bodies::MANIFEST,
    &governance::MANIFEST,
    &publishing::MANIFEST,
];

/// The tables of every crate, in the order their migrations run.
#[must_use]
pub fn tables() -> Vec<Slice> {
    let platform = [record::SLICE, access::SLICE, notify::SLICE, jobs::SLICE];
    platform.into_iter().chain(MANIFESTS.iter().map(|slice| slice.tables)).collect()
}

/// The running installation over `db`.
#[must_use]
pub fn site(db: Db, clock: Clock, dice: Dice, vault: Vault, settings: SiteSettings) -> Arc<Site> {
    let parts: Vec<LoadPart> = MANIFESTS.iter().flat_map(|slice| slice.parts).copied().collect();
    Arc::new(Site::new(db, clock, dice, vault, settings, parts))
}

/// The desk at which the jobs of every slice are done.
#[must_use]
pub fn desk(site: &Arc<Site>, post: Post) -> Desk {
    let own = account::JOBS.iter().chain(administration::JOBS);
    let handlers: Vec<Handler> = own.chain(MANIFESTS.iter().flat_map(|slice| slice.jobs)).copied().collect();
    Desk::new(Arc::clone(site), post, &handlers)
}

/// Every address the program answers. `more` is what this way of running it adds: the demonstration's pages, set-up.
pub fn router(site: &Arc<Site>, more: Router<Arc<Site>>) -> Router {
    let all = routes().merge(more).fallback(nowhere).with_state(Arc::clone(site));
    hosts::stand_for_partnerships(web::edge(all, edge(site)), site)
}

/// Every address without what surrounds it, for the test that tries each.
pub fn routes() -> Router<Arc<Site>> {
    let own = front::routes()
        .merge(assets::routes())
        .merge(account::routes())
        .merge(administration::routes())
        .merge(description::routes())
        .merge(operations::routes())
        .merge(reference::routes())
        .route("/{p}/brand.css", get(brand_stylesheet));
    MANIFESTS.iter().fold(own, |all, slice| all.merge((slice.routes)()))
}

async fn brand_stylesheet(visit: Visit) -> Answer {
    let css = brand::stylesheet(&visit.scope.snapshot.partnership.brand_colour).unwrap_or_default();
    Ok(([(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "public, max-age=86400")], css).into_response())
}

/// An address that nobody answers. One that merely ends with a slash too many is led to the one without.
async fn nowhere(uri: Uri) -> Answer {
    match uri.path().strip_suffix('/') {
        Some(shorter) if !shorter.is_empty() && !shorter.ends_with('/') => {
            let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
            Ok(Redirect::permanent(&format!("{shorter}{query}")).into_response())
        }
        _ => Err(Problem::NotFound.into()),
    }
}

fn edge(site: &Arc<Site>) -> Edge {
    let (clock, dice, site) = (site.clock.clone(), site.dice.clone(), Arc::clone(site));
    Edge { clock, dice, shell: Arc::new(move |asked| Box::pin(Visit::refused(Arc::clone(&site), asked))) }
}
