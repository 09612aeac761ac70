//! People for administrators: the list, what is vacant, the invitation.

use access::{Page, Scope};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use base::{FieldErrors, Id, Problem};
use places::Places;
use web::asking::{Staff, Visit, Working};
use web::components::{Button, SubNavigation, Tag};
use web::{Answer, Form, Query, Shell, Typed, personal};

use super::act::{Act, failed, managing};
use super::fields;
use crate::commands::{self, Asked, Invitation, role_words};
use crate::model::{Reaching, reach_words};
use crate::partners::Partners;
use crate::store::{self, After, Filter, PersonRow, RoleRow, State};
use crate::vacancy;

/// People on a page.
const PAGE: i64 = 50;
/// What the list is narrowed by.
pub(super) const FILTERS: [&str; 4] = ["role", "place", "organisation", "show"];

/// A person in the list.
struct Line {
    name: String,
    href: String,
    roles: Vec<String>,
    organisation: String,
    state: String,
    strong: bool,
}

/// What nobody holds.
struct Vacant {
    uncovered: String,
    posts: Vec<Post>,
    seats: Vec<String>,
}

struct Post {
    title: String,
    place: String,
    since: String,
    last: String,
    next: String,
    fill: String,
}

#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage {
    shell: Shell,
    here: String,
    invite: Button,
    sections: SubNavigation,
    count: String,
    form: Form,
    filtered: bool,
    roles: Vec<(String, String)>,
    places: Vec<(String, String)>,
    organisations: Vec<(String, String)>,
    lines: Vec<Line>,
    none: &'static str,
    next: Option<String>,
    /// This very list as files.
    files: [(&'static str, String); 2],
    /// Everybody and every role, which imports again.
    csv: String,
    upload: String,
    vacant: Option<Vacant>,
}

/// What a list of people was asked for.
pub(crate) fn asked(scope: &Scope, typed: &Typed) -> Result<Filter, Problem> {
    let said = |name: &str| typed.get(name).map(str::trim).filter(|text| !text.is_empty());
    let mut errors = FieldErrors::default();
    let role = said("role").map(str::to_owned);
    if role.as_deref().is_some_and(|role| role.parse::<access::Role>().is_err()) {
        errors.add("role", "Choose a role");
    }
    let places = said("place").map(|code| {
        let known = scope.snapshot.part::<Places>().ok()?;
        known.by_code(code).map(|(id, _)| known.with_ancestors(id))
    });
    if places == Some(None) {
        errors.add("place", "Choose one of the partnership's places");
    }
    let organisation = said("organisation")
        .map(|code| scope.snapshot.part::<Partners>().ok().and_then(|all| all.by_code(code)).map(|one| one.id));
    if organisation == Some(None) {
        errors.add("organisation", "Choose one of the organisations");
    }
    let state = said("show").map(str::parse::<State>);
    if matches!(state, Some(Err(_))) {
        errors.add("show", "Choose which people: here, invited, leaving, left or all");
    }
    errors.or(Filter {
        role,
        places: places.flatten(),
        organisation: organisation.flatten(),
        state: state.and_then(Result::ok).unwrap_or(State::Here),
    })
}

/// Where a page of the list begins: name and key of the last row before it.
pub(crate) fn after(typed: &Typed) -> After {
    let said = typed.get("after").and_then(|text| text.rsplit_once('~'));
    let read = said.and_then(|(name, id)| Some((name.to_owned(), id.parse().ok()?)));
    read.unwrap_or_else(|| (String::new(), Id::nil()))
}

/// What the list of people says of each, and how one page leads to the next.
pub(super) async fn people(Staff(visit): Staff, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let scope = &visit.scope;
    managing(scope)?;
    let filter = asked(scope, &typed)?;
    let vacant = typed.get("vacant").is_some();
    let (reading, wanted, from) = (scope.clone(), filter.clone(), after(&typed));
    let (mut found, roles, count) = scope
        .site
        .db
        .read(move |tx| {
            let (partnership, now) = (reading.partnership(), reading.now);
            let found = store::people(tx, partnership, &wanted, now, &from, PAGE + 1)?;
            let ids: Vec<Id> = found.iter().map(|person| person.id).collect();
            let roles = store::roles_of(tx, partnership, &ids)?;
            let count = store::count(tx, partnership, &wanted, now)?;
            Ok::<_, Problem>((found, roles, count))
        })
        .await?;
    let here = scope.url(Page::People);
    let more = i64::try_from(found.len()).is_ok_and(|len| len > PAGE);
    found.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let next = found.last().filter(|_| more).map(|last| {
        let mut typed = typed.clone();
        typed.set("after", format!("{}~{}", last.name, last.id));
        format!("{here}?{}", typed.query())
    });
    let any = |all: Vec<(String, String)>, none: &str| {
        let mut options = vec![(String::new(), none.to_owned())];
        options.extend(all);
        options
    };
    personal(&PeoplePage {
        shell: {
            let mut shell = visit.shell("People").wide().unlisted();
            shell.notice = super::act::notice(&visit, typed.get("done"), &[("import", "The file is taken in")]);
            shell
        },
        invite: Button::link("Invite somebody", scope.url(Page::Invite)),
        sections: sections(&here, &filter, vacant),
        count: if vacant { String::new() } else { count.to_string() },
        form: Form::filled(visit.words, typed.clone()),
        filtered: filter.role.is_some() || filter.places.is_some() || filter.organisation.is_some(),
        roles: any(fields::roles(scope), "Any role"),
        places: any(fields::places(scope)?, "Anywhere"),
        organisations: any(fields::organisations(scope)?, "Any organisation"),
        lines: found.iter().map(|person| line(scope, person, &roles)).collect(),
        none: none_words(filter.state),
        next,
        files: [("CSV", "csv"), ("JSON", "json")]
            .map(|(label, format)| (label, same_as(&scope.url(Page::PeopleAs(format)), &typed, &filter))),
        csv: scope.url(Page::PeopleAs("csv")),
        upload: scope.url(Page::PeopleUpload),
        vacant: if vacant { Some(vacant_of(scope)?) } else { None },
        here,
    })
}

/// The address of this very list as a file: it always says which people, because a file without a filter holds everybody.
fn same_as(file: &str, typed: &Typed, filter: &Filter) -> String {
    if typed.get("vacant").is_some() {
        return format!("{file}?vacant=yes");
    }
    let said = FILTERS.iter().filter_map(|name| Some((*name, typed.get(name)?)));
    let mut same = Typed::of(said.filter(|(_, value)| !value.trim().is_empty()));
    same.set("show", filter.state.as_str());
    format!("{file}?{}", same.query())
}

fn none_words(state: State) -> &'static str {
    match state {
        State::Here | State::All => "Nobody is listed here. Invite somebody, or clear the filters.",
        State::Invited => "Everybody who was invited has signed in.",
        State::Leaving => "Nobody is about to leave.",
        State::Left => "Nobody has left.",
    }
}

