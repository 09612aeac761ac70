//! What is held about somebody, ready to be read: as the officer reviews it, as a page and as data to be given.

use std::io::{Cursor, Write as _};

use access::{Permit, Scope};
use askama::Template;
use base::{Id, Instant, Problem};
use db::Tx;
use issues::store::Brief;
use serde::Serialize;
use voice::{Categories, LogLine};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::beside::Also;
use super::commands::{MOST, PHRASES};
use super::model::{Request, without};
use super::store::{self, Match};

/// A concern with everything that is held of it, opened.
#[derive(Debug, Clone, Serialize)]
pub struct Held {
    #[serde(skip)]
    pub id: Id,
    /// Its reference.
    pub reference: String,
    /// What it was about.
    pub category: String,
    /// When it was told.
    pub heard_at: Instant,
    /// How.
    pub channel: String,
    /// What became of it.
    pub status: String,
    /// The issue it is part of.
    pub issue: Option<String>,
    /// Their words.
    pub words: Option<String>,
    /// Where, in their words.
    pub whereabouts: Option<String>,
    /// Where, on the ground.
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    /// How many people it affects, as they said.
    pub people_affected: Option<i64>,
    /// The language they are answered in.
    pub language: String,
    /// How they can be reached, name by name.
    pub contact: Vec<(String, String)>,
    /// Calls, visits and letters.
    pub contact_log: Vec<Note>,
    #[serde(skip)]
    pub how: String,
    #[serde(skip)]
    pub left_out: bool,
    #[serde(skip)]
    pub why: Option<String>,
    #[serde(skip)]
    pub phrases: Vec<String>,
    #[serde(skip)]
    pub erased: bool,
}

/// A call, visit or letter.
#[derive(Debug, Clone, Serialize)]
pub struct Note {
    /// When.
    pub at: Instant,
    /// How.
    pub way: String,
    /// What was said.
    pub said: Option<String>,
}

impl Held {
    /// Without what is about others.
    #[must_use]
    pub fn cleaned(mut self) -> Self {
        let phrases = std::mem::take(&mut self.phrases);
        let clean = |text: Option<String>| text.map(|text| without(&text, &phrases));
        self.words = clean(self.words);
        self.whereabouts = clean(self.whereabouts);
        for note in &mut self.contact_log {
            note.said = clean(note.said.take());
        }
        self
    }
}

/// Everything that was found for a request, opened: five statements, whatever the number. The caller tells of the look.
///
/// # Errors
/// Whatever the store answers.
pub fn held(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, request: &Request) -> Result<Vec<Held>, Problem> {
    let found = store::matches(tx, permit, request.id, MOST)?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Id> = found.iter().map(|one| one.id).collect();
    let contacts = voice::contacts(tx, scope, &ids)?;
    let logs = voice::contact_logs(tx, scope.partnership(), &ids)?;
    let links = issues::store::issues_of_concerns(tx, scope.partnership(), &ids)?;
    let issues: Vec<Id> = links.iter().map(|(_, issue)| *issue).collect();
    let briefs = if issues.is_empty() { Vec::new() } else { issues::store::briefly(tx, scope, &issues)? };
    let vault = &scope.site.vault;
    let mut all = Vec::with_capacity(found.len());
    for one in found {
        let open = |purpose, sealed: Option<&[u8]>| -> Result<Option<String>, Problem> {
            Ok(vault.open(one.id, one.wrapped.as_deref(), purpose, sealed)?.words())
        };
        let issue = links.iter().find(|(concern, _)| *concern == one.id).map(|(_, issue)| *issue);
        let issue = issue.and_then(|id| briefs.iter().find(|brief| brief.id == id)).map(in_words);
        let contact = contacts.iter().find(|(concern, ..)| *concern == one.id).map(|(_, contact, way, news)| {
            let known = [
                ("name", &contact.name),
                ("e-mail", &contact.email),
                ("telephone", &contact.phone),
                ("address", &contact.address),
            ];
            let mut lines: Vec<(String, String)> =
                known.into_iter().filter_map(|(field, value)| Some((field.to_owned(), value.clone()?))).collect();
            lines.push(("safe way to reach them".to_owned(), way.to_string()));
            lines.push(("wants to be told".to_owned(), if *news { "yes" } else { "no" }.to_owned()));
            lines
        });
        let own = logs.iter().filter(|line| line.concern == one.id);
        all.push(Held {
            words: open("concern.words", one.words.as_deref())?,
            whereabouts: open("concern.whereabouts", one.whereabouts.as_deref())?,
            contact: contact.unwrap_or_default(),
            contact_log: own.map(|line| note(scope, line)).collect::<Result<_, Problem>>()?,
            phrases: phrases(scope, request, &one)?,
            category: scope.snapshot.part::<Categories>()?.get(one.category)?.name.clone(),
            id: one.id,
            reference: one.reference,
            heard_at: one.heard_at,
            channel: one.channel.words().to_owned(),
            status: one.status.as_str().replace('_', " "),
            issue,
            lat: one.lat,
            lon: one.lon,
            people_affected: one.people_affected,
            language: one.language,
            how: one.how,
            left_out: one.left_out,
            why: one.why,
            erased: one.erased_at.is_some(),
        });
    }
    Ok(all)
}

