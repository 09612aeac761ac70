use access::Scope;
use axum::extract::Path;
use axum::http::StatusCode;
use base::{Date, Problem};
use db::Tx;
use directory::act::Key;
use directory::import::is_code;
use directory::{Listed, needed};
use serde::Deserialize;
use utoipa::ToSchema;
use web::asking::{Api, Body as Sent, json, json_status};
use web::{Answer, Query};

use super::shapes::{BodyOut, WholeBodyOut, places_with};
use crate::commands::{self, Ending, NewBody, NewSeat, keeping};
use crate::known::{self, Bodies};
use crate::model::{Body, Class, Office, Sitter};
use crate::pages::{PURPOSE, sitter};
use crate::told::{self, Asked};

/// A body to be established or changed.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct BodyIn {
    /// Only when it is established.
    pub code: Option<String>,
    pub name: Option<String>,
    /// `council_committee`, `partnership` or `community`.
    #[schema(value_type = Option<String>)]
    pub class: Option<Class>,
    /// Its tier, by the code of the partnership's term.
    pub kind: Option<String>,
    /// The level it decides at: 0, 1, 2, or none.
    pub level: Option<i64>,
    /// What it is for.
    pub purpose: Option<String>,
    /// `chair`, `lead`, `clerk`: those somebody should hold.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub offices: Vec<Office>,
    /// Whether it is open to the public.
    #[serde(default)]
    pub is_open: bool,
    /// Codes of the places it serves.
    #[serde(default)]
    pub places: Vec<String>,
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_from: Option<Date>,
}

/// How a body ends.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct EndBodyIn {
    /// The first day on which it is no more.
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
    /// The code of the body it goes on as.
    pub successor: Option<String>,
    /// Whether its places go with it, and so what is open before it.
    #[serde(default)]
    pub places: bool,
    /// Whether its members do.
    #[serde(default)]
    pub members: bool,
}

/// A seat to be given.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct SeatIn {
    /// `chair`, `lead`, `clerk` or `member`.
    #[schema(value_type = Option<String>)]
    pub office: Option<Office>,
    /// `person:KEY` or `organisation:CODE`.
    pub sitter: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_from: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
}

/// When a seat ends.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct EndSeatIn {
    /// The first day on which it is free; today when nothing is said.
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
}

/// Bodies, by the page's filters.
#[utoipa::path(get, path = "/{p}/api/v1/bodies", tag = "bodies", operation_id = "list_bodies",
    params(("p" = String, Path), ("place" = Option<String>, Query), ("class" = Option<String>, Query),
        ("on" = Option<String>, Query, description = "the day that is asked about; today when nothing is said")),
    responses((status = 200, body = Listed<BodyOut>), (status = 422)))]
pub(super) async fn list(api: Api, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let scope = &api.scope;
    let bodies = scope.snapshot.part::<Bodies>()?;
    let asked = Asked::read(scope, &typed)?;
    let found = asked.among(scope, bodies)?;
    let items = found.into_iter().map(|body| BodyOut::of(scope, bodies, body, asked.day));
    json(&Listed { items: items.collect::<Result<_, _>>()?, next: None })
}

/// One body, with what is before it and in its hands.
#[utoipa::path(get, path = "/{p}/api/v1/bodies/{code}", tag = "bodies", operation_id = "get_body",
    params(("p" = String, Path), ("code" = String, Path),
        ("on" = Option<String>, Query, description = "the day that is asked about; today when nothing is said")),
    responses((status = 200, body = WholeBodyOut), (status = 404), (status = 422)))]
pub(super) async fn body(api: Api, Path((_p, code)): Path<(String, String)>, Query(typed): Query) -> Answer {
    let scope = &api.scope;
    let bodies = scope.snapshot.part::<Bodies>()?;
    let body = bodies.shown_to(scope, &code)?;
    let day = told::on(&typed)?.unwrap_or_else(|| scope.now.date());
    let (reading, decides) = (scope.clone(), bodies.decides(body, scope.now.date()));
    let before = scope.site.db.read(move |tx| told::before(tx, &reading, &decides)).await?;
    json(&WholeBodyOut::of(scope, bodies, body, (day, before))?)
}

/// Establishes a body.
#[utoipa::path(post, path = "/{p}/api/v1/bodies", tag = "bodies", operation_id = "establish_body",
    params(("p" = String, Path)), request_body = BodyIn,
    responses((status = 201, body = BodyOut), (status = 401), (status = 403), (status = 422)))]
pub(super) async fn establish(api: Api, Path(_p): Path<String>, sent: Sent<BodyIn>) -> Answer {
    let scope = kept(api.scope)?;
    let new = sent.sent()?.read(&scope, None)?;
    let (within, code) = (scope.clone(), new.code.clone());
    scope.site.db.write(move |tx| commands::establish(tx, &within, &new)).await?;
    answer(&scope, StatusCode::CREATED, code).await
}

/// Says anew what a body is: all of it, as in the list.
#[utoipa::path(post, path = "/{p}/api/v1/bodies/{code}/change", tag = "bodies", operation_id = "change_body",
    params(("p" = String, Path), ("code" = String, Path)), request_body = BodyIn,
    responses((status = 200, body = BodyOut), (status = 401), (status = 403), (status = 404), (status = 409), (status = 412), (status = 422)))]
pub(super) async fn change(api: Api, Path((_p, code)): Path<(String, String)>, sent: Sent<BodyIn>) -> Answer {
    let version = api.version;
    let scope = kept(api.scope)?;
    let was = scope.snapshot.part::<Bodies>()?.by_code(&code).ok_or(Problem::NotFound)?.clone();
    let to = sent.sent()?.read(&scope, Some(&was))?;
    let within = scope.clone();
    scope.site.db.write(move |tx| commands::change(tx, &within, version, &to)).await?;
    answer(&scope, StatusCode::OK, code).await
}