fn sections(here: &str, filter: &Filter, vacant: bool) -> SubNavigation {
    let all = [
        (State::Here, "Working here"),
        (State::Invited, "Invited, not yet here"),
        (State::Leaving, "Leaving"),
        (State::Left, "Left"),
    ];
    let listed = all.into_iter().fold(SubNavigation::new("People"), |sections, (state, words)| {
        let href = if state == State::Here { here.to_owned() } else { format!("{here}?show={state}") };
        sections.item(words, href, !vacant && filter.state == state)
    });
    listed.item("Vacancies", format!("{here}?vacant=yes"), vacant)
}

fn line(scope: &Scope, person: &PersonRow, roles: &[RoleRow]) -> Line {
    let today = scope.now.date();
    let held = roles.iter().filter(|role| role.person == person.id && !role.is_over(today));
    let (state, strong) = sign_in_words(scope, person);
    Line {
        name: person.name.clone(),
        href: scope.url(Page::Person(person.id)),
        roles: held.map(|role| role_line(scope, role)).collect(),
        organisation: employer(scope, person),
        state,
        strong,
    }
}

/// "Area manager, Area 1", and from when where that is to come.
pub(super) fn role_line(scope: &Scope, role: &RoleRow) -> String {
    let title = role_words(scope, &role.role, role.title.as_deref());
    let place = reach_words(scope, &role.reach, role.reach_id);
    let today = scope.now.date();
    let begins = if role.valid_from > today {
        format!(" ({})", fields::span_words(today, role.valid_from, role.valid_to))
    } else {
        String::new()
    };
    format!("{title}, {place}{begins}")
}

pub(super) fn employer(scope: &Scope, person: &PersonRow) -> String {
    let found = person.organisation.and_then(|id| scope.snapshot.organisation(id));
    found.map(|one| one.name.clone()).unwrap_or_default()
}

/// Whether somebody was asked to sign in and came, in words, and whether somebody should look at it. Nothing is said of those
/// who were not asked by mail, and never when: a safeguarding lead signs in when there is something to look at.
pub(super) fn sign_in_words(scope: &Scope, person: &PersonRow) -> (String, bool) {
    match (person.left_at, person.invited_at, person.first_at) {
        (Some(left), ..) if left <= scope.now => (format!("Left on {}", left.day_words()), false),
        (Some(left), ..) => (format!("Leaves on {}", left.day_words()), true),
        (None, Some(_), Some(_)) => ("Came when invited".to_owned(), false),
        (None, Some(invited), None) => (format!("Invited {}", invited.day_words()), true),
        (None, None, _) => ("Not invited by mail".to_owned(), false),
    }
}

