use access::Permit;
use base::{Id, Instant};
use db::{Error, Tx, sql};

use crate::commands::KeepList;

db::row! {
    /// A list of issues somebody keeps: its filters, under a name.
    pub struct KeptList {
        /// Its key.
        pub id: Id,
        /// What they call it.
        pub name: String,
        /// Its filters as an address has them: `place=E05001305&flag=overdue`.
        pub query: String,
    }
}

/// The lists somebody keeps, by name.
///
/// # Errors
/// Whatever the store answers.
pub fn kept_lists(tx: &mut Tx<'_>, partnership: Id, person: Id) -> Result<Vec<KeptList>, Error> {
    tx.all(sql!(
        "select id, name, query from kept_list where partnership = $1 and person = $2 and ended_at is null order by name, id",
        partnership,
        person
    ))
}

/// Keeps a list, in place of the one with that key.
pub(crate) fn keep_list(
    tx: &mut Tx<'_>,
    permit: &Permit,
    id: Id,
    person: Id,
    list: &KeepList,
    now: Instant,
) -> Result<(), Error> {
    tx.run(sql!(
        "insert into kept_list (partnership, id, person, name, query, kept_at) values ($1, $2, $3, $4, $5, $6) \
         on conflict (partnership, id) do update set query = excluded.query, kept_at = excluded.kept_at",
        permit.partnership(),
        id,
        person,
        &list.name,
        &list.query,
        now
    ))?;
    Ok(())
}

/// Ends a list; its name and filters go with it. Says whether this person kept it.
pub(crate) fn end_kept_list(tx: &mut Tx<'_>, permit: &Permit, id: Id, person: Id, now: Instant) -> Result<bool, Error> {
    let ended = tx.run(sql!(
        "update kept_list set ended_at = $4, name = '', query = '' \
         where partnership = $1 and id = $2 and person = $3 and ended_at is null",
        permit.partnership(),
        id,
        person,
        now
    ))?;
    Ok(ended == 1)
}
