use std::sync::Arc;

use access::{LoadPart, Site};
use axum::Router;
use jobs::Handler;

/// What a slice brings to the house: all that `app` must know of it. Each slice's `lib.rs` holds its own.
pub struct Manifest {
    /// The slice's name, as its folder is called.
    pub name: &'static str,
    /// Its tables.
    pub tables: db::Slice,
    /// Its pages and its share of the API, whole addresses: `/{p}/issues/{reference}`.
    pub routes: fn() -> Router<Arc<Site>>,
    /// Its share of the reference snapshot.
    pub parts: &'static [LoadPart],
    /// The jobs it does.
    pub jobs: &'static [Handler],
}
