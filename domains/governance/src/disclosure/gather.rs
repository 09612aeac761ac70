//! What is held on an issue, a place or a period, and what of it is left out.

use std::collections::HashMap;

use access::{Permit, Scope};
use base::{Id, Instant, Problem};
use issues::model::WordsState;
use voice::Categories;

use super::store::{self, Concern, Issue, Step};
use super::{Regime, Request};

/// Issues read in one transaction.
const CHUNK: i64 = 200;
/// Issues in one disclosure that is made while somebody waits; what is larger is long work.
pub const MOST: i64 = 2_000;

/// The tables of a disclosure: the file of each, and its heading.
pub const TABLES: [(&str, &[&str]); 4] = [
    ("left-out.csv", &["record", "left_out", "class", "reason"]),
    (
        "issues.csv",
        &[
            "reference",
            "title",
            "category",
            "level",
            "status",
            "outcome",
            "seriousness",
            "people_affected",
            "priority",
            "voices",
            "opened_at",
            "decided_at",
            "resolved_at",
        ],
    ),
    ("story.csv", &["issue", "at", "act", "outcome", "by", "capacity", "authority", "holder", "words"]),
    ("concerns.csv", &["reference", "issue", "category", "channel", "status", "heard_at"]),
];

/// Everything that is disclosed, and what is not.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The issues, oldest first.
    pub issues: Vec<Issue>,
    /// Their stories.
    pub steps: Vec<Step>,
    /// That their concerns were told.
    pub concerns: Vec<Concern>,
    /// What is left out.
    pub left_out: Vec<LeftOut>,
}

/// Something that is held and not disclosed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The record's reference.
    pub record: String,
    /// What of it.
    pub field: &'static str,
    /// Its class (docs/security.md).
    pub class: &'static str,
    /// Why.
    pub reason: String,
}

/// Where the next part begins; nothing after the last.
type Next = Option<(Instant, Id)>;

/// The next 200 issues with all that belongs to them, in one short read.
///
/// # Errors
/// Whatever the store answers.
pub async fn part(scope: &Scope, request: &Request, after: (Instant, Id)) -> Result<(Gathered, Next), Problem> {
    let (reading, asked) = (scope.clone(), request.clone());
    let read = move |tx: &mut db::Tx<'_>| {
        let permit: Permit = crate::holds::allowed(&reading)?;
        let issues = store::issues(tx, &permit, &asked, after, CHUNK)?;
        let ids: Vec<Id> = issues.iter().map(|issue| issue.id).collect();
        if ids.is_empty() {
            return Ok::<_, Problem>((issues, Vec::new(), Vec::new()));
        }
        let steps = store::steps(tx, &permit, &ids)?;
        Ok((issues, steps, store::concerns(tx, &permit, &ids)?))
    };
    let (issues, steps, concerns) = scope.site.db.read(read).await?;
    let more = issues.last().filter(|_| i64::try_from(issues.len()).is_ok_and(|count| count >= CHUNK));
    let next = more.map(|last| (last.opened_at, last.id));
    let mut part = Gathered { issues, steps, concerns, left_out: Vec::new() };
    part.left_out = left_out(&part, request.regime);
    Ok((part, next))
}

/// Gathers what is small enough to be made at once.
///
/// # Errors
/// Whatever the store answers.
pub async fn gather(scope: &Scope, request: &Request) -> Result<Gathered, Problem> {
    let mut all = Gathered::default();
    let mut after = Some((Instant::from_micros(i64::MIN), Id::nil()));
    while let Some(from) = after {
        let (part, next) = part(scope, request, from).await?;
        all.issues.extend(part.issues);
        all.steps.extend(part.steps);
        all.concerns.extend(part.concerns);
        all.left_out.extend(part.left_out);
        after = next;
    }
    Ok(all)
}

/// What is personal or not yet checked, item by item.
#[must_use]
fn left_out(all: &Gathered, regime: Regime) -> Vec<LeftOut> {
    let mut list = Vec::new();
    let personal = |what: &str| format!("{}: {what}", regime.personal());
    for issue in &all.issues {
        let mut add = |field, reason: &str| {
            list.push(LeftOut { record: issue.reference.clone(), field, class: "work", reason: reason.to_owned() });
        };
        if !issue.is_shown() {
            add("title and published words", "Hidden from the public, or not yet checked for personal details");
        } else if issue.title_waits.is_some() {
            add("a title that waits", "Not yet checked for personal details");
        }
        let own = || all.steps.iter().filter(|step| step.issue == issue.id);
        if own().any(|step| step.words_state == WordsState::Waiting) {
            add("words that wait", "Not yet checked for personal details");
        }
        if own().any(|step| step.noted) {
            add("notes of staff", "Written before they were checked for personal details; what was published is given");
        }
    }
    for concern in &all.concerns {
        let held = [
            (concern.has_words, "words and whereabouts", "words", "what somebody told us, in their words"),
            (concern.has_point, "the exact point", "contact", "where somebody was or lives"),
            (concern.has_contact, "contact", "contact", "how somebody can be reached"),
            (concern.notes > 0, "notes of calls, visits and letters", "words", "what was said with somebody"),
        ];
        let record = &concern.reference;
        list.extend(held.into_iter().filter(|(holds, ..)| *holds).map(|(_, field, class, what)| LeftOut {
            record: record.clone(),
            field,
            class,
            reason: personal(what),
        }));
    }
    list
}

