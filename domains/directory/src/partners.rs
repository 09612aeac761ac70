//! A partnership's organisations in memory, of every day: its share of the reference snapshot.

use std::any::Any;
use std::collections::HashMap;
use std::sync::Arc;

use access::Part;
use base::{Date, Id};
use db::{Error, Tx, sql};

db::row! {
    /// An organisation with all that is known of it.
    pub struct Partner {
        /// Its key.
        pub id: Id,
        /// Its short code.
        pub code: String,
        /// Its name.
        pub name: String,
        /// What kind, by the code of the partnership's term.
        pub kind: String,
        /// Where the public rings it.
        pub phone: Option<String>,
        /// Where the public writes to it.
        pub email: Option<String>,
        /// Whether protected matters come here first.
        pub is_front_door: bool,
        /// What it is a part of.
        pub part_of: Option<Id>,
        /// What took over from it (WAL-38).
        pub successor: Option<Id>,
        /// What it does here (ASK-31).
        pub does: Option<String>,
        /// What it gives to the partnership (ASK-14).
        pub gives: Option<String>,
        /// From which day.
        pub valid_from: Date,
        /// Until which day, without it.
        pub valid_to: Option<Date>,
        /// Its version.
        pub version: i64,
    }
}

impl Partner {
    /// Whether it is a partner on `day`.
    #[must_use]
    pub fn is_in_force(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|end| day < end)
    }
}

/// All organisations a partnership has or had, by name, and where each works.
#[derive(Debug, Clone, Default)]
pub struct Partners {
    all: Vec<Partner>,
    places: HashMap<Id, Vec<Id>>,
}

impl Partners {
    /// Every one of them, of every day.
    #[must_use]
    pub fn all(&self) -> &[Partner] {
        &self.all
    }

    /// By its key.
    #[must_use]
    pub fn get(&self, id: Id) -> Option<&Partner> {
        self.all.iter().find(|one| one.id == id)
    }

    /// By its code, also one that ended.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<&Partner> {
        self.all.iter().find(|one| one.code == code)
    }

    /// Where an organisation works today; nothing said is everywhere.
    #[must_use]
    pub fn places_of(&self, organisation: Id) -> &[Id] {
        self.places.get(&organisation).map_or(&[], Vec::as_slice)
    }
}

/// Reads them.
///
/// # Errors
/// Whatever the store answers.
pub fn load(tx: &mut Tx<'_>, partnership: Id, today: Date) -> Result<Part, Error> {
    Ok(Arc::new(read(tx, partnership, today)?) as Arc<dyn Any + Send + Sync>)
}

/// The organisations as they stand in this transaction, with the places they work in on `day`.
///
/// # Errors
/// Whatever the store answers.
pub fn read(tx: &mut Tx<'_>, partnership: Id, day: Date) -> Result<Partners, Error> {
    let all = tx.all(sql!(
        "select id, code, name, kind, phone, email, is_front_door, part_of, successor, does, gives, valid_from, valid_to, \
         version from organisation where partnership = $1 order by name, id",
        partnership
    ))?;
    let rows: Vec<(Id, Id)> = tx.all(sql!(
        "select organisation, place from organisation_place where partnership = $1 and valid_from <= $2 \
         and (valid_to is null or valid_to > $2) order by organisation, place",
        partnership,
        day
    ))?;
    let mut places: HashMap<Id, Vec<Id>> = HashMap::new();
    for (organisation, place) in rows {
        places.entry(organisation).or_default().push(place);
    }
    Ok(Partners { all, places })
}
