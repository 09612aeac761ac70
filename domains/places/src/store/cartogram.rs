//! How a partnership's cartogram lies, and which hexagon each place has.

use access::Permit;
use base::{Id, Instant};
use db::{Error, Tx, sql};

use crate::hexes::{Hex, Layout};

/// How the hexagons lie; in rows where nobody said otherwise.
pub(crate) fn layout(tx: &mut Tx<'_>, partnership: Id) -> Result<Layout, Error> {
    let said: Option<Layout> = tx.opt(sql!("select layout from cartogram where partnership = $1", partnership))?;
    Ok(said.unwrap_or(Layout::OddR))
}

/// Keeps how they lie.
pub(crate) fn keep_layout(tx: &mut Tx<'_>, permit: &Permit, layout: Layout, now: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "insert into cartogram (partnership, layout, changed_at) values ($1, $2, $3) \
         on conflict (partnership) do update set layout = excluded.layout, changed_at = excluded.changed_at",
        permit.partnership(),
        layout,
        now
    ))?;
    Ok(())
}

/// Gives a place a hexagon, or takes it away.
pub(crate) fn keep_hex(tx: &mut Tx<'_>, permit: &Permit, place: Id, hex: Option<Hex>) -> Result<(), Error> {
    tx.run(sql!(
        "update place set hex_q = $3, hex_r = $4 where partnership = $1 and id = $2",
        permit.partnership(),
        place,
        hex.map(|hex| hex.q),
        hex.map(|hex| hex.r)
    ))?;
    Ok(())
}
