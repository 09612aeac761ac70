//! Partners' own boundaries against ours: whose lines match, whose cut across, and who works where (MAN-25, SAL-35, WAL-40,
//! ASK-20).

mod here;
mod set;

use std::sync::Arc;

use access::{Page, Right, Scope, Site};
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use base::{FieldErrors, Id, Problem};
use web::asking::Visit;
use web::components::{Button, Table};
use web::{Answer, Form, Markup, Query, Shell, Typed, Words, again, page};

use crate::files;
use crate::pages::kind_words;
use crate::partners::{Asked, Beside, Fit, Over, PartnerSet, Service, WHOLE};
use crate::place::{Kind, Place};

pub use here::who_works_here;

/// What a download is narrowed by, as the page is.
const FILTERS: [&str; 4] = ["on", "service", "set", "place"];

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/places/partners", get(list))
        .route("/{p}/places/partners.csv", get(files::overlaps_csv))
        .route("/{p}/places/partners.json", get(files::overlaps_json))
        .route("/{p}/places/partners/{code}", get(set::show))
}

#[derive(Template)]
#[template(path = "partners.html")]
struct PartnersPage {
    shell: Shell,
    words: &'static Words,
    here: String,
    form: Form,
    services: Vec<(&'static str, String)>,
    as_on: Option<String>,
    is_narrowed: bool,
    sets: Option<Table>,
    works: Option<(String, Table)>,
    files: Vec<(&'static str, String)>,
    manage: Option<String>,
}

async fn list(visit: Visit, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let asked = match Asked::read(&typed) {
        Ok(asked) => asked,
        Err(Problem::Invalid(errors)) => {
            return again(&sheet(&visit, typed, errors, &Asked::default(), &Beside::read(&visit.scope, None).await?)?);
        }
        Err(problem) => return Err(problem.into()),
    };
    let beside = Beside::read(&visit.scope, asked.on).await?;
    page(&sheet(&visit, typed, FieldErrors::default(), &asked, &beside)?)
}

fn sheet(
    visit: &Visit,
    typed: Typed,
    errors: FieldErrors,
    asked: &Asked,
    beside: &Beside,
) -> Result<PartnersPage, Problem> {
    let (scope, words) = (&visit.scope, visit.words);
    let lines = beside.lines()?;
    let sets: Vec<&PartnerSet> =
        lines.sets().filter(|set| asked.service.is_none_or(|service| set.service == service)).collect();
    let shell = visit.shell(words.partners_title()).wide().errors(&errors);
    Ok(PartnersPage {
        shell: shell
            .crumb(scope.snapshot.partnership.name.clone(), scope.url(Page::Home))
            .crumb(words.nav_places(), scope.url(Page::Places)),
        words,
        here: scope.url(Page::PartnerLines),
        services: Service::ALL
            .iter()
            .map(|service| (service.as_str(), service_words(words, *service).to_owned()))
            .collect(),
        as_on: (!beside.is_today).then(|| words.places_as_on(words.date(beside.day))),
        is_narrowed: asked.on.is_some() || asked.service.is_some(),
        sets: if sets.is_empty() { None } else { Some(whose(scope, words, beside, &sets)?) },
        works: if sets.is_empty() { None } else { works(scope, words, beside, &sets)? },
        files: downloads(scope, &typed),
        manage: scope.has(Right::Configure).then(|| scope.url(Page::AdminPartnerLines)),
        form: Form::failed(words, typed, errors),
    })
}

/// Whose lines there are, and how they lie to ours.
fn whose(scope: &Scope, words: &Words, beside: &Beside, sets: &[&PartnerSet]) -> Result<Table, Problem> {
    let (lines, blocks, areas) = (beside.lines()?, beside.blocks()?, beside.areas()?);
    let held: Vec<&Vec<(Id, &Place)>> = [&blocks, &areas].into_iter().filter(|places| !places.is_empty()).collect();
    let mut table = Table::new(words.partners_whose()).row_headers();
    table = table.column(words.partners_lines()).column(words.partners_organisation()).column(words.partners_service());
    table = table.numbers(words.partners_divisions());
    for places in &held {
        let kind = places.first().map_or_else(String::new, |(_, place)| kind_within(scope, words, place.kind));
        table = table.column(words.partners_against(kind));
    }
    for set in sets {
        let organisation =
            beside.organisation(set).map(|one| Markup::link(&one.name, &scope.url(Page::Organisation(&one.code))));
        let mut row = vec![
            Markup::link(&set.name, &at_day(scope.url(Page::PartnerLinesOf(&set.code)), beside)),
            organisation.unwrap_or_default(),
            service_words(words, set.service).into(),
            lines.divisions(set.id).count().to_string().into(),
        ];
        for places in &held {
            let ids: Vec<Id> = places.iter().map(|(id, _)| *id).collect();
            row.push(fit_words(words, &lines.fit(set.id, &ids), ids.len()).into());
        }
        table = table.row(row);
    }
    Ok(table)
}

/// Who works in each ward, a column for each service: where two stand in one cell, a ward is divided between them.
fn works(
    scope: &Scope,
    words: &Words,
    beside: &Beside,
    sets: &[&PartnerSet],
) -> Result<Option<(String, Table)>, Problem> {
    let (lines, blocks) = (beside.lines()?, beside.blocks()?);
    let Some((_, first)) = blocks.first() else { return Ok(None) };
    let heading = words.partners_works(kind_within(scope, words, first.kind));
    let mut table = Table::new(heading.as_str()).quiet_caption().row_headers();
    table = table.column(kind_words(scope, words, first.kind));
    for set in sets {
        table = table.column(set.name.as_str());
    }
    table = table.numbers(words.partners_divided());
    for (id, place) in blocks {
        let over = lines.over(id);
        let own = |set: &PartnerSet| over.iter().filter(|one| one.set.id == set.id).collect::<Vec<_>>();
        let mut row = vec![Markup::link(&place.name, &scope.url(Page::Place(place.code.as_str())))];
        row.extend(sets.iter().map(|set| named(words, &own(set))));
        row.push(sets.iter().filter(|set| own(set).len() > 1).count().to_string().into());
        table = table.row(row);
    }
    Ok(Some((heading, table)))
}

/// "North sector", or "North sector 62%, Central sector 38%" where a place is divided.
pub(super) fn named(words: &Words, over: &[&Over<'_>]) -> Markup {
    match over {
        [only] if only.overlap.of_place >= WHOLE => only.division.name.as_str().into(),
        _ => {
            let parts = over.iter().map(|one| format!("{} {}", one.division.name, share(words, one.overlap.of_place)));
            parts.collect::<Vec<_>>().join(", ").into()
        }
    }
}

/// A share as a person reads it.
pub(super) fn share(words: &Words, share: f64) -> String {
    if share >= WHOLE {
        words.partners_all().to_owned()
    } else {
        words.partners_share((share * 100.0).round().max(1.0) as u64)
    }
}

/// "All match", or what does not.
pub(super) fn fit_words(words: &Words, fit: &Fit, of: usize) -> String {
    if fit.whole == of {
        return words.partners_fit_all(of);
    }
    let parts = [
        (fit.whole, words.partners_fit_whole(fit.whole)),
        (fit.cut.len(), words.partners_fit_cut(fit.cut.len())),
        (fit.open, words.partners_fit_open(fit.open)),
    ];
    parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, sentence)| sentence).collect::<Vec<_>>().join(", ")
}

pub(crate) fn service_words(words: &Words, service: Service) -> &str {
    match service {
        Service::Policing => words.service_policing(),
        Service::Children => words.service_children(),
        Service::Health => words.service_health(),
        Service::NeighbourhoodServices => words.service_neighbourhood_services(),
        Service::Regeneration => words.service_regeneration(),
        Service::Housing => words.service_housing(),
        Service::Other => words.service_other(),
    }
}

/// What a kind of place is called within a sentence.
pub(super) fn kind_within(scope: &Scope, words: &Words, kind: Kind) -> String {
    let label = kind_words(scope, words, kind);
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// An address with the day that is looked at, when that is not today.
fn at_day(address: String, beside: &Beside) -> String {
    if beside.is_today { address } else { format!("{address}?on={}", beside.day) }
}

fn downloads(scope: &Scope, typed: &Typed) -> Vec<(&'static str, String)> {
    let query = typed.only(&FILTERS).query();
    let ask = if query.is_empty() { "" } else { "?" };
    [("CSV", "csv"), ("JSON", "json")]
        .map(|(name, ending)| (name, format!("{}.{ending}{ask}{query}", scope.url(Page::PartnerLines))))
        .into()
}
