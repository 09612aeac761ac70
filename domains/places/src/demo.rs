//! The places of a demonstration partnership, kept as data beside the code (`demo/*.toml`).

use std::collections::BTreeMap;

use base::Date;
use geo::{LineString, MultiPolygon, Polygon};
use serde::Deserialize;

use crate::composition::{Atlas, Change, Exception};
use crate::hexes::Hex;
use crate::nearest_cells::nearest_cells;
use crate::place::{Code, Focus, Kind, Place};
use crate::point::Point;
use crate::postcode::Postcode;
use crate::shape::Shape;

/// A demonstration's places, ready to be stored. The boundaries of wards are the ground nearest to their centres.
#[derive(Debug, Clone)]
pub struct Demonstration {
    /// The borough, its areas, wards and places of focus; wards and places of focus with their ground.
    pub places: Vec<(Place, Option<Shape>)>,
    /// Where areas depart from whole wards.
    pub exceptions: Vec<Exception>,
    /// Why each place of focus is one.
    pub focuses: Vec<Focus>,
    /// Invented postcodes, each in the middle of a ward.
    pub postcodes: BTreeMap<Postcode, Point>,
    /// All the ground that is divided among the wards.
    pub hull: Shape,
}

impl Demonstration {
    /// Walsall: 20 wards in 6 areas (WAL-01), a place of focus in each (WAL-05).
    ///
    /// # Errors
    /// One sentence when the file that was built in does not read; a test keeps it readable.
    pub fn walsall() -> Result<Self, String> {
        Self::read(include_str!("../demo/walsall.toml"))
    }

    /// Reads a demonstration from its file.
    ///
    /// # Errors
    /// One sentence on what does not read.
    pub fn read(text: &str) -> Result<Self, String> {
        let file: File =
            toml::from_str(text).map_err(|fault| format!("The demonstration's places do not read: {fault}."))?;
        file.places()
    }

    /// The places as they stand on `day`.
    #[must_use]
    pub fn on(&self, day: Date) -> Atlas {
        Atlas::on(day, self.places.iter().cloned(), self.exceptions.iter().cloned())
    }
}

#[derive(Deserialize)]
struct File {
    code: String,
    name: String,
    valid_from: Day,
    /// Latitude, longitude; so are all centres here.
    centre: (f64, f64),
    reach: f64,
    area: Vec<AreaRow>,
    ward: Vec<WardRow>,
    focus: Vec<FocusRow>,
    #[serde(default)]
    exception: Vec<ExceptionRow>,
}

#[derive(Deserialize)]
struct AreaRow {
    code: String,
    name: String,
    valid_from: Day,
    wards: Vec<String>,
}

#[derive(Deserialize)]
struct WardRow {
    code: String,
    name: String,
    centre: (f64, f64),
    hex: (i32, i32),
    valid_from: Day,
    postcodes: Vec<(String, f64, f64)>,
}

#[derive(Deserialize)]
struct FocusRow {
    code: String,
    name: String,
    area: String,
    outline: Outline,
    valid_from: Day,
    consultation: String,
    evidence: String,
    ends_when: String,
    review_on: Day,
}

#[derive(Deserialize)]
struct ExceptionRow {
    area: String,
    change: String,
    outline: Outline,
    reason: String,
    valid_from: Day,
}

/// A TOML date.
#[derive(Deserialize, Clone, Copy)]
struct Day(toml::value::Datetime);

/// Corners as GeoJSON has them: longitude, latitude.
#[derive(Deserialize)]
struct Outline(Vec<(f64, f64)>);

