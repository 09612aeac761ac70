use askama::Template;

use super::Extra;
use crate::{Markup, Words};

/// Links to the other pages of a list.
#[derive(Debug, Clone, Template)]
#[template(path = "components/pagination.html")]
pub struct Pagination {
    pub(super) label: String,
    pub(super) page_word: String,
    pub(super) previous: Option<Turn>,
    pub(super) next: Option<Turn>,
    pub(super) items: Vec<PageItem>,
    pub(super) extra: Extra,
}

/// One page on or back.
#[derive(Debug, Clone, Default)]
pub(super) struct Turn {
    pub(super) href: String,
    pub(super) words: Markup,
    /// What one finds there, under the words.
    pub(super) label: Markup,
    pub(super) extra: Extra,
}

/// A page's number, or a gap between two.
#[derive(Debug, Clone)]
pub(super) enum PageItem {
    Page { number: String, href: String, label: String, current: bool, extra: Extra },
    Gap,
}

component!(Pagination);

impl Pagination {
    /// Without any link yet.
    #[must_use]
    pub fn new(words: &Words) -> Self {
        Self {
            label: words.pages().to_owned(),
            page_word: words.page().to_owned(),
            previous: None,
            next: None,
            items: Vec::new(),
            extra: Extra::default(),
        }
    }

    /// Links for a list read by cursor: back to its beginning (`None` on the first page) and on (`None` on the last).
    #[must_use]
    pub fn turning(words: &Words, previous: Option<String>, next: Option<String>) -> Self {
        let pages = Self::new(words);
        let turn = |href: Option<String>, said: &str| {
            let words = pages.turn_words(said);
            href.map(|href| Turn { href, words, ..Turn::default() })
        };
        Self { previous: turn(previous, words.previous()), next: turn(next, words.next()), ..pages.clone() }
    }

    /// Numbered links: the first, the last, the current one and its neighbours, and gaps for the rest.
    #[must_use]
    pub fn numbered(words: &Words, current: u64, last: u64, href: impl Fn(u64) -> String) -> Self {
        let before = (current > 1).then(|| href(current - 1));
        let after = (current < last).then(|| href(current + 1));
        let mut pages = Self::turning(words, before, after);
        for number in shown_numbers(current, last) {
            pages.items.push(match number {
                Some(number) => PageItem::Page {
                    number: number.to_string(),
                    href: href(number),
                    label: words.page_number(number),
                    current: number == current,
                    extra: Extra::default(),
                },
                None => PageItem::Gap,
            });
        }
        pages
    }

    pub(super) fn turn_words(&self, said: &str) -> Markup {
        let (said, page) = (Markup::from(said), Markup::from(&self.page_word));
        Markup::trusted(format!("{said}<span class=\"govuk-visually-hidden\"> {page}</span>"))
    }

    /// Without numbers the two links stand as blocks.
    fn is_block(&self) -> bool {
        self.items.is_empty() && (self.next.is_some() || self.previous.is_some())
    }
}

/// The numbers worth a link, `None` for a gap: 1 … 6 7 8 … 42.
fn shown_numbers(current: u64, last: u64) -> Vec<Option<u64>> {
    let worth = [1, current.saturating_sub(1), current, current + 1, last];
    let mut numbers: Vec<u64> = worth.into_iter().filter(|number| (1..=last).contains(number)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut shown = Vec::new();
    let mut before = 0;
    for number in numbers {
        match number - before {
            1 => {}
            2 => shown.push(Some(number - 1)),
            _ => shown.push(None),
        }
        shown.push(Some(number));
        before = number;
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_ends_and_the_neighbours_are_shown() {
        let shown = |current, last| {
            let text = |number: Option<u64>| number.map_or("…".to_owned(), |number| number.to_string());
            shown_numbers(current, last).into_iter().map(text).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(shown(7, 42), "1 … 6 7 8 … 42");
        assert_eq!(shown(1, 42), "1 2 … 42");
        assert_eq!(shown(4, 5), "1 2 3 4 5");
        assert_eq!(shown(1, 1), "1");
    }

    proptest! {
        #[test]
        fn no_gap_hides_a_single_page(current in 1_u64..200, last in 1_u64..200) {
            prop_assume!(current <= last);
            let shown = shown_numbers(current, last);
            prop_assert!(shown.contains(&Some(1)) && shown.contains(&Some(last)) && shown.contains(&Some(current)));
            for three in shown.windows(3) {
                if let [Some(before), None, Some(after)] = three {
                    prop_assert!(after - before > 2);
                }
            }
        }
    }
}
