//! Boundary files: GeoJSON as statistics offices, councils and desktop mapping tools write it. Which columns hold code
//! and name is guessed, since every year's file calls them otherwise (`WD13CD`, `WD24CD`, ..).

mod columns;
mod seams;

use std::collections::BTreeMap;

use geo::Coord;
use geojson::Feature;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

pub(crate) use columns::Codes;
pub use columns::Columns;

use crate::composition::Atlas;
use crate::national_grid::{self, NationalGrid};
use crate::place::{Code, Kind};
use crate::shape::{Shape, ShapeError};

/// The largest file that is read, in bytes. Every ward of England, generalised to 20 metres, is about half of this.
pub const MOST_BYTES: usize = 128 * 1024 * 1024;

/// The most features that are read: over twice the wards of the United Kingdom.
pub const MOST_FEATURES: usize = 20_000;

/// What a boundary file holds.
#[derive(Debug, Clone)]
pub struct BoundaryFile {
    /// The columns that were read, guessed or as named.
    pub columns: Columns,
    /// What can be taken over.
    pub rows: Vec<Row>,
    /// What cannot, and why.
    pub refused: Vec<Refused>,
    /// What to look at in what can: coordinates that were brought over, neighbours that do not quite meet.
    pub warnings: Vec<String>,
}

/// One place in a boundary file.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Which feature it is, counted from 1.
    pub feature: usize,
    /// The line of the file it begins on, counted from 1.
    pub line: usize,
    /// The place's code.
    pub code: Code,
    /// The place's name.
    pub name: String,
    /// The ground it covers.
    pub shape: Shape,
}

/// One feature that was not read. The rest of the file was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Which feature it is, counted from 1.
    pub feature: usize,
    /// The line of the file it begins on, counted from 1.
    pub line: usize,
    /// What is wrong, in one sentence that begins with the feature.
    pub sentence: String,
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(rename = "type")]
    kind: Option<String>,
    crs: Option<Value>,
    /// Kept as text, so that one feature at a time is unfolded and a broken one costs only itself.
    #[serde(borrow)]
    features: Option<Vec<&'a RawValue>>,
}

impl BoundaryFile {
    /// Reads the places of one kind from a GeoJSON FeatureCollection in WGS84 or on the National Grid. `named` says which columns to read where
    /// a person has said so.
    ///
    /// # Errors
    /// One sentence when nothing in the file can be read; what is wrong with single features is in `refused`.
    pub fn read(bytes: &[u8], kind: Kind, named: &Columns<Option<String>>) -> Result<BoundaryFile, String> {
        Self::read_with(bytes, kind, named, Codes::Needed)
    }

    /// The same for places that may have names alone.
    pub(crate) fn read_with(
        bytes: &[u8],
        kind: Kind,
        named: &Columns<Option<String>>,
        codes: Codes,
    ) -> Result<BoundaryFile, String> {
        let text = text(bytes)?;
        let (features, crs) = features(text)?;
        let grid = on_the_grid(crs, &features)?;
        let columns = columns::guess(features.iter().map(|raw| properties(raw)), kind, named, codes)?;

        let warnings = grid.iter().map(|_| national_grid::WARNING.to_owned()).collect();
        let mut file = Self { columns, rows: Vec::new(), refused: Vec::new(), warnings };
        let mut taken = BTreeMap::new();
        let mut not_degrees = None;
        let mut lines = Lines::of(text);
        for (raw, feature) in features.iter().zip(1..) {
            let line = lines.of_part(raw.get());
            match file.row(raw, feature, line, grid.as_ref()) {
                Ok(row) => match taken.get(&row.code) {
                    None => {
                        taken.insert(row.code.clone(), feature);
                        file.rows.push(row);
                    }
                    Some(first) => {
                        let sentence =
                            format!("Feature {feature} has the code {}, which feature {first} has already.", row.code);
                        file.refused.push(Refused { feature, line, sentence });
                    }
                },
                Err(Fault { what, degrees }) => {
                    not_degrees = not_degrees.or_else(|| degrees.then(|| what.clone()));
                    file.refused.push(Refused { feature, line, sentence: format!("Feature {feature} {what}.") });
                }
            }
        }
        match not_degrees {
            Some(what) if file.rows.is_empty() => Err(format!("This file cannot be placed on the map: it {what}.")),
            _ => file.the_right_way_round().map(|file| file.look_at_seams(kind)),
        }
    }

    fn look_at_seams(mut self, kind: Kind) -> Self {
        if kind.tiles() {
            self.warnings.extend(seams::told(&self.rows));
        }
        self
    }

