use std::collections::HashMap;

use access::{Page, Scope};
use askama::Template;
use axum::extract::Path;
use base::{Id, Problem};
use web::asking::Visit;
use web::components::{SummaryList, Table, mail_to, ringing};
use web::{Answer, Markup, Query, Shell, Words, page};

use super::{Asked, Beside, downloads, fit_words, kind_within, named, service_words, share};
use crate::drawing::map_of_lines;
use crate::known::Places;
use crate::pages::kind_words;
use crate::partners::PartnerSet;
use crate::place::{Kind, Place};
use crate::store;

#[derive(Template)]
#[template(path = "partner-set.html")]
struct SetPage {
    shell: Shell,
    words: &'static Words,
    service: String,
    as_on: Option<String>,
    facts: SummaryList,
    map: Markup,
    /// A heading, what it says in one sentence, and the table.
    tables: Vec<(String, Option<String>, Table)>,
    files: Vec<(&'static str, String)>,
}

pub(super) async fn show(visit: Visit, Path((_p, code)): Path<(String, String)>, Query(typed): Query) -> Answer {
    let (scope, words) = (&visit.scope, visit.words);
    let asked = Asked::read(&typed)?;
    let beside = Beside::read(scope, asked.on).await?;
    let set = beside.lines()?.set(&code).ok_or(Problem::NotFound)?;
    let map = if beside.is_today { map(scope, words, &beside, set).await? } else { Markup::default() };
    let mut tables = Vec::new();
    for places in [beside.areas()?, beside.blocks()?] {
        tables.extend(of_ours(scope, words, &beside, set, &places)?);
    }
    tables.push(of_theirs(scope, words, &beside, set)?);
    let mut filters = typed.only(&["on"]);
    filters.set("set", code);
    let shell = visit.shell(set.name.clone()).wide();
    page(&SetPage {
        shell: shell
            .crumb(words.nav_places(), scope.url(Page::Places))
            .crumb(words.partners_title(), scope.url(Page::PartnerLines)),
        words,
        service: service_words(words, set.service).to_owned(),
        as_on: (!beside.is_today).then(|| words.places_as_on(words.date(beside.day))),
        facts: facts(scope, words, &beside, set),
        map,
        tables,
        files: downloads(scope, &filters),
    })
}

fn facts(scope: &Scope, words: &Words, beside: &Beside, set: &PartnerSet) -> SummaryList {
    let day = |day: base::Date| words.date(day);
    let mut facts = SummaryList::new();
    if let Some(organisation) = beside.organisation(set) {
        let name = Markup::link(&organisation.name, &scope.url(Page::Organisation(&organisation.code)));
        facts = facts.row(words.partners_organisation(), name);
        if let Some(phone) = &organisation.phone {
            facts = facts.row(words.contact_phone(), ringing(phone));
        }
        if let Some(email) = &organisation.email {
            facts = facts.row(words.contact_email(), mail_to(email));
        }
    }
    let holds = match set.valid_to.and_then(|end| end.yesterday().ok()) {
        Some(last) => words.partners_holds_until(day(set.valid_from), day(last)),
        None => words.partners_holds(day(set.valid_from)),
    };
    facts = facts.row(words.partners_days(), holds);
    if set.source.is_empty() { facts } else { facts.row(words.partners_source(), set.source.as_str()) }
}

/// Their lines over ours, drawn once for a snapshot.
async fn map(scope: &Scope, words: &Words, beside: &Beside, set: &PartnerSet) -> Result<Markup, Problem> {
    let lines = beside.lines()?;
    let (partnership, id) = (scope.partnership(), set.id);
    let grounds = match lines.is_drawn(id) {
        true => None,
        false => Some(scope.site.db.read(move |tx| store::grounds(tx, partnership, &[id])).await?),
    };
    let places = scope.snapshot.part::<Places>()?;
    let divisions = lines.divisions(id);
    Ok(map_of_lines(words, set, lines.map(id, || crate::drawing::draw_lines(places, divisions, &grounds?))))
}

/// For each of our places, which divisions lie over it.
fn of_ours(
    scope: &Scope,
    words: &Words,
    beside: &Beside,
    set: &PartnerSet,
    places: &[(Id, &Place)],
) -> Result<Option<(String, Option<String>, Table)>, Problem> {
    let Some((_, first)) = places.first() else { return Ok(None) };
    let lines = beside.lines()?;
    let ids: Vec<Id> = places.iter().map(|(id, _)| *id).collect();
    let says = fit_words(words, &lines.fit(set.id, &ids), ids.len());
    let kind = kind_words(scope, words, first.kind);
    let heading = words.partners_against(kind_within(scope, words, first.kind));
    let mut table = Table::new(heading.as_str()).quiet_caption().row_headers();
    table = table.column(kind).column(words.partners_division());
    for (id, place) in places {
        let name = Markup::link(&place.name, &scope.url(Page::Place(place.code.as_str())));
        let over: Vec<_> = lines.over(*id).into_iter().filter(|over| over.set.id == set.id).collect();
        let whose = if over.is_empty() {
            words.partners_nobody().into()
        } else {
            named(words, &over.iter().collect::<Vec<_>>())
        };
        table = table.row([name, whose]);
    }
    Ok(Some((heading, Some(says), table)))
}

/// For each division, which of our wards it lies over.
fn of_theirs(
    scope: &Scope,
    words: &Words,
    beside: &Beside,
    set: &PartnerSet,
) -> Result<(String, Option<String>, Table), Problem> {
    let lines = beside.lines()?;
    let blocks: HashMap<Id, &Place> = beside.blocks()?.into_iter().collect();
    let kind = blocks.values().next().map_or(Kind::Ward, |place| place.kind);
    let heading = words.partners_the_other_way(&set.name);
    let mut table = Table::new(heading.as_str()).quiet_caption().row_headers();
    table = table.column(words.partners_division()).column(words.partners_of_division(kind_within(scope, words, kind)));
    for division in lines.divisions(set.id) {
        let under = lines.under(division.id).into_iter().filter_map(|overlap| {
            let place = blocks.get(&overlap.place)?;
            let name = Markup::link(&place.name, &scope.url(Page::Place(place.code.as_str())));
            Some(format!("{name} {}", share(words, overlap.of_division)))
        });
        let under = Markup::trusted(under.collect::<Vec<_>>().join(", "));
        table = table.row([Markup::from(division.name.as_str()), under]);
    }
    Ok((heading, None, table))
}
