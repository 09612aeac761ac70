//! The JSON twins.

use access::{Ground, Reach, Right, Scope};
use axum::extract::Path;
use axum::http::StatusCode;
use base::{Date, Instant, Problem};
use db::Tx;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use web::Answer;
use web::asking::{Api, Body, json, json_status};

use crate::commands::{self, Set, Wanted, allowed};
use crate::model::{Account, Marker};
use crate::pages::{Act, ROWS, find};
use crate::store;
use crate::visit::{Somewhere, Warning, before_a_visit};

/// This slice's share of the API's description.
#[derive(OpenApi)]
#[openapi(paths(list, set, one, act, before))]
pub struct Described;

/// A marker to be set.
#[derive(Debug, Deserialize, ToSchema)]
pub struct MarkerIn {
    /// The number or name of the house: `14`, `Flat 2, 14`, `The Old Forge`.
    building: Option<String>,
    postcode: Option<String>,
    /// An e-mail address or a number of the person concerned.
    person: Option<String>,
    /// What happened, as a fact.
    happened: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    happened_on: Option<Date>,
    /// Who reported it.
    source: Option<String>,
    /// What may happen, in plain words.
    risk: Option<String>,
    /// What to do.
    precautions: Option<String>,
    /// With what authority it is decided.
    authority: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    told_on: Option<Date>,
    not_told_why: Option<String>,
    /// By when it is looked at again: six months from today at the latest. On that day it lapses.
    #[schema(value_type = Option<String>, format = Date)]
    review_on: Option<Date>,
}

/// What an act takes: review `review_on, reason`; end `reason`; appeal `appealed_on, says`; answer `keeps, reason`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ActIn {
    reason: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    review_on: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    appealed_on: Option<Date>,
    says: Option<String>,
    keeps: Option<bool>,
}

/// Where somebody is about to go.
#[derive(Debug, Deserialize, ToSchema)]
pub struct VisitIn {
    /// In one line, with its postcode.
    address: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct MarkerOut {
    reference: String,
    /// in_force, appealed, ended.
    state: String,
    allowed: Vec<&'static str>,
    address: Option<String>,
    precautions: Option<String>,
    risk: Option<String>,
    happened: Option<String>,
    #[schema(value_type = String, format = Date)]
    happened_on: Date,
    source: Option<String>,
    authority: String,
    capacity: String,
    decided_by: Option<String>,
    set_at: Instant,
    #[schema(value_type = Option<String>, format = Date)]
    told_on: Option<Date>,
    not_told_why: Option<String>,
    #[schema(value_type = String, format = Date)]
    review_on: Date,
    appeal: Option<String>,
    appeal_kept: Option<bool>,
    ended_at: Option<Instant>,
    /// lapsed, ended, appeal.
    ended_how: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct MarkersOut {
    items: Vec<MarkerOut>,
    next: Option<String>,
}

/// A marker as whoever is about to visit reads it.
#[derive(Debug, Serialize, ToSchema)]
pub struct WarningOut {
    reference: String,
    precautions: String,
    risk: String,
    #[schema(value_type = String, format = Date)]
    happened_on: Date,
    #[schema(value_type = String, format = Date)]
    review_on: Date,
}

#[derive(Debug, Serialize, ToSchema)]
struct WarningsOut {
    items: Vec<WarningOut>,
}

/// Markers that were not ended, the one to be looked at first before the others.
#[utoipa::path(get, path = "/{p}/api/v1/safety-markers", tag = "safety", operation_id = "list_safety_markers",
    params(("p" = String, Path)), responses((status = 200, body = MarkersOut), (status = 401), (status = 403)))]
pub async fn list(api: Api, Path(_p): Path<String>) -> Answer {
    allowed(&api.scope)?;
    let reading = api.scope.clone();
    let read = move |tx: &mut Tx<'_>| Ok::<_, Problem>(store::open(tx, &allowed(&reading)?, ROWS)?);
    let open = api.scope.site.db.read(read).await?;
    let items = open.iter().map(|marker| MarkerOut::of(&api.scope, marker)).collect::<Result<_, _>>()?;
    json(&MarkersOut { items, next: None })
}

