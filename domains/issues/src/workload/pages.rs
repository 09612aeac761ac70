use access::{Page, Right, Scope};
use askama::Template;
use axum::extract::Path;
use base::Problem;
use directory::deployment_sections;
use files::written;
use web::asking::{Staff, json};
use web::components::SubNavigation;
use web::{Answer, Markup, Shell, chart, personal, thousands};

use super::api::WorkloadOut;
use super::{AreaLoad, PersonLoad};

#[derive(Template)]
#[template(path = "staff/workload.html")]
struct WorkloadPage {
    shell: Shell,
    sections: SubNavigation,
    areas: Vec<Area>,
    people: Vec<Person>,
    files: [(&'static str, String); 2],
}

/// A figure that opens the list it was counted from.
struct Figure {
    words: String,
    href: String,
}

struct Area {
    name: String,
    href: String,
    open: Figure,
    bar: Markup,
    overdue: Figure,
    waiting: Figure,
    people: usize,
    vacancies: usize,
    deployed: String,
}

struct Person {
    name: String,
    href: Option<String>,
    title: String,
    places: String,
    open: String,
    bar: Markup,
    overdue: String,
    waiting: String,
    held: String,
}

/// How much there is to do in each area and for each person.
pub(super) async fn workload(Staff(visit): Staff, Path(_p): Path<String>) -> Answer {
    let scope = &visit.scope;
    let found = super::workload(scope).await?;
    let most = found.areas.iter().map(|area| area.to_do.open).max().unwrap_or_default();
    let most_of_one = found.people.iter().map(|person| person.to_do.open).max().unwrap_or_default();
    personal(&WorkloadPage {
        shell: visit.shell("Workload").wide().unlisted(),
        sections: deployment_sections(scope, &scope.url(Page::Workload)),
        areas: found.areas.iter().map(|area| Area::of(scope, area, most)).collect(),
        people: found.people.iter().map(|person| Person::of(scope, person, most_of_one)).collect(),
        files: [("CSV", "csv"), ("JSON", "json")].map(|(label, format)| (label, scope.url(Page::WorkloadAs(format)))),
    })
}

impl Area {
    fn of(scope: &Scope, area: &AreaLoad, most: i64) -> Self {
        let (issues, concerns) = (scope.url(Page::Issues), scope.url(Page::Concerns));
        let figure = |count: i64, href: String| Figure { words: thousands(count), href };
        Self {
            name: area.name.clone(),
            href: scope.url(Page::Place(&area.code)),
            open: figure(area.to_do.open, format!("{issues}?place={}", area.code)),
            bar: chart::bar(area.to_do.open, most),
            overdue: figure(area.to_do.overdue, format!("{issues}?place={}&flag=overdue", area.code)),
            waiting: figure(area.to_do.waiting, format!("{concerns}?place={}", area.code)),
            people: area.people,
            vacancies: area.vacancies,
            deployed: format!("{}#area-{}", scope.url(Page::Deployment), area.code),
        }
    }
}

impl Person {
    fn of(scope: &Scope, person: &PersonLoad, most: i64) -> Self {
        let held = match person.held_overdue {
            0 => thousands(person.held),
            late => format!("{} ({} overdue)", thousands(person.held), thousands(late)),
        };
        Self {
            name: person.name.clone(),
            href: scope.has(Right::ManagePeople).then(|| scope.url(Page::Person(person.id))),
            title: person.titles.join(", "),
            places: person.places.join(", "),
            open: thousands(person.to_do.open),
            bar: chart::bar(person.to_do.open, most),
            overdue: thousands(person.to_do.overdue),
            waiting: thousands(person.to_do.waiting),
            held,
        }
    }
}

const COLUMNS: &[&str] = &[
    "of",
    "name",
    "titles",
    "places",
    "open_issues",
    "overdue",
    "concerns_waiting",
    "issues_held",
    "held_overdue",
    "people",
    "vacancies",
];

/// A row an area, then a row a person.
pub(super) async fn csv(Staff(visit): Staff, Path(_p): Path<String>) -> Answer {
    let scope = &visit.scope;
    let found = super::workload(scope).await?;
    let areas = found.areas.iter().map(|area| {
        let to_do = [area.to_do.open, area.to_do.overdue, area.to_do.waiting].map(|count| count.to_string());
        let [open, overdue, waiting] = to_do;
        let (people, vacancies) = (area.people.to_string(), area.vacancies.to_string());
        let none = String::new;
        let (name, code) = (area.name.clone(), area.code.clone());
        vec!["area".into(), name, none(), code, open, overdue, waiting, none(), none(), people, vacancies]
    });
    let people = found.people.iter().map(|person| {
        let to_do = [person.to_do.open, person.to_do.overdue, person.to_do.waiting, person.held, person.held_overdue];
        let named = ["person".into(), person.name.clone(), person.titles.join("; "), person.places.join("; ")];
        let figures = to_do.map(|count| count.to_string());
        named.into_iter().chain(figures).chain([String::new(), String::new()]).collect()
    });
    let bytes = written(COLUMNS, areas.chain(people)).map_err(Problem::fault)?;
    directory::file(bytes, &format!("{}-workload.csv", scope.snapshot.partnership.slug), "no-store")
}

/// The same in the API's shape.
pub(super) async fn json_file(Staff(visit): Staff, Path(_p): Path<String>) -> Answer {
    json(&WorkloadOut::of(super::workload(&visit.scope).await?))
}
