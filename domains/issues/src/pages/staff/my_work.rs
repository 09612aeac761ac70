//! What waits for the person signed in: one page for every role, so that nobody looks in two places.

use std::sync::Arc;

use access::{Page, Reach, Right, Role, Scope, Site};
use askama::Template;
use axum::Router;
use axum::routing::get;
use base::{Id, Instant, Problem, Reference, WorkingDays, hours};
use db::Tx;
use places::{Lines, Places};
use voice::{ConcernLine, ToDo};
use web::asking::Staff;
use web::components::{Button, Tag};
use web::{Answer, Query, Shell, Waits, personal, thousands};

use super::triage::{Told, told};
use super::{notice, own_place};
use crate::listing::{self, Found};
use crate::pages::list::{COUNTED, counted};
use crate::pages::row::Line;
use crate::store::{self, Brief, Desk, Filter, Flag};

/// Issues shown from the top of the ranked list.
const TOP: i64 = 10;
/// Concerns shown of those somebody recorded.
const RECORDED: i64 = 20;
/// Words and held concerns that are counted one by one.
const LISTED: i64 = 200;
/// What leads to the questions about a concern somebody was told.
const RECORD: &str = "Record what somebody told you";

pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new().route("/{p}/my-work", get(my_work))
}

/// A figure that opens the list it was counted from.
struct Tile {
    number: String,
    words: &'static str,
    href: String,
    /// It asks for something today.
    strong: bool,
}

/// Something to do elsewhere.
struct Task {
    words: String,
    href: String,
    more: String,
    strong: bool,
}

/// What somebody recorded, and what came of it.
struct Recorded {
    told: Told,
    issue: Option<(String, String)>,
    status: &'static str,
}

