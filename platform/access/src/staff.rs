//! What is changed of people, their roles and their organisations after they were added. Ends are kept, never removed:
//! any past day can be shown as it was (XC-03).

use base::{Conflict, Date, Id, Instant, Problem};
use db::{Error, Tx, sql};

use crate::people::bump_epoch;
use crate::{Permit, Role};

/// What is known of a person at work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonFields<'a> {
    /// Their name.
    pub name: &'a str,
    /// Who employs them.
    pub organisation: Option<Id>,
    /// Work e-mail.
    pub email: Option<&'a str>,
    /// Work telephone.
    pub phone: Option<&'a str>,
}

/// What is known of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationFields<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its kind, by the code of the partnership's term.
    pub kind: &'a str,
    /// Where the public rings it.
    pub phone: Option<&'a str>,
    /// Where the public writes to it.
    pub email: Option<&'a str>,
    /// What it is a part of.
    pub part_of: Option<Id>,
    /// What it does here (ASK-31).
    pub does: Option<&'a str>,
    /// What it gives to the partnership (ASK-14).
    pub gives: Option<&'a str>,
    /// From which day.
    pub valid_from: Date,
    /// Until which day, without it.
    pub valid_to: Option<Date>,
    /// What takes over when it ends (WAL-38).
    pub successor: Option<Id>,
}

/// Takes a person in hand: their next version, unless somebody changed them since `version`.
///
/// # Errors
/// [`Problem::NotFound`], or [`Conflict::Version`].
pub fn claim_person(
    tx: &mut Tx<'_>,
    permit: &Permit,
    person: Id,
    version: Option<i64>,
    now: Instant,
) -> Result<i64, Problem> {
    let found: i64 = tx
        .opt(sql!("select version from person where partnership = $1 and id = $2", permit.partnership(), person))?
        .ok_or(Problem::NotFound)?;
    if version.is_some_and(|version| version != found) {
        return Err(Problem::Conflict(Conflict::Version));
    }
    tx.run(sql!(
        "update person set version = version + 1, changed_at = $3 where partnership = $1 and id = $2",
        permit.partnership(),
        person,
        now
    ))?;
    bump_epoch(tx, permit)?;
    Ok(found + 1)
}

/// Says anew what is known of a person.
///
/// # Errors
/// Whatever the store answers.
pub fn change_person(tx: &mut Tx<'_>, permit: &Permit, person: Id, to: &PersonFields<'_>) -> Result<(), Error> {
    tx.run(sql!(
        "update person set name = $3, organisation = $4, email = $5, phone = $6 where partnership = $1 and id = $2",
        permit.partnership(),
        person,
        to.name,
        to.organisation,
        to.email,
        to.phone
    ))?;
    bump_epoch(tx, permit)
}

/// Notes that somebody was asked by mail to sign in.
///
/// # Errors
/// Whatever the store answers.
pub fn invited(tx: &mut Tx<'_>, permit: &Permit, person: Id, now: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "update person set invited_at = $3 where partnership = $1 and id = $2",
        permit.partnership(),
        person,
        now
    ))?;
    Ok(())
}

/// Says anew what a role is called and from when until when it is held.
///
/// # Errors
/// Whatever the store answers.
pub fn change_membership(
    tx: &mut Tx<'_>,
    permit: &Permit,
    membership: Id,
    title: Option<&str>,
    (valid_from, valid_to): (Date, Option<Date>),
) -> Result<(), Error> {
    tx.run(sql!(
        "update membership set title = $3, valid_from = $4, valid_to = $5 where partnership = $1 and id = $2",
        permit.partnership(),
        membership,
        title,
        valid_from,
        valid_to
    ))?;
    bump_epoch(tx, permit)
}

/// Ends every role of a person on `day`; one that has not begun by then is never held. Answers how many ended.
///
/// # Errors
/// Whatever the store answers.
pub fn end_roles_of(tx: &mut Tx<'_>, permit: &Permit, person: Id, day: Date) -> Result<u64, Error> {
    let ended = tx.run(sql!(
        "update membership set valid_to = case when valid_from > $3 then valid_from else $3 end \
         where partnership = $1 and person = $2 and (valid_to is null or valid_to > $3)",
        permit.partnership(),
        person,
        day
    ))?;
    bump_epoch(tx, permit)?;
    Ok(ended)
}