impl File {
    fn places(self) -> Result<Demonstration, String> {
        let centres = self.ward.iter().map(|ward| point(ward.centre)).collect::<Result<Vec<_>, _>>()?;
        let ground =
            nearest_cells(&centres, self.reach).map_err(|error| format!("The wards cannot be drawn: {error}."))?;
        let borough = code(&self.code)?;
        let place = |code: Code, name: &str, kind: Kind, parents: Vec<Code>, from: Day, centre: Point| {
            Ok::<_, String>(Place {
                code,
                name: name.to_owned(),
                kind,
                parents,
                valid_from: from.date()?,
                valid_to: None,
                centre,
                hex: None,
            })
        };

        let whole = place(borough.clone(), &self.name, Kind::Borough, vec![], self.valid_from, point(self.centre)?)?;
        let mut places = vec![(whole, None)];
        for row in &self.area {
            let own = self.ward.iter().zip(&centres).filter(|(ward, _)| row.wards.contains(&ward.code));
            let centre = middle(own.map(|(_, centre)| *centre)).ok_or_else(|| format!("{} has no wards.", row.name))?;
            let area = place(code(&row.code)?, &row.name, Kind::Area, vec![borough.clone()], row.valid_from, centre)?;
            places.push((area, None));
        }
        let mut postcodes = BTreeMap::new();
        for ((row, centre), shape) in self.ward.iter().zip(&centres).zip(ground.cells) {
            let area = self.area.iter().find(|area| area.wards.contains(&row.code));
            let area = area.ok_or_else(|| format!("{} is in no area.", row.name))?;
            let mut ward =
                place(code(&row.code)?, &row.name, Kind::Ward, vec![code(&area.code)?], row.valid_from, *centre)?;
            ward.hex = Some(Hex { q: row.hex.0, r: row.hex.1 });
            places.push((ward, Some(shape)));
            for (text, lat, lon) in &row.postcodes {
                let postcode = Postcode::parse(text).ok_or_else(|| format!("{text} is no postcode."))?;
                postcodes.insert(postcode, point((*lat, *lon))?);
            }
        }
        let mut focuses = Vec::new();
        for row in self.focus {
            let shape = row.outline.shape()?;
            let parents = vec![code(&row.area)?];
            let focus =
                place(code(&row.code)?, &row.name, Kind::PlaceOfFocus, parents, row.valid_from, shape.centre())?;
            focuses.push(Focus {
                code: focus.code.clone(),
                consultation: row.consultation,
                evidence: row.evidence,
                ends_when: row.ends_when,
                review_on: row.review_on.date()?,
            });
            places.push((focus, Some(shape)));
        }
        let exceptions = self.exception.into_iter().map(ExceptionRow::read).collect::<Result<_, _>>()?;
        Ok(Demonstration { places, exceptions, focuses, postcodes, hull: ground.hull })
    }
}

impl ExceptionRow {
    fn read(self) -> Result<Exception, String> {
        let change = match self.change.as_str() {
            "added" => Change::Added,
            "left_out" => Change::LeftOut,
            other => return Err(format!("An exception is \"added\" or \"left_out\", not {other:?}.")),
        };
        Ok(Exception {
            area: code(&self.area)?,
            change,
            piece: self.outline.shape()?,
            reason: self.reason,
            valid_from: self.valid_from.date()?,
            valid_to: None,
        })
    }
}

impl Day {
    fn date(self) -> Result<Date, String> {
        self.0.to_string().parse().map_err(|fault| format!("{} is no date: {fault}.", self.0))
    }
}

impl Outline {
    fn shape(&self) -> Result<Shape, String> {
        let ring: LineString = self.0.iter().copied().collect();
        let polygon = MultiPolygon::new(vec![Polygon::new(ring, vec![])]);
        Shape::new(&polygon).map_err(|error| format!("An outline {error}."))
    }
}

fn code(text: &str) -> Result<Code, String> {
    Code::new(text).ok_or_else(|| "A place has no code.".to_owned())
}

fn point((lat, lon): (f64, f64)) -> Result<Point, String> {
    Point::new(lat, lon).ok_or_else(|| format!("{lat}, {lon} is nowhere on earth."))
}

