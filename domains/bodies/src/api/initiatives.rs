use access::{Right, Scope};
use axum::extract::Path;
use axum::http::StatusCode;
use base::{Date, Id, Problem};
use directory::act::Key;
use directory::needed;
use serde::Deserialize;
use utoipa::ToSchema;
use web::Answer;
use web::asking::{Api, Body as Sent, json_status};

use super::shapes::{InitiativeOut, TargetShape, places_with};
use crate::commands::{self, NewInitiative, NewTarget, attaching, somewhere};
use crate::known::{self, Bodies};
use crate::pages::{ABOUT, MOST_TARGETS};

/// An initiative to be attached or changed.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct InitiativeIn {
    pub name: Option<String>,
    /// What it is about.
    pub about: Option<String>,
    /// What it is to reach.
    #[serde(default)]
    pub targets: Vec<TargetShape>,
    /// Codes of the places it covers.
    #[serde(default)]
    pub places: Vec<String>,
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_from: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
}

/// Attaches a new initiative to a body that is there (SAL-36).
#[utoipa::path(post, path = "/{p}/api/v1/bodies/{code}/initiatives", tag = "bodies", operation_id = "attach_initiative",
    params(("p" = String, Path), ("code" = String, Path)), request_body = InitiativeIn,
    responses((status = 201, body = InitiativeOut), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub(super) async fn attach(api: Api, Path((_p, code)): Path<(String, String)>, sent: Sent<InitiativeIn>) -> Answer {
    let scope = leave(api.scope, &code)?;
    let new = sent.sent()?.read(&scope)?;
    let (within, body) = (scope.clone(), code.clone());
    let id = scope.site.db.write(move |tx| commands::attach(tx, &within, &body, &new)).await?;
    answer(&scope, StatusCode::CREATED, &code, id).await
}

/// Says anew what an initiative is, or on which day it ends: all of it.
#[utoipa::path(post, path = "/{p}/api/v1/bodies/{code}/initiatives/{id}/change", tag = "bodies",
    operation_id = "change_initiative", params(("p" = String, Path), ("code" = String, Path), ("id" = String, Path)),
    request_body = InitiativeIn,
    responses((status = 200, body = InitiativeOut), (status = 401), (status = 403), (status = 404), (status = 412), (status = 422)))]
pub(super) async fn change(
    api: Api,
    Path((_p, code, Key(id))): Path<(String, String, Key)>,
    sent: Sent<InitiativeIn>,
) -> Answer {
    let version = api.version;
    let scope = leave(api.scope, &code)?;
    let to = sent.sent()?.read(&scope)?;
    let (within, body) = (scope.clone(), code.clone());
    let change = move |tx: &mut db::Tx<'_>| commands::change_initiative(tx, &within, (&body, id), version, &to);
    scope.site.db.write(change).await?;
    answer(&scope, StatusCode::OK, &code, id).await
}

impl InitiativeIn {
    fn read(self, scope: &Scope) -> Result<NewInitiative, Problem> {
        if self.targets.len() > MOST_TARGETS {
            return Err(Problem::field("targets", format!("Give {MOST_TARGETS} targets or fewer")));
        }
        let target = |target: TargetShape| {
            if !(1..=1_000_000_000).contains(&target.number) {
                return Err(Problem::field("targets", "Enter how many, like 400"));
            }
            let what = needed("targets", Some(target.what), 200, "Enter what is counted")?;
            Ok(NewTarget { what, number: target.number, due_on: target.due_on })
        };
        Ok(NewInitiative {
            name: needed("name", self.name, 100, "Enter the initiative's name")?,
            about: needed("about", self.about, ABOUT, "Enter what it is about")?,
            targets: self.targets.into_iter().map(target).collect::<Result<_, _>>()?,
            places: places_with(scope, &self.places)?,
            valid_from: self.valid_from.unwrap_or_else(|| scope.now.date()),
            valid_to: self.valid_to,
        })
    }
}

fn leave(scope: Scope, code: &str) -> Result<Scope, Problem> {
    somewhere(&scope, Right::AttachInitiative)?;
    let bodies = scope.snapshot.part::<Bodies>()?;
    attaching(&scope, bodies, bodies.shown_to(&scope, code)?)?;
    Ok(scope)
}

async fn answer(scope: &Scope, status: StatusCode, code: &str, id: Id) -> Answer {
    let partnership = scope.partnership();
    let bodies = scope.site.db.read(move |tx| known::read(tx, partnership)).await?;
    let body = bodies.by_code(code).ok_or(Problem::NotFound)?;
    let one = bodies.initiative(id).ok_or(Problem::NotFound)?;
    json_status(status, &InitiativeOut::of(scope, &bodies, body, one)?)
}
