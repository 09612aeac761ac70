//! The rules of roles and posts. Pure.

use access::{Hat, Page, Reach, Right, Role, Scope, Who};
use base::{Date, Id, Problem};
use places::Places;

use crate::partners::Partners;

/// Where a role reaches, as a form, a file and the API write it: `partnership`, `place:area-1`, `organisation:police`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reaching {
    /// `partnership`, `place` or `organisation`.
    pub kind: String,
    /// The place's or organisation's code.
    pub code: Option<String>,
}

impl Reaching {
    /// Reads `kind:code`.
    #[must_use]
    pub fn read(text: &str) -> Self {
        match text.split_once(':') {
            Some((kind, code)) => Self { kind: kind.trim().to_owned(), code: Some(code.trim().to_owned()) },
            None => Self { kind: text.trim().to_owned(), code: None },
        }
    }

    /// As it is written for a membership's reach.
    #[must_use]
    pub fn of(scope: &Scope, kind: &str, id: Option<Id>) -> Self {
        let place = || scope.snapshot.part::<Places>().ok()?.get(id?).map(|place| place.code.to_string());
        let partner = || scope.snapshot.part::<Partners>().ok()?.get(id?).map(|one| one.code.clone());
        let code = match kind {
            "place" => place(),
            "organisation" => partner(),
            _ => None,
        };
        Self { kind: kind.to_owned(), code }
    }

    /// As one word: `place:area-1`.
    #[must_use]
    pub fn written(&self) -> String {
        self.code.as_ref().map_or_else(|| self.kind.clone(), |code| format!("{}:{code}", self.kind))
    }

    /// The reach it means here.
    ///
    /// # Errors
    /// A sentence against `reach` when there is no such place or organisation.
    pub fn find(&self, scope: &Scope) -> Result<Reach, Problem> {
        let code = self.code.as_deref().unwrap_or_default();
        let found = match self.kind.as_str() {
            "partnership" => Some(Reach::Partnership),
            "place" => scope.snapshot.part::<Places>()?.by_code(code).map(|(id, _)| Reach::Place(id)),
            "organisation" => scope.snapshot.part::<Partners>()?.by_code(code).map(|one| Reach::Organisation(one.id)),
            _ => None,
        };
        found.ok_or_else(|| {
            let sentence = match self.kind.as_str() {
                "place" => format!("There is no place with the code {code}: choose one of the partnership's places"),
                "organisation" => {
                    format!("There is no organisation with the code {code}: choose one of the directory's")
                }
                _ => "Choose where the role holds: the whole partnership, a place or an organisation".to_owned(),
            };
            Problem::field("reach", sentence)
        })
    }
}

/// Where a role reaches, for people: "Area 1", "Neighbourhood Services", "the whole partnership".
#[must_use]
pub fn reach_words(scope: &Scope, kind: &str, id: Option<Id>) -> String {
    let place = || scope.snapshot.part::<Places>().ok()?.get(id?).map(|place| place.name.clone());
    let partner = || scope.snapshot.organisation(id?).map(|one| one.name.clone());
    let name = match kind {
        "place" => place(),
        "organisation" => partner(),
        _ => None,
    };
    name.unwrap_or_else(|| "the whole partnership".to_owned())
}

/// [`reach_words`] of a hat.
#[must_use]
pub fn hat_reach_words(scope: &Scope, hat: &Hat) -> String {
    let (kind, id) = hat.reach.parts();
    reach_words(scope, kind, id)
}

/// Whether a role may reach so far: an administrator has the whole partnership, a safeguarding lead an organisation.
///
/// # Errors
/// The sentence to say against `reach`.
pub fn fits(role: Role, reach: Reach) -> Result<(), &'static str> {
    match (role, reach) {
        (Role::Administrator, Reach::Partnership) | (Role::SafeguardingLead, Reach::Organisation(_)) => Ok(()),
        (Role::Administrator, _) => Err("An administrator has the whole partnership: choose it"),
        (Role::SafeguardingLead, _) => Err("A safeguarding lead has one organisation: choose it"),
        _ => Ok(()),
    }
}

/// A role's first and last day, half-open: it is held from the first until the day before the last.
///
/// # Errors
/// The sentence to say against the day that cannot be.
pub fn days(from: Date, to: Option<Date>) -> Result<(), (&'static str, &'static str)> {
    match to {
        Some(to) if to <= from => Err(("valid_to", "Enter a last day after the first")),
        _ => Ok(()),
    }
}

/// Whether one may stand in for the other in `role`: never for oneself, and for a safeguarding lead only a colleague of the
/// same organisation.
///
/// # Errors
/// The sentence that says why not.
pub fn may_cover(
    role: Role,
    (holder, employer): (Id, Option<Id>),
    (stand_in, their_employer): (Id, Option<Id>),
) -> Result<(), &'static str> {
    if holder == stand_in {
        return Err("Choose somebody else: nobody stands in for themselves");
    }
    if role == Role::SafeguardingLead && (employer.is_none() || employer != their_employer) {
        return Err("Only somebody of the same organisation may stand in for a safeguarding lead");
    }
    Ok(())
}