/// Sets one.
#[utoipa::path(post, path = "/{p}/api/v1/safety-markers", tag = "safety", operation_id = "set_safety_marker",
    params(("p" = String, Path)), request_body = MarkerIn,
    responses((status = 201, body = MarkerOut), (status = 401), (status = 403), (status = 422)))]
pub async fn set(api: Api, Path(_p): Path<String>, body: Body<MarkerIn>) -> Answer {
    allowed(&api.scope)?;
    let new = Set::of(&api.scope, body.sent()?.read()?)?;
    let scope = api.scope.clone();
    let reference = api.scope.site.db.write(move |tx| commands::set(tx, &scope, &new)).await?;
    let marker = find(&api.scope, reference.as_str()).await?;
    json_status(StatusCode::CREATED, &MarkerOut::of(&api.scope, &marker)?)
}

/// One of them.
#[utoipa::path(get, path = "/{p}/api/v1/safety-markers/{reference}", tag = "safety", operation_id = "get_safety_marker",
    params(("p" = String, Path), ("reference" = String, Path)),
    responses((status = 200, body = MarkerOut), (status = 401), (status = 403), (status = 404)))]
pub async fn one(api: Api, Path((_p, text)): Path<(String, String)>) -> Answer {
    let marker = find(&api.scope, &text).await?;
    json(&MarkerOut::of(&api.scope, &marker)?)
}

/// Does something with one: `review`, `end`, `appeal`, `answer`.
#[utoipa::path(post, path = "/{p}/api/v1/safety-markers/{reference}/{verb}", tag = "safety", operation_id = "act_on_safety_marker",
    params(("p" = String, Path), ("reference" = String, Path), ("verb" = String, Path)), request_body = ActIn,
    responses((status = 200, body = MarkerOut), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub async fn act(api: Api, Path((_p, text, verb)): Path<(String, String, String)>, body: Body<ActIn>) -> Answer {
    let marker = find(&api.scope, &text).await?;
    marker.state(api.scope.now.date()).may(known(&verb)?)?;
    body.sent()?.read(&verb)?.doing(&api.scope, &marker).await?;
    let marker = find(&api.scope, &text).await?;
    json(&MarkerOut::of(&api.scope, &marker)?)
}

fn known(verb: &str) -> Result<&str, Problem> {
    let known = crate::model::TRANSITIONS.iter().any(|(known, _)| *known == verb);
    if known { Ok(verb) } else { Err(Problem::NotFound) }
}

/// What to know before a visit to an address. That it was asked for and shown is kept.
#[utoipa::path(post, path = "/{p}/api/v1/safety-markers/before-a-visit", tag = "safety", operation_id = "before_a_visit",
    params(("p" = String, Path)), request_body = VisitIn,
    responses((status = 200, body = WarningsOut), (status = 401), (status = 403), (status = 422)))]
pub async fn before(api: Api, Path(_p): Path<String>, body: Body<VisitIn>) -> Answer {
    let ground = anywhere(&api.scope);
    api.scope.may(Right::SeeMarkers, &ground)?;
    let address = needed("address", body.sent()?.address, 500, "Enter the address in one line, with its postcode")?;
    let there = vec![Somewhere { addresses: vec![address], ..Somewhere::default() }];
    let warnings = before_a_visit(&api.scope, &ground, there).await?;
    json(&WarningsOut { items: warnings.into_iter().map(WarningOut::from).collect() })
}

/// The widest ground this person's role reaches: an address that is only asked about lies nowhere yet.
fn anywhere(scope: &Scope) -> Ground {
    let mut ground = Ground::default();
    match scope.hat().map(|hat| hat.reach) {
        Some(Reach::Place(place)) => ground.places.push(place),
        Some(Reach::Organisation(organisation)) => ground.organisation = Some(organisation),
        Some(Reach::Body(body)) => ground.body = Some(body),
        Some(Reach::Partnership) | None => {}
    }
    ground
}

