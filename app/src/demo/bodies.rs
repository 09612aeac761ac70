//! Who meets and decides in the demonstration: `presets/*/bodies.toml`, through the same commands as everybody's.

use access::{Hat, Role, Scope, Who};
use base::{Date, Id, Problem, days};
use bodies::Bodies;
use bodies::commands::{self, Ending, NewBody, NewInitiative, NewPractice, NewSeat, NewTarget};
use bodies::model::{Class, Office, Sitter};
use db::Tx;
use places::Places;
use serde::Deserialize;

use super::walsall::FOUNDED_DAYS_AGO;

#[derive(Deserialize)]
struct File {
    body: Vec<BodyRow>,
    #[serde(default)]
    initiative: Vec<InitiativeRow>,
    #[serde(default)]
    practice: Vec<PracticeRow>,
}

#[derive(Deserialize)]
struct BodyRow {
    code: String,
    name: String,
    class: Class,
    kind: Option<String>,
    level: Option<i64>,
    purpose: String,
    #[serde(default)]
    offices: Vec<Office>,
    open: bool,
    places: Vec<String>,
    from: Date,
    #[serde(default)]
    seats: Vec<SeatRow>,
    /// On which day of the story it ended, and as what it went on.
    ends_days_ago: Option<i64>,
    went_on_as: Option<String>,
}

#[derive(Deserialize)]
struct SeatRow {
    office: Office,
    /// By their name.
    person: Option<String>,
    /// By its code.
    organisation: Option<String>,
    until_days_ago: Option<i64>,
}

#[derive(Deserialize)]
struct InitiativeRow {
    body: String,
    name: String,
    about: String,
    places: Vec<String>,
    since_days_ago: i64,
    until_in_days: Option<i64>,
    targets: Vec<TargetRow>,
}

#[derive(Deserialize)]
struct TargetRow {
    what: String,
    number: i64,
    due_in_days: i64,
}

#[derive(Deserialize)]
struct PracticeRow {
    person: String,
    place: String,
    days_ago: i64,
    what: String,
}

/// Establishes the bodies of a file with their seats and initiatives, lets those end that did, and tells what worked.
pub fn establish(tx: &mut Tx<'_>, scope: &Scope, text: &str) -> Result<(), Problem> {
    let file: File = toml::from_str(text).map_err(Problem::fault)?;
    for row in &file.body {
        commands::establish(tx, scope, &row.to_be(scope)?)?;
        for seat in &row.seats {
            commands::give_seat(tx, scope, &row.code, &seat.to_be(scope, row.from)?)?;
        }
    }
    for row in &file.initiative {
        commands::attach(tx, scope, &row.body, &row.to_be(scope)?)?;
    }
    for row in file.body.iter().filter(|row| row.ends_days_ago.is_some()) {
        let known = bodies::known::read(tx, scope.partnership())?;
        commands::end(tx, scope, &row.code, None, row.ending(scope, &known)?)?;
    }
    file.practice.iter().try_for_each(|row| row.tell(tx, scope))
}

/// A day of the story, which ends today.
fn day(scope: &Scope, ago: i64) -> Date {
    scope.now.plus(days(FOUNDED_DAYS_AGO - ago)).date()
}

fn places(scope: &Scope, codes: &[String]) -> Result<Vec<Id>, Problem> {
    let known = scope.snapshot.part::<Places>()?;
    let place = |code: &String| known.by_code(code).map(|(id, _)| id).ok_or_else(|| unknown(code));
    codes.iter().map(place).collect()
}

fn person(scope: &Scope, name: &str) -> Result<Id, Problem> {
    let found = scope.snapshot.all_holders().iter().find(|holder| holder.name == name);
    found.map(|holder| holder.person).ok_or_else(|| unknown(name))
}

fn unknown(what: &str) -> Problem {
    Problem::fault(format!("the demonstration has no {what}"))
}

impl BodyRow {
    fn to_be(&self, scope: &Scope) -> Result<NewBody, Problem> {
        Ok(NewBody {
            code: self.code.clone(),
            name: self.name.clone(),
            class: self.class,
            kind: self.kind.clone(),
            level: self.level,
            purpose: self.purpose.clone(),
            offices: self.offices.clone(),
            is_open: self.open,
            places: places(scope, &self.places)?,
            valid_from: self.from,
        })
    }

    fn ending(&self, scope: &Scope, known: &Bodies) -> Result<Ending, Problem> {
        let next = |code: &String| known.by_code(code).map(|body| body.id).ok_or_else(|| unknown(code));
        Ok(Ending {
            day: day(scope, self.ends_days_ago.unwrap_or_default()),
            successor: self.went_on_as.as_ref().map(next).transpose()?,
            places: true,
            members: true,
        })
    }
}

impl SeatRow {
    fn to_be(&self, scope: &Scope, from: Date) -> Result<NewSeat, Problem> {
        let sitter = match (&self.person, &self.organisation) {
            (Some(name), _) => Sitter::Person(person(scope, name)?),
            (None, Some(code)) => {
                let found = scope.snapshot.organisation_by_code(code).map(|one| one.id);
                Sitter::Organisation(found.ok_or_else(|| unknown(code))?)
            }
            (None, None) => return Err(unknown("sitter")),
        };
        let valid_to = self.until_days_ago.map(|ago| day(scope, ago));
        Ok(NewSeat { office: self.office, sitter, valid_from: from, valid_to })
    }
}

impl InitiativeRow {
    fn to_be(&self, scope: &Scope) -> Result<NewInitiative, Problem> {
        let target = |row: &TargetRow| NewTarget {
            what: row.what.clone(),
            number: row.number,
            due_on: day(scope, -row.due_in_days),
        };
        Ok(NewInitiative {
            name: self.name.clone(),
            about: self.about.clone(),
            targets: self.targets.iter().map(target).collect(),
            places: places(scope, &self.places)?,
            valid_from: day(scope, self.since_days_ago),
            valid_to: self.until_in_days.map(|ahead| day(scope, -ahead)),
        })
    }
}

impl PracticeRow {
    /// Told by whoever it was, on its day.
    fn tell(&self, tx: &mut Tx<'_>, scope: &Scope) -> Result<(), Problem> {
        let now = scope.now.plus(days(FOUNDED_DAYS_AGO - self.days_ago));
        let mut holders = scope.snapshot.holders(&[Role::AreaManager], now.date());
        let holder = holders.find(|holder| holder.name == self.person).ok_or_else(|| unknown(&self.person))?;
        let hat: Hat = holder.hat(&scope.snapshot, now.date()).ok_or_else(|| unknown(&self.person))?;
        let place = places(scope, std::slice::from_ref(&self.place))?.into_iter().next();
        let scope = Scope { who: Who::Person(Box::new(hat)), now, ..scope.clone() };
        let new = NewPractice { what: self.what.clone(), place: place.unwrap_or_default(), issue: None };
        commands::share(tx, &scope, &new).map(drop)
    }
}