#[derive(Template)]
#[template(path = "staff/my-work.html")]
struct MyWorkPage {
    shell: Shell,
    lead: String,
    since: String,
    tiles: Vec<Tile>,
    tasks: Vec<Task>,
    top: &'static str,
    /// What is said where nothing stands under that.
    none: &'static str,
    lines: Vec<Line>,
    all: String,
    is_desk: bool,
    recorded: Option<Vec<Recorded>>,
    /// Where they write down what somebody told them, when that is the first thing they come for.
    record: Option<String>,
    links: Vec<(&'static str, String)>,
    teach: &'static str,
}

/// What one role's page is made of, as the store gives it.
#[derive(Default)]
struct Work {
    desk: Option<Desk>,
    top: Vec<Found>,
    to_do: Option<ToDo>,
    words: Option<i64>,
    waits: Vec<Waits>,
    held: Option<Vec<ConcernLine>>,
    recorded: Option<Vec<(Told, Option<Brief>)>>,
}

async fn my_work(Staff(visit): Staff, Query(typed): Query) -> Answer {
    let scope = visit.scope.clone();
    let since = WorkingDays::england_and_wales().since_last(scope.now);
    let work = visit.scope.site.db.read(move |tx| Work::read(tx, &scope, since)).await?;
    let scope = &visit.scope;
    let Some(hat) = scope.hat() else { return Err(Problem::SignIn.into()) };
    let place = own_place(scope);
    let mut shell = visit.shell("My work").wide();
    shell.notice =
        notice(&visit, typed.get("done"), &[("raise", "The protection is raised. The safeguarding lead sees it now")]);
    let code = place_code(scope, place)?;
    let issues = |query: &str| {
        let place = code.as_deref().map(|code| format!("place={code}")).unwrap_or_default();
        let joint = if place.is_empty() || query.is_empty() { "" } else { "&" };
        format!("{}?{place}{joint}{query}", scope.url(Page::Issues))
    };
    let works = scope.has(Right::GroupConcerns);
    personal(&MyWorkPage {
        lead: lead(scope, place)?,
        since: since_words(scope.now, since),
        tiles: tiles(scope, &work, since, &issues),
        tasks: tasks(scope, &work),
        top: if hat.role == Role::Councillor { "Contested, or back again" } else { "What is most pressing" },
        none: if hat.role == Role::Councillor {
            "Nobody has asked for another decision, and nothing came back."
        } else {
            "Nothing here now. Issues are listed when concerns are made into one, the most pressing on top."
        },
        lines: work.top.iter().map(|found| Line::of(scope, visit.words, found)).collect::<Result<_, _>>()?,
        all: issues(""),
        is_desk: work.desk.is_some(),
        recorded: work.recorded.map(|all| all.into_iter().map(|one| Recorded::of(scope, one)).collect()),
        record: (scope.has(Right::RecordConcern) && !works).then(|| scope.url(Page::Report)),
        links: links(scope, hat.role),
        teach: teach(hat.role),
        shell,
    })
}

impl Work {
    /// At most five statements, whatever the role.
    fn read(tx: &mut Tx<'_>, scope: &Scope, since: Instant) -> Result<Self, Problem> {
        let Some(hat) = scope.hat() else { return Ok(Self::default()) };
        let place = own_place(scope);
        let mut work = Self::default();
        if scope.has(Right::GroupConcerns) {
            work.desk = Some(store::desk(tx, scope, place, since)?);
            work.top = listing::desk_page(tx, scope, &Filter { place, ..Filter::default() }, TOP)?.0;
            work.to_do = Some(voice::to_do(tx, scope, place, since, COUNTED + 1)?);
        } else if hat.role == Role::Councillor {
            work.desk = Some(store::desk(tx, scope, place, since)?);
            let asked = |flag| Filter { place, flag: Some(flag), ..Filter::default() };
            let mut lines = store::list(tx, scope, &asked(Flag::Contested), TOP)?;
            lines.extend(store::list(tx, scope, &asked(Flag::CameBack), TOP)?);
            lines.sort_by_key(|line| (line.standing, line.opened_at, line.id));
            lines.dedup_by_key(|line| line.id);
            work.top = listing::with_givers(tx, scope, lines, Lines::Then)?;
        } else if scope.is_front_door_lead() {
            work.held = Some(voice::held(tx, scope, None, LISTED)?);
        } else if scope.has(Right::RecordConcern) {
            work.recorded = Some(recorded(tx, scope, hat.membership)?);
        }
        if scope.has(Right::ApproveWords) {
            work.words = Some(match &work.desk {
                Some(desk) => desk.words,
                None => {
                    let waiting = store::waiting(tx, scope, place, LISTED)?.into_iter();
                    i64::try_from(waiting.filter(|one| one.person != Some(hat.person)).count()).unwrap_or(i64::MAX)
                }
            });
        }
        work.waits = web::waits(tx, scope)?;
        Ok(work)
    }
}

/// What somebody recorded, newest first, each with the issue it became part of.
fn recorded(tx: &mut Tx<'_>, scope: &Scope, membership: Id) -> Result<Vec<(Told, Option<Brief>)>, Problem> {
    let lines = voice::recorded(tx, scope, membership, RECORDED)?;
    if lines.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Id> = lines.iter().map(|line| line.id).collect();
    let told = told(tx, scope, lines, Lines::Then)?;
    let links = store::issues_of_concerns(tx, scope.partnership(), &ids)?;
    let issues: Vec<Id> = links.iter().map(|(_, issue)| *issue).collect();
    let briefs = if issues.is_empty() { Vec::new() } else { store::briefly(tx, scope, &issues)? };
    let brief = |concern: Id| {
        let (_, issue) = links.iter().find(|(id, _)| *id == concern)?;
        briefs.iter().find(|brief| brief.id == *issue).cloned()
    };
    Ok(told.into_iter().zip(ids).map(|(told, id)| (told, brief(id))).collect())
}

fn place_code(scope: &Scope, place: Option<Id>) -> Result<Option<String>, Problem> {
    let known = scope.snapshot.part::<Places>()?;
    Ok(place.and_then(|id| known.get(id)).map(|place| place.code.to_string()))
}

fn lead(scope: &Scope, place: Option<Id>) -> Result<String, Problem> {
    let Some(hat) = scope.hat() else { return Ok(String::new()) };
    let known = scope.snapshot.part::<Places>()?;
    let organisation = match hat.reach {
        Reach::Organisation(id) => scope.snapshot.organisation(id).map(|one| one.name.as_str()),
        _ => None,
    };
    let where_to = place.and_then(|id| known.get(id)).map(|place| place.name.as_str()).or(organisation);
    Ok(format!("{}, {}", hat.title, where_to.unwrap_or(&scope.snapshot.partnership.name)))
}

/// "Since Friday", or "Since yesterday" when that was a working day.
fn since_words(now: Instant, since: Instant) -> String {
    if since.days_until(now) <= 1 {
        return "Since yesterday".to_owned();
    }
    const NAMES: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let weekday = usize::try_from(since.date().weekday().to_monday_zero_offset()).unwrap_or(0);
    format!("Since {}", NAMES[weekday])
}

fn tiles(scope: &Scope, work: &Work, since: Instant, issues: &impl Fn(&str) -> String) -> Vec<Tile> {
    let Some(desk) = &work.desk else { return Vec::new() };
    let tile = |number: i64, words: &'static str, query: &str, strong: bool| Tile {
        number: thousands(number),
        words,
        href: issues(query),
        strong: strong && number > 0,
    };
    let new_since = format!("since={}", since.rfc3339());
    let told = work.to_do.as_ref().map(|to_do| Tile {
        number: counted(to_do.told_since),
        words: "told us something",
        href: format!("{}?status=any&{new_since}", scope.url(Page::Concerns)),
        strong: false,
    });
    let works = told.is_some();
    let mut tiles: Vec<Tile> = told.into_iter().collect();
    tiles.extend([
        tile(desk.new_since, if desk.new_since == 1 { "new issue" } else { "new issues" }, &new_since, false),
        tile(desk.dangerous, "dangerous", "seriousness=5", true),
        tile(desk.came_back, "came back", "flag=came_back", true),
        tile(desk.overdue, "overdue", "flag=overdue", true),
    ]);
    if works {
        tiles.push(tile(desk.to_assess, "to assess", "assessed=no", false));
        tiles.push(tile(desk.look_again, "to look at again", "flag=look_again", false));
    }
    tiles.extend([
        tile(desk.contested, "contested or asked again", "flag=contested", false),
        tile(desk.open, "open in all", "", false),
    ]);
    tiles
}

