//! A gazetteer taken in: any table with a name and where it is, like OS Open Names or a council's list of streets, in degrees
//! or on the National Grid. What is near is kept, as with postcodes.

use std::collections::BTreeMap;
use std::io::BufRead;

use access::{Done, Ground, Right, Scope};
use base::{Id, Problem, fold};
use db::Tx;
use files::{Row, Sheet};
use geo::Coord;

use crate::chunk::keep_or_undo;
use crate::national_grid::NationalGrid;
use crate::point::Point;
use crate::postcode_file::nearby;
use crate::store::{self, GazetteerRow};

/// Names in one transaction.
const CHUNK: usize = 4096;

/// Rows between two words on how far it came.
const TOLD_EVERY: u64 = 20_000;

/// The fields of a row, each with the headings it goes by.
const FIELDS: [(&str, &[&str]); 6] = [
    ("name", &["name", "name1", "street", "street_name", "street_descriptor", "thoroughfare"]),
    ("settlement", &["settlement", "populated_place", "locality", "locality_name", "town", "town_name", "post_town"]),
    ("lat", &["lat", "latitude"]),
    ("long", &["long", "lon", "lng", "longitude"]),
    ("easting", &["easting", "geometry_x", "x", "x_coordinate"]),
    ("northing", &["northing", "geometry_y", "y", "y_coordinate"]),
];

/// Which columns hold what; those not named are guessed.
#[derive(Debug, Clone, Default)]
pub struct GazetteerColumns(BTreeMap<&'static str, String>);

impl GazetteerColumns {
    /// Says that the file's `column` holds `field`: name, settlement, lat, long, easting or northing.
    ///
    /// # Errors
    /// One sentence when there is no such field.
    pub fn set(&mut self, column: &str, field: &str) -> Result<(), String> {
        let known = FIELDS.iter().find(|(name, _)| *name == field).map(|(name, _)| *name);
        let name = known.ok_or_else(|| {
            format!(
                "--map {column}={field} names no field. Write COL=name, settlement, lat, long, easting or northing."
            )
        })?;
        self.0.insert(name, column.to_owned());
        Ok(())
    }
}

/// What became of the rows so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NamesTaken {
    /// Rows read.
    pub rows: u64,
    /// Names nobody knew, or at another spot.
    pub added: u64,
    /// Known ones that are as they were.
    pub unchanged: u64,
    /// Too far away to be kept.
    pub far: u64,
    /// Not taken in.
    pub refused: u64,
}

/// A row that was not taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedName {
    /// The line of the file, counted from 1.
    pub line: i64,
    /// The column, or nothing when it is about the whole row.
    pub field: String,
    /// What is wrong and what to do.
    pub sentence: String,
}

/// Where the fields stand in a row.
struct Plan {
    name: usize,
    settlement: Option<usize>,
    spot: Spot,
    heading: Vec<String>,
}

/// How a row says where it is.
enum Spot {
    Degrees(usize, usize),
    Grid(usize, usize, Box<NationalGrid>),
}

impl Plan {
    fn of(columns: &GazetteerColumns, heading: &[String]) -> Result<Self, String> {
        let at = |name: &str| heading.iter().position(|column| column.trim().eq_ignore_ascii_case(name));
        let field = |field: &str| -> Result<Option<usize>, String> {
            if let Some(column) = columns.0.get(field) {
                let there = || heading.iter().take(12).map(String::as_str).collect::<Vec<_>>().join(", ");
                let found = at(column);
                return found.map(Some).ok_or_else(|| format!("This file has no column {column}; it has: {}", there()));
            }
            let names = FIELDS.iter().find(|(name, _)| *name == field).map_or(&[][..], |(_, names)| names);
            Ok(names.iter().find_map(|name| at(name)))
        };
        let name = field("name")?
            .ok_or("None of this file's columns looks like the name; say which is, as in --map COLUMN=name")?;
        let degrees = field("lat")?.zip(field("long")?);
        let grid = field("easting")?.zip(field("northing")?);
        let spot = match (degrees, grid) {
            (Some((lat, long)), _) => Spot::Degrees(lat, long),
            (None, Some((easting, northing))) => {
                let way = NationalGrid::new().ok_or("This program cannot read the National Grid; use degrees")?;
                Spot::Grid(easting, northing, Box::new(way))
            }
            (None, None) => {
                return Err("None of this file's columns says where a name is; say which, as in --map X=easting \
                            --map Y=northing or --map COLUMN=lat --map COLUMN=long"
                    .into());
            }
        };
        Ok(Self { name, settlement: field("settlement")?, spot, heading: heading.to_vec() })
    }

