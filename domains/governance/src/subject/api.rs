//! The JSON twins.

use access::Scope;
use axum::extract::Path;
use axum::http::StatusCode;
use base::{Date, Instant, Problem, Reference};
use db::Tx;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use web::Answer;
use web::asking::{Api, Body, json, json_status};

use super::beside::{self, Also, Decide};
use super::commands::{self, Begin, TakeOut};
use super::export::Held;
use super::model::{Kind, Request, Sought};
use super::{pages::ROWS, review, search as through_all, store};
use crate::holds::allowed;

/// This part's share of the API's description.
#[derive(OpenApi)]
#[openapi(paths(list, begin, one, search, take_out, decide, give, erase, refuse))]
pub struct Described;

/// A request about somebody's own data.
#[derive(Debug, Deserialize, ToSchema)]
pub struct RequestIn {
    /// access or erasure.
    kind: String,
    /// The day it came; today without it.
    received_on: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    name: Option<String>,
    postcode: Option<String>,
    /// Where they live: a number or name and a street.
    address: Option<String>,
    #[serde(default)]
    concerns: Vec<String>,
}

/// What of a concern is not given out.
#[derive(Debug, Deserialize, ToSchema)]
pub struct TakeOutIn {
    concern: String,
    #[serde(default)]
    left_out: bool,
    #[serde(default)]
    phrases: Vec<String>,
    reason: Option<String>,
}

/// Whether something that was found beside concerns is given.
#[derive(Debug, Deserialize, ToSchema)]
pub struct DecideIn {
    /// Its reference.
    record: String,
    given: bool,
    /// Why not.
    reason: Option<String>,
}

/// Why it is refused.
#[derive(Debug, Deserialize, ToSchema)]
pub struct RefuseIn {
    reason: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct RequestOut {
    reference: String,
    kind: String,
    received_on: String,
    due_on: String,
    /// open, given, erased, refused.
    state: String,
    reason: Option<String>,
    searched_at: Option<Instant>,
    done_at: Option<Instant>,
    /// What was found, for one request alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<Vec<FoundOut>>,
    /// Safety markers about them and take-down requests of theirs, for one request alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    beside: Option<Vec<BesideOut>>,
}

/// What was found beside concerns.
#[derive(Debug, Serialize, ToSchema)]
struct BesideOut {
    /// safety_marker, take_down_request.
    kind: String,
    reference: String,
    how: String,
    /// Null while nobody decided.
    given: Option<bool>,
    reason: Option<String>,
}

/// A concern that was found.
#[derive(Debug, Serialize, ToSchema)]
struct FoundOut {
    reference: String,
    how: String,
    words: Option<String>,
    left_out: bool,
    phrases: Vec<String>,
    erased: bool,
}

#[derive(Debug, Serialize, ToSchema)]
struct RequestsOut {
    items: Vec<RequestOut>,
    next: Option<String>,
}

/// Requests that are to be answered, soonest due first.
#[utoipa::path(get, path = "/{p}/api/v1/subject-requests", tag = "information", operation_id = "list_subject_requests",
    params(("p" = String, Path)), responses((status = 200, body = RequestsOut), (status = 401), (status = 403)))]
pub async fn list(api: Api, Path(_p): Path<String>) -> Answer {
    allowed(&api.scope)?;
    let partnership = api.scope.partnership();
    let open =
        api.scope.site.db.read(move |tx: &mut Tx<'_>| Ok::<_, Problem>(store::open(tx, partnership, ROWS)?)).await?;
    json(&RequestsOut { items: open.iter().map(|one| RequestOut::of(one, None, None)).collect(), next: None })
}

/// Enters one, and finds what its addresses, numbers and references lead to.
#[utoipa::path(post, path = "/{p}/api/v1/subject-requests", tag = "information", operation_id = "begin_subject_request",
    params(("p" = String, Path)), request_body = RequestIn,
    responses((status = 201, body = RequestOut), (status = 401), (status = 403), (status = 422)))]
pub async fn begin(api: Api, Path(_p): Path<String>, body: Body<RequestIn>) -> Answer {
    allowed(&api.scope)?;
    let scope = api.scope;
    let (kind, sought, received_on) = body.sent()?.read(&scope)?;
    let new = Begin::of(&scope, kind, sought, received_on)?;
    let writing = scope.clone();
    let reference = scope.site.db.write(move |tx| commands::begin(tx, &writing, &new)).await?;
    shown(&scope, &reference, StatusCode::CREATED).await
}