impl From<Warning> for WarningOut {
    fn from(one: Warning) -> Self {
        let Warning { reference, precautions, risk, happened_on, review_on, .. } = one;
        Self { reference, precautions, risk, happened_on, review_on }
    }
}

fn needed(field: &str, text: Option<String>, most: usize, missing: &str) -> Result<String, Problem> {
    let text = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    match text {
        Some(text) if text.chars().count() <= most => Ok(text),
        Some(_) => Err(Problem::field(field, format!("Use {most} characters or fewer"))),
        None => Err(Problem::field(field, missing)),
    }
}

fn day(field: &str, day: Option<Date>, missing: &str) -> Result<Date, Problem> {
    day.ok_or_else(|| Problem::field(field, missing))
}

impl MarkerIn {
    fn read(self) -> Result<Wanted, Problem> {
        let optional = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        Ok(Wanted {
            building: needed("building", self.building, 100, "Enter the number or name of the house, like 14")?,
            postcode: needed("postcode", self.postcode, 20, "Enter its postcode, like WS1 4AB")?,
            person: optional(self.person),
            happened_on: day("happened_on", self.happened_on, "Enter when it happened")?,
            authority: needed("authority", self.authority, 300, "Enter with what authority it is decided")?,
            told_on: self.told_on,
            review_on: day("review_on", self.review_on, "Enter by when it is looked at again")?,
            account: Account {
                happened: needed("happened", self.happened, 1_000, "Enter what happened, as a fact")?,
                source: needed("source", self.source, 300, "Enter who reported it")?,
                risk: needed("risk", self.risk, 1_000, "Enter what may happen, in plain words")?,
                precautions: needed("precautions", self.precautions, 300, "Enter what to do, like: visit in pairs")?,
                not_told_why: optional(self.not_told_why),
            },
        })
    }
}

impl ActIn {
    fn read(self, verb: &str) -> Result<Act, Problem> {
        let reason = |text| needed("reason", text, 1_000, "Enter why");
        Ok(match verb {
            "review" => Act::Review {
                on: day("review_on", self.review_on, "Enter by when it is looked at again")?,
                reason: reason(self.reason)?,
            },
            "end" => Act::End { why: reason(self.reason)? },
            "appeal" => Act::Appeal {
                on: day("appealed_on", self.appealed_on, "Enter when the appeal came")?,
                says: needed("says", self.says, 1_000, "Enter what they say")?,
            },
            _ => Act::Answer {
                keeps: self.keeps.ok_or_else(|| Problem::field("keeps", "Say whether the marker is kept"))?,
                reason: reason(self.reason)?,
            },
        })
    }
}

impl MarkerOut {
    fn of(scope: &Scope, marker: &Marker) -> Result<Self, Problem> {
        let state = marker.state(scope.now.date());
        let opened = marker.opened(scope)?;
        let account = opened.account;
        let words = |pick: fn(&Account) -> &String| account.as_ref().map(|account| pick(account).clone());
        Ok(Self {
            reference: marker.reference.clone(),
            state: state.to_string(),
            allowed: state.allowed(),
            address: opened.address,
            precautions: words(|account| &account.precautions),
            risk: words(|account| &account.risk),
            happened: words(|account| &account.happened),
            happened_on: marker.happened_on,
            source: words(|account| &account.source),
            authority: marker.authority.clone(),
            capacity: marker.capacity.clone(),
            decided_by: marker.decided_by.and_then(|person| scope.snapshot.name_of(person)).map(str::to_owned),
            set_at: marker.set_at,
            told_on: marker.told_on,
            not_told_why: account.as_ref().and_then(|account| account.not_told_why.clone()),
            review_on: marker.review_on,
            appeal: opened.appeal,
            appeal_kept: marker.appeal_kept,
            ended_at: marker.ended_at,
            ended_how: marker.ended_how.map(|how| how.to_string()),
        })
    }
}
