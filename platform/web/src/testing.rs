//! Checks that a page is built as assistive technology and our security policy need it, without a browser.

use std::collections::BTreeMap;

use scraper::{ElementRef, Html, Selector};

/// Fails unless the page is whole: one h1, a language and a title, every field named, ids unique and links to them
/// whole, tables with headers, no inline style or handler, no link without words, headings without leaps.
///
/// # Panics
/// With every fault it found, one a line.
pub fn assert_page(html: &str) {
    let faults = faults(html);
    assert!(faults.is_empty(), "{}\n\n{html}", faults.join("\n"));
}

/// Every fault [`assert_page`] would fail on, one sentence each.
#[must_use]
pub fn faults(html: &str) -> Vec<String> {
    let page = Page(Html::parse_document(html));
    let mut faults = Vec::new();
    page.document(&mut faults);
    page.headings(&mut faults);
    page.ids(&mut faults);
    page.fields(&mut faults);
    page.links(&mut faults);
    page.tables(&mut faults);
    page.policy(&mut faults);
    faults
}

/// The words of the page's main part, blanks made one, for a test that asks what a person reads.
#[must_use]
pub fn main_text(html: &str) -> String {
    let page = Page(Html::parse_document(html));
    page.all("main").first().map(|main| text(*main)).unwrap_or_default()
}

/// Words on the page that did not come from the pseudo-language's catalogue: those outside its brackets. Give what the
/// test itself put in (names, references) as `known`.
#[must_use]
pub fn hard_coded(html: &str, known: &[&str]) -> Vec<String> {
    let page = Page(Html::parse_document(html));
    let mut plain = Vec::new();
    for element in page.all("body, body *, title") {
        if matches!(element.value().name(), "script" | "style" | "svg" | "path") {
            continue;
        }
        for node in element.children() {
            let Some(words) = node.value().as_text() else { continue };
            let words = known.iter().fold(words.trim().to_owned(), |words, known| words.replace(known, ""));
            if words.chars().any(char::is_alphabetic) && !(words.contains('[') || words.contains(']')) {
                plain.push(words);
            }
        }
    }
    plain
}

struct Page(Html);

