//! New initiatives in the hands of bodies that are there: attached, changed, and shown with what they lay over whom.

use access::{Page, Right, Scope};
use axum::extract::Path;
use base::{Date, FieldErrors, Id, Problem};
use directory::act::{Act, Key, done, failed};
use directory::fields;
use places::Places;
use web::asking::{Staff, Visit, Working};
use web::components::{Details, SummaryList};
use web::{Answer, Ask, Form, Markup, Typed, Words, thousands};

use crate::commands::{self, NewInitiative, NewTarget, attaching, somewhere};
use crate::known::Bodies;
use crate::model::{Body, Initiative};
use crate::overlay::{self, named};

/// Rows for targets on a form that nobody has filled in.
const TARGETS: usize = 3;
/// The most targets an initiative has.
pub(crate) const MOST_TARGETS: usize = 20;

/// An initiative as its body's page shows it.
pub(super) struct Shown {
    pub name: String,
    pub anchor: String,
    pub about: String,
    pub has_ended: bool,
    /// Which body it came over from.
    pub came: Option<Markup>,
    pub facts: SummaryList,
    pub change: Option<String>,
}

/// The initiatives in a body's hands today, each with its targets and what it lays over whom (SAL-36).
pub(super) fn shown(scope: &Scope, words: &'static Words, bodies: &Bodies, body: &Body) -> Result<Vec<Shown>, Problem> {
    let today = scope.now.date();
    let attaches = scope.hat().is_some() && attaching(scope, bodies, body).is_ok();
    let each = bodies.initiatives_of(body, today).map(|one| {
        Ok(Shown {
            name: one.name.clone(),
            anchor: format!("initiative-{}", one.id),
            about: one.about.clone(),
            has_ended: one.valid_to.is_some_and(|end| end <= today),
            came: came(scope, words, bodies, (body, one)),
            facts: facts(scope, words, bodies, (body, one))?,
            change: attaches.then(|| scope.url(Page::BodyPart(&body.code, "initiatives", one.id))),
        })
    });
    each.collect()
}

fn came(scope: &Scope, words: &Words, bodies: &Bodies, (body, one): (&Body, &Initiative)) -> Option<Markup> {
    let from = super::body::link(scope, bodies, one.body).filter(|_| one.body != body.id)?;
    Some(super::body::within(&words.body_initiative_came(super::body::NAME), &from))
}

fn facts(
    scope: &Scope,
    words: &Words,
    bodies: &Bodies,
    (body, one): (&Body, &Initiative),
) -> Result<SummaryList, Problem> {
    let places = scope.snapshot.part::<Places>()?;
    let today = scope.now.date();
    let laid = overlay::of_initiative(bodies, places, (body, one), bodies.seen_by(scope), today);
    let targets = bodies
        .targets_of(one.id)
        .iter()
        .map(|target| words.body_initiative_target(words.date(target.due_on), thousands(target.number), &target.what));
    let covered = named(places, &laid.covered).join(", ");
    let mut facts = SummaryList::new()
        .row(words.body_initiative_targets(), lines(targets))
        .row(words.body_initiative_days(), super::body::span(words, today, one.valid_from, one.valid_to))
        .row(
            words.body_initiative_covered(),
            if covered.is_empty() { words.body_initiative_covered_none().to_owned() } else { covered },
        );
    for (label, ground) in
        [(words.body_initiative_left_out(), &laid.left_out), (words.body_initiative_beyond(), &laid.beyond)]
    {
        if !ground.is_empty() {
            facts = facts.row(label, named(places, ground).join(", "));
        }
    }
    if !laid.others.is_empty() {
        let others = laid.others.iter().filter_map(|(id, ground)| {
            let name = &bodies.get(*id)?.name;
            Some(match laid.is_all(ground) {
                true => words.body_initiative_other_all(name),
                false => words.body_initiative_other(name, named(places, ground).join(", ")),
            })
        });
        facts = facts.row(words.body_initiative_others(), lines(others));
    }
    Ok(facts)
}

/// Sentences, a line each.
fn lines(sentences: impl Iterator<Item = String>) -> Markup {
    let lines: Vec<String> = sentences.map(|line| Markup::from(line.as_str()).to_string()).collect();
    Markup::trusted(lines.join("<br>"))
}

