//! Bodies established, changed and ended by whoever keeps them.

use access::{Page, Scope, TermList};
use axum::extract::Path;
use base::{FieldErrors, Problem};
use directory::act::{Act, done, failed};
use directory::fields;
use directory::import::is_code;
use places::Places;
use web::asking::{Staff, Visit, Working};
use web::components::{Choice, Details};
use web::{Answer, Form, Typed};

use crate::commands::{self, Ending, NewBody, keeping};
use crate::known::Bodies;
use crate::model::{Body, Class, Office};
use crate::told::{class_words, level_words};

pub(super) async fn new(Staff(visit): Staff, Path(_p): Path<String>) -> Answer {
    keeping(&visit.scope)?;
    adding(
        &visit,
        &Form::filled(visit.words, Typed::of([("offices", "chair"), ("offices", "clerk"), ("is_open", "yes")])),
    )
}

pub(super) async fn add(Path(_p): Path<String>, Working { visit, typed }: Working) -> Answer {
    keeping(&visit.scope)?;
    let scope = visit.scope.clone();
    let added = match read(&visit, &typed, None) {
        Err(errors) => Err(Problem::Invalid(errors)),
        Ok(new) => {
            let code = new.code.clone();
            scope.site.db.clone().write(move |tx| commands::establish(tx, &scope, &new)).await.map(|_| code)
        }
    };
    match added {
        Ok(code) => done(&visit.scope.url(Page::Body(&code)), "establish"),
        Err(problem) => adding(&visit, &failed(&visit, &typed, problem)?),
    }
}

fn adding(visit: &Visit, form: &Form) -> Answer {
    let hint =
        "Small letters, digits and hyphens, like bloxwich-committee. It stands in the address and never changes.";
    let act = Act::new(visit, "Establish a body", visit.scope.url(Page::Bodies), "Establish the body")
        .field(form.input("code", "Code").hint(hint).width(20));
    asked(act, visit, form)?.shown(form)
}

pub(super) async fn to_change(Staff(visit): Staff, Path((_p, code)): Path<(String, String)>) -> Answer {
    let (bodies, body) = shown(&visit.scope, &code)?;
    body.state(visit.scope.now.date()).may("change")?;
    let filled = filled(&visit.scope, &NewBody::of(bodies, body, visit.scope.now.date()))?;
    changing(&visit, body, &Form::filled(visit.words, filled))
}

/// The form as it stands filled with what is known.
fn filled(scope: &Scope, body: &NewBody) -> Result<Typed, Problem> {
    let places = scope.snapshot.part::<Places>()?;
    let text = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let level = body.level.map(|level| level.to_string()).unwrap_or_default();
    let mut answers = vec![
        text("name", &body.name),
        text("class", body.class.as_str()),
        text("kind", body.kind.as_deref().unwrap_or_default()),
        text("level", &level),
        text("purpose", &body.purpose),
        text("is_open", if body.is_open { "yes" } else { "" }),
    ];
    answers.extend(body.offices.iter().map(|office| text("offices", office.as_str())));
    answers.extend(places.of(&body.places).iter().map(|place| text("places", place.code.as_str())));
    answers.extend(fields::day_boxes("valid_from", Some(body.valid_from)));
    Ok(Typed::of(answers))
}

pub(super) async fn change(Path((_p, code)): Path<(String, String)>, working: Working) -> Answer {
    let version = working.version();
    let Working { visit, typed } = working;
    let (_, body) = shown(&visit.scope, &code)?;
    let scope = visit.scope.clone();
    let changed = match read(&visit, &typed, Some(body)) {
        Err(errors) => Err(Problem::Invalid(errors)),
        Ok(to) => scope.site.db.clone().write(move |tx| commands::change(tx, &scope, version, &to)).await,
    };
    match changed {
        Ok(changed) => done(&visit.scope.url(Page::Body(&code)), if changed { "change" } else { "same" }),
        Err(problem) => changing(&visit, body, &failed(&visit, &typed, problem)?),
    }
}

fn changing(visit: &Visit, body: &Body, form: &Form) -> Answer {
    let back = visit.scope.url(Page::Body(&body.code));
    let act = Act::new(visit, &format!("Change {}", body.name), back, "Keep the changes").version(body.version);
    asked(act, visit, form)?.shown(form)
}

/// The questions about any body.
fn asked(act: Act, visit: &Visit, form: &Form) -> Result<Act, Problem> {
    let scope = &visit.scope;
    let today = scope.now.date();
    let class = |class: &Class| {
        let detail =
            scope.snapshot.term(TermList::BodyClass, class.as_str(), today).and_then(|term| term.detail.clone());
        let choice = Choice::new(class.to_string(), class_words(scope, *class));
        match detail {
            Some(detail) => choice.hint(detail),
            None => choice,
        }
    };
    let mut tiers = vec![(String::new(), "None".to_owned())];
    tiers.extend(scope.snapshot.terms(TermList::Tier, today).map(|term| (term.code.clone(), term.label.clone())));
    let mut levels = vec![(String::new(), "It decides no issues".to_owned())];
    levels.extend((0..=issues::model::HIGHEST_LEVEL).map(|level| (level.to_string(), level_words(scope, level))));
    let offices = Office::SINGLE.iter().map(|office| (office.to_string(), office.words().to_owned()));
    let classes = Class::ALL.iter().fold(form.radios("class", "What it is"), |radios, one| radios.with(class(one)));
    Ok(act
        .field(form.input("name", "Name"))
        .field(classes)
        .field(form.select("kind", "Its tier").options(tiers.iter()))
        .field(
            form.select("level", "The level it decides at")
                .hint("Open issues at this level, in its places, stand before it.")
                .options(levels.iter()),
        )
        .field(
            form.textarea("purpose", "What it is for")
                .hint("Its terms of reference, in a few plain sentences.")
                .rows(4)
                .up_to(PURPOSE),
        )
        .field(
            form.checkboxes("offices", "Offices somebody should hold")
                .hint("While nobody does, the page says that it is vacant.")
                .small()
                .choices(offices),
        )
        .field(
            Details::new(
                "Where it serves",
                form.checkboxes("places", "Places").hint("Choose one or more.").small().choices(fields::places(scope)?),
            )
            .open(),
        )
        .field(
            form.tick("is_open", "It is open to the public").hint(
                "The page of an open body tells everybody what it is for and who sits in it: name, employer and office, nothing else.",
            ),
        )
        .field(form.date("valid_from", "It begins on").hint("Today, when you leave it empty.")))
}

