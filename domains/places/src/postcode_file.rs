//! Where every postcode is, from the ONS Postcode Directory (ONSPD), the National Statistics Postcode Lookup (NSPL) or any
//! table with a postcode, a latitude and a longitude.
//!
//! A file of the whole kingdom has 2.7 million rows. A partnership keeps those on its own ground and for some kilometres
//! around it, so that a neighbour's postcode is still answered with "the nearest place in it is ..": everything beyond
//! would be a table of somebody else's addresses that nobody here asks for.

use std::collections::BTreeMap;
use std::io::BufRead;

use access::{Done, Ground, Right, Scope};
use base::{Date, Id, Problem};
use db::Tx;
use files::{Row, Sheet};

use crate::chunk::keep_or_undo;
use crate::known::Places;
use crate::point::{Bounds, Plane, Point};
use crate::postcode::Postcode;
use crate::store::{KnownPostcode, keep_postcodes};

/// Postcodes this far around the partnership's ground are kept too, in metres.
pub const MARGIN: f64 = 10_000.0;

/// Postcodes in one transaction.
const CHUNK: usize = 4096;

/// Rows between two words on how far it came.
const TOLD_EVERY: u64 = 20_000;

/// From when a postcode holds whose row does not say.
const ALWAYS: Date = Date::constant(1970, 1, 1);

/// The latitude that the directory gives where nobody measured one.
const NO_POSITION: f64 = 99.0;

/// Which columns hold what; those not named are guessed.
#[derive(Debug, Clone, Default)]
pub struct PostcodeColumns(BTreeMap<&'static str, String>);

/// The fields of a row, each with the headings it goes by; the first two of each are ONSPD's and NSPL's.
const FIELDS: [(&str, &[&str]); 5] = [
    ("code", &["pcds", "pcd", "pcd8", "pcd7", "pcd2", "postcode", "post code"]),
    ("lat", &["lat", "latitude"]),
    ("long", &["long", "lon", "lng", "longitude"]),
    ("from", &["dointr"]),
    ("until", &["doterm"]),
];

/// How a file of postcodes is to be taken in.
#[derive(Debug, Clone, Default)]
pub struct PostcodeImport {
    /// Its columns, where a person has said so.
    pub columns: PostcodeColumns,
    /// Whether to keep every postcode, however far away.
    pub everywhere: bool,
    /// Whether only to say what would be done.
    pub dry_run: bool,
}

/// What became of the rows so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PostcodesTaken {
    /// Rows read.
    pub rows: u64,
    /// Postcodes nobody knew.
    pub added: u64,
    /// Known ones that moved or ended.
    pub changed: u64,
    /// Known ones that are as they were.
    pub unchanged: u64,
    /// Too far away to be kept.
    pub far: u64,
    /// Without a position in the file.
    pub unplaced: u64,
    /// Not taken in.
    pub refused: u64,
}

/// A row that was not taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedPostcode {
    /// The line of the file, counted from 1.
    pub line: i64,
    /// The column, or nothing when it is about the whole row.
    pub field: String,
    /// What is wrong and what to do.
    pub sentence: String,
}

impl PostcodeColumns {
    /// Says that the file's `column` holds `field`: code, lat, long, from or until.
    ///
    /// # Errors
    /// One sentence when there is no such field.
    pub fn set(&mut self, column: &str, field: &str) -> Result<(), String> {
        let known = FIELDS.iter().find(|(name, _)| *name == field);
        let Some((name, _)) = known else {
            return Err(format!("--map {column}={field} names no field. Write COL=code, lat, long, from or until."));
        };
        self.0.insert(name, column.to_owned());
        Ok(())
    }
}

/// Where the fields stand in a row.
struct Plan {
    code: usize,
    lat: usize,
    long: usize,
    from: Option<usize>,
    until: Option<usize>,
    heading: Vec<String>,
}

