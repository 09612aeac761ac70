//! What is held about somebody beside what they told: safety markers on where they live, and what they asked to have taken
//! down. A marker is given only when the officer decided that it is: the law lets it be withheld where giving it would put
//! somebody in danger or say who reported it.

use access::{Done, Permit, Scope};
use base::{Id, Problem, Reference};
use db::Tx;
use safety::{AboutThem, Somebody};
use serde::Serialize;
use voice::Contact;

use super::commands::{MOST, at_hand, is_open};
use super::model::{Beside, Request, Sought};
use super::pages::day_words;
use super::store::{self, BesideRow};
use crate::take_down;

/// One of them, opened.
#[derive(Debug, Clone, Serialize)]
pub struct Also {
    #[serde(skip)]
    pub id: Id,
    #[serde(skip)]
    pub kind: Beside,
    /// What it is.
    pub what: &'static str,
    /// Its reference.
    pub reference: String,
    /// Field by field.
    pub lines: Vec<(String, String)>,
    #[serde(skip)]
    pub how: String,
    /// Nothing while nobody decided.
    #[serde(skip)]
    pub given: Option<bool>,
    #[serde(skip)]
    pub why: Option<String>,
}

/// Whether one is given, as the officer decides it.
#[derive(Debug, Clone)]
pub struct Decide {
    /// Its reference.
    pub record: String,
    /// Whether it is given.
    pub given: bool,
    /// Why not.
    pub why: Option<String>,
}

/// The markers about somebody: by where they say they live, by where the concerns say that were found, by their voices.
pub(super) fn markers(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    request: &Request,
    sought: &Sought,
) -> Result<Vec<(Id, &'static str)>, Problem> {
    let concerns: Vec<Id> = store::matches(tx, permit, request.id, MOST)?.iter().map(|one| one.id).collect();
    let told = if concerns.is_empty() { Vec::new() } else { voice::contacts(tx, scope, &concerns)? };
    let addresses = told.into_iter().filter_map(|(_, contact, ..)| contact.address).chain(sought.home()).collect();
    safety::about(tx, scope, &Somebody { addresses, voices: sought.voices() })
}

/// Which of these requests somebody made.
pub(super) fn made_by(
    scope: &Scope,
    sought: &Sought,
    requests: &[take_down::model::Request],
) -> Result<Vec<(Id, &'static str)>, Problem> {
    let mut found = Vec::new();
    for one in requests {
        let contact = Contact { email: opened(scope, one, CONTACT)?, ..Contact::default() };
        found.extend(sought.finds(&contact).map(|how| (one.id, how)));
    }
    Ok(found)
}

const CONTACT: &str = "take_down_request.contact";
const WORDS: &str = "take_down_request.words";

fn opened(scope: &Scope, one: &take_down::model::Request, what: &'static str) -> Result<Option<String>, Problem> {
    let sealed = if what == CONTACT { &one.contact } else { &one.words };
    Ok(scope.site.vault.open(one.id, one.wrapped.as_deref(), what, sealed.as_deref())?.words())
}

/// Everything that was found beside concerns, opened: three statements, whatever the number. The caller tells of the look.
///
/// # Errors
/// Whatever the store answers.
pub(super) fn found(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, request: &Request) -> Result<Vec<Also>, Problem> {
    let rows = store::beside(tx, permit, request.id, MOST)?;
    let of = |kind: Beside| rows.iter().filter(|row| row.kind == kind).map(|row| row.record).collect::<Vec<Id>>();
    let (markers, requests) = (of(Beside::Marker), of(Beside::TakeDown));
    let mut all = Vec::with_capacity(rows.len());
    if !markers.is_empty() {
        for marker in safety::about_them(tx, scope, &markers)? {
            all.extend(row_of(&rows, marker.id).map(|row| of_marker(row, marker)));
        }
    }
    if !requests.is_empty() {
        for one in take_down::store::by_ids(tx, permit, &requests)? {
            let Some(row) = row_of(&rows, one.id) else { continue };
            all.push(of_take_down(scope, row, one)?);
        }
    }
    Ok(all)
}

fn row_of(rows: &[BesideRow], id: Id) -> Option<&BesideRow> {
    rows.iter().find(|row| row.record == id)
}

fn of_marker(row: &BesideRow, marker: AboutThem) -> Also {
    let days = [
        ("It happened on", day_words(marker.happened_on)),
        ("Set on", day_words(marker.set_on)),
        ("Holds until", day_words(marker.until)),
    ];
    let lines = marker.lines.into_iter().chain(days);
    also(row, marker.reference, lines.map(|(field, said)| (field.to_owned(), said)).collect())
}

fn of_take_down(scope: &Scope, row: &BesideRow, one: take_down::model::Request) -> Result<Also, Problem> {
    let lines = [
        ("About", Some(one.record_reference.clone())),
        ("Asked", Some(one.asked_at.words())),
        ("Why", Some(one.why.words().to_owned())),
        ("In their words", opened(scope, &one, WORDS)?),
        ("E-mail", opened(scope, &one, CONTACT)?),
        ("What was decided", one.reason.clone()),
    ];
    let lines = lines.into_iter().filter_map(|(field, said)| Some((field.to_owned(), said?))).collect();
    Ok(also(row, one.reference, lines))
}

fn also(row: &BesideRow, reference: String, lines: Vec<(String, String)>) -> Also {
    let BesideRow { record, kind, how, given, why } = row.clone();
    Also { id: record, kind, what: kind.words(), reference, lines, how, given, why }
}

/// Decides whether one of them is given.
///
/// # Errors
/// Not found when it was not found for this request; [`base::Conflict::State`] when the request ended.
pub fn decide(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference, form: &Decide) -> Result<(), Problem> {
    let (request, permit) = at_hand(tx, scope, reference)?;
    is_open(&request, "take-out")?;
    let all = found(tx, scope, &permit, &request)?;
    let one = all.iter().find(|one| one.reference == form.record).ok_or(Problem::NotFound)?;
    if !form.given && form.why.is_none() {
        return Err(Problem::field("why", "Enter why it is not given"));
    }
    store::decide_beside(tx, &permit, request.id, one.id, form.given, form.why.as_deref())?;
    let values = format!("{} {}", form.record, form.why.as_deref().unwrap_or_default());
    let fields = &["given", "why"];
    scope.tell(
        tx,
        Done { kind: "subject_request", record: request.id, verb: "decide beside", fields, values: &values },
    )?;
    Ok(())
}

/// Tells that these were looked at, or given.
pub(super) fn tell_each(tx: &mut Tx<'_>, scope: &Scope, verb: &'static str, all: &[Also]) -> Result<(), Problem> {
    for kind in [Beside::Marker, Beside::TakeDown] {
        let ids: Vec<Id> = all.iter().filter(|one| one.kind == kind).map(|one| one.id).collect();
        if !ids.is_empty() {
            scope.tell_each(tx, kind.as_str(), verb, &ids, &["words"])?;
        }
    }
    Ok(())
}
