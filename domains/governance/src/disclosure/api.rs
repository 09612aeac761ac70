//! The JSON twins.

use axum::extract::Path;
use axum::http::StatusCode;
use base::{Date, Id, Instant, Problem, Reference};
use db::Tx;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use web::Answer;
use web::asking::{Api, Body, json, json_status};

use super::commands::{self, Begin, Wanted};
use super::gather::Gathered;
use super::pages::{ROWS, begun, find, given, list_left_out};
use super::{Regime, Request, store};
use crate::holds::allowed;

/// This part's share of the API's description.
#[derive(OpenApi)]
#[openapi(paths(list, begin, one, make, give, left_out))]
pub struct Described;

/// A request for information.
#[derive(Debug, Deserialize, ToSchema)]
pub struct DisclosureIn {
    /// foi or eir.
    regime: String,
    asked: String,
    /// The day it came; today without it.
    received_on: Option<String>,
    issue: Option<String>,
    /// A place's code.
    place: Option<String>,
    from: Option<String>,
    to: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct DisclosureOut {
    reference: String,
    regime: String,
    about: String,
    received_on: String,
    due_on: String,
    given_at: Option<Instant>,
    /// The long work that makes the file of more than 2,000 issues, once it was begun.
    #[schema(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<Id>,
    /// Until when that file is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    file_until: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issues: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    concerns: Option<usize>,
    /// What is held and left out, item by item, for one request alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<Vec<LeftOutOut>>,
}

#[derive(Debug, Serialize, ToSchema)]
struct LeftOutOut {
    record: String,
    left_out: String,
    class: String,
    reason: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct DisclosuresOut {
    items: Vec<DisclosureOut>,
    next: Option<String>,
}

/// Requests that are to be answered, soonest due first.
#[utoipa::path(get, path = "/{p}/api/v1/disclosures", tag = "information", operation_id = "list_disclosures",
    params(("p" = String, Path)), responses((status = 200, body = DisclosuresOut), (status = 401), (status = 403)))]
pub async fn list(api: Api, Path(_p): Path<String>) -> Answer {
    allowed(&api.scope)?;
    let partnership = api.scope.partnership();
    let open =
        api.scope.site.db.read(move |tx: &mut Tx<'_>| Ok::<_, Problem>(store::open(tx, partnership, ROWS)?)).await?;
    json(&DisclosuresOut { items: open.iter().map(|one| DisclosureOut::of(one, None)).collect(), next: None })
}

/// Enters one.
#[utoipa::path(post, path = "/{p}/api/v1/disclosures", tag = "information", operation_id = "begin_disclosure",
    params(("p" = String, Path)), request_body = DisclosureIn,
    responses((status = 201, body = DisclosureOut), (status = 401), (status = 403), (status = 422)))]
pub async fn begin(api: Api, Path(_p): Path<String>, body: Body<DisclosureIn>) -> Answer {
    allowed(&api.scope)?;
    let scope = api.scope;
    let sent = body.sent()?;
    let today = scope.now.date();
    let regime: Regime = sent.regime.parse().map_err(|_| Problem::field("regime", "Choose foi or eir"))?;
    let received = day("received_on", sent.received_on)?.unwrap_or(today);
    if received > today {
        return Err(Problem::field("received_on", "It cannot have come after today").into());
    }
    let asked = sent.asked.trim().to_owned();
    if asked.is_empty() || asked.chars().count() > 4_000 {
        return Err(Problem::field("asked", "Enter what they ask for, in 4,000 characters or fewer").into());
    }
    let issue = sent.issue.map(|text| text.parse::<Reference>()).transpose();
    let wanted = Wanted {
        asked,
        issue: issue.map_err(|_| Problem::field("issue", "Enter a reference like I-7KQ4-M2XD"))?,
        place: sent.place,
        from_on: day("from", sent.from)?,
        to_on: day("to", sent.to)?,
    };
    let new = Begin::of(&scope, regime, received, wanted)?;
    let writing = scope.clone();
    let reference = scope.site.db.write(move |tx| commands::begin(tx, &writing, &new)).await?;
    let (request, found) = find(&scope, reference.as_str()).await?;
    json_status(StatusCode::CREATED, &DisclosureOut::of(&request, found.small()))
}

fn day(field: &str, text: Option<String>) -> Result<Option<Date>, Problem> {
    let read = text.map(|text| text.parse::<Date>()).transpose();
    read.map_err(|_| Problem::field(field, "Enter a day like 2027-03-31"))
}

/// One request, and what it would disclose.
#[utoipa::path(get, path = "/{p}/api/v1/disclosures/{reference}", tag = "information", operation_id = "get_disclosure",
    params(("p" = String, Path), ("reference" = String, Path)),
    responses((status = 200, body = DisclosureOut), (status = 401), (status = 403), (status = 404)))]
pub async fn one(api: Api, Path((_p, text)): Path<(String, String)>) -> Answer {
    let (request, found) = find(&api.scope, &text).await?;
    json(&DisclosureOut::of(&request, found.small()))
}

/// Begins the long work that makes the file of a request for more than 2,000 issues; `operations/{id}` says how far it is.
#[utoipa::path(post, path = "/{p}/api/v1/disclosures/{reference}/make", tag = "information", operation_id = "make_disclosure",
    params(("p" = String, Path), ("reference" = String, Path)),
    responses((status = 202, body = DisclosureOut), (status = 401), (status = 403), (status = 404), (status = 409)))]
pub async fn make(api: Api, Path((_p, text)): Path<(String, String)>) -> Answer {
    begun(&api.scope, &text).await?;
    let (request, found) = find(&api.scope, &text).await?;
    json_status(StatusCode::ACCEPTED, &DisclosureOut::of(&request, found.small()))
}

/// What was left out of a file that was made as long work, item by item; it outlives the file.
#[utoipa::path(get, path = "/{p}/api/v1/disclosures/{reference}/left-out.csv", tag = "information", operation_id = "list_left_out",
    params(("p" = String, Path), ("reference" = String, Path)),
    responses((status = 200, content_type = "text/csv"), (status = 401), (status = 403), (status = 404)))]
pub async fn left_out(api: Api, Path((_p, text)): Path<(String, String)>) -> Answer {
    list_left_out(&api.scope, &text).await
}

/// Gives it: issues, their stories, their concerns and what is left out, as tables in one file.
#[utoipa::path(post, path = "/{p}/api/v1/disclosures/{reference}/give", tag = "information", operation_id = "give_disclosure",
    params(("p" = String, Path), ("reference" = String, Path)),
    responses((status = 200, content_type = "application/zip"), (status = 401), (status = 403), (status = 404), (status = 409)))]
pub async fn give(api: Api, Path((_p, text)): Path<(String, String)>) -> Answer {
    given(&api.scope, &text).await
}

impl DisclosureOut {
    fn of(request: &Request, all: Option<&Gathered>) -> Self {
        let left_out = |all: &Gathered| {
            let each = all.left_out.iter().cloned().map(|item| LeftOutOut {
                record: item.record,
                left_out: item.field.to_owned(),
                class: item.class.to_owned(),
                reason: item.reason,
            });
            each.collect()
        };
        Self {
            reference: request.reference.clone(),
            regime: request.regime.to_string(),
            about: request.about.clone(),
            received_on: request.received_on.to_string(),
            due_on: request.due_on.to_string(),
            given_at: request.given_at,
            operation: request.operation,
            file_until: request.file_until,
            issues: all.map(|all| all.issues.len()),
            concerns: all.map(|all| all.concerns.len()),
            left_out: all.map(left_out),
        }
    }
}
