//! Lists that somebody keeps: the filters of the list of issues under a name of their own.

use std::sync::Arc;

use access::{Page, Scope, Site};
use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use axum::routing::post;
use base::{Id, Problem};
use web::asking::Working;
use web::{Answer, Typed, Words};

use crate::commands::{self, KeepList};
use crate::listing::Asked;
use crate::pages::list;
use crate::store::KeptList;

/// The longest name, in characters.
const NAME: usize = 60;

pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new().route("/{p}/issues/kept", post(keep)).route("/{p}/issues/kept/{id}/end", post(end))
}

/// A kept list as a page links to it.
pub(crate) struct Kept {
    pub(crate) name: String,
    pub(crate) href: String,
    /// Where it is ended, on the page of this very list.
    pub(crate) end: Option<String>,
}

/// Somebody's lists; `here` is the query string of the list that is on the page.
pub(crate) fn kept(scope: &Scope, lists: Vec<KeptList>, here: &str) -> Vec<Kept> {
    let issues = scope.url(Page::Issues);
    let each = lists.into_iter().map(|list| {
        let query = format!("?{}", list.query);
        let end = (here == query).then(|| scope.url(Page::KeptListEnd(list.id)));
        Kept { name: list.name, href: format!("{issues}{query}"), end }
    });
    each.collect()
}

/// Reads the name and the filters that a form or a program sent.
pub(crate) fn read(words: &Words, scope: &Scope, typed: &Typed) -> Result<KeepList, Problem> {
    let asked = Asked::read(scope, typed)?;
    let mut ask = typed.ask(words);
    let name = ask.text("name", NAME, "Enter a name for this list, like Overdue in Blakenall");
    let name = ask.answers(|| name).map_err(Problem::Invalid)?;
    match asked.same().strip_prefix('?') {
        Some(query) => Ok(KeepList { name, query: query.to_owned() }),
        None => {
            Err(Problem::field("name", "Choose filters or an order first: without any it is the list of all issues"))
        }
    }
}

async fn keep(Working { visit, typed }: Working) -> Answer {
    let scope = visit.scope.clone();
    let kept = match read(visit.words, &scope, &typed) {
        Ok(list) => {
            let (tell, address) = (scope.clone(), format!("{}?{}", scope.url(Page::Issues), list.query));
            scope.site.db.write(move |tx| commands::keep_list(tx, &tell, &list).map(drop)).await.map(|()| address)
        }
        Err(problem) => Err(problem),
    };
    match kept {
        Ok(address) => Ok(Redirect::to(&address).into_response()),
        Err(Problem::Invalid(errors)) if errors.of("name").is_some() => list::shown(visit, typed, errors).await,
        Err(problem) => Err(problem.into()),
    }
}

async fn end(Path((_p, id)): Path<(String, String)>, Working { visit, .. }: Working) -> Answer {
    let id: Id = id.parse().map_err(|_| Problem::NotFound)?;
    let scope = visit.scope.clone();
    visit.scope.site.db.write(move |tx| commands::end_kept_list(tx, &scope, id)).await?;
    Ok(Redirect::to(&visit.scope.url(Page::Issues)).into_response())
}
