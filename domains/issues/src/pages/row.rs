//! A row of a list: for the public, and for whoever works here, who scans more of them and acts on each.

use access::{Page, Right, Scope};
use base::{Problem, Reference};
use places::Places;
use voice::Categories;
use web::Words;
use web::components::{Badge, Details, Tag};

use super::words::{due_why, flag_words, held_why, level_name, status_words, why_words};
use crate::listing::Found;
use crate::model::Status;
use crate::store::Flag;

/// A row as the public reads it.
pub(super) struct Row {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) status: &'static str,
    pub(super) flags: Vec<Badge>,
    pub(super) place: String,
    pub(super) voices: String,
    pub(super) affected: Option<String>,
    pub(super) opened: String,
    pub(super) why: Details,
}

/// A row as whoever works here scans it.
pub(super) struct Line {
    pub(super) reference: String,
    pub(super) href: String,
    pub(super) title: String,
    pub(super) category: String,
    pub(super) tag: Tag,
    pub(super) place: String,
    pub(super) priority: i64,
    pub(super) why: Details,
    pub(super) voices: i64,
    pub(super) affected: Option<i64>,
    pub(super) flags: Vec<Badge>,
    pub(super) level: String,
    pub(super) holder: Option<String>,
    pub(super) held: Option<Details>,
    pub(super) waiting_for: Option<String>,
    pub(super) age: String,
    pub(super) due: Option<(String, Details)>,
}

impl Row {
    /// A row by the places the public may know.
    pub(super) fn of(scope: &Scope, words: &'static Words, found: &Found) -> Result<Self, Problem> {
        let line = &found.line;
        Ok(Self {
            href: href(scope, found)?,
            title: line.title.clone(),
            status: status_words(words, line.status, line.outcome, line.came_back),
            flags: badges(words, &line.flags(scope.now)),
            place: place_name(scope, found)?,
            voices: words.issue_voices_short(line.voices),
            affected: line.people_affected.map(|people| words.issue_affected_short(people)),
            opened: words.day_of(line.opened_at),
            why: rank_why(words, found),
        })
    }
}

/// Where an issue is told in full.
fn href(scope: &Scope, found: &Found) -> Result<String, Problem> {
    let reference: Reference = found.line.reference.parse().map_err(Problem::fault)?;
    Ok(scope.url(Page::Issue(&reference)))
}

/// The ward, or what else it lies in: staff see every place, the public those it may know.
fn place_name(scope: &Scope, found: &Found) -> Result<String, Problem> {
    let known = scope.snapshot.part::<Places>()?;
    let places = if scope.has(Right::GroupConcerns) { found.all_places() } else { found.public_places() };
    let place = known.ward_of(&places).or_else(|| known.of(&places).into_iter().next());
    Ok(place.map(|place| place.name.clone()).unwrap_or_default())
}

fn rank_why(words: &Words, found: &Found) -> Details {
    let line = &found.line;
    Details::why(words, words.issues_why_of(&line.title), why_words(words, line.weighed(), line.priority))
}

impl Line {
    /// A row for whoever works here.
    pub(super) fn of(scope: &Scope, words: &'static Words, found: &Found) -> Result<Self, Problem> {
        let line = &found.line;
        let holder = line.holder_organisation.and_then(|id| scope.snapshot.organisation(id));
        let category = scope.snapshot.part::<Categories>()?.get(line.category)?;
        let undecided = matches!(line.status, Status::New | Status::Considering);
        let mut flags = badges(words, &line.flags(scope.now));
        if line.published_at.is_none() || line.hidden_at.is_some() {
            flags.push(Badge::new("Not public").quiet());
        }
        Ok(Self {
            href: href(scope, found)?,
            reference: line.reference.clone(),
            title: line.title.clone(),
            category: category.name.clone(),
            tag: tag(line.status, line.status.words()),
            place: place_name(scope, found)?,
            priority: line.priority,
            why: rank_why(words, found),
            voices: line.voices,
            affected: line.people_affected,
            flags,
            level: level_name(scope, words, line.level).to_owned(),
            holder: holder.map(|holder| holder.name.clone()),
            held: (holder.is_some() || line.waiting_for.is_none()).then(|| held(scope, words, found)).flatten(),
            waiting_for: line.waiting_for.clone(),
            age: words.issues_days(line.opened_at.days_until(scope.now)),
            due: undecided.then(|| {
                let because = due_why(words, category, line.opened_at, line.answer_by);
                (words.day_of(line.answer_by), Details::why(words, words.issues_why_due(&line.title), because))
            }),
        })
    }
}

/// Why it is with its holder. For what reason is told to those who work on it.
fn held(scope: &Scope, words: &Words, found: &Found) -> Option<Details> {
    let (line, holder) = (&found.line, found.line.holder_organisation);
    let works = scope.may(Right::GroupConcerns, &places::ground(found.all_places(), holder)).is_ok();
    let because = held_why(scope, holder.is_some(), found.given.as_ref(), works)?;
    Some(Details::why(words, words.issues_why_held(&line.title), because))
}

/// A state as staff scan it: what waits for somebody stands out, what rests does not.
pub(super) fn tag(status: Status, words: &str) -> Tag {
    let tag = Tag::new(words);
    match status {
        Status::New => tag,
        Status::Considering => tag.yellow(),
        Status::TakingForward => tag.purple(),
        Status::NotTakingForward | Status::Resolved => tag.grey(),
    }
}

/// Flags as words.
pub(super) fn badges(words: &Words, flags: &[Flag]) -> Vec<Badge> {
    flags.iter().map(|flag| badge(words, *flag)).collect()
}

fn badge(words: &Words, flag: Flag) -> Badge {
    let badge = Badge::new(flag_words(words, flag));
    match flag {
        Flag::CameBack | Flag::Overdue => badge.strong(),
        Flag::LookAgain | Flag::Contested => badge,
        Flag::PlaceOfFocus => badge.quiet(),
    }
}
