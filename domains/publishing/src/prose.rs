use std::fmt::Write as _;

use web::Markup;
use web::components::ringing;

/// Plain text as a page shows it: an empty line ends a paragraph, `## ` begins a heading, `- ` an entry of a list; numbers
/// to ring are links.
#[must_use]
pub fn prose(text: &str) -> Markup {
    let mut html = String::new();
    for block in text.split("\n\n").map(str::trim).filter(|block| !block.is_empty()) {
        let mut lines = block.lines().map(str::trim).peekable();
        while let Some(line) = lines.next() {
            if let Some(heading) = line.strip_prefix("## ") {
                let _ = writeln!(html, "<h2 class=\"govuk-heading-m\">{}</h2>", Markup::from(heading));
            } else if let Some(entry) = line.strip_prefix("- ") {
                let mut entries = vec![entry];
                while let Some(next) = lines.next_if(|line| line.starts_with("- ")) {
                    entries.push(next.trim_start_matches("- "));
                }
                let entries: String = entries.iter().map(|entry| format!("<li>{}</li>", ringing(entry))).collect();
                let _ = writeln!(html, "<ul class=\"govuk-list govuk-list--bullet\">{entries}</ul>");
            } else {
                let mut paragraph = line.to_owned();
                while let Some(next) = lines.next_if(|line| !line.starts_with("- ") && !line.starts_with("## ")) {
                    paragraph.push(' ');
                    paragraph.push_str(next);
                }
                let _ = writeln!(html, "<p class=\"govuk-body\">{}</p>", ringing(&paragraph));
            }
        }
    }
    Markup::trusted(html)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn paragraphs_headings_and_lists_are_told_apart() {
        let html =
            prose("## Why\nBecause the law says\nso.\n\nWe keep:\n- your words\n- how to reach you\n\nRing 999.")
                .to_string();
        assert_eq!(html.matches("<p ").count(), 3, "{html}");
        assert!(
            html.contains("<h2 class=\"govuk-heading-m\">Why</h2>") && html.contains("Because the law says so."),
            "{html}"
        );
        assert!(
            html.contains("<li>your words</li><li>how to reach you</li></ul>") && html.contains("tel:999"),
            "{html}"
        );
    }

    proptest! {
        #[test]
        fn nothing_typed_becomes_markup(text in "[-#<>&\" \na-z0-9]{0,200}") {
            let html = prose(&text).to_string();
            let ours = ["p", "h2", "ul", "li", "a"];
            for tag in html.split('<').skip(1) {
                let name = tag.trim_start_matches('/').split([' ', '>']).next().unwrap_or_default();
                prop_assert!(ours.contains(&name), "{}", html);
            }
        }
    }
}