fn vacant_of(scope: &Scope) -> Result<Vacant, Problem> {
    let today = scope.now.date();
    let all = vacancy::vacancies(scope, today)?;
    let wards = |role: access::Role| {
        let title = access::in_sentence(&scope.snapshot.role_title(role, today));
        let count = vacancy::wards_uncovered(scope, role).unwrap_or_default();
        format!("{count} {} without {title}", if count == 1 { "ward" } else { "wards" })
    };
    let uncovered: Vec<String> = vacancy::needed(scope, today).into_iter().map(wards).collect();
    let posts = all.into_iter().map(|one| {
        let reaching = Reaching::of(scope, &one.reach.0, one.reach.1).written();
        let typed = Typed::of([("role", one.role.as_str().to_owned()), ("reach", reaching)]);
        Post {
            title: one.title,
            place: one.place,
            since: one.since.as_ref().map_or_else(|| "Always".to_owned(), |(day, _)| fields::day_words(*day)),
            last: one.since.map_or_else(|| "Nobody".to_owned(), |(_, name)| name),
            next: one.filled_on.map(|day| format!("Filled from {}", fields::day_words(day))).unwrap_or_default(),
            fill: format!("{}?{}", scope.url(Page::Invite), typed.query()),
        }
    });
    let seats = vacancy::seats(scope)?;
    Ok(Vacant {
        uncovered: format!("{}.", uncovered.join(", ")),
        posts: posts.collect(),
        seats: seats.iter().map(|one| format!("{}: {} of {}", one.ward, one.held, one.of)).collect(),
    })
}

pub(super) async fn to_invite(Staff(visit): Staff, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    managing(&visit.scope)?;
    inviting(&visit, &Form::filled(visit.words, typed.only(&["role", "reach"])))
}

/// Invites somebody by mail.
pub(super) async fn invite(Path(_p): Path<String>, Working { visit, typed }: Working) -> Answer {
    managing(&visit.scope)?;
    let scope = visit.scope.clone();
    let invited = match read(&visit, &typed) {
        Err(errors) => Err(Problem::Invalid(errors)),
        Ok(new) => scope.site.db.clone().write(move |tx| commands::invite(tx, &scope, &new)).await,
    };
    match invited {
        Ok(invited) => {
            let said = match invited.asked {
                Asked::New => "invite",
                Asked::Again => "again",
                Asked::Already(_) => "already",
            };
            Ok(Redirect::to(&format!("{}?done={said}", visit.scope.url(Page::Person(invited.person)))).into_response())
        }
        Err(problem) => inviting(&visit, &failed(&visit, &typed, problem)?),
    }
}

fn read(visit: &Visit, typed: &Typed) -> Result<Invitation, FieldErrors> {
    let mut ask = typed.ask(visit.words);
    let name = ask.text("name", 100, "Enter their name");
    if typed.get("email").is_none_or(|text| text.trim().is_empty()) {
        ask.refuse("email", "Enter an e-mail address like name@example.org");
    }
    let email = fields::email(&mut ask, "email");
    let phone = ask.optional_text("phone", 40);
    let organisation = fields::organisation(&mut ask, &visit.scope, "organisation");
    let role = fields::given(&mut ask, &visit.scope);
    ask.answers(|| Some(Invitation { email: email?, name: name?, organisation, phone, role: role? }))
}

fn inviting(visit: &Visit, form: &Form) -> Answer {
    let scope = &visit.scope;
    let mut employers = vec![(String::new(), "Nobody, or not known".to_owned())];
    employers.extend(fields::organisations(scope)?);
    let act = Act::new(visit, "Invite somebody", scope.url(Page::People), "Send the invitation")
        .lead(match scope.site.settings.mail_waits {
            false => "They get a mail with a link to sign in. When the role begins later, the mail goes on that day.",
            true => "They get a mail with a link to sign in. No mail server is named yet, so it waits until one is.",
        })
        .field(form.input("name", "Name"))
        .field(
            form.input("email", "Work e-mail")
                .hint("They sign in with it. Anybody may read it where they are whom to contact.")
                .email(),
        )
        .field(
            form.input("phone", "Work telephone")
                .hint("Anybody may read it where they are whom to contact.")
                .telephone(),
        )
        .field(
            form.select("organisation", "Works for")
                .hint("Whoever employs them: it need not be the council, and gives no rights.")
                .options(employers.iter()),
        );
    super::role_acts::asked(act, scope, form)?.shown(form)
}
