//! The JSON twins.

use access::Scope;
use axum::extract::Path;
use base::{Id, Instant, Problem, Reference};
use db::Tx;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use web::asking::{Api, json};
use web::{Answer, Query};

use super::asked::Asked;
use super::pages::{Line, lines};
use super::store::Entry;
use super::{about, allowed, check as check_all, shown as read_shown, tell_read};

/// This part's share of the API's description.
#[derive(OpenApi)]
#[openapi(paths(list, check, shown))]
pub struct Described;

/// An entry of the audit.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EntryOut {
    pub at: Instant,
    pub who: String,
    pub role: String,
    pub verb: String,
    pub kind: String,
    /// The record's reference, if it has one.
    pub record: String,
    pub fields: String,
}

impl EntryOut {
    pub(super) fn of(scope: &Scope, entry: &Entry, known: &[(Id, String)]) -> Self {
        let Line { at, who, role, verb, kind, reference, fields, .. } = Line::of(scope, entry, known);
        Self { at, who, role, verb, kind, record: reference, fields }
    }
}

#[derive(Debug, Serialize, ToSchema)]
struct EntriesOut {
    items: Vec<EntryOut>,
    next: Option<String>,
}

/// What a check of the tree found.
#[derive(Debug, Serialize, ToSchema)]
struct CheckOut {
    whole: bool,
    at: Instant,
    /// About how many entries.
    size: String,
    root: Option<String>,
    fault: Option<String>,
}

/// Who opened a concern, and who could have.
#[derive(Debug, Serialize, ToSchema)]
struct ShownOut {
    opened: Vec<OpenedOut>,
    could: Vec<CouldOut>,
}

#[derive(Debug, Serialize, ToSchema)]
struct OpenedOut {
    who: String,
    role: String,
    verb: String,
    fields: String,
    times: usize,
    first: Instant,
    last: Instant,
}

#[derive(Debug, Serialize, ToSchema)]
struct CouldOut {
    who: String,
    role: String,
    since: String,
    until: Option<String>,
}

/// Entries of the audit, the newest first; of the last 30 days unless asked otherwise.
#[utoipa::path(get, path = "/{p}/api/v1/audit", tag = "information", operation_id = "list_audit",
    params(("p" = String, Path), ("person" = Option<String>, Query), ("record" = Option<String>, Query),
        ("verb" = Option<String>, Query), ("from" = Option<String>, Query), ("to" = Option<String>, Query),
        ("before" = Option<String>, Query)),
    responses((status = 200, body = EntriesOut), (status = 401), (status = 403), (status = 422)))]
pub async fn list(api: Api, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    allowed(&api.scope)?;
    let scope = api.scope;
    let asked = Asked::read(&scope, &typed)?;
    let reading = scope.clone();
    let (mut entries, known) = scope.site.db.read(move |tx: &mut Tx<'_>| lines(tx, &reading, &asked, 201)).await?;
    tell_read(&scope, "read", typed.query()).await?;
    let more = entries.len() > 200;
    entries.truncate(200);
    let next = entries.last().filter(|_| more).map(|last| crate::desk::before_text(last.at, last.id));
    let items = entries.iter().map(|entry| EntryOut::of(&scope, entry, &known));
    json(&EntriesOut { items: items.collect(), next })
}

/// Reads the audit again from its first entry and checks that none was changed or taken away.
#[utoipa::path(post, path = "/{p}/api/v1/audit/check", tag = "information", operation_id = "check_audit",
    params(("p" = String, Path)), responses((status = 200, body = CheckOut), (status = 401), (status = 403)))]
pub async fn check(api: Api, Path(_p): Path<String>) -> Answer {
    let found = check_all(&api.scope).await?;
    json(&CheckOut {
        whole: found.fault.is_none(),
        at: found.at,
        size: about(found.size),
        root: found.root,
        fault: found.fault,
    })
}

/// Who opened a concern, and who could have read its words.
#[utoipa::path(get, path = "/{p}/api/v1/shown/{reference}", tag = "information", operation_id = "get_shown",
    params(("p" = String, Path), ("reference" = String, Path)),
    responses((status = 200, body = ShownOut), (status = 401), (status = 403), (status = 404)))]
pub async fn shown(api: Api, Path((_p, text)): Path<(String, String)>) -> Answer {
    let scope = api.scope;
    if !scope.is_front_door_lead() {
        allowed(&scope)?;
    }
    let reference: Reference = text.parse().map_err(|_| Problem::NotFound)?;
    let found = read_shown::read(&scope, &reference).await?;
    let opened = found.opened.into_iter().map(|one| OpenedOut {
        who: one.who,
        role: one.role,
        verb: one.verb,
        fields: one.fields,
        times: one.times,
        first: one.first,
        last: one.last,
    });
    let could = found.could.into_iter();
    json(&ShownOut {
        opened: opened.collect(),
        could: could.map(|one| CouldOut { who: one.who, role: one.role, since: one.since, until: one.until }).collect(),
    })
}
