use std::any::{Any, TypeId, type_name};
use std::collections::HashMap;
use std::sync::Arc;

use base::{Date, Id, Problem};
use db::{Error, Tx, sql};

use crate::{Holder, Role, people};

db::row! {
    /// The tenant.
    pub struct Partnership {
        /// Its key.
        pub id: Id,
        /// Its part of the address.
        pub slug: String,
        /// A host name of its own, which then stands for the slug.
        pub host: Option<String>,
        /// Its name.
        pub name: String,
        /// The preset it was made from.
        pub preset: String,
        /// The legal person that answers for its money, contracts and data.
        pub accountable_body: Option<String>,
        /// Its colour, as `#rrggbb`.
        pub brand_colour: String,
        /// Whether the public may come in.
        pub is_open: bool,
        /// Counts changes of reference data.
        pub epoch: i64,
    }
}

db::row! {
    /// A partner organisation.
    pub struct Organisation {
        /// Its key.
        pub id: Id,
        /// Its short code.
        pub code: String,
        /// Its name.
        pub name: String,
        /// What kind: council, police, health, housing, voluntary ...
        pub kind: String,
        /// Where the public rings it.
        pub phone: Option<String>,
        /// Where the public writes to it.
        pub email: Option<String>,
        /// Whether protected matters come here first.
        pub is_front_door: bool,
    }
}

impl Partnership {
    /// What stands before every address: its slug, or nothing where it has a host name of its own.
    #[must_use]
    pub fn prefix(&self) -> String {
        match &self.host {
            Some(_) => String::new(),
            None => format!("/{}", self.slug),
        }
    }
}

/// A partnership's reference data, whole and unchanging; another is loaded when the epoch moves.
pub struct Snapshot {
    /// The partnership itself.
    pub partnership: Partnership,
    /// Its organisations, by name.
    pub organisations: Vec<Organisation>,
    /// Everybody who ever held a role in it, by name.
    holders: Vec<Holder>,
    settings: HashMap<String, String>,
    parts: HashMap<TypeId, Part>,
}

/// One slice's share of the snapshot (all places, all categories).
pub type Part = Arc<dyn Any + Send + Sync>;

/// How a slice loads its share, as things stand on a day.
pub type LoadPart = fn(&mut Tx<'_>, Id, Date) -> Result<Part, Error>;

impl Snapshot {
    /// A partnership that is being made: nothing in it yet.
    #[must_use]
    pub fn new_born(partnership: Partnership) -> Self {
        Self {
            partnership,
            organisations: Vec::new(),
            holders: Vec::new(),
            settings: HashMap::new(),
            parts: HashMap::new(),
        }
    }

    /// A slice's share.
    ///
    /// # Errors
    /// A fault when the slice is not wired into this program.
    pub fn part<T: Any + Send + Sync>(&self) -> Result<&T, Problem> {
        self.parts
            .get(&TypeId::of::<T>())
            .and_then(|part| part.downcast_ref())
            .ok_or_else(|| Problem::fault(format!("{} is not part of the snapshot", type_name::<T>())))
    }

    /// A setting's newest value.
    #[must_use]
    pub fn setting(&self, name: &str) -> Option<&str> {
        self.settings.get(name).map(String::as_str)
    }

    /// An organisation by its key.
    #[must_use]
    pub fn organisation(&self, id: Id) -> Option<&Organisation> {
        self.organisations.iter().find(|one| one.id == id)
    }

    /// An organisation by its code.
    #[must_use]
    pub fn organisation_by_code(&self, code: &str) -> Option<&Organisation> {
        self.organisations.iter().find(|one| one.code == code)
    }

    /// Everybody who holds one of `roles` on `today`, by name.
    pub fn holders(&self, roles: &[Role], today: Date) -> impl Iterator<Item = &Holder> {
        let named = |holder: &Holder| roles.iter().any(|role| role.as_str() == holder.role);
        self.holders.iter().filter(move |holder| named(holder) && holder.is_in_force(today))
    }

    /// The name of somebody who holds a role here or held one, whenever that was.
    #[must_use]
    pub fn name_of(&self, person: Id) -> Option<&str> {
        self.holders.iter().find(|holder| holder.person == person).map(|holder| holder.name.as_str())
    }
}

/// Reads everything as it stands on `today`.
pub fn load(tx: &mut Tx<'_>, partnership: Id, today: Date, loaders: &[LoadPart]) -> Result<Option<Snapshot>, Error> {
    let Some(row) = tx.opt::<Partnership>(sql!(
        "select id, slug, host, name, preset, accountable_body, brand_colour, is_open, epoch from partnership where id = $1",
        partnership
    ))?
    else {
        return Ok(None);
    };
    let organisations = tx.all(sql!(
        "select id, code, name, kind, phone, email, is_front_door from organisation \
         where partnership = $1 and valid_from <= $2 and (valid_to is null or valid_to > $2) order by name, id",
        partnership,
        today
    ))?;
    let holders = people::holders(tx, partnership)?;
    let settings: Vec<(String, String)> = tx.all(sql!(
        "select name, value from setting where partnership = $1 and version = (select max(newer.version) from setting newer \
         where newer.partnership = setting.partnership and newer.name = setting.name) order by name",
        partnership
    ))?;
    let mut parts = HashMap::new();
    for load in loaders {
        let part = load(tx, partnership, today)?;
        parts.insert((*part).type_id(), part);
    }
    Ok(Some(Snapshot { partnership: row, organisations, holders, settings: settings.into_iter().collect(), parts }))
}
