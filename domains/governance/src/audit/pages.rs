//! The list of entries, as a page and as a file.

use access::{Page, Role, Scope};
use askama::Template;
use base::{FieldErrors, Id, Instant, Problem, Reference};
use db::Tx;
use web::asking::{Staff, Working};
use web::components::{Button, Pagination, Select, WarningText};
use web::{Answer, Form, Query, Shell, Typed, again, personal};

use super::asked::Asked;
use super::store::{self, Entry};
use super::{Check, about, allowed, check as check_all, tell_read};
use crate::desk::{self, notice, on};

/// Entries on a page.
const ROWS: usize = 50;
/// What is done most, for choosing; any other verb can be written in an address.
const VERBS: [&str; 15] = [
    "look",
    "hear",
    "raise",
    "lower",
    "release",
    "keep",
    "assess",
    "decide",
    "resolve",
    "hide",
    "show again",
    "ask",
    "tell",
    "read",
    "export",
];

/// An entry in words.
pub(super) struct Line {
    pub when: String,
    pub at: Instant,
    pub who: String,
    pub role: String,
    pub verb: String,
    pub kind: String,
    pub reference: String,
    pub href: Option<String>,
    pub fields: String,
}

#[derive(Template)]
#[template(path = "audit/list.html")]
struct ListPage {
    shell: Shell,
    form: Form,
    lines: Vec<Line>,
    people: Vec<(String, String)>,
    check: Option<(String, bool)>,
    here: String,
    check_here: String,
    files: [(&'static str, String); 2],
    shown: String,
    period: String,
    token: Option<String>,
    turn: Pagination,
}

pub async fn list(Staff(visit): Staff, Query(typed): Query) -> Answer {
    allowed(&visit.scope)?;
    let scope = &visit.scope;
    let here = scope.url(Page::Information("audit"));
    let (asked, errors) = match Asked::read(scope, &typed) {
        Ok(asked) => (Some(asked), FieldErrors::default()),
        Err(Problem::Invalid(errors)) => (None, errors),
        Err(other) => return Err(other.into()),
    };
    let (reading, wanted) = (scope.clone(), asked.clone());
    let read = move |tx: &mut Tx<'_>| {
        let check = store::last_check(tx, &reading)?;
        let lines = match &wanted {
            Some(asked) => lines(tx, &reading, asked, i64::try_from(ROWS + 1).unwrap_or(i64::MAX))?,
            None => (Vec::new(), Vec::new()),
        };
        Ok::<_, Problem>((check, lines))
    };
    let (last, (mut entries, known)) = scope.site.db.read(read).await?;
    tell_read(scope, "read", typed.query()).await?;
    let more = entries.len() > ROWS;
    entries.truncate(ROWS);
    let kept = asked.as_ref().map(|asked| asked.typed.clone()).unwrap_or_default();
    let with = |mut typed: Typed, before: Option<String>| {
        if let Some(before) = before {
            typed.set("before", before);
        }
        match typed.query() {
            query if query.is_empty() => here.clone(),
            query => format!("{here}?{query}"),
        }
    };
    let next =
        entries.last().filter(|_| more).map(|last| with(kept.clone(), Some(desk::before_text(last.at, last.id))));
    let first = asked.as_ref().and_then(|asked| asked.before).map(|_| with(kept.clone(), None));
    let mut shell = desk::shell(&visit, "Audit").wide().errors(&errors);
    shell.notice = notice(&visit, typed.get("done"), &[("check", "The audit was read again from its first entry")]);
    let page = ListPage {
        shell,
        lines: entries.iter().map(|entry| Line::of(scope, entry, &known)).collect(),
        people: people(scope),
        check: last.map(|check| said_of(scope, &check)),
        files: [("table (CSV)", "csv"), ("data (JSON)", "json")]
            .map(|(label, end)| (label, with(kept.clone(), None).replacen("/audit", &format!("/audit.{end}"), 1))),
        check_here: format!("{here}/check"),
        shown: scope.url(Page::Information("shown")),
        period: asked.as_ref().map(period).unwrap_or_default(),
        token: visit.form_token(),
        turn: Pagination::turning(visit.words, first, next),
        form: Form::failed(visit.words, if errors.is_empty() { kept } else { typed.clone() }, errors.clone()),
        here,
    };
    if errors.is_empty() { personal(&page) } else { again(&page) }
}

pub async fn check(working: Working) -> Answer {
    check_all(&working.visit.scope).await?;
    Ok(on(&working.visit.scope, Page::Information("audit"), "check"))
}

/// Entries, and the references of the records they are about.
type Found = (Vec<Entry>, Vec<(Id, String)>);

/// What an address asks for.
pub(super) fn lines(tx: &mut Tx<'_>, scope: &Scope, asked: &Asked, most: i64) -> Result<Found, Problem> {
    let record = match asked.record_id(tx, scope) {
        Err(Problem::NotFound) => return Ok((Vec::new(), Vec::new())),
        other => other?,
    };
    let entries = store::entries(tx, scope, asked, record, most)?;
    let mut records: Vec<Id> = entries.iter().map(|entry| entry.record).collect();
    records.sort_unstable();
    records.dedup();
    let known = store::references(tx, scope, &records)?;
    Ok((entries, known))
}

fn period(asked: &Asked) -> String {
    match (asked.record.is_some(), asked.typed.get("from")) {
        (true, None) => "From its first entry on.".to_owned(),
        _ => format!("From {} on.", asked.since.day_words()),
    }
}

fn said_of(scope: &Scope, check: &Check) -> (String, bool) {
    let who = check.who.and_then(|person| scope.snapshot.name_of(person)).unwrap_or("the program");
    let when = check.at.words();
    match (&check.fault, &check.root) {
        (Some(fault), _) => (
            format!(
                "It is not whole: {fault}. {who} had it checked on {when}. Keep the database as it is, and compare it with a backup."
            ),
            false,
        ),
        (None, root) => (
            format!(
                "It is whole: {} follow each other, none changed. {who} had it checked on {when}. Its root was {}. Keep that where this computer cannot reach it, to compare with later.",
                about(check.size),
                root.as_deref().unwrap_or_default()
            ),
            true,
        ),
    }
}

fn people(scope: &Scope) -> Vec<(String, String)> {
    let mut people: Vec<(String, String)> =
        scope.snapshot.ever_held(Role::ALL).map(|holder| (holder.person.to_string(), holder.name.clone())).collect();
    people.dedup();
    std::iter::once((String::new(), "Anybody".to_owned())).chain(people).collect()
}

impl ListPage {
    fn who(&self) -> Select {
        self.form.select("person", "Who").options(self.people.iter().cloned())
    }

