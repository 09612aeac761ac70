//! Who is in the demonstration: organisations and people from `presets/walsall`, and the hats they wear.

use std::collections::HashMap;

use access::{Ground, Hat, NewOrganisation, Reach, Right, Role, Scope, Snapshot};
use base::{Id, Instant, Problem, days};
use db::Tx;
use directory::Partners;
use directory::commands::{self, Given, NewPartner, PersonChange};
use places::Places;
use serde::Deserialize;

use super::walsall::FOUNDED_DAYS_AGO;

#[derive(Deserialize)]
struct Organisations {
    organisation: Vec<OrganisationRow>,
}

#[derive(Deserialize)]
struct OrganisationRow {
    code: String,
    name: String,
    kind: String,
    part_of: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    does: Option<String>,
    gives: Option<String>,
    #[serde(default)]
    places: Vec<String>,
    #[serde(default)]
    safeguarding_front_door: bool,
    /// What is said when nobody reads reports: who answers meanwhile.
    out_of_hours: Option<String>,
    /// Their number.
    out_of_hours_phone: Option<String>,
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
    /// Whoever has none does not sign in.
    email: Option<String>,
    phone: Option<String>,
    title: Option<String>,
    /// Else from the first day on.
    since_days_ago: Option<i64>,
    until_days_ago: Option<i64>,
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
        let shut = [("out_of_hours", &row.out_of_hours), ("out_of_hours_phone", &row.out_of_hours_phone)];
        for (name, value) in shut.into_iter().filter(|_| row.safeguarding_front_door) {
            if let Some(value) = value {
                access::put_setting(tx, &permit, name, value, None, scope.now)?;
            }
        }
    }
    Ok(())
}

/// Says of each partner what it is a part of, what it does and gives, and where.
pub fn describe(tx: &mut Tx<'_>, scope: &Scope, text: &str) -> Result<(), Problem> {
    let file: Organisations = toml::from_str(text).map_err(Problem::fault)?;
    let places = scope.snapshot.part::<Places>()?;
    let known = scope.snapshot.part::<Partners>()?;
    for row in file.organisation {
        let unknown = |what: &str| Problem::fault(format!("{}: there is no {what}", row.name));
        let partner = |code: &String| known.by_code(code).map(|one| one.id).ok_or_else(|| unknown(code));
        let place = |code: &String| places.by_code(code).map(|(id, _)| id).ok_or_else(|| unknown(code));
        let to = NewPartner {
            part_of: row.part_of.as_ref().map(partner).transpose()?,
            places: row.places.iter().map(place).collect::<Result<_, _>>()?,
            code: row.code,
            name: row.name.clone(),
            kind: row.kind,
            phone: row.phone,
            email: row.email,
            does: row.does,
            gives: row.gives,
            valid_from: scope.now.date(),
            valid_to: None,
            successor: None,
            is_front_door: row.safeguarding_front_door,
        };
        commands::change_organisation(tx, scope, None, &to)?;
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
        let day = |ago: i64| scope.now.plus(days(FOUNDED_DAYS_AGO - ago)).date();
        let (valid_from, valid_to) = (row.since_days_ago.map_or(scope.now.date(), day), row.until_days_ago.map(day));
        let person = put(tx, scope, &row, employer)?;
        for reach in reaches {
            let given = Given { role: row.role, reach, title: row.title.clone(), valid_from, valid_to };
            commands::put_role(tx, scope, person, &given)?;
        }
        if valid_to.is_some() {
            commands::put_leaving(tx, scope, person, valid_to)?;
        }
    }
    Ok(())
}

/// The person of a row, with a way in where they have an address.
fn put(tx: &mut Tx<'_>, scope: &Scope, row: &PersonRow, employer: Option<Id>) -> Result<Id, Problem> {
    let new = PersonChange {
        version: None,
        name: row.name.clone(),
        email: row.email.clone(),
        phone: row.phone.clone(),
        organisation: employer,
    };
    let person = commands::put_person(tx, scope, &new)?;
    if let Some(email) = &row.email {
        let permit = scope.may(Right::ManagePeople, &Ground::default())?;
        let account = access::ensure_account(tx, scope.new_id(), email, scope.now)?;
        access::link_account(tx, &permit, person, account)?;
    }
    Ok(person)
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
            cast.entry(handle).or_default().extend(holder.hat(snapshot, told_on.date()));
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
