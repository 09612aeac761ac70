//! What an administrator does about a person: change, invite again, leave, stay.

use access::Page;
use axum::extract::Path;
use base::{Id, Problem};
use web::asking::{Staff, Visit, Working};
use web::{Answer, Form};

use super::act::{Act, Key, done, failed, managing};
use super::fields;
use crate::commands::{self, PersonChange};
use crate::partners::Partners;
use crate::store::{self, PersonRow};

/// The person of the address, for an administrator.
pub(super) async fn found(visit: &Visit, id: Id) -> Result<PersonRow, Problem> {
    managing(&visit.scope)?;
    let partnership = visit.scope.partnership();
    visit.scope.site.db.read(move |tx| store::person(tx, partnership, id)).await?.ok_or(Problem::NotFound)
}

pub(super) async fn to_change(Staff(visit): Staff, Path((_p, Key(id))): Path<(String, Key)>) -> Answer {
    let person = found(&visit, id).await?;
    let employer = person.organisation.and_then(|id| visit.scope.snapshot.part::<Partners>().ok()?.get(id));
    let typed = fields::typed(
        &[
            ("name", person.name.clone()),
            ("email", person.email.clone().unwrap_or_default()),
            ("phone", person.phone.clone().unwrap_or_default()),
            ("organisation", employer.map(|one| one.code.clone()).unwrap_or_default()),
        ],
        &[],
    );
    changing(&visit, &person, &Form::filled(visit.words, typed))
}

pub(super) async fn change(Path((_p, Key(id))): Path<(String, Key)>, working: Working) -> Answer {
    let version = working.version();
    let Working { visit, typed } = working;
    let person = found(&visit, id).await?;
    let scope = visit.scope.clone();
    let mut ask = typed.ask(visit.words);
    let name = ask.text("name", 100, "Enter their name");
    let email = fields::email(&mut ask, "email");
    let phone = ask.optional_text("phone", 40);
    let organisation = fields::organisation(&mut ask, &scope, "organisation");
    let changed = match ask.answers(|| Some(PersonChange { version, name: name?, email, phone, organisation })) {
        Err(errors) => Err(Problem::Invalid(errors)),
        Ok(to) => scope.site.db.clone().write(move |tx| commands::change_person(tx, &scope, id, &to)).await,
    };
    match changed {
        Ok(changed) => done(&visit.scope.url(Page::Person(id)), if changed { "change" } else { "same" }),
        Err(problem) => changing(&visit, &person, &failed(&visit, &typed, problem)?),
    }
}

fn changing(visit: &Visit, person: &PersonRow, form: &Form) -> Answer {
    let mut employers = vec![(String::new(), "Nobody, or not known".to_owned())];
    employers.extend(fields::organisations(&visit.scope)?);
    Act::new(visit, "Change name and contact", visit.scope.url(Page::Person(person.id)), "Keep the changes")
        .about(&person.name)
        .version(person.version)
        .field(form.input("name", "Name"))
        .field(form.input("email", "Work e-mail").hint("The address they sign in with stays as it is.").email())
        .field(form.input("phone", "Work telephone").telephone())
        .field(form.select("organisation", "Works for").options(employers.iter()))
        .shown(form)
}

pub(super) async fn invite_again(Path((_p, Key(id))): Path<(String, Key)>, Working { visit, .. }: Working) -> Answer {
    managing(&visit.scope)?;
    let scope = visit.scope.clone();
    scope.site.db.clone().write(move |tx| commands::invite_again(tx, &scope, id)).await?;
    done(&visit.scope.url(Page::Person(id)), "resent")
}

pub(super) async fn to_leave(Staff(visit): Staff, Path((_p, Key(id))): Path<(String, Key)>) -> Answer {
    let person = found(&visit, id).await?;
    leaving(&visit, &person, &Form::new(visit.words))
}

pub(super) async fn leave(Path((_p, Key(id))): Path<(String, Key)>, working: Working) -> Answer {
    let version = working.version();
    let Working { visit, typed } = working;
    let person = found(&visit, id).await?;
    let scope = visit.scope.clone();
    let mut ask = typed.ask(visit.words);
    let when: Option<String> = ask.one_of("when", "Choose when they leave");
    let day = match when.as_deref() {
        Some("later") => ask.date("from", "Enter the first day on which they are gone, like 3 3 2027").map(Some),
        Some("now") => Some(None),
        Some(_) => {
            ask.refuse("when", "Choose when they leave");
            None
        }
        None => None,
    };
    let left = match ask.answers(|| day) {
        Err(errors) => Err(Problem::Invalid(errors)),
        Ok(day) => scope.site.db.clone().write(move |tx| commands::leave(tx, &scope, id, version, day)).await,
    };
    match left {
        Ok(()) => done(&visit.scope.url(Page::Person(id)), "leave"),
        Err(problem) => leaving(&visit, &person, &failed(&visit, &typed, problem)?),
    }
}

fn leaving(visit: &Visit, person: &PersonRow, form: &Form) -> Answer {
    let later = web::components::Choice::new("later", "From a day on")
        .reveals(form.date("from", "The first day on which they are gone"));
    Act::new(visit, &format!("{} leaves", person.name), visit.scope.url(Page::Person(person.id)), "Note that they leave")
        .lead("From then on they see and do nothing here: they are signed out, their keys for programs end, and so does standing in for others.")
        .lead("Issues they hold go back to the queue of whoever answers for the place. What they did stays, with their name.")
        .version(person.version)
        .field(form.radios("when", "When?").choice("now", "Now").with(later))
        .warning("Note that they leave")
        .shown(form)
}

pub(super) async fn stay(Path((_p, Key(id))): Path<(String, Key)>, Working { visit, .. }: Working) -> Answer {
    managing(&visit.scope)?;
    let scope = visit.scope.clone();
    scope.site.db.clone().write(move |tx| commands::stay(tx, &scope, id, None)).await?;
    done(&visit.scope.url(Page::Person(id)), "stay")
}
