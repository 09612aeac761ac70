use base::{Date, Id, Instant};
use db::{Error, Tx, sql};

use crate::{Hat, Permit, Reach, Role, Snapshot};

/// A partnership to be made.
#[derive(Debug, Clone)]
pub struct NewPartnership<'a> {
    /// Its key.
    pub id: Id,
    /// Its part of the address.
    pub slug: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The preset it is made from.
    pub preset: &'a str,
    /// The legal person behind it.
    pub accountable_body: Option<&'a str>,
    /// Its colour, `#rrggbb`.
    pub brand_colour: &'a str,
    /// Whether the public may come in from the first moment.
    pub is_open: bool,
}

/// An organisation to be added.
#[derive(Debug, Clone)]
pub struct NewOrganisation<'a> {
    /// Its key.
    pub id: Id,
    /// Its short code.
    pub code: &'a str,
    /// Its name.
    pub name: &'a str,
    /// What kind it is.
    pub kind: &'a str,
    /// Where the public rings it.
    pub phone: Option<&'a str>,
    /// Where the public writes to it.
    pub email: Option<&'a str>,
    /// Whether protected matters come here first.
    pub is_front_door: bool,
    /// From which day.
    pub valid_from: Date,
}

/// A person to be added.
#[derive(Debug, Clone)]
pub struct NewPerson<'a> {
    /// Their key.
    pub id: Id,
    /// Their name.
    pub name: &'a str,
    /// Who employs them.
    pub organisation: Option<Id>,
    /// Where they can be written to at work.
    pub email: Option<&'a str>,
    /// Where they can be rung at work.
    pub phone: Option<&'a str>,
}

/// A role to be given.
#[derive(Debug, Clone)]
pub struct NewMembership<'a> {
    /// Its key.
    pub id: Id,
    /// To whom.
    pub person: Id,
    /// Which role.
    pub role: Role,
    /// How far it reaches.
    pub reach: Reach,
    /// What the role is called here.
    pub title: Option<&'a str>,
    /// From which day.
    pub valid_from: Date,
    /// Until which day, without it.
    pub valid_to: Option<Date>,
}

/// Makes a partnership. There is nobody yet who could be permitted to: the command line and set-up do this.
///
/// # Errors
/// A unique error when the slug is taken.
pub fn create_partnership(tx: &mut Tx<'_>, new: &NewPartnership<'_>, now: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "insert into partnership (id, slug, name, preset, accountable_body, brand_colour, is_open, epoch, version, \
         created_at, changed_at) values ($1, $2, $3, $4, $5, $6, $7, 1, 1, $8, $8)",
        new.id,
        new.slug,
        new.name,
        new.preset,
        new.accountable_body,
        new.brand_colour,
        new.is_open,
        now
    ))?;
    Ok(())
}

/// Says that reference data changed, in the transaction that changed it: every node reads it again.
///
/// # Errors
/// Whatever the store answers.
pub fn bump_epoch(tx: &mut Tx<'_>, permit: &Permit) -> Result<(), Error> {
    tx.run(sql!("update partnership set epoch = epoch + 1 where id = $1", permit.partnership()))?;
    Ok(())
}

/// Sets a setting: the next version of it.
///
/// # Errors
/// Whatever the store answers.
pub fn put_setting(
    tx: &mut Tx<'_>,
    permit: &Permit,
    name: &str,
    value: &str,
    by: Option<Id>,
    now: Instant,
) -> Result<(), Error> {
    tx.run(sql!(
        "insert into setting (partnership, name, version, value, at, set_by) values ($1, $2, \
         (select coalesce(max(version), 0) + 1 from setting where partnership = $1 and name = $2), $3, $4, $5)",
        permit.partnership(),
        name,
        value,
        now,
        by
    ))?;
    bump_epoch(tx, permit)
}

/// Adds an organisation.
///
/// # Errors
/// A unique error when the code is taken.
pub fn add_organisation(
    tx: &mut Tx<'_>,
    permit: &Permit,
    new: &NewOrganisation<'_>,
    now: Instant,
) -> Result<(), Error> {
    tx.run(sql!(
        "insert into organisation (partnership, id, code, name, kind, phone, email, is_front_door, valid_from, version, \
         created_at, changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $10)",
        permit.partnership(),
        new.id,
        new.code,
        new.name,
        new.kind,
        new.phone,
        new.email,
        new.is_front_door,
        new.valid_from,
        now
    ))?;
    bump_epoch(tx, permit)
}

/// Makes one organisation the front door for safeguarding, and no other.
///
/// # Errors
/// Whatever the store answers.
pub fn set_front_door(tx: &mut Tx<'_>, permit: &Permit, organisation: Id, now: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "update organisation set is_front_door = (id = $2), version = version + 1, changed_at = $3 \
         where partnership = $1 and is_front_door <> (id = $2)",
        permit.partnership(),
        organisation,
        now
    ))?;
    bump_epoch(tx, permit)
}

/// Adds a person.
///
/// # Errors
/// Whatever the store answers.
pub fn add_person(tx: &mut Tx<'_>, permit: &Permit, new: &NewPerson<'_>, now: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "insert into person (partnership, id, organisation, name, email, phone, version, created_at, changed_at) \
         values ($1, $2, $3, $4, $5, $6, 1, $7, $7)",
        permit.partnership(),
        new.id,
        new.organisation,
        new.name,
        new.email,
        new.phone,
        now
    ))?;
    Ok(())
}