impl Issue {
    /// Whether the public may read its words.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        self.published_at.is_some() && self.hidden_at.is_none()
    }

    /// Its title, where it may be read.
    #[must_use]
    pub fn shown_title(&self) -> &str {
        if self.is_shown() { &self.title } else { "[left out]" }
    }
}

/// The heading of one of the [`TABLES`].
///
/// # Errors
/// A fault when it cannot be written.
pub fn heading(table: usize) -> Result<String, Problem> {
    let (_, heading) = TABLES.get(table).ok_or(Problem::NotFound)?;
    csv([heading])
}

/// The rows of each of the [`TABLES`], without headings.
///
/// # Errors
/// A fault when they cannot be written.
pub fn rows(scope: &Scope, all: &Gathered) -> Result<[String; 4], Problem> {
    let categories = scope.snapshot.part::<Categories>()?;
    let name = |category: Id| categories.get(category).map(|one| one.name.clone());
    let when = |at: Option<Instant>| at.map(Instant::rfc3339).unwrap_or_default();
    let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    let known: HashMap<Id, &Issue> = all.issues.iter().map(|issue| (issue.id, issue)).collect();

    let issues = all.issues.iter().map(|issue| {
        Ok::<_, Problem>([
            issue.reference.clone(),
            issue.shown_title().to_owned(),
            name(issue.category)?,
            issue.level.to_string(),
            issue.status.to_string(),
            issue.outcome.map(|outcome| outcome.to_string()).unwrap_or_default(),
            issue.seriousness.to_string(),
            number(issue.people_affected),
            issue.priority.to_string(),
            issue.voices.to_string(),
            issue.opened_at.rfc3339(),
            when(issue.decided_at),
            when(issue.resolved_at),
        ])
    });
    let issues: Vec<_> = issues.collect::<Result<_, _>>()?;

    let story = all.steps.iter().filter_map(|step| {
        let issue = known.get(&step.issue)?;
        let said = step.said.clone().filter(|_| issue.is_shown()).unwrap_or_default();
        let by = step.person.and_then(|person| scope.snapshot.name_of(person)).unwrap_or_default();
        Some([
            issue.reference.clone(),
            step.at.rfc3339(),
            step.act.to_string(),
            step.outcome.map(|outcome| outcome.to_string()).unwrap_or_default(),
            by.to_owned(),
            step.capacity.clone().unwrap_or_default(),
            step.authority.clone().unwrap_or_default(),
            step.holder.clone().unwrap_or_default(),
            said,
        ])
    });

    let told = all.concerns.iter().map(|concern| {
        Ok::<_, Problem>([
            concern.reference.clone(),
            known.get(&concern.issue).map(|issue| issue.reference.clone()).unwrap_or_default(),
            name(concern.category)?,
            concern.channel.words().to_owned(),
            concern.status.to_string(),
            concern.heard_at.day_words(),
        ])
    });
    let told: Vec<_> = told.collect::<Result<_, _>>()?;

    let out = all
        .left_out
        .iter()
        .map(|item| [item.record.clone(), item.field.to_owned(), item.class.to_owned(), item.reason.clone()]);
    Ok([csv(out)?, csv(issues)?, csv(story)?, csv(told)?])
}

/// Lines of a table, as text.
fn csv<Row: AsRef<[Cell]>, Cell: AsRef<str>>(rows: impl IntoIterator<Item = Row>) -> Result<String, Problem> {
    String::from_utf8(::files::lines(rows).map_err(Problem::fault)?).map_err(Problem::fault)
}

/// The files that are given at once.
///
/// # Errors
/// A fault when they cannot be written.
pub fn files(scope: &Scope, all: &Gathered) -> Result<Vec<u8>, Problem> {
    let mut files = Vec::new();
    for (table, rows) in rows(scope, all)?.into_iter().enumerate() {
        files.push((TABLES[table].0, (heading(table)? + &rows).into_bytes()));
    }
    crate::subject::zipped(files)
}
