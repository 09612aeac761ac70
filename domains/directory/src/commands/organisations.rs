use access::{Ground, NewOrganisation, OrganisationFields, Permit, Right, Scope};
use base::{Date, Id, Instant, Problem};
use db::Tx;
use record::Change;

use crate::partners::{self, Partner, Partners};
use crate::store;
use crate::{GIVE_UP_SEATS, HAND_OVER};

/// An organisation as it is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPartner {
    /// Its short code: small letters, digits, hyphens.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its kind, by the code of the partnership's term.
    pub kind: String,
    /// What it is a part of.
    pub part_of: Option<Id>,
    /// Where the public rings it.
    pub phone: Option<String>,
    /// Where the public writes to it.
    pub email: Option<String>,
    /// What it does here (ASK-31).
    pub does: Option<String>,
    /// What it gives to the partnership (ASK-14).
    pub gives: Option<String>,
    /// Where it works; nothing said is everywhere.
    pub places: Vec<Id>,
    /// From which day.
    pub valid_from: Date,
    /// Until which day, without it.
    pub valid_to: Option<Date>,
    /// What takes over from it.
    pub successor: Option<Id>,
    /// Whether protected matters come here first: the front door for safeguarding. One organisation is.
    pub is_front_door: bool,
}

/// Adds an organisation.
///
/// # Errors
/// Invalid when the code is taken.
pub fn add_organisation(tx: &mut Tx<'_>, scope: &Scope, new: &NewPartner) -> Result<Id, Problem> {
    let permit = scope.may(Right::Configure, &Ground::default())?;
    let known = partners::read(tx, scope.partnership(), scope.now.date())?;
    if known.by_code(&new.code).is_some() {
        return Err(Problem::field("code", format!("There is an organisation with the code {} already", new.code)));
    }
    let id = scope.new_id();
    let organisation = NewOrganisation {
        id,
        code: &new.code,
        name: &new.name,
        kind: &new.kind,
        phone: new.phone.as_deref(),
        email: new.email.as_deref(),
        is_front_door: new.is_front_door,
        valid_from: new.valid_from,
    };
    access::add_organisation(tx, &permit, &organisation, scope.now)?;
    access::change_organisation(tx, &permit, id, 1, &fields(new), scope.now)?;
    store::set_places(tx, &permit, id, (&[], &new.places), new.valid_from)?;
    hand_front_door(tx, scope, &permit, &known, (id, new))?;
    let change = Change::of("code", None::<&str>, new.code.as_str()).and("name", None::<&str>, new.name.as_str()).and(
        "kind",
        None::<&str>,
        new.kind.as_str(),
    );
    scope.tell_change(tx, "organisation", id, "add", &change)?;
    Ok(id)
}

/// Says anew what is known of an organisation; its code stays. Answers whether anything changed.
///
/// # Errors
/// Not found; a conflict when somebody changed it since `version`.
pub fn change_organisation(
    tx: &mut Tx<'_>,
    scope: &Scope,
    version: Option<i64>,
    to: &NewPartner,
) -> Result<bool, Problem> {
    let permit = scope.may(Right::Configure, &Ground::default())?;
    let known = partners::read(tx, scope.partnership(), scope.now.date())?;
    let was = known.by_code(&to.code).ok_or(Problem::NotFound)?;
    if version.is_some_and(|version| version != was.version) {
        return Err(Problem::Conflict(base::Conflict::Version));
    }
    if was.is_front_door && !to.is_front_door {
        let sentence = "Protected matters must come somewhere. Make another organisation the front door, and this one is it no more";
        return Err(Problem::field("is_front_door", sentence));
    }
    let places = known.places_of(was.id).to_vec();
    let change = difference(was, &places, to);
    if change.fields.is_empty() {
        return Ok(false);
    }
    access::change_organisation(tx, &permit, was.id, was.version, &fields(to), scope.now)?;
    store::set_places(tx, &permit, was.id, (&places, &to.places), scope.now.date())?;
    hand_front_door(tx, scope, &permit, &known, (was.id, to))?;
    scope.tell_change(tx, "organisation", was.id, "change", &change)?;
    Ok(true)
}

/// Makes this organisation the front door, and whichever was it until now no longer.
fn hand_front_door(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    known: &Partners,
    (id, to): (Id, &NewPartner),
) -> Result<(), Problem> {
    if !to.is_front_door {
        return Ok(());
    }
    if to.phone.is_none() {
        let sentence = "Enter a telephone number: whoever meets somebody in danger is told to ring the front door";
        return Err(Problem::field("phone", sentence));
    }
    for until_now in known.all().iter().filter(|one| one.is_front_door && one.id != id) {
        let change = Change::of("is_front_door", Some("yes"), None::<&str>);
        scope.tell_change(tx, "organisation", until_now.id, "change", &change)?;
    }
    Ok(access::set_front_door(tx, permit, id, scope.now)?)
}

