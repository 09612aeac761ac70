use std::any::{Any, TypeId, type_name};
use std::collections::HashMap;
use std::sync::Arc;

use base::{Date, Id, Problem};
use db::{Error, Tx, sql};

use crate::{Holder, Role, Setting, Term, people, setting, term};

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

db::row! {
    /// Somebody stands in for a colleague in one of the colleague's roles.
    pub struct Cover {
        /// Its key.
        pub id: Id,
        /// The membership that is covered.
        pub membership: Id,
        /// Who stands in.
        pub person: Id,
        /// Their name.
        pub name: String,
        /// From which day.
        pub valid_from: Date,
        /// Until which day, without it.
        pub valid_to: Date,
    }
}

impl Cover {
    /// Whether it holds on `day`.
    #[must_use]
    pub fn is_in_force(&self, day: Date) -> bool {
        self.valid_from <= day && day < self.valid_to
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
    /// Those that ended or have not begun, so that what they did keeps their names.
    others: Vec<Organisation>,
    /// Everybody who ever held a role in it, by name.
    holders: Vec<Holder>,
    /// Who stood, stands or will stand in for whom.
    covers: Vec<Cover>,
    /// The day it was read for: what is dated is another tomorrow.
    pub(crate) day: Date,
    pub(crate) settings: HashMap<String, Setting>,
    pub(crate) terms: Vec<Term>,
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
            others: Vec::new(),
            holders: Vec::new(),
            covers: Vec::new(),
            day: Date::default(),
            settings: HashMap::new(),
            terms: Vec::new(),
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

    /// An organisation by its key, also one that ended.
    #[must_use]
    pub fn organisation(&self, id: Id) -> Option<&Organisation> {
        self.organisations.iter().chain(&self.others).find(|one| one.id == id)
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

    /// Whoever holds this membership on `today`.
    #[must_use]
    pub fn holder_of(&self, membership: Id, today: Date) -> Option<&Holder> {
        self.holders.iter().find(|holder| holder.membership == membership && holder.is_in_force(today))
    }

    /// Everybody who holds one of `roles` or ever held it, by name.
    pub fn ever_held(&self, roles: &[Role]) -> impl Iterator<Item = &Holder> {
        self.holders.iter().filter(move |holder| roles.iter().any(|role| role.as_str() == holder.role))
    }

    /// A membership, whenever it was held.
    #[must_use]
    pub fn holder(&self, membership: Id) -> Option<&Holder> {
        self.holders.iter().find(|holder| holder.membership == membership)
    }

    /// Every role that was ever given here, by the holder's name.
    #[must_use]
    pub fn all_holders(&self) -> &[Holder] {
        &self.holders
    }

    /// Who stands in on `day` for whoever holds this membership.
    pub fn covers_of(&self, membership: Id, day: Date) -> impl Iterator<Item = &Cover> {
        self.covers.iter().filter(move |cover| cover.membership == membership && cover.is_in_force(day))
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
    let others = tx.all(sql!(
        "select id, code, name, kind, phone, email, is_front_door from organisation \
         where partnership = $1 and (valid_from > $2 or valid_to <= $2) order by name, id",
        partnership,
        today
    ))?;
    let holders = people::holders(tx, partnership)?;
    let covers = tx.all(sql!(
        "select cover.id, cover.membership, cover.person, person.name, cover.valid_from, cover.valid_to from cover \
         join person on person.partnership = cover.partnership and person.id = cover.person \
         where cover.partnership = $1 and cover.valid_to > $2 order by cover.valid_from, cover.id",
        partnership,
        today
    ))?;
    let settings = setting::newest(tx, partnership)?;
    let terms = term::terms(tx, partnership)?;
    let mut parts = HashMap::new();
    for load in loaders {
        let part = load(tx, partnership, today)?;
        parts.insert((*part).type_id(), part);
    }
    let settings = settings.into_iter().map(|one| (one.name.clone(), one)).collect();
    Ok(Some(Snapshot { partnership: row, organisations, others, holders, covers, day: today, settings, terms, parts }))
}