pub(super) async fn to_attach(Staff(visit): Staff, Path((_p, code)): Path<(String, String)>) -> Answer {
    let body = leave(&visit.scope, &code)?;
    body.state(visit.scope.now.date()).may("initiative")?;
    attaching_to(&visit, body, &Form::new(visit.words))
}

pub(super) async fn attach(Path((_p, code)): Path<(String, String)>, working: Working) -> Answer {
    let Working { visit, typed } = working;
    let body = leave(&visit.scope, &code)?;
    let scope = visit.scope.clone();
    let attached = match read(&visit, &typed) {
        Err(errors) => Err(Problem::Invalid(errors)),
        Ok(new) => {
            let code = code.clone();
            scope.site.db.clone().write(move |tx| commands::attach(tx, &scope, &code, &new)).await
        }
    };
    match attached {
        Ok(_) => done(&visit.scope.url(Page::Body(&code)), "attach"),
        Err(problem) => attaching_to(&visit, body, &failed(&visit, &typed, problem)?),
    }
}

fn attaching_to(visit: &Visit, body: &Body, form: &Form) -> Answer {
    let act = Act::new(visit, "Attach an initiative", visit.scope.url(Page::Body(&body.code)), "Attach the initiative")
        .about(&body.name)
        .lead("A new programme with its own targets, in the hands of a body that is there: no structure of its own is made for it.");
    asked(act, visit, form)?.shown(form)
}

pub(super) async fn to_change(Staff(visit): Staff, Path((_p, code, Key(id))): Path<(String, String, Key)>) -> Answer {
    let (body, was) = in_its_hands(&visit.scope, &code, id)?;
    let bodies = visit.scope.snapshot.part::<Bodies>()?;
    let filled = filled(&visit.scope, &NewInitiative::of(bodies, was))?;
    changing(&visit, (body, was), &Form::filled(visit.words, filled))
}

pub(super) async fn change(Path((_p, code, Key(id))): Path<(String, String, Key)>, working: Working) -> Answer {
    let version = working.version();
    let Working { visit, typed } = working;
    let (body, was) = in_its_hands(&visit.scope, &code, id)?;
    let scope = visit.scope.clone();
    let changed = match read(&visit, &typed) {
        Err(errors) => Err(Problem::Invalid(errors)),
        Ok(to) => {
            let code = code.clone();
            let db = scope.site.db.clone();
            db.write(move |tx| commands::change_initiative(tx, &scope, (&code, id), version, &to)).await
        }
    };
    match changed {
        Ok(changed) => done(&visit.scope.url(Page::Body(&code)), if changed { "initiative" } else { "same" }),
        Err(problem) => changing(&visit, (body, was), &failed(&visit, &typed, problem)?),
    }
}

fn changing(visit: &Visit, (body, was): (&Body, &Initiative), form: &Form) -> Answer {
    let back = visit.scope.url(Page::Body(&body.code));
    let act = Act::new(visit, &format!("Change {}", was.name), back, "Keep the changes").about(&body.name);
    asked(act.version(was.version), visit, form)?.shown(form)
}

fn leave<'a>(scope: &'a Scope, code: &str) -> Result<&'a Body, Problem> {
    somewhere(scope, Right::AttachInitiative)?;
    let bodies = scope.snapshot.part::<Bodies>()?;
    let body = bodies.shown_to(scope, code)?;
    attaching(scope, bodies, body)?;
    Ok(body)
}

fn in_its_hands<'a>(scope: &'a Scope, code: &str, id: Id) -> Result<(&'a Body, &'a Initiative), Problem> {
    let body = leave(scope, code)?;
    let bodies = scope.snapshot.part::<Bodies>()?;
    let found = bodies.initiatives_of(body, scope.now.date()).find(|one| one.id == id);
    Ok((body, found.ok_or(Problem::NotFound)?))
}

