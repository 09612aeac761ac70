use access::{Page, Right, Scope};
use askama::Template;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use base::{Id, Problem};
use places::Places;
use web::asking::{Visit, json};
use web::components::{Button, InsetText, SummaryList, mail_to, ringing};
use web::{Answer, Form, Markup, Query, Shell, Typed, Words, page};

use super::fields;
use crate::api::OrganisationOut;
use crate::contact::{self, Contact};
use crate::files::organisations_csv;
use crate::partners::{Partner, Partners};

/// What a list of organisations is asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    pub kind: Option<String>,
    pub place: Option<Id>,
    /// Also those that ended or have not begun.
    pub all: bool,
}

impl Asked {
    /// Reads `kind`, `place` and `all`.
    pub fn read(scope: &Scope, typed: &Typed) -> Result<Self, Problem> {
        let said = |name: &str| typed.get(name).map(str::trim).filter(|text| !text.is_empty());
        let kind = said("kind").map(str::to_owned);
        if let Some(kind) = &kind {
            crate::import::kind_known(scope, kind)?;
        }
        let place = match said("place") {
            None => None,
            Some(code) => {
                let found = scope.snapshot.part::<Places>()?.by_code(code).map(|(id, _)| id);
                Some(found.ok_or_else(|| Problem::field("place", "Choose one of the partnership's places"))?)
            }
        };
        Ok(Self { kind, place, all: said("all") == Some("yes") })
    }

    /// The organisations that were asked for, by name. One that says nothing of where it works works everywhere.
    pub fn among<'a>(&self, scope: &Scope, partners: &'a Partners) -> Result<Vec<&'a Partner>, Problem> {
        let (today, places) = (scope.now.date(), scope.snapshot.part::<Places>()?);
        let serves = |one: &Partner, place: Id| {
            let works_in = partners.places_of(one.id);
            let around = places.with_ancestors(place);
            works_in.is_empty()
                || works_in.iter().any(|id| around.contains(id) || places.with_ancestors(*id).contains(&place))
        };
        let asked = |one: &&Partner| {
            (self.all || one.is_in_force(today))
                && self.kind.as_ref().is_none_or(|kind| one.kind == *kind)
                && self.place.is_none_or(|place| serves(one, place))
        };
        Ok(partners.all().iter().filter(asked).collect())
    }
}

/// An organisation in the list.
struct Item {
    name: String,
    href: String,
    does: String,
    gives: Option<String>,
    meta: String,
}

