//! The API's description, OpenAPI 3.1: the slices' shares as one document.

use std::sync::{Arc, LazyLock};

use access::{Page, Site};
use axum::Router;
use axum::routing::get;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{Components, InfoBuilder, OpenApi, OpenApiBuilder, SecurityRequirement};
use web::Answer;
use web::asking::{Visit, json};

static DESCRIPTION: LazyLock<OpenApi> = LazyLock::new(description);

pub fn routes() -> Router<Arc<Site>> {
    Router::new().route("/{p}/api/v1/openapi.json", get(openapi))
}

/// The whole description. Public reads need no token; everything else names the bearer token it takes.
#[must_use]
pub fn description() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Wardmote")
        .version("1")
        .description(Some(
            "Hear, decide, act, account. JSON in snake_case; times RFC 3339 in UTC; lists as {items, next}; errors as \
             application/problem+json. Places and points are the public place's, unless a token lets you see more.",
        ))
        .build();
    let mut all = OpenApiBuilder::new().info(info).components(Some(Components::new())).build();
    for share in [
        places::openapi(),
        directory::openapi(),
        safety::openapi(),
        issues::openapi(),
        bodies::openapi(),
        governance::openapi(),
        <crate::operations::Described as utoipa::OpenApi>::openapi(),
        <crate::administration::Described as utoipa::OpenApi>::openapi(),
    ] {
        all.merge(share);
    }
    if let Some(components) = &mut all.components {
        let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        components.add_security_scheme("token", bearer);
    }
    all.security = Some(vec![SecurityRequirement::default(), SecurityRequirement::new("token", Vec::<String>::new())]);
    all
}

/// The description, with this partnership's own address as its server.
async fn openapi(visit: Visit) -> Answer {
    let mut described = DESCRIPTION.clone();
    let whole = visit.scope.full_url(Page::Home);
    let root = whole.strip_suffix(&format!("/{}", visit.scope.snapshot.partnership.slug)).unwrap_or(&whole);
    described.servers = Some(vec![utoipa::openapi::Server::new(root)]);
    json(&described)
}