/// Says when a person leaves or left; nothing when they stay.
///
/// # Errors
/// Whatever the store answers.
pub fn set_left(tx: &mut Tx<'_>, permit: &Permit, person: Id, left_at: Option<Instant>) -> Result<(), Error> {
    tx.run(sql!(
        "update person set left_at = $3 where partnership = $1 and id = $2",
        permit.partnership(),
        person,
        left_at
    ))?;
    bump_epoch(tx, permit)
}

/// Ends every key for programs of a person; answers how many.
///
/// # Errors
/// Whatever the store answers.
pub fn end_keys_of(tx: &mut Tx<'_>, permit: &Permit, person: Id, now: Instant) -> Result<u64, Error> {
    tx.run(sql!(
        "update token set ended_at = $3 where partnership = $1 and ended_at is null and membership in (\
         select id from membership where membership.partnership = $1 and membership.person = $2)",
        permit.partnership(),
        person,
        now
    ))
}

/// How many administrators work here on `day` whose role has no end and who can sign in. There is always one.
///
/// # Errors
/// Whatever the store answers.
pub fn lasting_administrators(tx: &mut Tx<'_>, partnership: Id, day: Date) -> Result<i64, Error> {
    tx.one(sql!(
        "select count(*) from membership \
         join person on person.partnership = membership.partnership and person.id = membership.person \
         where membership.partnership = $1 and membership.role = $2 and membership.valid_from <= $3 \
         and membership.valid_to is null and person.left_at is null and person.account is not null",
        partnership,
        Role::Administrator,
        day
    ))
}

/// Lets somebody stand in for whoever holds a membership.
///
/// # Errors
/// Whatever the store answers.
pub fn add_cover(
    tx: &mut Tx<'_>,
    permit: &Permit,
    id: Id,
    (membership, person): (Id, Id),
    (valid_from, valid_to): (Date, Date),
    now: Instant,
) -> Result<(), Error> {
    tx.run(sql!(
        "insert into cover (partnership, id, membership, person, valid_from, valid_to, created_at) \
         values ($1, $2, $3, $4, $5, $6, $7)",
        permit.partnership(),
        id,
        membership,
        person,
        valid_from,
        valid_to,
        now
    ))?;
    bump_epoch(tx, permit)
}

/// Ends a cover on `day`, before it would end by itself; answers whether there was one to end.
///
/// # Errors
/// Whatever the store answers.
pub fn end_cover(tx: &mut Tx<'_>, permit: &Permit, cover: Id, day: Date) -> Result<bool, Error> {
    let ended = tx.run(sql!(
        "update cover set valid_to = case when valid_from > $3 then valid_from else $3 end \
         where partnership = $1 and id = $2 and valid_to > $3",
        permit.partnership(),
        cover,
        day
    ))?;
    bump_epoch(tx, permit)?;
    Ok(ended == 1)
}

/// Ends on `day` every cover that a person gives.
///
/// # Errors
/// Whatever the store answers.
pub fn end_cover_with(tx: &mut Tx<'_>, permit: &Permit, person: Id, day: Date) -> Result<(), Error> {
    tx.run(sql!(
        "update cover set valid_to = case when valid_from > $3 then valid_from else $3 end \
         where partnership = $1 and person = $2 and valid_to > $3",
        permit.partnership(),
        person,
        day
    ))?;
    bump_epoch(tx, permit)
}

/// Says anew what is known of an organisation, unless somebody changed it since `version`.
///
/// # Errors
/// [`Conflict::Version`].
pub fn change_organisation(
    tx: &mut Tx<'_>,
    permit: &Permit,
    organisation: Id,
    version: i64,
    to: &OrganisationFields<'_>,
    now: Instant,
) -> Result<(), Problem> {
    let changed = tx.run(sql!(
        "update organisation set name = $4, kind = $5, phone = $6, email = $7, part_of = $8, does = $9, gives = $10, \
         valid_from = $11, valid_to = $12, successor = $13, version = version + 1, changed_at = $14 \
         where partnership = $1 and id = $2 and version = $3",
        permit.partnership(),
        organisation,
        version,
        to.name,
        to.kind,
        to.phone,
        to.email,
        to.part_of,
        to.does,
        to.gives,
        to.valid_from,
        to.valid_to,
        to.successor,
        now
    ))?;
    if changed == 0 {
        return Err(Problem::Conflict(Conflict::Version));
    }
    bump_epoch(tx, permit)?;
    Ok(())
}
