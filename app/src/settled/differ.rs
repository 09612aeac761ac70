use std::collections::BTreeMap;
use std::fmt;

use access::{Figure, Statutory, TermList};
use base::Date;

use super::{CategoryRow, Settled, TermRow};

/// One thing that is settled, and how it is named in a form, the API and on the command line: `role_title.area_manager`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// The partnership's name, body or colour.
    Own(&'static str),
    /// A setting.
    Setting(String),
    /// A statutory page.
    Page(Statutory),
    /// A term.
    Term(TermList, String),
    /// A category.
    Category(String),
    /// A question about how the partnership is run.
    Decision(String),
}

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own(name) => out.write_str(name),
            Self::Setting(name) => write!(out, "setting.{name}"),
            Self::Page(page) => write!(out, "page.{page}"),
            Self::Term(list, code) => write!(out, "{list}.{code}"),
            Self::Category(code) => write!(out, "category.{code}"),
            Self::Decision(question) => write!(out, "decision.{question}"),
        }
    }
}

impl Key {
    /// The thing as a page names it.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Own("name") => "What the partnership is called".to_owned(),
            Self::Own("accountable_body") => "Who answers for it in law".to_owned(),
            Self::Own(_) => "Its colour".to_owned(),
            Self::Setting(name) => {
                let figure = name.parse::<Figure>().map(|figure| format!("{} ({})", figure.question(), figure.unit()));
                figure.unwrap_or_else(|_| capital(&name.replace('_', " ")))
            }
            Self::Page(page) => page.words().to_owned(),
            Self::Term(list, code) => format!("{}: {code}", list.words()),
            Self::Category(code) => format!("Category {code}"),
            Self::Decision(question) => question.clone(),
        }
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What becomes of a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It is new.
    Added,
    /// It says something else.
    Changed,
    /// It ends.
    Retired,
}

impl Kind {
    /// The word for it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Retired => "retired",
        }
    }
}

/// One thing that would become different.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Which.
    pub key: Key,
    /// How.
    pub kind: Kind,
    /// What it says here now.
    pub ours: Option<String>,
    /// What it would say.
    pub theirs: Option<String>,
    /// Whether it was changed here since it was copied in.
    pub ours_since: bool,
}

/// One thing as it is settled.
#[derive(Debug, Clone, PartialEq)]
enum Item {
    Text(String),
    Term(TermRow),
    Category(CategoryRow),
}

impl Item {
    /// For a person: what somebody would compare.
    fn words(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Term(row) => {
                let parts = [Some(row.label.as_str()), row.plural.as_deref(), row.detail.as_deref()];
                parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
            }
            Self::Category(row) => format!(
                "{} ({}). {} Seriousness {}, place shown: {}, answered within {} working days{}.{}",
                row.name,
                row.group,
                row.description,
                row.default_seriousness,
                row.public_place,
                row.answer_within_working_days,
                if row.notice { ", told to the duty holder at once" } else { "" },
                row.urgent_advice.as_ref().map(|advice| format!(" {advice}")).unwrap_or_default(),
            ),
        }
    }
}

/// What [`super::apply`] would change: `wanted` against the partnership as it is.
#[must_use]
pub fn differences(ours: &Settled, wanted: &Settled) -> Vec<Difference> {
    let ours = items(ours);
    let differ = |(key, wanted): (Key, Item)| {
        let here = ours.get(&key);
        let ends = matches!(
            &wanted,
            Item::Term(TermRow { to: Some(_), .. }) | Item::Category(CategoryRow { to: Some(_), .. })
        );
        let kind = match here {
            Some(here) if *here == wanted => return None,
            Some(_) if ends => Kind::Retired,
            Some(_) => Kind::Changed,
            None => Kind::Added,
        };
        Some(Difference { key, kind, ours: here.map(Item::words), theirs: Some(wanted.words()), ours_since: false })
    };
    items(wanted).into_iter().filter_map(differ).collect()
}

/// What a newer preset would change here: `base` is the preset as it was copied in, `ours` the partnership as it is.
#[must_use]
pub fn upgrade(base: &Settled, ours: &Settled, newer: &Settled) -> Vec<Difference> {
    let (base, ours, newer) = (items(base), items(ours), items(newer));
    let mut differences = Vec::new();
    for (key, theirs) in &newer {
        let (was, here) = (base.get(key), ours.get(key));
        if was != Some(theirs) && here != Some(theirs) {
            differences.push(Difference {
                key: key.clone(),
                kind: if here.is_some() { Kind::Changed } else { Kind::Added },
                ours: here.map(Item::words),
                theirs: Some(theirs.words()),
                ours_since: here != was,
            });
        }
    }
    for (key, was) in base.iter().filter(|(key, _)| !newer.contains_key(key)) {
        // A setting that is no longer of the preset stays: nothing is wrong with it.
        let ends = matches!(key, Key::Term(..) | Key::Category(_));
        if let Some(here) = ours.get(key).filter(|_| ends) {
            differences.push(Difference {
                key: key.clone(),
                kind: Kind::Retired,
                ours: Some(here.words()),
                theirs: None,
                ours_since: here != was,
            });
        }
    }
    differences
}

