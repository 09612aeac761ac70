//! The audit as its officer reads it: who did what, when, in which role; what was shown to whom; proof that no entry was
//! changed or taken away. Looking at it is itself an entry. What is said of protected concerns stays with those who may
//! know of them.

mod api;
mod asked;
mod files;
mod pages;
mod shown;
mod store;

use std::sync::Arc;

use access::{Done, Ground, Right, Scope, Site};
use axum::Router;
use axum::routing::{get, post};
use base::{Instant, Problem};
use web::Query;
use web::asking::Staff;
use web::download::Format;

pub use api::Described;
pub(crate) use store::record_with;

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/admin/information/audit", get(pages::list))
        .route(
            "/{p}/admin/information/audit.csv",
            get(|staff: Staff, query: Query| files::file(staff, query, Format::Csv)),
        )
        .route(
            "/{p}/admin/information/audit.json",
            get(|staff: Staff, query: Query| files::file(staff, query, Format::Json)),
        )
        .route("/{p}/admin/information/audit/check", post(pages::check))
        .route("/{p}/admin/information/shown", get(shown::find))
        .route("/{p}/admin/information/shown/{reference}", get(shown::show))
        .route("/{p}/api/v1/audit", get(api::list))
        .route("/{p}/api/v1/audit/check", post(api::check))
        .route("/{p}/api/v1/shown/{reference}", get(api::shown))
}

/// Whether this person reads the audit.
fn allowed(scope: &Scope) -> Result<(), Problem> {
    match scope.may(Right::ReadAudit, &Ground::default()) {
        Err(Problem::NotAllowed(_)) => {
            Err(Problem::NotAllowed("The audit is read by the information-governance officer.".into()))
        }
        other => other.map(drop),
    }
}

/// Tells the record that the audit was read: reading it is a look like any other.
async fn tell_read(scope: &Scope, verb: &'static str, what: String) -> Result<(), Problem> {
    let (partnership, telling) = (scope.partnership(), scope.clone());
    let told = move |tx: &mut db::Tx<'_>| {
        let done = Done { kind: "audit", record: partnership, verb, fields: &[], values: &what };
        telling.tell(tx, done).map_err(Problem::from)
    };
    scope.site.db.write(told).await.map(drop)
}

/// What a check of the tree found.
#[derive(Debug, Clone)]
struct Check {
    at: Instant,
    who: Option<base::Id>,
    root: Option<String>,
    fault: Option<String>,
    size: Option<i64>,
}

/// Reads the whole tree again and keeps what was found.
async fn check(scope: &Scope) -> Result<Check, Problem> {
    allowed(scope)?;
    let found = record::verify_all(&scope.site.db, scope.partnership()).await?;
    let hex = |hash: &[u8]| hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let (size, root, fault) = match found {
        Ok(whole) => (i64::try_from(whole.size).ok(), Some(hex(&whole.root)), None),
        Err(fault) => (None, None, Some(fault.to_string())),
    };
    let check = Check { at: scope.now, who: scope.hat().map(|hat| hat.person), root, fault, size };
    let (kept, scope) = (check.clone(), scope.clone());
    let db = scope.site.db.clone();
    let keep = move |tx: &mut db::Tx<'_>| {
        let permit = scope.may(Right::ReadAudit, &Ground::default())?;
        let id = scope.new_id();
        store::keep_check(tx, &permit, id, &kept)?;
        let values = kept.root.as_deref().unwrap_or_default();
        scope.tell(tx, Done { kind: "audit", record: id, verb: "check", fields: &["root"], values })?;
        Ok::<_, Problem>(())
    };
    db.write(keep).await?;
    Ok(check)
}

/// About how many entries there are, in thousands: the exact number would tell how many are not shown here.
fn about(size: Option<i64>) -> String {
    match size.unwrap_or_default() / 1_000 {
        0 => "fewer than 1,000 entries".to_owned(),
        thousands => format!("more than {} entries", web::thousands(thousands * 1_000)),
    }
}
