use access::Scope;
use base::Problem;
use web::Typed;

use crate::asked;
use crate::store::Filter;

/// What an address may ask of a list, in the order its filters are shown; nothing else travels in links.
pub(crate) const NAMES: [&str; 12] =
    ["q", "place", "lines", "category", "status", "level", "flag", "seriousness", "assessed", "since", "bbox", "sort"];

/// A list as an address asks for it: what to look for, and the same again in words for links and forms.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What the store is asked.
    pub filter: Filter,
    /// What stood in the address, for links that change one thing: nothing empty, nothing unknown, no cursor.
    pub typed: Typed,
    /// How many of the first rows a file is to hold; all where nobody said.
    pub first: Option<i64>,
}

impl Asked {
    /// Reads what stands in the address. What cannot be used is named, never passed over: a list that silently shows more
    /// than was asked for would be believed.
    ///
    /// # Errors
    /// A sentence for each filter that cannot be used.
    pub fn read(scope: &Scope, typed: &Typed) -> Result<Self, Problem> {
        let (filter, limit) = asked::asked(scope, typed)?;
        let first = typed.get("limit").filter(|text| !text.trim().is_empty()).map(|_| limit);
        Ok(Self { filter, typed: Self::said(typed), first })
    }

    fn said(typed: &Typed) -> Typed {
        let said = NAMES.iter().filter_map(|name| Some((*name, typed.get(name)?.trim())));
        Typed::of(said.filter(|(_, value)| !value.is_empty()))
    }

    /// The query string of the same list with one thing changed, from its beginning: `?place=…&sort=newest`.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> String {
        let mut typed = self.typed.clone();
        typed.set(name, value);
        query(&typed)
    }

    /// The query string of the same list without one of its filters.
    #[must_use]
    pub fn without(&self, name: &str) -> String {
        query(&Typed::of(self.typed.iter().filter(|(known, _)| *known != name)))
    }

    /// The query string of this very list.
    #[must_use]
    pub fn same(&self) -> String {
        query(&self.typed)
    }

    /// Whether anything but the order was asked.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        self.typed.iter().any(|(name, _)| name != "sort")
    }
}

fn query(typed: &Typed) -> String {
    let query = typed.query();
    if query.is_empty() { query } else { format!("?{query}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_change_one_thing_and_leave_page_and_strangers_words_behind() {
        let sent =
            Typed::of([("sort", "newest"), ("q", " lamps & posts "), ("after", "x"), ("evil", "1"), ("place", "")]);
        let asked = Asked { filter: Filter::default(), typed: Asked::said(&sent), first: None };
        assert_eq!(asked.with("sort", "oldest"), "?q=lamps+%26+posts&sort=oldest");
        assert_eq!(asked.without("q"), "?sort=newest");
        assert!(asked.is_filtered());
        assert_eq!(Asked { typed: Typed::default(), ..asked }.same(), "");
    }
}
