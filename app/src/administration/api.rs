//! The administration for programs: the same file, the same commands.

use std::sync::Arc;

use access::{Ground, Right, Site, Statutory, Term, TermList};
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use base::{Date, Problem};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use web::asking::{Api, Body, json};
use web::{Answer, Query};

use super::mail;
use crate::settled::{self, Difference, Settled};
use crate::{presets, readiness};

/// This share of the API's description.
#[derive(OpenApi)]
#[openapi(paths(terms, settings, settle, missing, open, try_mail, upgrade, take_over, publish))]
pub struct Described;

pub fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/api/v1/terms", get(terms))
        .route("/{p}/api/v1/settings", get(settings).post(settle))
        .route("/{p}/api/v1/settings/missing", get(missing))
        .route("/{p}/api/v1/settings/open", post(open))
        .route("/{p}/api/v1/settings/mail", post(try_mail))
        .route("/{p}/api/v1/settings/preset", get(upgrade).post(take_over))
        .route("/{p}/api/v1/settings/pages/{name}/publish", post(publish))
}

#[derive(Serialize, ToSchema)]
struct TermsOut<'a> {
    items: Vec<TermOut<'a>>,
    /// Always null: a partnership has few terms.
    next: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct TermOut<'a> {
    /// `role_title`, `tier`, `place_kind`, `organisation_kind`, `theme`, `level` or `body_class`.
    list: &'static str,
    code: &'a str,
    label: &'a str,
    plural: Option<&'a str>,
    detail: Option<&'a str>,
    #[schema(value_type = String, format = Date)]
    valid_from: Date,
    #[schema(value_type = Option<String>, format = Date)]
    valid_to: Option<Date>,
    replaced_by: Option<&'a str>,
}

impl<'a> TermOut<'a> {
    fn of(term: &'a Term) -> Self {
        Self {
            list: term.list.as_str(),
            code: &term.code,
            label: &term.label,
            plural: term.plural.as_deref(),
            detail: term.detail.as_deref(),
            valid_from: term.valid_from,
            valid_to: term.valid_to,
            replaced_by: term.replaced_by.as_deref(),
        }
    }
}

/// What things are called on a day: `list` narrows it, `on` names the day (today).
#[utoipa::path(get, path = "/{p}/api/v1/terms", tag = "settings", operation_id = "list_terms",
    params(("p" = String, Path), ("list" = Option<String>, Query), ("on" = Option<String>, Query)),
    responses((status = 200, body = TermsOut), (status = 422)))]
async fn terms(api: Api, Query(asked): Query) -> Answer {
    let said = |name: &str| asked.get(name).map(str::trim).filter(|text| !text.is_empty());
    let list: Option<TermList> = match said("list").map(str::parse) {
        Some(Err(_)) => {
            let lists: Vec<&str> = TermList::ALL.iter().map(|list| list.as_str()).collect();
            return Err(Problem::field("list", format!("Choose one of {}", lists.join(", "))).into());
        }
        Some(Ok(list)) => Some(list),
        None => None,
    };
    let day = match said("on").map(str::parse::<Date>) {
        Some(Err(_)) => return Err(Problem::field("on", "Enter a day as year, month and day, like 2027-03-03").into()),
        Some(Ok(day)) => day,
        None => api.scope.now.date(),
    };
    let lists = TermList::ALL.iter().filter(|one| list.is_none_or(|list| list == **one));
    let items = lists.flat_map(|list| api.scope.snapshot.terms(*list, day)).map(TermOut::of).collect();
    json(&TermsOut { items, next: None })
}

/// Everything the partnership settled, as one document that `POST` takes back.
#[utoipa::path(get, path = "/{p}/api/v1/settings", tag = "settings", operation_id = "get_settings",
    params(("p" = String, Path)), responses((status = 200, body = Object), (status = 401), (status = 403)))]
async fn settings(api: Api) -> Answer {
    api.scope.may(Right::Configure, &Ground::default())?;
    json(&Settled::of(&api.scope.snapshot, api.scope.now.date())?)
}

#[derive(Serialize, ToSchema)]
struct SettledOut {
    /// How many things changed; with `dry_run`, how many would.
    changed: usize,
    /// What differs, one thing each.
    differences: Vec<DifferenceOut>,
}

#[derive(Serialize, ToSchema)]
struct DifferenceOut {
    /// Like `role_title.area_manager`, `setting.link_minutes`, `page.privacy`, `category.litter`.
    key: String,
    /// `added`, `changed` or `retired`.
    kind: &'static str,
    ours: Option<String>,
    theirs: Option<String>,
    /// Whether it was changed here since it was copied in from the preset.
    ours_since: bool,
}

impl DifferenceOut {
    fn of(one: &Difference) -> Self {
        Self {
            key: one.key.to_string(),
            kind: one.kind.words(),
            ours: one.ours.clone(),
            theirs: one.theirs.clone(),
            ours_since: one.ours_since,
        }
    }
}

/// Brings the partnership to what is sent; what is not named stays. `dry_run=true` says what would change.
#[utoipa::path(post, path = "/{p}/api/v1/settings", tag = "settings", operation_id = "settle",
    params(("p" = String, Path), ("dry_run" = Option<bool>, Query)), request_body = Object,
    responses((status = 200, body = SettledOut), (status = 401), (status = 403), (status = 422)))]
