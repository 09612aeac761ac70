//! Issues and the verbs on them.

use access::Scope;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::ETAG;
use axum::response::IntoResponse;
use base::{Date, FieldErrors, Instant, Problem, Reference};
use db::Tx;
use places::Point;
use serde::Deserialize;
use utoipa::ToSchema;
use voice::Categories;
use web::asking::{Api, Body, json, json_status};
use web::{Answer, Query, Typed};

use super::located::located;
use super::shapes::{Holder, IssueOut, Listed, needed, optional, reference, references};
use crate::asked::{after, asked};
use crate::commands::{self, Assess, Assign, Attach, Decide, Move, Open, Resolve, places_in};
use crate::listing;
use crate::model::{Capacity, Decision, Outcome};
use crate::similar::{self, Similar};
use crate::store::{self, Issue};

/// The longest reason, in characters.
const LONGEST_REASON: usize = 4000;
/// The longest title.
const LONGEST_TITLE: usize = 200;

/// Issues, by the same filters as the page: soonest first unless asked otherwise.
#[utoipa::path(get, path = "/{p}/api/v1/issues", tag = "issues", operation_id = "list_issues",
    params(("p" = String, Path), ("place" = Option<String>, Query), ("category" = Option<String>, Query),
        ("lines" = Option<String>, Query, description = "then (without it): places as they were drawn when each was opened; now: as they are today"),
        ("status" = Option<String>, Query, description = "open (without it), settled, or one state"),
        ("level" = Option<i64>, Query), ("flag" = Option<String>, Query), ("seriousness" = Option<i64>, Query),
        ("assessed" = Option<String>, Query, description = "yes or no"),
        ("since" = Option<String>, Query, description = "opened at this time or on this day, or later"),
        ("bbox" = Option<String>, Query),
        ("q" = Option<String>, Query), ("sort" = Option<String>, Query), ("limit" = Option<i64>, Query),
        ("after" = Option<String>, Query)),
    responses((status = 200, body = Listed<IssueOut>), (status = 422)))]
pub(super) async fn list(api: Api, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let scope = api.scope;
    let (filter, limit) = asked(&scope, &typed)?;
    let site = std::sync::Arc::clone(&scope.site);
    let asking = scope.clone();
    let (found, next) = site.db.read(move |tx| listing::page(tx, &asking, &filter, limit)).await?;
    let items = found.into_iter().map(|found| found.known(&scope)).collect::<Result<_, Problem>>()?;
    json(&Listed::<IssueOut> { items, next: next.map(after) })
}

/// Open issues that may be what somebody is about to tell, the nearest first: for a form that asks before it sends.
#[utoipa::path(get, path = "/{p}/api/v1/issues/similar", tag = "issues", operation_id = "similar_issues",
    params(("p" = String, Path), ("category" = String, Query), ("lat" = Option<f64>, Query),
        ("lon" = Option<f64>, Query), ("place" = Option<String>, Query)),
    responses((status = 200, body = Listed<Similar>), (status = 422)))]
pub(super) async fn similar(api: Api, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let scope = api.scope;
    let code = needed("category", typed.get("category").map(str::to_owned), 100, "Choose a category")?;
    let category = scope.snapshot.part::<Categories>()?.by_code(&code).map(|category| category.id);
    let category = category.ok_or_else(|| Problem::field("category", "Choose one of the partnership's categories"))?;
    let point = point_of(degrees(&typed, "lat")?, degrees(&typed, "lon")?)?;
    let found = located(&scope, point, None, None, typed.get("place")).await?;
    let seen = similar::Seen { category, point: found.point, places: found.places };
    let site = std::sync::Arc::clone(&scope.site);
    let items = site.db.read(move |tx| similar::similar(tx, &scope, &seen)).await?;
    json(&Listed::<Similar> { items, next: None })
}

