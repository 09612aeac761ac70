//! What was put in and waits: what would come of it, and the button that takes it in.

use access::{Page, Scope};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use base::{Id, Problem};
use web::asking::{Staff, Visit, Working};
use web::components::{Button, SummaryList};
use web::{Answer, Shell, personal, thousands};

use super::{administrator, day_words, shell};
use crate::pages::service_words;
use crate::upload::{self, Taken, Upload};

/// Divisions named one by one.
const NAMED: usize = 200;

#[derive(Template)]
#[template(path = "admin/upload.html")]
struct UploadPage {
    shell: Shell,
    token: String,
    run: String,
    cancel: String,
    facts: SummaryList,
    told: Vec<String>,
    names: Vec<String>,
}

pub(super) async fn show(Staff(visit): Staff, Path((_p, id)): Path<(String, String)>) -> Answer {
    let scope = &visit.scope;
    administrator(scope)?;
    let id: Id = id.parse().map_err(|_| Problem::NotFound)?;
    let (operation, upload, text) = match upload::waiting(scope, id).await {
        Err(Problem::NotFound) => return Ok(Redirect::to(&scope.url(Page::Operation(id))).into_response()),
        found => found?,
    };
    let taken = upload.take_in(scope, &text, true).await?;
    let (facts, names) = facts(&visit, &upload, &taken);
    let (page, title) = from(scope, &upload);
    personal(&UploadPage {
        shell: shell(&visit, operation.title.clone(), None)
            .crumb("Places and boundaries", scope.url(Page::AdminPlaces))
            .crumb(title, page),
        token: visit.form_token().unwrap_or_default(),
        run: format!("{}/run", scope.url(Page::PlacesUpload(id))),
        cancel: format!("{}/cancel", scope.url(Page::Operation(id))),
        facts,
        told: taken.told(),
        names,
    })
}

/// The page it was put in on.
fn from(scope: &Scope, upload: &Upload) -> (String, &'static str) {
    match upload {
        Upload::Cartogram => (scope.url(Page::AdminPlace("cartogram")), "Cartogram"),
        Upload::Lines(_) => (scope.url(Page::AdminPartnerLines), "Partners’ lines"),
    }
}

fn facts(visit: &Visit, upload: &Upload, taken: &Taken) -> (SummaryList, Vec<String>) {
    let count = |many: usize| thousands(i64::try_from(many).unwrap_or(i64::MAX));
    match (upload, taken) {
        (Upload::Lines(lines), Taken::Lines(taken)) => {
            let whose = visit.scope.snapshot.organisation_by_code(&lines.organisation);
            let service = lines.service.parse().map(|service| service_words(visit.words, service).to_owned());
            let facts = SummaryList::new()
                .row("Whose", whose.map_or(lines.organisation.as_str(), |one| one.name.as_str()))
                .row("What for", service.unwrap_or_default())
                .row("Code", taken.code.as_str())
                .row("Hold from", day_words(lines.from))
                .row("Divisions over our places", count(taken.divisions));
            let facts = match lines.source.as_str() {
                "" => facts,
                source => facts.row("Where the lines come from", source),
            };
            (facts, taken.names.iter().take(NAMED).cloned().collect())
        }
        (_, Taken::Cartogram(taken)) => {
            let facts = SummaryList::new()
                .row("Places with a hexagon", count(taken.placed))
                .row("Get another one, or lose theirs", count(taken.changed));
            (facts, Vec::new())
        }
        (Upload::Cartogram, Taken::Lines(_)) => (SummaryList::new(), Vec::new()),
    }
}

/// Takes it in.
pub(super) async fn run(Path((_p, id)): Path<(String, String)>, Working { visit, .. }: Working) -> Answer {
    administrator(&visit.scope)?;
    let upload = upload::run(&visit.scope, id.parse().map_err(|_| Problem::NotFound)?).await?;
    let (page, _) = from(&visit.scope, &upload);
    Ok(Redirect::to(&format!("{page}?done=taken")).into_response())
}
