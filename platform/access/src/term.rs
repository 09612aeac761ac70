//! What a partnership calls things, as dated terms (architecture.md, "Vocabulary and settings"; XC-01, XC-03).

use base::{Date, Id};
use db::{Error, Tx, sql};

use crate::{Permit, Role, Snapshot, people};

db::words! {
    /// The lists of terms a partnership keeps. Categories have a table of their own.
    pub enum TermList {
        /// What each role is called here, by the role's key. A role without a term is not used here (EVO-03).
        RoleTitle = "role_title",
        /// The tiers the work is organised in, the widest first.
        Tier = "tier",
        /// What each kind of place is called here, by the kind's key.
        PlaceKind = "place_kind",
        /// Kinds of partner.
        OrganisationKind = "organisation_kind",
        /// The partnership's themes.
        Theme = "theme",
        /// The names of levels 0, 1 and 2 (EVO-01).
        Level = "level",
        /// What each class of body is called here, by the class's key.
        BodyClass = "body_class",
    }
}

impl TermList {
    /// Whether the program acts on the codes of this list: their names may change, the codes may not.
    #[must_use]
    pub const fn is_fixed(self) -> bool {
        matches!(self, Self::RoleTitle | Self::PlaceKind | Self::Level | Self::BodyClass)
    }

    /// What the list is called on a page.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::RoleTitle => "Titles of roles",
            Self::Tier => "Tiers",
            Self::PlaceKind => "Kinds of place",
            Self::OrganisationKind => "Kinds of organisation",
            Self::Theme => "Themes",
            Self::Level => "Levels",
            Self::BodyClass => "Bodies",
        }
    }
}

db::row! {
    /// One thing and what it is called, from one day until another.
    pub struct Term {
        /// Its key.
        pub id: Id,
        /// The list it stands in.
        pub list: TermList,
        /// What it is known by, whatever it is called.
        pub code: String,
        /// What it is called.
        pub label: String,
        /// What several of them are called.
        pub plural: Option<String>,
        /// What it means here, or where it comes from.
        pub detail: Option<String>,
        /// Its place in the list.
        pub position: i64,
        /// The first day it holds.
        pub valid_from: Date,
        /// The first day it no longer holds.
        pub valid_to: Option<Date>,
        /// The code of what took its place.
        pub replaced_by: Option<String>,
    }
}

impl Term {
    /// Whether it holds on `day`.
    #[must_use]
    pub fn is_in_force(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|end| day < end)
    }

    /// How far `day` is from the days on which it holds: nothing where it holds then.
    fn distance(&self, day: Date) -> i32 {
        let apart = |from: Date, to: Date| from.until(to).map_or(i32::MAX, |span| span.get_days());
        match self.valid_to {
            _ if day < self.valid_from => apart(day, self.valid_from),
            Some(end) if day >= end => apart(end, day).saturating_add(1),
            _ => 0,
        }
    }
}

impl Snapshot {
    /// The terms of a list that hold on `day`, in the list's order.
    pub fn terms(&self, list: TermList, day: Date) -> impl Iterator<Item = &Term> {
        self.all_terms(list).filter(move |term| term.is_in_force(day))
    }

    /// Every term a list ever had or will have, in the list's order and then by day.
    pub fn all_terms(&self, list: TermList) -> impl Iterator<Item = &Term> {
        self.terms.iter().filter(move |term| term.list == list)
    }

    /// A term by its code as it stood on `day`; where none did, the one nearest to that day. None when there never was one.
    #[must_use]
    pub fn term(&self, list: TermList, code: &str, day: Date) -> Option<&Term> {
        self.all_terms(list).filter(|term| term.code == code).min_by_key(|term| (term.distance(day), term.id))
    }

    /// What something is called on `day`.
    #[must_use]
    pub fn label(&self, list: TermList, code: &str, day: Date) -> Option<&str> {
        self.term(list, code, day).map(|term| term.label.as_str())
    }

    /// What several of something are called on `day`, where the partnership says so.
    #[must_use]
    pub fn plural(&self, list: TermList, code: &str, day: Date) -> Option<&str> {
        self.term(list, code, day)?.plural.as_deref()
    }

    /// What a role is called here on `day`, as a heading says it.
    #[must_use]
    pub fn role_title(&self, role: Role, day: Date) -> String {
        self.label(TermList::RoleTitle, role.as_str(), day).map_or_else(|| role.words(), str::to_owned)
    }
}

/// A heading as it stands inside a sentence: its first letter small, unless it is an abbreviation or a code.
#[must_use]
pub fn in_sentence(heading: &str) -> String {
    let mut letters = heading.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(heading.chars().skip(1)).collect()
        }
        _ => heading.to_owned(),
    }
}

