use base::{Date, Id, Instant};
use db::{Error, Tx, sql};

db::row! {
    /// A person as an administrator's list shows them.
    pub struct PersonRow {
        /// Their key.
        pub id: Id,
        /// Their version.
        pub version: i64,
        /// Their name.
        pub name: String,
        /// Work e-mail.
        pub email: Option<String>,
        /// Work telephone.
        pub phone: Option<String>,
        /// Who employs them.
        pub organisation: Option<Id>,
        /// What they sign in with.
        pub account: Option<Id>,
        /// When they were last asked by mail to sign in.
        pub invited_at: Option<Instant>,
        /// When they first signed in, here or at another partnership.
        pub first_at: Option<Instant>,
        /// When they leave or left.
        pub left_at: Option<Instant>,
    }
}

db::row! {
    /// A role somebody holds, held or will hold.
    pub struct RoleRow {
        /// The membership.
        pub id: Id,
        /// Whose.
        pub person: Id,
        /// The role's key.
        pub role: String,
        /// `partnership`, `place` or `organisation`.
        pub reach: String,
        /// Which one.
        pub reach_id: Option<Id>,
        /// What it is called for this person.
        pub title: Option<String>,
        /// From which day.
        pub valid_from: Date,
        /// Until which day, without it.
        pub valid_to: Option<Date>,
    }
}

impl RoleRow {
    /// Whether it is held on `day`.
    #[must_use]
    pub fn is_in_force(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|end| day < end)
    }

    /// Whether it is over on `day`, or was never to be held.
    #[must_use]
    pub fn is_over(&self, day: Date) -> bool {
        self.valid_to.is_some_and(|end| end <= day || end <= self.valid_from)
    }
}