fn degrees(typed: &Typed, name: &str) -> Result<Option<f64>, Problem> {
    let typed = typed.get(name).map(str::trim).filter(|text| !text.is_empty());
    typed.map(|text| text.parse().map_err(|_| Problem::field(name, "Enter degrees, like 52.586"))).transpose()
}

/// One issue, with its story.
#[utoipa::path(get, path = "/{p}/api/v1/issues/{reference}", tag = "issues", operation_id = "get_issue",
    params(("p" = String, Path), ("reference" = String, Path)),
    responses((status = 200, body = IssueOut), (status = 404)))]
pub(super) async fn issue(api: Api, Path((_p, text)): Path<(String, String)>) -> Answer {
    let reference = reference(&text)?;
    let scope = api.scope;
    let site = std::sync::Arc::clone(&scope.site);
    let (out, version) = site
        .db
        .read(move |tx| {
            let (issue, _) = store::by_reference(tx, &scope, &reference)?.ok_or(Problem::NotFound)?;
            let steps = store::steps_of(tx, scope.partnership(), issue.id)?;
            let out = shown(tx, &scope, &issue, Some(&steps))?;
            Ok::<_, Problem>((out, issue.version))
        })
        .await?;
    tagged(StatusCode::OK, &out, version)
}

fn shown(tx: &mut Tx<'_>, scope: &Scope, issue: &Issue, steps: Option<&[store::Step]>) -> Result<IssueOut, Problem> {
    let lies = store::places_of_lines(tx, scope, &[issue.id])?;
    let places: Vec<base::Id> = lies.into_iter().filter(|here| here.is_then).map(|here| here.place).collect();
    IssueOut::of(scope, issue, &places, steps)
}

fn tagged(status: StatusCode, out: &IssueOut, version: i64) -> Answer {
    let mut response = json_status(status, out)?.into_response();
    if let Ok(tag) = format!("\"{version}\"").parse() {
        response.headers_mut().insert(ETAG, tag);
    }
    Ok(response)
}

/// An issue to be made.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct IssueIn {
    title: Option<String>,
    /// The category's code.
    category: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    /// A place's code.
    place: Option<String>,
    /// References of the concerns it is about.
    #[serde(default)]
    concerns: Vec<String>,
}

/// Makes an issue of concerns, or of something staff know.
#[utoipa::path(post, path = "/{p}/api/v1/issues", tag = "issues", operation_id = "open_issue",
    params(("p" = String, Path)), request_body = IssueIn,
    responses((status = 201, body = IssueOut), (status = 401), (status = 403), (status = 422)))]
pub(super) async fn open(api: Api, Path(_p): Path<String>, body: Body<IssueIn>) -> Answer {
    let scope = signed_in(api.scope)?;
    let new = body.sent()?.read(&scope)?;
    act(scope, StatusCode::CREATED, move |tx, scope| commands::open(tx, scope, &new)).await
}

impl IssueIn {
    fn read(self, scope: &Scope) -> Result<Open, Problem> {
        let title = needed("title", self.title, LONGEST_TITLE, "Enter a title: the category and the street")?;
        let code = needed("category", self.category, 100, "Choose a category")?;
        let category = scope.snapshot.part::<Categories>()?.by_code(&code);
        let category =
            category.ok_or_else(|| Problem::field("category", "Choose one of the partnership's categories"))?;
        let place = match self.place {
            None => None,
            Some(code) => Some(place_of(scope, &code)?),
        };
        Ok(Open {
            title,
            category: category.id,
            point: point_of(self.lat, self.lon)?,
            place,
            concerns: references("concerns", &self.concerns)?,
        })
    }
}

/// A point out of two numbers that come together or not at all.
pub(super) fn point_of(lat: Option<f64>, lon: Option<f64>) -> Result<Option<Point>, Problem> {
    match (lat, lon) {
        (None, None) => Ok(None),
        (Some(lat), Some(lon)) => Point::new(lat, lon)
            .map(Some)
            .ok_or_else(|| Problem::field("lat", "Enter degrees: lat from -90 to 90 and lon from -180 to 180")),
        (None, _) => Err(Problem::field("lat", "Enter lat and lon together")),
        (_, None) => Err(Problem::field("lon", "Enter lat and lon together")),
    }
}

