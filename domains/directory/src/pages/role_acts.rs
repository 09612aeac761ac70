//! What an administrator does about a role: give, change, end, cover.

use access::{Page, Scope};
use axum::extract::Path;
use base::{Id, Problem};
use web::asking::{Staff, Visit, Working};
use web::{Answer, Form};

use super::act::{Act, Key, done, failed, managing};
use super::fields;
use super::person_acts::found;
use crate::commands::{self, RoleChange, Standing, role_words};
use crate::model::reach_words;
use crate::store::{self, PersonRow, RoleRow};

/// The questions about a role that is given.
pub(super) fn asked(act: Act, scope: &Scope, form: &Form) -> Result<Act, Problem> {
    let any = |all: Vec<(String, String)>, none: &str| {
        let mut options = vec![(String::new(), none.to_owned())];
        options.extend(all);
        options
    };
    Ok(act
        .field(form.select("role", "Role").options(any(fields::roles(scope), "Choose a role").iter()))
        .field(
            form.select("reach", "Where it holds")
                .hint("It gives nothing outside.")
                .options(any(fields::reaches(scope)?, "Choose where").iter()),
        )
        .field(form.input("title", "What the role is called, if it has another name for this person"))
        .field(
            form.date("valid_from", "First day")
                .hint("Today, when you leave it empty. Before it, the role gives nothing."),
        )
        .field(form.date("valid_to", "First day on which it is over").hint("Leave it empty when there is none.")))
}

pub(super) async fn to_give(Staff(visit): Staff, Path((_p, Key(id))): Path<(String, Key)>) -> Answer {
    let person = found(&visit, id).await?;
    giving(&visit, &person, &Form::new(visit.words))
}

pub(super) async fn give(Path((_p, Key(id))): Path<(String, Key)>, working: Working) -> Answer {
    let version = working.version();
    let Working { visit, typed } = working;
    let person = found(&visit, id).await?;
    let scope = visit.scope.clone();
    let mut ask = typed.ask(visit.words);
    let role = fields::given(&mut ask, &scope);
    let given = match ask.answers(|| role) {
        Err(errors) => Err(Problem::Invalid(errors)),
        Ok(role) => scope.site.db.clone().write(move |tx| commands::give_role(tx, &scope, id, version, &role)).await,
    };
    match given {
        Ok(_) => done(&visit.scope.url(Page::Person(id)), "role"),
        Err(problem) => giving(&visit, &person, &failed(&visit, &typed, problem)?),
    }
}

fn giving(visit: &Visit, person: &PersonRow, form: &Form) -> Answer {
    let back = visit.scope.url(Page::Person(person.id));
    let act = Act::new(visit, "Give a role", back, "Give the role").about(&person.name).version(person.version);
    asked(act, &visit.scope, form)?.shown(form)
}

/// The person and role of the address, for an administrator.
pub(super) async fn role_of(visit: &Visit, id: Id, membership: Id) -> Result<(PersonRow, RoleRow), Problem> {
    managing(&visit.scope)?;
    let partnership = visit.scope.partnership();
    visit
        .scope
        .site
        .db
        .read(move |tx| {
            let person = store::person(tx, partnership, id)?.ok_or(Problem::NotFound)?;
            let roles = store::roles_of(tx, partnership, &[id])?;
            let role = roles.into_iter().find(|role| role.id == membership).ok_or(Problem::NotFound)?;
            Ok::<_, Problem>((person, role))
        })
        .await
}

/// "Helen Prosser: Area manager, Area 1".
pub(super) fn called(scope: &Scope, person: &PersonRow, role: &RoleRow) -> String {
    let title = role_words(scope, &role.role, role.title.as_deref());
    format!("{}: {title}, {}", person.name, reach_words(scope, &role.reach, role.reach_id))
}

pub(super) async fn to_change(Staff(visit): Staff, Path((_p, Key(id), Key(role))): Path<(String, Key, Key)>) -> Answer {
    let (person, role) = role_of(&visit, id, role).await?;
    let days = [("valid_from", Some(role.valid_from)), ("valid_to", role.valid_to)];
    let typed = fields::typed(&[("title", role.title.clone().unwrap_or_default())], &days);
    changing(&visit, &person, &role, &Form::filled(visit.words, typed))
}

pub(super) async fn change(Path((_p, Key(id), Key(membership))): Path<(String, Key, Key)>, working: Working) -> Answer {
    let version = working.version();
    let Working { visit, typed } = working;
    let (person, role) = role_of(&visit, id, membership).await?;
    let scope = visit.scope.clone();
    let mut ask = typed.ask(visit.words);
    let title = ask.optional_text("title", 100);
    let valid_from = ask.date("valid_from", "Enter the first day, like 3 3 2027");
    let valid_to = ask.optional_date("valid_to");
    let changed = match ask.answers(|| Some(RoleChange { version, title, valid_from: valid_from?, valid_to })) {
        Err(errors) => Err(Problem::Invalid(errors)),
        Ok(to) => {
            let both = (id, membership);
            scope.site.db.clone().write(move |tx| commands::change_role(tx, &scope, both, &to)).await
        }
    };
    match changed {
        Ok(changed) => done(&visit.scope.url(Page::Person(id)), if changed { "change" } else { "same" }),
        Err(problem) => changing(&visit, &person, &role, &failed(&visit, &typed, problem)?),
    }
}