fn in_words(brief: &Brief) -> String {
    format!("{} ({})", brief.title, brief.reference)
}

fn note(scope: &Scope, line: &LogLine) -> Result<Note, Problem> {
    Ok(Note { at: line.at, way: line.way.replace('_', " "), said: line.opened(&scope.site.vault)?.words() })
}

fn phrases(scope: &Scope, request: &Request, one: &Match) -> Result<Vec<String>, Problem> {
    let opened = scope.site.vault.open(request.id, request.wrapped.as_deref(), PHRASES, one.phrases.as_deref())?;
    Ok(opened.words().and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}

#[derive(Template)]
#[template(path = "subject/export.html")]
struct ReadablePage<'a> {
    partnership: &'a str,
    body: &'a str,
    reference: &'a str,
    day: String,
    held: &'a [Held],
    beside: &'a [Also],
}

#[derive(Serialize)]
struct Data<'a> {
    partnership: &'a str,
    reference: &'a str,
    made_at: Instant,
    concerns: &'a [Held],
    others: &'a [Also],
}

/// The file that is given: a page to be read and the same as data. What is left out is in neither.
///
/// # Errors
/// A fault when it cannot be written.
pub fn file(scope: &Scope, reference: &str, held: Vec<Held>, beside: Vec<Also>) -> Result<Vec<u8>, Problem> {
    let beside: Vec<Also> = beside.into_iter().filter(|one| one.given == Some(true)).collect();
    let held: Vec<Held> = held.into_iter().filter(|one| !one.left_out && !one.erased).map(Held::cleaned).collect();
    let partnership = &scope.snapshot.partnership;
    let name = partnership.name.as_str();
    let body = partnership.accountable_body.as_deref().unwrap_or(name);
    let page =
        ReadablePage { partnership: name, body, reference, day: scope.now.day_words(), held: &held, beside: &beside };
    let page = page.render().map_err(Problem::fault)?;
    let data = Data { partnership: name, reference, made_at: scope.now, concerns: &held, others: &beside };
    let data = serde_json::to_vec_pretty(&data).map_err(Problem::fault)?;
    zipped([("what-we-hold.html", page.into_bytes()), ("what-we-hold.json", data)])
}

/// Files put into one.
///
/// # Errors
/// A fault when it cannot be written.
pub(crate) fn zipped<'a>(files: impl IntoIterator<Item = (&'a str, Vec<u8>)>) -> Result<Vec<u8>, Problem> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name, SimpleFileOptions::default()).map_err(Problem::fault)?;
        zip.write_all(&bytes).map_err(Problem::fault)?;
    }
    Ok(zip.finish().map_err(Problem::fault)?.into_inner())
}