/// A place by its code.
pub(super) fn place_of(scope: &Scope, code: &str) -> Result<base::Id, Problem> {
    let found = places_in(scope)?.by_code(code).map(|(id, _)| id);
    found.ok_or_else(|| Problem::field("place", "Enter the code of one of the partnership's places"))
}

/// How serious, for how many, and how we know.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct AssessIn {
    /// 1 to 5.
    seriousness: Option<i64>,
    people_affected: Option<i64>,
    reason: Option<String>,
    evidence: Option<String>,
    /// For a 5: who holds it now.
    holder: Option<String>,
    /// For a 5: who was told.
    told: Option<String>,
    /// For a 5: when they were told.
    told_at: Option<Instant>,
}

/// Assesses an issue.
#[utoipa::path(post, path = "/{p}/api/v1/issues/{reference}/assess", tag = "issues", operation_id = "assess_issue",
    params(("p" = String, Path), ("reference" = String, Path)), request_body = AssessIn,
    responses((status = 200, body = IssueOut), (status = 409), (status = 412), (status = 422)))]
pub(super) async fn assess(api: Api, Path((_p, text)): Path<(String, String)>, body: Body<AssessIn>) -> Answer {
    let version = api.version;
    let (scope, reference) = (signed_in(api.scope)?, reference(&text)?);
    let sent = body.sent()?;
    let mut errors = FieldErrors::default();
    if !sent.seriousness.is_some_and(|seriousness| (1..=5).contains(&seriousness)) {
        errors.add("seriousness", "Choose how serious it is, from 1 to 5");
    }
    if !sent.people_affected.is_some_and(|people| (1..=9_999_999).contains(&people)) {
        errors.add("people_affected", "Enter the number of people affected, like 12");
    }
    let reason = needed("reason", sent.reason, LONGEST_REASON, "Enter the reason for this assessment");
    if let Err(Problem::Invalid(more)) = &reason {
        errors.0.extend(more.0.clone());
    }
    errors.or(())?;
    let form = Assess {
        seriousness: sent.seriousness.unwrap_or_default(),
        people_affected: sent.people_affected.unwrap_or_default(),
        reason: reason?,
        evidence: optional("evidence", sent.evidence, LONGEST_REASON)?,
        holder: optional("holder", sent.holder, 200)?,
        told: optional("told", sent.told, 200)?,
        told_at: sent.told_at,
        version,
    };
    act(scope, StatusCode::OK, move |tx, scope| commands::assess(tx, scope, &reference, &form)).await
}

/// A decision.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct DecideIn {
    /// taking_forward or not_taking_forward.
    decision: Option<String>,
    /// The public reads it.
    reason: Option<String>,
    /// body, delegated_officer (without it) or rule.
    capacity: Option<String>,
    authority: Option<String>,
    waiting_for: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    waiting_until: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    watching_until: Option<Date>,
}

/// Decides an issue, with a published reason.
#[utoipa::path(post, path = "/{p}/api/v1/issues/{reference}/decide", tag = "issues", operation_id = "decide_issue",
    params(("p" = String, Path), ("reference" = String, Path)), request_body = DecideIn,
    responses((status = 200, body = IssueOut), (status = 409), (status = 412), (status = 422)))]
