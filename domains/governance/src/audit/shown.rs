//! What was shown to whom: for one concern, who opened it, who could have, and who was told.

use access::{ConcernRow, Holder, Page, Role, Scope, Sees, Who};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use base::{FieldErrors, Id, Instant, Problem, Reference};
use db::Tx;
use web::asking::{Staff, Visit};
use web::components::Button;
use web::{Answer, Form, Query, Shell, again, personal};

use super::allowed;
use super::asked::Asked;
use super::pages::role_of;
use super::store::{self, Entry, Seen};
use crate::desk;

/// Entries that are read for it.
const MOST: i64 = 5_000;

/// Somebody who opened it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Opened {
    pub who: String,
    pub role: String,
    pub verb: String,
    pub fields: String,
    pub times: usize,
    pub first: Instant,
    pub last: Instant,
}

/// Somebody who could have.
pub(super) struct Could {
    pub who: String,
    pub role: String,
    pub since: String,
    pub until: Option<String>,
}

/// What there is to say about one concern.
pub(super) struct Shown {
    pub opened: Vec<Opened>,
    pub could: Vec<Could>,
}

#[derive(Template)]
#[template(path = "audit/shown.html")]
struct ShownPage {
    shell: Shell,
    reference: String,
    opened: Vec<Opened>,
    could: Vec<Could>,
    audit: String,
}

#[derive(Template)]
#[template(path = "audit/find-shown.html")]
struct FindPage {
    shell: Shell,
    form: Form,
    here: String,
}

pub async fn find(Staff(visit): Staff, Query(typed): Query) -> Answer {
    allowed(&visit.scope)?;
    let here = visit.scope.url(Page::Information("shown"));
    let page = |errors: FieldErrors| FindPage {
        shell: desk::shell(&visit, "What was shown to whom").errors(&errors),
        form: Form::failed(visit.words, typed.clone(), errors),
        here: here.clone(),
    };
    match typed.get("concern").map(str::parse::<Reference>) {
        None => personal(&page(FieldErrors::default())),
        Some(Ok(reference)) if reference.kind() == 'C' => {
            Ok(Redirect::to(&visit.scope.url(Page::InformationRecord("shown", &reference))).into_response())
        }
        Some(_) => {
            let mut errors = FieldErrors::default();
            errors.add("concern", "Enter the reference of a concern, like C-7KQ4-M2XD");
            again(&page(errors))
        }
    }
}

pub async fn show(Staff(visit): Staff, Path((_p, text)): Path<(String, String)>) -> Answer {
    may_ask(&visit)?;
    let reference: Reference = text.parse().map_err(|_| Problem::NotFound)?;
    let shown = read(&visit.scope, &reference).await?;
    let audit = visit.scope.url(Page::Information("audit"));
    personal(&ShownPage {
        shell: desk::shell(&visit, format!("Who saw {reference}")).wide(),
        audit: format!("{audit}?record={reference}"),
        reference: reference.to_string(),
        opened: shown.opened,
        could: shown.could,
    })
}

fn may_ask(visit: &Visit) -> Result<(), Problem> {
    if visit.scope.is_front_door_lead() { Ok(()) } else { allowed(&visit.scope) }
}

/// Reads it, and tells the record that it was read.
pub(super) async fn read(scope: &Scope, reference: &Reference) -> Result<Shown, Problem> {
    if !scope.is_front_door_lead() {
        allowed(scope)?;
    }
    let (reading, wanted) = (scope.clone(), reference.clone());
    let (seen, places, entries) = scope.site.db.read(move |tx| find_all(tx, &reading, &wanted)).await?;
    tell_look(scope, seen.id).await?;
    Ok(Shown { opened: opened(scope, &entries), could: could(scope, &seen, &places) })
}

/// That it was read is an entry about the concern, so that nobody else learns of a protected one by it.
async fn tell_look(scope: &Scope, concern: Id) -> Result<(), Problem> {
    let (db, scope) = (scope.site.db.clone(), scope.clone());
    let tell =
        move |tx: &mut Tx<'_>| Ok::<_, Problem>(scope.tell_each(tx, "concern", "read audit", &[concern], &[])?);
    db.write(tell).await
}

