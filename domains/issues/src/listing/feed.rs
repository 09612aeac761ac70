use access::{Page, Scope};
use atom_syndication::{Category, Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use base::{Instant, Problem, Reference};
use voice::Categories;
use web::{Answer, Words};

use super::{Asked, Found};

/// The newest of a list as an Atom feed (RFC 4287), for readers and other programs.
///
/// # Errors
/// A fault when a record names a category that is no term of its partnership.
pub fn feed(scope: &Scope, words: &Words, asked: &Asked, found: &[Found]) -> Answer {
    let partnership = &scope.snapshot.partnership;
    let own = format!("{}{}", scope.full_url(Page::IssuesAs("atom")), asked.same());
    let entries: Vec<Entry> = found.iter().map(|found| entry(scope, words, found)).collect::<Result<_, _>>()?;
    let newest = found.iter().map(|found| found.line.changed_at).max().unwrap_or_default();
    let feed = Feed {
        title: Text::plain(words.issues_feed_title(&partnership.name)),
        id: own.clone(),
        updated: time(newest),
        authors: vec![Person { name: partnership.name.clone(), ..Person::default() }],
        generator: Some(Generator { value: words.product().to_owned(), ..Generator::default() }),
        links: vec![
            Link { href: own, rel: "self".into(), mime_type: Some("application/atom+xml".into()), ..Link::default() },
            Link {
                href: format!("{}{}", scope.full_url(Page::Issues), asked.same()),
                rel: "alternate".into(),
                mime_type: Some("text/html".into()),
                ..Link::default()
            },
        ],
        lang: Some(words.lang().to_owned()),
        entries,
        ..Feed::default()
    };
    let headers = [(CONTENT_TYPE, "application/atom+xml; charset=utf-8"), (CACHE_CONTROL, "no-cache")];
    Ok((headers, feed.to_string()).into_response())
}

fn entry(scope: &Scope, words: &Words, found: &Found) -> Result<Entry, Problem> {
    let line = &found.line;
    let reference: Reference = line.reference.parse().map_err(Problem::fault)?;
    let address = scope.full_url(Page::Issue(&reference));
    let category = scope.snapshot.part::<Categories>()?.get(line.category)?;
    let status = crate::pages::status_words(words, line.status, line.outcome, line.came_back);
    Ok(Entry {
        title: Text::plain(&*line.title),
        id: address.clone(),
        updated: time(line.changed_at),
        published: Some(time(line.opened_at)),
        summary: Some(Text::plain(format!("{status} {}", words.issue_voices(line.voices)))),
        categories: vec![Category {
            term: category.code.clone(),
            label: Some(category.name.clone()),
            ..Category::default()
        }],
        links: vec![Link { href: address, rel: "alternate".into(), ..Link::default() }],
        ..Entry::default()
    })
}

fn time(at: Instant) -> FixedDateTime {
    at.rfc3339().parse().unwrap_or_default()
}