/// Every term of a partnership, of every day.
pub(crate) fn terms(tx: &mut Tx<'_>, partnership: Id) -> Result<Vec<Term>, Error> {
    tx.all(sql!(
        "select id, list, code, label, plural, detail, position, valid_from, valid_to, replaced_by from term \
         where partnership = $1 order by list, position, valid_from, id",
        partnership
    ))
}

/// Adds a term.
///
/// # Errors
/// A unique error when the code has another term from that day.
pub fn add_term(tx: &mut Tx<'_>, permit: &Permit, new: &Term) -> Result<(), Error> {
    tx.run(sql!(
        "insert into term (partnership, id, list, code, label, plural, detail, position, valid_from, valid_to, replaced_by) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        permit.partnership(),
        new.id,
        new.list,
        &new.code,
        &new.label,
        &new.plural,
        &new.detail,
        new.position,
        new.valid_from,
        new.valid_to,
        &new.replaced_by
    ))?;
    people::bump_epoch(tx, permit)
}

/// Says a term anew: what it is called, where it stands and until when it holds. Its list, code and first day stay.
///
/// # Errors
/// Whatever the store answers.
pub fn change_term(tx: &mut Tx<'_>, permit: &Permit, term: &Term) -> Result<(), Error> {
    tx.run(sql!(
        "update term set label = $3, plural = $4, detail = $5, position = $6, valid_to = $7, replaced_by = $8 \
         where partnership = $1 and id = $2",
        permit.partnership(),
        term.id,
        &term.label,
        &term.plural,
        &term.detail,
        term.position,
        term.valid_to,
        &term.replaced_by
    ))?;
    people::bump_epoch(tx, permit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Partnership;
    use proptest::prelude::*;

    fn snapshot(terms: Vec<Term>) -> Snapshot {
        let partnership = Partnership {
            id: Id::nil(),
            slug: "here".into(),
            host: None,
            name: "Here".into(),
            preset: "none".into(),
            accountable_body: None,
            brand_colour: "#00625a".into(),
            is_open: true,
            epoch: 1,
        };
        let mut snapshot = Snapshot::new_born(partnership);
        snapshot.terms = terms;
        snapshot
    }

    fn title(label: &str, from: Date, to: Option<Date>) -> Term {
        Term {
            id: Id::nil(),
            list: TermList::RoleTitle,
            code: "tasking_contact".into(),
            label: label.into(),
            plural: None,
            detail: None,
            position: 1,
            valid_from: from,
            valid_to: to,
            replaced_by: None,
        }
    }

    /// SAL-38: the Link Officer went in April 2002; what was called so before still reads so.
    #[test]
    fn a_retired_title_is_read_on_its_own_days_and_offered_on_no_later_one() {
        let ended = Date::constant(2002, 4, 1);
        let here = snapshot(vec![title("Link Officer", Date::constant(2000, 7, 1), Some(ended))]);
        let offered = |day| here.terms(TermList::RoleTitle, day).count();
        assert_eq!((offered(ended.yesterday().unwrap()), offered(ended)), (1, 0));
        assert_eq!(here.role_title(Role::TaskingContact, Date::constant(2001, 1, 1)), "Link Officer");
        assert_eq!(here.role_title(Role::TaskingContact, Date::constant(2026, 1, 1)), "Link Officer");
        assert_eq!(
            here.role_title(Role::AreaManager, ended),
            "Area manager",
            "a role without a title has its own words"
        );
    }

    proptest! {
        #[test]
        fn every_day_has_the_term_that_holds_on_it_or_the_nearest(ends in prop::collection::vec(1_i32..400, 1..5), asked in -200_i32..2500) {
            let day = |after: i32| {
                let start = Date::constant(2020, 1, 1);
                if after < 0 { start.saturating_sub(span(-after)) } else { start.saturating_add(span(after)) }
            };
            let mut terms = Vec::new();
            let mut from = 0;
            for (at, length) in ends.iter().enumerate() {
                terms.push(title(&at.to_string(), day(from), Some(day(from + length))));
                from += length;
            }
            let here = snapshot(terms);
            let mut end = 0;
            let expected = ends.iter().position(|length| { end += length; asked < end }).unwrap_or(ends.len() - 1);
            let found = here.role_title(Role::TaskingContact, day(asked));
            prop_assert_eq!(found, expected.to_string());
            let holding = here.terms(TermList::RoleTitle, day(asked)).count();
            prop_assert_eq!(holding, usize::from((0..from).contains(&asked)));
        }
    }

    fn span(days: i32) -> std::time::Duration {
        std::time::Duration::from_secs(u64::from(days.unsigned_abs()) * 86_400)
    }

    #[test]
    fn inside_a_sentence_only_an_abbreviation_keeps_its_capitals() {
        assert_eq!(in_sentence("Neighbourhood Co-ordinator"), "neighbourhood Co-ordinator");
        assert_eq!(in_sentence("WSCG chair"), "WSCG chair");
        assert_eq!(in_sentence("City region"), "city region");
    }
}
