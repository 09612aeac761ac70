//! The cartogram: every ward of the same size, so that a small crowded one is seen as well as a wide green one.

use access::{Page, Right};
use askama::Template;
use axum::extract::Path;
use web::asking::Visit;
use web::components::Button;
use web::{Answer, Markup, Shell, Words, page};

use crate::drawing::cartogram_of;
use crate::known::Places;
use crate::pages::Tiers;

#[derive(Template)]
#[template(path = "cartogram.html")]
struct CartogramPage {
    shell: Shell,
    words: &'static Words,
    about: String,
    map: Markup,
    list: String,
    file: String,
    manage: Option<String>,
}

pub(super) async fn show(visit: Visit, Path(_p): Path<String>) -> Answer {
    let (scope, words) = (&visit.scope, visit.words);
    let places = scope.snapshot.part::<Places>()?;
    page(&CartogramPage {
        shell: visit.shell(words.cartogram_title()).crumb(words.nav_places(), scope.url(Page::Places)),
        words,
        about: words.cartogram_about(Tiers::of(scope, words).ward),
        map: cartogram_of(scope, words, places),
        list: scope.url(Page::Places),
        file: format!("{}.hexjson", scope.url(Page::Places)),
        manage: scope.has(Right::Configure).then(|| scope.url(Page::AdminPlace("cartogram"))),
    })
}
