//! How much there is to do in each area and for each person (ASK-07): open issues, overdue decisions, concerns that wait.

mod api;
mod pages;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use access::{Holder, Role, Scope, Site};
use axum::Router;
use axum::routing::get;
use base::{Id, Problem};
use db::Tx;
use directory::deployment::{self, Deployment};
use places::Places;

use crate::store;

pub use api::Described;

/// Roles that answer for a place: each who holds one is told, also with nothing to do.
const MANAGERS: &[Role] = &[Role::AreaManager, Role::SupportOfficer];

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/directory/workload", get(pages::workload))
        .route("/{p}/directory/workload.csv", get(pages::csv))
        .route("/{p}/directory/workload.json", get(pages::json_file))
        .route("/{p}/api/v1/directory/workload", get(api::workload))
}

/// What there is to do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ToDo {
    /// Open issues.
    pub open: i64,
    /// Of them, those whose decision is overdue.
    pub overdue: i64,
    /// Concerns that nobody has considered.
    pub waiting: i64,
}

/// An area and what there is to do in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaLoad {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What there is to do.
    pub to_do: ToDo,
    /// How many people serve it.
    pub people: usize,
    /// How many posts nobody holds.
    pub vacancies: usize,
}

/// Somebody and what they have to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonLoad {
    /// The person.
    pub id: Id,
    /// Their name.
    pub name: String,
    /// What their roles are called.
    pub titles: Vec<String>,
    /// The places they answer for, by name.
    pub places: Vec<String>,
    /// What there is to do in these places.
    pub to_do: ToDo,
    /// Open issues they hold themselves.
    pub held: i64,
    /// Of them, those whose decision is overdue.
    pub held_overdue: i64,
}

/// How much there is to do, area by area and person by person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workload {
    /// The areas, by name.
    pub areas: Vec<AreaLoad>,
    /// The people, by name.
    pub people: Vec<PersonLoad>,
}

/// Reads it, in three statements.
///
/// # Errors
/// [`Problem::NotAllowed`] without the right; else whatever the store answers.
pub async fn workload(scope: &Scope) -> Result<Workload, Problem> {
    let today = scope.now.date();
    let deployed = deployment::deployment(scope, today)?;
    let known = scope.snapshot.part::<Places>()?;
    let (people, places) = who(scope, known, &deployed);
    let ids: Vec<Id> = people.keys().copied().collect();
    let (reading, asked) = (scope.clone(), places.clone());
    let read = move |tx: &mut Tx<'_>| {
        let open = store::open_in(tx, &reading, &asked)?;
        let waiting = voice::waiting_in(tx, &reading, &asked)?;
        Ok::<_, Problem>((open, waiting, store::held_by(tx, &reading, &ids)?))
    };
    let (open, waiting, held) = scope.site.db.read(read).await?;
    let mut there: HashMap<Id, ToDo> = HashMap::new();
    for one in open {
        there.insert(one.id, ToDo { open: one.open, overdue: one.overdue, waiting: 0 });
    }
    for (place, count) in waiting {
        there.entry(place).or_default().waiting = count;
    }
    let held: HashMap<Id, store::Held> = held.into_iter().map(|one| (one.id, one)).collect();
    let areas = deployed.areas.iter().map(|area| AreaLoad {
        code: area.code.clone(),
        name: area.name.clone(),
        to_do: there.get(&area.id).copied().unwrap_or_default(),
        people: area.people.last().copied().unwrap_or_default(),
        vacancies: area.vacancies.len(),
    });
    let mut people: Vec<PersonLoad> =
        people.into_iter().filter_map(|(id, roles)| load(scope, known, id, &roles, &there, held.get(&id))).collect();
    people.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    Ok(Workload { areas: areas.collect(), people })
}

type Roles<'a> = BTreeMap<Id, Vec<&'a Holder>>;

/// Everybody whose work may be told, with their roles of today; and the places to be counted.
fn who<'a>(scope: &'a Scope, known: &Places, deployed: &Deployment) -> (Roles<'a>, Vec<Id>) {
    let today = scope.now.date();
    let everywhere = scope.hat().is_some_and(|hat| hat.reach == access::Reach::Partnership);
    let serves = |holder: &Holder| deployed.areas.iter().any(|area| deployment::serves(known, holder, area.id));
    let mut people: Roles<'a> = BTreeMap::new();
    let mut places: Vec<Id> = deployed.areas.iter().map(|area| area.id).collect();
    for holder in scope.snapshot.holders(Role::ALL, today) {
        if deployment::is_post(holder) && (everywhere || serves(holder)) {
            people.entry(holder.person).or_default().push(holder);
            places.extend(holder.reach_id.filter(|_| manages(holder)));
        }
    }
    places.sort_unstable();
    places.dedup();
    (people, places)
}

/// Whether a role answers for a place.
fn manages(holder: &Holder) -> bool {
    holder.reach == "place" && MANAGERS.iter().any(|role| role.as_str() == holder.role)
}

/// What somebody has to do; nothing to tell of whoever answers for no place and holds nothing.
fn load(
    scope: &Scope,
    known: &Places,
    id: Id,
    roles: &[&Holder],
    there: &HashMap<Id, ToDo>,
    held: Option<&store::Held>,
) -> Option<PersonLoad> {
    let (today, first) = (scope.now.date(), roles.first()?);
    let reaches: Vec<Id> = roles.iter().filter(|role| manages(role)).filter_map(|role| role.reach_id).collect();
    if reaches.is_empty() && held.is_none() {
        return None;
    }
    // A ward of an area somebody has is counted with the area.
    let within =
        |place: &Id| reaches.iter().any(|other| other != place && known.with_ancestors(*place).contains(other));
    let mut places: Vec<Id> = reaches.iter().copied().filter(|place| !within(place)).collect();
    places.sort_unstable();
    places.dedup();
    let mut to_do = ToDo::default();
    for one in places.iter().filter_map(|place| there.get(place)) {
        to_do.open += one.open;
        to_do.overdue += one.overdue;
        to_do.waiting += one.waiting;
    }
    let mut names: Vec<String> = places.iter().filter_map(|id| Some(known.get(*id)?.name.clone())).collect();
    names.sort();
    let mut titles: Vec<String> = roles.iter().map(|role| role.title_on(&scope.snapshot, today)).collect();
    titles.sort();
    titles.dedup();
    Some(PersonLoad {
        id,
        name: first.name.clone(),
        titles,
        places: names,
        to_do,
        held: held.map_or(0, |held| held.open),
        held_overdue: held.map_or(0, |held| held.overdue),
    })
}