    fn read(&self, row: Row) -> Result<GazetteerRow, RefusedName> {
        let line = row.line;
        let fault = |at: usize, sentence: &str| RefusedName {
            line,
            field: self.heading.get(at).cloned().unwrap_or_default(),
            sentence: sentence.to_owned(),
        };
        let cells =
            row.cells.map_err(|broken| RefusedName { line, field: String::new(), sentence: broken.to_string() })?;
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
        let (name, folded) = (cell(self.name), fold(cell(self.name)));
        if folded.is_empty() || name.chars().count() > 200 {
            return Err(fault(self.name, "Enter a name of up to 200 letters"));
        }
        let number = |at: usize| {
            cell(at)
                .parse::<f64>()
                .map_err(|_| fault(at, "This is no number. Enter degrees, or metres on the National Grid"))
        };
        let (at, spot) = match &self.spot {
            Spot::Degrees(lat, long) => (*lat, Point::new(number(*lat)?, number(*long)?)),
            Spot::Grid(easting, northing, grid) => {
                let corner = Coord { x: number(*easting)?, y: number(*northing)? };
                let degrees = grid.to_degrees(corner);
                (*easting, Some(degrees).filter(|_| NationalGrid::holds(corner)).and_then(|to| Point::new(to.y, to.x)))
            }
        };
        let spot = spot.ok_or_else(|| fault(at, "This is nowhere on the map. Check which columns say where it is"))?;
        // A ten-thousandth of a degree is ten metres: the middle of a street is no nearer than that.
        let rounded = |degrees: f64| (degrees * 1e4).round() / 1e4;
        let settlement = self.settlement.map_or("", cell).to_owned();
        Ok(GazetteerRow {
            folded,
            settlement,
            lat: rounded(spot.lat()),
            lon: rounded(spot.lon()),
            name: name.to_owned(),
        })
    }
}

/// Takes in a gazetteer, in chunks: what was committed when the program is stopped stays, and the same file again goes on
/// from there. `on` hears how far it came and what was refused.
///
/// # Errors
/// An invalid `file` when nothing in it can be read, or there is no ground yet to say what is near;
/// [`Problem::NotAllowed`] without the right to configure; else whatever the store answers.
pub async fn import_gazetteer(
    scope: &Scope,
    reader: impl BufRead,
    columns: &GazetteerColumns,
    dry_run: bool,
    mut on: impl FnMut(&NamesTaken, &[RefusedName]),
) -> Result<NamesTaken, Problem> {
    scope.may(Right::Configure, &Ground::default())?;
    let refused = |sentence: String| Problem::field("file", sentence);
    let near = nearby(scope)?;
    let mut sheet = Sheet::open(reader).map_err(|error| refused(error.to_string()))?;
    let plan = Plan::of(columns, sheet.heading()).map_err(refused)?;
    let record = scope.new_id();
    let (mut taken, mut chunk) = (NamesTaken::default(), Vec::new());
    while let Some(row) = sheet.row().map_err(|error| refused(format!("This file cannot be read: {error}")))? {
        taken.rows += 1;
        match plan.read(row) {
            Ok(one) if Point::new(one.lat, one.lon).is_some_and(|spot| near.contains(spot)) => chunk.push(one),
            Ok(_) => taken.far += 1,
            Err(fault) => {
                taken.refused += 1;
                on(&taken, &[fault]);
            }
        }
        if chunk.len() == CHUNK {
            taken.add(keep(scope, record, std::mem::take(&mut chunk), dry_run).await?);
        }
        if taken.rows.is_multiple_of(TOLD_EVERY) {
            on(&taken, &[]);
        }
    }
    taken.add(keep(scope, record, chunk, dry_run).await?);
    on(&taken, &[]);
    Ok(taken)
}

