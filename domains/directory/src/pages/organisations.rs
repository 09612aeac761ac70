//! Organisations added, changed and ended by an administrator.

use access::{Ground, Page, Right, Scope};
use axum::extract::Path;
use base::{FieldErrors, Problem};
use places::Places;
use web::asking::{Staff, Visit, Working};
use web::{Answer, Form, Typed};

use super::act::{Act, done, failed};
use super::fields;
use crate::commands::{self, NewPartner};
use crate::partners::{Partner, Partners};

pub(super) async fn new(Staff(visit): Staff, Path(_p): Path<String>) -> Answer {
    configuring(&visit.scope)?;
    adding(&visit, &Form::new(visit.words))
}

pub(super) async fn add(Path(_p): Path<String>, Working { visit, typed }: Working) -> Answer {
    configuring(&visit.scope)?;
    let scope = visit.scope.clone();
    let added = match read(&visit, &typed, None) {
        Err(errors) => Err(Problem::Invalid(errors)),
        Ok(new) => {
            let code = new.code.clone();
            scope.site.db.clone().write(move |tx| commands::add_organisation(tx, &scope, &new)).await.map(|_| code)
        }
    };
    match added {
        Ok(code) => done(&visit.scope.url(Page::Organisation(&code)), "add"),
        Err(problem) => adding(&visit, &failed(&visit, &typed, problem)?),
    }
}

fn adding(visit: &Visit, form: &Form) -> Answer {
    let act = Act::new(visit, "Add an organisation", visit.scope.url(Page::Directory), "Add the organisation")
        .field(form.input("code", "Code").hint("Small letters, digits and hyphens, like mill-lane-tenants. It stands in the address and never changes.").width(20));
    asked(act, visit, form)?.shown(form)
}

pub(super) async fn to_change(Staff(visit): Staff, Path((_p, code)): Path<(String, String)>) -> Answer {
    configuring(&visit.scope)?;
    let one = known(&visit.scope, &code)?;
    let partners = visit.scope.snapshot.part::<Partners>()?;
    let other =
        |id: Option<base::Id>| id.and_then(|id| partners.get(id)).map(|one| one.code.clone()).unwrap_or_default();
    let places = visit.scope.snapshot.part::<Places>()?;
    let mut typed = fields::typed(
        &[
            ("name", one.name.clone()),
            ("kind", one.kind.clone()),
            ("part_of", other(one.part_of)),
            ("phone", one.phone.clone().unwrap_or_default()),
            ("email", one.email.clone().unwrap_or_default()),
            ("does", one.does.clone().unwrap_or_default()),
            ("gives", one.gives.clone().unwrap_or_default()),
            ("is_front_door", if one.is_front_door { "yes" } else { "" }.to_owned()),
        ],
        &[("valid_from", Some(one.valid_from))],
    );
    let codes = partners.places_of(one.id).iter().filter_map(|id| Some(places.get(*id)?.code.to_string()));
    typed = Typed::of(
        typed
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect::<Vec<_>>()
            .into_iter()
            .chain(codes.map(|code| ("places".to_owned(), code))),
    );
    changing(&visit, one, &Form::filled(visit.words, typed))
}

pub(super) async fn change(Path((_p, code)): Path<(String, String)>, working: Working) -> Answer {
    let version = working.version();
    let Working { visit, typed } = working;
    configuring(&visit.scope)?;
    let one = known(&visit.scope, &code)?.clone();
    let scope = visit.scope.clone();
    let changed = match read(&visit, &typed, Some(&one)) {
        Err(errors) => Err(Problem::Invalid(errors)),
        Ok(to) => scope.site.db.clone().write(move |tx| commands::change_organisation(tx, &scope, version, &to)).await,
    };
    match changed {
        Ok(changed) => done(&visit.scope.url(Page::Organisation(&code)), if changed { "change" } else { "same" }),
        Err(problem) => changing(&visit, &one, &failed(&visit, &typed, problem)?),
    }
}

fn changing(visit: &Visit, one: &Partner, form: &Form) -> Answer {
    let back = visit.scope.url(Page::Organisation(&one.code));
    let act = Act::new(visit, &format!("Change {}", one.name), back, "Keep the changes").version(one.version);
    asked(act, visit, form)?.shown(form)
}

pub(super) async fn to_end(Staff(visit): Staff, Path((_p, code)): Path<(String, String)>) -> Answer {
    configuring(&visit.scope)?;
    let one = known(&visit.scope, &code)?;
    ending(&visit, one, &Form::new(visit.words))
}