/// Gives somebody a role.
///
/// # Errors
/// Whatever the store answers.
pub fn add_membership(tx: &mut Tx<'_>, permit: &Permit, new: &NewMembership<'_>, now: Instant) -> Result<(), Error> {
    let (reach, reach_id) = new.reach.parts();
    tx.run(sql!(
        "insert into membership (partnership, id, person, role, reach, reach_id, title, valid_from, valid_to, created_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        permit.partnership(),
        new.id,
        new.person,
        new.role,
        reach,
        reach_id,
        new.title,
        new.valid_from,
        new.valid_to,
        now
    ))?;
    bump_epoch(tx, permit)
}

db::row! {
    /// Somebody who holds a role, or held one, as the public or a colleague may read it.
    pub struct Holder {
        /// The person.
        pub person: Id,
        /// Their membership.
        pub membership: Id,
        /// Their name.
        pub name: String,
        /// Their role's key.
        pub role: String,
        /// What the role is called here.
        pub title: Option<String>,
        /// How far: partnership, organisation, place, body.
        pub reach: String,
        /// Which one.
        pub reach_id: Option<Id>,
        /// Who employs them.
        pub organisation: Option<Id>,
        /// Work e-mail.
        pub email: Option<String>,
        /// Work telephone.
        pub phone: Option<String>,
        /// From which day.
        pub valid_from: Date,
        /// Until which day, without it.
        pub valid_to: Option<Date>,
        /// When the person leaves for good, or left.
        pub left_at: Option<Instant>,
    }
}

impl Holder {
    /// Whether they hold it on `today`.
    #[must_use]
    pub fn is_in_force(&self, today: Date) -> bool {
        self.is_here(today) && self.valid_from <= today && self.valid_to.is_none_or(|end| end > today)
    }

    /// Whether the person works here on `today`, whatever their roles.
    #[must_use]
    pub fn is_here(&self, today: Date) -> bool {
        self.left_at.is_none_or(|left| left.date() > today)
    }

    /// What their role is called on `day`: their own title for it, else the partnership's (WAL-44).
    #[must_use]
    pub fn title_on(&self, snapshot: &Snapshot, day: Date) -> String {
        let role = || self.role.parse::<Role>().map(|role| snapshot.role_title(role, day)).unwrap_or_default();
        self.title.clone().unwrap_or_else(role)
    }

    /// The hat they wear in it on `day`, unless this program does not know the role.
    #[must_use]
    pub fn hat(&self, snapshot: &Snapshot, day: Date) -> Option<Hat> {
        Hat::read(
            (self.person, self.name.clone(), self.organisation),
            (self.membership, &self.role, self.title_on(snapshot, day)),
            (&self.reach, self.reach_id),
            None,
        )
    }
}

/// Everybody who ever held a role, by name.
pub(crate) fn holders(tx: &mut Tx<'_>, partnership: Id) -> Result<Vec<Holder>, Error> {
    tx.all(sql!(
        "select person.id as person, membership.id as membership, person.name, membership.role, membership.title, \
         membership.reach, membership.reach_id, person.organisation, person.email, person.phone, membership.valid_from, \
         membership.valid_to, person.left_at from membership \
         join person on person.partnership = membership.partnership and person.id = membership.person \
         where membership.partnership = $1 order by person.name, membership.id",
        partnership
    ))
}

/// Whether anybody administers anything here yet: until then `serve` offers a set-up link.
///
/// # Errors
/// Whatever the store answers.
pub fn has_administrator(tx: &mut Tx<'_>) -> Result<bool, Error> {
    let one: Option<Id> = tx.opt(sql!(
        "select id from partnership where exists (select 1 from membership where membership.partnership = partnership.id \
         and membership.role = $1) order by id limit 1",
        Role::Administrator
    ))?;
    Ok(one.is_some())
}

/// The person who signs in with this e-mail address and their first membership in force.
///
/// # Errors
/// Whatever the store answers.
pub fn person_with_email(
    tx: &mut Tx<'_>,
    partnership: Id,
    email: &str,
    now: Instant,
) -> Result<Option<(Id, Id)>, Error> {
    tx.opt(sql!(
        "select person.id, membership.id from account \
         join person on person.account = account.id \
         join membership on membership.partnership = person.partnership and membership.person = person.id \
         where person.partnership = $1 and account.email = $2 and (person.left_at is null or person.left_at > $4) \
         and membership.valid_from <= $3 and (membership.valid_to is null or membership.valid_to > $3) \
         order by membership.created_at, membership.id limit 1",
        partnership,
        email.trim().to_lowercase(),
        now.date(),
        now
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_held_from_its_first_day_until_the_day_before_its_last() {
        let day = |day| Date::constant(2027, 3, day);
        let holder = Holder {
            person: Id::nil(),
            membership: Id::nil(),
            name: "Helen Prosser".into(),
            role: Role::AreaManager.as_str().into(),
            title: None,
            reach: "partnership".into(),
            reach_id: None,
            organisation: None,
            email: None,
            phone: None,
            valid_from: day(2),
            valid_to: Some(day(5)),
            left_at: None,
        };
        assert_eq!((1..=6).filter(|n| holder.is_in_force(day(*n))).collect::<Vec<_>>(), [2, 3, 4]);
        assert!(Holder { valid_to: None, ..holder.clone() }.is_in_force(day(6)));
        let leaving = Holder { left_at: Some(Instant::on(day(4), 0)), ..holder.clone() };
        assert_eq!(
            (1..=6).filter(|n| leaving.is_in_force(day(*n))).collect::<Vec<_>>(),
            [2, 3],
            "from the 4th they are gone"
        );
        assert!(!Holder { left_at: Some(Instant::default()), ..holder }.is_in_force(day(3)));
    }
}