/// How much of what is recorded of a person's post one may see: all of it the person, their line manager and whoever
/// manages people; declared interests also those who decide; others nothing.
#[must_use]
pub fn sees_post(who: &Who, person: Id, line_managers: &[Id]) -> PostSight {
    let Who::Person(hat) = who else { return PostSight { record: false, interests: false } };
    let rights = hat.role.rights();
    // Standing in for a manager is no leave to read what is recorded of their people.
    let close = hat.covers.is_none() && (hat.person == person || line_managers.contains(&hat.person));
    let record = close || rights.contains(&Right::ManagePeople);
    let decides = rights.contains(&Right::DecideIssue) || rights.contains(&Right::DecideBoroughIssue);
    PostSight { record, interests: record || decides }
}

/// What [`sees_post`] answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PostSight {
    /// Post, training and review dates.
    pub record: bool,
    /// Declared interests.
    pub interests: bool,
}

/// The day by which a person's development is to be reviewed again: a year after the last review, or after their first role
/// began (JOB-10: at least once a year).
#[must_use]
pub fn review_due(first_role: Option<Date>, last_review: Option<Date>) -> Option<Date> {
    let from = last_review.or(first_role)?;
    let (year, month) = (from.year() + 1, from.month());
    Date::new(year, month, from.day()).or_else(|_| Date::new(year, month, 28)).ok()
}

/// The page of a person whose name is shown.
#[must_use]
pub fn person_href(scope: &Scope, person: Id) -> String {
    scope.url(Page::Person(person))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u128) -> Id {
        Id::from_u128(n)
    }

    fn hat(role: Role, person: Id, covers: Option<Id>) -> Who {
        Who::Person(Box::new(Hat {
            person,
            name: "Test Example".into(),
            organisation: None,
            membership: id(9),
            role,
            title: role.words(),
            reach: Reach::Partnership,
            covers: covers.map(|person| access::Covered { person, name: "Other Example".into() }),
        }))
    }

    #[test]
    fn who_sees_what_is_recorded_of_a_post() {
        let (person, manager, other) = (id(1), id(2), id(3));
        // Who asks, in which role; the record; interests.
        let table = [
            (Who::Anyone, false, false),
            (Who::Contributor(id(4)), false, false),
            (hat(Role::Practitioner, person, None), true, true),
            (hat(Role::Practitioner, manager, None), true, true),
            (hat(Role::Practitioner, other, None), false, false),
            (hat(Role::Administrator, other, None), true, true),
            (hat(Role::Director, other, None), false, true),
            (hat(Role::AreaManager, other, None), false, true),
            (hat(Role::SupportOfficer, other, None), false, false),
            (hat(Role::InformationGovernance, other, None), false, false),
            (hat(Role::SupportOfficer, manager, Some(other)), false, false),
        ];
        for (who, record, interests) in table {
            let seen = sees_post(&who, person, &[manager]);
            assert_eq!((seen.record, seen.interests), (record, interests), "{who:?}");
        }
    }

    #[test]
    fn only_a_colleague_stands_in_for_a_safeguarding_lead() {
        let (lead, colleague, ours, theirs) = (id(1), id(2), Some(id(10)), Some(id(11)));
        assert!(may_cover(Role::SafeguardingLead, (lead, ours), (colleague, ours)).is_ok());
        assert!(may_cover(Role::SafeguardingLead, (lead, ours), (colleague, theirs)).is_err());
        assert!(may_cover(Role::SafeguardingLead, (lead, None), (colleague, None)).is_err());
        assert!(may_cover(Role::AreaManager, (lead, ours), (colleague, theirs)).is_ok());
        assert!(may_cover(Role::AreaManager, (lead, ours), (lead, ours)).is_err());
    }

    #[test]
    fn a_development_review_is_due_once_a_year() {
        let day = |year, month, day| Date::constant(year, month, day);
        assert_eq!(review_due(Some(day(2026, 3, 2)), None), Some(day(2027, 3, 2)));
        assert_eq!(review_due(Some(day(2020, 3, 2)), Some(day(2026, 9, 1))), Some(day(2027, 9, 1)));
        assert_eq!(review_due(Some(day(2024, 2, 29)), None), Some(day(2025, 2, 28)));
        assert_eq!(review_due(None, None), None);
    }

    #[test]
    fn a_role_is_held_for_a_day_at_least() {
        let day = |day| Date::constant(2027, 3, day);
        assert!(days(day(2), None).is_ok() && days(day(2), Some(day(3))).is_ok());
        assert!(days(day(2), Some(day(2))).is_err() && days(day(2), Some(day(1))).is_err());
    }

    #[test]
    fn administrators_have_the_whole_and_safeguarding_leads_one_organisation() {
        assert!(fits(Role::Administrator, Reach::Partnership).is_ok());
        assert!(fits(Role::Administrator, Reach::Place(id(1))).is_err());
        assert!(fits(Role::SafeguardingLead, Reach::Organisation(id(1))).is_ok());
        assert!(fits(Role::SafeguardingLead, Reach::Partnership).is_err());
        assert!(fits(Role::AreaManager, Reach::Place(id(1))).is_ok());
    }
}