/// Ends a body on a day, and says what it goes on as.
#[utoipa::path(post, path = "/{p}/api/v1/bodies/{code}/end", tag = "bodies", operation_id = "end_body",
    params(("p" = String, Path), ("code" = String, Path)), request_body = EndBodyIn,
    responses((status = 200, body = BodyOut), (status = 401), (status = 403), (status = 404), (status = 409), (status = 412), (status = 422)))]
pub(super) async fn end(api: Api, Path((_p, code)): Path<(String, String)>, sent: Sent<EndBodyIn>) -> Answer {
    let version = api.version;
    let scope = kept(api.scope)?;
    let bodies = scope.snapshot.part::<Bodies>()?;
    bodies.by_code(&code).ok_or(Problem::NotFound)?;
    let EndBodyIn { valid_to, successor, places, members } = sent.sent()?;
    let day = valid_to.ok_or_else(|| Problem::field("valid_to", "Enter the first day on which it is no more"))?;
    let next = |code: String| {
        let found = bodies.by_code(&code).map(|body| body.id);
        found.ok_or_else(|| Problem::field("successor", format!("There is no body with the code {code}")))
    };
    let ending = Ending { day, successor: successor.map(next).transpose()?, places, members };
    let (within, ended) = (scope.clone(), code.clone());
    scope.site.db.write(move |tx| commands::end(tx, &within, &ended, version, ending)).await?;
    answer(&scope, StatusCode::OK, code).await
}

/// Gives somebody a seat.
#[utoipa::path(post, path = "/{p}/api/v1/bodies/{code}/seats", tag = "bodies", operation_id = "give_seat",
    params(("p" = String, Path), ("code" = String, Path)), request_body = SeatIn,
    responses((status = 201, body = BodyOut), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub(super) async fn give_seat(api: Api, Path((_p, code)): Path<(String, String)>, sent: Sent<SeatIn>) -> Answer {
    let scope = kept(api.scope)?;
    scope.snapshot.part::<Bodies>()?.by_code(&code).ok_or(Problem::NotFound)?;
    let new = sent.sent()?.read(&scope)?;
    let (within, body) = (scope.clone(), code.clone());
    scope.site.db.write(move |tx| commands::give_seat(tx, &within, &body, &new)).await?;
    answer(&scope, StatusCode::CREATED, code).await
}

/// Ends a seat.
#[utoipa::path(post, path = "/{p}/api/v1/bodies/{code}/seats/{id}/end", tag = "bodies", operation_id = "end_seat",
    params(("p" = String, Path), ("code" = String, Path), ("id" = String, Path)), request_body = EndSeatIn,
    responses((status = 200, body = BodyOut), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub(super) async fn end_seat(
    api: Api,
    Path((_p, code, Key(seat))): Path<(String, String, Key)>,
    sent: Sent<EndSeatIn>,
) -> Answer {
    let scope = kept(api.scope)?;
    let day = sent.sent()?.valid_to.unwrap_or_else(|| scope.now.date());
    let (within, body) = (scope.clone(), code.clone());
    scope.site.db.write(move |tx| commands::end_seat(tx, &within, &body, seat, day)).await?;
    answer(&scope, StatusCode::OK, code).await
}

impl BodyIn {
    fn read(self, scope: &Scope, was: Option<&Body>) -> Result<NewBody, Problem> {
        let code = match was {
            Some(body) => body.code.clone(),
            None => needed("code", self.code, 60, "Enter a code, like bloxwich-committee")?,
        };
        if !is_code(&code) {
            return Err(Problem::field("code", "Use small letters, digits and hyphens, like bloxwich-committee"));
        }
        Ok(NewBody {
            code,
            name: needed("name", self.name, 100, "Enter the body's name")?,
            class: self.class.ok_or_else(|| Problem::field("class", "Choose what it is"))?,
            kind: self.kind.filter(|code| !code.is_empty()),
            level: self.level,
            purpose: needed("purpose", self.purpose, PURPOSE, "Enter what it is for")?,
            offices: self.offices,
            is_open: self.is_open,
            places: places_with(scope, &self.places)?,
            valid_from: self.valid_from.or(was.map(|body| body.valid_from)).unwrap_or_else(|| scope.now.date()),
        })
    }
}

impl SeatIn {
    fn read(self, scope: &Scope) -> Result<NewSeat, Problem> {
        let missing = "Choose somebody who works here as person:KEY, or organisation:CODE";
        let sitter: Option<Sitter> = self.sitter.as_deref().and_then(|text| sitter(scope, text));
        Ok(NewSeat {
            office: self.office.ok_or_else(|| Problem::field("office", "Choose an office"))?,
            sitter: sitter.ok_or_else(|| Problem::field("sitter", missing))?,
            valid_from: self.valid_from.unwrap_or_else(|| scope.now.date()),
            valid_to: self.valid_to,
        })
    }
}

/// The body as it stands now.
async fn answer(scope: &Scope, status: StatusCode, code: String) -> Answer {
    let partnership = scope.partnership();
    let bodies = scope.site.db.read(move |tx: &mut Tx<'_>| known::read(tx, partnership)).await?;
    let body = bodies.by_code(&code).ok_or(Problem::NotFound)?;
    json_status(status, &BodyOut::of(scope, &bodies, body, scope.now.date())?)
}

fn kept(scope: Scope) -> Result<Scope, Problem> {
    keeping(&scope)?;
    Ok(scope)
}