/// What is to be settled so that the differences named by `keys` are taken over, from `today` on.
#[must_use]
pub fn taken(ours: &Settled, newer: &Settled, differences: &[Difference], keys: &[String], today: Date) -> Settled {
    let (ours, newer) = (items(ours), items(newer));
    let mut settled = Settled::default();
    for difference in differences.iter().filter(|one| keys.contains(&one.key.to_string())) {
        let item = match difference.kind {
            Kind::Retired => ours.get(&difference.key).cloned().map(|item| ending(item, today)),
            Kind::Added | Kind::Changed => newer.get(&difference.key).cloned(),
        };
        match (&difference.key, item) {
            (Key::Setting(name), Some(Item::Text(value))) => drop(settled.settings.insert(name.clone(), value)),
            (Key::Term(list, _), Some(Item::Term(row))) => settled.terms.entry(*list).or_default().push(row),
            (Key::Category(_), Some(Item::Category(row))) => settled.category.push(row),
            _ => {}
        }
    }
    settled
}

fn ending(item: Item, today: Date) -> Item {
    match item {
        Item::Term(row) => Item::Term(TermRow { to: Some(today), ..row }),
        Item::Category(row) => Item::Category(CategoryRow { to: Some(today), ..row }),
        other => other,
    }
}

fn items(settled: &Settled) -> BTreeMap<Key, Item> {
    let own = [
        ("name", &settled.name),
        ("accountable_body", &settled.accountable_body),
        ("brand_colour", &settled.brand_colour),
    ];
    let own = own.into_iter().filter_map(|(name, text)| Some((Key::Own(name), Item::Text(text.clone()?))));
    let settings = settled.settings.iter().map(|(name, value)| (Key::Setting(name.clone()), Item::Text(value.clone())));
    let pages = settled.pages.iter().map(|(page, text)| (Key::Page(*page), Item::Text(text.trim().to_owned())));
    // The day from which something is called so is no part of what it is called.
    let term = |list: TermList, row: &TermRow| {
        (Key::Term(list, row.code.clone()), Item::Term(TermRow { from: None, ..row.clone() }))
    };
    let terms = settled.terms.iter().flat_map(|(list, rows)| rows.iter().map(move |row| term(*list, row)));
    let categories = settled.category.iter().map(|row| (Key::Category(row.code.clone()), Item::Category(row.clone())));
    let decisions = settled.decision.iter().map(|row| {
        let told = [Some(row.source.as_str()), Some(&row.resolution), row.elsewhere.as_deref()];
        let told = told.into_iter().flatten().collect::<Vec<_>>().join("; ");
        (Key::Decision(row.question.clone()), Item::Text(told))
    });
    own.chain(settings).chain(pages).chain(terms).chain(categories).chain(decisions).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn settled(titles: &[(u8, u8)]) -> Settled {
        let row = |(code, label): &(u8, u8)| TermRow {
            code: format!("theme-{code}"),
            label: format!("Theme {label}"),
            ..TermRow::default()
        };
        let rows: BTreeMap<u8, u8> = titles.iter().copied().collect();
        Settled {
            terms: [(TermList::Theme, rows.into_iter().map(|pair| row(&pair)).collect())].into(),
            ..Settled::default()
        }
    }

    fn labels(settled: &Settled) -> BTreeMap<&str, &str> {
        let rows = settled.terms.get(&TermList::Theme).map(Vec::as_slice).unwrap_or_default();
        rows.iter().map(|row| (row.code.as_str(), row.label.as_str())).collect()
    }

    proptest! {
        /// Asked about is exactly what the preset changed; of that, what was changed here too is marked.
        #[test]
        fn an_upgrade_asks_about_what_the_preset_changed_and_about_nothing_else(
            base in prop::collection::vec((0_u8..6, 0_u8..3), 0..6),
            ours in prop::collection::vec((0_u8..6, 0_u8..3), 0..6),
            newer in prop::collection::vec((0_u8..6, 0_u8..3), 0..6),
        ) {
            let (base, ours, newer) = (settled(&base), settled(&ours), settled(&newer));
            let asked = upgrade(&base, &ours, &newer);
            let (was, here, next) = (labels(&base), labels(&ours), labels(&newer));
            for code in (0..6).map(|code| format!("theme-{code}")) {
                let code = code.as_str();
                let found = asked.iter().find(|one| one.key == Key::Term(TermList::Theme, code.to_owned()));
                let moved = was.get(code) != next.get(code) && here.get(code) != next.get(code);
                prop_assert_eq!(found.is_some(), moved, "{}", code);
                if let Some(found) = found {
                    prop_assert_eq!(found.ours_since, was.get(code) != here.get(code));
                }
            }
            prop_assert!(upgrade(&newer, &ours, &newer).is_empty(), "the same version asks nothing");

            let all: Vec<String> = asked.iter().map(|one| one.key.to_string()).collect();
            let taken = taken(&ours, &newer, &asked, &all, Date::constant(2027, 3, 2));
            let (ended, said): (Vec<&TermRow>, Vec<&TermRow>) =
                taken.terms.values().flatten().partition(|row| row.to.is_some());
            prop_assert!(ended.iter().all(|row| !next.contains_key(row.code.as_str())));
            prop_assert!(said.iter().all(|row| next.get(row.code.as_str()) == Some(&row.label.as_str())));
            prop_assert_eq!(ended.len() + said.len(), asked.len());
        }
    }

    #[test]
    fn what_a_file_would_change_is_told_before_and_the_same_file_changes_nothing() {
        let (ours, wanted) = (settled(&[(1, 1), (2, 2)]), settled(&[(2, 0), (3, 0)]));
        let told: Vec<(String, Kind)> =
            differences(&ours, &wanted).into_iter().map(|one| (one.key.to_string(), one.kind)).collect();
        assert_eq!(told, [("theme.theme-2".into(), Kind::Changed), ("theme.theme-3".into(), Kind::Added)]);
        assert!(differences(&ours, &ours).is_empty());
    }
}
