//! People as files: the list of the page by its filters, and everybody with every role, which imports again with no
//! difference.

use access::Scope;
use axum::extract::Path;
use base::{Id, Problem};
use db::Tx;
use files::written;
use web::asking::{Staff, json};
use web::{Answer, Query, Typed};

use super::act::managing;
use super::directory;
use super::people::{FILTERS, asked};
use crate::api::{Listed, PersonOut, VacancyOut, vacancies_out};
use crate::files::{Everybody, people_csv};
use crate::store::{self, After, Filter, PersonRow, RoleRow};

/// People read at once.
const CHUNK: i64 = 2_000;

/// The columns of roles that nobody holds, as the API names them.
const VACANT_FIELDS: &[&str] = &["role", "title", "reach", "reach_code", "place", "since", "held_last_by", "filled_on"];

/// A row a role of each person in the list; without a filter of everybody, with every role past and to come.
pub(super) async fn csv(Staff(visit): Staff, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let scope = &visit.scope;
    managing(scope)?;
    let name = |what: &str| format!("{}-{what}-{}.csv", scope.snapshot.partnership.slug, scope.now.date());
    if typed.get("vacant").is_some() {
        let rows = vacancies_out(scope)?.into_iter().map(vacant_cells);
        return directory::file(written(VACANT_FIELDS, rows).map_err(Problem::fault)?, &name("vacancies"), "no-store");
    }
    let filter = asked(scope, &typed)?;
    let people = match narrowed(&typed) {
        true => listed(scope, &filter).await?.0,
        false => everybody(scope).await?,
    };
    directory::file(people_csv(scope, &with_roles(scope, people).await?)?, &name("people"), "no-store")
}

/// The people of the list in the API's shape; roles that nobody holds, where the page shows those.
pub(super) async fn json_file(Staff(visit): Staff, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let scope = &visit.scope;
    managing(scope)?;
    if typed.get("vacant").is_some() {
        return json(&Listed { items: vacancies_out(scope)?, next: None });
    }
    let (people, roles) = listed(scope, &asked(scope, &typed)?).await?;
    let items = people.iter().map(|person| PersonOut::of(scope, person, &roles)).collect();
    json(&Listed::<PersonOut> { items, next: None })
}

/// Whether anything was asked of the list.
fn narrowed(typed: &Typed) -> bool {
    FILTERS.iter().any(|name| typed.get(name).is_some_and(|text| !text.trim().is_empty()))
}

/// Everybody the page would turn over, by name, and the roles it tells of each; read in short pieces.
async fn listed(scope: &Scope, filter: &Filter) -> Result<(Vec<PersonRow>, Vec<RoleRow>), Problem> {
    let (mut people, mut roles): (Vec<PersonRow>, Vec<RoleRow>) = (Vec::new(), Vec::new());
    loop {
        let after: After = people.last().map_or((String::new(), Id::nil()), |last| (last.name.clone(), last.id));
        let (partnership, now, filter) = (scope.partnership(), scope.now, filter.clone());
        let read = move |tx: &mut Tx<'_>| {
            let found = store::people(tx, partnership, &filter, now, &after, CHUNK)?;
            let ids: Vec<Id> = found.iter().map(|person| person.id).collect();
            Ok::<_, db::Error>((store::roles_of(tx, partnership, &ids)?, found))
        };
        let (theirs, found) = scope.site.db.read(read).await?;
        let whole = i64::try_from(found.len()).is_ok_and(|len| len == CHUNK);
        people.extend(found);
        roles.extend(theirs);
        if !whole {
            return Ok((people, roles));
        }
    }
}

/// Everybody by key, read in short pieces.
async fn everybody(scope: &Scope) -> Result<Vec<PersonRow>, Problem> {
    let partnership = scope.partnership();
    let mut people: Vec<PersonRow> = Vec::new();
    loop {
        let after = people.last().map_or(Id::nil(), |last| last.id);
        let some = scope.site.db.read(move |tx| store::all_people(tx, partnership, after, CHUNK)).await?;
        let whole = i64::try_from(some.len()).is_ok_and(|len| len == CHUNK);
        people.extend(some);
        if !whole {
            return Ok(people);
        }
    }
}

/// With every role of theirs and its post.
async fn with_roles(scope: &Scope, people: Vec<PersonRow>) -> Result<Everybody, Problem> {
    let partnership = scope.partnership();
    let both = move |tx: &mut Tx<'_>| {
        let roles = store::all_roles(tx, partnership)?;
        Ok::<_, db::Error>((roles, store::all_posts(tx, partnership)?))
    };
    let (roles, posts) = scope.site.db.read(both).await?;
    Ok(Everybody { people, roles, posts })
}

fn vacant_cells(one: VacancyOut) -> Vec<String> {
    let day = |day: Option<base::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    vec![
        one.role.to_owned(),
        one.title,
        one.reach,
        one.reach_code.unwrap_or_default(),
        one.place,
        day(one.since),
        one.held_last_by.unwrap_or_default(),
        day(one.filled_on),
    ]
}