impl Plan {
    fn of(columns: &PostcodeColumns, heading: &[String]) -> Result<Self, String> {
        let at = |name: &str| heading.iter().position(|column| column.eq_ignore_ascii_case(name));
        let field = |field: &str| -> Result<Option<usize>, String> {
            if let Some(column) = columns.0.get(field) {
                let there = || heading.iter().take(12).map(String::as_str).collect::<Vec<_>>().join(", ");
                return at(column)
                    .map(Some)
                    .ok_or_else(|| format!("This file has no column {column}; its columns are: {}", there()));
            }
            let names = FIELDS.iter().find(|(name, _)| *name == field).map_or(&[][..], |(_, names)| names);
            Ok(names.iter().find_map(|name| at(name)))
        };
        let needed = |name: &'static str| {
            field(name)?.ok_or_else(|| {
                format!("None of this file's columns looks like the {name}; say which is, as in --map COLUMN={name}")
            })
        };
        Ok(Self {
            code: needed("code")?,
            lat: needed("lat")?,
            long: needed("long")?,
            from: field("from")?,
            until: field("until")?,
            heading: heading.to_vec(),
        })
    }

    fn read(&self, row: Row) -> Result<Option<KnownPostcode>, RefusedPostcode> {
        let line = row.line;
        let fault = |at: usize, sentence: &str| RefusedPostcode {
            line,
            field: self.heading.get(at).cloned().unwrap_or_default(),
            sentence: sentence.to_owned(),
        };
        let cells =
            row.cells.map_err(|broken| RefusedPostcode { line, field: String::new(), sentence: broken.to_string() })?;
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
        let code = Postcode::parse(cell(self.code)).ok_or_else(|| fault(self.code, "This is no postcode. Check it"))?;
        let degrees = |at: usize| cell(at).parse::<f64>().ok();
        if cell(self.lat).is_empty() || degrees(self.lat).is_some_and(|lat| lat > NO_POSITION) {
            return Ok(None);
        }
        let lat = degrees(self.lat).ok_or_else(|| fault(self.lat, "This is no latitude. Enter degrees, like 52.6"))?;
        let lon =
            degrees(self.long).ok_or_else(|| fault(self.long, "This is no longitude. Enter degrees, like -1.98"))?;
        let spot = Point::new(lat, lon).ok_or_else(|| {
            fault(
                self.lat,
                "These are no latitude and longitude. Choose the columns in degrees, not eastings and northings",
            )
        })?;
        let day = |at: Option<usize>, ends: bool| -> Result<Option<Date>, RefusedPostcode> {
            let Some((at, text)) = at.map(|at| (at, cell(at))).filter(|(_, text)| !text.is_empty()) else {
                return Ok(None);
            };
            month_or_day(text, ends)
                .map(Some)
                .ok_or_else(|| fault(at, "This is neither a month, like 199806, nor a day, like 1998-06-30"))
        };
        let (valid_from, valid_to) = (day(self.from, false)?.unwrap_or(ALWAYS), day(self.until, true)?);
        if valid_to.is_some_and(|end| end <= valid_from) {
            return Err(fault(self.until.unwrap_or_default(), "This postcode ends before it begins. Check both dates"));
        }
        Ok(Some(KnownPostcode { code: code.to_string(), valid_from, valid_to, lat: spot.lat(), lon: spot.lon() }))
    }
}

/// A month as the directory writes it (`199806`), or a day. What ends in a month holds to the end of it.
fn month_or_day(text: &str, ends: bool) -> Option<Date> {
    let is_month = text.len() == 6 && text.bytes().all(|digit| digit.is_ascii_digit());
    if !is_month {
        return files::day(text);
    }
    let first = Date::new(text[..4].parse().ok()?, text[4..].parse().ok()?, 1).ok()?;
    if ends { first.last_of_month().tomorrow().ok() } else { Some(first) }
}