/// The most letters of what a body is for.
pub(crate) const PURPOSE: usize = 2_000;

fn read(visit: &Visit, typed: &Typed, was: Option<&Body>) -> Result<NewBody, FieldErrors> {
    let scope = &visit.scope;
    let mut ask = typed.ask(visit.words);
    let code = match was {
        Some(body) => Some(body.code.clone()),
        None => ask.text("code", 60, "Enter a code, like bloxwich-committee"),
    };
    if code.as_ref().is_some_and(|code| !is_code(code)) {
        ask.refuse("code", "Use small letters, digits and hyphens, like bloxwich-committee");
    }
    let name = ask.text("name", 100, "Enter the body's name");
    let class = ask.one_of("class", "Choose what it is");
    let kind = ask.optional_text("kind", 60);
    let level = ask.optional_number("level", 0..=issues::model::HIGHEST_LEVEL);
    let purpose = ask.text("purpose", PURPOSE, "Enter what it is for");
    let offices = ask.any_of("offices");
    let places = fields::places_chosen(&mut ask, scope, "places");
    let is_open = ask.ticked("is_open");
    let valid_from = ask.optional_date("valid_from").or(was.map(|body| body.valid_from));
    ask.answers(|| {
        Some(NewBody {
            code: code?,
            name: name?,
            class: class?,
            kind,
            level,
            purpose: purpose?,
            offices,
            is_open,
            places,
            valid_from: valid_from.unwrap_or_else(|| scope.now.date()),
        })
    })
}

pub(super) async fn to_end(Staff(visit): Staff, Path((_p, code)): Path<(String, String)>) -> Answer {
    let (_, body) = shown(&visit.scope, &code)?;
    body.state(visit.scope.now.date()).may("end")?;
    ending(&visit, body, &Form::filled(visit.words, Typed::of([("places", "yes"), ("members", "yes")])))
}

pub(super) async fn end(Path((_p, code)): Path<(String, String)>, working: Working) -> Answer {
    let version = working.version();
    let Working { visit, typed } = working;
    let (bodies, body) = shown(&visit.scope, &code)?;
    let scope = visit.scope.clone();
    let mut ask = typed.ask(visit.words);
    let day = ask.date("valid_to", "Enter the first day on which it is no more, like 3 3 2027");
    let successor = match ask.optional_text("successor", 60) {
        None => None,
        Some(code) => {
            let found = bodies.by_code(&code).map(|next| next.id);
            if found.is_none() {
                ask.refuse("successor", "Choose one of the bodies");
            }
            found
        }
    };
    let (places, members) = (ask.ticked("places"), ask.ticked("members"));
    let ended = match ask.answers(|| Some(Ending { day: day?, successor, places, members })) {
        Err(errors) => Err(Problem::Invalid(errors)),
        Ok(ending) => {
            let code = code.clone();
            let db = scope.site.db.clone();
            db.write(move |tx| commands::end(tx, &scope, &code, version, ending)).await
        }
    };
    match ended {
        Ok(()) => done(&visit.scope.url(Page::Body(&code)), "end"),
        Err(problem) => ending(&visit, body, &failed(&visit, &typed, problem)?),
    }
}

fn ending(visit: &Visit, body: &Body, form: &Form) -> Answer {
    let bodies = visit.scope.snapshot.part::<Bodies>()?;
    let today = visit.scope.now.date();
    let mut others = vec![(String::new(), "Nothing".to_owned())];
    let could = bodies.all().iter().filter(|other| other.id != body.id && other.valid_to.is_none_or(|end| end > today));
    others.extend(could.map(|other| (other.code.clone(), other.name.clone())));
    let back = visit.scope.url(Page::Body(&body.code));
    Act::new(visit, &format!("End {}", body.name), back, "End the body")
        .lead("From that day on nobody sits in it and nothing is before it. Its page, its members and what it did stay.")
        .version(body.version)
        .field(form.date("valid_to", "The first day on which it is no more"))
        .field(
            form.select("successor", "What does it go on as?")
                .hint("From that day the other body has its initiatives, and both pages say so. A body that is yet to begin is established first.")
                .options(others.iter()),
        )
        .field(form.tick("places", "Its places go with it, and so what is open before it"))
        .field(form.tick("members", "Its members go with it, in the same office where that is free"))
        .warning("End the body")
        .shown(form)
}

/// The body of a form, for whoever keeps bodies.
pub(super) fn shown<'a>(scope: &'a Scope, code: &str) -> Result<(&'a Bodies, &'a Body), Problem> {
    keeping(scope)?;
    let bodies = scope.snapshot.part::<Bodies>()?;
    Ok((bodies, bodies.by_code(code).ok_or(Problem::NotFound)?))
}
