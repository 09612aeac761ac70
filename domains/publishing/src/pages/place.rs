use access::{Holder, Page, Role, Scope};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use base::{Id, Problem};
use issues::store::{self, Filter, Line, Shown};
use places::{Kind, Place, Places};
use web::asking::Visit;
use web::components::{Button, InsetText, SummaryList, mail_to, ringing};
use web::{Answer, Shell, Words, page};

use super::Story;

/// How many open issues a place's page shows.
const SHOWN: i64 = 10;
/// Beyond this a page says "more than".
const COUNTED: i64 = 1000;

/// Somebody to contact.
struct Contact {
    name: String,
    title: String,
    whose: String,
    organisation: String,
    phone: Option<String>,
    email: Option<String>,
}

/// An open issue, in one line.
struct Open {
    title: String,
    href: String,
    status: String,
    told_us: String,
}

/// A place's page.
#[derive(Template)]
#[template(path = "place.html")]
struct PlacePage {
    shell: Shell,
    words: &'static Words,
    kind: String,
    contacts: Vec<Contact>,
    open: Vec<Open>,
    count: String,
    all_open: String,
    stories: Vec<Story>,
    feed: String,
    report: String,
    within: Vec<(String, String)>,
    map: web::Markup,
}

/// Who to contact in a place, what is open and what was done (MAN-31, WAL-35). `{code}.atom` is its feed.
pub async fn place(visit: Visit, Path((_p, code)): Path<(String, String)>) -> Answer {
    if let Some(code) = code.strip_suffix(".atom") {
        return crate::feed::of_place(visit, code).await;
    }
    let scope = visit.scope.clone();
    let words = visit.words;
    let places = scope.snapshot.part::<Places>()?;
    let Some((id, here)) = places.by_code(&code) else { return Err(Problem::NotFound.into()) };
    if here.code.as_str() != code {
        return Ok(Redirect::permanent(&scope.url(Page::Place(here.code.as_str()))).into_response());
    }
    let around = places.with_ancestors(id);
    let read = scope.clone();
    let (lines, count, said) = scope
        .site
        .db
        .read(move |tx| {
            let filter = Filter { place: Some(id), shown: Shown::Open, ..Filter::default() };
            let lines = store::list(tx, &read, &filter, SHOWN)?;
            let count = store::count(tx, &read, &filter, COUNTED + 1)?;
            let said = super::latest(tx, &read, Some(id))?;
            Ok::<_, Problem>((lines, count, said))
        })
        .await?;

    let contacts = scope
        .snapshot
        .holders(&[Role::AreaManager, Role::SupportOfficer, Role::Councillor], scope.now.date())
        .filter(|holder| holder.reach_id.is_some_and(|reach| around.contains(&reach)))
        .map(|holder| contact(&scope, places, holder))
        .collect();
    page(&PlacePage {
        shell: shell(&visit, places, here),
        words,
        kind: places::kind_words(words, here.kind).to_owned(),
        contacts,
        open: lines.iter().map(|line| open(&scope, words, line)).collect(),
        count: if count > COUNTED { words.place_more_than(COUNTED) } else { words.place_open_count(count) },
        all_open: format!("{}?place={code}", scope.url(Page::Issues)),
        stories: said.iter().map(|said| Story::of(&scope, words, said)).collect(),
        feed: format!("{}.atom", scope.url(Page::Place(&code))),
        report: scope.url(Page::Report),
        within: within(&scope, places, here),
        map: places::map_of_place(&scope, words, id)?,
    })
}

fn shell(visit: &Visit, places: &Places, here: &Place) -> Shell {
    let scope = &visit.scope;
    let mut shell = visit.shell(here.name.clone()).wide();
    shell = shell.crumb(scope.snapshot.partnership.name.clone(), scope.url(Page::Home));
    shell = shell.crumb(visit.words.nav_places(), scope.url(Page::Places));
    let id = places.id(here).unwrap_or_default();
    let mut above = places.of(&places.with_ancestors(id));
    above.retain(|place| place.kind == Kind::Area && place.code != here.code);
    above
        .into_iter()
        .fold(shell, |shell, area| shell.crumb(area.name.clone(), scope.url(Page::Place(area.code.as_str()))))
}

/// What the public may know of somebody who serves a place: role, work telephone and e-mail, nothing else.
fn contact(scope: &Scope, places: &Places, holder: &Holder) -> Contact {
    let role: Option<Role> = holder.role.parse().ok();
    let title = holder.title.clone().or(role.map(Role::words)).unwrap_or_default();
    Contact {
        whose: holder.reach_id.and_then(|id: Id| places.get(id)).map(|place| place.name.clone()).unwrap_or_default(),
        organisation: holder
            .organisation
            .and_then(|id| scope.snapshot.organisation(id))
            .map(|organisation| organisation.name.clone())
            .unwrap_or_default(),
        name: holder.name.clone(),
        title,
        phone: holder.phone.clone(),
        email: holder.email.clone(),
    }
}

fn open(scope: &Scope, words: &Words, line: &Line) -> Open {
    let href = match line.reference.parse() {
        Ok(reference) => scope.url(Page::Issue(&reference)),
        Err(_) => scope.url(Page::Issues),
    };
    Open {
        title: line.title.clone(),
        href,
        status: status_words(words, line).to_owned(),
        told_us: words.story_told_us(line.voices),
    }
}

fn status_words<'a>(words: &'a Words, line: &Line) -> &'a str {
    use issues::model::Status;
    match line.status {
        _ if line.came_back => words.status_came_back(),
        Status::New | Status::Considering => words.status_looking(),
        Status::TakingForward => words.status_doing(),
        Status::NotTakingForward => words.status_not(),
        Status::Resolved => words.status_sorted(),
    }
}

fn within(scope: &Scope, places: &Places, here: &Place) -> Vec<(String, String)> {
    places
        .lookup()
        .atlas()
        .within(here.code.as_str())
        .map(|place| (place.name.clone(), scope.url(Page::Place(place.code.as_str()))))
        .collect()
}

/// One person to contact, as a card.
fn details(words: &Words, contact: &Contact) -> SummaryList {
    let list = SummaryList::new()
        .card(format!("{}, {}", contact.title, contact.whose))
        .row(words.contact_name(), &*contact.name);
    let list = match contact.organisation.as_str() {
        "" => list,
        organisation => list.row(words.contact_organisation(), organisation),
    };
    let list = match &contact.phone {
        Some(phone) => list.row(words.contact_phone(), ringing(phone)),
        None => list,
    };
    match &contact.email {
        Some(email) => list.row(words.contact_email(), mail_to(email)),
        None => list,
    }
}