async fn settle(api: Api, Query(asked): Query, body: Body<Settled>) -> Answer {
    let scope = api.scope;
    scope.may(Right::Configure, &Ground::default())?;
    let wanted = body.sent()?;
    let ours = Settled::of(&scope.snapshot, scope.now.date())?;
    let differences: Vec<DifferenceOut> = settled::differences(&ours, &wanted).iter().map(DifferenceOut::of).collect();
    if asked.get("dry_run") == Some("true") {
        settled::faults(&scope, &wanted).or(())?;
        return json(&SettledOut { changed: differences.len(), differences });
    }
    let changed = scope.site.db.clone().write(move |tx| settled::apply(tx, &scope, &wanted)).await?;
    json(&SettledOut { changed, differences })
}

#[derive(Serialize, ToSchema)]
struct MissingOut {
    is_open: bool,
    /// What keeps it from being opened, a sentence each.
    missing: Vec<String>,
}

/// What is missing before the public may come in.
#[utoipa::path(get, path = "/{p}/api/v1/settings/missing", tag = "settings", operation_id = "get_missing",
    params(("p" = String, Path)), responses((status = 200, body = MissingOut), (status = 401), (status = 403)))]
async fn missing(api: Api) -> Answer {
    api.scope.may(Right::Configure, &Ground::default())?;
    let missing = readiness::missing(&api.scope)?.iter().map(readiness::Missing::sentence).collect();
    json(&MissingOut { is_open: api.scope.snapshot.partnership.is_open, missing })
}

/// Opens the partnership to the public, once nothing is missing.
#[utoipa::path(post, path = "/{p}/api/v1/settings/open", tag = "settings", operation_id = "open_partnership",
    params(("p" = String, Path)), responses((status = 200, body = MissingOut), (status = 401), (status = 403), (status = 422)))]
async fn open(api: Api) -> Answer {
    let scope = api.scope;
    scope.site.db.clone().write(move |tx| settled::open(tx, &scope)).await?;
    json(&MissingOut { is_open: true, missing: Vec::new() })
}

/// Sends a test mail to whoever asks; what the server says stands in the administration afterwards.
#[utoipa::path(post, path = "/{p}/api/v1/settings/mail", tag = "settings", operation_id = "try_mail",
    params(("p" = String, Path)), responses((status = 200), (status = 401), (status = 403)))]
async fn try_mail(api: Api) -> Answer {
    let scope = api.scope;
    let person = scope.hat().ok_or(Problem::SignIn)?.person;
    scope.site.db.clone().housekeep("a test mail", move |tx| mail::try_out(tx, &scope, person)).await?;
    json(&serde_json::json!({}))
}

#[derive(Serialize, ToSchema)]
struct UpgradeOut {
    /// The version that was copied in.
    copied_in: u32,
    /// The newer version there is; null when there is none.
    newer: Option<u32>,
    differences: Vec<DifferenceOut>,
}

/// What a newer version of the preset would change.
#[utoipa::path(get, path = "/{p}/api/v1/settings/preset", tag = "settings", operation_id = "get_preset_upgrade",
    params(("p" = String, Path)), responses((status = 200, body = UpgradeOut), (status = 401), (status = 403)))]
async fn upgrade(api: Api) -> Answer {
    api.scope.may(Right::Configure, &Ground::default())?;
    let snapshot = &api.scope.snapshot;
    let upgrade = presets::upgrade(snapshot, api.scope.now.date())?;
    json(&UpgradeOut {
        copied_in: presets::copied_in(snapshot).map_or(0, |preset| preset.version),
        newer: upgrade.as_ref().map(|upgrade| upgrade.newer.version),
        differences: upgrade.iter().flat_map(|one| &one.differences).map(DifferenceOut::of).collect(),
    })
}

/// What is to be taken over, by key.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TakeOver {
    #[serde(default)]
    take: Vec<String>,
}

/// Takes over what is named of a newer preset and keeps the rest as it is here.
#[utoipa::path(post, path = "/{p}/api/v1/settings/preset", tag = "settings", operation_id = "upgrade_preset",
    params(("p" = String, Path)), request_body = TakeOver,
    responses((status = 200, body = SettledOut), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn take_over(api: Api, body: Body<TakeOver>) -> Answer {
    let (scope, keys) = (api.scope, body.sent()?.take);
    let changed = scope.site.db.clone().write(move |tx| presets::take_over(tx, &scope, &keys)).await?;
    json(&SettledOut { changed, differences: Vec::new() })
}

/// Publishes a statutory page that waited for a second person.
#[utoipa::path(post, path = "/{p}/api/v1/settings/pages/{name}/publish", tag = "settings", operation_id = "publish_page",
    params(("p" = String, Path), ("name" = String, Path)),
    responses((status = 200), (status = 401), (status = 403), (status = 404)))]
async fn publish(api: Api, Path((_p, name)): Path<(String, String)>) -> Answer {
    let scope = api.scope;
    let page: Statutory = name.parse().map_err(|_| Problem::NotFound)?;
    scope.site.db.clone().write(move |tx| settled::approve_page(tx, &scope, page)).await?;
    json(&serde_json::json!({}))
}
