//! What should become of some concerns: a new issue, or part of one there is (WAL-34, MAN-18).

use std::sync::Arc;

use access::{Page, Right, Scope, Site};
use askama::Template;
use axum::Router;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use base::{FieldErrors, Id, Problem, Reference};
use db::Tx;
use places::{Lines, Places, Point};
use record::Claim;
use voice::{Categories, Concern};
use web::asking::{Staff, Visit, Working, new_once};
use web::components::{Button, Choice};
use web::{Answer, Ask, Form, Query, Shell, Typed, again, personal};

use super::on;
use super::triage::{FILTERS, Told, told};
use crate::commands::{self, Attach, Open};
use crate::pages::list::{categories, places};
use crate::similar::{Seen, Similar, similar};

/// Concerns in one go.
const MOST: usize = 100;

pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new().route("/{p}/issues/new", get(show).post(send))
}

#[derive(Template)]
#[template(path = "staff/group.html")]
struct GroupPage {
    shell: Shell,
    form: Form,
    told: Vec<Told>,
    similar: Vec<Similar>,
    categories: Vec<(String, String)>,
    places: Vec<(String, String)>,
    token: Option<String>,
    once: String,
    here: String,
    concerns: String,
}

/// What the concerns have in common, for the form to open with.
struct Around {
    told: Vec<Told>,
    similar: Vec<Similar>,
    title: String,
    category: String,
}

/// What was chosen.
enum Chosen {
    New(Open),
    Part(Reference, Attach),
}

async fn show(Staff(visit): Staff, Query(typed): Query) -> Answer {
    allowed(&visit.scope)?;
    let concerns = references(&typed)?;
    if concerns.is_empty() && typed.get("do").is_some() {
        return Ok(none_ticked(&visit.scope, &typed));
    }
    let around = around(&visit.scope, concerns).await?;
    let into = match (typed.get("do"), around.similar.first()) {
        (Some("add"), Some(nearest)) => nearest.issue.clone(),
        (Some("add"), None) => "other".to_owned(),
        _ => "new".to_owned(),
    };
    let mut opening = Typed::of(typed.all("concern").map(|concern| ("concern", concern)));
    opening.set("into", into);
    opening.set("title", around.title.clone());
    opening.set("category", around.category.clone());
    personal(&page(&visit, Form::filled(visit.words, opening), around, new_once(&visit.scope))?)
}