type Found = (Seen, Vec<Id>, Vec<Entry>);

/// A protected concern is there for the lead who reads it, and for nobody else.
fn find_all(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference) -> Result<Found, Problem> {
    let (seen, places) = store::concern(tx, scope, reference)?.ok_or(Problem::NotFound)?;
    let protected = seen.held || seen.protection >= voice::PROTECTED;
    let reads = access::sees_concern(scope, &row(&seen, &places)) == Sees::Fields;
    if (protected && !reads) || (!protected && scope.is_front_door_lead()) {
        return Err(Problem::NotFound);
    }
    let entries = match protected {
        true => record::events_of(tx, scope.partnership(), seen.id)?.into_iter().map(Entry::from).collect(),
        false => {
            let asked = Asked::read(scope, &web::Typed::of([("record", reference.as_str())]))?;
            store::entries(tx, scope, &asked, Some(seen.id), MOST)?
        }
    };
    Ok((seen, places, entries))
}

fn row(seen: &Seen, places: &[Id]) -> ConcernRow {
    ConcernRow {
        protection: seen.protection,
        held: seen.held,
        owner_organisation: seen.owner_organisation,
        hidden_at: None,
        places: places.to_vec(),
        recorded_by: seen.recorded_by,
    }
}

/// By whom, in which role and how: once for each.
fn opened(scope: &Scope, entries: &[Entry]) -> Vec<Opened> {
    let mut all: Vec<Opened> = Vec::new();
    for entry in entries.iter().filter(|entry| entry.actor.is_some()) {
        let name = entry.actor.and_then(|person| scope.snapshot.name_of(person)).unwrap_or("Somebody who left");
        let role = entry.hat.and_then(|hat| scope.snapshot.holder(hat)).map(role_of).unwrap_or_default();
        let same = |one: &&mut Opened| {
            one.who == name && one.role == role && one.verb == entry.verb && one.fields == entry.fields
        };
        match all.iter_mut().find(same) {
            Some(one) => {
                one.times += 1;
                one.first = one.first.min(entry.at);
                one.last = one.last.max(entry.at);
            }
            None => all.push(Opened {
                who: name.to_owned(),
                role,
                verb: entry.verb.clone(),
                fields: entry.fields.clone(),
                times: 1,
                first: entry.at,
                last: entry.at,
            }),
        }
    }
    all.sort_by(|one, other| (&one.who, one.first).cmp(&(&other.who, other.first)));
    all
}

/// Everybody whose role lets them read it, or let them since it was told, as it is protected today.
fn could(scope: &Scope, seen: &Seen, places: &[Id]) -> Vec<Could> {
    let row = row(seen, places);
    let (told, today) = (seen.heard_at.date(), scope.now.date());
    let had_it = |holder: &&Holder| {
        holder.valid_from <= today
            && holder.valid_to.is_none_or(|end| end > told)
            && holder.left_at.is_none_or(|left| left > seen.heard_at)
            && holder
                .hat(&scope.snapshot, today)
                .is_some_and(|hat| access::concern_rule(&Who::Person(Box::new(hat)), &row) == Sees::Fields)
    };
    let day = |date: base::Date| Instant::at(date, 12, 0).day_words();
    let left = |holder: &Holder| {
        let ended = holder.valid_to.filter(|end| *end <= today);
        ended.or(holder.left_at.map(Instant::date)).map(day)
    };
    let holders = scope.snapshot.ever_held(Role::ALL).filter(had_it);
    holders
        .map(|holder| Could {
            who: holder.name.clone(),
            role: role_of(holder),
            since: day(holder.valid_from.max(told)),
            until: left(holder),
        })
        .collect()
}

impl From<record::Event> for Entry {
    fn from(event: record::Event) -> Self {
        let record::Event { id, at, actor, hat, kind, record, verb, fields, .. } = event;
        Self { id, at, actor, hat, kind, record, verb, fields }
    }
}