impl Page {
    #[expect(clippy::expect_used, reason = "every selector is written in this file")]
    fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        let selector = Selector::parse(selector).expect("a selector");
        self.0.select(&selector).collect()
    }

    fn document(&self, faults: &mut Vec<String>) {
        let root = self.0.root_element();
        if root.attr("lang").is_none_or(str::is_empty) {
            faults.push("<html> has no lang".to_owned());
        }
        if !matches!(root.attr("dir"), Some("ltr" | "rtl")) {
            faults.push("<html> has no dir".to_owned());
        }
        if self.all("head > title").first().is_none_or(|title| text(*title).is_empty()) {
            faults.push("the page has no title".to_owned());
        }
        if self.all("main").len() != 1 {
            faults.push("the page has not exactly one <main>".to_owned());
        }
    }

    fn headings(&self, faults: &mut Vec<String>) {
        let headings = self.all("h1, h2, h3, h4, h5, h6");
        let first: Vec<_> = headings.iter().filter(|heading| heading.value().name() == "h1").collect();
        if first.len() != 1 {
            faults.push(format!("the page has {} h1, not one", first.len()));
        }
        let mut before = 0;
        for heading in self.all("main h1, main h2, main h3, main h4, main h5, main h6") {
            let level = heading.value().name().as_bytes()[1] - b'0';
            if level > before + 1 && before > 0 {
                faults.push(format!("`{}` is an h{level} under an h{before}", text(heading)));
            }
            if text(heading).is_empty() {
                faults.push(format!("an h{level} is empty"));
            }
            before = level;
        }
    }

    fn ids(&self, faults: &mut Vec<String>) {
        let mut known = BTreeMap::<&str, u32>::new();
        let holders = self.all("[id]");
        for holder in &holders {
            *known.entry(holder.attr("id").unwrap_or_default()).or_default() += 1;
        }
        for (id, times) in &known {
            if id.is_empty() || id.contains(char::is_whitespace) {
                faults.push(format!("`{id}` cannot be an id"));
            }
            if *times > 1 {
                faults.push(format!("{times} elements have the id `{id}`"));
            }
        }
        for name in ["aria-describedby", "aria-labelledby", "aria-controls", "data-aria-controls", "for"] {
            for element in self.all(&format!("[{name}]")) {
                for id in element.attr(name).unwrap_or_default().split_whitespace() {
                    if !known.contains_key(id) {
                        faults.push(format!("{name} names `{id}`, which is not on the page"));
                    }
                }
            }
        }
        for link in self.all("a[href^='#']") {
            let id = link.attr("href").unwrap_or_default().trim_start_matches('#');
            if !known.contains_key(id) {
                faults.push(format!("`{}` leads to `#{id}`, which is not on the page", text(link)));
            }
        }
    }

    fn fields(&self, faults: &mut Vec<String>) {
        let labels = self.all("label[for]");
        for field in self.all("input:not([type=hidden]), select, textarea") {
            let (id, name) = (field.attr("id").unwrap_or_default(), field.attr("name").unwrap_or_default());
            let label = labels.iter().find(|label| label.attr("for") == Some(id) && !id.is_empty());
            if label.is_none_or(|label| text(*label).is_empty()) && field.attr("aria-label").is_none() {
                faults.push(format!("the field `{name}` has no label"));
            }
            if name.is_empty() {
                faults.push(format!("the field with the id `{id}` has no name"));
            }
        }
        for set in self.all("fieldset") {
            let legend = Selector::parse("legend").ok().and_then(|legend| set.select(&legend).next());
            if legend.is_none_or(|legend| text(legend).is_empty()) {
                faults.push("a fieldset has no legend".to_owned());
            }
        }
        for button in self.all("button") {
            if text(button).is_empty() && button.attr("aria-label").is_none() {
                faults.push("a button has no words".to_owned());
            }
        }
        for form in self.all("form") {
            if form.attr("method").is_none() {
                faults.push("a form does not say its method".to_owned());
            }
        }
    }

    fn links(&self, faults: &mut Vec<String>) {
        for link in self.all("a") {
            let href = link.attr("href").unwrap_or_default();
            if text(link).is_empty() && link.attr("aria-label").is_none() {
                faults.push(format!("the link to `{href}` has no words"));
            }
            if href.is_empty() || href == "#" || href.starts_with("javascript:") {
                faults.push(format!("the link `{}` leads nowhere", text(link)));
            }
        }
        for image in self.all("img:not([alt])") {
            faults.push(format!("the picture `{}` has no alt", image.attr("src").unwrap_or_default()));
        }
    }

    fn tables(&self, faults: &mut Vec<String>) {
        for table in self.all("table") {
            let has = |selector: &str| {
                Selector::parse(selector).is_ok_and(|selector| table.select(&selector).next().is_some())
            };
            if !has("th[scope]") {
                faults.push("a table has no header with a scope".to_owned());
            }
            if !has("caption") && table.attr("aria-labelledby").is_none() {
                faults.push("a table has no caption".to_owned());
            }
        }
    }

    fn policy(&self, faults: &mut Vec<String>) {
        for element in self.all("*") {
            for (name, _) in element.value().attrs() {
                if name == "style" || name.starts_with("on") {
                    faults
                        .push(format!("<{}> has an inline `{name}`, which the policy refuses", element.value().name()));
                }
            }
        }
        for script in self.all("script:not([src])") {
            if text(script) != crate::edge::BODY_SCRIPT {
                faults.push("an inline script is not the one the policy knows".to_owned());
            }
        }
        if !self.all("style").is_empty() {
            faults.push("there is a <style>, which the policy refuses".to_owned());
        }
    }
}

fn text(element: ElementRef<'_>) -> String {
    let words: String = element.text().collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "<!DOCTYPE html><html lang=\"en-GB\" dir=\"ltr\"><head><title>A page</title></head><body><main>\
        <h1>A page</h1><p><a href=\"/\">Home</a></p></main></body></html>";

    #[test]
    fn a_good_page_has_no_fault() {
        assert_page(GOOD);
    }

    #[test]
    fn each_fault_is_found() {
        let broken = [
            (" lang=\"en-GB\"", "", "no lang"),
            ("A page</title>", "</title>", "no title"),
            ("<h1>A page</h1>", "", "0 h1"),
            ("<h1>A page</h1>", "<h1>A</h1><h1>B</h1>", "2 h1"),
            ("</h1>", "</h1><h3>Deep</h3>", "h3 under an h1"),
            ("</h1>", "</h1><p id=\"a\"></p><p id=\"a\"></p>", "2 elements have the id"),
            ("</h1>", "</h1><input name=\"x\" id=\"x\">", "has no label"),
            ("</h1>", "</h1><label for=\"y\">Y</label>", "for names `y`"),
            ("</h1>", "</h1><table><tr><td>1</td></tr></table>", "no header"),
            ("<p>", "<p style=\"color:red\">", "inline `style`"),
            ("<p>", "<p onclick=\"x()\">", "inline `onclick`"),
            (">Home<", "><", "has no words"),
            ("href=\"/\"", "href=\"#\"", "leads nowhere"),
            ("href=\"/\"", "href=\"#gone\"", "not on the page"),
            ("<p>", "<script>alert(1)</script><p>", "inline script"),
            ("<p>", "<fieldset><input type=\"hidden\"></fieldset><p>", "no legend"),
        ];
        for (old, new, fault) in broken {
            let page = GOOD.replacen(old, new, 1);
            let found = faults(&page);
            assert!(found.iter().any(|found| found.contains(fault)), "{fault}: {found:?}");
        }
    }
}