    fn row(&self, raw: &RawValue, feature: usize, line: usize, grid: Option<&NationalGrid>) -> Result<Row, Fault> {
        let read: Feature = raw.get().parse().map_err(|fault| Fault::of(format!("is no GeoJSON Feature ({fault})")))?;
        let Columns { code, name } = &self.columns;
        let value = |column: &str| read.property(column).and_then(columns::as_text);
        let found = value(code).and_then(|text| Code::new(&text)).filter(|code| code.as_str().len() <= 64);
        let found = found.ok_or_else(|| Fault::of(format!("has no code in its column {code}")))?;
        let name = value(name)
            .filter(|name| name.len() <= 200)
            .ok_or_else(|| Fault::of(format!("({found}) has no name in its column {name}")))?;
        let geometry = read.geometry.as_ref().ok_or_else(|| Fault::of(format!("({found}) has no boundary")))?;
        let place = |corner: Coord| grid.map_or(corner, |grid| grid.to_degrees(corner));
        let shape = Shape::from_file(geometry, place).map_err(|error| Fault {
            degrees: matches!(error, ShapeError::NotDegrees(..)),
            what: format!("({found}) {error}"),
        })?;
        Ok(Row { feature, line, code: found, name, shape })
    }

    /// Some tools write latitude first; the places are then in the sea off Somalia, and still valid.
    fn the_right_way_round(self) -> Result<Self, String> {
        let turned = |row: &Row| {
            let centre = row.shape.centre();
            (49.0..61.0).contains(&centre.lon()) && (-9.0..2.0).contains(&centre.lat())
        };
        if !self.rows.is_empty() && self.rows.iter().all(turned) {
            return Err(
                "This file has latitude before longitude; GeoJSON has longitude first. Save it again from the \
                        program it came from."
                    .to_owned(),
            );
        }
        Ok(self)
    }

    /// A sentence when places of this file are neither among those of the partnership nor touch its ground: a file of
    /// another city. Nothing when the partnership has no places yet.
    #[must_use]
    pub fn strangers(&self, partnership: &str, atlas: &Atlas) -> Option<String> {
        let strange = stranger_to(atlas);
        let strangers: Vec<&Row> = self.rows.iter().filter(|row| strange(row)).collect();
        let all = self.rows.len();
        match strangers.as_slice() {
            [] => None,
            [only] => Some(format!("{} ({}) in this file is not in {partnership}.", only.name, only.code)),
            some if some.len() == all => Some(format!(
                "None of the {all} places in this file is in {partnership}; it looks like another city's file."
            )),
            [first, .., last] => Some(format!(
                "{} of the {all} places in this file are not in {partnership}, from {} to {}.",
                strangers.len(),
                first.name,
                last.name
            )),
        }
    }
}

/// The ground in a GeoJSON file that is one place, whatever it is called there: all its features together.
///
/// # Errors
/// One sentence on what keeps it from being ground.
pub(crate) fn ground_in(bytes: &[u8]) -> Result<Shape, String> {
    let read: Value =
        serde_json::from_str(text(bytes)?).map_err(|fault| format!("This is not a GeoJSON file: {fault}"))?;
    let geometries: Vec<&Value> = match read.get("type").and_then(Value::as_str) {
        Some("FeatureCollection") => {
            let features = read.get("features").and_then(Value::as_array);
            features.into_iter().flatten().filter_map(|feature| feature.get("geometry")).collect()
        }
        Some("Feature") => read.get("geometry").into_iter().collect(),
        _ => vec![&read],
    };
    let is_grid = geometries.iter().find_map(|one| first_corner(one)).is_some_and(NationalGrid::holds);
    let grid = if is_grid { NationalGrid::new() } else { None };
    let place = |corner: Coord| grid.as_ref().map_or(corner, |grid| grid.to_degrees(corner));
    let shape = |geometry: &Value| -> Result<Shape, String> {
        let geometry = geometry.to_string().parse::<geojson::Geometry>();
        let geometry = geometry.map_err(|_| "This file holds no GeoJSON geometry".to_owned())?;
        Shape::from_file(&geometry, place).map_err(|error| format!("The boundary {error}"))
    };
    let shapes = geometries.into_iter().map(shape).collect::<Result<Vec<_>, _>>()?;
    let together = geo::unary_union(shapes.iter().map(Shape::pieces));
    Shape::tidy(&together).ok_or_else(|| "This file has no boundary in it".to_owned())
}

/// Whether a row is neither among the places of `atlas` nor touches their ground; no row is while they have none.
pub(crate) fn stranger_to(atlas: &Atlas) -> impl Fn(&Row) -> bool + '_ {
    let ground = atlas.places().filter_map(|place| atlas.shape(place.code.as_str())).map(Shape::bounds);
    let ground = ground.reduce(|all, one| all.and(&one));
    move |row| {
        atlas.place(row.code.as_str()).is_none() && ground.is_some_and(|ground| !ground.contains(row.shape.centre()))
    }
}

