use access::Scope;
use base::{Date, Id, Instant, Problem};
use places::Places;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::commands::Given;
use crate::model::Reaching;
use crate::partners::{Partner, Partners};
use crate::store::{PersonRow, RoleRow};

/// An organisation, as anybody may read it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrganisationOut {
    pub code: String,
    pub name: String,
    /// By the code of the partnership's term.
    pub kind: String,
    /// Codes of the places it works in; none said is everywhere.
    pub places: Vec<String>,
    /// The code of what it is a part of.
    pub part_of: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    /// What it does here.
    pub does: Option<String>,
    /// What it gives to the partnership.
    pub gives: Option<String>,
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
    /// The code of what took over from it.
    pub successor: Option<String>,
    /// Whether protected matters come here first.
    pub is_front_door: bool,
    pub version: i64,
}

impl OrganisationOut {
    pub fn of(scope: &Scope, all: &Partners, one: &Partner) -> Self {
        let places = scope.snapshot.part::<Places>();
        let code = |id: Option<Id>| id.and_then(|id| all.get(id)).map(|one| one.code.clone());
        let place = |id: &Id| Some(places.as_ref().ok()?.get(*id)?.code.to_string());
        Self {
            code: one.code.clone(),
            name: one.name.clone(),
            kind: one.kind.clone(),
            places: all.places_of(one.id).iter().filter_map(place).collect(),
            part_of: code(one.part_of),
            phone: one.phone.clone(),
            email: one.email.clone(),
            does: one.does.clone(),
            gives: one.gives.clone(),
            valid_from: one.valid_from,
            valid_to: one.valid_to,
            successor: code(one.successor),
            is_front_door: one.is_front_door,
            version: one.version,
        }
    }
}

/// Some of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Listed<T> {
    /// The records.
    pub items: Vec<T>,
    /// What to ask for the rest with, as `after`.
    pub next: Option<String>,
}

/// An organisation to be added or changed.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct OrganisationIn {
    /// Only when it is added.
    pub code: Option<String>,
    pub name: Option<String>,
    pub kind: Option<String>,
    pub part_of: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub does: Option<String>,
    pub gives: Option<String>,
    #[serde(default)]
    pub places: Vec<String>,
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_from: Option<Date>,
    /// Whether protected matters come here first; nothing said leaves it as it is.
    pub is_front_door: Option<bool>,
}

/// The last day of an organisation, and what takes over.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct EndIn {
    /// The first day on which it is no more.
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
    /// The code of what takes over.
    pub successor: Option<String>,
}

/// A person and their roles, for administrators.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PersonOut {
    #[schema(value_type = String)]
    pub id: Id,
    pub version: i64,
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    /// The code of whoever employs them.
    pub organisation: Option<String>,
    pub invited_at: Option<String>,
    pub leaves_at: Option<String>,
    pub roles: Vec<RoleOut>,
}

/// A role somebody holds, held or will hold.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RoleOut {
    #[schema(value_type = String)]
    pub id: Id,
    pub role: String,
    /// `partnership`, `place` or `organisation`.
    pub reach: String,
    pub reach_code: Option<String>,
    pub title: Option<String>,
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
}

impl PersonOut {
    pub fn of(scope: &Scope, person: &PersonRow, roles: &[RoleRow]) -> Self {
        let employer = person.organisation.and_then(|id| scope.snapshot.organisation(id));
        let theirs = roles.iter().filter(|role| role.person == person.id);
        Self {
            id: person.id,
            version: person.version,
            name: person.name.clone(),
            email: person.email.clone(),
            phone: person.phone.clone(),
            organisation: employer.map(|one| one.code.clone()),
            invited_at: person.invited_at.map(Instant::rfc3339),
            leaves_at: person.left_at.map(Instant::rfc3339),
            roles: theirs.map(|role| RoleOut::of(scope, role)).collect(),
        }
    }
}

impl RoleOut {
    fn of(scope: &Scope, role: &RoleRow) -> Self {
        let reaching = Reaching::of(scope, &role.reach, role.reach_id);
        Self {
            id: role.id,
            role: role.role.clone(),
            reach: reaching.kind,
            reach_code: reaching.code,
            title: role.title.clone(),
            valid_from: role.valid_from,
            valid_to: role.valid_to,
        }
    }
}

/// A role to be given.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct RoleIn {
    pub role: Option<String>,
    /// `partnership`, `place` or `organisation`.
    pub reach: Option<String>,
    pub reach_code: Option<String>,
    pub title: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_from: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
}

impl RoleIn {
    pub fn read(self, scope: &Scope) -> Result<Given, Problem> {
        let role = self.role.as_deref().and_then(|role| role.parse().ok());
        let role = role.ok_or_else(|| Problem::field("role", "Choose one of the roles, by its key"))?;
        let kind = self.reach.unwrap_or_else(|| "partnership".to_owned());
        Ok(Given {
            role,
            reach: Reaching { kind, code: self.reach_code }.find(scope)?,
            title: short("title", self.title, 100)?,
            valid_from: self.valid_from.unwrap_or_else(|| scope.now.date()),
            valid_to: self.valid_to,
        })
    }
}

/// Text up to `most` characters, trimmed, or none.
pub(crate) fn short(field: &'static str, text: Option<String>, most: usize) -> Result<Option<String>, Problem> {
    let text = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    match &text {
        Some(long) if long.chars().count() > most => {
            Err(Problem::field(field, format!("Use {most} characters or fewer")))
        }
        Some(odd) if odd.contains('\0') => Err(Problem::field(field, "Leave out the character U+0000")),
        _ => Ok(text),
    }
}

/// Words up to `most` characters, which must be there.
///
/// # Errors
/// An invalid field.
pub fn needed(field: &'static str, text: Option<String>, most: usize, missing: &str) -> Result<String, Problem> {
    short(field, text, most)?.ok_or_else(|| Problem::field(field, missing))
}

/// The organisation with this code, or none.
pub(crate) fn organisation(scope: &Scope, field: &'static str, code: Option<String>) -> Result<Option<Id>, Problem> {
    let Some(code) = short(field, code, 60)? else { return Ok(None) };
    let found = scope.snapshot.part::<Partners>()?.by_code(&code).map(|one| one.id);
    found.map(Some).ok_or_else(|| Problem::field(field, format!("There is no organisation with the code {code}")))
}

/// An e-mail address, or none.
pub(crate) fn email(text: Option<String>) -> Result<Option<String>, Problem> {
    let email = short("email", text, 254)?.map(|email| email.to_lowercase());
    match email.as_deref().map(|email| email.split_once('@')) {
        Some(None) => Err(Problem::field("email", "Enter an e-mail address like name@example.org")),
        _ => Ok(email),
    }
}