pub(super) async fn end(Path((_p, code)): Path<(String, String)>, working: Working) -> Answer {
    let version = working.version();
    let Working { visit, typed } = working;
    configuring(&visit.scope)?;
    let one = known(&visit.scope, &code)?.clone();
    let scope = visit.scope.clone();
    let mut ask = typed.ask(visit.words);
    let day = ask.date("valid_to", "Enter the first day on which it is no more, like 3 3 2027");
    let successor = fields::organisation(&mut ask, &scope, "successor");
    let ended = match ask.answers(|| day) {
        Err(errors) => Err(Problem::Invalid(errors)),
        Ok(day) => {
            let code = code.clone();
            let db = scope.site.db.clone();
            db.write(move |tx| commands::end_organisation(tx, &scope, &code, version, (day, successor))).await
        }
    };
    match ended {
        Ok(()) => done(&visit.scope.url(Page::Organisation(&code)), "end"),
        Err(problem) => ending(&visit, &one, &failed(&visit, &typed, problem)?),
    }
}

fn ending(visit: &Visit, one: &Partner, form: &Form) -> Answer {
    let mut others = vec![(String::new(), "Nothing takes over".to_owned())];
    others.extend(fields::organisations(&visit.scope)?.into_iter().filter(|(code, _)| *code != one.code));
    let back = visit.scope.url(Page::Organisation(&one.code));
    Act::new(visit, &format!("End {}", one.name), back, "End the organisation")
        .lead("From that day on it is no partner. Its page and its name on what it did stay.")
        .version(one.version)
        .field(form.date("valid_to", "The first day on which it is no more"))
        .field(
            form.select("successor", "What takes over from it?")
                .hint("What is open on that day goes there, with its history.")
                .options(others.iter()),
        )
        .warning("End the organisation")
        .shown(form)
}

/// The questions about any organisation.
fn asked(act: Act, visit: &Visit, form: &Form) -> Result<Act, Problem> {
    let scope = &visit.scope;
    let choose = |all: Vec<(String, String)>, none: &str| {
        let mut options = vec![(String::new(), none.to_owned())];
        options.extend(all);
        options
    };
    let areas: Vec<(String, String)> = fields::places(scope)?;
    Ok(act
        .field(form.input("name", "Name"))
        .field(form.select("kind", "Kind").options(choose(fields::kinds(scope), "Choose a kind").iter()))
        .field(
            form.select("part_of", "A part of").options(choose(fields::organisations(scope)?, "Nothing else").iter()),
        )
        .field(form.input("phone", "Telephone for the public").telephone())
        .field(form.input("email", "E-mail for the public").email())
        .field(form.textarea("does", "What it does here").rows(2).up_to(300))
        .field(
            form.textarea("gives", "What it gives to the partnership")
                .hint("Posts, money, rooms, time.")
                .rows(2)
                .up_to(300),
        )
        .field(web::components::Details::new(
            "Where it works",
            form.checkboxes("places", "Places").hint("Choose none when it works everywhere.").small().choices(areas),
        ))
        .field(form.date("valid_from", "A partner since").hint("Today, when you leave it empty."))
        .field(
            form.checkboxes("is_front_door", "Safeguarding")
                .hint("One organisation is the front door. It needs a telephone number.")
                .choice("yes", "Protected matters come here first"),
        ))
}

fn read(visit: &Visit, typed: &Typed, was: Option<&Partner>) -> Result<NewPartner, FieldErrors> {
    let scope = &visit.scope;
    let mut ask = typed.ask(visit.words);
    let code = match was {
        Some(one) => Some(one.code.clone()),
        None => ask.text("code", 60, "Enter a code, like mill-lane-tenants"),
    };
    if let Some(code) = &code
        && !crate::import::is_code(code)
    {
        ask.refuse("code", "Use small letters, digits and hyphens, like mill-lane-tenants");
    }
    let name = ask.text("name", 100, "Enter the organisation's name");
    let kind = ask.text("kind", 60, "Choose a kind");
    if let Some(kind) = &kind
        && crate::import::kind_known(scope, kind).is_err()
    {
        ask.refuse("kind", "Choose a kind");
    }
    let part_of = fields::organisation(&mut ask, scope, "part_of");
    if part_of.is_some() && part_of == was.map(|one| one.id) {
        ask.refuse("part_of", "Choose another organisation: nothing is a part of itself");
    }
    let phone = ask.optional_text("phone", 40);
    let email = fields::email(&mut ask, "email");
    let does = ask.optional_text("does", 300);
    let gives = ask.optional_text("gives", 300);
    let valid_from = ask.optional_date("valid_from").or(was.map(|one| one.valid_from));
    let is_front_door = ask.ticked("is_front_door");
    let places = fields::places_chosen(&mut ask, scope, "places");
    ask.answers(|| {
        Some(NewPartner {
            code: code?,
            name: name?,
            kind: kind?,
            part_of,
            phone,
            email,
            does,
            gives,
            places,
            valid_from: valid_from.unwrap_or_else(|| scope.now.date()),
            valid_to: was.and_then(|one| one.valid_to),
            successor: was.and_then(|one| one.successor),
            is_front_door,
        })
    })
}

fn known<'a>(scope: &'a Scope, code: &str) -> Result<&'a Partner, Problem> {
    scope.snapshot.part::<Partners>()?.by_code(code).ok_or(Problem::NotFound)
}

fn configuring(scope: &Scope) -> Result<(), Problem> {
    scope.may(Right::Configure, &Ground::default()).map(drop)
}
