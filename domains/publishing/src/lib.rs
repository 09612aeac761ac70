//! What a partnership says to everybody: its home, its places, what was done, and what the law asks it to say.

mod feed;
mod files;
mod pages;
mod prose;

use std::sync::Arc;

use access::Site;
use axum::Router;
use axum::routing::get;
use web::Query;
use web::asking::Visit;
use web::download::Format;

pub use pages::about::figures;
pub use prose::prose;

/// All that the house must know of this slice.
pub const MANIFEST: web::Manifest = web::Manifest {
    name: "publishing",
    tables: db::Slice { name: "publishing", migrations: &[] },
    routes,
    parts: &[],
    jobs: &[],
};

fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}", get(pages::home::home))
        .route("/{p}/places/{code}", get(pages::place::place))
        .route("/{p}/feedback", get(pages::feedback::feedback))
        .route("/{p}/feedback.atom", get(feed::everywhere))
        .route("/{p}/feedback.csv", get(|visit: Visit, query: Query| files::feedback(visit, query, Format::Csv)))
        .route("/{p}/feedback.json", get(|visit: Visit, query: Query| files::feedback(visit, query, Format::Json)))
        .route("/{p}/about/{name}", get(pages::about::about))
}