/// What is wrong with a feature, reading on after "Feature 3".
struct Fault {
    what: String,
    /// Whether its coordinates are no degrees: then the whole file mostly is.
    degrees: bool,
}

impl Fault {
    fn of(what: String) -> Self {
        Self { what, degrees: false }
    }
}

fn text(bytes: &[u8]) -> Result<&str, String> {
    if bytes.len() > MOST_BYTES {
        let limit = MOST_BYTES / 1024 / 1024;
        return Err(format!(
            "This file is larger than {limit} megabytes; choose the generalised boundaries, they are smaller."
        ));
    }
    let text =
        std::str::from_utf8(bytes).map_err(|_| "This file is not text in UTF-8, as GeoJSON has to be.".to_owned())?;
    Ok(text.trim_start_matches('\u{feff}'))
}

/// What a file's coordinates are said to be.
#[derive(Clone, Copy)]
enum Crs {
    Degrees,
    NationalGrid,
    Unsaid,
}

fn crs(file: &File<'_>) -> Result<Crs, String> {
    let said = file.crs.as_ref().and_then(|crs| crs.pointer("/properties/name")).and_then(Value::as_str);
    let Some(said) = said else { return Ok(Crs::Unsaid) };
    let is = |known: &[&str]| known.iter().any(|one| said.contains(one));
    match () {
        () if is(&["CRS84", "4326", "4258"]) => Ok(Crs::Degrees),
        () if is(&["27700"]) => Ok(Crs::NationalGrid),
        () => Err(format!("This file's coordinates are in {said:?}; save it as WGS84 (EPSG:4326) and try again.")),
    }
}

/// The way to degrees, when the file says that it is on the National Grid or its first corner can be nothing else.
fn on_the_grid(crs: Crs, features: &[&RawValue]) -> Result<Option<NationalGrid>, String> {
    let is_grid = match crs {
        Crs::Degrees => false,
        Crs::NationalGrid => true,
        Crs::Unsaid => features.iter().find_map(|raw| first_corner_of(raw)).is_some_and(NationalGrid::holds),
    };
    if !is_grid {
        return Ok(None);
    }
    let way =
        NationalGrid::new().ok_or("This file is on the National Grid; save it as WGS84 (EPSG:4326) and try again.")?;
    Ok(Some(way))
}

fn first_corner_of(raw: &RawValue) -> Option<Coord> {
    let read: Value = serde_json::from_str(raw.get()).ok()?;
    first_corner(read.get("geometry")?)
}

fn first_corner(geometry: &Value) -> Option<Coord> {
    let mut within = geometry.get("coordinates")?;
    while let Some(inner) = within.get(0).filter(|inner| inner.is_array()) {
        within = inner;
    }
    Some(Coord { x: within.get(0)?.as_f64()?, y: within.get(1)?.as_f64()? })
}

fn features(text: &str) -> Result<(Vec<&RawValue>, Crs), String> {
    let file: File<'_> = serde_json::from_str(text).map_err(|fault| format!("This is not a GeoJSON file: {fault}."))?;
    let crs = crs(&file)?;
    match (file.kind.as_deref(), file.features) {
        (Some("FeatureCollection"), Some(features)) if features.len() > MOST_FEATURES => {
            Err(format!("This file has {} features; at most {MOST_FEATURES} are read.", features.len()))
        }
        (Some("FeatureCollection"), Some(features)) if !features.is_empty() => Ok((features, crs)),
        (Some("FeatureCollection"), _) => Err("This file has no features, so there are no places in it.".to_owned()),
        _ => Err("This is not a GeoJSON FeatureCollection, which a boundary file has to be.".to_owned()),
    }
}

/// The columns of a feature, its geometry left folded.
fn properties(raw: &RawValue) -> Map<String, Value> {
    #[derive(Deserialize)]
    struct Lean {
        properties: Option<Map<String, Value>>,
    }
    serde_json::from_str::<Lean>(raw.get()).ok().and_then(|lean| lean.properties).unwrap_or_default()
}

/// Counts lines up to parts of a text that are asked for in order.
struct Lines<'a> {
    text: &'a str,
    upto: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        Self { text, upto: 0, line: 1 }
    }

    /// The line on which `part`, a slice of the text, begins.
    fn of_part(&mut self, part: &str) -> usize {
        let start = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let between = self.text.as_bytes().get(self.upto..start).unwrap_or_default();
        self.line += between.iter().filter(|byte| **byte == b'\n').count();
        self.upto = self.upto.max(start);
        self.line
    }
}

#[cfg(test)]
mod hard_cases;
#[cfg(test)]
mod tests;
