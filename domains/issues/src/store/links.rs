use access::{Permit, Scope, visible_issues};
use base::{Id, Instant};
use db::{Error, Rows, ToValue, Tx, Value, sql};

use crate::model::{Outcome, Status};

/// A concern on its way into an issue, with what the issue keeps of it.
#[derive(Debug, Clone)]
pub struct NewLink {
    /// The concern.
    pub concern: Id,
    /// Whose voice it is, hashed; nothing where no contact was given.
    pub voice: Option<Vec<u8>>,
    /// When it was told to us.
    pub heard_at: Instant,
}

/// Puts concerns into an issue. A concern is in one issue at most: the second attempt is a unique error.
///
/// # Errors
/// Whatever the store answers.
pub fn attach(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    issue: Id,
    concerns: &[NewLink],
    joined: bool,
) -> Result<(), Error> {
    let by = scope.hat().map(|hat| hat.membership);
    let rows: Rows<'_> = concerns
        .iter()
        .map(|new| {
            vec![
                Value::Id(permit.partnership()),
                Value::Id(new.concern),
                Value::Id(issue),
                new.voice.to_value(),
                new.heard_at.to_value(),
                Value::Bool(joined),
                scope.now.to_value(),
                by.map_or(Value::Null, Value::Id),
            ]
        })
        .collect();
    tx.insert_many(sql!(
        "insert into issue_concern (partnership, concern, issue, voice, heard_at, joined, attached_at, attached_by) \
         values {rows}",
        rows
    ))?;
    Ok(())
}

/// Takes a concern out of its issue.
///
/// # Errors
/// Whatever the store answers.
pub fn detach(tx: &mut Tx<'_>, permit: &Permit, concern: Id) -> Result<(), Error> {
    tx.run(sql!("delete from issue_concern where partnership = $1 and concern = $2", permit.partnership(), concern))?;
    Ok(())
}

/// How many people told us: the same contact is one voice, no contact is one for each concern.
///
/// # Errors
/// Whatever the store answers.
pub fn count_voices(tx: &mut Tx<'_>, partnership: Id, issue: Id) -> Result<i64, Error> {
    tx.one(sql!(
        "select count(distinct voice) + count(*) filter (where voice is null) from issue_concern \
         where partnership = $1 and issue = $2",
        partnership,
        issue
    ))
}

/// Puts another sign in the place of a voice that is forgotten, the same for all its concerns: it is counted as before, and
/// leads to nobody.
///
/// # Errors
/// Whatever the store answers.
pub fn forget_voices(tx: &mut Tx<'_>, permit: &Permit, concerns: &[Id], sign: &[u8]) -> Result<(), Error> {
    tx.run(sql!(
        "update issue_concern set voice = $2 where partnership = $1 and voice is not null and concern in {list}",
        permit.partnership(),
        sign,
        concerns
    ))?;
    Ok(())
}

/// The concerns of an issue, in the order they came to it.
///
/// # Errors
/// Whatever the store answers.
pub fn concerns_of(tx: &mut Tx<'_>, partnership: Id, issue: Id) -> Result<Vec<Id>, Error> {
    tx.all(sql!(
        "select concern from issue_concern where partnership = $1 and issue = $2 order by attached_at, concern",
        partnership,
        issue
    ))
}

db::row! {
    /// How a concern came to an issue.
    pub struct Link {
        /// The concern.
        pub concern: Id,
        /// When it came to it.
        pub attached_at: Instant,
        /// Whether its contributor joined by themselves.
        pub joined: bool,
        /// When it was told to us.
        pub heard_at: Instant,
    }
}

/// How its concerns came to an issue, in the order they came.
///
/// # Errors
/// Whatever the store answers.
pub fn links_of(tx: &mut Tx<'_>, partnership: Id, issue: Id) -> Result<Vec<Link>, Error> {
    tx.all(sql!(
        "select concern, attached_at, joined, heard_at from issue_concern where partnership = $1 and issue = $2 \
         order by attached_at, joined, concern",
        partnership,
        issue
    ))
}

/// The issue a concern is in.
///
/// # Errors
/// Whatever the store answers.
pub fn issue_of_concern(tx: &mut Tx<'_>, partnership: Id, concern: Id) -> Result<Option<Id>, Error> {
    tx.opt(sql!("select issue from issue_concern where partnership = $1 and concern = $2", partnership, concern))
}

/// Which of these concerns are in an issue already, and in which.
///
/// # Errors
/// Whatever the store answers.
pub fn issues_of_concerns(tx: &mut Tx<'_>, partnership: Id, concerns: &[Id]) -> Result<Vec<(Id, Id)>, Error> {
    tx.all(sql!(
        "select concern, issue from issue_concern where partnership = $1 and concern in {list} order by concern",
        partnership,
        concerns
    ))
}

db::row! {
    /// An issue in a few words, for a page about its concerns.
    pub struct Brief {
        /// Its key.
        pub id: Id,
        /// Its reference.
        pub reference: String,
        /// Its title.
        pub title: String,
        /// Where it stands.
        pub status: Status,
        /// How it ended.
        pub outcome: Option<Outcome>,
        /// It had ended and came back.
        pub came_back: bool,
    }
}

/// Some issues in a few words, as far as this person may see them, in one statement.
///
/// # Errors
/// Whatever the store answers.
pub fn briefly(tx: &mut Tx<'_>, scope: &Scope, issues: &[Id]) -> Result<Vec<Brief>, Error> {
    tx.all(
        sql!(
            "select id, reference, title, status, outcome, came_back from issue where partnership = $1 \
             and {visible:issue} and id in {list} order by id",
            scope.partnership(),
            issues
        )
        .visible(visible_issues(scope)),
    )
}
