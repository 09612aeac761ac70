//! Concerns that nobody has considered yet, oldest first so that nobody waits unseen.

use std::sync::Arc;

use access::{Page, Right, Scope, Site};
use askama::Template;
use axum::Router;
use axum::routing::get;
use base::{FieldErrors, Id, Instant, Problem, Reference};
use db::Tx;
use places::{Lines, Places};
use record::Unsealed;
use voice::{Categories, ConcernFilter, ConcernLine, ConcernStatus};
use web::asking::{Staff, Visit};
use web::components::{Badge, Button, Pagination};
use web::download::Format;
use web::{Answer, Form, Query, Shell, Typed, personal};

use super::files::file;
use super::{held, notice, own_place};
use crate::asked::{lines, moment};
use crate::cursor;
use crate::looks::{looked, sensitive};
use crate::pages::list::{COUNTED, counted, places};

/// What the list is narrowed by.
pub(super) const FILTERS: [&str; 4] = ["place", "lines", "status", "since"];
/// What is said when no concern was ticked.
const NONE_TICKED: &str = "Tick at least one concern";
/// Rows on a page.
const ROWS: usize = 50;

pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/concerns", get(concerns))
        .route("/{p}/concerns.csv", get(|staff: Staff, query: Query| file(staff, query, Format::Csv)))
        .route("/{p}/concerns.json", get(|staff: Staff, query: Query| file(staff, query, Format::Json)))
}

/// A concern in the words of the person who told us, for those who may read them.
pub(super) struct Told {
    pub(super) reference: String,
    pub(super) category: String,
    pub(super) place: String,
    pub(super) words: Option<String>,
    pub(super) whereabouts: Option<String>,
    pub(super) when: String,
    pub(super) age: String,
    pub(super) channel: &'static str,
    pub(super) status: &'static str,
    pub(super) is_heard: bool,
    pub(super) facts: Vec<String>,
    pub(super) raise: String,
    pub(super) href: String,
}

