//! The sets of boundaries there are, by vintage (PROF-18).

use access::Page;
use askama::Template;
use axum::extract::Path;
use web::asking::Visit;
use web::components::Table;
use web::{Answer, Shell, Words, page};

use crate::boundary_sets::{every, name};

#[derive(Template)]
#[template(path = "sets.html")]
struct SetsPage {
    shell: Shell,
    words: &'static Words,
    table: Option<Table>,
    licence: Option<String>,
}

pub(super) async fn show(visit: Visit, Path(_p): Path<String>) -> Answer {
    let (scope, words) = (&visit.scope, visit.words);
    let sets = every(scope).await?;
    let table = Table::new(words.sets_title()).quiet_caption().row_headers();
    let table = table.column(words.sets_set()).column(words.sets_since());
    let table = table.numbers(words.sets_lines()).numbers(words.sets_in_force());
    let table = sets.iter().fold(table, |table, set| {
        let since = words.date(set.valid_from);
        table.row([
            name(scope, words, set.kind, set.valid_from),
            since,
            set.places.to_string(),
            set.in_force.to_string(),
        ])
    });
    page(&SetsPage {
        shell: visit.shell(words.sets_title()).crumb(words.nav_places(), scope.url(Page::Places)),
        words,
        table: (!sets.is_empty()).then_some(table),
        licence: scope.snapshot.setting("boundary_licence").map(str::to_owned),
    })
}