#[derive(Template)]
#[template(path = "directory.html")]
struct DirectoryPage {
    shell: Shell,
    words: &'static Words,
    choose: String,
    here: String,
    form: Form,
    places: Vec<(String, String)>,
    place: Option<(String, String)>,
    contacts: Vec<Contact>,
    count: usize,
    kinds: Vec<(String, String, bool)>,
    groups: Vec<(String, Vec<Item>)>,
    files: Vec<(&'static str, String)>,
    manage: Option<(String, String)>,
    /// Committees, boards and meetings have a list of their own.
    bodies: String,
    /// Where whoever works here goes on.
    colleagues: Vec<(&'static str, String)>,
}

/// Who works here and whom to contact: organisations by kind and place, and who serves a place (MAN-31, ASK-31, WAL-22).
pub(super) async fn directory(visit: Visit, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let scope = &visit.scope;
    let words = visit.words;
    let asked = Asked::read(scope, &typed)?;
    let partners = scope.snapshot.part::<Partners>()?;
    let found = asked.among(scope, partners)?;
    let known = scope.snapshot.part::<Places>()?;
    let here = scope.url(Page::Directory);
    let around = asked.place.map(|place| known.with_ancestors(place));
    let mut places = vec![(String::new(), words.directory_everywhere().to_owned())];
    places.extend(fields::places(scope)?);
    let files = ["csv", "json"].map(|format| (format, with(&scope.url(Page::OrganisationsAs(format)), &typed)));
    let tiers = places::Tiers::of(scope, words);
    page(&DirectoryPage {
        shell: visit.shell(words.directory_title()).wide(),
        words,
        choose: words.directory_choose(tiers.area, tiers.ward),
        form: Form::filled(words, typed.clone()),
        places,
        place: asked
            .place
            .and_then(|id| known.get(id))
            .map(|place| (place.name.clone(), scope.url(Page::Place(place.code.as_str())))),
        contacts: around.map(|around| contact::of_places(scope, &around)).unwrap_or_default(),
        count: found.len(),
        kinds: kinds(scope, words, &here, &asked, &typed, partners),
        groups: groups(scope, words, partners, &found),
        files: files.map(|(format, href)| (if format == "csv" { "CSV" } else { "JSON" }, href)).into(),
        bodies: scope.url(Page::Bodies),
        colleagues: colleagues(scope),
        manage: scope.has(Right::ManagePeople).then(|| (scope.url(Page::People), scope.url(Page::NewOrganisation))),
        here,
    })
}

/// What those who work here find of each other.
fn colleagues(scope: &Scope) -> Vec<(&'static str, String)> {
    let coordinators = ("Coordinators and what worked", Page::Coordinators, scope.hat().is_some());
    let workload = ("Workload, and who serves each area", Page::Workload, scope.has(Right::SeeWorkload));
    let mine = [coordinators, workload].into_iter().filter(|(_, _, may)| *may);
    mine.map(|(words, page, _)| (words, scope.url(page))).collect()
}

/// A list's address with the filters that are on.
fn with(address: &str, typed: &Typed) -> String {
    let query = typed.only(&["kind", "place", "all"]).query();
    if query.is_empty() { address.to_owned() } else { format!("{address}?{query}") }
}

fn kinds(
    scope: &Scope,
    words: &Words,
    here: &str,
    asked: &Asked,
    typed: &Typed,
    partners: &Partners,
) -> Vec<(String, String, bool)> {
    let link = |kind: &str| {
        let mut typed = typed.only(&["place"]);
        if !kind.is_empty() {
            typed.set("kind", kind);
        }
        format!("{}#organisations", with(here, &typed))
    };
    let today = scope.now.date();
    let there = |code: &String| partners.all().iter().any(|one| one.kind == *code && one.is_in_force(today));
    let every = (words.directory_every_kind().to_owned(), link(""), asked.kind.is_none());
    let some = fields::kinds(scope).into_iter().filter(|(code, _)| there(code)).map(|(code, label)| {
        let here = asked.kind.as_ref() == Some(&code);
        (label, link(&code), here)
    });
    std::iter::once(every).chain(some).collect()
}

fn groups(scope: &Scope, words: &Words, partners: &Partners, found: &[&Partner]) -> Vec<(String, Vec<Item>)> {
    let mut groups: Vec<(String, Vec<Item>)> =
        fields::kinds(scope).into_iter().map(|(_, label)| (label, Vec::new())).collect();
    for one in found {
        let label = fields::kind_words(scope, &one.kind);
        let item = item(scope, words, partners, one);
        match groups.iter_mut().find(|(known, _)| *known == label) {
            Some((_, members)) => members.push(item),
            None => groups.push((label, vec![item])),
        }
    }
    groups.retain(|(_, members)| !members.is_empty());
    groups
}

fn item(scope: &Scope, words: &Words, partners: &Partners, one: &Partner) -> Item {
    let part_of = one.part_of.and_then(|id| partners.get(id)).map(|whole| words.organisation_part_of(&whole.name));
    let places = places_words(scope, partners, one.id);
    let facts =
        [part_of, one.phone.as_ref().map(|phone| phone.replace(' ', "\u{a0}")), (!places.is_empty()).then_some(places)];
    Item {
        name: one.name.clone(),
        href: scope.url(Page::Organisation(&one.code)),
        does: one.does.clone().unwrap_or_default(),
        gives: one.gives.clone(),
        meta: facts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
    }
}

fn places_words(scope: &Scope, partners: &Partners, organisation: Id) -> String {
    let Ok(known) = scope.snapshot.part::<Places>() else { return String::new() };
    let mut names: Vec<&str> =
        partners.places_of(organisation).iter().filter_map(|id| Some(known.get(*id)?.name.as_str())).collect();
    names.sort_unstable();
    names.join(", ")
}

#[derive(Template)]
#[template(path = "organisation.html")]
struct OrganisationPage {
    shell: Shell,
    words: &'static Words,
    kind: String,
    ended: Option<String>,
    known: SummaryList,
    parts: Vec<(String, String)>,
    contacts: Vec<Contact>,
    manage: Option<(String, String)>,
}

/// One organisation: what it does and gives, how to reach it, what it is a part of and what took over from it.
pub(super) async fn organisation(
    visit: Visit,
    Path((_p, code)): Path<(String, String)>,
    Query(typed): Query,
) -> Answer {
    let scope = &visit.scope;
    let words = visit.words;
    let partners = scope.snapshot.part::<Partners>()?;
    let one = partners.by_code(&code).ok_or(Problem::NotFound)?;
    let today = scope.now.date();
    let link = |id: Id| partners.get(id).map(|other| linked(&other.name, &scope.url(Page::Organisation(&other.code))));
    let mut known = SummaryList::new();
    if let Some(whole) = one.part_of.and_then(link) {
        known = known.row(words.organisation_whole(), whole);
    }
    for (label, text) in [(words.organisation_does(), &one.does), (words.organisation_gives(), &one.gives)] {
        if let Some(text) = text {
            known = known.row(label, text.as_str());
        }
    }
    if one.is_front_door {
        known = known.row(words.organisation_safeguarding(), words.organisation_front_door());
    }
    if let Some(phone) = &one.phone {
        known = known.row(words.contact_phone(), ringing(phone));
    }
    if let Some(email) = &one.email {
        known = known.row(words.contact_email(), mail_to(email));
    }
    let places = places_words(scope, partners, one.id);
    known = known.row(
        words.organisation_where(),
        if places.is_empty() { words.organisation_everywhere().to_owned() } else { places },
    );
    let before = partners.all().iter().filter(|other| other.successor == Some(one.id));
    for other in before {
        let name = linked(&other.name, &scope.url(Page::Organisation(&other.code)));
        known = known.row(words.organisation_took_over(), name);
    }
    if let Some(next) = one.successor.and_then(link) {
        known = known.row(words.organisation_successor(), next);
    }
    let parts = partners.all().iter().filter(|other| other.part_of == Some(one.id) && other.is_in_force(today));
    let mut shell = visit.shell(one.name.clone());
    shell = shell.crumb(scope.snapshot.partnership.name.clone(), scope.url(Page::Home));
    shell = shell.crumb(words.directory_title(), scope.url(Page::Directory));
    shell.notice = super::act::notice(
        &visit,
        typed.get("done"),
        &[
            ("add", "The organisation is in the directory"),
            ("change", "The organisation is changed"),
            ("end", "The day is noted. What is open then goes to its successor, if it has one"),
            ("same", "Nothing was different, so nothing was changed"),
        ],
    );
    page(&OrganisationPage {
        shell,
        words,
        kind: fields::kind_words(scope, &one.kind),
        ended: one.valid_to.map(|end| {
            let last = end.yesterday().unwrap_or(end);
            if end <= today {
                words.organisation_ended(words.date(last))
            } else {
                words.organisation_ends(words.date(last))
            }
        }),
        known,
        parts: parts.map(|other| (other.name.clone(), scope.url(Page::Organisation(&other.code)))).collect(),
        contacts: contact::of_organisation(scope, one.id),
        manage: scope.has(Right::Configure).then(|| {
            let end =
                if one.valid_to.is_none() { scope.url(Page::OrganisationAct(&one.code, "end")) } else { String::new() };
            (scope.url(Page::OrganisationAct(&one.code, "change")), end)
        }),
    })
}

/// A name that leads to its page.
#[must_use]
pub fn linked(name: &str, href: &str) -> Markup {
    let (name, href) = (Markup::from(name), Markup::from(href));
    Markup::trusted(format!("<a class=\"govuk-link\" href=\"{href}\">{name}</a>"))
}

pub(super) async fn csv(visit: Visit, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let scope = &visit.scope;
    let partners = scope.snapshot.part::<Partners>()?;
    let found = Asked::read(scope, &typed)?.among(scope, partners)?;
    file(organisations_csv(scope, partners, &found)?, "organisations.csv", "no-cache")
}

pub(super) async fn json_file(visit: Visit, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let scope = &visit.scope;
    let partners = scope.snapshot.part::<Partners>()?;
    let found = Asked::read(scope, &typed)?.among(scope, partners)?;
    let items: Vec<OrganisationOut> = found.into_iter().map(|one| OrganisationOut::of(scope, partners, one)).collect();
    json(&serde_json::json!({ "items": items, "next": null }))
}

/// A CSV file to be kept.
pub fn file(bytes: Vec<u8>, name: &str, keep: &'static str) -> Answer {
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8; header=present".to_owned()),
        (CACHE_CONTROL, keep.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, bytes).into_response())
}