/// Takes in a file of postcodes, in chunks: what was committed when the program is stopped stays, and the same file again
/// goes on from there, since what is here already is left as it is. `on` hears how far it came and what was refused.
///
/// # Errors
/// An invalid `file` when nothing in it can be read, or there is no ground yet to say what is near;
/// [`Problem::NotAllowed`] without the right to configure; else whatever the store answers.
pub async fn import_postcodes(
    scope: &Scope,
    reader: impl BufRead,
    import: &PostcodeImport,
    mut on: impl FnMut(&PostcodesTaken, &[RefusedPostcode]),
) -> Result<PostcodesTaken, Problem> {
    scope.may(Right::Configure, &Ground::default())?;
    let refused = |sentence: String| Problem::field("file", sentence);
    let near = if import.everywhere { None } else { Some(nearby(scope)?) };
    let mut sheet = Sheet::open(reader).map_err(|error| refused(error.to_string()))?;
    let plan = Plan::of(&import.columns, sheet.heading()).map_err(refused)?;
    let record = scope.new_id();

    let mut taken = PostcodesTaken::default();
    // By code and day, so that one row said twice in a chunk is one postcode; the later row holds.
    let mut chunk: BTreeMap<(String, Date), KnownPostcode> = BTreeMap::new();
    while let Some(row) = sheet.row().map_err(|error| refused(format!("This file cannot be read: {error}")))? {
        taken.rows += 1;
        match plan.read(row) {
            Ok(None) => taken.unplaced += 1,
            Ok(Some(one)) if near.is_some_and(|near| !one.lies_in(&near)) => taken.far += 1,
            Ok(Some(one)) => {
                if chunk.insert((one.code.clone(), one.valid_from), one).is_some() {
                    taken.unchanged += 1;
                }
            }
            Err(fault) => {
                taken.refused += 1;
                on(&taken, &[fault]);
            }
        }
        if chunk.len() == CHUNK {
            taken.add(keep(scope, record, std::mem::take(&mut chunk), import.dry_run).await?);
        }
        if taken.rows.is_multiple_of(TOLD_EVERY) {
            on(&taken, &[]);
        }
    }
    taken.add(keep(scope, record, chunk, import.dry_run).await?);
    on(&taken, &[]);
    Ok(taken)
}

/// The partnership's ground and [`MARGIN`] around it.
pub(crate) fn nearby(scope: &Scope) -> Result<Bounds, Problem> {
    let atlas = scope.snapshot.part::<Places>()?.lookup().atlas();
    let ground = atlas.places().filter_map(|place| atlas.shape(place.code.as_str())).map(crate::Shape::bounds);
    let ground = ground.reduce(|all, one| all.and(&one)).ok_or_else(|| {
        Problem::field(
            "file",
            "This partnership has no boundaries yet, so nobody can say what is near. Take them in first",
        )
    })?;
    let plane = Plane::around(ground.centre());
    let (low, high) = (plane.lay(ground.south_west()), plane.lay(ground.north_east()));
    let wider = |corner: geo::Coord, by: f64| plane.lift(geo::Coord { x: corner.x + by, y: corner.y + by });
    Ok(Bounds::new(wider(low, -MARGIN), wider(high, MARGIN)).unwrap_or(ground))
}

impl KnownPostcode {
    fn lies_in(&self, bounds: &Bounds) -> bool {
        Point::new(self.lat, self.lon).is_some_and(|spot| bounds.contains(spot))
    }
}

impl PostcodesTaken {
    fn add(&mut self, chunk: Self) {
        self.added += chunk.added;
        self.changed += chunk.changed;
        self.unchanged += chunk.unchanged;
    }
}

/// Keeps a chunk, and says what was new in it.
async fn keep(
    scope: &Scope,
    record: Id,
    chunk: BTreeMap<(String, Date), KnownPostcode>,
    dry_run: bool,
) -> Result<PostcodesTaken, Problem> {
    if chunk.is_empty() {
        return Ok(PostcodesTaken::default());
    }
    let chunk: Vec<KnownPostcode> = chunk.into_values().collect();
    let (scope, db) = (scope.clone(), scope.site.db.clone());
    db.bulk(move |tx| keep_or_undo(tx, |tx| take_in(tx, &scope, record, &chunk, dry_run))).await
}

