//! Who serves each area on a day, and how that changed over a year (ASK-08). All of it is in memory.

use std::collections::BTreeSet;

use access::{Holder, Right, Role, Scope};
use base::{Date, Id, Problem};
use places::{Kind, Place, Places};

use crate::vacancy::{self, Vacancy};

/// Months of a year that are told.
const MONTHS: i16 = 12;

/// Roles that are nobody's post: whoever holds them was elected or chosen.
const CHOSEN: &[Role] = &[Role::Councillor, Role::CommunityRep];

/// Who serves each area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deployment {
    /// The days that are told: the last of each month, and the day that was asked for.
    pub days: Vec<Date>,
    /// The areas, by name.
    pub areas: Vec<AreaDeployed>,
}

/// An area, and the people who serve it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaDeployed {
    /// The area.
    pub id: Id,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How many people served it on each of the days.
    pub people: Vec<usize>,
    /// Who serves it on the last of them, by name.
    pub serving: Vec<Serving>,
    /// What nobody holds there on that day.
    pub vacancies: Vec<Vacancy>,
}

/// Somebody who serves an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Serving {
    /// Their name.
    pub name: String,
    /// What their role is called.
    pub title: String,
    /// Who employs them.
    pub organisation: String,
    /// Since which day.
    pub since: Date,
}

/// Who serves each area on `day`, and how many did at the end of each month of the year before.
///
/// # Errors
/// [`Problem::NotAllowed`] without the right; a fault when the places are not wired into this program.
pub fn deployment(scope: &Scope, day: Date) -> Result<Deployment, Problem> {
    let places = scope.snapshot.part::<Places>()?;
    let vacancies = vacancy::vacancies(scope, day)?;
    let days = days(day);
    let posts = scope.snapshot.all_holders().iter().filter(|holder| is_post(holder)).collect::<Vec<_>>();
    let areas = areas(scope)?.into_iter().map(|(id, area)| {
        let there: Vec<&Holder> = posts.iter().copied().filter(|holder| serves(places, holder, id)).collect();
        let on = |day: Date| there.iter().filter(move |holder| holder.is_in_force(day));
        let count = |day: &Date| on(*day).map(|holder| holder.person).collect::<BTreeSet<Id>>().len();
        AreaDeployed {
            id,
            code: area.code.to_string(),
            name: area.name.clone(),
            people: days.iter().map(count).collect(),
            serving: on(day).map(|holder| serving(scope, holder, day)).collect(),
            vacancies: vacancies.iter().filter(|one| is_within(places, one.reach.1, id)).cloned().collect(),
        }
    });
    Ok(Deployment { areas: areas.collect(), days })
}

/// The areas whose workload and people one may see, by name; the wards where a partnership has no areas.
///
/// # Errors
/// [`Problem::NotAllowed`] without the right.
pub fn areas(scope: &Scope) -> Result<Vec<(Id, &Place)>, Problem> {
    if !scope.has(Right::SeeWorkload) {
        let sentence = "Who has how much to do is seen by the director, and by area managers for their areas.";
        return Err(if scope.hat().is_some() { Problem::NotAllowed(sentence.into()) } else { Problem::SignIn });
    }
    let places = scope.snapshot.part::<Places>()?;
    let of_kind = |kind| {
        let all = places.lookup().atlas().of_kind(kind).filter_map(|place| Some((places.id(place)?, place)));
        all.collect::<Vec<(Id, &Place)>>()
    };
    let mut all = of_kind(Kind::Area);
    if all.is_empty() {
        all = of_kind(Kind::Ward);
    }
    let reaches = |id: Id| scope.may(Right::SeeWorkload, &places::ground(places.with_ancestors(id), None)).is_ok();
    let within = |id: Id| scope.hat().is_some_and(|hat| is_within(places, hat.reach.parts().1, id));
    all.retain(|(id, _)| reaches(*id) || within(*id));
    all.sort_by(|a, b| (&a.1.name, a.0).cmp(&(&b.1.name, b.0)));
    Ok(all)
}

/// Whether somebody's role is for this area, for a part of it, or for something it is a part of.
#[must_use]
pub fn serves(places: &Places, holder: &Holder, area: Id) -> bool {
    let reach = holder.reach_id.filter(|_| holder.reach == "place");
    is_within(places, reach, area) || reach.is_some_and(|reach| places.with_ancestors(area).contains(&reach))
}

/// Whether a role is a post, and not an office somebody was elected to.
#[must_use]
pub fn is_post(holder: &Holder) -> bool {
    !CHOSEN.iter().any(|role| role.as_str() == holder.role)
}

fn is_within(places: &Places, reach: Option<Id>, area: Id) -> bool {
    reach.is_some_and(|reach| places.with_ancestors(reach).contains(&area))
}

fn serving(scope: &Scope, holder: &Holder, day: Date) -> Serving {
    let organisation = holder.organisation.and_then(|id| scope.snapshot.organisation(id));
    Serving {
        name: holder.name.clone(),
        title: holder.title_on(&scope.snapshot, day),
        organisation: organisation.map(|one| one.name.clone()).unwrap_or_default(),
        since: holder.valid_from,
    }
}

/// The last day of each month of the year that ends on `day`, and `day` itself.
fn days(day: Date) -> Vec<Date> {
    let months = i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
    let last_of = |ago: i16| {
        let month = months - i32::from(ago);
        let year = i16::try_from(month.div_euclid(12)).ok()?;
        let first = Date::new(year, i8::try_from(month.rem_euclid(12) + 1).ok()?, 1).ok()?;
        Some(first.last_of_month())
    };
    (1..MONTHS).rev().filter_map(last_of).chain([day]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_ends_on_the_day_that_was_asked_for() {
        let told = days(Date::constant(2027, 3, 2));
        let words: Vec<String> = told.iter().map(ToString::to_string).collect();
        assert_eq!(words.len(), 12);
        assert_eq!(
            (&*words[0], &*words[9], &*words[10], &*words[11]),
            ("2026-04-30", "2027-01-31", "2027-02-28", "2027-03-02")
        );
    }
}