fn middle(points: impl Iterator<Item = Point>) -> Option<Point> {
    let points: Vec<Point> = points.collect();
    let share = 1.0 / points.len() as f64;
    Point::new(
        points.iter().map(|point| point.lat() * share).sum(),
        points.iter().map(|point| point.lon() * share).sum(),
    )
    .filter(|_| !points.is_empty())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::boundary_file::{BoundaryFile, Columns};
    use crate::lookup::Lookup;
    use crate::test_town::{day, point};

    #[test]
    fn walsall_has_twenty_wards_in_six_areas_each_with_a_place_of_focus() {
        let walsall = Demonstration::walsall().unwrap();
        let atlas = walsall.on(day());
        let wards: Vec<usize> = atlas
            .of_kind(Kind::Area)
            .map(|area| atlas.within(area.code.as_str()).filter(|place| place.kind == Kind::Ward).count())
            .collect();
        assert_eq!(wards, [4, 3, 4, 4, 2, 3]);
        for area in atlas.of_kind(Kind::Area) {
            let focus = atlas.within(area.code.as_str()).find(|place| place.kind == Kind::PlaceOfFocus).unwrap();
            let (small, wide) = (atlas.shape(focus.code.as_str()).unwrap(), atlas.shape(area.code.as_str()).unwrap());
            assert!(small.rings().flat_map(|ring| &ring.0).all(|corner| wide.contains(point(corner.y, corner.x))));
            assert!(walsall.focuses.iter().any(|told| told.code == focus.code && told.review_on > day()));
        }
        let hexes: BTreeSet<Hex> = atlas.places().filter_map(|place| place.hex).collect();
        assert_eq!(hexes.len(), 20);
    }

    #[test]
    fn every_ward_has_three_invented_postcodes_inside_it() {
        let walsall = Demonstration::walsall().unwrap();
        let lookup = Lookup::new(walsall.on(day()));
        let mut found: BTreeMap<&Code, usize> = BTreeMap::new();
        for (postcode, spot) in &walsall.postcodes {
            assert_eq!(postcode.outward().as_str(), "WS99");
            *found.entry(&lookup.ward(*spot).unwrap().code).or_default() += 1;
        }
        assert_eq!(found.len(), 20);
        assert!(found.values().all(|times| *times == 3), "{found:?}");
        for ward in lookup.atlas().of_kind(Kind::Ward) {
            assert_eq!(lookup.ward(ward.centre).unwrap().code, ward.code);
        }
    }

    #[test]
    fn the_agreed_exception_is_in_its_ward_and_the_other_area() {
        let lookup = Lookup::new(Demonstration::walsall().unwrap().on(day()));
        let codes: Vec<&str> = lookup.at(point(52.5924, -1.998)).iter().map(|place| place.code.as_str()).collect();
        assert_eq!(codes, ["E05001304", "area-4", "E08000030"]);
    }

    /// With the published lines (`WALSALL_WARDS` names the file) every invented spot is in the same ward as without.
    #[test]
    fn centres_and_postcodes_fit_the_published_lines_too() {
        let Some(path) = std::env::var_os("WALSALL_WARDS") else { return };
        let published = BoundaryFile::read(&std::fs::read(path).unwrap(), Kind::Ward, &Columns::default()).unwrap();
        let walsall = Demonstration::walsall().unwrap();
        let places = walsall.places.iter().map(|(place, shape)| {
            let row = published.rows.iter().find(|row| row.code == place.code);
            (place.clone(), row.map(|row| row.shape.clone()).or_else(|| shape.clone()))
        });
        let (drawn, invented) = (Lookup::new(Atlas::on(day(), places, [])), Lookup::new(walsall.on(day())));
        for spot in walsall.postcodes.values() {
            assert_eq!(drawn.ward(*spot), invented.ward(*spot));
        }
        assert_eq!(published.strangers("Walsall", invented.atlas()), None);
    }
}
