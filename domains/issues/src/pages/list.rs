//! The list of issues, for the public and for staff: the same address, the same filters, the same rows.

use std::sync::Arc;

use access::{Page, Scope, Site, in_sentence};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use base::{FieldErrors, Instant, Problem};
use places::map::Mark;
use places::{Lines, Places, Point};
use voice::Categories;
use web::asking::Visit;
use web::components::{Button, Pagination};
use web::download::Format;
use web::{Answer, Markup, Query, Shell, Typed, Words, again, page, personal, thousands};

use super::row::{Line, Row};
use super::staff::kept::{self, Kept};
use super::words::{flag_words, level_name, sort_words, status_words};
use crate::asked::after as read_on;
use crate::listing::{self, Asked, Found};
use crate::model::{HIGHEST_LEVEL, Status};
use crate::store::{self, Flag, Sort};

/// Rows on a page.
const ROWS: i64 = 50;
/// Entries of a feed.
const ENTRIES: i64 = 100;
/// Beyond this a page says "more than": counting on would cost more than it tells.
pub(crate) const COUNTED: i64 = 1_000;

pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/issues", get(list))
        .route("/{p}/issues.csv", get(|visit: Visit, query: Query| file(visit, query, Format::Csv)))
        .route("/{p}/issues.json", get(|visit: Visit, query: Query| file(visit, query, Format::Json)))
        .route("/{p}/issues.geojson", get(|visit: Visit, query: Query| file(visit, query, Format::GeoJson)))
        .route("/{p}/issues.atom", get(atom))
}