fn changing(visit: &Visit, person: &PersonRow, role: &RoleRow, form: &Form) -> Answer {
    Act::new(visit, "Change a role", visit.scope.url(Page::Person(person.id)), "Keep the changes")
        .about(&called(&visit.scope, person, role))
        .lead("To another place or another role, end this one and give a new one: what was held then stays as it was.")
        .version(person.version)
        .field(form.input("title", "What the role is called, if it has another name for this person"))
        .field(form.date("valid_from", "First day"))
        .field(form.date("valid_to", "First day on which it is over").hint("Leave it empty when there is none."))
        .shown(form)
}

pub(super) async fn to_end(Staff(visit): Staff, Path((_p, Key(id), Key(role))): Path<(String, Key, Key)>) -> Answer {
    let (person, role) = role_of(&visit, id, role).await?;
    let typed = fields::typed(&[], &[("valid_to", Some(visit.scope.now.date()))]);
    ending(&visit, &person, &role, &Form::filled(visit.words, typed))
}

pub(super) async fn end(Path((_p, Key(id), Key(membership))): Path<(String, Key, Key)>, working: Working) -> Answer {
    let version = working.version();
    let Working { visit, typed } = working;
    let (person, role) = role_of(&visit, id, membership).await?;
    let scope = visit.scope.clone();
    let mut ask = typed.ask(visit.words);
    let day = ask.date("valid_to", "Enter the first day on which it is over, like 3 3 2027");
    let ended = match ask.answers(|| day) {
        Err(errors) => Err(Problem::Invalid(errors)),
        Ok(day) => {
            let both = (id, membership);
            scope.site.db.clone().write(move |tx| commands::end_role(tx, &scope, both, version, day)).await
        }
    };
    match ended {
        Ok(()) => done(&visit.scope.url(Page::Person(id)), "end"),
        Err(problem) => ending(&visit, &person, &role, &failed(&visit, &typed, problem)?),
    }
}

fn ending(visit: &Visit, person: &PersonRow, role: &RoleRow, form: &Form) -> Answer {
    Act::new(visit, "End a role", visit.scope.url(Page::Person(person.id)), "End the role")
        .about(&called(&visit.scope, person, role))
        .lead("From that day on the role gives nothing. What was done in it stays, with its name.")
        .version(person.version)
        .field(form.date("valid_to", "First day on which it is over"))
        .warning("End the role")
        .shown(form)
}

pub(super) async fn to_cover(Staff(visit): Staff, Path((_p, Key(id), Key(role))): Path<(String, Key, Key)>) -> Answer {
    let (person, role) = role_of(&visit, id, role).await?;
    let typed = fields::typed(&[], &[("valid_from", Some(visit.scope.now.date()))]);
    covering(&visit, &person, &role, &Form::filled(visit.words, typed))
}

pub(super) async fn cover(Path((_p, Key(id), Key(membership))): Path<(String, Key, Key)>, working: Working) -> Answer {
    let version = working.version();
    let Working { visit, typed } = working;
    let (person, role) = role_of(&visit, id, membership).await?;
    let scope = visit.scope.clone();
    let mut ask = typed.ask(visit.words);
    let stand_in: Option<Id> = ask.one_of("person", "Choose who stands in");
    let valid_from = ask.date("valid_from", "Enter the first day, like 3 3 2027");
    let valid_to = ask.date("valid_to", "Enter the day on which they are back, like 3 4 2027");
    let standing = ask.answers(|| Some(Standing { person: stand_in?, valid_from: valid_from?, valid_to: valid_to? }));
    let covered = match standing {
        Err(errors) => Err(Problem::Invalid(errors)),
        Ok(standing) => {
            let both = (id, membership);
            scope.site.db.clone().write(move |tx| commands::cover(tx, &scope, both, version, &standing)).await
        }
    };
    match covered {
        Ok(_) => done(&visit.scope.url(Page::Person(id)), "cover"),
        Err(problem) => covering(&visit, &person, &role, &failed(&visit, &typed, problem)?),
    }
}

fn covering(visit: &Visit, person: &PersonRow, role: &RoleRow, form: &Form) -> Answer {
    let scope = &visit.scope;
    let mut others = vec![(String::new(), "Choose somebody".to_owned())];
    let own = person.id.to_string();
    others.extend(fields::colleagues(scope).into_iter().filter(|(id, _)| *id != own));
    Act::new(visit, "Arrange cover", scope.url(Page::Person(person.id)), "Arrange cover")
        .about(&called(scope, person, role))
        .lead(format!(
            "Whoever stands in chooses the role on their account page. What they do in it is shown as done for {}.",
            person.name
        ))
        .version(person.version)
        .field(
            form.select("person", "Who stands in?")
                .hint("For a safeguarding lead, only a colleague of the same organisation.")
                .options(others.iter()),
        )
        .field(form.date("valid_from", "First day"))
        .field(form.date("valid_to", "The day on which they are back"))
        .shown(form)
}

pub(super) async fn end_cover(Path((_p, Key(id))): Path<(String, Key)>, Working { visit, typed }: Working) -> Answer {
    managing(&visit.scope)?;
    let cover: Id = typed.get("cover").and_then(|id| id.parse().ok()).ok_or(Problem::NotFound)?;
    let scope = visit.scope.clone();
    scope.site.db.clone().write(move |tx| commands::end_cover(tx, &scope, id, cover)).await?;
    done(&visit.scope.url(Page::Person(id)), "end-cover")
}
