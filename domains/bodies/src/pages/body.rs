use std::collections::BTreeSet;

use access::{Page, Right, Scope};
use askama::Template;
use axum::extract::Path;
use base::{Date, Id, Problem};
use directory::act::notice;
use directory::linked;
use web::asking::Visit;
use web::components::{Button, InsetText, SummaryList, Tag};
use web::{Answer, Form, Markup, Query, Shell, Words, again, page, thousands};

use super::initiatives::{Shown, shown};
use crate::commands::attaching;
use crate::known::{Bodies, Vacant};
use crate::model::{Body, Office, Seat, State};
use crate::told::{self, Before, Who, kind_words, level_words, places_named, who};

/// What was done, from a closed list.
const DONE: &[(&str, &str)] = &[
    ("establish", "The body is established. Now say who sits in it"),
    ("change", "The body is changed"),
    ("same", "Nothing was different, so nothing was changed"),
    ("end", "The day is noted. What it goes on as has its initiatives from then on, and what you chose to hand over"),
    ("seat", "The seat is given"),
    ("free", "The day is noted. The seat is free from then on"),
    ("attach", "The initiative is attached. It needs no structure of its own"),
    ("initiative", "The initiative is changed"),
];

/// Somebody's seat, or a vacancy, in one line.
struct Member {
    office: String,
    name: Markup,
    more: String,
    /// Where whoever keeps bodies ends it.
    end: Option<String>,
}

/// Open issues of a place at a level.
struct Line {
    place: String,
    level: String,
    open: String,
    href: String,
}