/// Ends an organisation on a day. Its successor, if it has one, takes over what is open on that day, with its history
/// (WAL-38); what is over keeps its name.
///
/// # Errors
/// Invalid when the day is past, it is over, or it would succeed itself.
pub fn end_organisation(
    tx: &mut Tx<'_>,
    scope: &Scope,
    code: &str,
    version: Option<i64>,
    (last, successor): (Date, Option<Id>),
) -> Result<(), Problem> {
    let permit = scope.may(Right::Configure, &Ground::default())?;
    let today = scope.now.date();
    let known = partners::read(tx, scope.partnership(), today)?;
    let was = known.by_code(code).ok_or(Problem::NotFound)?;
    if version.is_some_and(|version| version != was.version) {
        return Err(Problem::Conflict(base::Conflict::Version));
    }
    if was.valid_to.is_some_and(|end| end <= today) {
        return Err(Problem::field("valid_to", format!("{} ended already", was.name)));
    }
    if last < today || last <= was.valid_from {
        return Err(Problem::field("valid_to", "Enter today or a later day, after the day it began"));
    }
    if was.is_front_door {
        let sentence =
            format!("{} looks after protected matters. Make another organisation the front door first", was.name);
        return Err(Problem::field("valid_to", sentence));
    }
    let follows =
        match successor {
            None => None,
            Some(id) => {
                let next = known.get(id).filter(|next| next.id != was.id && next.is_in_force(last));
                Some(next.ok_or_else(|| {
                    Problem::field("successor", "Choose another organisation that is there on that day")
                })?)
            }
        };
    let to = OrganisationFields {
        name: &was.name,
        kind: &was.kind,
        phone: was.phone.as_deref(),
        email: was.email.as_deref(),
        part_of: was.part_of,
        does: was.does.as_deref(),
        gives: was.gives.as_deref(),
        valid_from: was.valid_from,
        valid_to: Some(last),
        successor: follows.map(|next| next.id),
    };
    access::change_organisation(tx, &permit, was.id, was.version, &to, scope.now)?;
    let change = Change::of("valid_to", super::day(was.valid_to), super::day(Some(last))).and(
        "successor",
        was.successor.map(|id| id.to_string()),
        follows.map(|next| next.id.to_string()),
    );
    scope.tell_change(tx, "organisation", was.id, "end", &change)?;
    follow(tx, scope, was.id, last, follows.map(|next| next.id))
}

/// What follows once it is no more: its seats are free or its successor's, who takes over what is open.
fn follow(tx: &mut Tx<'_>, scope: &Scope, was: Id, last: Date, next: Option<Id>) -> Result<(), Problem> {
    let run_at = if last > scope.now.date() { Instant::on(last, 0) } else { scope.now };
    let detail = next.map(|id| id.to_string()).unwrap_or_default();
    for kind in next.map(|_| HAND_OVER).into_iter().chain([GIVE_UP_SEATS]) {
        let job =
            jobs::NewJob { id: scope.new_id(), kind, about: was, detail: &detail, run_at, operation: scope.operation };
        jobs::enqueue(tx, scope.partnership(), &job)?;
    }
    Ok(())
}

fn fields(of: &NewPartner) -> OrganisationFields<'_> {
    OrganisationFields {
        name: &of.name,
        kind: &of.kind,
        phone: of.phone.as_deref(),
        email: of.email.as_deref(),
        part_of: of.part_of,
        does: of.does.as_deref(),
        gives: of.gives.as_deref(),
        valid_from: of.valid_from,
        valid_to: of.valid_to,
        successor: of.successor,
    }
}

fn difference(was: &Partner, places: &[Id], to: &NewPartner) -> Change {
    let text = |id: Option<Id>| id.map(|id| id.to_string());
    let yes = |is: bool| is.then(|| "yes".to_owned());
    let all = |ids: &[Id]| {
        let mut ids: Vec<String> = ids.iter().map(Id::to_string).collect();
        ids.sort();
        Some(ids.join(" "))
    };
    let fields = [
        ("name", Some(was.name.clone()), Some(to.name.clone())),
        ("kind", Some(was.kind.clone()), Some(to.kind.clone())),
        ("part_of", text(was.part_of), text(to.part_of)),
        ("phone", was.phone.clone(), to.phone.clone()),
        ("email", was.email.clone(), to.email.clone()),
        ("does", was.does.clone(), to.does.clone()),
        ("gives", was.gives.clone(), to.gives.clone()),
        ("places", all(places), all(&to.places)),
        ("valid_from", super::day(Some(was.valid_from)), super::day(Some(to.valid_from))),
        ("valid_to", super::day(was.valid_to), super::day(to.valid_to)),
        ("successor", text(was.successor), text(to.successor)),
        ("is_front_door", yes(was.is_front_door), yes(to.is_front_door)),
    ];
    fields
        .into_iter()
        .filter(|(_, before, after)| before != after)
        .fold(Change::default(), |change, (field, before, after)| change.and(field, before, after))
}