impl RequestIn {
    fn read(self, scope: &Scope) -> Result<(Kind, Sought, Date), Problem> {
        let kind = self.kind.parse().map_err(|_| Problem::field("kind", "Choose access or erasure"))?;
        let today = scope.now.date();
        let received = self.received_on.map(|text| text.parse::<Date>()).transpose();
        let received = received.ok().map(|day| day.unwrap_or(today)).filter(|day| *day <= today);
        let received =
            received.ok_or_else(|| Problem::field("received_on", "Enter a day like 2027-03-31, not after today"))?;
        let given = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let sought = Sought {
            name: given(self.name),
            email: given(self.email),
            phone: given(self.phone),
            postcode: given(self.postcode),
            address: given(self.address),
            concerns: self.concerns,
        };
        if sought.concerns.iter().any(|text| text.parse::<Reference>().is_err()) {
            return Err(Problem::field("concerns", "Enter references like C-7KQ4-M2XD"));
        }
        if sought.is_empty() {
            let sentence = "Enter an e-mail address, a telephone number, a reference, or a name with a postcode";
            return Err(Problem::field("email", sentence));
        }
        Ok((kind, sought, received))
    }
}

/// One request, with what was found.
#[utoipa::path(get, path = "/{p}/api/v1/subject-requests/{reference}", tag = "information", operation_id = "get_subject_request",
    params(("p" = String, Path), ("reference" = String, Path)),
    responses((status = 200, body = RequestOut), (status = 401), (status = 403), (status = 404)))]
pub async fn one(api: Api, Path((_p, text)): Path<(String, String)>) -> Answer {
    let reference = asked(&api.scope, &text)?;
    shown(&api.scope, &reference, StatusCode::OK).await
}

async fn shown(scope: &Scope, reference: &Reference, status: StatusCode) -> Answer {
    let found = review::find(scope, reference.as_str()).await?;
    let held = found.held.into_iter().map(FoundOut::of).collect();
    let beside = found.beside.into_iter().map(BesideOut::of).collect();
    json_status(status, &RequestOut::of(&found.request, Some(held), Some(beside)))
}

/// Looks through all contacts, as long work.
#[utoipa::path(post, path = "/{p}/api/v1/subject-requests/{reference}/search", tag = "information", operation_id = "search_subject_request",
    params(("p" = String, Path), ("reference" = String, Path)),
    responses((status = 202, body = RequestOut), (status = 401), (status = 403), (status = 404), (status = 409)))]
pub async fn search(api: Api, Path((_p, text)): Path<(String, String)>) -> Answer {
    let reference = asked(&api.scope, &text)?;
    let (scope, at) = (api.scope.clone(), reference.clone());
    api.scope.site.db.write(move |tx| through_all::begin(tx, &scope, &at)).await?;
    shown(&api.scope, &reference, StatusCode::ACCEPTED).await
}