    fn verb(&self) -> Select {
        let verbs = VERBS.iter().map(|verb| ((*verb).to_owned(), (*verb).to_owned()));
        self.form
            .select("verb", "What was done")
            .options(std::iter::once((String::new(), "Anything".to_owned())).chain(verbs))
    }
}

impl Line {
    pub(super) fn of(scope: &Scope, entry: &Entry, known: &[(Id, String)]) -> Self {
        let reference = known.iter().find(|(id, _)| *id == entry.record).map(|(_, reference)| reference.clone());
        let parsed: Option<Reference> = reference.as_deref().and_then(|text| text.parse().ok());
        let href = parsed.map(|reference| match reference.kind() {
            'I' => scope.url(Page::Issue(&reference)),
            _ => scope.url(Page::InformationRecord("shown", &reference)),
        });
        let holder = entry.hat.and_then(|hat| scope.snapshot.holder(hat));
        Self {
            when: entry.at.words(),
            at: entry.at,
            who: match entry.actor {
                Some(person) => scope.snapshot.name_of(person).unwrap_or("Somebody who left").to_owned(),
                None => "A resident, or the program".to_owned(),
            },
            role: holder.map(role_of).unwrap_or_default(),
            verb: entry.verb.clone(),
            kind: entry.kind.replace('_', " "),
            reference: reference.unwrap_or_default(),
            href,
            fields: entry.fields.replace(',', ", ").replace('_', " "),
        }
    }
}

/// A role as its holder's title, or in its own words.
pub(super) fn role_of(holder: &access::Holder) -> String {
    let own = || holder.role.parse::<Role>().map_or_else(|_| holder.role.clone(), Role::words);
    holder.title.clone().unwrap_or_else(own)
}
