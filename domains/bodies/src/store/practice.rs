use access::{Permit, Scope};
use base::{Id, Instant};
use db::{Error, Tx, sql};

use crate::commands::NewPractice;

db::row! {
    /// What worked for somebody, as they told the others.
    pub struct Note {
        /// Its key.
        pub id: Id,
        /// What worked.
        pub what: String,
        /// Where.
        pub place: Id,
        /// On which issue.
        pub issue: Option<String>,
        /// Who tells.
        pub shared_by: Id,
        /// Since when.
        pub shared_at: Instant,
    }
}

pub(crate) fn share(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, id: Id, new: &NewPractice) -> Result<(), Error> {
    tx.run(sql!(
        "insert into practice (partnership, id, what, place, issue, shared_by, shared_at) values ($1, $2, $3, $4, $5, $6, $7)",
        permit.partnership(),
        id,
        &new.what,
        new.place,
        new.issue.as_ref(),
        scope.hat().map_or(Id::nil(), |hat| hat.person),
        scope.now
    ))?;
    Ok(())
}

/// What was told and not taken back, the newest first.
pub(crate) fn newest(tx: &mut Tx<'_>, partnership: Id, most: i64) -> Result<Vec<Note>, Error> {
    tx.all(sql!(
        "select id, what, place, issue, shared_by, shared_at from practice where partnership = $1 and taken_back_at is null \
         order by shared_at desc, id desc limit $2",
        partnership,
        most
    ))
}

/// One of them, not taken back.
pub(crate) fn note(tx: &mut Tx<'_>, partnership: Id, id: Id) -> Result<Option<Note>, Error> {
    tx.opt(sql!(
        "select id, what, place, issue, shared_by, shared_at from practice where partnership = $1 and id = $2 \
         and taken_back_at is null",
        partnership,
        id
    ))
}

/// Takes a note back; its words go with it.
pub(crate) fn take_back(tx: &mut Tx<'_>, permit: &Permit, id: Id, now: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "update practice set taken_back_at = $3, what = '' where partnership = $1 and id = $2",
        permit.partnership(),
        id,
        now
    ))?;
    Ok(())
}
