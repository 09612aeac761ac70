//! How things stand, as a resident is told: the same words on the public page, on the contributor's own page and in mail.

use access::Scope;
use base::{Id, Problem};
use places::Kind;
use voice::{Category, ConcernStatus, PublicPlace};
use web::Words;

use crate::commands::places_in;
use crate::model::{Act, Capacity, Outcome};
use crate::store::{Issue, Step};

/// Where a concern stands, in one sentence, with what the public may read of the reason.
#[must_use]
pub fn standing(words: &Words, status: ConcernStatus, outcome: Option<Outcome>, said: Option<&str>) -> String {
    use ConcernStatus as C;
    match (status, said) {
        (C::Heard, _) => words.state_heard().to_owned(),
        (C::Considering, _) => words.state_considering().to_owned(),
        (C::TakingForward, Some(said)) => words.state_taking_forward_said(said),
        (C::TakingForward, None) => words.state_taking_forward().to_owned(),
        (C::NotTakingForward, Some(said)) => words.state_not_taking_forward_said(said),
        (C::NotTakingForward, None) => words.state_not_taking_forward().to_owned(),
        (C::Resolved, Some(said)) => ended_because(words, outcome, said),
        (C::Resolved, None) => ended(words, outcome).to_owned(),
        (C::CameBack, _) => words.state_came_back().to_owned(),
        (C::Referred, _) => words.state_referred().to_owned(),
        (C::HandedOver, _) => words.state_handed_over().to_owned(),
        (C::Answered, _) => words.state_answered().to_owned(),
    }
}

fn ended(words: &Words, outcome: Option<Outcome>) -> &str {
    match outcome {
        Some(Outcome::Sorted) => words.state_sorted(),
        Some(Outcome::Partly) => words.state_partly(),
        Some(Outcome::NothingFound) => words.state_nothing_found(),
        Some(Outcome::StoppedByItself) => words.state_stopped_by_itself(),
        Some(Outcome::DoneWhatWeCan) | None => words.state_done_what_we_can(),
    }
}

fn ended_because(words: &Words, outcome: Option<Outcome>, said: &str) -> String {
    match outcome {
        Some(Outcome::Sorted) => words.state_sorted_said(said),
        Some(Outcome::Partly) => words.state_partly_said(said),
        Some(Outcome::NothingFound) => words.state_nothing_found_said(said),
        Some(Outcome::StoppedByItself) => words.state_stopped_by_itself_said(said),
        Some(Outcome::DoneWhatWeCan) | None => words.state_done_what_we_can_said(said),
    }
}

/// What the public may know of where a concern is: its ward, or the wider place it was told for; nothing for some matters.
///
/// # Errors
/// A fault when the places are not wired into this program.
pub fn seen_place(scope: &Scope, category: &Category, places: &[Id]) -> Result<Option<String>, Problem> {
    if category.public_place == PublicPlace::None {
        return Ok(None);
    }
    let places = places_in(scope)?.of(places);
    Ok(places.into_iter().find(|place| place.kind >= Kind::Ward).map(|place| place.name.clone()))
}

/// The step that made a concern's status what it is, when a decision did.
#[must_use]
pub fn deciding(status: ConcernStatus, steps: &[Step]) -> Option<&Step> {
    let act = match status {
        ConcernStatus::TakingForward => Act::TakenForward,
        ConcernStatus::NotTakingForward => Act::NotTakenForward,
        ConcernStatus::Resolved => Act::Resolved,
        _ => return None,
    };
    steps.iter().rev().find(|step| step.act == act)
}

/// Who decided, and what gave them the power to.
#[must_use]
pub fn decider(scope: &Scope, words: &Words, step: &Step) -> Option<String> {
    let name = step.person.and_then(|id| scope.snapshot.name_of(id)).unwrap_or_default();
    let authority = step.authority.as_deref().filter(|text| !text.is_empty());
    Some(match (step.capacity, authority) {
        (Some(Capacity::Rule), Some(authority)) => words.decided_rule(authority),
        (Some(Capacity::Rule), None) => words.decided_rule_alone().to_owned(),
        _ if name.is_empty() => return None,
        (Some(Capacity::Body), Some(authority)) => words.decided_body(authority, name),
        (Some(Capacity::Body), None) => words.decided_body_alone(name),
        (Some(Capacity::DelegatedOfficer), Some(authority)) => words.decided_officer(authority, name),
        (Some(Capacity::DelegatedOfficer), None) => words.decided_officer_alone(name),
        (None, _) => words.decided_person(name),
    })
}

/// Whom an issue waits for and until when it is watched, one sentence each.
#[must_use]
pub fn waiting(words: &Words, issue: &Issue) -> Vec<String> {
    let day = |date| words.date(date);
    let waits = issue.waiting_for.as_ref().map(|who| match issue.waiting_until {
        Some(until) => words.state_waiting_until(day(until), who),
        None => words.state_waiting(who),
    });
    let watched = issue.watching_until.map(|until| words.state_watching(day(until)));
    waits.into_iter().chain(watched).collect()
}

/// What a step is called in a story that anybody may read; nothing for what only staff need.
#[must_use]
pub fn step_title(words: &Words, step: &Step) -> Option<String> {
    let title = match step.act {
        Act::Opened => words.step_opened(),
        Act::Assessed => words.step_assessed(),
        Act::TakenForward => words.step_taken_forward(),
        Act::NotTakenForward => words.step_not_taken_forward(),
        Act::Escalated => words.step_escalated(),
        Act::HandedDown => words.step_handed_down(),
        Act::Assigned => return step.holder.as_ref().map(|holder| words.step_assigned(holder)),
        Act::Resolved => match step.outcome {
            Some(Outcome::Sorted) => words.step_sorted(),
            Some(Outcome::Partly) => words.step_partly(),
            Some(Outcome::NothingFound) => words.step_nothing_found(),
            Some(Outcome::StoppedByItself) => words.step_stopped_by_itself(),
            Some(Outcome::DoneWhatWeCan) | None => words.step_done_what_we_can(),
        },
        Act::Reopened => words.step_reopened(),
        Act::Contested => words.step_contested(),
        Act::AskedAgain => words.step_asked_again(),
        Act::Attached | Act::Titled => return None,
    };
    Some(title.to_owned())
}
