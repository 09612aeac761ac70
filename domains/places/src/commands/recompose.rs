//! Areas composed anew: wards that change their area from a day on (WAL-01, MAN-02).

use std::collections::{BTreeMap, BTreeSet};

use access::{Done, Ground, Right, Scope};
use base::{Date, FieldErrors, Id, Problem};
use db::Tx;

use crate::composition::Atlas;
use crate::known::Places;
use crate::partners;
use crate::place::{Code, Kind, Place};
use crate::proposal::{Named, Proposal, without_wards};
use crate::store::{add_parts, end_area_parts, places_on};

/// Wards and the areas they are to be in.
#[derive(Debug, Clone)]
pub struct Recomposed {
    /// The first day.
    pub from: Date,
    /// Codes of wards, each with the code of its area; empty where it is to be in none.
    pub wards: BTreeMap<String, String>,
}

/// A ward that changes its area.
struct Move<'a> {
    ward: &'a Place,
    from: Option<&'a Place>,
    to: Option<&'a Place>,
}

/// What it would do, and the places as they would then be on the first day.
///
/// # Errors
/// Sentences against `wards`; [`Problem::NotAllowed`] without the right to configure.
pub async fn propose_areas(scope: &Scope, wanted: &Recomposed) -> Result<(Proposal, Places), Problem> {
    scope.may(Right::Configure, &Ground::default())?;
    let (partnership, from) = (scope.partnership(), wanted.from);
    let before = scope.site.db.read(move |tx| places_on(tx, partnership, from)).await?;
    let moves = moves(&before, wanted)?;
    let touched: BTreeSet<&Code> =
        moves.iter().flat_map(|one| [one.from, one.to]).flatten().map(|area| &area.code).collect();

    let atlas = before.lookup().atlas();
    let (mut places, exceptions) = atlas.unfolded();
    for one in &moves {
        let Some((ward, _)) = places.iter_mut().find(|(place, _)| place.code == one.ward.code) else { continue };
        ward.parents.retain(|parent| one.from.is_none_or(|area| area.code != *parent));
        ward.parents.extend(one.to.map(|area| area.code.clone()));
    }
    let keys = places.iter().filter_map(|(place, _)| Some((place.code.clone(), before.id(place)?))).collect();
    let after = Places::new(Atlas::on(from, places, exceptions), keys);

    let told = |one: &Move<'_>| {
        let name = |area: Option<&Place>| area.map_or("no area", |area| area.name.as_str()).to_owned();
        format!("{} goes from {} to {}.", one.ward.name, name(one.from), name(one.to))
    };
    let exceptional = |area: &&Code| !atlas.exceptions(area.as_str()).is_empty();
    let look_again = touched.iter().copied().filter(exceptional).filter_map(|code| atlas.place(code.as_str()));
    let look_again =
        look_again.map(|area| format!("{} has agreed exceptions. See whether they still make sense.", area.name));
    let notes = moves.iter().map(told).chain(without_wards(&before, &after)).chain(look_again).collect();
    let changed = atlas.of_kind(Kind::Area).filter(|area| touched.contains(&area.code)).map(Named::of).collect();
    let unchanged = atlas.of_kind(Kind::Area).count() - touched.len();
    Ok((Proposal { changed, unchanged, notes, ..Proposal::default() }, after))
}

/// Makes it so. What was so already changes nothing.
///
/// # Errors
/// As [`propose_areas`].
pub fn recompose(tx: &mut Tx<'_>, scope: &Scope, wanted: &Recomposed) -> Result<(), Problem> {
    let permit = scope.may(Right::Configure, &Ground::default())?;
    let before = places_on(tx, scope.partnership(), wanted.from)?;
    let moves = moves(&before, wanted)?;
    let wards: Vec<Id> = moves.iter().filter_map(|one| before.id(one.ward)).collect();
    end_area_parts(tx, &permit, &wards, wanted.from)?;
    let into = |one: &Move<'_>| Some((before.id(one.ward)?, before.id(one.to?)?, wanted.from));
    add_parts(tx, &permit, &moves.iter().filter_map(into).collect::<Vec<_>>())?;
    for one in &moves {
        let record = before.id(one.ward).unwrap_or_default();
        let values = format!("{} {}", wanted.from, one.to.map_or("", |area| area.code.as_str()));
        scope.tell(tx, Done { kind: "place", record, verb: "change area", fields: &["parents"], values: &values })?;
    }
    partners::follow(tx, scope, scope.partnership())
}

/// The wards that change their area.
fn moves<'a>(places: &'a Places, wanted: &Recomposed) -> Result<Vec<Move<'a>>, Problem> {
    let mut errors = FieldErrors::default();
    let mut moves = Vec::new();
    let of_kind =
        |code: &str, kind: Kind| places.by_code(code).map(|(_, place)| place).filter(|place| place.kind == kind);
    for (ward, area) in &wanted.wards {
        let Some(ward) = of_kind(ward, Kind::Ward) else {
            errors.add("wards", format!("{ward} is no ward on that day"));
            continue;
        };
        let to = of_kind(area, Kind::Area);
        if to.is_none() && !area.is_empty() {
            errors.add("wards", format!("{area} is no area on that day"));
        }
        let from = ward.parents.iter().find_map(|parent| of_kind(parent.as_str(), Kind::Area));
        if from.map(|area| &area.code) != to.map(|area| &area.code) {
            moves.push(Move { ward, from, to });
        }
    }
    errors.or(moves)
}
