use access::{Page, Scope};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use base::{Date, Id, Problem};
use directory::contact::Contact;
use issues::store::{self, Filter, Line, Shown};
use places::{Kind, Lines, Place, Places};
use web::asking::Visit;
use web::components::{Button, InsetText, SummaryList};
use web::{Answer, Query, Shell, Words, page};

use super::{Story, figures};

/// How many open issues a place's page shows.
const SHOWN: i64 = 10;
/// Beyond this a page says "more than".
const COUNTED: i64 = 1000;

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
    /// Which partners' divisions lie here, and the page of them all.
    partners: Option<SummaryList>,
    lines: String,
    /// Which set of boundaries its line belongs to.
    set: Option<web::Markup>,
    open: Vec<Open>,
    count: String,
    all_open: String,
    stories: Vec<Story>,
    feed: String,
    report: String,
    within: Vec<(String, String)>,
    /// The committees, boards and meetings that serve it.
    bodies: Vec<(String, String)>,
    /// By which lines it is meant, and the page by the other.
    by_lines: Option<(&'static str, &'static str, String)>,
    map: web::Markup,
    figures: web::Markup,
}

/// Who to contact in a place, what is open and what was done (MAN-31, WAL-35). `{code}.atom` is its feed.
pub async fn place(visit: Visit, Path((_p, code)): Path<(String, String)>, Query(typed): Query) -> Answer {
    if let Some(code) = code.strip_suffix(".atom") {
        return crate::feed::of_place(visit, code).await;
    }
    let scope = visit.scope.clone();
    let words = visit.words;
    let places = scope.snapshot.part::<Places>()?;
    let Some((id, here)) = places.by_code(&code) else { return gone(&visit, places, &code) };
    if here.code.as_str() != code {
        return Ok(Redirect::permanent(&scope.url(Page::Place(here.code.as_str()))).into_response());
    }
    let by = issues::asked::lines(&typed).map_err(|sentence| Problem::field("lines", sentence))?;
    let around = places.with_ancestors(id);
    let read = scope.clone();
    let (lines, count, said, counted) = scope
        .site
        .db
        .read(move |tx| {
            let filter = Filter { place: Some(id), lines: by, shown: Shown::Open, ..Filter::default() };
            let lines = store::list(tx, &read, &filter, SHOWN)?;
            let count = store::count(tx, &read, &filter, COUNTED + 1)?;
            let said = super::latest(tx, &read, Some(id))?;
            let counted = store::figures(tx, read.partnership(), id)?;
            Ok::<_, Problem>((lines, count, said, counted))
        })
        .await?;

    let contacts = directory::contact::of_places(&scope, &around);
    page(&PlacePage {
        shell: shell(&visit, places, here),
        words,
        kind: places::kind_words(&scope, words, here.kind).to_owned(),
        contacts,
        partners: places::who_works_here(&scope, words, id)?,
        lines: scope.url(Page::PartnerLines),
        set: places::boundary_set_of(&scope, words, id).await?,
        open: lines.iter().map(|line| open(&scope, words, line)).collect(),
        count: if count > COUNTED { words.place_more_than(COUNTED) } else { words.place_open_count(count) },
        all_open: match by {
            Lines::Then => format!("{}?place={code}", scope.url(Page::Issues)),
            Lines::Now => format!("{}?place={code}&lines=now", scope.url(Page::Issues)),
        },
        by_lines: places.is_redrawn().then(|| {
            let here = scope.url(Page::Place(&code));
            match by {
                Lines::Then => (words.issues_lines_then(), words.issues_lines_offer_now(), format!("{here}?lines=now")),
                Lines::Now => (words.issues_lines_now(), words.issues_lines_offer_then(), here),
            }
        }),
        stories: said.iter().map(|said| Story::of(&scope, words, said)).collect(),
        feed: format!("{}.atom", scope.url(Page::Place(&code))),
        report: scope.url(Page::Report),
        within: within(&scope, places, here),
        bodies: bodies::serving(&scope, id)?,
        map: movable(&scope, words, id, &code)?,
        figures: figures::of_place(&scope, words, id, &counted)?,
    })
}

/// A place that does not hold today: since when or from when, and what lies there now (MAN-02).
#[derive(Template)]
#[template(path = "gone.html")]
struct GonePage {
    shell: Shell,
    words: &'static Words,
    kind: String,
    says: String,
    /// Why it ended, where that was said.
    why: Option<String>,
    /// What lies there now.
    now: Vec<(String, String)>,
    then: String,
    /// What was told about it, the open and the settled.
    told: Option<String>,
}

fn gone(visit: &Visit, places: &Places, code: &str) -> Answer {
    let (scope, words) = (&visit.scope, visit.words);
    let place = places.ever(code).ok_or(Problem::NotFound)?;
    let day = |day: Date| words.date(day);
    let today = scope.now.date();
    let ended = place.valid_to.filter(|end| *end <= today).and_then(|end| end.yesterday().ok());
    let says = match ended {
        Some(last) => words.place_ended(day(last), &place.name),
        None => words.place_not_yet(day(place.valid_from), &place.name),
    };
    let last = ended.unwrap_or(place.valid_from);
    let shell = visit.shell(place.name.clone()).crumb(scope.snapshot.partnership.name.clone(), scope.url(Page::Home));
    page(&GonePage {
        shell: shell.crumb(words.nav_places(), scope.url(Page::Places)),
        words,
        kind: places::kind_words(scope, words, place.kind).to_owned(),
        says,
        why: places.ending(place).map(str::to_owned),
        now: places
            .after(place)
            .into_iter()
            .map(|place| (place.name.clone(), scope.url(Page::Place(place.code.as_str()))))
            .collect(),
        then: format!("{}?on={last}", scope.url(Page::Places)),
        told: ended.map(|_| format!("{}?place={}", scope.url(Page::Issues), place.code)),
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

/// The map of a place; where it moves, with the open issues there.
fn movable(scope: &Scope, words: &Words, id: Id, code: &str) -> Result<web::Markup, Problem> {
    let marks = format!("{}?place={code}", scope.url(Page::IssuesAs("geojson")));
    places::movable(scope, words, &places::map_of_place(scope, words, id)?, &marks, Some(code))
}

fn open(scope: &Scope, words: &Words, line: &Line) -> Open {
    let href = match line.reference.parse() {
        Ok(reference) => scope.url(Page::Issue(&reference)),
        Err(_) => scope.url(Page::Issues),
    };
    Open {
        title: line.title.clone(),
        href,
        status: issues::status_words(words, line.status, line.outcome, line.came_back).to_owned(),
        told_us: words.story_told_us(line.voices),
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