#[derive(Template)]
#[template(path = "staff/triage.html")]
struct TriagePage {
    shell: Shell,
    /// This list without a filter.
    here: String,
    /// The list of issues.
    issues: String,
    /// Where files of concerns are taken in.
    imports: String,
    count: String,
    form: Form,
    places: Vec<(String, String)>,
    chosen: Vec<(String, String)>,
    told: Vec<Told>,
    /// Something was to be done with the ticked ones, and none was.
    none_ticked: Option<&'static str>,
    /// By which lines the place is meant, and the list by the other.
    lines: Option<(&'static str, &'static str, String)>,
    kept: Vec<(String, String)>,
    group: String,
    /// The same list as files.
    files: [(&'static str, String); 2],
    turn: Pagination,
}

/// One address for both lists: those who triage, and the safeguarding lead of the front door.
async fn concerns(Staff(visit): Staff, Query(typed): Query) -> Answer {
    let held = typed.get("held") == Some("true");
    if held || !visit.scope.has(Right::ReadConcern) {
        return held::list(visit, typed).await;
    }
    triage(visit, typed).await
}

async fn triage(visit: Visit, typed: Typed) -> Answer {
    let filter = filter(&visit.scope, &typed)?;
    let (scope, asked) = (visit.scope.clone(), filter.clone());
    let read = move |tx: &mut Tx<'_>| {
        let mut lines = voice::list(tx, &scope, &asked, i64::try_from(ROWS + 1).unwrap_or(i64::MAX))?;
        let goes_on = lines.len() > ROWS;
        lines.truncate(ROWS);
        let after = lines.last().filter(|_| goes_on).map(|line| cursor::of_at_and_id(line.heard_at, line.id));
        let count = voice::count(tx, &scope, &asked, COUNTED + 1)?;
        let looked_at = sensitive(&lines);
        Ok::<_, Problem>((told(tx, &scope, lines, asked.lines)?, looked_at, after, count))
    };
    let (told, looked_at, after, count) = visit.scope.site.db.read(read).await?;
    looked(&visit.scope, looked_at).await?;

    let scope = &visit.scope;
    let here = scope.url(Page::Concerns);
    let kept = Typed::of(
        FILTERS.iter().filter_map(|name| Some((*name, typed.get(name)?))).filter(|(_, value)| !value.is_empty()),
    );
    let at = |address: &str, typed: &Typed| match typed.query() {
        query if query.is_empty() => address.to_owned(),
        query => format!("{address}?{query}"),
    };
    let with = |typed: &Typed| at(&here, typed);
    let mut next = kept.clone();
    let next = after.map(|after| {
        next.set("after", after);
        with(&next)
    });
    let without = |name: &str| with(&Typed::of(kept.iter().filter(|(known, _)| *known != name)));
    let is_redrawn = scope.snapshot.part::<Places>()?.is_redrawn();
    let mut errors = FieldErrors::default();
    if typed.get("ticked") == Some("none") {
        errors.add("concern", NONE_TICKED);
    }
    let mut shell = visit.shell("Concerns").wide().errors(&errors);
    shell.notice = notice(
        &visit,
        typed.get("done"),
        &[
            ("raise", "The protection is raised. The safeguarding lead sees it now"),
            ("group", "The concerns belong to an issue now"),
        ],
    );
    personal(&TriagePage {
        shell,
        count: match count {
            0 => "none".to_owned(),
            count => counted(count),
        },
        places: places(scope, visit.words)?,
        chosen: kept
            .iter()
            .filter(|(name, _)| *name != "lines")
            .map(|(name, value)| (chosen(scope, name, value), without(name)))
            .collect(),
        told,
        lines: filter.place.filter(|_| is_redrawn).map(|_| {
            let (says, offers, other) = crate::pages::list::by_lines(visit.words, filter.lines);
            let mut turned = kept.clone();
            turned.set("lines", other.as_str());
            (says, offers, with(&turned))
        }),
        none_ticked: (!errors.is_empty()).then_some(NONE_TICKED),
        kept: kept.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        group: scope.url(Page::NewIssue),
        issues: scope.url(Page::Issues),
        imports: scope.url(Page::Imports),
        files: [("table (CSV)", "csv"), ("data (JSON)", "json")]
            .map(|(label, format)| (label, at(&scope.url(Page::ConcernsAs(format)), &kept))),
        here: here.clone(),
        turn: Pagination::turning(visit.words, filter.after.map(|_| with(&kept)), next),
        form: Form::filled(visit.words, kept),
    })
}

/// What the address asks for: those that nobody considered, where this person works, unless it says otherwise.
pub(super) fn filter(scope: &Scope, typed: &Typed) -> Result<ConcernFilter, Problem> {
    let said = |name: &str| typed.get(name).map(str::trim).filter(|text| !text.is_empty());
    let known = scope.snapshot.part::<Places>()?;
    let place = match said("place") {
        Some(code) => {
            let found = known.with_code(code).map(|(id, _)| id);
            Some(found.ok_or_else(|| Problem::field("place", "Choose one of the partnership's places"))?)
        }
        None => own_place(scope),
    };
    let status = match said("status") {
        None => Some(ConcernStatus::Heard),
        Some("any") => None,
        Some(text) => {
            Some(text.parse().map_err(|_| Problem::field("status", "Choose one of the statuses of a concern"))?)
        }
    };
    let since = said("since").map(|text| {
        let sentence = "Enter a time or a day, like 2027-03-03T17:00:00Z or 2027-03-03";
        moment(text).ok_or_else(|| Problem::field("since", sentence))
    });
    let after = said("after").map(cursor::at_and_id).transpose()?;
    let lines = lines(typed).map_err(|sentence| Problem::field("lines", sentence))?;
    Ok(ConcernFilter { place, lines, status, since: since.transpose()?, after })
}

fn chosen(scope: &Scope, name: &str, value: &str) -> String {
    match name {
        "place" => {
            let known = scope.snapshot.part::<Places>().ok();
            let place = known.and_then(|known| known.with_code(value)).map(|(_, place)| place.name.clone());
            format!("Place: {}", place.unwrap_or_default())
        }
        "since" => format!("Told since: {}", moment(value).map(Instant::words).unwrap_or_default()),
        _ => format!("Status: {}", value.parse().map_or("any", status_words)),
    }
}

/// Opens the words of a page of concerns and says where they lie: one statement, whatever the number.
pub(super) fn told(
    tx: &mut Tx<'_>,
    scope: &Scope,
    found: Vec<ConcernLine>,
    lines: Lines,
) -> Result<Vec<Told>, Problem> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Id> = found.iter().map(|line| line.id).collect();
    let places = voice::places_of_concerns(tx, scope.partnership(), &ids, lines)?;
    found
        .iter()
        .map(|line| {
            let own: Vec<Id> = places.iter().filter(|(id, _)| *id == line.id).map(|(_, place)| *place).collect();
            Told::of(scope, line, &own)
        })
        .collect()
}

