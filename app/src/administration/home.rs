//! Everything there is to set up, each with how it stands: read from the record, so that it can be left and taken up again
//! by anybody at any time.

use access::{Page, Right, Role, Scope, Statutory, TermList};
use askama::Template;
use base::Problem;
use places::{Kind, Places};
use voice::Categories;
use web::asking::Staff;
use web::components::{Tag, Task, TaskList};
use web::{Answer, Query, Shell, personal};

use super::{done_words, mail};
use crate::{presets, readiness, settled};

#[derive(Template)]
#[template(path = "administration/home.html")]
struct Home {
    shell: Shell,
    is_open: bool,
    /// Headings, each with its tasks.
    sections: Vec<(&'static str, TaskList)>,
    /// What else this person may do here: words and address.
    links: Vec<(&'static str, String)>,
}

/// How a thing stands.
enum State {
    /// It is as it should be; what there is of it.
    Done(String),
    /// Something is missing.
    Missing(String),
    /// Nobody has begun.
    NotStarted,
    /// It may stay as it is.
    Optional(String),
}

impl State {
    /// `done` of `all`: finished when all are.
    fn of(done: usize, all: usize, what: &str) -> Self {
        match done {
            0 => Self::NotStarted,
            _ if done >= all => Self::Done(format!("{done} {what}")),
            _ => Self::Missing(format!("{done} of {all} {what}")),
        }
    }

    fn task(self, title: &str, href: &str) -> Task {
        match self {
            Self::Done(said) | Self::Optional(said) => Task::new(title, href, said),
            Self::Missing(said) => Task::new(title, href, "").tagged(Tag::new(said).yellow()),
            Self::NotStarted => Task::new(title, href, "").tagged(Tag::new("Not started")),
        }
    }
}

pub async fn home(Staff(visit): Staff, Query(query): Query) -> Answer {
    let scope = &visit.scope;
    let links = links(scope);
    let sections = if scope.has(Right::Configure) { sections(scope)? } else { Vec::new() };
    if links.is_empty() && sections.is_empty() {
        let title = scope.hat().map(|hat| hat.title.clone()).unwrap_or_default();
        return Err(Problem::NotAllowed(format!(
            "Your role ({title}) has nothing to do here. Administrators set the partnership up."
        ))
        .into());
    }
    let mut shell = visit.shell(visit.words.nav_administration()).unlisted();
    shell.notice = done_words(query.get("done"))
        .map(|said| web::components::NotificationBanner::success(visit.words, said).into());
    personal(&Home { shell, is_open: scope.snapshot.partnership.is_open, sections, links })
}

fn links(scope: &Scope) -> Vec<(&'static str, String)> {
    let each = [
        ("Take in concerns from a file", Page::Imports, &[Right::ImportConcerns][..]),
        ("Information governance", Page::Information(""), &[Right::ReadAudit, Right::AnswerSubjects, Right::TakeDown]),
        ("Long work: how far it came", Page::Operations, &[Right::ImportConcerns, Right::Configure]),
    ];
    let may = |rights: &[Right]| rights.iter().any(|right| scope.has(*right));
    each.into_iter().filter(|(.., rights)| may(rights)).map(|(words, page, _)| (words, scope.url(page))).collect()
}

fn sections(scope: &Scope) -> Result<Vec<(&'static str, TaskList)>, Problem> {
    let to = |part: &str| scope.url(Page::Settings(part));
    let list = |id: &str, tasks: Vec<Task>| {
        let list = tasks.into_iter().fold(TaskList::new(), TaskList::task);
        list.named(id)
    };
    let own = vec![
        named(scope).task("Name and colour", &to("name")),
        mail(scope).task("Mail", &to("mail")),
        preset(scope)?.task("Preset", &to("preset")),
        terms(scope).task("What things are called", &to("terms")),
        figures(scope).task("Clocks and cadences", &to("clocks")),
        categories(scope)?.task("Categories", &to("categories")),
        priority(scope).task("How priority is weighed", &to("priority")),
        decided(scope).task("Why it is run so", &to("model")),
    ];
    let place = vec![
        wards(scope)?.task("Places and boundaries", &scope.url(Page::AdminPlaces)),
        areas(scope)?.task("Areas made of wards", &scope.url(Page::AdminPlace("new"))),
    ];
    let people = vec![
        organisations(scope).task("Organisations", &scope.url(Page::Directory)),
        administrators(scope).task("Administrators", &scope.url(Page::People)),
        managers(scope)?.task("People and their roles", &scope.url(Page::People)),
    ];
    let public = vec![
        pages(scope).task("Statutory pages", &to("pages")),
        opening(scope)?.task("Open to the public", &to("open")),
    ];
    Ok(vec![
        ("The partnership", list("own", own)),
        ("Places", list("places", place)),
        ("Partners and people", list("people", people)),
        ("The public", list("public", public)),
    ])
}

fn named(scope: &Scope) -> State {
    match scope.snapshot.partnership.accountable_body {
        Some(_) => State::Done("Done".into()),
        None => State::Missing("Nobody answers for it in law yet".into()),
    }
}

fn priority(scope: &Scope) -> State {
    match scope.snapshot.setting(settled::MATRIX) {
        Some(_) => State::Done("Your own".into()),
        None => State::Done("As usual".into()),
    }
}

fn mail(scope: &Scope) -> State {
    match mail::tried(scope) {
        Some((true, _)) => State::Done("Tested".into()),
        Some((false, _)) => State::Missing("The last test did not go".into()),
        None => State::NotStarted,
    }
}

fn preset(scope: &Scope) -> Result<State, Problem> {
    if let Some(upgrade) = presets::upgrade(&scope.snapshot, scope.now.date())? {
        return Ok(State::Missing(format!("Version {} is here", upgrade.newer.version)));
    }
    let copied = presets::copied_in(&scope.snapshot);
    let said = copied.map(|preset| format!("{}, version {}", preset.title, preset.version));
    Ok(State::Done(said.unwrap_or_else(|| scope.snapshot.partnership.preset.clone())))
}

fn terms(scope: &Scope) -> State {
    let today = scope.now.date();
    let count: usize = TermList::ALL.iter().map(|list| scope.snapshot.terms(*list, today).count()).sum();
    if count == 0 { State::NotStarted } else { State::Done(format!("{count} terms")) }
}

fn figures(scope: &Scope) -> State {
    let set = access::Figure::ALL.iter().filter(|figure| scope.snapshot.setting(figure.as_str()).is_some()).count();
    if set == 0 { State::Optional("As the program has them".into()) } else { State::Done(format!("{set} set")) }
}

fn categories(scope: &Scope) -> Result<State, Problem> {
    let count = scope.snapshot.part::<Categories>()?.in_force.len();
    Ok(if count == 0 { State::NotStarted } else { State::Done(format!("{count} categories")) })
}

fn decided(scope: &Scope) -> State {
    match settled::decisions(&scope.snapshot).len() {
        0 => State::Optional("Optional".into()),
        1 => State::Done("1 question".into()),
        count => State::Done(format!("{count} questions")),
    }
}

/// "3 wards", in the partnership's own word for them.
fn counted(scope: &Scope, count: usize, kind: Kind) -> String {
    let (snapshot, today) = (&scope.snapshot, scope.now.date());
    let one = snapshot.label(TermList::PlaceKind, kind.key(), today).unwrap_or(kind.words());
    let several =
        snapshot.plural(TermList::PlaceKind, kind.key(), today).map_or_else(|| format!("{one}s"), str::to_owned);
    let word = if count == 1 { one } else { several.as_str() };
    format!("{count} {}", access::in_sentence(word))
}

fn wards(scope: &Scope) -> Result<State, Problem> {
    let count = scope.snapshot.part::<Places>()?.lookup().atlas().of_kind(Kind::Ward).count();
    Ok(if count == 0 { State::NotStarted } else { State::Done(counted(scope, count, Kind::Ward)) })
}

fn areas(scope: &Scope) -> Result<State, Problem> {
    let places = scope.snapshot.part::<Places>()?;
    let atlas = places.lookup().atlas();
    let in_one = |ward: &&places::Place| {
        let above = places.id(ward).map(|id| places.of(&places.with_ancestors(id))).unwrap_or_default();
        above.iter().any(|place| place.kind == Kind::Area)
    };
    let (wards, placed) = (atlas.of_kind(Kind::Ward).count(), atlas.of_kind(Kind::Ward).filter(in_one).count());
    Ok(match (wards, placed) {
        (_, 0) => State::NotStarted,
        (all, some) if all == some => State::Done(counted(scope, atlas.of_kind(Kind::Area).count(), Kind::Area)),
        (all, some) => State::Missing(format!("{some} of {} are in one", counted(scope, all, Kind::Ward))),
    })
}

fn organisations(scope: &Scope) -> State {
    let all = &scope.snapshot.organisations;
    match (all.len(), all.iter().any(|one| one.is_front_door)) {
        (0, _) => State::NotStarted,
        (count, true) => State::Done(format!("{count} organisations")),
        (_, false) => State::Missing("No front door for safeguarding".into()),
    }
}

fn administrators(scope: &Scope) -> State {
    let people = people(scope, &[Role::Administrator]);
    match people {
        0 => State::NotStarted,
        1 => State::Missing("1: name a second".into()),
        count => State::Done(format!("{count} administrators")),
    }
}

fn people(scope: &Scope, roles: &[Role]) -> usize {
    let mut people: Vec<_> = scope.snapshot.holders(roles, scope.now.date()).map(|holder| holder.person).collect();
    people.sort_unstable();
    people.dedup();
    people.len()
}

/// Whether somebody answers for every area: an area manager of its own, or of each of its wards.
fn managers(scope: &Scope) -> Result<State, Problem> {
    let places = scope.snapshot.part::<Places>()?;
    let atlas = places.lookup().atlas();
    let today = scope.now.date();
    let held: Vec<_> = scope.snapshot.holders(&[Role::AreaManager], today).filter_map(|one| one.reach_id).collect();
    let answers = |place: &places::Place| places.id(place).is_some_and(|id| held.contains(&id));
    let managed = |area: &&places::Place| {
        let mut wards = atlas.within(area.code.as_str()).filter(|place| place.kind == Kind::Ward).peekable();
        answers(area) || (wards.peek().is_some() && wards.all(answers))
    };
    let title = scope.snapshot.role_title(Role::AreaManager, today);
    let (all, some) = (atlas.of_kind(Kind::Area).count(), atlas.of_kind(Kind::Area).filter(managed).count());
    let others = people(scope, Role::ALL).saturating_sub(people(scope, &[Role::Administrator]));
    Ok(match (all, some) {
        _ if others == 0 => State::NotStarted,
        (all, some) if some < all => {
            State::Missing(format!("{title} in {some} of {}", counted(scope, all, Kind::Area)))
        }
        _ => State::Done(format!("{others} people")),
    })
}

fn pages(scope: &Scope) -> State {
    let written = Statutory::ALL.iter().filter(|page| scope.snapshot.statutory(**page).is_some()).count();
    State::of(written, Statutory::ALL.len(), "pages")
}

fn opening(scope: &Scope) -> Result<State, Problem> {
    Ok(match (scope.snapshot.partnership.is_open, readiness::missing(scope)?.len()) {
        (true, 0) => State::Done("Open".into()),
        (true, missing) => State::Missing(format!("Open, and {missing} missing")),
        (false, 0) => State::Missing("Closed: nothing is missing".into()),
        (false, missing) => State::Missing(format!("Closed: {missing} missing")),
    })
}
