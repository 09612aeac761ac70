use std::ops::Range;

/// One word of a text with what stands around it.
#[derive(Debug)]
pub(super) struct Word<'t> {
    /// The word without its possessive: `Amina` of `Amina's`.
    pub(super) text: &'t str,
    /// In lower case.
    pub(super) lower: String,
    pub(super) span: Range<usize>,
    /// What stands between this word and the next.
    pub(super) gap: &'t str,
}

impl Word<'_> {
    /// Whether it is written with a capital.
    pub(super) fn capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    /// Whether the next word stands directly after this one: a space, after an abbreviation's full stop or a comma at most.
    pub(super) fn joins_next(&self) -> bool {
        matches!(self.gap.trim(), "" | "." | ",") && !self.gap.is_empty() && !self.gap.contains('\n')
    }
}

/// The words of `text`: letters and digits, with the hyphens and apostrophes inside them.
pub(super) fn of(text: &str) -> Vec<Word<'_>> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    let mut letters = text.char_indices().peekable();
    let mut start = None;
    while let Some((at, letter)) = letters.next() {
        let next_is_word = letters.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        let inside = letter.is_alphanumeric() || (start.is_some() && is_joint(letter) && next_is_word);
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                spans.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    spans.extend(start.map(|from| from..text.len()));
    let nexts = spans.iter().skip(1).map(|span| span.start).chain([text.len()]).collect::<Vec<_>>();
    spans
        .into_iter()
        .zip(nexts)
        .map(|(span, next)| {
            let whole = &text[span.clone()];
            let bare = ["'s", "\u{2019}s", "'S", "\u{2019}S"].iter().find_map(|tail| whole.strip_suffix(tail));
            let bare = bare.unwrap_or(whole);
            Word {
                text: bare,
                lower: bare.to_lowercase(),
                gap: &text[span.end..next],
                span: span.start..span.start + bare.len(),
            }
        })
        .collect()
}

fn is_joint(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2019}' | '-')
}