pub(super) async fn decide(api: Api, Path((_p, text)): Path<(String, String)>, body: Body<DecideIn>) -> Answer {
    let version = api.version;
    let (scope, reference) = (signed_in(api.scope)?, reference(&text)?);
    let sent = body.sent()?;
    let form = Decide {
        decision: word::<Decision>("decision", sent.decision, "Choose taking_forward or not_taking_forward")?,
        reason: needed("reason", sent.reason, LONGEST_REASON, "Enter the reason: the public reads it")?,
        capacity: match sent.capacity {
            None => Capacity::DelegatedOfficer,
            some => word("capacity", some, "Choose body, delegated_officer or rule")?,
        },
        authority: optional("authority", sent.authority, 300)?,
        waiting_for: optional("waiting_for", sent.waiting_for, 200)?,
        waiting_until: sent.waiting_until,
        watching_until: sent.watching_until,
        version,
    };
    act(scope, StatusCode::OK, move |tx, scope| commands::decide(tx, scope, &reference, &form)).await
}

/// How it ended.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ResolveIn {
    /// sorted, partly, done_what_we_can, nothing_found or stopped_by_itself.
    outcome: Option<String>,
    /// The public reads it.
    what_we_did: Option<String>,
}

/// Ends an issue, with what we did.
#[utoipa::path(post, path = "/{p}/api/v1/issues/{reference}/resolve", tag = "issues", operation_id = "resolve_issue",
    params(("p" = String, Path), ("reference" = String, Path)), request_body = ResolveIn,
    responses((status = 200, body = IssueOut), (status = 409), (status = 412), (status = 422)))]
pub(super) async fn resolve(api: Api, Path((_p, text)): Path<(String, String)>, body: Body<ResolveIn>) -> Answer {
    let version = api.version;
    let (scope, reference) = (signed_in(api.scope)?, reference(&text)?);
    let outcomes = "Choose sorted, partly, done_what_we_can, nothing_found or stopped_by_itself";
    let sent = body.sent()?;
    let form = Resolve {
        outcome: word::<Outcome>("outcome", sent.outcome, outcomes)?,
        what_we_did: needed("what_we_did", sent.what_we_did, LONGEST_REASON, "Enter what was done")?,
        version,
    };
    act(scope, StatusCode::OK, move |tx, scope| commands::resolve(tx, scope, &reference, &form)).await
}

/// A reason.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ReasonIn {
    reason: Option<String>,
}

/// Sends an issue one level up.
#[utoipa::path(post, path = "/{p}/api/v1/issues/{reference}/escalate", tag = "issues", operation_id = "escalate_issue",
    params(("p" = String, Path), ("reference" = String, Path)), request_body = ReasonIn,
    responses((status = 200, body = IssueOut), (status = 409), (status = 412), (status = 422)))]
pub(super) async fn escalate(api: Api, Path((_p, text)): Path<(String, String)>, body: Body<ReasonIn>) -> Answer {
    let (scope, reference, form) = moving(api, &text, body.sent()?)?;
    act(scope, StatusCode::OK, move |tx, scope| commands::escalate(tx, scope, &reference, &form)).await
}

/// Hands an issue one level down.
#[utoipa::path(post, path = "/{p}/api/v1/issues/{reference}/hand-down", tag = "issues", operation_id = "hand_down_issue",
    params(("p" = String, Path), ("reference" = String, Path)), request_body = ReasonIn,
    responses((status = 200, body = IssueOut), (status = 409), (status = 412), (status = 422)))]
pub(super) async fn hand_down(api: Api, Path((_p, text)): Path<(String, String)>, body: Body<ReasonIn>) -> Answer {
    let (scope, reference, form) = moving(api, &text, body.sent()?)?;
    act(scope, StatusCode::OK, move |tx, scope| commands::hand_down(tx, scope, &reference, &form)).await
}

/// Opens a settled issue again.
#[utoipa::path(post, path = "/{p}/api/v1/issues/{reference}/reopen", tag = "issues", operation_id = "reopen_issue",
    params(("p" = String, Path), ("reference" = String, Path)), request_body = ReasonIn,
    responses((status = 200, body = IssueOut), (status = 409), (status = 412), (status = 422)))]
pub(super) async fn reopen(api: Api, Path((_p, text)): Path<(String, String)>, body: Body<ReasonIn>) -> Answer {
    let (scope, reference, form) = moving(api, &text, body.sent()?)?;
    act(scope, StatusCode::OK, move |tx, scope| commands::reopen(tx, scope, &reference, &form.reason, form.version))
        .await
}

