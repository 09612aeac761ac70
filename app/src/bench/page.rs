//! What a resident's telephone fetches for the first page: how many requests, how many bytes.

use super::load::{Ask, Line};
use super::report::Single;
use super::seed::SLUG;
use crate::failure::Failure;

/// The page on which somebody begins to tell us, with everything it names, as a browser that takes gzip gets it.
///
/// # Errors
/// A sentence when the server goes away.
pub async fn first_page(port: u16) -> Result<Vec<Single>, Failure> {
    let mut line = Line::open(port).await?;
    let mut lines = Vec::new();
    for path in [format!("/{SLUG}/concerns/new"), format!("/{SLUG}")] {
        let plain = line.ask(&Ask::get(path.clone())).await?;
        if plain.status != 200 {
            lines.push(Single::missing(format!("{path}: not measured, it answered {}", plain.status)));
            continue;
        }
        let mut fetched = assets(&String::from_utf8_lossy(&plain.body));
        fetched.insert(0, path.clone());
        let mut bytes = 0;
        for one in &fetched {
            bytes += line.ask(&Ask::get(one.clone()).with("accept-encoding", "gzip")).await?.body.len();
        }
        lines.push(Single::under(format!("{path} with all it names, gzip"), bytes as f64 / 1e3, "kB", 40.0));
        lines.push(Single::under(format!("{path}: requests"), fetched.len() as f64, "requests", 6.0));
    }
    Ok(lines)
}

/// The addresses a browser fetches by itself: stylesheets, icons, scripts, pictures.
fn assets(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for tag in html.split('<').filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag) {
        let fetched = match tag.split_whitespace().next() {
            Some("link") if ["stylesheet", "icon"].iter().any(|kind| tag.contains(&format!("rel=\"{kind}\""))) => {
                "href"
            }
            Some("script" | "img") => "src",
            _ => continue,
        };
        let address = tag.split_once(&format!(" {fetched}=\"")).and_then(|(_, rest)| rest.split_once('"'));
        let address = address.map(|(address, _)| address.replace("&amp;", "&")).filter(|one| one.starts_with('/'));
        if let Some(address) = address.filter(|one| !found.contains(one)) {
            found.push(address);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_fetches_by_itself_is_found_once() {
        let html = r#"<head><link rel="stylesheet" href="/a.css"><link rel="canonical" href="/here">
            <link rel="icon" href="/f.svg" type="image/svg+xml"><script type="module" src="/app.js?v=1&amp;w=2"></script>
            <script>inline()</script></head><img src="/a.css" alt=""><a href="/other">x</a><img src="data:x" alt="">"#;
        assert_eq!(assets(html), ["/a.css", "/f.svg", "/app.js?v=1&w=2"]);
    }
}
