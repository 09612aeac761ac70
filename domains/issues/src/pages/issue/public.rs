use access::{Page, Scope, in_sentence};
use askama::Template;
use base::{Date, Id, Instant, Problem, Reference};
use places::Places;
use voice::{Categories, Category, PublicPlace};
use web::asking::Visit;
use web::components::{Badge, SummaryList, Timeline};
use web::{Answer, Markup, Shell, Words, page};

use super::{Seen, story};
use crate::again::Again;
use crate::model::{Act, Status, WordsState};
use crate::pages::row::badges;
use crate::pages::words::{due_why, level_name, status_words, why_words};
use crate::saying;
use crate::store::Issue;

#[derive(Template)]
#[template(path = "issue/issue.html")]
struct IssuePage {
    shell: Shell,
    reference: String,
    status: &'static str,
    stands: Vec<String>,
    flags: Vec<Badge>,
    facts: SummaryList,
    /// The decision in force, or the one that was before it was opened again.
    decision: Option<Decision>,
    again: Vec<String>,
    you_said: String,
    we_did: Option<String>,
    story: Timeline,
    report: Option<String>,
    take_down: String,
    /// The way back to the desk, for whoever looks as the public does.
    back: Option<String>,
}

/// A decision as the public reads it: what, why, by whom, with what authority (WAL-33, ASK-01, ASK-10).
struct Decision {
    what: String,
    why: Option<String>,
    why_waits: Option<&'static str>,
    when: String,
    who: Option<String>,
}

pub(super) fn show(visit: &Visit, seen: &Seen, as_public: bool) -> Answer {
    let (scope, words, issue) = (&visit.scope, visit.words, &seen.issue);
    let category = scope.snapshot.part::<Categories>()?.get(issue.category)?;
    let reference: Reference = issue.reference.parse().map_err(Problem::fault)?;
    let again = Again::of(&seen.steps);
    let shell = visit
        .shell(issue.title.clone())
        .crumb(scope.snapshot.partnership.name.clone(), scope.url(Page::Home))
        .crumb(words.issues_heading(), scope.url(Page::Issues));
    page(&IssuePage {
        shell,
        reference: words.issue_far(&issue.reference),
        status: match again {
            Some(_) if !issue.came_back => words.issue_status_again(),
            _ => status_words(words, issue.status, issue.outcome, issue.came_back),
        },
        stands: stands(words, issue, category, again.is_some(), scope.now),
        flags: badges(words, &issue.flags(scope.now)),
        facts: facts(scope, words, seen, category)?,
        decision: decision(scope, words, seen),
        again: again.map(|again| reopened(scope, words, seen, again)).unwrap_or_default(),
        you_said: words.issue_you_said_about(&issue.title, issue.voices),
        we_did: we_did(words, seen),
        story: story::for_public(scope, words, seen),
        take_down: scope.url(Page::TakeDown(&reference)),
        back: (as_public && scope.hat().is_some()).then(|| scope.url(Page::Issue(&reference))),
        report: issue.status.is_open().then(|| format!("{}?joins={}", scope.url(Page::Report), issue.reference)),
    })
}

/// What we did, as far as it stands; what we said instead when we did not take it forward.
fn we_did(words: &Words, seen: &Seen) -> Option<String> {
    let said = |act| seen.steps.iter().rev().find(|step| step.act == act)?.said.clone();
    match seen.issue.status {
        Status::Resolved => said(Act::Resolved),
        Status::NotTakingForward => {
            said(Act::NotTakenForward).or_else(|| Some(words.state_not_taking_forward().to_owned()))
        }
        _ if seen.issue.came_back => said(Act::Resolved).map(|said| words.issue_did_and_came_back(said)),
        _ => None,
    }
}

/// That it is open again and, where somebody asked for another decision, who looks at it by when.
fn reopened(scope: &Scope, words: &Words, seen: &Seen, again: Again<'_>) -> Vec<String> {
    let asked = again.refuser().map(|_| again.looked_at(scope, words, &seen.hand(), seen.issue.answer_by));
    std::iter::once(again.opened(words, false)).chain(asked).collect()
}

/// What we wait for, and by when something happens.
fn stands(words: &Words, issue: &Issue, category: &Category, again: bool, now: Instant) -> Vec<String> {
    let mut lines = Vec::new();
    if matches!(issue.status, Status::New | Status::Considering) {
        let day = words.day_of(issue.answer_by);
        lines.push(match (issue.is_overdue(now), again) {
            (true, _) => words.issue_due_past(day),
            (false, true) => words.issue_due_again(day),
            (false, false) => words.issue_due(day),
        });
        lines.push(due_why(words, category, issue.opened_at, issue.answer_by));
    }
    lines.extend(saying::waiting(words, issue));
    lines
}

fn facts(scope: &Scope, words: &'static Words, seen: &Seen, category: &Category) -> Result<SummaryList, Problem> {
    let issue = &seen.issue;
    let known = scope.snapshot.part::<Places>()?;
    let seen_by_all: Vec<Id> = seen.told_places().filter(|here| here.is_public).map(|here| here.place).collect();
    let place = match story::place_names(known, &seen_by_all) {
        names if names.is_empty() => words.issue_where_hidden(&scope.snapshot.partnership.name),
        names => names,
    };
    let map = match (issue.public_point(), category.public_place) {
        (Some(spot), PublicPlace::Point) => places::map_of_spot(scope, words, spot, "spot", words.issue_spot())?,
        (Some(spot), _) => places::map_of_spot(scope, words, spot, "spot", words.issue_spot_street())?,
        (None, _) => Markup::default(),
    };
    let holder = issue.holder_organisation.and_then(|id| scope.snapshot.organisation(id));
    let holder = match holder {
        Some(holder) => words.issue_holder(&holder.name),
        None if issue.status.is_open() && issue.waiting_for.is_none() => words.issue_holder_nobody().to_owned(),
        None => String::new(),
    };
    let level = words.issue_level_here(in_sentence(level_name(scope, words, issue.level)));
    Ok(SummaryList::new()
        .row(words.issue_about(), &category.name)
        .row(words.issue_place(), Markup::trusted(format!("{}{map}", Markup::from(place))))
        .row(
            words.issue_heard(),
            format!("{} {}.", words.issue_voices(issue.voices), words.issue_opened(words.day_of(seen.first_told()))),
        )
        .row(words.issue_level_heading(), format!("{level} {holder}").trim_end().to_owned())
        .row(words.issue_priority_heading(), why_words(words, issue.weighed(), issue.priority)))
}

/// The last decision, if there was one.
fn decision(scope: &Scope, words: &'static Words, seen: &Seen) -> Option<Decision> {
    let step = seen.steps.iter().rev().find(|step| step.act.decides())?;
    let waits = step.words_state == WordsState::Waiting;
    Some(Decision {
        what: saying::step_title(words, step).unwrap_or_default(),
        why: step.said.clone(),
        why_waits: waits.then(|| words.state_words_wait()),
        when: words.issue_decided_on(words.day_of(step.at)),
        who: saying::decider(scope, words, step),
    })
}

pub(super) fn day_words(day: Date) -> String {
    Instant::at(day, 12, 0).day_words()
}
