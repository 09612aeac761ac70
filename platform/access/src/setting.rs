//! What a partnership settled: every setting as append-only versions, the statutory pages among them.

use base::{Id, Instant};
use db::{Error, Tx, sql};

use crate::{Permit, Snapshot, people};

db::row! {
    /// A setting as it was set at one time.
    pub struct Setting {
        /// Its name.
        pub name: String,
        /// 1 for the first.
        pub version: i64,
        /// What it says.
        pub value: String,
        /// When it was set.
        pub at: Instant,
        /// By whom; nobody when the program did it or a command.
        pub set_by: Option<Id>,
    }
}

db::words! {
    /// A page that a partnership must have before the public may come in, by its part of the address.
    pub enum Statutory {
        /// What is done with what people tell.
        Privacy = "privacy",
        /// Whether everybody can use the website.
        Accessibility = "accessibility",
        /// What is kept in a reader's browser.
        Cookies = "cookies",
        /// Who decides what, and by which rule.
        HowWeDecide = "how-we-decide",
        /// How long things are kept.
        Retention = "retention",
        /// Whom to ring when it cannot wait.
        Numbers = "numbers-to-ring",
    }
}

impl Statutory {
    /// The name of the setting that holds its text.
    #[must_use]
    pub const fn setting(self) -> &'static str {
        match self {
            Self::Privacy => "page.privacy",
            Self::Accessibility => "page.accessibility",
            Self::Cookies => "page.cookies",
            Self::HowWeDecide => "page.how-we-decide",
            Self::Retention => "page.retention",
            Self::Numbers => "page.numbers-to-ring",
        }
    }

    /// The name of the setting that holds a text until a second person has read it; empty where none waits.
    #[must_use]
    pub const fn draft(self) -> &'static str {
        match self {
            Self::Privacy => "draft.privacy",
            Self::Accessibility => "draft.accessibility",
            Self::Cookies => "draft.cookies",
            Self::HowWeDecide => "draft.how-we-decide",
            Self::Retention => "draft.retention",
            Self::Numbers => "draft.numbers-to-ring",
        }
    }

    /// What staff call it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Privacy => "Privacy notice",
            Self::Accessibility => "Accessibility statement",
            Self::Cookies => "Cookies",
            Self::HowWeDecide => "How we decide",
            Self::Retention => "How long we keep things",
            Self::Numbers => "Numbers to ring",
        }
    }
}

impl Snapshot {
    /// A setting's newest value.
    #[must_use]
    pub fn setting(&self, name: &str) -> Option<&str> {
        self.setting_kept(name).map(|setting| setting.value.as_str())
    }

    /// A setting's newest version, with when it was set and by whom.
    #[must_use]
    pub fn setting_kept(&self, name: &str) -> Option<&Setting> {
        self.settings.get(name)
    }

    /// Everything that is set, by name.
    pub fn settings(&self) -> impl Iterator<Item = &Setting> {
        self.settings.values()
    }

    /// A statutory page as it was last written; none while nobody has.
    #[must_use]
    pub fn statutory(&self, page: Statutory) -> Option<&Setting> {
        self.setting_kept(page.setting()).filter(|setting| !setting.value.is_empty())
    }

    /// A statutory page's text that waits for a second person.
    #[must_use]
    pub fn statutory_draft(&self, page: Statutory) -> Option<&Setting> {
        self.setting_kept(page.draft()).filter(|setting| !setting.value.is_empty())
    }

    /// Whether everything for the public is read by a second person first (XC-05).
    #[must_use]
    pub fn always_a_second_person(&self) -> bool {
        self.setting("second_person_always") == Some("yes")
    }
}

/// The newest version of every setting.
pub(crate) fn newest(tx: &mut Tx<'_>, partnership: Id) -> Result<Vec<Setting>, Error> {
    tx.all(sql!(
        "select name, version, value, at, set_by from setting where partnership = $1 \
         and version = (select max(newer.version) from setting newer \
         where newer.partnership = setting.partnership and newer.name = setting.name) order by name",
        partnership
    ))
}

/// Every version of a setting, the newest first.
///
/// # Errors
/// Whatever the store answers.
pub fn setting_history(tx: &mut Tx<'_>, partnership: Id, name: &str) -> Result<Vec<Setting>, Error> {
    tx.all(sql!(
        "select name, version, value, at, set_by from setting where partnership = $1 and name = $2 \
         order by version desc",
        partnership,
        name
    ))
}

/// Changes what the partnership is called, who answers for it, and its colour.
///
/// # Errors
/// Whatever the store answers.
pub fn name_partnership(
    tx: &mut Tx<'_>,
    permit: &Permit,
    (name, accountable_body, colour): (&str, Option<&str>, &str),
    now: Instant,
) -> Result<(), Error> {
    tx.run(sql!(
        "update partnership set name = $2, accountable_body = $3, brand_colour = $4, version = version + 1, \
         changed_at = $5 where id = $1",
        permit.partnership(),
        name,
        accountable_body,
        colour,
        now
    ))?;
    people::bump_epoch(tx, permit)
}

/// Lets the public in.
///
/// # Errors
/// Whatever the store answers.
pub fn open_partnership(tx: &mut Tx<'_>, permit: &Permit, now: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "update partnership set is_open = $2, version = version + 1, changed_at = $3 where id = $1",
        permit.partnership(),
        true,
        now
    ))?;
    people::bump_epoch(tx, permit)
}
