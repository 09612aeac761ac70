use access::{Scope, in_sentence};
use base::{Id, Instant};
use places::Places;
use web::components::Timeline;
use web::{Markup, Words};

use super::Seen;
use crate::model::{Act, SERIOUSNESS, WordsState};
use crate::pages::words::{level_name, serious_words};
use crate::said_again::SaidAgain;
use crate::saying;
use crate::store::Step;

/// One moment of an issue's story, told to somebody.
#[derive(Debug, Clone)]
pub struct Told {
    pub at: Instant,
    pub title: String,
    pub by: String,
    pub lines: Vec<String>,
}

/// The story as everybody may read it, latest first, with whoever decided.
pub(super) fn for_public(scope: &Scope, words: &'static Words, seen: &Seen) -> Timeline {
    let steps = seen.steps.iter().filter_map(|step| told_to_public(scope, words, step));
    let first = seen.issue.opened_at;
    let voices = seen.contributors().filter(|(at, ..)| *at > first).map(|(at, joined, count)| Told {
        at,
        title: if joined { words.issue_story_joined(count) } else { words.issue_story_attached(count) },
        by: String::new(),
        lines: Vec::new(),
    });
    timeline(words, steps.chain(voices).collect())
}

/// The story as those who work on it read it: who, why, on what evidence.
pub(super) fn for_staff(scope: &Scope, seen: &Seen, again: &[SaidAgain]) -> Timeline {
    let steps = seen.steps.iter().filter(|step| step.act != Act::Attached).map(|step| {
        let mut told = told_to_staff(scope, step);
        let said = again.iter().filter(|said| step.act.is_return() && said.at == step.at);
        told.lines.extend(said.map(|said| format!("{}: “{}”", said.concern, said.words)));
        told
    });
    let voices = seen.contributors().map(|(at, joined, count)| Told {
        at,
        title: match (joined, count) {
            (true, 1) => "1 person joined: it affects them too".into(),
            (true, count) => format!("{count} people joined: it affects them too"),
            (false, 1) => "1 concern added".into(),
            (false, count) => format!("{count} concerns added"),
        },
        by: String::new(),
        lines: Vec::new(),
    });
    timeline(Words::english(), steps.chain(voices).collect())
}

fn timeline(words: &'static Words, mut story: Vec<Told>) -> Timeline {
    story.sort_by_key(|told| std::cmp::Reverse(told.at));
    story.into_iter().fold(Timeline::new(words), |line, told| {
        let text = told.lines.iter().map(|text| format!("<p class=\"govuk-body\">{}</p>", Markup::from(text)));
        line.event(told.at, told.title, told.by, Markup::trusted(text.collect::<String>()))
    })
}

fn told_to_public(scope: &Scope, words: &Words, step: &Step) -> Option<Told> {
    let title = saying::step_title(words, step)?;
    let mut lines = Vec::new();
    if let Some(level) = step.level_to {
        lines.push(words.issue_level_here(in_sentence(level_name(scope, words, level))));
    }
    if step.act == Act::Assessed {
        let assessed = step.seriousness.map(|n| words.issue_story_assessed_as(n, serious_words(words, n)));
        let people = step.people_affected.map(|n| words.issue_story_assessed_people(n));
        let priority = step.priority.map(|n| words.issue_story_assessed_priority(n));
        lines.push([assessed, people, priority].into_iter().flatten().collect::<Vec<_>>().join(" "));
    }
    // What an opening says is the title.
    lines.extend(step.said.clone().filter(|_| step.act != Act::Opened));
    lines.extend(saying::decider(scope, words, step).filter(|_| step.act.decides()));
    Some(Told { at: step.at, title, by: String::new(), lines })
}

/// One step in the words of staff.
pub fn told_to_staff(scope: &Scope, step: &Step) -> Told {
    let level = in_sentence(level_name(scope, Words::english(), step.level_to.unwrap_or_default()));
    let title = match step.act {
        Act::Opened => "Made an issue".to_owned(),
        Act::Attached => "Concerns added".to_owned(),
        Act::Assessed => "Assessed".to_owned(),
        Act::TakenForward => "Decided: taking forward".to_owned(),
        Act::NotTakenForward => "Decided: not taking forward".to_owned(),
        Act::Escalated => format!("Escalated to {level} level"),
        Act::HandedDown => format!("Handed down to {level} level"),
        Act::Assigned => format!("Assigned to {}", step.holder.as_deref().unwrap_or("nobody")),
        Act::Resolved => format!("Resolved: {}", step.outcome.map_or("", |outcome| outcome.words()).to_lowercase()),
        Act::Reopened => "Reopened".to_owned(),
        Act::Contested => "A contributor says it is still there".to_owned(),
        Act::AskedAgain => "A contributor asks for another decision".to_owned(),
        Act::Titled => "A title was put forward".to_owned(),
    };
    let name_of = |id: Option<base::Id>| id.and_then(|id| scope.snapshot.name_of(id));
    let by = name_of(step.person).map(|name| match name_of(step.acting_for) {
        Some(holder) => format!("by {name}, for {holder}"),
        None => format!("by {name}"),
    });
    Told { at: step.at, title, by: by.unwrap_or_default(), lines: staff_lines(step) }
}

fn staff_lines(step: &Step) -> Vec<String> {
    let mut lines = Vec::new();
    if let (Some(seriousness), Some(people), Some(priority)) = (step.seriousness, step.people_affected, step.priority) {
        let serious = SERIOUSNESS[usize::try_from(seriousness.clamp(1, 5) - 1).unwrap_or(0)];
        let people = if people == 1 { "1 person".to_owned() } else { format!("{people} people") };
        lines.push(format!("Seriousness {seriousness} ({serious}) for {people}: priority {priority} of 25."));
    }
    if let (Some(told), Some(at)) = (&step.told, step.told_at) {
        let holder = step.holder.as_deref().unwrap_or_default();
        lines.push(format!("{holder} holds the danger. {told} was told on {}.", at.words()));
    }
    lines.extend(step.words.clone());
    lines.extend(step.evidence.as_ref().map(|evidence| format!("Evidence: {evidence}")));
    lines.extend(step.capacity.map(|capacity| match &step.authority {
        Some(authority) => format!("{}: {authority}", capacity.words()),
        None => format!("{}.", capacity.words()),
    }));
    match (step.words_state, step.approve_by) {
        (WordsState::Waiting, Some(by)) => lines.push(format!(
            "The public does not read these words yet: a second person has until {} to approve them, then a set sentence goes out.",
            by.words()
        )),
        (WordsState::Template, _) => {
            let said = step.said.as_deref().unwrap_or_default();
            lines.push(format!("Nobody approved the words in time. The public reads: {said}"));
        }
        (WordsState::Public, _) if step.said != step.words => {
            lines.extend(step.said.as_ref().map(|said| format!("The public reads, after a second person's change: {said}")));
        }
        _ => {}
    }
    lines
}

/// The names of places for a sentence, small before wide: "Field Road, Blakenall".
pub(super) fn place_names(known: &Places, places: &[Id]) -> String {
    let names: Vec<&str> = known.of(places).into_iter().map(|place| place.name.as_str()).collect();
    names.join(", ")
}
