//! Places for whoever sets them up: all of them with their days, one to declare, one to rename, end or review.

mod cartogram;
mod declare;
mod exceptions;
mod list;
mod one;
mod partners;
mod uploads;

use std::sync::Arc;

use access::{Ground, Page, Right, Scope, Site};
use axum::Router;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use base::{Id, Problem};
use web::Shell;
use web::asking::Visit;
use web::components::NotificationBanner;

use crate::commands::day_words;
use crate::place::Place;

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/admin/places", get(list::list))
        .route("/{p}/admin/places/new", get(declare::show).post(declare::send))
        .route("/{p}/admin/places/cartogram", get(cartogram::show).post(cartogram::send))
        .route("/{p}/admin/places/partners", get(partners::show).post(partners::send))
        .route("/{p}/admin/places/partners/end", post(partners::end))
        .route("/{p}/admin/places/uploads/{id}", get(uploads::show))
        .route("/{p}/admin/places/uploads/{id}/run", post(uploads::run))
        .route("/{p}/admin/places/{code}/exceptions", get(exceptions::show).post(exceptions::send))
        .route("/{p}/admin/places/{code}/exceptions/{id}/end", get(exceptions::ending).post(exceptions::end))
        .route("/{p}/admin/places/{code}", get(one::show).post(one::send))
}

/// To what would come of something that waits; back to `page` when all of it is here already.
fn goes_on(scope: &Scope, waits: Option<Id>, page: Page<'_>) -> Response {
    let same = || format!("{}?done=same", scope.url(page));
    Redirect::to(&waits.map_or_else(same, |id| scope.url(Page::PlacesUpload(id)))).into_response()
}

fn administrator(scope: &Scope) -> Result<(), Problem> {
    scope.may(Right::Configure, &Ground::default()).map(drop)
}

fn shell(visit: &Visit, title: impl Into<String>, done: Option<&str>) -> Shell {
    let administration = visit.words.nav_administration();
    let mut shell = visit.shell(title).crumb(administration, visit.scope.url(Page::Admin)).unlisted();
    let said = done.map(|done| match done {
        "declared" => "It is declared",
        "renamed" => "It is renamed, in every record that names it",
        "ended" => "It ends on that day. Records that name it keep it",
        "departs" => "It is recorded. Records are placed again by the new line",
        "rejoins" => "It ends on that day. Records are placed again by the wards’ line",
        "reviewed" => "The review is kept",
        _ => "It is done",
    });
    shell.notice = said.map(|said| NotificationBanner::success(visit.words, said).into());
    shell
}

/// From when and until when, for people; what has ended is told by its last day.
fn days(place: &Place) -> String {
    let from = day_words(place.valid_from);
    match place.valid_to.map(|end| end.yesterday().unwrap_or(end)) {
        Some(last) => format!("{from} to {}", day_words(last)),
        None => format!("since {from}"),
    }
}
