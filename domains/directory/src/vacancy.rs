//! Roles and places without a holder (MAN-03, MAN-06): every ward has somebody who coordinates and somebody who supports,
//! every post that somebody left is filled again, and a ward has exactly its councillors.

use access::{Holder, Right, Role, Scope, TermList};
use base::{Date, Id, Problem};
use places::{Kind, Place, Places};

use crate::model::reach_words;

/// A role that nobody holds where somebody should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vacancy {
    /// The role.
    pub role: Role,
    /// What it is called here.
    pub title: String,
    /// Its reach, as it is stored.
    pub reach: (String, Option<Id>),
    /// Where that is, for people.
    pub place: String,
    /// Since when, and who held it last; nothing where nobody ever did.
    pub since: Option<(Date, String)>,
    /// From which day somebody is to hold it.
    pub filled_on: Option<Date>,
}

/// A ward that has more or fewer councillors than it elects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seats {
    /// The ward.
    pub ward: String,
    /// How many councillors it has.
    pub held: usize,
    /// How many it elects.
    pub of: usize,
}

/// Every vacancy of a day: posts that were left, by title and place; then wards that lack a coordinator or a support officer.
///
/// # Errors
/// A fault when the places are not wired into this program.
pub fn vacancies(scope: &Scope, day: Date) -> Result<Vec<Vacancy>, Problem> {
    let mut all = posts_left(scope, day);
    for vacancy in wards_without(scope, day)? {
        if !all.iter().any(|known| known.role == vacancy.role && known.reach == vacancy.reach) {
            all.push(vacancy);
        }
    }
    Ok(all)
}

/// Roles that a ward must have somebody in, as far as this partnership uses them (EVO-03).
#[must_use]
pub fn needed(scope: &Scope, day: Date) -> Vec<Role> {
    let terms = || scope.snapshot.terms(TermList::RoleTitle, day);
    let used = |role: &Role| terms().next().is_none() || terms().any(|term| term.code == role.as_str());
    [Role::AreaManager, Role::SupportOfficer].into_iter().filter(used).collect()
}

/// Wards without anybody in a role they must have, through themselves or an area they lie in (MAN-06).
fn wards_without(scope: &Scope, day: Date) -> Result<Vec<Vacancy>, Problem> {
    let places = scope.snapshot.part::<Places>()?;
    let mut all = Vec::new();
    for role in needed(scope, day) {
        all.extend(unserved(scope, places, &[role], day).into_iter().map(|(id, ward)| Vacancy {
            role,
            title: scope.snapshot.role_title(role, day),
            reach: ("place".to_owned(), Some(id)),
            place: ward.name.clone(),
            since: None,
            filled_on: None,
        }));
    }
    Ok(all)
}

/// Wards where nobody in any of `roles` serves on a day: through the ward, an area it lies in, or the whole.
fn unserved<'a>(scope: &Scope, places: &'a Places, roles: &[Role], day: Date) -> Vec<(Id, &'a Place)> {
    let holders: Vec<&Holder> = scope.snapshot.holders(roles, day).collect();
    let is_served = |ward: Id| {
        let around = places.with_ancestors(ward);
        holders.iter().any(|holder| match holder.reach_id {
            Some(reach) => holder.reach == "place" && around.contains(&reach),
            None => holder.reach == "partnership",
        })
    };
    wards(places).into_iter().filter(|(id, _)| !is_served(*id)).collect()
}

/// Names of wards where nobody reads what people tell; `None` when nobody reads it anywhere. A partnership without wards
/// has a reader as soon as anybody is one.
///
/// # Errors
/// A fault when the places are not wired into this program.
pub fn wards_nobody_reads(scope: &Scope, day: Date) -> Result<Option<Vec<String>>, Problem> {
    let readers: Vec<Role> =
        Role::ALL.iter().copied().filter(|role| role.rights().contains(&Right::ReadConcern)).collect();
    if scope.snapshot.holders(&readers, day).next().is_none() {
        return Ok(None);
    }
    let unread = unserved(scope, scope.snapshot.part::<Places>()?, &readers, day);
    Ok(Some(unread.into_iter().map(|(_, ward)| ward.name.clone()).collect()))
}

