//! Atom feeds (RFC 4287) of what was decided and done.

use atom_syndication::{Entry, Feed, FixedDateTime, Generator, Link, Text};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use base::{Id, Instant, Problem};
use issues::store::{self, Said};
use places::Places;
use web::asking::Visit;
use web::{Answer, Words};

use crate::pages::headline;

/// How many entries a feed holds.
const ENTRIES: i64 = 50;

/// Everything the partnership said.
pub async fn everywhere(visit: Visit) -> Answer {
    let title = format!("{}: {}", visit.scope.snapshot.partnership.name, visit.words.feedback_title());
    let address = format!("{}/feedback", visit.scope.full_url(access::Page::Home));
    feed(&visit, None, title, address).await
}

/// What was said about one place.
pub async fn of_place(visit: Visit, code: &str) -> Answer {
    let places = visit.scope.snapshot.part::<Places>()?;
    let Some((id, place)) = places.by_code(code) else { return Err(Problem::NotFound.into()) };
    let title = format!("{}: {}", place.name, visit.words.feedback_title());
    let address = visit.scope.full_url(access::Page::Place(place.code.as_str()));
    feed(&visit, Some(id), title, address).await
}

async fn feed(visit: &Visit, place: Option<Id>, title: String, address: String) -> Answer {
    let scope = visit.scope.clone();
    let said = visit
        .scope
        .site
        .db
        .read(move |tx| store::said(tx, &scope, place, None, ENTRIES).map_err(Problem::from))
        .await?;
    let updated = said.first().map_or(visit.scope.now, |said| said.at);
    let feed = Feed {
        title: Text::plain(title),
        id: address.clone(),
        updated: stamp(updated),
        generator: Some(Generator { value: "Wardmote".into(), ..Generator::default() }),
        links: vec![
            link("alternate", &address, "text/html"),
            link("self", &format!("{address}.atom"), "application/atom+xml"),
        ],
        entries: said.iter().map(|said| entry(visit, visit.words, said)).collect(),
        ..Feed::default()
    };
    let kind = [(CONTENT_TYPE, "application/atom+xml; charset=utf-8"), (CACHE_CONTROL, "no-cache")];
    Ok((kind, feed.to_string()).into_response())
}

fn entry(visit: &Visit, words: &Words, said: &Said) -> Entry {
    let address = match said.reference.parse() {
        Ok(reference) => visit.scope.full_url(access::Page::Issue(&reference)),
        Err(_) => visit.scope.full_url(access::Page::Issues),
    };
    let did = headline(words, said.act, said.outcome);
    let text = format!("{} {did} {}", words.story_told_us(said.voices), said.said.as_deref().unwrap_or_default());
    Entry {
        title: Text::plain(said.title.clone()),
        id: format!("urn:uuid:{}", said.id),
        updated: stamp(said.at),
        published: Some(stamp(said.at)),
        links: vec![link("alternate", &address, "text/html")],
        summary: Some(Text::plain(text)),
        ..Entry::default()
    }
}

fn link(rel: &str, href: &str, kind: &str) -> Link {
    Link { rel: rel.into(), href: href.into(), mime_type: Some(kind.into()), ..Link::default() }
}

fn stamp(at: Instant) -> FixedDateTime {
    at.rfc3339().parse().unwrap_or_default()
}
