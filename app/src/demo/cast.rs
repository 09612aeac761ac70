//! Who is in the demonstration: organisations and people from `presets/walsall`, and the hats they wear.

use std::collections::HashMap;

use access::{Ground, Hat, NewOrganisation, Reach, Right, Role, Scope, Snapshot};
use base::{Instant, Problem};
use db::Tx;
use places::Places;
use serde::Deserialize;

use crate::founding::{self, Newcomer};

#[derive(Deserialize)]
struct Organisations {
    organisation: Vec<OrganisationRow>,
}

#[derive(Deserialize)]
struct OrganisationRow {
    code: String,
    name: String,
    kind: String,
    phone: Option<String>,
    email: Option<String>,
    #[serde(default)]
    safeguarding_front_door: bool,
    /// What is said when nobody reads reports: who answers meanwhile.
    out_of_hours: Option<String>,
}

#[derive(Deserialize)]
struct People {
    person: Vec<PersonRow>,
}

#[derive(Deserialize)]
struct PersonRow {
    name: String,
    role: Role,
    organisation: String,
    scope: How,
    #[serde(default)]
    places: Vec<String>,
    email: String,
    phone: Option<String>,
}

/// How far a person's role reaches.
#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum How {
    Partnership,
    Organisation,
    Place,
}

/// Adds the partners; answers their keys by code.
pub fn add_organisations(tx: &mut Tx<'_>, scope: &Scope, text: &str) -> Result<(), Problem> {
    let file: Organisations = toml::from_str(text).map_err(Problem::fault)?;
    let permit = scope.may(Right::Configure, &Ground::default())?;
    for row in &file.organisation {
        let new = NewOrganisation {
            id: scope.new_id(),
            code: &row.code,
            name: &row.name,
            kind: &row.kind,
            phone: row.phone.as_deref(),
            email: row.email.as_deref(),
            is_front_door: row.safeguarding_front_door,
            valid_from: scope.now.date(),
        };
        access::add_organisation(tx, &permit, &new, scope.now)?;
        if let Some(sentence) = row.out_of_hours.as_deref().filter(|_| row.safeguarding_front_door) {
            access::put_setting(tx, &permit, "out_of_hours", sentence, None, scope.now)?;
        }
    }
    Ok(())
}

/// Welcomes everybody, one role a place where they serve several.
pub fn welcome(tx: &mut Tx<'_>, scope: &Scope, text: &str) -> Result<(), Problem> {
    let file: People = toml::from_str(text).map_err(Problem::fault)?;
    let places = scope.snapshot.part::<Places>()?;
    for row in file.person {
        let employer = scope.snapshot.organisation_by_code(&row.organisation).map(|one| one.id);
        let unknown = |what: &str| Problem::fault(format!("{}: there is no {what}", row.name));
        let reaches: Vec<Reach> = match row.scope {
            How::Partnership => vec![Reach::Partnership],
            How::Organisation => vec![Reach::Organisation(employer.ok_or_else(|| unknown(&row.organisation))?)],
            How::Place => {
                let reach = |code: &String| places.by_code(code).map(|(id, _)| Reach::Place(id));
                row.places.iter().map(|code| reach(code).ok_or_else(|| unknown(code))).collect::<Result<_, _>>()?
            }
        };
        for reach in reaches {
            let newcomer = Newcomer {
                name: row.name.clone(),
                email: row.email.clone(),
                organisation: employer,
                phone: row.phone.clone(),
                role: row.role,
                reach,
                title: None,
            };
            founding::welcome(tx, scope, &newcomer)?;
        }
    }
    Ok(())
}

/// Everybody's hats, by the part of their address before the @.
pub struct Cast {
    hats: HashMap<String, Vec<Hat>>,
    told_on: Instant,
}

impl Cast {
    /// As they stand in the partnership at `told_on`, when the story ends.
    pub fn of(snapshot: &Snapshot, told_on: Instant) -> Self {
        let mut cast: HashMap<String, Vec<Hat>> = HashMap::new();
        for holder in snapshot.holders(Role::ALL, told_on.date()) {
            let Some(handle) = holder.email.as_deref().and_then(|email| email.split('@').next()) else { continue };
            let handle = handle.to_owned();
            cast.entry(handle).or_default().extend(holder.hat());
        }
        Self { hats: cast, told_on }
    }

    /// When the story ends.
    pub const fn told_on(&self) -> Instant {
        self.told_on
    }

    /// The hat in which `handle` may do `right` on `ground`; else their first, which is then refused in words.
    pub fn hat(&self, handle: &str, right: Right, ground: &Ground) -> Result<Hat, Problem> {
        let hats = self.hats.get(handle).ok_or_else(|| Problem::fault(format!("nobody is called {handle}")))?;
        let fits = |hat: &&Hat| hat.role.rights().contains(&right) && hat.reach.covers(ground);
        let hat = hats.iter().find(fits).or(hats.first());
        hat.cloned().ok_or_else(|| Problem::fault(format!("{handle} holds no role")))
    }
}
