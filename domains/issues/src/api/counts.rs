use access::Scope;
use axum::extract::Path;
use base::{Instant, Problem};
use serde::Serialize;
use utoipa::ToSchema;
use voice::Categories;
use web::Answer;
use web::asking::{Api, json};

use crate::commands::places_in;
use crate::counts::{Counts, counts};
use crate::store::OpenOf;

/// How many issues are open, by place and category.
#[derive(Serialize, ToSchema)]
pub(super) struct CountsOut {
    /// When they were counted: at most a minute ago.
    as_at: Instant,
    /// What is none is left out.
    items: Vec<CountOut>,
}

#[derive(Serialize, ToSchema)]
struct CountOut {
    /// The place's code; that of the whole partnership is its slug.
    place: String,
    place_name: String,
    /// The category's code.
    category: String,
    category_name: String,
    open: i64,
}

/// How many issues are open of each category in each place, as the list with those filters would show them.
#[utoipa::path(get, path = "/{p}/api/v1/issues/counts", tag = "issues", operation_id = "count_issues",
    params(("p" = String, Path)), responses((status = 200, body = CountsOut)))]
pub(super) async fn open(api: Api, Path(_p): Path<String>) -> Answer {
    let counts = counts(&api.scope).await?;
    json(&CountsOut::of(&api.scope, &counts)?)
}

impl CountsOut {
    fn of(scope: &Scope, counts: &Counts) -> Result<Self, Problem> {
        let (places, categories) = (places_in(scope)?, scope.snapshot.part::<Categories>()?);
        let whole = &scope.snapshot.partnership;
        let item = |one: &OpenOf| {
            let (place, place_name) = match places.get(one.place) {
                Some(place) => (place.code.as_str(), &place.name),
                None => (whole.slug.as_str(), &whole.name),
            };
            let category = categories.get(one.category).ok()?;
            Some(CountOut {
                place: place.to_owned(),
                place_name: place_name.clone(),
                category: category.code.clone(),
                category_name: category.name.clone(),
                open: one.open,
            })
        };
        Ok(Self { as_at: counts.as_at, items: counts.open.iter().filter_map(item).collect() })
    }
}