async fn send(working: Working) -> Answer {
    let once = working.once();
    let Working { visit, typed } = working;
    allowed(&visit.scope)?;
    let chosen = match references(&typed)
        .map_err(|problem| match problem {
            Problem::Invalid(errors) => errors,
            _ => FieldErrors::default(),
        })
        .and_then(|concerns| read(typed.ask(visit.words), &visit.scope, concerns))
    {
        Ok(chosen) => chosen,
        Err(errors) => return refused(&visit, typed, errors, once).await,
    };
    let scope = visit.scope.clone();
    let key = once.clone().zip(scope.hat().map(|hat| format!("person:{}", hat.person)));
    let hash = scope.site.vault.keyed_hash("form", scope.partnership(), typed.query().as_bytes());
    let done = visit
        .scope
        .site
        .db
        .write(move |tx| {
            if let Some((key, asker)) = &key
                && let Claim::Done(issue) = record::claim(tx, scope.partnership(), asker, key, &hash, scope.now)?
            {
                return issue.parse().map_err(Problem::fault);
            }
            let issue = match &chosen {
                Chosen::New(open) => commands::open(tx, &scope, open)?,
                Chosen::Part(reference, attach) => commands::attach(tx, &scope, reference, attach)?,
            };
            if let Some((key, asker)) = &key {
                record::settle(tx, scope.partnership(), asker, key, &issue.reference)?;
            }
            issue.reference.parse::<Reference>().map_err(Problem::fault)
        })
        .await;
    match done {
        Ok(reference) => Ok(on(&visit.scope, Page::Issue(&reference), "open")),
        Err(Problem::Invalid(errors)) => refused(&visit, typed, errors, once).await,
        Err(Problem::NotFound) => {
            let mut errors = FieldErrors::default();
            errors.add("other", "There is no such issue: check its reference, like I-7KQ4-M2XD");
            refused(&visit, typed, errors, once).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Back to the same list, which then says what is missing.
fn none_ticked(scope: &Scope, typed: &Typed) -> Response {
    let mut list = typed.only(&FILTERS);
    list.set("ticked", "none");
    Redirect::to(&format!("{}?{}", scope.url(Page::Concerns), list.query())).into_response()
}

fn allowed(scope: &Scope) -> Result<(), Problem> {
    if scope.has(Right::GroupConcerns) {
        return Ok(());
    }
    Err(Problem::NotAllowed("Issues are made by area managers, support officers and the director.".into()))
}

async fn refused(visit: &Visit, typed: Typed, errors: FieldErrors, once: Option<String>) -> Answer {
    let concerns = references(&typed).unwrap_or_default();
    let around = around(&visit.scope, concerns).await?;
    let once = once.unwrap_or_else(|| new_once(&visit.scope));
    again(&page(visit, Form::failed(visit.words, typed, errors), around, once)?)
}

fn references(typed: &Typed) -> Result<Vec<Reference>, Problem> {
    let all: Vec<Reference> = typed
        .all("concern")
        .map(|text| text.parse().map_err(|_| Problem::field("concern", format!("{text} is no reference"))))
        .collect::<Result<_, _>>()?;
    if all.len() > MOST {
        return Err(Problem::field("concern", format!("Choose at most {MOST} concerns at once")));
    }
    Ok(all)
}

/// Reads what the concerns say, what they have in common, and what may be the same thing already.
async fn around(scope: &Scope, concerns: Vec<Reference>) -> Result<Around, Problem> {
    let (site, scope) = (Arc::clone(&scope.site), scope.clone());
    site.db.read(move |tx| look(tx, &scope, &concerns)).await
}

fn look(tx: &mut Tx<'_>, scope: &Scope, references: &[Reference]) -> Result<Around, Problem> {
    let found = voice::concerns_by_reference(tx, scope, references)?;
    let readable = |reference: &Reference| found.iter().find(|concern| concern.reference == reference.as_str());
    let concerns: Vec<Concern> = references
        .iter()
        .map(|reference| readable(reference).cloned().ok_or(Problem::NotFound))
        .collect::<Result<_, _>>()?;
    let Some(first) = concerns.first() else {
        return Ok(Around { told: Vec::new(), similar: Vec::new(), title: String::new(), category: String::new() });
    };
    let category = scope.snapshot.part::<Categories>()?.get(most_common(&concerns).unwrap_or(first.category))?;
    let point = concerns.iter().find_map(|concern| Point::new(concern.lat?, concern.lon?));
    let places = voice::places_of(tx, scope.partnership(), first.id)?;
    let ward = scope.snapshot.part::<Places>()?.ward_of(&places).map(|ward| ward.name.clone());
    let title = match ward {
        Some(ward) => format!("{} in {ward}", category.name),
        None => category.name.clone(),
    };
    let similar = similar(tx, scope, &Seen { category: category.id, point, places })?;
    let code = category.code.clone();
    let lines = concerns.into_iter().map(line).collect();
    Ok(Around { told: told(tx, scope, lines, Lines::Then)?, similar, title, category: code })
}

/// The category that most of them have; the first of those that are equal.
fn most_common(concerns: &[Concern]) -> Option<Id> {
    let times = |id: Id| concerns.iter().filter(|concern| concern.category == id).count();
    concerns.iter().map(|concern| concern.category).rev().max_by_key(|id| times(*id))
}

fn line(concern: Concern) -> voice::ConcernLine {
    voice::ConcernLine {
        id: concern.id,
        reference: concern.reference,
        category: concern.category,
        status: concern.status,
        channel: concern.channel,
        heard_at: concern.heard_at,
        people_affected: concern.people_affected,
        suggested_seriousness: concern.suggested_seriousness,
        protection: concern.protection,
        held: concern.held,
        words: concern.words,
        whereabouts: concern.whereabouts,
        wrapped: concern.wrapped,
    }
}

fn read(mut ask: Ask<'_>, scope: &Scope, concerns: Vec<Reference>) -> Result<Chosen, FieldErrors> {
    let into = ask.text("into", 40, "Choose what should become of them");
    match into.as_deref() {
        Some("new") => {
            let title = ask.text("title", 200, "Enter a title, like “Street light out in Field Road”");
            let code = ask.text("category", 60, "Choose what it is about");
            let categories = scope.snapshot.part::<Categories>().ok();
            let category = code.as_deref().map(|code| categories?.by_code(code).map(|category| category.id));
            if category == Some(None) {
                ask.refuse("category", "Choose one of the things listed");
            }
            let code = ask.optional_text("place", 60);
            let known = scope.snapshot.part::<Places>().ok();
            let place = code.as_deref().map(|code| known?.by_code(code).map(|(id, _)| id));
            if place == Some(None) || (place.is_none() && concerns.is_empty()) {
                ask.refuse("place", "Choose where it is");
            }
            ask.answers(|| {
                Some(Chosen::New(Open {
                    title: title?,
                    category: category??,
                    point: None,
                    place: place.flatten(),
                    concerns,
                }))
            })
        }
        Some(_) => {
            let named = if into.as_deref() == Some("other") {
                ask.text("other", 40, "Enter the issue's reference, like I-7KQ4-M2XD")
            } else {
                into
            };
            let reference: Option<Reference> = named.as_deref().and_then(|text| text.parse().ok());
            if named.is_some() && reference.is_none() {
                ask.refuse("other", "Enter the issue's reference, like I-7KQ4-M2XD");
            }
            ask.answers(|| Some(Chosen::Part(reference?, Attach { concerns, reason: None, version: None })))
        }
        None => ask.answers(|| None),
    }
}

fn page(visit: &Visit, form: Form, around: Around, once: String) -> Result<GroupPage, Problem> {
    let scope = &visit.scope;
    let title = match around.told.len() {
        0 => "Make an issue".to_owned(),
        1 => "What should become of this concern?".to_owned(),
        count => format!("What should become of these {count} concerns?"),
    };
    Ok(GroupPage {
        shell: visit.shell(title).back(scope.url(Page::Concerns)).errors(form.errors()),
        told: around.told,
        similar: around.similar,
        categories: categories(scope)?,
        places: places(scope, visit.words)?,
        token: visit.form_token(),
        once,
        here: scope.url(Page::NewIssue),
        concerns: scope.url(Page::Concerns),
        form,
    })
}

impl GroupPage {
    fn ways(&self) -> Vec<Choice> {
        let pairs = |first: &str, all: &[(String, String)]| {
            let mut pairs = vec![(String::new(), first.to_owned())];
            pairs.extend(all.iter().cloned());
            pairs
        };
        let title = self.form.input("title", "Title").hint("The public reads it. Say what and where, never who");
        let category = self.form.select("category", "What it is about").options(pairs("Choose", &self.categories));
        let first = if self.told.is_empty() { "Choose" } else { "Where the first of them is" };
        let place = self.form.select("place", "Where").options(pairs(first, &self.places));
        let new =
            Choice::new("new", "Make a new issue").reveals(web::Markup::trusted(format!("{title}{category}{place}")));
        let other = Choice::new("other", "Add to another issue")
            .reveals(self.form.input("other", "Its reference").hint("Like I-7KQ4-M2XD").width(20));
        let mut ways = vec![new];
        if self.told.is_empty() {
            return ways;
        }
        ways.extend(self.similar.iter().map(|similar| {
            let told = if similar.voices == 1 {
                "1 person told us".to_owned()
            } else {
                format!("{} people told us", similar.voices)
            };
            Choice::new(similar.issue.clone(), format!("Add to “{}”", similar.title))
                .hint(format!("{}. {told}. {}", similar.why, similar.issue))
        }));
        ways.push(other);
        ways
    }
}
