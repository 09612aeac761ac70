use askama::Template;
use base::{Id, Instant, Problem};
use issues::store::{self, Said};
use web::asking::Visit;
use web::components::Pagination;
use web::{Answer, Query, Shell, Typed, Words, page};

use super::Story;

/// How many a page shows.
const SHOWN: i64 = 25;

/// "You said, we did".
#[derive(Template)]
#[template(path = "feedback.html")]
struct Feedback {
    shell: Shell,
    words: &'static Words,
    stories: Vec<Story>,
    feed: String,
    /// The whole list as files.
    files: [(&'static str, String); 2],
    pages: Option<Pagination>,
}

/// What was said and what was done about it, newest first (WAL-35).
pub async fn feedback(visit: Visit, Query(asked): Query) -> Answer {
    let (said, next) = read(&visit, &asked).await?;
    let scope = &visit.scope;
    let words = visit.words;
    let here = format!("{}/feedback", scope.prefix());
    page(&Feedback {
        shell: visit
            .shell(words.feedback_title())
            .crumb(scope.snapshot.partnership.name.clone(), scope.url(access::Page::Home)),
        words,
        stories: said.iter().map(|said| Story::of(scope, words, said)).collect(),
        feed: format!("{here}.atom"),
        files: [(words.issues_as_table(), "csv"), (words.issues_as_data(), "json")]
            .map(|(label, end)| (label, format!("{here}.{end}"))),
        pages: next.map(|next| Pagination::turning(words, None, Some(format!("{here}?before={next}")))),
    })
}

async fn read(visit: &Visit, asked: &Typed) -> Result<(Vec<Said>, Option<String>), Problem> {
    let before = before(asked)?;
    let scope = visit.scope.clone();
    let mut said = visit
        .scope
        .site
        .db
        .read(move |tx| store::said(tx, &scope, None, before, SHOWN + 1).map_err(Problem::from))
        .await?;
    let more = said.len() > usize::try_from(SHOWN).unwrap_or(usize::MAX);
    said.truncate(usize::try_from(SHOWN).unwrap_or(usize::MAX));
    let next = said.last().filter(|_| more).map(|last| format!("{}.{}", last.at.micros(), last.id.simple()));
    Ok((said, next))
}

/// Where a page of the list begins: the moment and key of the last row before it.
pub(crate) fn before(asked: &Typed) -> Result<Option<(Instant, Id)>, Problem> {
    let Some(text) = asked.get("before").filter(|text| !text.is_empty()) else { return Ok(None) };
    let read =
        text.split_once('.').and_then(|(at, id)| Some((Instant::from_micros(at.parse().ok()?), id.parse().ok()?)));
    read.map(Some).ok_or_else(|| Problem::field("before", "This page does not exist: begin at the first"))
}
