use std::collections::HashMap;

use access::Permit;
use base::{Date, Id, Instant};
use db::{Error, Tx, sql};

use super::people::RoleRow;

db::row! {
    /// What is recorded of the post behind a role.
    #[derive(Default, serde::Serialize)]
    pub struct Post {
        /// Whose post it is (ASK-18).
        pub owner: Option<Id>,
        /// Who manages the person in it (ASK-17).
        pub line_manager: Option<Id>,
        /// On what terms: permanent, secondment until, two days a week.
        pub terms: Option<String>,
        /// First day of the contract.
        pub contract_from: Option<Date>,
        /// Its last day.
        pub contract_to: Option<Date>,
        /// What they are to achieve (ASK-17).
        pub targets: Option<String>,
        /// How that is assessed (ASK-17).
        pub assessed_by: Option<String>,
        /// How they were appointed (EVO-08).
        pub appointed_how: Option<String>,
        /// Who agreed (EVO-08).
        pub agreed_by: Option<String>,
    }
}

db::row! {
    /// An interest somebody declared.
    pub struct Interest {
        /// Its key.
        pub id: Id,
        /// What they have to do with.
        pub what: String,
        /// From which day.
        pub valid_from: Date,
        /// Until which day, without it.
        pub valid_to: Option<Date>,
        /// When they declared it.
        pub declared_at: Instant,
    }
}

db::row! {
    /// Training attended or needed (MAN-33, ASK-21).
    pub struct Training {
        /// Its key.
        pub id: Id,
        /// In what.
        pub subject: String,
        /// On which day they attended; nothing while it is needed.
        pub attended_on: Option<Date>,
    }
}

/// The people whose post has this person as line manager.
///
/// # Errors
/// Whatever the store answers.
pub fn people_of_manager(tx: &mut Tx<'_>, partnership: Id, manager: Id) -> Result<Vec<(Id, String)>, Error> {
    tx.all(sql!(
        "select person.id, person.name from person where person.partnership = $1 and exists (select 1 from post \
         join membership on membership.partnership = post.partnership and membership.id = post.membership \
         where post.partnership = $1 and post.line_manager = $2 and membership.person = person.id) \
         order by person.name, person.id",
        partnership,
        manager
    ))
}

/// What is read of a role and the post behind it.
macro_rules! role_and_post {
    () => {
        "select membership.id, membership.role, membership.reach, membership.reach_id, membership.title, \
         membership.valid_from, membership.valid_to, post.changed_at, post.owner, post.line_manager, post.terms, \
         post.contract_from, post.contract_to, post.targets, post.assessed_by, post.appointed_how, post.agreed_by "
    };
}

/// What is recorded of every post, by membership.
///
/// # Errors
/// Whatever the store answers.
pub fn all_posts(tx: &mut Tx<'_>, partnership: Id) -> Result<HashMap<Id, Post>, Error> {
    let rows: Vec<RoleAndPost> = tx.all(sql!(
        concat!(
            role_and_post!(),
            "from post join membership on membership.partnership = post.partnership and membership.id = post.membership \
             where post.partnership = $1 order by membership.id"
        ),
        partnership
    ))?;
    Ok(rows.into_iter().map(|row| (row.id, row.post())).collect())
}

/// Keeps what is recorded of a post.
///
/// # Errors
/// Whatever the store answers.
pub fn put_post(tx: &mut Tx<'_>, permit: &Permit, membership: Id, post: &Post, now: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "insert into post (partnership, membership, owner, line_manager, terms, contract_from, contract_to, targets, \
         assessed_by, appointed_how, agreed_by, changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
         on conflict (partnership, membership) do update set owner = excluded.owner, line_manager = excluded.line_manager, \
         terms = excluded.terms, contract_from = excluded.contract_from, contract_to = excluded.contract_to, \
         targets = excluded.targets, assessed_by = excluded.assessed_by, appointed_how = excluded.appointed_how, \
         agreed_by = excluded.agreed_by, changed_at = excluded.changed_at",
        permit.partnership(),
        membership,
        post.owner,
        post.line_manager,
        &post.terms,
        post.contract_from,
        post.contract_to,
        &post.targets,
        &post.assessed_by,
        &post.appointed_how,
        &post.agreed_by,
        now
    ))?;
    Ok(())
}

/// What is recorded of a person beside their posts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// Declared interests, those that began last first.
    pub interests: Vec<Interest>,
    /// Training: what is needed first, then what was attended, newest first.
    pub training: Vec<Training>,
    /// The days on which their development was reviewed, newest first.
    pub reviews: Vec<Date>,
}

db::row! {
    struct Noted {
        kind: String,
        id: Id,
        words: String,
        day: Option<Date>,
        until: Option<Date>,
        at: Instant,
    }
}

