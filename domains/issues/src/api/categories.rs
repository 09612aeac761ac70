use axum::extract::Path;
use voice::Categories;
use web::Answer;
use web::asking::{Api, json};

use super::shapes::{CategoryOut, Listed};

/// What people can tell us about: in the partnership's order.
#[utoipa::path(get, path = "/{p}/api/v1/categories", tag = "concerns", operation_id = "list_categories",
    params(("p" = String, Path, description = "The partnership")),
    responses((status = 200, body = Listed<CategoryOut<'_>>)))]
pub(super) async fn categories(api: Api, Path(_p): Path<String>) -> Answer {
    let categories = api.scope.snapshot.part::<Categories>()?;
    json(&Listed { items: categories.in_force.iter().map(CategoryOut::of).collect(), next: None })
}