/// Says what of a concern is about others and is not given out.
#[utoipa::path(post, path = "/{p}/api/v1/subject-requests/{reference}/take-out", tag = "information", operation_id = "take_out_of_subject_request",
    params(("p" = String, Path), ("reference" = String, Path)), request_body = TakeOutIn,
    responses((status = 200, body = RequestOut), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub async fn take_out(api: Api, Path((_p, text)): Path<(String, String)>, body: Body<TakeOutIn>) -> Answer {
    let reference = asked(&api.scope, &text)?;
    let TakeOutIn { concern, left_out, phrases, reason } = body.sent()?;
    let why = reason.map(|why| why.trim().to_owned()).filter(|why| !why.is_empty());
    if (left_out || !phrases.is_empty()) && why.is_none() {
        return Err(Problem::field("reason", "Enter why it is not given").into());
    }
    let take = TakeOut { concern, left_out, phrases, why };
    let (scope, at) = (api.scope.clone(), reference.clone());
    api.scope.site.db.write(move |tx| commands::take_out(tx, &scope, &at, &take)).await?;
    shown(&api.scope, &reference, StatusCode::OK).await
}

/// Decides whether a safety marker or a take-down request that was found is given.
#[utoipa::path(post, path = "/{p}/api/v1/subject-requests/{reference}/beside", tag = "information", operation_id = "decide_beside_subject_request",
    params(("p" = String, Path), ("reference" = String, Path)), request_body = DecideIn,
    responses((status = 200, body = RequestOut), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub async fn decide(api: Api, Path((_p, text)): Path<(String, String)>, body: Body<DecideIn>) -> Answer {
    let reference = asked(&api.scope, &text)?;
    let DecideIn { record, given, reason } = body.sent()?;
    let why = reason.map(|why| why.trim().to_owned()).filter(|why| !why.is_empty());
    let (scope, at) = (api.scope.clone(), reference.clone());
    let decide = Decide { record, given, why };
    api.scope.site.db.write(move |tx| beside::decide(tx, &scope, &at, &decide)).await?;
    shown(&api.scope, &reference, StatusCode::OK).await
}

/// Gives it: a file with a page to be read and the same as data. Ends the request.
#[utoipa::path(post, path = "/{p}/api/v1/subject-requests/{reference}/give", tag = "information", operation_id = "give_subject_request",
    params(("p" = String, Path), ("reference" = String, Path)),
    responses((status = 200, content_type = "application/zip"), (status = 401), (status = 403), (status = 404), (status = 409)))]
pub async fn give(api: Api, Path((_p, text)): Path<(String, String)>) -> Answer {
    let reference = asked(&api.scope, &text)?;
    review::given(&api.scope, reference).await
}

/// Forgets them. Refused while a legal hold is on any of it.
#[utoipa::path(post, path = "/{p}/api/v1/subject-requests/{reference}/erase", tag = "information", operation_id = "erase_subject",
    params(("p" = String, Path), ("reference" = String, Path)),
    responses((status = 200, body = RequestOut), (status = 401), (status = 403), (status = 404), (status = 409)))]
pub async fn erase(api: Api, Path((_p, text)): Path<(String, String)>) -> Answer {
    let reference = asked(&api.scope, &text)?;
    let (scope, at) = (api.scope.clone(), reference.clone());
    api.scope.site.db.write(move |tx| commands::erase(tx, &scope, &at)).await?;
    shown(&api.scope, &reference, StatusCode::OK).await
}

/// Refuses it.
#[utoipa::path(post, path = "/{p}/api/v1/subject-requests/{reference}/refuse", tag = "information", operation_id = "refuse_subject_request",
    params(("p" = String, Path), ("reference" = String, Path)), request_body = RefuseIn,
    responses((status = 200, body = RequestOut), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub async fn refuse(api: Api, Path((_p, text)): Path<(String, String)>, body: Body<RefuseIn>) -> Answer {
    let reference = asked(&api.scope, &text)?;
    let reason = body.sent()?.reason.trim().to_owned();
    if reason.is_empty() || reason.chars().count() > 2_000 {
        return Err(Problem::field("reason", "Enter why, in 2,000 characters or fewer").into());
    }
    let (scope, at) = (api.scope.clone(), reference.clone());
    api.scope.site.db.write(move |tx| commands::end(tx, &scope, &at, "refuse", Some(&reason))).await?;
    shown(&api.scope, &reference, StatusCode::OK).await
}

fn asked(scope: &Scope, text: &str) -> Result<Reference, Problem> {
    allowed(scope)?;
    text.parse().map_err(|_| Problem::NotFound)
}

impl RequestOut {
    fn of(request: &Request, found: Option<Vec<FoundOut>>, beside: Option<Vec<BesideOut>>) -> Self {
        Self {
            reference: request.reference.clone(),
            kind: request.kind.to_string(),
            received_on: request.received_on.to_string(),
            due_on: request.due_on.to_string(),
            state: request.state.to_string(),
            reason: request.reason.clone(),
            searched_at: request.searched_at,
            done_at: request.done_at,
            found,
            beside,
        }
    }
}

impl FoundOut {
    fn of(held: Held) -> Self {
        let Held { reference, how, words, left_out, phrases, erased, .. } = held;
        Self { reference, how, words, left_out, phrases, erased }
    }
}

impl BesideOut {
    fn of(also: Also) -> Self {
        let Also { kind, reference, how, given, why, .. } = also;
        Self { kind: kind.to_string(), reference, how, given, reason: why }
    }
}