impl Told {
    fn of(scope: &Scope, line: &ConcernLine, places: &[Id]) -> Result<Self, Problem> {
        let [words, whereabouts] = line.opened(&scope.site.vault)?.map(Unsealed::words);
        let reference: Reference = line.reference.parse().map_err(Problem::fault)?;
        let known = scope.snapshot.part::<Places>()?;
        let place = known.ward_of(places).or_else(|| known.of(places).into_iter().next());
        let people = line.people_affected.map(|people| format!("Says it affects {people}"));
        let serious = line.suggested_seriousness.map(|n| format!("Suggested seriousness {n}"));
        let protection = (line.protection > 0).then(|| format!("Protection {}", line.protection));
        Ok(Self {
            href: scope.url(Page::Concern(&reference)),
            raise: scope.url(Page::ConcernAct(&reference, "raise")),
            reference: line.reference.clone(),
            category: scope.snapshot.part::<Categories>()?.get(line.category)?.name.clone(),
            place: place.map(|place| place.name.clone()).unwrap_or_default(),
            words,
            whereabouts,
            when: line.heard_at.words(),
            age: age(scope, line),
            channel: line.channel.words(),
            status: status_words(line.status),
            is_heard: line.status == ConcernStatus::Heard && line.protection < voice::PROTECTED && !line.held,
            facts: [people, serious, protection].into_iter().flatten().collect(),
        })
    }

    pub(super) fn words_or_erased(&self) -> String {
        self.words.clone().unwrap_or_else(|| "The words were erased.".to_owned())
    }
}

fn age(scope: &Scope, line: &ConcernLine) -> String {
    match line.heard_at.days_until(scope.now) {
        0 => "Today".to_owned(),
        1 => "1 day ago".to_owned(),
        days => format!("{days} days ago"),
    }
}

/// Where a concern stands, in the words of staff.
pub(in crate::pages) const fn status_words(status: ConcernStatus) -> &'static str {
    match status {
        ConcernStatus::Heard => "Heard",
        ConcernStatus::Considering => "Considering",
        ConcernStatus::TakingForward => "Taking forward",
        ConcernStatus::NotTakingForward => "Not taking forward",
        ConcernStatus::Resolved => "Resolved",
        ConcernStatus::CameBack => "Came back",
        ConcernStatus::Referred => "Referred",
        ConcernStatus::HandedOver => "Handed over",
        ConcernStatus::Answered => "Answered",
    }
}

impl TriagePage {
    fn any_place(&self) -> Vec<(&str, &str)> {
        let each = self.places.iter().map(|(code, name)| (code.as_str(), name.as_str()));
        std::iter::once(("", "Where I work")).chain(each).collect()
    }

    fn statuses(&self) -> Vec<(&'static str, &'static str)> {
        let each = ConcernStatus::ALL.iter().skip(1).map(|status| (status.as_str(), status_words(*status)));
        [("", "Heard, not considered yet"), ("any", "Any")].into_iter().chain(each).collect()
    }
}
