//! The directory as files. What is written here imports again with no difference.

use std::collections::HashMap;

use access::Scope;
use base::{Date, Id, Instant, Problem};
use files::written;
use places::Places;

use crate::model::Reaching;
use crate::partners::{Partner, Partners};
use crate::store::{PersonRow, Post, RoleRow};

/// The columns of a file of organisations.
pub const ORGANISATION_FIELDS: &[&str] = &[
    "code",
    "name",
    "kind",
    "part_of",
    "phone",
    "email",
    "does",
    "gives",
    "places",
    "valid_from",
    "valid_to",
    "successor",
    "front_door",
];
/// The columns of a file of people and their roles: a row a role, and one for whoever has none.
pub const PEOPLE_FIELDS: &[&str] = &[
    "person",
    "name",
    "email",
    "phone",
    "organisation",
    "role",
    "reach",
    "reach_code",
    "title",
    "valid_from",
    "valid_to",
    "leaves_on",
    "post_owner",
    "line_manager",
    "terms",
    "contract_from",
    "contract_to",
    "targets",
    "assessed_by",
    "appointed_how",
    "agreed_by",
];
/// Those of them that are about the post behind a role.
pub const POST_FIELDS: &[&str] = PEOPLE_FIELDS.split_at(12).1;

/// Organisations as CSV.
///
/// # Errors
/// A fault when it cannot be written.
pub fn organisations_csv(scope: &Scope, all: &Partners, chosen: &[&Partner]) -> Result<Vec<u8>, Problem> {
    let places = scope.snapshot.part::<Places>()?;
    let code = |id: Option<Id>| id.and_then(|id| all.get(id)).map(|one| one.code.clone()).unwrap_or_default();
    let rows = chosen.iter().map(|one| {
        let mut codes: Vec<String> =
            all.places_of(one.id).iter().filter_map(|id| Some(places.get(*id)?.code.to_string())).collect();
        codes.sort();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        vec![
            one.code.clone(),
            one.name.clone(),
            one.kind.clone(),
            code(one.part_of),
            text(&one.phone),
            text(&one.email),
            text(&one.does),
            text(&one.gives),
            codes.join(" "),
            one.valid_from.to_string(),
            day(one.valid_to),
            code(one.successor),
            if one.is_front_door { "yes" } else { "" }.to_owned(),
        ]
    });
    written(ORGANISATION_FIELDS, rows).map_err(Problem::fault)
}

/// Everybody with their roles and posts, for whoever manages people.
#[derive(Debug, Default)]
pub struct Everybody {
    /// The people, by key.
    pub people: Vec<PersonRow>,
    /// Every role they hold, held or will hold, person by person.
    pub roles: Vec<RoleRow>,
    /// What is recorded of the posts behind them, by membership.
    pub posts: HashMap<Id, Post>,
}

/// People, their roles and posts as CSV, for administrators.
///
/// # Errors
/// A fault when it cannot be written.
pub fn people_csv(scope: &Scope, everybody: &Everybody) -> Result<Vec<u8>, Problem> {
    let none = Post::default();
    let mut rows = Vec::new();
    for person in &everybody.people {
        let before = rows.len();
        for role in everybody.roles.iter().filter(|role| role.person == person.id) {
            rows.push(row(scope, person, Some(role), everybody.posts.get(&role.id).unwrap_or(&none)));
        }
        if rows.len() == before {
            rows.push(row(scope, person, None, &none));
        }
    }
    written(PEOPLE_FIELDS, rows).map_err(Problem::fault)
}

fn row(scope: &Scope, person: &PersonRow, role: Option<&RoleRow>, post: &Post) -> Vec<String> {
    let code = |id: Option<Id>| id.and_then(|id| scope.snapshot.organisation(id)).map(|one| one.code.clone());
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let reaching = role.map(|role| Reaching::of(scope, &role.reach, role.reach_id));
    vec![
        person.id.to_string(),
        person.name.clone(),
        text(&person.email),
        text(&person.phone),
        code(person.organisation).unwrap_or_default(),
        role.map(|role| role.role.clone()).unwrap_or_default(),
        reaching.as_ref().map(|reaching| reaching.kind.clone()).unwrap_or_default(),
        reaching.and_then(|reaching| reaching.code).unwrap_or_default(),
        role.and_then(|role| role.title.clone()).unwrap_or_default(),
        day(role.map(|role| role.valid_from)),
        day(role.and_then(|role| role.valid_to)),
        day(person.left_at.map(Instant::date)),
        code(post.owner).unwrap_or_default(),
        post.line_manager.map(|id| id.to_string()).unwrap_or_default(),
        text(&post.terms),
        day(post.contract_from),
        day(post.contract_to),
        text(&post.targets),
        text(&post.assessed_by),
        text(&post.appointed_how),
        text(&post.agreed_by),
    ]
}

fn day(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}
