//! Which language a page is in. An address may name it (`/walsall/cy/issues`), so that a choice made by a link holds for
//! whatever follows and no cookie is needed; else the browser's wish counts. A partnership says which languages it offers.

use access::{Partnership, Scope, Snapshot};
use axum::extract::Request;
use axum::http::request::Parts;

use crate::{Language, Words};

/// The setting with the languages a partnership offers, its own first: `en`, `en cy`, `cy en`.
pub const LANGUAGES: &str = "languages";

/// The language that an address names.
#[derive(Clone, Copy)]
struct Named(&'static Words);

/// Takes the language out of the address, so that every page is found under one address whatever its language.
pub fn take_from_address(request: &mut Request) {
    let path = request.uri().path();
    let mut parts = path.splitn(4, '/').skip(1);
    let (Some(slug), Some(tag)) = (parts.next(), parts.next()) else { return };
    let Some(words) = Words::tagged(tag) else { return };
    let rest = parts.next().map(|rest| format!("/{rest}")).unwrap_or_default();
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    if let Ok(uri) = format!("/{slug}{rest}{query}").parse() {
        *request.uri_mut() = uri;
        request.extensions_mut().insert(Named(words));
    }
}

/// The languages a partnership offers, its own first: what it writes itself is in that one.
#[must_use]
pub fn offered(snapshot: &Snapshot) -> Vec<&'static Words> {
    let said = snapshot.setting(LANGUAGES).unwrap_or_default();
    let all: Vec<_> = said.split_whitespace().filter_map(Words::tagged).filter(|words| !words.is_pseudo()).collect();
    if all.is_empty() { vec![Words::english()] } else { all }
}

/// Whether `words` is the language in which the partnership itself writes: its terms, categories and statutory pages.
#[must_use]
pub fn is_own(words: &Words, snapshot: &Snapshot) -> bool {
    words.is_pseudo() || offered(snapshot).first().is_some_and(|own| own.lang() == words.lang())
}

/// The same scope for a letter in this language: the addresses in it lead to pages in that language, where it is offered.
#[must_use]
pub fn speaking(scope: &Scope, words: &Words) -> Scope {
    let offered = offered(&scope.snapshot);
    let chosen = offered.iter().skip(1).find(|one| one.lang() == words.lang()).map(|one| one.tag());
    Scope { language: chosen, ..scope.clone() }
}

/// Every way of offering the languages we have, as the setting says it and by their own names: English alone, English
/// first and another beside it, the other first.
#[must_use]
pub fn choices() -> Vec<(String, String)> {
    let english = Words::english();
    let others = Words::languages().filter(|words| words.lang() != english.lang());
    let both = others.flat_map(|other| [[english, other], [other, english]]);
    let said = |all: &[&Words], of: fn(&Words) -> &str, between: &str| {
        all.iter().map(|words| of(words)).collect::<Vec<_>>().join(between)
    };
    let pair = |all: &[&Words]| (said(all, Words::tag, " "), said(all, Words::language_name, ", "));
    std::iter::once(pair(&[english])).chain(both.map(|all| pair(&all))).collect()
}

/// The language of a page for a stranger, and how its address goes on naming it: what the address names, else what the
/// browser asks for, else the partnership's own. The invented languages are for looking at pages in the demonstration.
pub(crate) fn of_page(parts: &Parts, snapshot: &Snapshot, demo: bool) -> (&'static Words, Option<&'static str>) {
    let offered = offered(snapshot);
    let is_there = |words: &Words| offered.iter().any(|one| one.lang() == words.lang()) || demo && words.is_pseudo();
    match parts.extensions.get::<Named>().filter(|Named(words)| is_there(words)) {
        Some(Named(words)) => (words, Some(words.tag())),
        None => (Words::wanted_of(&parts.headers, &offered), None),
    }
}

/// The invented language that an address of the demonstration names: for staff's pages too.
pub(crate) fn pseudo(parts: &Parts, demo: bool) -> Option<&'static Words> {
    parts.extensions.get::<Named>().map(|Named(words)| *words).filter(|words| demo && words.is_pseudo())
}

/// The page at `address` in each language that is offered; nothing where there is no choice.
pub(crate) fn links(snapshot: &Snapshot, address: &str) -> Vec<Language> {
    let offered = offered(snapshot);
    if offered.len() < 2 {
        return Vec::new();
    }
    let link = |words: &'static Words| Language { words, href: in_language(&snapshot.partnership, address, words) };
    offered.into_iter().map(link).collect()
}

/// `address` with the language it is to be shown in.
fn in_language(partnership: &Partnership, address: &str, words: &Words) -> String {
    let prefix = partnership.prefix();
    let below = address.strip_prefix(&prefix).unwrap_or_default();
    let first = below.trim_start_matches('/').split(['/', '?']).next().unwrap_or_default();
    let rest = if Words::tagged(first).is_some() { &below[first.len() + 1..] } else { below };
    let rest = if rest == "/" { "" } else { rest };
    format!("{prefix}/{}{rest}", words.tag())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn taken(address: &str) -> (String, Option<&'static str>) {
        let mut request = Request::builder().uri(address).body(Body::empty()).expect("a request");
        take_from_address(&mut request);
        (request.uri().to_string(), request.extensions().get::<Named>().map(|Named(words)| words.tag()))
    }

    #[test]
    fn the_language_is_taken_out_of_the_address_and_nothing_else_is() {
        assert_eq!(taken("/walsall/cy/issues?q=a"), ("/walsall/issues?q=a".into(), Some("cy")));
        assert_eq!(taken("/walsall/cy"), ("/walsall".into(), Some("cy")));
        assert_eq!(taken("/walsall/en?x=1"), ("/walsall?x=1".into(), Some("en")));
        for same in ["/walsall", "/walsall/c/AAAA", "/walsall/issues", "/walsall/places/cy", "/", "/cy", "/walsall/CY"]
        {
            assert_eq!(taken(same), (same.to_owned(), None));
        }
    }

    #[test]
    fn each_way_of_offering_languages_is_told_by_their_own_names() {
        let told: Vec<String> = choices().into_iter().map(|(said, name)| format!("{said}: {name}")).collect();
        assert_eq!(told, ["en: English", "en cy: English, Cymraeg", "cy en: Cymraeg, English"]);
    }
}
