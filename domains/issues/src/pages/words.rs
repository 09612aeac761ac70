//! An issue in the words of the person who reads the page.

use access::{Scope, TermList};
use base::{Instant, WorkingDays};
use voice::Category;
use web::{Words, language};

use crate::model::{Outcome, Status, Weighed};
use crate::store::{Flag, Given, Sort};

/// Where an issue stands, as residents are told it.
#[must_use]
pub fn status_words(words: &Words, status: Status, outcome: Option<Outcome>, came_back: bool) -> &str {
    match (status, outcome) {
        (Status::New | Status::Considering, _) if came_back => words.issue_status_came_back(),
        (Status::New, _) => words.issue_status_new(),
        (Status::Considering, _) => words.issue_status_considering(),
        (Status::TakingForward, _) => words.issue_status_taking_forward(),
        (Status::NotTakingForward, _) => words.issue_status_not_taking_forward(),
        (Status::Resolved, Some(outcome)) => outcome_words(words, outcome),
        (Status::Resolved, None) => words.issue_status_settled(),
    }
}

/// How it ended, as residents are told it.
#[must_use]
fn outcome_words(words: &Words, outcome: Outcome) -> &str {
    match outcome {
        Outcome::Sorted => words.step_sorted(),
        Outcome::Partly => words.step_partly(),
        Outcome::DoneWhatWeCan => words.step_done_what_we_can(),
        Outcome::NothingFound => words.step_nothing_found(),
        Outcome::StoppedByItself => words.step_stopped_by_itself(),
    }
}

/// What stands beside a rank.
#[must_use]
pub fn flag_words(words: &Words, flag: Flag) -> &str {
    match flag {
        Flag::CameBack => words.issue_flag_came_back(),
        Flag::PlaceOfFocus => words.issue_flag_place_of_focus(),
        Flag::LookAgain => words.issue_flag_look_again(),
        Flag::Overdue => words.issue_flag_overdue(),
        Flag::Contested => words.issue_flag_contested(),
    }
}

/// A level's name, as the partnership calls it (EVO-01).
#[must_use]
pub fn level_name<'a>(scope: &'a Scope, words: &'a Words, level: i64) -> &'a str {
    let ours = || match level {
        0 => words.issue_level_local(),
        1 => words.issue_level_area(),
        _ => words.issue_level_borough(),
    };
    let own = language::is_own(words, &scope.snapshot);
    own.then(|| scope.snapshot.label(TermList::Level, &level.to_string(), scope.now.date()))
        .flatten()
        .unwrap_or_else(ours)
}

/// The order of a list.
#[must_use]
pub fn sort_words(words: &Words, sort: Sort) -> &str {
    match sort {
        Sort::Priority => words.issues_sort_priority(),
        Sort::Newest => words.issues_sort_newest(),
        Sort::Oldest => words.issues_sort_oldest(),
    }
}

/// How serious, 1 to 5.
#[must_use]
pub fn serious_words(words: &Words, seriousness: i64) -> &str {
    match seriousness {
        ..=1 => words.issue_serious_one(),
        2 => words.issue_serious_two(),
        3 => words.issue_serious_three(),
        4 => words.issue_serious_four(),
        5.. => words.issue_serious_five(),
    }
}

/// Why it ranks where it does, in one sentence (WAL-32, ASK-01).
#[must_use]
pub fn why_words(words: &Words, weighed: Weighed, priority: i64) -> String {
    let serious = serious_words(words, weighed.seriousness);
    match weighed.people_affected {
        Some(people) => words.issue_why(people, priority, weighed.seriousness, serious),
        None => words.issue_why_provisional(weighed.voices, priority, weighed.seriousness, serious),
    }
}

/// What the day of a decision rests on, in one sentence: the working days of its category, or the day on which it came back.
#[must_use]
pub fn due_why(words: &Words, category: &Category, opened_at: Instant, answer_by: Instant) -> String {
    let within = u16::try_from(category.answer_within).ok();
    let usual = within.map(|days| WorkingDays::england_and_wales().deadline(opened_at, days));
    match usual {
        Some(usual) if usual == answer_by => words.issue_due_why(&category.name, category.answer_within),
        _ => words.issue_due_why_later().to_owned(),
    }
}

/// Why it is with whoever holds it: who gave it to them, when, and to those who work on it for what reason; without a
/// holder, who has it meanwhile. Nothing where nobody gave it.
#[must_use]
pub fn held_why(scope: &Scope, is_held: bool, given: Option<&Given>, works: bool) -> Option<String> {
    if !is_held {
        return Some("Until somebody is given it, it waits for whoever manages its place.".to_owned());
    }
    let given = given?;
    let day = given.at.day_words();
    if !works {
        return Some(format!("It was given to them on {day}."));
    }
    let by = given.by.and_then(|person| scope.snapshot.name_of(person)).unwrap_or("A colleague");
    let why = given.why.as_deref().map(|words| format!(": {words}")).unwrap_or_default();
    Some(format!("{by} gave it on {day}{why}"))
}