db::row! {
    /// Somebody stands in for somebody.
    pub struct CoverRow {
        /// Its key.
        pub id: Id,
        /// The membership that is covered.
        pub membership: Id,
        /// Whose it is.
        pub holder: Id,
        /// Their name.
        pub holder_name: String,
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

db::words! {
    /// Which people a list shows.
    pub enum State {
        /// Those who work here.
        Here = "here",
        /// Those who were asked to sign in and never did.
        Invited = "invited",
        /// Those with a day on which they leave.
        Leaving = "leaving",
        /// Those who left.
        Left = "left",
        /// All of them.
        All = "all",
    }
}

/// What a list of people is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Those who hold this role today.
    pub role: Option<String>,
    /// Those with a role today in one of these places.
    pub places: Option<Vec<Id>>,
    /// Those whom this organisation employs.
    pub organisation: Option<Id>,
    /// Which people.
    pub state: State,
}

/// The last row of the page before: its name and key.
pub type After = (String, Id);

/// What is read of a person.
macro_rules! person {
    () => {
        "select person.id, person.version, person.name, person.email, person.phone, person.organisation, person.account, \
         person.invited_at, sign_in.first_at, person.left_at from person \
         left join sign_in on sign_in.account = person.account "
    };
}

/// Which people a filter means: $2 role, $3 whether by places, $4 organisation, $5 state, $6 today, $7 now.
macro_rules! chosen {
    () => {
        "where person.partnership = $1 \
         and (cast($2 as text) is null or exists (select 1 from membership where membership.partnership = person.partnership \
         and membership.person = person.id and membership.role = $2 and membership.valid_from <= $6 \
         and (membership.valid_to is null or membership.valid_to > $6))) \
         and (not $3 or exists (select 1 from membership where membership.partnership = person.partnership \
         and membership.person = person.id and membership.valid_from <= $6 \
         and (membership.valid_to is null or membership.valid_to > $6) and membership.reach_id in {list})) \
         and ($8 or person.organisation = $4) \
         and ($5 = 'all' or ($5 = 'left' and person.left_at <= $7) or ($5 = 'leaving' and person.left_at > $7) \
         or ($5 = 'here' and (person.left_at is null or person.left_at > $7)) \
         or ($5 = 'invited' and person.invited_at is not null and person.left_at is null and not exists (\
         select 1 from sign_in known where known.account = person.account))) "
    };
}

/// People by name, `most` after the last of the page before.
///
/// # Errors
/// Whatever the store answers.
pub fn people(
    tx: &mut Tx<'_>,
    partnership: Id,
    filter: &Filter,
    now: Instant,
    after: &After,
    most: i64,
) -> Result<Vec<PersonRow>, Error> {
    let places = filter.places.clone().unwrap_or_default();
    tx.all(sql!(
        concat!(
            person!(),
            chosen!(),
            "and (person.name, person.id) > ($9, $10) order by person.name, person.id limit $11"
        ),
        partnership,
        &filter.role,
        filter.places.is_some(),
        filter.organisation,
        filter.state,
        now.date(),
        now,
        filter.organisation.is_none(),
        &after.0,
        after.1,
        most,
        places
    ))
}

/// How many people a filter means.
///
/// # Errors
/// Whatever the store answers.
pub fn count(tx: &mut Tx<'_>, partnership: Id, filter: &Filter, now: Instant) -> Result<i64, Error> {
    let places = filter.places.clone().unwrap_or_default();
    tx.one(sql!(
        concat!("select count(*) from person ", chosen!()),
        partnership,
        &filter.role,
        filter.places.is_some(),
        filter.organisation,
        filter.state,
        now.date(),
        now,
        filter.organisation.is_none(),
        places
    ))
}

/// One person.
///
/// # Errors
/// Whatever the store answers.
pub fn person(tx: &mut Tx<'_>, partnership: Id, id: Id) -> Result<Option<PersonRow>, Error> {
    tx.opt(sql!(concat!(person!(), "where person.partnership = $1 and person.id = $2"), partnership, id))
}

/// The person with this e-mail address, at work or to sign in with; who works here still before who left.
///
/// # Errors
/// Whatever the store answers.
pub fn person_with_address(tx: &mut Tx<'_>, partnership: Id, email: &str) -> Result<Option<PersonRow>, Error> {
    tx.opt(sql!(
        concat!(
            person!(),
            "left join account on account.id = person.account \
             where person.partnership = $1 and (lower(person.email) = $2 or account.email = $2) \
             order by person.left_at is not null, person.created_at, person.id limit 1"
        ),
        partnership,
        email.trim().to_lowercase()
    ))
}

/// People of this name without an e-mail address.
///
/// # Errors
/// Whatever the store answers.
pub fn people_called(tx: &mut Tx<'_>, partnership: Id, name: &str) -> Result<Vec<PersonRow>, Error> {
    tx.all(sql!(
        concat!(
            person!(),
            "where person.partnership = $1 and person.name = $2 and person.email is null order by person.id"
        ),
        partnership,
        name
    ))
}

/// Everybody of a partnership, by key, for a file.
///
/// # Errors
/// Whatever the store answers.
pub fn all_people(tx: &mut Tx<'_>, partnership: Id, after: Id, most: i64) -> Result<Vec<PersonRow>, Error> {
    tx.all(sql!(
        concat!(person!(), "where person.partnership = $1 and person.id > $2 order by person.id limit $3"),
        partnership,
        after,
        most
    ))
}

/// Every role of these people, past and to come, newest first.
///
/// # Errors
/// Whatever the store answers.
pub fn roles_of(tx: &mut Tx<'_>, partnership: Id, people: &[Id]) -> Result<Vec<RoleRow>, Error> {
    tx.all(sql!(
        "select id, person, role, reach, reach_id, title, valid_from, valid_to from membership \
         where partnership = $1 and person in {list} order by person, valid_from desc, id desc",
        partnership,
        people.to_vec()
    ))
}

/// Every role of a partnership, past and to come.
///
/// # Errors
/// Whatever the store answers.
pub fn all_roles(tx: &mut Tx<'_>, partnership: Id) -> Result<Vec<RoleRow>, Error> {
    tx.all(sql!(
        "select id, person, role, reach, reach_id, title, valid_from, valid_to from membership \
         where partnership = $1 order by person, valid_from, id",
        partnership
    ))
}

/// Who stands in for this person, and for whom they stand in; what is over is left out.
///
/// # Errors
/// Whatever the store answers.
pub fn covers_of(tx: &mut Tx<'_>, partnership: Id, person: Id, today: Date) -> Result<Vec<CoverRow>, Error> {
    tx.all(sql!(
        "select cover.id, cover.membership, membership.person as holder, holder.name as holder_name, cover.person, \
         person.name, cover.valid_from, cover.valid_to from cover \
         join membership on membership.partnership = cover.partnership and membership.id = cover.membership \
         join person holder on holder.partnership = membership.partnership and holder.id = membership.person \
         join person on person.partnership = cover.partnership and person.id = cover.person \
         where cover.partnership = $1 and (membership.person = $2 or cover.person = $2) and cover.valid_to > $3 \
         order by cover.valid_from, cover.id",
        partnership,
        person,
        today
    ))
}