#[derive(Template)]
#[template(path = "list.html")]
struct ListPage {
    shell: Shell,
    /// This list without a filter.
    here: String,
    /// Where one tells us about something.
    report: String,
    count: String,
    form: web::Form,
    places: Vec<(String, String)>,
    categories: Vec<(String, String)>,
    levels: Vec<(String, String)>,
    chosen: Vec<Chosen>,
    orders: Vec<(&'static str, String, bool)>,
    order: &'static str,
    files: Vec<(&'static str, String)>,
    /// The rows of the public, or those of whoever works here.
    rows: Vec<Row>,
    lines: Vec<Line>,
    map: Markup,
    /// By which lines the place is meant, and the list by the other.
    by_lines: Option<(&'static str, &'static str, String)>,
    is_desk: bool,
    /// The lists of whoever works here, and where these filters become one more.
    kept: Vec<Kept>,
    keepable: bool,
    keep: web::Form,
    keep_at: String,
    token: String,
    is_filtered: bool,
    turn: Pagination,
}

/// A filter that is on, and the list without it.
struct Chosen {
    question: &'static str,
    answer: String,
    without: String,
}

async fn list(visit: Visit, Query(typed): Query) -> Answer {
    shown(visit, typed, FieldErrors::default()).await
}

/// The list; with errors, because its filters could not be kept under the name that was typed.
pub(super) async fn shown(visit: Visit, typed: Typed, errors: FieldErrors) -> Answer {
    let asked = read(&visit, &typed)?;
    let (scope, filter) = (visit.scope.clone(), asked.filter.clone());
    let (found, after, count, kept) = scope
        .site
        .clone()
        .db
        .read(move |tx| {
            let page = if scope.hat().is_some() { listing::desk_page } else { listing::page };
            let (found, after) = page(tx, &scope, &filter, ROWS)?;
            let count = store::count(tx, &scope, &filter, COUNTED + 1)?;
            let kept = match scope.hat() {
                Some(hat) => store::kept_lists(tx, scope.partnership(), hat.person)?,
                None => Vec::new(),
            };
            Ok::<_, Problem>((found, after, count, kept))
        })
        .await?;

    let (scope, words) = (&visit.scope, visit.words);
    let is_desk = scope.hat().is_some();
    let (public, desk) = if is_desk { (&[][..], &found[..]) } else { (&found[..], &[][..]) };
    let is_redrawn = scope.snapshot.part::<Places>()?.is_redrawn();
    let here = scope.url(Page::Issues);
    let next = after.map(|after| format!("{here}{}", asked.with("after", &read_on(after))));
    let kept = kept::kept(scope, kept, &asked.same());
    let failed = !errors.is_empty();
    let first = asked.filter.after.map(|_| format!("{here}{}", asked.same()));
    let rows: Vec<Row> = public.iter().map(|found| Row::of(scope, words, found)).collect::<Result<_, _>>()?;
    let lines: Vec<Line> = desk.iter().map(|found| Line::of(scope, words, found)).collect::<Result<_, _>>()?;
    let hrefs = rows.iter().map(|row| &row.href).chain(lines.iter().map(|line| &line.href));
    let shown = ListPage {
        map: map(scope, words, &asked, found.iter().zip(hrefs))?,
        shell: visit.shell(words.issues_heading()).wide().errors(&errors),
        // What was typed comes back, also where these filters are kept already under another name.
        keepable: is_desk && (failed || !asked.same().is_empty() && kept.iter().all(|list| list.end.is_none())),
        kept,
        keep: web::Form::failed(words, typed, errors),
        keep_at: scope.url(Page::KeptLists),
        token: visit.form_token().unwrap_or_default(),
        count: count_words(words, count),
        places: places(scope, words)?,
        categories: categories(scope)?,
        levels: levels(scope, words),
        chosen: chosen(scope, words, &asked, &here)?,
        orders: [Sort::Priority, Sort::Newest, Sort::Oldest]
            .map(|sort| {
                let href = format!("{here}{}", asked.with("sort", sort.as_str()));
                (sort_words(words, sort), href, sort == asked.filter.sort)
            })
            .into(),
        order: sort_words(words, asked.filter.sort),
        files: [
            (words.issues_as_table(), "csv"),
            (words.issues_as_map(), "geojson"),
            (words.issues_as_data(), "json"),
            (words.issues_as_feed(), "atom"),
        ]
        .map(|(label, end)| (label, format!("{}{}", scope.url(Page::IssuesAs(end)), asked.same())))
        .into(),
        rows,
        lines,
        by_lines: asked.filter.place.filter(|_| is_redrawn).map(|_| {
            let (says, offers, other) = by_lines(words, asked.filter.lines);
            (says, offers, format!("{here}{}", asked.with("lines", other.as_str())))
        }),
        is_desk,
        report: scope.url(Page::Report),
        is_filtered: asked.is_filtered(),
        turn: Pagination::turning(words, first, next),
        form: web::Form::filled(words, asked.typed),
        here,
    };
    match (failed, is_desk) {
        (true, _) => again(&shown),
        (false, true) => personal(&shown),
        (false, false) => page(&shown),
    }
}

async fn file(visit: Visit, Query(typed): Query, format: Format) -> Answer {
    let asked = read(&visit, &typed)?;
    listing::download(visit.scope, asked.filter, format, asked.first).await
}

/// The feed tells what is new, whatever order the list is in.
async fn atom(visit: Visit, Query(typed): Query, State(site): State<Arc<Site>>) -> Answer {
    let asked = read(&visit, &typed)?;
    let scope = visit.scope.clone();
    let filter = store::Filter { sort: Sort::Newest, after: None, ..asked.filter.clone() };
    let (found, _) = site.db.read(move |tx| listing::page(tx, &scope, &filter, ENTRIES)).await?;
    listing::feed(&visit.scope, visit.words, &asked, &found)
}

fn read(visit: &Visit, typed: &Typed) -> Result<Asked, Problem> {
    Asked::read(&visit.scope, typed)
}

/// "12", or "more than 1,000": for staff.
pub(super) fn counted(count: i64) -> String {
    if count > COUNTED { format!("more than {}", thousands(COUNTED)) } else { thousands(count) }
}

/// "12 issues", or "more than 1,000 issues".
pub(crate) fn count_words(words: &Words, count: i64) -> String {
    if count > COUNTED { words.issues_count_more(thousands(COUNTED)) } else { words.issues_count(count) }
}

/// By which lines places are meant, the offer of the other lines, and which those are.
pub(super) fn by_lines(words: &'static Words, lines: Lines) -> (&'static str, &'static str, Lines) {
    match lines {
        Lines::Then => (words.issues_lines_then(), words.issues_lines_offer_now(), Lines::Now),
        Lines::Now => (words.issues_lines_now(), words.issues_lines_offer_then(), Lines::Then),
    }
}

/// Every place one can look in: areas, then wards, then the smaller ones, and last those that have ended.
pub(super) fn places(scope: &Scope, words: &Words) -> Result<Vec<(String, String)>, Problem> {
    let known = scope.snapshot.part::<Places>()?;
    let mut places: Vec<_> = known.lookup().atlas().places().collect();
    places.sort_by(|a, b| b.kind.cmp(&a.kind).then_with(|| a.name.cmp(&b.name)));
    let named = |place: &&places::Place| {
        let kind = in_sentence(places::kind_words(scope, words, place.kind));
        (place.code.to_string(), format!("{} ({kind})", place.name))
    };
    let today = scope.now.date();
    let ended = known.every().into_iter().filter_map(|(_, place)| {
        let last = place.valid_to.filter(|end| *end <= today).and_then(|end| end.yesterday().ok())?;
        let is_last = known.with_code(place.code.as_str()).is_some_and(|(_, newest)| newest.valid_to == place.valid_to);
        let until = words.issues_place_until(words.date(last), &place.name);
        is_last.then(|| (place.code.to_string(), until))
    });
    Ok(places.iter().map(named).chain(ended).collect())
}

pub(super) fn categories(scope: &Scope) -> Result<Vec<(String, String)>, Problem> {
    let known = scope.snapshot.part::<Categories>()?;
    Ok(known.in_force.iter().map(|category| (category.code.clone(), category.name.clone())).collect())
}

fn levels(scope: &Scope, words: &Words) -> Vec<(String, String)> {
    let each = (0..=HIGHEST_LEVEL).map(|level| (level.to_string(), level_name(scope, words, level).to_owned()));
    std::iter::once((String::new(), words.issues_any_level().to_owned())).chain(each).collect()
}

fn chosen(scope: &Scope, words: &'static Words, asked: &Asked, here: &str) -> Result<Vec<Chosen>, Problem> {
    let filter = &asked.filter;
    let known = scope.snapshot.part::<Places>()?;
    let categories = scope.snapshot.part::<Categories>()?;
    let mut all = Vec::new();
    for (name, value) in asked.typed.iter() {
        let (question, answer) = match name {
            "q" => (words.issues_filter_words(), value.to_owned()),
            "place" => (
                words.issues_filter_place(),
                filter.place.and_then(|id| known.get(id)).map(|place| place.name.clone()).unwrap_or_default(),
            ),
            "category" => (
                words.issues_filter_category(),
                categories.by_code(value).map(|category| category.name.clone()).unwrap_or_default(),
            ),
            "status" => (words.issues_filter_status(), state_words(words, value).to_owned()),
            "level" => {
                (words.issues_filter_level(), level_name(scope, words, filter.level.unwrap_or_default()).to_owned())
            }
            "flag" => (
                words.issues_filter_flag(),
                filter.flag.map(|flag| flag_words(words, flag).to_owned()).unwrap_or_default(),
            ),
            "seriousness" => (words.issues_filter_seriousness(), value.to_owned()),
            "assessed" => (words.issues_filter_assessed(), value.to_owned()),
            "since" => (words.issues_filter_since(), filter.since.map(Instant::words).unwrap_or_default()),
            "bbox" => (words.issues_filter_box(), words.issues_box_chosen().to_owned()),
            _ => continue,
        };
        all.push(Chosen { question, answer, without: format!("{here}{}", asked.without(name)) });
    }
    Ok(all)
}

/// The states a list can be filtered by, as residents read them.
fn states(words: &'static Words) -> Vec<(&'static str, &'static str)> {
    let each = Status::ALL.iter().map(|status| (status.as_str(), state_words(words, status.as_str())));
    [("open", words.issue_status_open()), ("settled", words.issue_status_settled())].into_iter().chain(each).collect()
}

fn state_words(words: &'static Words, state: &str) -> &'static str {
    match state.parse() {
        Ok(Status::Resolved) => words.issue_status_resolved(),
        Ok(status) => status_words(words, status, None, false),
        Err(_) if state == "settled" => words.issue_status_settled(),
        Err(_) => words.issue_status_open(),
    }
}

/// The rows of this page that have a public place on a map: shape says how they stand, tone which come first. The map that
/// moves has those of the whole list.
fn map<'a>(
    scope: &Scope,
    words: &Words,
    asked: &Asked,
    found: impl Iterator<Item = (&'a Found, &'a String)>,
) -> Result<Markup, Problem> {
    let marks: Vec<Mark<'_>> = found
        .filter_map(|(found, href)| {
            let line = &found.line;
            Some(Mark {
                at: Point::new(line.public_lat?, line.public_lon?)?,
                form: listing::form(line.status),
                weight: listing::weight(line.status, line.priority),
                title: &line.title,
                href: Some(href.clone()),
            })
        })
        .collect();
    let marks_of_all = format!("{}{}", scope.url(Page::IssuesAs("geojson")), asked.same());
    places::movable(scope, words, &places::map_with(scope, words, &marks)?, &marks_of_all, None)
}

impl ListPage {
    fn words(&self) -> &'static Words {
        self.shell.words
    }

    fn any<'a>(&self, first: &'a str, options: &'a [(String, String)]) -> Vec<(&'a str, &'a str)> {
        let options = options.iter().map(|(value, words)| (value.as_str(), words.as_str()));
        std::iter::once(("", first)).chain(options).collect()
    }

    fn flags(&self) -> Vec<(&'static str, &'static str)> {
        let each = Flag::ALL.iter().map(|flag| (flag.as_str(), flag_words(self.words(), *flag)));
        std::iter::once(("", self.words().issues_any_flag())).chain(each).collect()
    }

    fn states(&self) -> Vec<(&'static str, &'static str)> {
        states(self.words())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_exact_up_to_a_thousand_and_written_as_people_write_it() {
        let words = Words::english();
        assert_eq!(count_words(words, COUNTED), "1,000 issues");
        assert_eq!(count_words(words, COUNTED + 1), "more than 1,000 issues");
        assert_eq!(counted(COUNTED + 1), "more than 1,000");
    }
}
