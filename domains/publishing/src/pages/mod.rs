pub mod about;
pub mod feedback;
mod figures;
pub mod home;
pub mod place;

use access::{Page, Scope};
use base::Id;
use db::{Error, Tx};
use issues::model::{Act, Outcome, Status};
use issues::store::{self, Said};
use web::Words;

/// How many pieces of news a page shows that shows a few.
const FEW: usize = 5;
/// How far back it looks for them: an issue may have been in the news more than once.
const LOOKED_AT: i64 = 20;

/// The newest word on each of the few issues that were last in the news, where it still stands: everywhere, or in one
/// place.
///
/// # Errors
/// Whatever the store answers.
pub fn latest(tx: &mut Tx<'_>, scope: &Scope, place: Option<Id>) -> Result<Vec<Said>, Error> {
    let mut newest: Vec<Said> = Vec::with_capacity(FEW);
    for said in store::said(tx, scope, place, None, LOOKED_AT)? {
        if said.stands() && newest.len() < FEW && newest.iter().all(|one| one.reference != said.reference) {
            newest.push(said);
        }
    }
    Ok(newest)
}

/// A "you said, we did" as a page shows it.
pub struct Story {
    /// The issue's title.
    pub title: String,
    /// Its address.
    pub href: String,
    /// Where one asks for it to be taken down.
    pub take_down: String,
    /// How many people told us, in words.
    pub you_said: String,
    /// What was decided or done, in words.
    pub we_did: String,
    /// The words of whoever decided.
    pub said: String,
    /// What became of it since, where this no longer stands.
    pub since: Option<String>,
    /// When, for people.
    pub when: String,
}

impl Story {
    /// From the record.
    #[must_use]
    pub fn of(scope: &Scope, words: &Words, said: &Said) -> Self {
        let (href, take_down) = match said.reference.parse() {
            Ok(reference) => (scope.url(Page::Issue(&reference)), scope.url(Page::TakeDown(&reference))),
            Err(_) => (scope.url(Page::Issues), scope.url(Page::Issues)),
        };
        Self {
            title: said.title.clone(),
            href,
            take_down,
            you_said: words.story_told_us(said.voices),
            we_did: headline(words, said.act, said.outcome).to_owned(),
            said: said.said.clone().unwrap_or_default(),
            since: (!said.stands()).then(|| since(words, said.status).to_owned()),
            when: words.day_of(said.at),
        }
    }
}

/// Where an issue stands now, for a reader of what was said of it before.
fn since(words: &Words, status: Status) -> &str {
    match status {
        Status::New | Status::Considering => words.story_since_open(),
        Status::TakingForward => words.story_since_taking_forward(),
        Status::NotTakingForward => words.story_since_not_taking_forward(),
        Status::Resolved => words.story_since_ended(),
    }
}

/// What a step means to a reader, in three or four words.
#[must_use]
pub fn headline(words: &Words, act: Act, outcome: Option<Outcome>) -> &str {
    match (act, outcome) {
        (Act::TakenForward, _) => words.story_taking_forward(),
        (Act::NotTakenForward, _) => words.story_not_taking_forward(),
        (_, Some(Outcome::Sorted)) => words.story_sorted(),
        (_, Some(Outcome::Partly)) => words.story_partly(),
        (_, Some(Outcome::NothingFound)) => words.story_nothing_found(),
        (_, Some(Outcome::StoppedByItself)) => words.story_stopped(),
        (_, Some(Outcome::DoneWhatWeCan) | None) => words.story_done_what_we_can(),
    }
}