fn tasks(scope: &Scope, work: &Work) -> Vec<Task> {
    let mut tasks = Vec::new();
    if let Some(to_do) = &work.to_do {
        tasks.push(Task {
            words: format!("Concerns to triage: {}", counted(to_do.to_triage)),
            href: scope.url(Page::Concerns),
            more: match to_do.oldest {
                Some(oldest) => format!("The longest has waited since {}.", oldest.words()),
                None => "Nobody waits.".to_owned(),
            },
            strong: to_do.to_triage > 0,
        });
    }
    if let Some(to_do) = work.to_do.as_ref().filter(|to_do| to_do.to_tell > 0) {
        tasks.push(Task {
            words: format!("Calls and letters to make: {}", to_do.to_tell),
            href: scope.url(Page::Tellings),
            more: "People without e-mail who asked to be told.".to_owned(),
            strong: true,
        });
    }
    if let Some(words) = work.words.filter(|words| *words > 0) {
        tasks.push(Task {
            words: format!("Words to approve: {words}"),
            href: scope.url(Page::Approvals),
            more: "A colleague’s words that may hold a personal detail.".to_owned(),
            strong: true,
        });
    }
    if let Some(held) = &work.held {
        tasks.push(held_task(scope, held));
    }
    tasks.extend(work.waits.iter().cloned().map(|Waits { words, href, more, strong }| Task {
        words,
        href,
        more,
        strong,
    }));
    tasks
}

/// Held concerns against the hour.
fn held_task(scope: &Scope, lines: &[ConcernLine]) -> Task {
    let held: Vec<&ConcernLine> = lines.iter().filter(|line| line.held).collect();
    let calendar = WorkingDays::england_and_wales();
    let office = scope.snapshot.office_hours();
    let look_by = |line: &ConcernLine| calendar.after_office_time(office, line.heard_at, hours(1));
    let late = held.iter().filter(|line| look_by(line) < scope.now).count();
    Task {
        words: format!("Held concerns to look at: {}", held.len()),
        href: scope.url(Page::HeldConcerns),
        more: match (held.first(), late) {
            (None, _) => format!("Nothing waits. {} kept protected.", lines.len()),
            (Some(first), 0) => format!("Look at the first by {}.", look_by(first).words()),
            (Some(_), 1) => "1 is over the hour.".to_owned(),
            (Some(_), late) => format!("{late} are over the hour."),
        },
        strong: !held.is_empty(),
    }
}

impl Recorded {
    fn of(scope: &Scope, (told, brief): (Told, Option<Brief>)) -> Self {
        let status = brief.as_ref().map_or(told.status, |brief| brief.status.words());
        let issue = brief.and_then(|brief| {
            let reference: Reference = brief.reference.parse().ok()?;
            Some((brief.title, scope.url(Page::Issue(&reference))))
        });
        Self { told, issue, status }
    }
}

fn links(scope: &Scope, role: Role) -> Vec<(&'static str, String)> {
    let (record, approve) = (scope.has(Right::RecordConcern), scope.has(Right::ApproveWords));
    let own = match role {
        _ if record && scope.has(Right::GroupConcerns) => Some((RECORD, scope.url(Page::Report))),
        _ if approve => Some(("Words to approve", scope.url(Page::Approvals))),
        Role::Analyst => Some(("All issues as a table (CSV)", scope.url(Page::IssuesAs("csv")))),
        _ => None,
    };
    let all = [("All issues", scope.url(Page::Issues)), ("Places and who to contact", scope.url(Page::Places))];
    let workload = scope.has(Right::SeeWorkload).then(|| ("Workload and people", scope.url(Page::Workload)));
    own.into_iter().chain(all).chain(workload).collect()
}

/// What the page says to whoever nothing can wait for, or waits for now.
const fn teach(role: Role) -> &'static str {
    match role {
        Role::Administrator => {
            "Nothing waits for you here. You read no case: places, people and settings are under Administration."
        }
        Role::Analyst => {
            "Nothing waits for you here. You can narrow the list of issues by place, category and status, and take it \
             away as a table, as map data or as data."
        }
        Role::Editor => {
            "No words wait for you. When a colleague’s words may hold a personal detail, you mend and approve them \
             before the public reads them."
        }
        Role::InformationGovernance => {
            "Nothing waits for you here. You can read every issue, also those that are kept from the public."
        }
        _ => "Nothing waits for you here. You can read the issues, and what was decided about each and why.",
    }
}