/// What is recorded of a person beside their posts, in one statement.
///
/// # Errors
/// Whatever the store answers.
pub fn record_of(tx: &mut Tx<'_>, partnership: Id, person: Id) -> Result<Record, Error> {
    let noted: Vec<Noted> = tx.all(sql!(
        "select kind, id, words, day, until, at from (\
         select 'interest' as kind, id, what as words, valid_from as day, valid_to as until, declared_at as at from interest \
         where interest.partnership = $1 and interest.person = $2 \
         union all select 'training', id, subject, attended_on, null, created_at from training \
         where training.partnership = $1 and training.person = $2 \
         union all select 'review', person, '', held_on, null, created_at from development_review \
         where development_review.partnership = $1 and development_review.person = $2) noted \
         order by day is not null, day desc, id",
        partnership,
        person
    ))?;
    let mut record = Record::default();
    for Noted { kind, id, words, day, until, at } in noted {
        match (kind.as_str(), day) {
            ("interest", Some(valid_from)) => {
                record.interests.push(Interest { id, what: words, valid_from, valid_to: until, declared_at: at });
            }
            ("training", attended_on) => record.training.push(Training { id, subject: words, attended_on }),
            ("review", Some(held_on)) => record.reviews.push(held_on),
            _ => {}
        }
    }
    Ok(record)
}

/// Roles, and the posts behind those of them for which something is recorded, by membership.
pub type RolesAndPosts = (Vec<RoleRow>, Vec<(Id, Post)>);

/// A person's roles, newest first, and the posts behind them, in one statement.
///
/// # Errors
/// Whatever the store answers.
pub fn roles_and_posts(tx: &mut Tx<'_>, partnership: Id, person: Id) -> Result<RolesAndPosts, Error> {
    let rows: Vec<RoleAndPost> = tx.all(sql!(
        concat!(
            role_and_post!(),
            "from membership left join post on post.partnership = membership.partnership \
             and post.membership = membership.id where membership.partnership = $1 and membership.person = $2 \
             order by membership.valid_from desc, membership.id desc"
        ),
        partnership,
        person
    ))?;
    let (mut roles, mut posts) = (Vec::new(), Vec::new());
    for row in rows {
        if row.changed_at.is_some() {
            posts.push((row.id, row.post()));
        }
        roles.push(RoleRow {
            id: row.id,
            person,
            role: row.role,
            reach: row.reach,
            reach_id: row.reach_id,
            title: row.title,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
        });
    }
    Ok((roles, posts))
}

db::row! {
    struct RoleAndPost {
        id: Id,
        role: String,
        reach: String,
        reach_id: Option<Id>,
        title: Option<String>,
        valid_from: Date,
        valid_to: Option<Date>,
        changed_at: Option<Instant>,
        owner: Option<Id>,
        line_manager: Option<Id>,
        terms: Option<String>,
        contract_from: Option<Date>,
        contract_to: Option<Date>,
        targets: Option<String>,
        assessed_by: Option<String>,
        appointed_how: Option<String>,
        agreed_by: Option<String>,
    }
}

impl RoleAndPost {
    fn post(&self) -> Post {
        Post {
            owner: self.owner,
            line_manager: self.line_manager,
            terms: self.terms.clone(),
            contract_from: self.contract_from,
            contract_to: self.contract_to,
            targets: self.targets.clone(),
            assessed_by: self.assessed_by.clone(),
            appointed_how: self.appointed_how.clone(),
            agreed_by: self.agreed_by.clone(),
        }
    }
}

/// Keeps an interest that was declared.
///
/// # Errors
/// Whatever the store answers.
pub fn add_interest(tx: &mut Tx<'_>, permit: &Permit, person: Id, new: &Interest) -> Result<(), Error> {
    tx.run(sql!(
        "insert into interest (partnership, id, person, what, valid_from, valid_to, declared_at) \
         values ($1, $2, $3, $4, $5, $6, $7)",
        permit.partnership(),
        new.id,
        person,
        &new.what,
        new.valid_from,
        new.valid_to,
        new.declared_at
    ))?;
    Ok(())
}

/// Ends an interest on `day`; answers whether there was one.
///
/// # Errors
/// Whatever the store answers.
pub fn end_interest(tx: &mut Tx<'_>, permit: &Permit, person: Id, id: Id, day: Date) -> Result<bool, Error> {
    let ended = tx.run(sql!(
        "update interest set valid_to = $4 where partnership = $1 and person = $2 and id = $3 and valid_to is null",
        permit.partnership(),
        person,
        id,
        day
    ))?;
    Ok(ended == 1)
}

/// Keeps training that was attended or is needed.
///
/// # Errors
/// Whatever the store answers.
pub fn add_training(tx: &mut Tx<'_>, permit: &Permit, person: Id, new: &Training, now: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "insert into training (partnership, id, person, subject, attended_on, created_at) values ($1, $2, $3, $4, $5, $6)",
        permit.partnership(),
        new.id,
        person,
        &new.subject,
        new.attended_on,
        now
    ))?;
    Ok(())
}

/// Notes that training which was needed was attended; answers whether there was such a need.
///
/// # Errors
/// Whatever the store answers.
pub fn attend(tx: &mut Tx<'_>, permit: &Permit, person: Id, id: Id, day: Date) -> Result<bool, Error> {
    let attended = tx.run(sql!(
        "update training set attended_on = $4 where partnership = $1 and person = $2 and id = $3 and attended_on is null",
        permit.partnership(),
        person,
        id,
        day
    ))?;
    Ok(attended == 1)
}

/// Notes the day of a review; the same day twice is one review.
///
/// # Errors
/// Whatever the store answers.
pub fn hold_review(tx: &mut Tx<'_>, permit: &Permit, person: Id, day: Date, now: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "insert into development_review (partnership, person, held_on, created_at) values ($1, $2, $3, $4) \
         on conflict (partnership, person, held_on) do nothing",
        permit.partnership(),
        person,
        day,
        now
    ))?;
    Ok(())
}
