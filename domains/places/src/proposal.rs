//! New lines before they are agreed: which places begin, end or are drawn anew, what to look at, and where every spot will
//! lie. Nothing is stored (MAN-02).

use std::collections::{BTreeMap, BTreeSet};

use access::{Ground, Right, Scope};
use base::{Id, Problem};
use geo::{Area as _, BooleanOps as _};
use serde::{Deserialize, Serialize};

use crate::boundary_file::BoundaryFile;
use crate::composition::Atlas;
use crate::import::{Import, Imported, Taken, Taking, import_boundaries, taking};
use crate::known::Places;
use crate::national_grid;
use crate::place::{Code, Kind, Place};
use crate::point::{Bounds, Plane};
use crate::shape::Shape;

/// What is smaller is the rounding of lines, in square metres.
const LEAST: f64 = 25.0;
/// Overlaps told one by one.
const TOLD: usize = 5;

/// A place as a proposal names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// What new lines would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Places that begin.
    pub begins: Vec<Named>,
    /// Places that end.
    pub ends: Vec<Named>,
    /// Places that get another line or another name and stay the place they are.
    pub changed: Vec<Named>,
    /// Places that the file holds as they are.
    pub unchanged: usize,
    /// Whether the file was on the National Grid and was brought to longitude and latitude.
    #[serde(default)]
    pub on_grid: bool,
    /// What to look at: coordinates brought over, overlaps, gaps, another city's places, areas left without wards.
    pub notes: Vec<String>,
    /// What cannot be taken in, and why.
    pub refused: Vec<String>,
}

impl Proposal {
    /// Whether any line would be another than before.
    #[must_use]
    pub fn changes_lines(&self) -> bool {
        self.begins.len() + self.ends.len() + self.changed.len() > 0
    }
}

/// What a file of boundaries would do, and the places as they would then be on its first day.
///
/// # Errors
/// As [`import_boundaries`].
pub async fn propose(scope: &Scope, import: &Import<'_>) -> Result<(Proposal, Places), Problem> {
    scope.may(Right::Configure, &Ground::default())?;
    let dry = Import { dry_run: true, ..import.clone() };
    let Imported { unchanged, warnings, refused, .. } = import_boundaries(scope, &dry).await?;
    let file = BoundaryFile::read(import.bytes, import.kind, &import.columns);
    let file = file.map_err(|sentence| Problem::field("file", sentence))?;
    let (partnership, from) = (scope.partnership(), import.valid_from);
    let before = scope.site.db.read(move |tx| crate::store::places_on(tx, partnership, from)).await?;
    let taking = taking(scope, import, &file, &before).await?;

    let after = redrawn(scope, import, &before, &taking);
    let ends = taking.ended.iter().filter_map(|id| before.get(*id)).map(Named::of).collect();
    let begins = |row: &&Taken| before.by_code(row.code.as_str()).is_none();
    let named = |row: &Taken| Named { code: row.code.to_string(), name: row.name.clone() };
    let mut notes = warnings;
    notes.extend(overlaps(import.kind, &after, &taking));
    notes.extend(without_wards(&before, &after));
    let proposal = Proposal {
        begins: taking.rows.iter().filter(begins).map(named).collect(),
        ends,
        changed: taking.rows.iter().filter(|row| !begins(row) && row.is_changed).map(named).collect(),
        unchanged,
        on_grid: file.warnings.iter().any(|warning| warning == national_grid::WARNING),
        notes,
        refused: refused.into_iter().map(|refused| refused.sentence).collect(),
    };
    Ok((proposal, after))
}

impl Named {
    pub(crate) fn of(place: &Place) -> Self {
        Self { code: place.code.to_string(), name: place.name.clone() }
    }
}

/// The places of the first day with the new lines in place of the old.
fn redrawn(scope: &Scope, import: &Import<'_>, before: &Places, taking: &Taking) -> Places {
    let atlas = before.lookup().atlas();
    let (mut places, exceptions) = atlas.unfolded();
    let ended: BTreeSet<&Code> =
        taking.ended.iter().filter_map(|id| before.get(*id)).map(|place| &place.code).collect();
    places.retain(|(place, _)| !ended.contains(&place.code));
    let mut keys: BTreeMap<Code, Id> =
        places.iter().filter_map(|(place, _)| Some((place.code.clone(), before.id(place)?))).collect();
    for row in &taking.rows {
        let known = places.iter_mut().find(|(place, _)| place.code == row.code);
        if let Some((place, shape)) = known {
            place.name.clone_from(&row.name);
            *shape = Some(row.shape.clone());
            continue;
        }
        let parents = row.parents.iter().filter_map(|id| before.get(*id)).map(|place| place.code.clone()).collect();
        let place = Place {
            code: row.code.clone(),
            name: row.name.clone(),
            kind: import.kind,
            parents,
            valid_from: import.valid_from,
            valid_to: None,
            centre: row.shape.centre(),
            hex: None,
        };
        keys.insert(row.code.clone(), scope.new_id());
        places.push((place, Some(row.shape.clone())));
    }
    Places::new(Atlas::on(import.valid_from, places, exceptions), keys)
}

/// Places of the file that lie over places which stay.
fn overlaps(kind: Kind, after: &Places, taking: &Taking) -> Vec<String> {
    if !kind.tiles() {
        return Vec::new();
    }
    let atlas = after.lookup().atlas();
    let new: BTreeSet<&Code> = taking.rows.iter().map(|row| &row.code).collect();
    let stays = atlas.of_kind(kind).filter(|place| !new.contains(&place.code));
    let stays: Vec<(&Place, &Shape)> =
        stays.filter_map(|place| Some((place, atlas.shape(place.code.as_str())?))).collect();
    let mut told = Vec::new();
    for row in &taking.rows {
        for (other, shape) in stays.iter().filter(|(_, shape)| meet(&shape.bounds(), &row.shape.bounds())) {
            let shared = row.shape.pieces().intersection(shape.pieces());
            let area = shared.unsigned_area() * Plane::around(row.shape.centre()).m2_a_square_degree();
            if area >= LEAST {
                told.push((
                    area,
                    format!("{} lies over {}, which stays: {area:.0} square metres are in both.", row.name, other.name),
                ));
            }
        }
    }
    told.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let more = told.len().saturating_sub(TOLD);
    let mut sentences: Vec<String> = told.into_iter().take(TOLD).map(|(_, sentence)| sentence).collect();
    if more > 0 {
        sentences.push(format!("{more} more places lie over places that stay."));
    }
    sentences
}

fn meet(one: &Bounds, other: &Bounds) -> bool {
    let (low, high, south_west, north_east) =
        (one.south_west(), one.north_east(), other.south_west(), other.north_east());
    low.lat() <= north_east.lat()
        && south_west.lat() <= high.lat()
        && low.lon() <= north_east.lon()
        && south_west.lon() <= high.lon()
}

/// Areas that had wards and would have none.
pub(crate) fn without_wards(before: &Places, after: &Places) -> Vec<String> {
    let wards = |places: &Places, area: &Place| {
        places.lookup().atlas().within(area.code.as_str()).filter(|place| place.kind == Kind::Ward).count()
    };
    let areas = after.lookup().atlas().of_kind(Kind::Area);
    let empty = areas.filter(|area| wards(after, area) == 0 && wards(before, area) > 0);
    empty.map(|area| format!("{} would be left without any ward, so it would have no ground.", area.name)).collect()
}