fn moving(api: Api, text: &str, sent: ReasonIn) -> Result<(Scope, Reference, Move), Problem> {
    let scope = signed_in(api.scope)?;
    let reason = needed("reason", sent.reason, LONGEST_REASON, "Enter the reason")?;
    Ok((scope, reference(text)?, Move { reason, version: api.version }))
}

/// Who is to hold it.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct AssignIn {
    holder: Option<Holder>,
    reason: Option<String>,
}

/// Says which agency holds an issue, and who there.
#[utoipa::path(post, path = "/{p}/api/v1/issues/{reference}/assign", tag = "issues", operation_id = "assign_issue",
    params(("p" = String, Path), ("reference" = String, Path)), request_body = AssignIn,
    responses((status = 200, body = IssueOut), (status = 409), (status = 412), (status = 422)))]
pub(super) async fn assign(api: Api, Path((_p, text)): Path<(String, String)>, body: Body<AssignIn>) -> Answer {
    let version = api.version;
    let (scope, reference) = (signed_in(api.scope)?, reference(&text)?);
    let sent = body.sent()?;
    let holder = sent.holder.ok_or_else(|| Problem::field("holder", "Say which organisation holds it"))?;
    let organisation = scope.snapshot.organisation_by_code(&holder.organisation).map(|one| one.id);
    let form = Assign {
        organisation: organisation.ok_or_else(|| {
            Problem::field("holder.organisation", "Enter the code of one of the partnership's organisations")
        })?,
        person: holder.person,
        reason: optional("reason", sent.reason, LONGEST_REASON)?,
        version,
    };
    act(scope, StatusCode::OK, move |tx, scope| commands::assign(tx, scope, &reference, &form)).await
}

/// Concerns to be added.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct AttachIn {
    #[serde(default)]
    concerns: Vec<String>,
    reason: Option<String>,
}

/// Adds concerns to an issue.
#[utoipa::path(post, path = "/{p}/api/v1/issues/{reference}/attach", tag = "issues", operation_id = "attach_concerns",
    params(("p" = String, Path), ("reference" = String, Path)), request_body = AttachIn,
    responses((status = 200, body = IssueOut), (status = 409), (status = 412), (status = 422)))]
pub(super) async fn attach(api: Api, Path((_p, text)): Path<(String, String)>, body: Body<AttachIn>) -> Answer {
    let version = api.version;
    let (scope, reference) = (signed_in(api.scope)?, reference(&text)?);
    let sent = body.sent()?;
    let form = Attach {
        concerns: references("concerns", &sent.concerns)?,
        reason: optional("reason", sent.reason, LONGEST_REASON)?,
        version,
    };
    act(scope, StatusCode::OK, move |tx, scope| commands::attach(tx, scope, &reference, &form)).await
}

fn signed_in(scope: Scope) -> Result<Scope, Problem> {
    if scope.hat().is_some() { Ok(scope) } else { Err(Problem::SignIn) }
}

fn word<T: std::str::FromStr>(field: &str, text: Option<String>, sentence: &str) -> Result<T, Problem> {
    text.and_then(|text| text.parse().ok()).ok_or_else(|| Problem::field(field, sentence))
}

/// Does one command in one transaction and answers with the issue as it then stands.
async fn act(
    scope: Scope,
    status: StatusCode,
    command: impl Fn(&mut Tx<'_>, &Scope) -> Result<Issue, Problem> + Send + 'static,
) -> Answer {
    let site = std::sync::Arc::clone(&scope.site);
    let (out, version) = site
        .db
        .write(move |tx| {
            let issue = command(tx, &scope)?;
            let out = shown(tx, &scope, &issue, None)?;
            Ok::<_, Problem>((out, issue.version))
        })
        .await?;
    tagged(status, &out, version)
}