/// The form as it stands filled with what is known.
fn filled(scope: &Scope, one: &NewInitiative) -> Result<Typed, Problem> {
    let places = scope.snapshot.part::<Places>()?;
    let mut answers = vec![("name".to_owned(), one.name.clone()), ("about".to_owned(), one.about.clone())];
    for (at, target) in one.targets.iter().enumerate() {
        let field = |part: &str| format!("{part}_{}", at + 1);
        answers.push((field("target"), target.what.clone()));
        answers.push((field("number"), target.number.to_string()));
        answers.extend(fields::day_boxes(&field("due"), Some(target.due_on)));
    }
    answers.extend(places.of(&one.places).iter().map(|place| ("places".to_owned(), place.code.to_string())));
    answers.extend(fields::day_boxes("valid_from", Some(one.valid_from)));
    answers.extend(fields::day_boxes("valid_to", one.valid_to));
    Ok(Typed::of(answers))
}

/// The questions about any initiative: one row for a target more than there are.
fn asked(act: Act, visit: &Visit, form: &Form) -> Result<Act, Problem> {
    let rows = (1..=MOST_TARGETS)
        .rev()
        .find(|row| form.typed().get(&format!("target_{row}")).is_some_and(|text| !text.is_empty()));
    let rows = rows.map_or(TARGETS, |last| (last + 1).clamp(TARGETS, MOST_TARGETS));
    let mut act = act.field(form.input("name", "Name of the initiative")).field(
        form.textarea("about", "What it is about")
            .hint("Who pays, and what is to be better for whom.")
            .rows(3)
            .up_to(ABOUT),
    );
    for row in 1..=rows {
        let target = form.input(&format!("target_{row}"), format!("Target {row}: what is counted"));
        act = act
            .field(if row == 1 { target.hint("Like: homes made fit to live in") } else { target })
            .field(form.input(&format!("number_{row}"), format!("Target {row}: how many")).number().width(5))
            .field(form.date(&format!("due_{row}"), format!("Target {row}: by when")));
    }
    Ok(act
        .field(
            Details::new(
                "Where",
                form.checkboxes("places", "Places it covers")
                    .hint("They may go beyond the body's own: its page says so.")
                    .small()
                    .choices(fields::places(&visit.scope)?),
            )
            .open(),
        )
        .field(form.date("valid_from", "From").hint("Today, when you leave it empty."))
        .field(
            form.date("valid_to", "Until")
                .hint("The first day on which it is over. Leave it empty when that is not set."),
        ))
}

/// The most letters of what an initiative is about.
pub(crate) const ABOUT: usize = 1_000;

fn read(visit: &Visit, typed: &Typed) -> Result<NewInitiative, FieldErrors> {
    let mut ask = typed.ask(visit.words);
    let name = ask.text("name", 100, "Enter the initiative's name");
    let about = ask.text("about", ABOUT, "Enter what it is about");
    let targets: Vec<NewTarget> = (1..=MOST_TARGETS).filter_map(|row| target(&mut ask, typed, row)).collect();
    let places = fields::places_chosen(&mut ask, &visit.scope, "places");
    let valid_from = ask.optional_date("valid_from").unwrap_or_else(|| visit.scope.now.date());
    let valid_to = ask.optional_date("valid_to");
    ask.answers(|| Some(NewInitiative { name: name?, about: about?, targets, places, valid_from, valid_to }))
}

/// One target, when any part of it was typed: then all of it is asked for.
fn target(ask: &mut Ask<'_>, typed: &Typed, row: usize) -> Option<NewTarget> {
    let field = |part: &str| format!("{part}_{row}");
    let parts = ["target", "number", "due", "due-day"].map(|part| match part.split_once('-') {
        Some((date, part)) => format!("{}-{part}", field(date)),
        None => field(part),
    });
    if !parts.iter().any(|part| typed.get(part).is_some_and(|text| !text.trim().is_empty())) {
        return None;
    }
    let what = ask.text(&field("target"), 200, "Enter what is counted, like: homes made fit to live in");
    let number = ask.number(&field("number"), 1..=1_000_000_000, "Enter how many, like 400");
    let due_on: Option<Date> = ask.date(&field("due"), "Enter by when, like 31 3 2028");
    Some(NewTarget { what: what?, number: number?, due_on: due_on? })
}
