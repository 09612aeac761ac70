//! Lists of issues that somebody keeps, for their own programs.

use access::{Page, Scope};
use axum::extract::Path;
use axum::http::StatusCode;
use base::{Id, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::asking::{Api, Body, json, json_status};
use web::{Answer, Typed, Words};

use crate::commands;
use crate::pages::read_kept;
use crate::store::{self, KeptList};

/// A list to be kept.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct KeptIn {
    /// What its keeper calls it, up to 60 characters. A name that is used already means the new filters from now on.
    name: Option<String>,
    /// Its filters as the address of the list has them: `place=E05001305&flag=overdue`.
    query: Option<String>,
}

/// A list somebody keeps.
#[derive(Debug, Serialize, ToSchema)]
struct KeptOut {
    #[schema(value_type = String)]
    id: Id,
    name: String,
    query: String,
    /// Its page.
    url: String,
}

/// The lists somebody keeps.
#[derive(Debug, Serialize, ToSchema)]
struct KeptLists {
    items: Vec<KeptOut>,
    /// Always null: there are twenty at most.
    next: Option<String>,
}

/// One's own kept lists, by name.
#[utoipa::path(get, path = "/{p}/api/v1/kept-lists", tag = "issues", operation_id = "list_kept_lists",
    params(("p" = String, Path)), responses((status = 200, body = KeptLists), (status = 401)))]
pub(super) async fn list(api: Api, Path(_p): Path<String>) -> Answer {
    let items = own(&api.scope).await?.into_iter().map(|list| KeptOut::of(&api.scope, list)).collect();
    json(&KeptLists { items, next: None })
}

/// Keeps the filters of the list of issues under a name of one's own.
#[utoipa::path(post, path = "/{p}/api/v1/kept-lists", tag = "issues", operation_id = "keep_list",
    params(("p" = String, Path)), request_body = KeptIn,
    responses((status = 201, body = KeptOut), (status = 401), (status = 422)))]
pub(super) async fn keep(api: Api, Path(_p): Path<String>, body: Body<KeptIn>) -> Answer {
    let scope = api.scope;
    scope.hat().ok_or(Problem::SignIn)?;
    let KeptIn { name, query } = body.sent()?;
    let mut typed = Typed::read(query.unwrap_or_default().trim_start_matches('?').as_bytes())?;
    typed.set("name", name.unwrap_or_default());
    let list = read_kept(Words::english(), &scope, &typed)?;
    let within = scope.clone();
    let id = scope.site.db.write(move |tx| commands::keep_list(tx, &within, &list)).await?;
    let kept = own(&scope).await?.into_iter().find(|list| list.id == id).ok_or(Problem::NotFound)?;
    json_status(StatusCode::CREATED, &KeptOut::of(&scope, kept))
}

/// Stops keeping a list.
#[utoipa::path(post, path = "/{p}/api/v1/kept-lists/{id}/end", tag = "issues", operation_id = "end_kept_list",
    params(("p" = String, Path), ("id" = String, Path)),
    responses((status = 200, description = "It is kept no more"), (status = 401), (status = 404)))]
pub(super) async fn end(api: Api, Path((_p, id)): Path<(String, String)>) -> Answer {
    let scope = api.scope;
    let id: Id = id.parse().map_err(|_| Problem::NotFound)?;
    let within = scope.clone();
    scope.site.db.write(move |tx| commands::end_kept_list(tx, &within, id)).await?;
    json(&serde_json::json!({}))
}

async fn own(scope: &Scope) -> Result<Vec<KeptList>, Problem> {
    let (partnership, person) = (scope.partnership(), scope.hat().ok_or(Problem::SignIn)?.person);
    Ok(scope.site.db.read(move |tx| store::kept_lists(tx, partnership, person)).await?)
}

impl KeptOut {
    fn of(scope: &Scope, KeptList { id, name, query }: KeptList) -> Self {
        Self { id, name, url: format!("{}?{query}", scope.full_url(Page::Issues)), query }
    }
}
