//! Who serves each area, and how that changed over a year (ASK-08).

use access::{Page, Scope};
use askama::Template;
use axum::extract::Path;
use base::{Date, Problem};
use files::written;
use web::asking::{Staff, json};
use web::components::{Button, SubNavigation, Tag};
use web::{Answer, Form, Markup, Query, Shell, Typed, chart, personal};

use super::{directory, fields};
use crate::api::DeploymentOut;
use crate::deployment::{AreaDeployed, Deployment, deployment};
use crate::vacancy::Vacancy;

#[derive(Template)]
#[template(path = "deployment.html")]
struct DeploymentPage {
    shell: Shell,
    sections: SubNavigation,
    here: String,
    form: Form,
    day: String,
    months: Vec<String>,
    areas: Vec<Area>,
    total: usize,
    vacancies: usize,
    files: [(&'static str, String); 2],
}

/// An area as the page tells it.
struct Area {
    name: String,
    href: String,
    anchor: String,
    now: usize,
    chart: Markup,
    change: String,
    people: Vec<usize>,
    serving: Vec<(String, String)>,
    vacant: Vec<String>,
}

/// The day that was asked for.
pub(crate) fn asked(scope: &Scope, typed: &Typed) -> Result<Date, Problem> {
    let Some(text) = typed.get("on").map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(scope.now.date());
    };
    files::day(text).ok_or_else(|| Problem::field("on", "Enter a day like 3/3/2027 or 2027-03-03"))
}

/// Where staff who manage go on from here.
#[must_use]
pub fn sections(scope: &Scope, here: &str) -> SubNavigation {
    let all = [
        ("Workload", scope.url(Page::Workload)),
        ("Who serves each area", scope.url(Page::Deployment)),
        ("Coordinators", scope.url(Page::Coordinators)),
    ];
    let listed = all.into_iter().fold(SubNavigation::new("Workload and people"), |sections, (words, href)| {
        let is_here = href == here;
        sections.item(words, href, is_here)
    });
    listed.item("Directory", scope.url(Page::Directory), false)
}

pub(super) async fn page_of(Staff(visit): Staff, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let scope = &visit.scope;
    let today = scope.now.date();
    let (day, error) = match asked(scope, &typed) {
        Ok(day) => (day, None),
        Err(Problem::Invalid(errors)) => (today, Some(errors)),
        Err(other) => return Err(other.into()),
    };
    let found = deployment(scope, day)?;
    let here = scope.url(Page::Deployment);
    let on = if day == today { String::new() } else { format!("?on={day}") };
    let mut people: Vec<&str> =
        found.areas.iter().flat_map(|area| area.serving.iter().map(|one| one.name.as_str())).collect();
    people.sort_unstable();
    people.dedup();
    let mut shell = visit.shell("Who serves each area").wide().unlisted();
    let form = match error {
        None => Form::filled(visit.words, typed),
        Some(errors) => {
            shell = shell.errors(&errors);
            Form::failed(visit.words, typed, errors)
        }
    };
    let failed = !form.errors().is_empty();
    let page = DeploymentPage {
        sections: sections(scope, &here),
        day: fields::day_words(day),
        months: found.days.iter().map(|day| month(*day)).collect(),
        total: people.len(),
        vacancies: found.areas.iter().map(|area| area.vacancies.len()).sum(),
        areas: areas(scope, &found),
        files: [("CSV", "csv"), ("JSON", "json")]
            .map(|(label, format)| (label, format!("{}{on}", scope.url(Page::DeploymentAs(format))))),
        shell,
        here,
        form,
    };
    if failed { web::again(&page) } else { personal(&page) }
}

fn areas(scope: &Scope, found: &Deployment) -> Vec<Area> {
    let most = found.areas.iter().flat_map(|area| area.people.iter().copied()).max().unwrap_or_default();
    found.areas.iter().map(|area| told(scope, area, most)).collect()
}

fn told(scope: &Scope, area: &AreaDeployed, most: usize) -> Area {
    let (first, now) =
        (area.people.first().copied().unwrap_or_default(), area.people.last().copied().unwrap_or_default());
    let serving = area.serving.iter().map(|one| {
        let facts = [&one.title, &one.organisation].map(String::as_str).into_iter().filter(|text| !text.is_empty());
        (one.name.clone(), format!("{}, since {}", facts.collect::<Vec<_>>().join(", "), fields::day_words(one.since)))
    });
    Area {
        name: area.name.clone(),
        href: scope.url(Page::Place(&area.code)),
        anchor: format!("area-{}", area.code),
        now,
        chart: chart::columns(&area.people, most),
        change: match now.cmp(&first) {
            std::cmp::Ordering::Equal => "as a year ago".to_owned(),
            _ => format!("{first} a year ago"),
        },
        people: area.people.clone(),
        serving: serving.collect(),
        vacant: area.vacancies.iter().map(|one| vacant(area, one)).collect(),
    }
}

/// "Support officer, Pleck, since 30 October 2026; Ian Example held it last".
fn vacant(area: &AreaDeployed, one: &Vacancy) -> String {
    let place = if one.place == area.name { String::new() } else { format!(", {}", one.place) };
    match &one.since {
        Some((since, last)) => {
            format!("{}{place}, since {}; {last} held it last", one.title, fields::day_words(*since))
        }
        None => format!("{}{place}; nobody has held it yet", one.title),
    }
}

/// "Mar 2027".
fn month(day: Date) -> String {
    const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let name = usize::try_from(day.month() - 1).ok().and_then(|at| NAMES.get(at)).copied().unwrap_or_default();
    format!("{name} {}", day.year())
}

/// A row an area and a day.
pub(super) async fn csv(Staff(visit): Staff, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let scope = &visit.scope;
    let found = deployment(scope, asked(scope, &typed)?)?;
    let last = found.days.last().copied();
    let rows = found.areas.iter().flat_map(|area| {
        found.days.iter().zip(&area.people).map(move |(day, people)| {
            let vacant = if Some(*day) == last { area.vacancies.len().to_string() } else { String::new() };
            vec![area.code.clone(), area.name.clone(), day.to_string(), people.to_string(), vacant]
        })
    });
    let bytes = written(&["place", "name", "on", "people", "vacancies"], rows).map_err(Problem::fault)?;
    directory::file(bytes, &format!("{}-deployment.csv", scope.snapshot.partnership.slug), "no-store")
}

/// The same in the API's shape.
pub(super) async fn json_file(Staff(visit): Staff, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let scope = &visit.scope;
    json(&DeploymentOut::of(deployment(scope, asked(scope, &typed)?)?))
}
