//! Opening to the public: what is missing, and the act itself.

use access::Page;
use askama::Template;
use base::Problem;
use web::asking::{Staff, Visit, Working};
use web::components::Button;
use web::{Answer, Query, Shell, again, personal};

use super::{administrator, done_words, on, shell};
use crate::readiness::{self, Missing};
use crate::settled;

#[derive(Template)]
#[template(path = "administration/opening.html")]
struct Opening {
    shell: Shell,
    token: String,
    here: String,
    home: String,
    is_open: bool,
    /// What is missing, and where to mend it.
    missing: Vec<(String, Option<String>)>,
}

pub async fn show(Staff(visit): Staff, Query(query): Query) -> Answer {
    administrator(&visit.scope)?;
    personal(&page(&visit, shell(&visit, "Open to the public", done_words(query.get("done"))))?)
}

pub async fn send(Working { visit, .. }: Working) -> Answer {
    administrator(&visit.scope)?;
    let scope = visit.scope.clone();
    let opened = scope.site.db.clone().write(move |tx| settled::open(tx, &scope)).await;
    match opened {
        Ok(()) => on(&visit.scope.url(Page::Settings("open")), "open"),
        Err(Problem::Invalid(errors)) => {
            again(&page(&visit, shell(&visit, "Open to the public", None).errors(&errors))?)
        }
        Err(problem) => Err(problem.into()),
    }
}

fn page(visit: &Visit, shell: Shell) -> Result<Opening, Problem> {
    let scope = &visit.scope;
    let mend = |missing: &Missing| match missing {
        Missing::Page(page) => Some(scope.url(Page::Settings(&format!("pages/{page}")))),
        Missing::OutOfHours => Some(scope.url(Page::Settings("pages/numbers-to-ring"))),
        Missing::FrontDoor | Missing::FrontDoorPhone => Some(scope.url(Page::Directory)),
        Missing::FrontDoorLead(_) | Missing::Reader(_) => Some(scope.url(Page::People)),
    };
    let missing = readiness::missing(scope)?;
    Ok(Opening {
        shell,
        token: visit.form_token().unwrap_or_default(),
        here: scope.url(Page::Settings("open")),
        home: scope.full_url(Page::Home),
        is_open: scope.snapshot.partnership.is_open,
        missing: missing.iter().map(|one| (one.sentence(), mend(one))).collect(),
    })
}