impl NamesTaken {
    fn add(&mut self, (added, unchanged): (u64, u64)) {
        self.added += added;
        self.unchanged += unchanged;
    }
}

/// Keeps a chunk. How many names were new in it, and how many were here.
async fn keep(scope: &Scope, record: Id, mut chunk: Vec<GazetteerRow>, dry_run: bool) -> Result<(u64, u64), Problem> {
    let rows = chunk.len() as u64;
    chunk.sort_by(|a, b| a.key().partial_cmp(&b.key()).unwrap_or(std::cmp::Ordering::Equal));
    chunk.dedup_by(|next, first| next.key() == first.key());
    let (scope, db) = (scope.clone(), scope.site.db.clone());
    let kept = db.bulk(move |tx| keep_or_undo(tx, |tx| take_in(tx, &scope, record, &chunk, dry_run)));
    let added = if rows == 0 { 0 } else { kept.await? };
    Ok((added, rows - added))
}

/// How many were new, and whether they stay.
fn take_in(
    tx: &mut Tx<'_>,
    scope: &Scope,
    record: Id,
    chunk: &[GazetteerRow],
    dry_run: bool,
) -> Result<(u64, bool), Problem> {
    let permit = scope.may(Right::Configure, &Ground::default())?;
    let added = store::keep_names(tx, &permit, chunk)?;
    let stays = !dry_run && added > 0;
    if let (Some(first), Some(last), true) = (chunk.first(), chunk.last(), stays) {
        let values = format!("{added} names from {} to {}", first.folded, last.folded);
        scope.tell(tx, Done { kind: "gazetteer", record, verb: "take_in", fields: &["names"], values: &values })?;
    }
    Ok((added, stays))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(heading: &[&str]) -> Result<Plan, String> {
        let heading: Vec<String> = heading.iter().map(|column| (*column).to_owned()).collect();
        Plan::of(&GazetteerColumns::default(), &heading)
    }

    fn row(cells: &[&str]) -> Row {
        Row { line: 7, cells: Ok(cells.iter().map(|cell| (*cell).to_owned()).collect()) }
    }

    #[test]
    fn columns_are_known_by_their_headings_and_what_is_missing_is_told() {
        let names = plan(&["ID", "NAME1", "GEOMETRY_X", "GEOMETRY_Y", "POPULATED_PLACE"]).unwrap();
        assert_eq!((names.name, names.settlement), (1, Some(4)));
        assert!(matches!(names.spot, Spot::Grid(2, 3, _)));
        assert!(matches!(plan(&["Street", "Latitude", "Longitude"]).unwrap().spot, Spot::Degrees(1, 2)));
        assert!(plan(&["Road", "lat", "long"]).err().unwrap().contains("looks like the name"));
        assert!(plan(&["name", "lat"]).err().unwrap().contains("says where a name is"));
        assert!(GazetteerColumns::default().set("X", "height").unwrap_err().contains("names no field"));
    }

    #[test]
    fn a_row_is_a_name_at_a_spot_or_refused() {
        let grid = plan(&["name", "easting", "northing", "town"]).unwrap();
        let read = grid.read(row(&["Example Road", "401000", "301000", "Bloxwich"])).unwrap();
        assert_eq!((read.folded.as_str(), read.settlement.as_str()), ("example road", "Bloxwich"));
        assert!((read.lat - 52.6065).abs() < 0.001 && (read.lon + 1.9867).abs() < 0.001, "{read:?}");
        for (cells, field, says) in [
            (["", "401000", "301000", ""], "name", "Enter a name"),
            (["A", "east", "301000", ""], "easting", "no number"),
            (["A", "52.6", "-2.0", ""], "easting", "nowhere on the map"),
        ] {
            let fault = grid.read(row(&cells)).unwrap_err();
            assert_eq!((fault.line, fault.field.as_str()), (7, field), "{fault:?}");
            assert!(fault.sentence.contains(says), "{fault:?}");
        }
    }
}
