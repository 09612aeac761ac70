//! The administration: what is set up and what is not, and a page for each thing a partnership settles about itself.

mod api;
mod categories;
mod home;
mod mail;
mod model;
mod opening;
mod preset;
mod priority;
mod settings;
mod sheet;
mod statutory;
mod terms;

use std::sync::Arc;

use access::{Page, Right, Scope, Site};
use axum::Router;
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use base::Problem;
use jobs::Handler;
use web::asking::Visit;
use web::components::NotificationBanner;
use web::{Answer, Shell};

pub use api::Described;

/// The one job: trying the mail server out.
pub const JOBS: &[Handler] = &[mail::TRY_OUT];

pub fn routes() -> Router<Arc<Site>> {
    let settings = |part: &str| format!("/{{p}}/admin/settings/{part}");
    Router::new()
        .route("/{p}/admin", get(home::home))
        .route(&settings("name"), get(settings::name).post(settings::send_name))
        .route(&settings("clocks"), get(settings::clocks).post(settings::send_clocks))
        .route(&settings("priority"), get(priority::show).post(priority::send))
        .route(&settings("mail"), get(mail::show).post(mail::send))
        .route(&settings("model"), get(model::show).post(model::add))
        .route(&settings("preset"), get(preset::show).post(preset::send))
        .route(&settings("terms"), get(terms::lists))
        .route(&settings("terms/{list}"), get(terms::list).post(terms::add))
        .route(&settings("terms/{list}/{code}"), get(terms::term).post(terms::change))
        .route(&settings("categories"), get(categories::list))
        .route(&settings("categories/{code}"), get(categories::category).post(categories::change))
        .route(&settings("pages"), get(statutory::list))
        .route(&settings("pages/{name}"), get(statutory::page).post(statutory::write))
        .route(&settings("pages/{name}/publish"), post(statutory::publish))
        .route(&settings("open"), get(opening::show).post(opening::send))
        .merge(api::routes())
}

/// Fails unless whoever asks configures the partnership.
fn administrator(scope: &Scope) -> Result<(), Problem> {
    scope.may(Right::Configure, &access::Ground::default()).map(drop)
}

/// The surroundings of a page of the administration, with what was just done.
fn shell(visit: &Visit, title: impl Into<String>, done: Option<&str>) -> Shell {
    let administration = visit.words.nav_administration();
    let mut shell = visit.shell(title).crumb(administration, visit.scope.url(Page::Admin)).unlisted();
    shell.notice = done.map(|said| NotificationBanner::success(visit.words, said).into());
    shell
}

/// On to a page that says what was done.
fn on(address: &str, done: &str) -> Answer {
    Ok(Redirect::to(&format!("{address}?done={done}")).into_response())
}

/// What `?done=` means.
fn done_words(done: Option<&str>) -> Option<&'static str> {
    match done? {
        "nothing" => Some("Everything was so already. Nothing changed"),
        "waits" => Some("It waits for a second person to read it"),
        "published" => Some("It is published"),
        "open" => Some("The partnership is open. Anybody can read it and tell it something"),
        "mail" => Some("The test mail is on its way. What the mail server says will stand here in a moment"),
        "kept" => Some("The preset’s newer version is kept, with what you chose of it"),
        _ => Some("It is done"),
    }
}
