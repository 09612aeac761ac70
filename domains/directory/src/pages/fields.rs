//! Questions that several forms ask, and how their answers are read.

use access::{Role, Scope, TermList};
use base::{Date, Id, Problem};
use places::{Kind, Places};
use web::{Ask, Typed};

use crate::commands::Given;
use crate::model::Reaching;
use crate::partners::Partners;

/// Roles to choose from, by what they are called here. A role without a term is not used (EVO-03).
pub fn roles(scope: &Scope) -> Vec<(String, String)> {
    let today = scope.now.date();
    let terms = || scope.snapshot.terms(TermList::RoleTitle, today);
    let used = |role: &&Role| terms().next().is_none() || terms().any(|term| term.code == role.as_str());
    Role::ALL.iter().filter(used).map(|role| (role.to_string(), scope.snapshot.role_title(*role, today))).collect()
}

/// Where a role may hold: the whole, a place, an organisation.
pub fn reaches(scope: &Scope) -> Result<Vec<(String, String)>, Problem> {
    let mut all = vec![("partnership".to_owned(), "The whole partnership".to_owned())];
    all.extend(places(scope)?.into_iter().map(|(code, name)| (format!("place:{code}"), name)));
    all.extend(organisations(scope)?.into_iter().map(|(code, name)| (format!("organisation:{code}"), name)));
    Ok(all)
}

/// Places by kind, wide before small, then by name: "Area: North".
pub fn places(scope: &Scope) -> Result<Vec<(String, String)>, Problem> {
    let known = scope.snapshot.part::<Places>()?;
    let mut all = Vec::new();
    for kind in Kind::ALL.iter().rev() {
        let mut of_kind: Vec<_> = known.lookup().atlas().of_kind(*kind).collect();
        of_kind.sort_by(|a, b| a.name.cmp(&b.name));
        let label = scope.snapshot.label(TermList::PlaceKind, kind.key(), scope.now.date()).unwrap_or(kind.key());
        all.extend(of_kind.iter().map(|place| (place.code.to_string(), format!("{label}: {}", place.name))));
    }
    Ok(all)
}

/// Organisations of today by name.
pub fn organisations(scope: &Scope) -> Result<Vec<(String, String)>, Problem> {
    let all = scope.snapshot.part::<Partners>()?;
    let today = scope.now.date();
    let current = all.all().iter().filter(|one| one.is_in_force(today));
    Ok(current.map(|one| (one.code.clone(), one.name.clone())).collect())
}

/// Kinds of organisation by what they are called here.
pub fn kinds(scope: &Scope) -> Vec<(String, String)> {
    let terms = scope.snapshot.terms(TermList::OrganisationKind, scope.now.date());
    let mut all: Vec<(String, String)> = terms.map(|term| (term.code.clone(), term.label.clone())).collect();
    if all.is_empty() {
        let mut codes: Vec<&str> = scope.snapshot.organisations.iter().map(|one| one.kind.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        all = codes.into_iter().map(|code| (code.to_owned(), kind_words(scope, code))).collect();
    }
    all
}

/// What a kind of organisation is called here.
pub fn kind_words(scope: &Scope, code: &str) -> String {
    let label = scope.snapshot.label(TermList::OrganisationKind, code, scope.now.date());
    label.map_or_else(
        || {
            let mut words = code.replace('_', " ");
            if let Some(first) = words.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            words
        },
        str::to_owned,
    )
}

/// People who work here today, by name.
pub fn colleagues(scope: &Scope) -> Vec<(String, String)> {
    let today = scope.now.date();
    let mut all: Vec<(String, String)> = Vec::new();
    for holder in scope.snapshot.all_holders().iter().filter(|holder| holder.is_in_force(today)) {
        let employer = holder.organisation.and_then(|id| scope.snapshot.organisation(id));
        let name = employer.map_or_else(|| holder.name.clone(), |one| format!("{}, {}", holder.name, one.name));
        let line = (holder.person.to_string(), name);
        if !all.contains(&line) {
            all.push(line);
        }
    }
    all
}

/// The organisation chosen as `name`, or none.
pub fn organisation(ask: &mut Ask<'_>, scope: &Scope, name: &str) -> Option<Id> {
    let code = ask.optional_text(name, 60)?;
    let found = scope.snapshot.part::<Partners>().ok().and_then(|all| all.by_code(&code)).map(|one| one.id);
    if found.is_none() {
        ask.refuse(name, "Choose one of the organisations");
    }
    found
}

/// The places that were ticked as `name`; one that is not this partnership's is refused.
pub fn places_chosen(ask: &mut Ask<'_>, scope: &Scope, name: &str) -> Vec<Id> {
    let mut places = Vec::new();
    for code in ask.any_of::<String>(name) {
        match scope.snapshot.part::<Places>().ok().and_then(|known| known.by_code(&code)) {
            Some((id, _)) => places.push(id),
            None => ask.refuse(name, "Choose from the places listed"),
        }
    }
    places
}

/// An e-mail address, or none.
pub fn email(ask: &mut Ask<'_>, name: &str) -> Option<String> {
    let email = ask.optional_text(name, 254)?;
    let whole = email.split_once('@').is_some_and(|(before, after)| !before.is_empty() && after.contains('.'));
    if !whole || email.contains(char::is_whitespace) {
        ask.refuse(name, "Enter an e-mail address like name@example.org");
        return None;
    }
    Some(email.to_lowercase())
}

/// The role that a form gives: `role`, `reach`, `title`, `valid_from` (today when nothing is said) and `valid_to`.
pub fn given(ask: &mut Ask<'_>, scope: &Scope) -> Option<Given> {
    let role: Option<Role> = ask.one_of("role", "Choose a role");
    let reach = match ask.text("reach", 80, "Choose where the role holds") {
        None => None,
        Some(text) => match Reaching::read(&text).find(scope) {
            Ok(reach) => Some(reach),
            Err(_) => {
                ask.refuse("reach", "Choose where the role holds");
                None
            }
        },
    };
    let title = ask.optional_text("title", 100);
    let valid_from = ask.optional_date("valid_from").unwrap_or_else(|| scope.now.date());
    let valid_to = ask.optional_date("valid_to");
    Some(Given { role: role?, reach: reach?, title, valid_from, valid_to })
}

/// A day as the three boxes of a form hold it.
pub fn day_boxes(name: &str, day: Option<Date>) -> Vec<(String, String)> {
    let Some(day) = day else { return Vec::new() };
    vec![
        (format!("{name}-day"), day.day().to_string()),
        (format!("{name}-month"), day.month().to_string()),
        (format!("{name}-year"), day.year().to_string()),
    ]
}

/// A form that opens with these answers and days in it.
pub fn typed(answers: &[(&str, String)], days: &[(&str, Option<Date>)]) -> Typed {
    let answers = answers.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
    Typed::of(answers.chain(days.iter().flat_map(|(name, day)| day_boxes(name, *day))))
}

/// A day for people.
pub fn day_words(day: Date) -> String {
    base::Instant::on(day, 0).day_words()
}

/// "since 3 March 2027", "from 3 March to 4 April 2027": the last day is the one before it ends.
pub fn span_words(today: Date, from: Date, to: Option<Date>) -> String {
    let last = |to: Date| day_words(to.yesterday().unwrap_or(to));
    match to {
        Some(to) if to <= from => "never held".to_owned(),
        Some(to) => format!("{} to {}", day_words(from), last(to)),
        None if from > today => format!("from {}", day_words(from)),
        None => format!("since {}", day_words(from)),
    }
}
