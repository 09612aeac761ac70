//! Telling us about something, and what happened to it: no account, no scripts, one question a page.

mod concern;
mod own;
mod record;
mod report;

use std::sync::Arc;

pub(crate) use concern::somewhere;

use access::Site;
use axum::Router;
use axum::routing::{get, post};

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/concerns/new", get(report::begin).post(report::go_on))
        .route("/{p}/concerns/record", get(record::begin).post(record::go_on))
        .route("/{p}/concerns/find", get(concern::find))
        .route("/{p}/concerns/{reference}", get(concern::show))
        .route("/{p}/c/{secret}", get(own::show))
        .route("/{p}/c/{secret}/{verb}", post(own::act))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    /// The text of a template without its tags: what stands in it in plain words.
    fn plain(template: &str) -> String {
        let mut kept = String::new();
        let mut rest = template;
        while let Some(start) = rest.find(['{', '<']) {
            kept.push_str(&rest[..start]);
            let end =
                ["{{", "{%", "<"].iter().zip(["}}", "%}", ">"]).find(|(open, _)| rest[start..].starts_with(**open));
            let close = end.map_or("}", |(_, close)| close);
            rest = rest[start..].split_once(close).map_or("", |(_, after)| after);
        }
        kept + rest
    }

    #[test]
    fn every_word_a_resident_reads_is_in_the_catalogues() {
        let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages/resident");
        let for_staff = ["record.html", "record-contact.html", "concern-staff.html"];
        let all = [pages.clone(), pages.join("report")].map(|folder| std::fs::read_dir(folder).expect("a folder"));
        let mut seen = 0;
        for file in all.into_iter().flatten().map(|file| file.expect("a file").path()) {
            let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            if !name.ends_with(".html") || for_staff.contains(&name.as_str()) {
                continue;
            }
            let words = plain(&std::fs::read_to_string(&file).expect("a template"));
            assert!(!words.contains(char::is_alphabetic), "{name} says in plain words: {}", words.trim());
            seen += 1;
        }
        assert!(seen > 10);
    }
}
