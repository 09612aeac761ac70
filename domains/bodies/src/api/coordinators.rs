use access::{Right, Scope};
use axum::extract::Path;
use axum::http::StatusCode;
use base::{Id, Instant, Problem};
use directory::act::Key;
use directory::{Listed, needed};
use places::Places;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::Answer;
use web::asking::{Api, Body as Sent, json, json_status};

use crate::commands::{self, NewPractice, somewhere};
use crate::coordinators::{Coordinator, coordinators};
use crate::known::Bodies;
use crate::pages::{NOTES, WHAT};
use crate::store::{self, Note};

/// Somebody who coordinates, and those they have to do with.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CoordinatorOut {
    #[schema(value_type = String)]
    pub person: Id,
    pub name: String,
    pub title: String,
    /// Their places, by name.
    pub places: Vec<String>,
    /// Keys of those whose places border on theirs or are theirs too.
    #[schema(value_type = Vec<String>)]
    pub beside: Vec<Id>,
    /// The bodies they sit in with others who coordinate.
    pub together: Vec<TogetherOut>,
}

/// A body, and who else who coordinates sits in it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TogetherOut {
    /// The body's code.
    pub body: String,
    #[schema(value_type = Vec<String>)]
    pub with: Vec<Id>,
}

/// What worked for somebody.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PracticeOut {
    #[schema(value_type = String)]
    pub id: Id,
    pub what: String,
    /// The place's code.
    pub place: Option<String>,
    /// The issue's reference.
    pub issue: Option<String>,
    pub shared_by: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    pub shared_at: Instant,
}

/// What worked, to be told to the others.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct PracticeIn {
    pub what: Option<String>,
    /// The place's code.
    pub place: Option<String>,
    /// The issue's reference.
    pub issue: Option<String>,
}

/// Who coordinates beside whom, for everybody who works here (ASK-19).
#[utoipa::path(get, path = "/{p}/api/v1/coordinators", tag = "bodies", operation_id = "list_coordinators",
    params(("p" = String, Path)), responses((status = 200, body = Listed<CoordinatorOut>), (status = 401)))]
pub(super) async fn list(api: Api, Path(_p): Path<String>) -> Answer {
    let scope = working(api.scope)?;
    json(&Listed { items: coordinators_out(&scope)?, next: None })
}

/// Everybody who coordinates today, as programs are told it.
pub(crate) fn coordinators_out(scope: &Scope) -> Result<Vec<CoordinatorOut>, Problem> {
    let bodies = scope.snapshot.part::<Bodies>()?;
    let out = |one: Coordinator| CoordinatorOut {
        person: one.person,
        name: one.name,
        title: one.title,
        places: one.places,
        beside: one.beside,
        together: one
            .together
            .into_iter()
            .filter_map(|(body, with)| Some(TogetherOut { body: bodies.get(body)?.code.clone(), with }))
            .collect(),
    };
    Ok(coordinators(scope)?.into_iter().map(out).collect())
}

/// What worked, the newest first.
#[utoipa::path(get, path = "/{p}/api/v1/practice", tag = "bodies", operation_id = "list_practice",
    params(("p" = String, Path)), responses((status = 200, body = Listed<PracticeOut>), (status = 401)))]
pub(super) async fn practice(api: Api, Path(_p): Path<String>) -> Answer {
    let scope = working(api.scope)?;
    let partnership = scope.partnership();
    let notes = scope.site.db.read(move |tx| store::newest(tx, partnership, NOTES)).await?;
    let items = notes.into_iter().map(|note| PracticeOut::of(&scope, note)).collect::<Result<_, _>>()?;
    json(&Listed { items, next: None })
}

/// Tells the others what worked.
#[utoipa::path(post, path = "/{p}/api/v1/practice", tag = "bodies", operation_id = "share_practice",
    params(("p" = String, Path)), request_body = PracticeIn,
    responses((status = 201, body = PracticeOut), (status = 401), (status = 403), (status = 422)))]
pub(super) async fn share(api: Api, Path(_p): Path<String>, sent: Sent<PracticeIn>) -> Answer {
    let scope = api.scope;
    somewhere(&scope, Right::SharePractice)?;
    let new = sent.sent()?.read(&scope)?;
    let within = scope.clone();
    let partnership = scope.partnership();
    let id = scope.site.db.write(move |tx| commands::share(tx, &within, &new)).await?;
    let note = scope.site.db.read(move |tx| store::note(tx, partnership, id)).await?.ok_or(Problem::NotFound)?;
    json_status(StatusCode::CREATED, &PracticeOut::of(&scope, note)?)
}

/// Takes back what one told.
#[utoipa::path(post, path = "/{p}/api/v1/practice/{id}/take-back", tag = "bodies", operation_id = "take_back_practice",
    params(("p" = String, Path), ("id" = String, Path)),
    responses((status = 200, description = "It is taken back"), (status = 401), (status = 403), (status = 404)))]
pub(super) async fn take_back(api: Api, Path((_p, Key(id))): Path<(String, Key)>) -> Answer {
    let scope = api.scope;
    let within = scope.clone();
    scope.site.db.write(move |tx| commands::take_back(tx, &within, id)).await?;
    json(&serde_json::json!({}))
}

impl PracticeIn {
    fn read(self, scope: &Scope) -> Result<NewPractice, Problem> {
        let places = scope.snapshot.part::<Places>()?;
        let place = self.place.as_deref().and_then(|code| places.by_code(code)).map(|(id, _)| id);
        let sentence = "Enter the issue's reference, like I-7KQ4-M2XD, or leave it out";
        let issue = self.issue.map(|text| text.parse().map_err(|_| Problem::field("issue", sentence))).transpose()?;
        Ok(NewPractice {
            what: needed("what", self.what, WHAT, "Enter what worked")?,
            place: place.ok_or_else(|| Problem::field("place", "Choose one of the partnership's places"))?,
            issue,
        })
    }
}

impl PracticeOut {
    fn of(scope: &Scope, note: Note) -> Result<Self, Problem> {
        let places = scope.snapshot.part::<Places>()?;
        Ok(Self {
            id: note.id,
            what: note.what,
            place: places.get(note.place).map(|place| place.code.to_string()),
            issue: note.issue,
            shared_by: scope.snapshot.name_of(note.shared_by).map(str::to_owned),
            shared_at: note.shared_at,
        })
    }
}

fn working(scope: Scope) -> Result<Scope, Problem> {
    if scope.hat().is_some() { Ok(scope) } else { Err(Problem::SignIn) }
}