#[derive(Template)]
#[template(path = "body.html")]
struct BodyPage {
    shell: Shell,
    words: &'static Words,
    kind: String,
    /// Where it stands, where that is not "there": begins, ends, ended, and as what it went on.
    stands: Option<Markup>,
    purpose: Vec<String>,
    known: SummaryList,
    before: Vec<Line>,
    counted_twice: bool,
    form: Form,
    here: String,
    day: Option<String>,
    members: Vec<Member>,
    history: Vec<Member>,
    initiatives: Vec<Shown>,
    map: Markup,
    partners: String,
    /// What whoever keeps it may do: words and address.
    acts: Vec<(&'static str, String)>,
}

/// One body: what it is for and where, who sits in it on a day, what is before it today, and the initiatives in its hands
/// (SAL-01, SAL-36).
pub(super) async fn body(visit: Visit, Path((_p, code)): Path<(String, String)>, Query(typed): Query) -> Answer {
    let (scope, words) = (visit.scope.clone(), visit.words);
    let bodies = scope.snapshot.part::<Bodies>()?;
    let body = bodies.shown_to(&scope, &code)?;
    let today = scope.now.date();
    let (asked, form) = match told::on(&typed) {
        Ok(day) => (day, Form::filled(words, typed.clone())),
        Err(Problem::Invalid(errors)) => (None, Form::failed(words, typed.clone(), errors)),
        Err(other) => return Err(other.into()),
    };
    // Of what has ended, its last day says more than today, when nobody sits in it.
    let day = asked.unwrap_or_else(|| body.nearest_day(today));
    let before = before(&scope, bodies.decides(body, today)).await?;
    let mut shell = visit.shell(body.name.clone()).wide();
    shell = shell.crumb(scope.snapshot.partnership.name.clone(), scope.url(Page::Home));
    shell = shell.crumb(words.bodies_title(), scope.url(Page::Bodies)).errors(form.errors());
    shell.notice = notice(&visit, typed.get("done"), DONE);
    let places = bodies.places_around(body, day);
    let failed = !form.errors().is_empty();
    let told = BodyPage {
        shell,
        words,
        kind: kind_words(&scope, body),
        stands: stands(&scope, words, bodies, body),
        purpose: body.purpose.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect(),
        known: known(&scope, words, bodies, (body, &places))?,
        counted_twice: before.len() > 1,
        before: before.into_iter().map(|one| line(&scope, one)).collect(),
        form,
        here: scope.url(Page::Body(&code)),
        day: told::day_words(words, today, day),
        members: members(&scope, words, bodies, body, day),
        history: history(&scope, words, bodies, (body, day)),
        initiatives: shown(&scope, words, bodies, body)?,
        map: places::map_of_places(&scope, words, &body.name, &places)?,
        partners: scope.url(Page::PartnerLines),
        acts: acts(&scope, bodies, body),
    };
    if failed { again(&told) } else { page(&told) }
}

async fn before(scope: &Scope, decides: BTreeSet<(i64, Id)>) -> Result<Vec<Before>, Problem> {
    let reading = scope.clone();
    scope.site.db.read(move |tx| told::before(tx, &reading, &decides)).await
}

fn line(scope: &Scope, one: Before) -> Line {
    Line { place: one.place, level: level_words(scope, one.level), open: thousands(one.open), href: one.href }
}

/// "It ended on 3 March 2027 and went on as Bloxwich partnership": in words, with the way there.
fn stands(scope: &Scope, words: &Words, bodies: &Bodies, body: &Body) -> Option<Markup> {
    let day = |day: Date| words.date(day);
    let next = body.successor.and_then(|next| link(scope, bodies, next));
    match (body.state(scope.now.date()), body.valid_to, next) {
        (State::Planned, ..) => Some(words.body_planned(day(body.valid_from)).into()),
        (State::Ending, Some(end), None) => Some(words.body_ends(day(end)).into()),
        (State::Ending, Some(end), Some(next)) => Some(within(&words.body_ends_as(day(end), NAME), &next)),
        (State::Ended, Some(end), None) => Some(words.body_ended(day(end)).into()),
        (State::Ended, Some(end), Some(next)) => Some(within(&words.body_ended_as(day(end), NAME), &next)),
        _ => None,
    }
}

/// What stands for a name in a sentence until its link is put there.
pub(super) const NAME: &str = "\u{fffc}";

/// A sentence with a link in the place of a name, wherever the language puts it.
pub(super) fn within(sentence: &str, link: &Markup) -> Markup {
    let parts: Vec<String> = sentence.split(NAME).map(|part| Markup::from(part).to_string()).collect();
    Markup::trusted(parts.join(&link.to_string()))
}

/// A body's name, which leads there for a reader who may know of it.
pub(super) fn link(scope: &Scope, bodies: &Bodies, id: Id) -> Option<Markup> {
    let body = bodies.seen_by(scope).find(|body| body.id == id)?;
    Some(linked(&body.name, &scope.url(Page::Body(&body.code))))
}

fn known(
    scope: &Scope,
    words: &Words,
    bodies: &Bodies,
    (body, places): (&Body, &[Id]),
) -> Result<SummaryList, Problem> {
    let links: Vec<String> = places_named(scope, places)?
        .iter()
        .map(|(name, code)| linked(name, &scope.url(Page::Place(code))).to_string())
        .collect();
    let serves = if links.is_empty() { words.body_serves_nowhere().into() } else { Markup::trusted(links.join(", ")) };
    let level = body.level.map(|level| level_words(scope, level));
    let meets = if body.is_open { words.body_meets_open() } else { words.body_meets_closed() };
    let begins = if body.valid_from > scope.now.date() { words.body_begins() } else { words.body_since() };
    let mut known = SummaryList::new()
        .row(words.body_serves(), serves)
        .row(words.body_decides(), level.unwrap_or_else(|| words.body_decides_nothing().to_owned()))
        .row(words.body_meets(), meets)
        .row(begins, words.date(body.valid_from));
    for other in bodies.before(body.id) {
        if let (Some(end), Some(name)) = (other.valid_to, link(scope, bodies, other.id)) {
            known = known.row(words.body_took_over(), within(&words.body_takes_over_on(words.date(end), NAME), &name));
        }
    }
    Ok(known)
}

fn office_words(words: &'static Words, office: Office) -> &'static str {
    match office {
        Office::Chair => words.body_office_chair(),
        Office::Lead => words.body_office_lead(),
        Office::Clerk => words.body_office_clerk(),
        Office::Member => words.body_office_member(),
    }
}

/// Who sits in it on a day, by office, and what nobody holds.
fn members(scope: &Scope, words: &'static Words, bodies: &Bodies, body: &Body, day: Date) -> Vec<Member> {
    let keeps = scope.has(Right::KeepBodies) && body.state(scope.now.date()).may("seat").is_ok();
    let sitting = told::members(scope, bodies, body, day).into_iter();
    let mut rows: Vec<(Office, Member)> =
        sitting.map(|(seat, whose)| (seat.office, member(scope, words, bodies, (body, seat, whose), keeps))).collect();
    rows.extend(bodies.vacant(body, day).iter().map(|vacant| (vacant.office, nobody(scope, words, vacant))));
    rows.sort_by_key(|(office, _)| *office);
    rows.into_iter().map(|(_, member)| member).collect()
}

fn member(
    scope: &Scope,
    words: &'static Words,
    bodies: &Bodies,
    (body, seat, whose): (&Body, &Seat, Who),
    keeps: bool,
) -> Member {
    let name = match &whose.organisation {
        Some(code) => linked(&whose.name, &scope.url(Page::Organisation(code))),
        None => Markup::from(whose.name.as_str()),
    };
    let came = seat.came_from.and_then(|id| bodies.get(id)).map(|from| words.body_seat_came_from(&from.name));
    let since = span(words, scope.now.date(), seat.valid_from, seat.valid_to);
    let more: Vec<String> = [whose.more, since].into_iter().filter(|text| !text.is_empty()).chain(came).collect();
    let free = seat.valid_to.is_some_and(|end| end <= scope.now.date());
    Member {
        office: office_words(words, seat.office).to_owned(),
        name,
        more: more.join(", "),
        end: (keeps && !free).then(|| scope.url(Page::BodyPart(&body.code, "seats", seat.id))),
    }
}

fn nobody(scope: &Scope, words: &'static Words, vacant: &Vacant) -> Member {
    let more = match vacant.since {
        Some((since, sitter)) => {
            let last = who(scope, sitter, since);
            words.body_vacant_since(words.date(since), last.name)
        }
        None => words.body_vacant_never().to_owned(),
    };
    let office = office_words(words, vacant.office).to_owned();
    Member { office, name: Tag::new(words.body_vacant()).yellow().into(), more, end: None }
}

/// "since 3 March 2027", "from 3 March 2027", "3 March 2026 to 2 March 2027": the last day is the one before it ends.
pub(super) fn span(words: &Words, today: Date, valid_from: Date, valid_to: Option<Date>) -> String {
    let from = words.date(valid_from);
    match valid_to {
        Some(end) => words.body_seat_until(from, words.date(end.yesterday().unwrap_or(end))),
        None if valid_from > today => words.body_seat_from(from),
        None => words.body_seat_since(from),
    }
}

/// The seats of other days, the newest first.
fn history(scope: &Scope, words: &'static Words, bodies: &Bodies, (body, day): (&Body, Date)) -> Vec<Member> {
    let today = scope.now.date();
    let keeps = scope.has(Right::KeepBodies) && body.state(today).may("seat").is_ok();
    let sitting: BTreeSet<Id> = bodies.sitting(body, day).iter().map(|seat| seat.id).collect();
    let was_held = |seat: &&Seat| seat.valid_to.is_none_or(|end| end > seat.valid_from) && !sitting.contains(&seat.id);
    let mut others: Vec<&Seat> = bodies.seats(body.id).iter().filter(was_held).collect();
    others.sort_by_key(|seat| (std::cmp::Reverse(seat.valid_from), seat.office, seat.id));
    let whose = |seat: &Seat| who(scope, seat.sitter(), today);
    others.into_iter().map(|seat| member(scope, words, bodies, (body, seat, whose(seat)), keeps)).collect()
}

fn acts(scope: &Scope, bodies: &Bodies, body: &Body) -> Vec<(&'static str, String)> {
    let allowed = body.state(scope.now.date()).allowed();
    let keeps = scope.has(Right::KeepBodies);
    let attaches = scope.hat().is_some() && attaching(scope, bodies, body).is_ok();
    let each = [
        ("seat", "Give a seat", keeps),
        ("initiative", "Attach an initiative", attaches),
        ("change", "Change the body", keeps),
        ("end", "End it, or say what it goes on as", keeps),
    ];
    let mine = each.into_iter().filter(|(act, _, may)| *may && allowed.contains(act));
    mine.map(|(act, words, _)| (words, scope.url(Page::BodyAct(&body.code, act)))).collect()
}
