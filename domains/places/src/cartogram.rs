//! A cartogram taken in: which hexagon stands for each place. It is a way to draw them and changes nothing else.

use access::{Done, Ground, Right, Scope};
use base::{Id, Problem};
use db::Tx;

use crate::hexes::{Hex, Hexes, Layout};
use crate::known::Places;
use crate::place::Place;
use crate::store::{keep_hex, keep_layout};

/// What became of a HexJSON file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CartogramTaken {
    /// Places that have a hexagon now.
    pub placed: usize,
    /// Those whose hexagon is another than before, or that lost theirs.
    pub changed: usize,
    /// What to look at; nothing failed.
    pub warnings: Vec<String>,
}

/// Takes in a HexJSON file as the cartogram of the places of today: theirs are the hexagons it gives their codes, and whoever
/// is not in it has none. The same file again changes nothing.
///
/// # Errors
/// A sentence against `file`; [`Problem::NotAllowed`] without the right to configure.
pub async fn import_cartogram(scope: &Scope, bytes: &[u8], dry_run: bool) -> Result<CartogramTaken, Problem> {
    scope.may(Right::Configure, &Ground::default())?;
    let refused = |sentence: String| Problem::field("file", sentence);
    let hexes = Hexes::read(bytes).map_err(refused)?;
    let known = scope.snapshot.part::<Places>()?;
    let atlas = known.lookup().atlas();
    let (ours, strangers): (Vec<_>, Vec<_>) = hexes.cells.keys().partition(|code| atlas.place(code.as_str()).is_some());
    let name = &scope.snapshot.partnership.name;
    if ours.is_empty() {
        let count = strangers.len();
        return Err(refused(format!("None of the {count} hexagons in this file has the code of a place in {name}")));
    }
    let mut warnings = Vec::new();
    if let Some(first) = strangers.first() {
        let count = strangers.len();
        warnings
            .push(format!("{count} hexagons in this file are of no place in {name} and were left out, {first} first."));
    }
    let without = lacking(atlas.places(), &hexes);
    if !without.is_empty() {
        warnings.push(format!("Not in this file, so not in the cartogram: {}.", without.join(", ")));
    }
    let changes: Vec<(Id, Option<Hex>)> = atlas
        .places()
        .filter_map(|place| {
            let hex = hexes.cells.get(&place.code).copied();
            (hex != place.hex).then(|| Some((known.id(place)?, hex))).flatten()
        })
        .collect();
    let taken = CartogramTaken { placed: ours.len(), changed: changes.len(), warnings };
    let layout = (known.layout() != hexes.layout).then_some(hexes.layout);
    if !dry_run && (layout.is_some() || !changes.is_empty()) {
        let (scope, db) = (scope.clone(), scope.site.db.clone());
        db.bulk(move |tx| take_in(tx, &scope, layout, &changes)).await?;
    }
    Ok(taken)
}

/// Names of the places of a kind that is in the file, which are not.
fn lacking<'a>(places: impl Iterator<Item = &'a Place>, hexes: &Hexes) -> Vec<&'a str> {
    let (inside, outside): (Vec<&Place>, Vec<&Place>) = places.partition(|place| hexes.cells.contains_key(&place.code));
    let is_of_kind = |place: &&Place| inside.iter().any(|one| one.kind == place.kind);
    outside.into_iter().filter(is_of_kind).map(|place| place.name.as_str()).collect()
}

fn take_in(
    tx: &mut Tx<'_>,
    scope: &Scope,
    layout: Option<Layout>,
    changes: &[(Id, Option<Hex>)],
) -> Result<(), Problem> {
    let permit = scope.may(Right::Configure, &Ground::default())?;
    if let Some(layout) = layout {
        keep_layout(tx, &permit, layout, scope.now)?;
    }
    for (place, hex) in changes {
        keep_hex(tx, &permit, *place, *hex)?;
    }
    access::bump_epoch(tx, &permit)?;
    let (record, values) = (scope.partnership(), format!("{} places", changes.len()));
    scope
        .tell(tx, Done { kind: "cartogram", record, verb: "take_in", fields: &["hexes", "layout"], values: &values })?;
    Ok(())
}