/// Roles in a reach that somebody held and nobody holds on a day.
fn posts_left(scope: &Scope, day: Date) -> Vec<Vacancy> {
    let all = scope.snapshot.all_holders();
    let post = |holder: &Holder| (holder.role.clone(), holder.reach.clone(), holder.reach_id);
    let ended = |holder: &Holder| {
        let left = holder.left_at.map(base::Instant::date);
        [holder.valid_to, left].into_iter().flatten().min().filter(|end| *end <= day && *end > holder.valid_from)
    };
    let mut vacancies: Vec<Vacancy> = Vec::new();
    for holder in all.iter().filter(|holder| ended(holder).is_some()) {
        let Ok(role) = holder.role.parse::<Role>() else { continue };
        let there: Vec<&Holder> = all.iter().filter(|other| post(other) == post(holder)).collect();
        let known =
            vacancies.iter().any(|known| known.role == role && known.reach == (holder.reach.clone(), holder.reach_id));
        if known || there.iter().any(|other| other.is_in_force(day)) || !is_place_of_today(scope, holder) {
            continue;
        }
        let last = there.iter().filter_map(|other| Some((ended(other)?, other.name.clone()))).max();
        let next = there.iter().filter(|other| other.valid_from > day).map(|other| other.valid_from).min();
        vacancies.push(Vacancy {
            role,
            title: scope.snapshot.role_title(role, day),
            reach: (holder.reach.clone(), holder.reach_id),
            place: reach_words(scope, &holder.reach, holder.reach_id),
            since: last,
            filled_on: next,
        });
    }
    vacancies.sort_by(|a, b| (a.role, &a.place).cmp(&(b.role, &b.place)));
    vacancies
}

/// Whether what a role reaches is there today: a ward or partner that ended needs nobody.
fn is_place_of_today(scope: &Scope, holder: &Holder) -> bool {
    match (holder.reach.as_str(), holder.reach_id) {
        ("place", Some(id)) => scope.snapshot.part::<Places>().is_ok_and(|places| places.get(id).is_some()),
        ("organisation", Some(id)) => scope.snapshot.organisations.iter().any(|one| one.id == id),
        _ => true,
    }
}

/// Wards that do not have exactly their councillors (MAN-03), once any councillor is known.
///
/// # Errors
/// A fault when the places are not wired into this program.
pub fn seats(scope: &Scope) -> Result<Vec<Seats>, Problem> {
    let of = scope.snapshot.setting("councillors_a_ward").and_then(|text| text.parse().ok()).unwrap_or(3);
    let councillors: Vec<Id> =
        scope.snapshot.holders(&[Role::Councillor], scope.now.date()).filter_map(|holder| holder.reach_id).collect();
    if councillors.is_empty() {
        return Ok(Vec::new());
    }
    let places = scope.snapshot.part::<Places>()?;
    let counted = wards(places).into_iter().map(|(id, ward)| Seats {
        ward: ward.name.clone(),
        held: councillors.iter().filter(|place| **place == id).count(),
        of,
    });
    Ok(counted.filter(|seats| seats.held != seats.of).collect())
}

fn wards(places: &Places) -> Vec<(Id, &Place)> {
    let mut wards: Vec<(Id, &Place)> =
        places.lookup().atlas().of_kind(Kind::Ward).filter_map(|ward| Some((places.id(ward)?, ward))).collect();
    wards.sort_by(|a, b| a.1.name.cmp(&b.1.name));
    wards
}

/// How many wards have nobody in a role, through themselves or an area they lie in: the figure that must read 0 (MAN-06).
///
/// # Errors
/// A fault when the places are not wired into this program.
pub fn wards_uncovered(scope: &Scope, role: Role) -> Result<usize, Problem> {
    Ok(wards_without(scope, scope.now.date())?.into_iter().filter(|one| one.role == role).count())
}
