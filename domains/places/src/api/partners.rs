//! Partners' own boundaries for programs.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::http::StatusCode;
use base::{Date, Problem};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json as object};
use utoipa::ToSchema;
use web::asking::{Api, Body, json, json_status};
use web::{Answer, Query};

use super::{after, limit};
use crate::boundary_file::Columns;
use crate::partners::{
    self, Asked, Beside, OverlapOut, PartnerSetOut, SentDivisions, SentSet, Service, end_partner_lines,
};

/// A page of overlaps.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OverlapList<'a> {
    /// By place, small before wide, then by set and division.
    pub items: Vec<OverlapOut<'a>>,
    /// What to send as `after` for the next page; null on the last.
    pub next: Option<String>,
}

/// Every set of a day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PartnerSetList<'a> {
    items: Vec<PartnerSetOut<'a>>,
    /// Always null: there are few.
    next: Option<String>,
}

/// Which partner's divisions lie over which of our places, and how far (MAN-25, ASK-20).
#[utoipa::path(get, path = "/{p}/api/v1/places/partners", tag = "places", operation_id = "list_overlaps",
    params(("p" = String, Path), ("on" = Option<String>, Query, description = "As they stood, or will stand, that day"),
        ("service" = Option<String>, Query), ("set" = Option<String>, Query), ("place" = Option<String>, Query),
        ("limit" = Option<i64>, Query), ("after" = Option<String>, Query)),
    responses((status = 200, body = OverlapList<'_>), (status = 422)))]
pub(super) async fn overlaps(api: Api, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let asked = Asked::read(&typed)?;
    let (limit, after) = (limit(&typed)?, after(&typed)?);
    let beside = Beside::read(&api.scope, asked.on).await?;
    let found = beside.overlaps(&asked)?;
    let rest = found.into_iter().skip_while(|row| after.as_ref().is_some_and(|after| row.cursor() <= *after));
    let mut items: Vec<OverlapOut<'_>> = rest.take(limit + 1).collect();
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| more).map(|last| URL_SAFE_NO_PAD.encode(last.cursor()));
    json(&OverlapList { items, next })
}

/// Whose divisions are kept, and how their lines lie to ours (SAL-35).
#[utoipa::path(get, path = "/{p}/api/v1/places/partner-sets", tag = "places", operation_id = "list_partner_sets",
    params(("p" = String, Path), ("on" = Option<String>, Query), ("service" = Option<String>, Query)),
    responses((status = 200, body = PartnerSetList<'_>), (status = 422)))]
pub(super) async fn sets(api: Api, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let asked = Asked::read(&typed)?;
    let beside = Beside::read(&api.scope, asked.on).await?;
    let sets = beside.lines()?.sets().filter(|set| asked.service.is_none_or(|service| set.service == service));
    let items = sets.map(|set| PartnerSetOut::of(&beside, set)).collect::<Result<_, Problem>>()?;
    json(&PartnerSetList { items, next: None })
}

/// A partner's divisions to be taken in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartnerSetIn {
    /// The organisation's code.
    organisation: String,
    /// `policing`, `children`, `health`, `neighbourhood_services`, `regeneration`, `housing` or `other`.
    service: String,
    name: String,
    /// Else one is made of organisation and name.
    #[serde(default)]
    code: Option<String>,
    /// Where the lines come from, and their licence.
    #[serde(default)]
    source: String,
    /// The first day they hold.
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// Their lines: a GeoJSON FeatureCollection.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    lines: Option<Value>,
    /// Where there are no lines: each division with the codes or names of our places that it covers.
    #[serde(default)]
    covers: BTreeMap<String, Vec<String>>,
}

/// Takes in a partner's divisions from a day on (SAL-35, WAL-40).
#[utoipa::path(post, path = "/{p}/api/v1/places/partner-sets", tag = "places", operation_id = "import_partner_lines",
    params(("p" = String, Path)), request_body = PartnerSetIn,
    responses((status = 201), (status = 401), (status = 403), (status = 422)))]
pub(super) async fn take_in(api: Api, Path(_p): Path<String>, body: Body<PartnerSetIn>) -> Answer {
    let sent = body.sent()?;
    let service = sent.service.parse::<Service>().map_err(|_| {
        let keys: Vec<&str> = Service::ALL.iter().map(|service| service.as_str()).collect();
        Problem::field("service", format!("Choose one of {}", keys.join(", ")))
    })?;
    let lines = sent.lines.as_ref().map(Value::to_string);
    let by_hand: String = sent.covers.iter().map(|(name, places)| format!("{name}: {}\n", places.join(", "))).collect();
    let divisions = match &lines {
        Some(lines) => SentDivisions::Lines(lines.as_bytes(), Columns::default()),
        None => SentDivisions::ByHand(&by_hand),
    };
    let (organisation, name, source) = (sent.organisation.as_str(), sent.name.as_str(), sent.source.as_str());
    let (code, from) = (sent.code.as_deref(), sent.from);
    let set = SentSet { organisation, service, name, code, source, from, divisions, dry_run: false };
    let taken = partners::import_partner_lines(&api.scope, &set).await?;
    let refused: Vec<&str> = taken.refused.iter().map(|refused| refused.sentence.as_str()).collect();
    let told = object!({
        "code": taken.code, "divisions": taken.divisions, "unchanged": taken.unchanged,
        "warnings": taken.warnings, "refused": refused,
    });
    json_status(StatusCode::CREATED, &told)
}

/// An end.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartnerSetEndIn {
    /// The first day they no longer hold.
    #[schema(value_type = String, format = Date)]
    from: Date,
}

/// Ends a partner's lines before a day.
#[utoipa::path(post, path = "/{p}/api/v1/places/partner-sets/{code}/end", tag = "places",
    operation_id = "end_partner_lines", params(("p" = String, Path), ("code" = String, Path)),
    request_body = PartnerSetEndIn,
    responses((status = 200), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn end(api: Api, Path((_p, code)): Path<(String, String)>, body: Body<PartnerSetEndIn>) -> Answer {
    let sent = body.sent()?;
    let scope = api.scope.clone();
    api.scope.site.db.write(move |tx| end_partner_lines(tx, &scope, &code, sent.from)).await?;
    json(&object!({}))
}