/// What was new, and whether that stays.
fn take_in(
    tx: &mut Tx<'_>,
    scope: &Scope,
    record: Id,
    chunk: &[KnownPostcode],
    dry_run: bool,
) -> Result<(PostcodesTaken, bool), Problem> {
    let permit = scope.may(Right::Configure, &Ground::default())?;
    let (added, changed) = keep_postcodes(tx, &permit, chunk)?;
    let unchanged = chunk.len() as u64 - added - changed;
    let stays = !dry_run && added + changed > 0;
    if let (Some(first), Some(last), true) = (chunk.first(), chunk.last(), stays) {
        let values = format!("{} postcodes from {} to {}", added + changed, first.code, last.code);
        scope.tell(tx, Done { kind: "postcodes", record, verb: "take_in", fields: &["postcodes"], values: &values })?;
    }
    Ok((PostcodesTaken { added, changed, unchanged, ..PostcodesTaken::default() }, stays))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(heading: &[&str]) -> Result<Plan, String> {
        let heading: Vec<String> = heading.iter().map(|column| (*column).to_owned()).collect();
        Plan::of(&PostcodeColumns::default(), &heading)
    }

    fn row(cells: &[&str]) -> Row {
        Row { line: 7, cells: Ok(cells.iter().map(|cell| (*cell).to_owned()).collect()) }
    }

    #[test]
    fn the_directorys_columns_are_known_and_what_is_missing_is_told() {
        let own = plan(&["pcd7", "pcd8", "pcds", "dointr", "doterm", "lat", "long"]).unwrap();
        assert_eq!((own.code, own.lat, own.long, own.from, own.until), (2, 5, 6, Some(3), Some(4)));
        let other = plan(&["Postcode", "Latitude", "Longitude"]).unwrap();
        assert_eq!((other.code, other.from), (0, None));
        assert!(plan(&["Postcode", "Easting"]).err().unwrap().contains("looks like the lat; say which is"));
        let mut said = PostcodeColumns::default();
        said.set("Y", "lat").unwrap();
        assert!(said.set("Y", "height").unwrap_err().contains("names no field"));
        let missing = Plan::of(&said, &["pcds".into(), "long".into()]).err().unwrap();
        assert!(missing.starts_with("This file has no column Y"), "{missing}");
    }

    #[test]
    fn a_row_is_a_postcode_with_its_days_or_without_a_position_or_refused() {
        let own = plan(&["pcds", "dointr", "doterm", "lat", "long"]).unwrap();
        let read = |cells: &[&str]| own.read(row(cells));
        let day = |text: &str| text.parse::<Date>().unwrap();
        let ended = read(&["WS1 1aa", "198001", "199612", "52.58", "-1.98"]).unwrap().unwrap();
        assert_eq!((ended.code.as_str(), ended.valid_from), ("WS1 1AA", day("1980-01-01")));
        assert_eq!(ended.valid_to, Some(day("1997-01-01")), "it held to the end of that month");
        assert_eq!(read(&["WS1 1AB", "", "", "52.58", "-1.98"]).unwrap().unwrap().valid_to, None);
        assert_eq!(read(&["WS1 1AB", "198001", "", "99.999999", "0.000000"]).unwrap(), None);
        for (cells, field, says) in [
            (["WS1", "198001", "", "52.58", "-1.98"], "pcds", "no postcode"),
            (["WS1 1AA", "198013", "", "52.58", "-1.98"], "dointr", "neither a month"),
            (["WS1 1AA", "198001", "197901", "52.58", "-1.98"], "doterm", "before it begins"),
            (["WS1 1AA", "198001", "", "north", "-1.98"], "lat", "no latitude"),
            (["WS1 1AA", "198001", "", "52.58", "401000"], "lat", "not eastings"),
        ] {
            let fault = read(&cells).unwrap_err();
            assert_eq!((fault.line, fault.field.as_str()), (7, field), "{fault:?}");
            assert!(fault.sentence.contains(says), "{fault:?}");
        }
    }
}
