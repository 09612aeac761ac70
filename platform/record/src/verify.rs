use base::{Id, Instant};
use db::{Db, Error, Tx, sql};

use crate::Event;
use crate::tree::{Frontier, Hash};

/// What [`verify`] found in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Entries in the tree.
    pub size: u64,
    /// The tree's root: the figure to keep outside, to compare with later.
    pub root: Hash,
    /// Committed entries that have no place yet (none, a second after the last command).
    pub unplaced: u64,
}

/// What [`verify`] found out of order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// An entry between two others is gone.
    #[error("entry {0} is missing")]
    Gap(u64),
    /// An entry no longer says what it said.
    #[error("entry {0} was changed after it was written")]
    Changed(u64),
    /// The entries do not lead to the kept root.
    #[error("the entries do not lead to the kept root of {0} entries")]
    Root(u64),
    /// The kept head cannot be read.
    #[error("the kept head of the tree cannot be read")]
    Head,
}

db::row! {
    struct Head {
        size: i64,
        root: Vec<u8>,
        frontier: Vec<u8>,
    }
}

/// Gives up to `most` committed entries their places, in the order they happened; answers how many it placed.
///
/// One sequencer runs at a time: two at once would meet on the head's row and one would be told to try again.
///
/// # Errors
/// Whatever the store answers.
pub fn place_events(tx: &mut Tx<'_>, partnership: Id, now: Instant, most: i64) -> Result<u64, Error> {
    let waiting: Vec<(Id, Vec<u8>)> = tx.all(sql!(
        "select id, leaf from event where partnership = $1 and position is null order by at, id limit $2",
        partnership,
        most
    ))?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let mut frontier = head(tx, partnership)?.map_or_else(
        || Ok(Frontier::default()),
        |head| Frontier::from_bytes(&head.frontier).ok_or_else(|| Error::Mapping("tree_head.frontier".into())),
    )?;
    for (id, leaf) in &waiting {
        let leaf = Hash::try_from(leaf.as_slice()).map_err(|_| Error::Mapping("event.leaf".into()))?;
        tx.run_audit(sql!(
            "update event set position = $3 where partnership = $1 and id = $2 and position is null",
            partnership,
            *id,
            position(frontier.size())
        ))?;
        frontier.push(leaf);
    }
    tx.run_audit(sql!(
        "insert into tree_head (partnership, size, root, frontier, at) values ($1, $2, $3, $4, $5) \
         on conflict (partnership) do update set size = excluded.size, root = excluded.root, \
         frontier = excluded.frontier, at = excluded.at",
        partnership,
        position(frontier.size()),
        frontier.root(),
        frontier.to_bytes(),
        now
    ))?;
    Ok(waiting.len() as u64)
}

/// How many committed entries wait for a place.
///
/// # Errors
/// Whatever the store answers.
pub fn unplaced(tx: &mut Tx<'_>, partnership: Id) -> Result<u64, Error> {
    let count: i64 =
        tx.one(sql!("select count(*) from event where partnership = $1 and position is null", partnership))?;
    Ok(count.unsigned_abs())
}

/// How many committed entries of every partnership wait for a place.
///
/// # Errors
/// Whatever the store answers.
pub fn all_unplaced(tx: &mut Tx<'_>) -> Result<i64, Error> {
    tx.one(sql!("select count(*) from event where position is null and partnership is not null"))
}

/// Since when the oldest committed entry has waited for a place.
///
/// # Errors
/// Whatever the store answers.
pub fn waiting_since(tx: &mut Tx<'_>, partnership: Id) -> Result<Option<Instant>, Error> {
    tx.opt(sql!(
        "select at from event where partnership = $1 and position is null order by at, id limit 1",
        partnership
    ))
}

/// One page of a partnership's tree, read on from `frontier` (begin with the empty one): checks that positions follow each
/// other and that every entry still has its leaf. `Ok(true)` while there is more to read.
///
/// # Errors
/// The first [`Fault`] found, or whatever the store answers.
pub fn verify(
    tx: &mut Tx<'_>,
    partnership: Id,
    frontier: &mut Frontier,
) -> Result<Result<Option<Verified>, Fault>, Error> {
    let from = position(frontier.size());
    let page: Vec<Event> = tx.all(sql!(
        "select id, at, actor, hat, operation, kind, record, verb, fields, value_hash, leaf, position \
         from event where partnership = $1 and position >= $2 order by position limit 2000",
        partnership,
        from
    ))?;
    for event in &page {
        let expected = frontier.size();
        if event.position != Some(position(expected)) {
            return Ok(Err(Fault::Gap(expected)));
        }
        let leaf = event.expected_leaf(partnership);
        if event.leaf != leaf {
            return Ok(Err(Fault::Changed(expected)));
        }
        frontier.push(leaf);
        // The kept head may be older than the entries by the time this page is read, never newer.
    }
    if !page.is_empty() {
        return Ok(Ok(None));
    }
    let Some(head) = head(tx, partnership)? else {
        let verified = Verified { size: 0, root: frontier.root(), unplaced: unplaced(tx, partnership)? };
        return Ok(if frontier.size() == 0 { Ok(Some(verified)) } else { Err(Fault::Head) });
    };
    Ok(if position(frontier.size()) < head.size {
        Err(Fault::Gap(frontier.size()))
    } else if head.root == frontier.root() {
        Ok(Some(Verified { size: frontier.size(), root: frontier.root(), unplaced: unplaced(tx, partnership)? }))
    } else {
        Err(Fault::Root(frontier.size()))
    })
}

/// Reads a partnership's tree from its first entry to its last, page by page, each its own short read.
///
/// # Errors
/// Whatever the store answers.
pub async fn verify_all(db: &Db, partnership: Id) -> Result<Result<Verified, Fault>, Error> {
    let mut frontier = Frontier::default();
    loop {
        let read = frontier.clone();
        let (page, further) = db
            .read(move |tx| {
                let mut frontier = read.clone();
                let page = verify(tx, partnership, &mut frontier)?;
                Ok::<_, Error>((page, frontier))
            })
            .await?;
        match page {
            Ok(None) => frontier = further,
            Ok(Some(verified)) => return Ok(Ok(verified)),
            Err(fault) => return Ok(Err(fault)),
        }
    }
}

fn head(tx: &mut Tx<'_>, partnership: Id) -> Result<Option<Head>, Error> {
    tx.opt(sql!("select size, root, frontier from tree_head where partnership = $1", partnership))
}

fn position(size: u64) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}
