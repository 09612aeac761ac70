use access::Scope;
use axum::extract::Path;
use axum::http::StatusCode;
use base::{Instant, Problem, Reference};
use db::Tx;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use web::Answer;
use web::asking::{Api, Body, json, json_status};

use super::{Hold, Set, allowed, pages::ROWS, store};

/// This part's share of the API's description.
#[derive(OpenApi)]
#[openapi(paths(list, set, lift))]
pub struct Described;

/// A hold to be set.
#[derive(Debug, Deserialize, ToSchema)]
pub struct HoldIn {
    /// A reference of a concern or an issue, an e-mail address or a telephone number.
    on: String,
    reason: String,
}

/// Why it can be lifted.
#[derive(Debug, Deserialize, ToSchema)]
pub struct LiftIn {
    reason: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct HoldOut {
    reference: String,
    /// concern, issue, person.
    kind: String,
    on: String,
    reason: String,
    set_at: Instant,
    lifted_at: Option<Instant>,
}

#[derive(Debug, Serialize, ToSchema)]
struct HoldsOut {
    items: Vec<HoldOut>,
    next: Option<String>,
}

/// Legal holds, those in force first.
#[utoipa::path(get, path = "/{p}/api/v1/legal-holds", tag = "information", operation_id = "list_legal_holds",
    params(("p" = String, Path)), responses((status = 200, body = HoldsOut), (status = 401), (status = 403)))]
pub async fn list(api: Api, Path(_p): Path<String>) -> Answer {
    allowed(&api.scope)?;
    let (scope, partnership) = (&api.scope, api.scope.partnership());
    let holds = scope.site.db.read(move |tx: &mut Tx<'_>| Ok::<_, Problem>(store::all(tx, partnership, ROWS)?)).await?;
    let items = holds.iter().map(|hold| HoldOut::of(scope, hold)).collect::<Result<_, _>>()?;
    json(&HoldsOut { items, next: None })
}

/// Sets one.
#[utoipa::path(post, path = "/{p}/api/v1/legal-holds", tag = "information", operation_id = "set_legal_hold",
    params(("p" = String, Path)), request_body = HoldIn,
    responses((status = 201, body = HoldOut), (status = 401), (status = 403), (status = 422)))]
pub async fn set(api: Api, Path(_p): Path<String>, body: Body<HoldIn>) -> Answer {
    allowed(&api.scope)?;
    let (scope, asking) = (api.scope.clone(), api.scope);
    let HoldIn { on, reason: why } = body.sent()?;
    let new = Set::of(&scope, on.trim(), reason(why)?)?;
    let set = scope.site.db.write(move |tx: &mut Tx<'_>| {
        let reference = super::set(tx, &asking, &new)?;
        store::by_reference(tx, asking.partnership(), &reference)?.ok_or(Problem::NotFound)
    });
    json_status(StatusCode::CREATED, &HoldOut::of(&scope, &set.await?)?)
}

/// Lifts one.
#[utoipa::path(post, path = "/{p}/api/v1/legal-holds/{reference}/lift", tag = "information", operation_id = "lift_legal_hold",
    params(("p" = String, Path), ("reference" = String, Path)), request_body = LiftIn,
    responses((status = 200, body = HoldOut), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub async fn lift(api: Api, Path((_p, text)): Path<(String, String)>, body: Body<LiftIn>) -> Answer {
    allowed(&api.scope)?;
    let reference: Reference = text.parse().map_err(|_| Problem::NotFound)?;
    let why = reason(body.sent()?.reason)?;
    let (scope, asking) = (api.scope.clone(), api.scope);
    let lifted = scope.site.db.write(move |tx: &mut Tx<'_>| {
        super::lift(tx, &asking, &reference, &why)?;
        store::by_reference(tx, asking.partnership(), &reference)?.ok_or(Problem::NotFound)
    });
    json(&HoldOut::of(&scope, &lifted.await?)?)
}

fn reason(text: String) -> Result<String, Problem> {
    let text = text.trim().to_owned();
    if text.is_empty() || text.chars().count() > 2_000 {
        return Err(Problem::field("reason", "Enter why, in 2,000 characters or fewer"));
    }
    Ok(text)
}

impl HoldOut {
    fn of(scope: &Scope, hold: &Hold) -> Result<Self, Problem> {
        Ok(Self {
            reference: hold.reference.clone(),
            kind: hold.kind.to_string(),
            on: hold.on(scope)?,
            reason: hold.reason.clone(),
            set_at: hold.set_at,
            lifted_at: hold.lifted_at,
        })
    }
}
